"""Emergency access: somebody sees a chart their role does not include, because it cannot wait. The owner is told.

Whoever begins it says why. They then read this one chart, change nothing in it, and stop after an hour at the latest.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Never

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed
from clinicdesk.formats import format_name
from clinicdesk.language import _, ngettext
from clinicdesk.permissions import Role
from clinicdesk.records import one_chart, staff
from clinicdesk.records.identities import of_person, owner, surviving
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import Value, insert

LASTS = timedelta(hours=1)
"""How long one access lasts at most. Our own choice."""
SHORTEST_REASON = 10
"""The fewest characters of a reason: a word more than "emergency". Our own choice."""

_INDEX_HINT = re.compile(r"INDEXED BY \w+")
_SIGHTS = frozenset({"contact", "papers", "plan", "clinical"})


@dataclass(frozen=True, slots=True)
class EmergencyAccess:
    """One access: whose chart, by whom, why, from when to when at most (UTC), and what the owner said who read of it.

    ``reviewed_by`` is empty while no administrator has read of it.
    """

    id: str
    patient_id: str
    patient_name: str
    staff_id: str
    staff_name: str
    reason: str
    began_at: datetime
    ends_at: datetime
    reviewed_by: str
    review: str


class EmergencyDesk(Desk):
    """The desk of one emergency access: one chart, read only, until it ends. Whoever began it closes it.

    Attributes:
        patient_id: Whose chart it is.
        ends_at: From when on it shows nothing any more (UTC).
    """

    def __init__(self, desk: Desk, patient_id: str, ends_at: datetime) -> None:
        super().__init__(one_chart.opened(desk, patient_id), desk.person, desk.workstation)
        self.patient_id = patient_id
        self.ends_at = ends_at
        # A clock that is set back makes it no longer.
        self._ends_at_uptime_ms = self.clinic.clock.uptime_ms() + (ends_at - self.now()) // timedelta(milliseconds=1)

    @property
    def is_over(self) -> bool:
        """Whether its time is up."""
        return self.now() >= self.ends_at or self.clinic.clock.uptime_ms() >= self._ends_at_uptime_ms

    def sees(self, sight: str) -> bool:
        """Tell whether something may be seen: the chart, and only until the access ends."""
        return sight in _SIGHTS and not self.is_over

    def may(self, action: str) -> bool:  # noqa: ARG002 - whatever it is
        """Tell that nothing may be recorded."""
        return False

    def record(self, *_entry: object, **_about: object) -> Never:
        """Refuse: whoever is let in reads."""
        raise NotAllowed(_("Emergency access is for reading. Ask a clinician to record it."))

    def note_opening(self, patient_id: str) -> None:
        """Record nothing: the entry of the access itself says that the chart was opened."""

    def rows(self, sql: str, *values: Value) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query; a hint which index to take is for tables, and here a view covers them."""
        return super().rows(_INDEX_HINT.sub("", sql), *values)

    def row(self, sql: str, *values: Value) -> dict[str, Any] | None:
        """Return the first row of a query, or None."""
        return next(self.rows(sql, *values), None)

    def close(self) -> None:
        """End the access on this PC."""
        self.clinic.close()


_READ = f"""
SELECT a.*, {owner("a", "emergency_accesses")} AS owner_id, s.name AS staff_name, coalesce(o.name, '') AS reviewed_by,
       coalesce(r.words, '') AS review, p.family_name, p.given_name
FROM emergency_accesses a JOIN staff s ON s.id = a.staff_id
JOIN patients p ON p.id = {owner("a", "emergency_accesses")}
LEFT JOIN emergency_reviews r ON r.access_id = a.id LEFT JOIN staff o ON o.id = r.staff_id
"""


def why_not(desk: Desk) -> str:
    """Return why somebody needs no emergency access, or an empty text where they may begin one."""
    if desk.sees("clinical"):
        return _("Your role includes this chart. Open it as always.")
    return ""


def begin(desk: Desk, patient_id: str, reason: str) -> EmergencyDesk:
    """Begin an emergency access and return the desk that reads this one chart; the administrators are told.

    Raises ``BadValue`` without a reason that says something, ``NotAllowed`` where the chart is open anyway,
    ``NotFound``.
    """
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise BadValue(_("Say in a few words why this cannot wait. The administrators read it."), "reason")
    if refusal := why_not(desk):
        raise NotAllowed(refusal)
    patient_id = surviving(desk, patient_id)
    ends_at = desk.now() + LASTS
    row = insert(
        "emergency_accesses",
        desk.new_id(),
        staff_id=desk.person.id,
        patient_id=patient_id,
        reason=reason,
        began_at=as_text(desk.now()),
        ends_at=as_text(ends_at),
    )
    # Nobody sees anything before it is recorded that they did.
    desk.record("emergency.begin", row, patient=patient_id, reason=reason)
    return EmergencyDesk(desk, patient_id, ends_at)


def of_patient(desk: Desk, patient_id: str) -> list[EmergencyAccess]:
    """Return the emergency accesses to a patient's chart, the latest first. Raises ``NotAllowed``."""
    desk.may_see("history")
    where = f"WHERE {of_person('a', 'emergency_accesses')} ORDER BY a.began_at DESC, a.id DESC"
    return [_access(row) for row in desk.rows(f"{_READ} {where}", patient_id)]


def latest(desk: Desk, limit: int = 200) -> list[EmergencyAccess]:
    """Return the emergency accesses of the whole clinic, the latest first. Raises ``NotAllowed``."""
    desk.may_see("access")
    return [_access(row) for row in desk.rows(f"{_READ} ORDER BY a.began_at DESC, a.id DESC LIMIT ?", limit)]


def unread(desk: Desk) -> list[EmergencyAccess]:
    """Return the accesses this administrator has to read of, the oldest first. Raises ``NotAllowed``.

    Their own are not among them, unless there is nobody else who could read of them.
    """
    desk.may_see("access")
    rows = desk.rows(f"{_READ} WHERE r.id IS NULL ORDER BY a.began_at, a.id")
    return [found for row in rows if may_review(desk, found := _access(row))]


def may_review(desk: Desk, access: EmergencyAccess) -> bool:
    """Tell whether this person is one who reads of an access: an administrator, of their own only as the last one."""
    if not desk.may("emergency.review"):
        return False
    others = [one for one in staff.with_role(desk, Role.ADMINISTRATOR) if one.id != desk.person.id]
    return access.staff_id != desk.person.id or not others


def review(desk: Desk, access: EmergencyAccess, words: str = "") -> None:
    """Record that an administrator has read of an access, and what they found. Does nothing the second time.

    Raises ``NotAllowed`` for the one who began it while another administrator works here.
    """
    if not may_review(desk, access):
        raise NotAllowed(_("Another administrator reads of this access: it was your own."))
    if desk.row("SELECT 1 FROM emergency_reviews WHERE access_id = ?", access.id) is not None:
        return
    # The id of the access: two administrators who read of it at once write one row.
    row = insert(
        "emergency_reviews",
        access.id,
        access_id=access.id,
        staff_id=desk.person.id,
        reviewed_at=as_text(desk.now()),
        words=words.strip(),
    )
    with suppress(ChangedElsewhere):
        desk.record("emergency.review", row, patient=access.patient_id)


def sentence(found: list[EmergencyAccess]) -> str:
    """Say in one sentence what an administrator has to read of; empty where there is nothing."""
    if not found:
        return ""
    names = ", ".join(sorted({one.staff_name for one in found}))
    words = ngettext(
        "{count} emergency access by {names} is to be read by you.",
        "{count} emergency accesses by {names} are to be read by you.",
        len(found),
    )
    return words.format(count=len(found), names=names)


def _access(row: dict[str, Any]) -> EmergencyAccess:
    return EmergencyAccess(
        id=row["id"],
        patient_id=row["owner_id"],
        patient_name=format_name(row["family_name"], row["given_name"]),
        staff_id=row["staff_id"],
        staff_name=row["staff_name"],
        reason=row["reason"],
        began_at=from_text(row["began_at"]),
        ends_at=from_text(row["ends_at"]),
        reviewed_by=row["reviewed_by"],
        review=row["review"],
    )
