"""Enquiries: somebody who asks, and is not a patient yet. One becomes a patient with everything it carries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records.identities import kept_under, same_person
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.rules.phone_numbers import phone_text
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import Value, insert, update

MOST_SHOWN = 500
"""Enquiries of one list; nobody reads further back."""

_SELECT = (
    "SELECT e.id, e.version, e.name, e.phone, e.email, e.reason, e.referrer, e.taken_at, e.closed_reason, "
    f"{kept_under('e.patient_id')} AS patient_id FROM enquiries e "
)


@dataclass(frozen=True, slots=True)
class Enquiry:
    """What somebody said who asked. ``patient_id`` is who they became, ``closed_reason`` why it went no further."""

    id: str
    version: str
    name: str
    phone: str
    email: str
    reason: str
    referrer: str
    taken_at: datetime
    patient_id: str | None
    closed_reason: str

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for an answer."""
        return self.patient_id is None and not self.closed_reason


def open_ones(desk: Desk) -> list[Enquiry]:
    """Return the enquiries that wait, in the order they came."""
    where = "WHERE e.patient_id IS NULL AND e.closed_reason IS NULL ORDER BY e.taken_at, e.id LIMIT ?"
    return list(_read(desk, where, MOST_SHOWN))


def waiting_count(desk: Desk) -> int:
    """Return how many enquiries wait."""
    desk.may_see("contact")
    row = desk.row("SELECT count(*) AS count FROM enquiries WHERE patient_id IS NULL AND closed_reason IS NULL")
    return int(row["count"]) if row else 0


def done(desk: Desk) -> list[Enquiry]:
    """Return the enquiries that became patients or were closed, the latest first."""
    where = "WHERE e.patient_id IS NOT NULL OR e.closed_reason IS NOT NULL ORDER BY e.taken_at DESC, e.id LIMIT ?"
    return list(_read(desk, where, MOST_SHOWN))


def of_patient(desk: Desk, patient_id: str) -> list[Enquiry]:
    """Return what a patient asked before they were one, the earliest first."""
    return list(_read(desk, f"WHERE {same_person('e.patient_id')} ORDER BY e.taken_at, e.id", patient_id))


def get(desk: Desk, enquiry_id: str) -> Enquiry:
    """Return an enquiry. Raises ``NotFound``."""
    found = next(_read(desk, "WHERE e.id = ?", enquiry_id), None)
    if found is None:
        raise NotFound(_("This enquiry is not in this clinic."))
    return found


def take(desk: Desk, *, name: str, phone: str = "", email: str = "", reason: str = "", referrer: str = "") -> str:
    """Write an enquiry down and return its id. Raises ``BadValue`` where neither a name nor a phone is known."""
    columns = _checked(name=name, phone=phone, email=email, reason=reason, referrer=referrer)
    enquiry_id = desk.new_id()
    desk.record("enquiry.take", insert("enquiries", enquiry_id, **columns, taken_at=as_text(desk.now())))
    return enquiry_id


def change(
    desk: Desk, before: Enquiry, *, name: str, phone: str = "", email: str = "", reason: str = "", referrer: str = ""
) -> None:
    """Correct an enquiry as it was read. Raises ``BadValue`` and ``ChangedElsewhere``."""
    columns = _checked(name=name, phone=phone, email=email, reason=reason, referrer=referrer)
    changed = {column: value for column, value in columns.items() if (value or "") != getattr(before, column)}
    if changed:
        desk.record("enquiry.change", update("enquiries", before.id, before.version, **changed))


def close(desk: Desk, before: Enquiry, *, reason: str) -> None:
    """Close an enquiry that goes no further. Raises ``BadValue`` without a reason, and ``ChangedElsewhere``."""
    reason = clean_line(reason)
    if not reason:
        raise BadValue(_("Write why the enquiry is closed."), "closed_reason")
    change = update("enquiries", before.id, before.version, closed_reason=reason)
    desk.record("enquiry.change", change, reason=reason)


def open_again(desk: Desk, before: Enquiry) -> None:
    """Take a closed enquiry up again. Raises ``ChangedElsewhere``."""
    desk.record("enquiry.change", update("enquiries", before.id, before.version, closed_reason=None))


def _checked(**texts: str) -> dict[str, Value]:
    clean = {name: clean_line(text) for name, text in texts.items()}
    clean["phone"] = phone_text(clean["phone"])
    if not clean["name"] and not clean["phone"]:
        raise BadValue(_("Write a name or a phone number."), "name")
    for name, text in clean.items():
        if len(text) > LONGEST_TEXT:
            raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), name)
    # The name may be missing, but the column may not.
    return {name: text if name == "name" else text or None for name, text in clean.items()}


def _read(desk: Desk, where: str, *values: Value) -> Iterator[Enquiry]:
    desk.may_see("contact")
    for row in desk.rows(_SELECT + where, *values):
        texts: dict[str, Any] = {name: row[name] or "" for name in ("name", "phone", "email", "reason", "referrer")}
        yield Enquiry(
            id=row["id"],
            version=row["version"],
            **texts,
            taken_at=from_text(row["taken_at"]),
            patient_id=row["patient_id"],
            closed_reason=row["closed_reason"] or "",
        )
