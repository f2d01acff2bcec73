"""What waits too long for somebody's signature: for the owner of the practice, without what it says and about whom.

The owner sees for whom it waits, of which kind it is and how old; a note can be handed on from here.
"""

from dataclasses import dataclass
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records import note_signing, notes, sessions, staff
from clinicdesk.records.note_signing import Part
from clinicdesk.records.sessions import SessionLine
from clinicdesk.records.to_sign import OVER, Kind, days_since, is_overdue, moment_of, who_worked
from clinicdesk.storage.clock import from_text

_DOCUMENTS = """
SELECT d.id, d.filed_at AS at, d.reviewer_id AS staff_id FROM documents d JOIN patients p ON p.id = d.patient_id
WHERE d.reviewer_id IS NOT NULL AND d.reviewed_at IS NULL AND d.voided_reason IS NULL AND p.voided_reason IS NULL
"""
_VERBAL = """
SELECT v.id, v.said_at AS at, v.prescriber_id AS staff_id FROM search_unsigned u
CROSS JOIN verbal_orders v ON v.id = u.subject_id WHERE u.subject_table = 'verbal_orders'
"""


@dataclass(frozen=True, slots=True)
class Overdue:
    """Something that waits too long. ``at`` is in UTC or the clinic's time; ``who`` are names, with who has left.

    ``may_hand_on``: a note, which can be given to somebody else.
    """

    kind: Kind
    id: str
    who: str
    what: str
    at: datetime
    days: int

    @property
    def key(self) -> str:
        """What tells it apart."""
        return f"{self.kind} {self.id}"

    @property
    def may_hand_on(self) -> bool:
        """Whether it can be given to somebody else to sign."""
        return self.kind in ("note", "cosign_note")


def overdue(desk: Desk) -> list[Overdue]:
    """Return what waits too long, for whomever, the oldest first. Raises ``NotAllowed`` for all but the owner."""
    desk.may_see("unsigned")
    names = _Names(desk)
    found = [*_notes(desk, names, "author"), *_notes(desk, names, "cosigner"), *_sessions(desk, names)]
    for kind, what, sql in (
        ("verbal", _("Verbal order"), _VERBAL),
        ("document", _("Document to review"), _DOCUMENTS),
    ):
        found += [
            _one(desk, kind, row["id"], names.of(row["staff_id"]), what, from_text(row["at"]))  # type: ignore[arg-type]
            for row in desk.rows(sql)
        ]
    late = [one for one in found if is_overdue(desk, one.kind, one.at)]
    return sorted(late, key=lambda one: (one.at, one.id))


def sentence(found: list[Overdue]) -> str:
    """Say in one sentence how much waits too long and for whom; empty where nothing does."""
    if not found:
        return ""
    counts: dict[str, int] = {}
    for one in found:
        counts[one.who] = counts.get(one.who, 0) + 1
    by_count = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    people = ", ".join(_("{name} ({count})").format(name=who, count=count) for who, count in by_count)
    words = ngettext("{count} signature is overdue: {people}.", "{count} signatures are overdue: {people}.", len(found))
    return words.format(count=len(found), people=people)


class _Names:
    """The names of all staff, read once."""

    def __init__(self, desk: Desk) -> None:
        self._members = {member.id: member for member in staff.everybody(desk)}

    def of(self, *staff_ids: str | None) -> str:
        """Return names; who has left is said."""
        return ", ".join(sorted(self._name(one) for one in staff_ids if one in self._members)) or _("nobody")

    def _name(self, staff_id: str) -> str:
        member = self._members[staff_id]
        return member.name if member.active else _("{name} (has left)").format(name=member.name)


def _one(desk: Desk, kind: Kind, row_id: str, who: str, what: str, at: datetime) -> Overdue:
    return Overdue(kind, row_id, who, what, at, days_since(desk, at))


def _notes(desk: Desk, names: _Names, part: Part) -> list[Overdue]:
    kind: Kind = "note" if part == "author" else "cosign_note"
    words = "{what}" if part == "author" else _("Co-sign: {what}")
    return [
        _one(desk, kind, note_id, names.of(signer_id), words.format(what=notes.kind_name(note_kind)), at)
        for note_id, note_kind, at, signer_id in note_signing.waiting_for_anybody(desk, part)
    ]


def _sessions(desk: Desk, names: _Names) -> list[Overdue]:
    over = [line for line in sessions.unsigned(desk) if line.phase in OVER]
    worked = who_worked(desk, over)
    found = [_session(desk, "session", line, names.of(*worked[line.id])) for line in over]
    return found + [_session(desk, "cosign", line, _("a prescriber")) for line in sessions.to_cosign(desk)]


def _session(desk: Desk, kind: Kind, line: SessionLine, who: str) -> Overdue:
    what = _("Session") if kind == "session" else _("Co-sign: {what}").format(what=_("Session"))
    return _one(desk, kind, line.id, who, what, moment_of(desk, line))
