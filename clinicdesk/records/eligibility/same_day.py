"""The questions of the day itself: asked at the check-in, never before, and worth nothing on another day."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.eligibility import Questionnaire, SameDayItem, SameDayReply
from clinicdesk.storage.clock import from_text

# A check-in may be done again, and what nobody asked there is asked in the chair; what was answered last counts.
_REPLIES = """
SELECT a.session_id AS id, x.occurred_at, x.detail ->> 'same_day' AS said, e.seq
FROM json_each(?1) j JOIN appointments a ON a.session_id = j.value
JOIN appointment_events x ON x.appointment_id = a.id JOIN search_entries e ON e.id = x.version
WHERE x.kind = 'checked_in' AND x.detail ->> 'same_day' IS NOT NULL
UNION ALL
SELECT x.session_id, x.occurred_at, x.detail ->> 'same_day', e.seq
FROM json_each(?1) j JOIN session_events x ON x.session_id = j.value JOIN search_entries e ON e.id = x.version
WHERE x.kind IN ('checked_in', 'checking') AND x.detail ->> 'same_day' IS NOT NULL
ORDER BY seq
"""


@dataclass(frozen=True, slots=True)
class SameDay:
    """What was answered on the day of a visit. ``still_open`` was not asked yet."""

    replies: Mapping[str, SameDayReply]
    still_open: tuple[SameDayItem, ...]
    held: bool

    @classmethod
    def of(cls, asked: Questionnaire, replies: Mapping[date, Mapping[str, str]], days: Collection[date]) -> "SameDay":
        """Return what was answered on one of some days; of several days the last counts."""
        said = {
            item: SameDayReply(reply) for day in sorted(replies) if day in days for item, reply in replies[day].items()
        }
        known = {item.id: said[item.id] for item in asked.same_day if item.id in said}
        return cls(
            replies=known,
            still_open=tuple(item for item in asked.same_day if item.id not in known),
            held=any(known.get(item.id) in item.holds_on for item in asked.same_day),
        )


def read_same_day(desk: Desk, session_ids: str) -> dict[str, dict[date, dict[str, str]]]:
    """Return, by session and day, what was answered at the check-ins; the ids come as one JSON list."""
    found: dict[str, dict[date, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for row in desk.rows(_REPLIES, session_ids):
        day = desk.local(from_text(row["occurred_at"])).date()
        found[row["id"]][day] |= json.loads(row["said"])
    return found


def checked(
    desk: Desk, items: Collection[SameDayItem], before: Mapping[str, SameDayReply], said: Mapping[str, str]
) -> dict[str, str]:
    """Return the answers to record, by question; an empty one was not asked and is left out.

    Raises ``BadValue`` for what is no answer to its question, and where somebody who does not treat takes an answer
    back that holds the visit.
    """
    known = {item.id: item for item in items}
    made: dict[str, str] = {}
    for id_, reply in said.items():
        if not reply:
            continue
        if id_ not in known or reply not in known[id_].replies:
            raise BadValue(_("This is no answer to a question of today. Choose one of the offered answers."), id_)
        held = before.get(id_) in known[id_].holds_on
        if held and reply not in known[id_].holds_on and not desk.sees("clinical"):
            raise BadValue(_("This answer holds the visit. A nurse or a prescriber asks again and changes it."), id_)
        made[id_] = SameDayReply(reply).value
    return made


REPLY_WORDS: Mapping[SameDayReply, str] = {
    SameDayReply.NO: _("No"),
    SameDayReply.YES: _("Yes"),
    SameDayReply.NEGATIVE: _("Negative"),
    SameDayReply.POSITIVE: _("Positive"),
    SameDayReply.NOT_POSSIBLE: _("Not possible or not needed"),
}
"""How the answers are said."""
