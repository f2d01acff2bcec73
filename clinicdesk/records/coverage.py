"""How a patient's visits are paid: by themselves or an insurer, what was agreed, and from when until when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.identities import kept_under, same_person, surviving
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.storage.entry import Value, insert, update

SELF_PAY, INSURANCE = "self_pay", "insurance"
KINDS = (SELF_PAY, INSURANCE)

SESSION, SERIES, WHOLE = "session", "series", "whole"
AGREED_FOR = (SESSION, SERIES, WHOLE)
"""What an agreed price is for: each treatment session, each series, or everything together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What was agreed. Money is in whole cents; None: nothing was said. The days are both included."""

    kind: str = SELF_PAY
    insurer: str = ""
    member_number: str = ""
    agreed_price_cents: int | None = None
    agreed_for: str = ""
    deposit_cents: int | None = None
    from_on: date | None = None
    until_on: date | None = None
    remark: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether it counts for a visit on a day."""
        return (self.from_on or day) <= day <= (self.until_on or day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage(Agreement):
    """An agreement as recorded."""

    id: str
    version: str
    patient_id: str


_COLUMNS = tuple(Agreement.__dataclass_fields__)
_TEXTS = ("insurer", "member_number", "agreed_for", "remark")


def of_patient(desk: Desk, patient_id: str) -> list[Coverage]:
    """Return how a patient's visits are paid, the latest agreement first."""
    desk.may_see("contact")
    rows = desk.rows(
        f"SELECT c.*, {kept_under('c.patient_id')} AS kept FROM coverages c "
        f"WHERE {same_person('c.patient_id')} AND c.voided_reason IS NULL ORDER BY c.from_on DESC, c.id DESC",
        patient_id,
    )
    return list(_coverages(rows))


def standing(desk: Desk, patient_id: str, day: date) -> list[Coverage]:
    """Return what counts for a visit on a day."""
    return [one for one in of_patient(desk, patient_id) if one.holds_on(day)]


def add(desk: Desk, patient_id: str, agreement: Agreement) -> str:
    """Write down what was agreed and return its id. Raises ``BadValue``."""
    columns = _checked(agreement)
    kept, row_id = surviving(desk, patient_id), desk.new_id()
    desk.record("coverage.change", insert("coverages", row_id, patient_id=kept, **columns), patient=kept)
    return row_id


def change(desk: Desk, before: Coverage, agreement: Agreement) -> None:
    """Correct an agreement as it was read. A new price from some day on is a new agreement: end the old one.

    Raises ``BadValue`` and ``ChangedElsewhere``.
    """
    change_row = update("coverages", before.id, before.version, **_checked(agreement))
    desk.record("coverage.change", change_row, patient=before.patient_id)


def void(desk: Desk, before: Coverage, *, reason: str) -> None:
    """Take an agreement off that should not stand there. Raises ``BadValue`` without a reason."""
    reason = clean_line(reason)
    if not reason:
        raise BadValue(_("Write why it is taken off."), "reason")
    change_row = update("coverages", before.id, before.version, voided_reason=reason)
    desk.record("coverage.change", change_row, patient=before.patient_id, reason=reason)


def _checked(agreement: Agreement) -> dict[str, Value]:
    texts: dict[str, Any] = {name: clean_line(getattr(agreement, name)) for name in _TEXTS}
    clean = replace(agreement, **texts)
    for name in _TEXTS:
        if len(getattr(clean, name)) > LONGEST_TEXT:
            raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), name)
    if clean.kind not in KINDS:
        raise BadValue(_("Choose who pays."), "kind")
    if clean.kind == INSURANCE and not clean.insurer:
        raise BadValue(_("Write which insurer pays."), "insurer")
    if clean.agreed_for not in ("", *AGREED_FOR) or (clean.agreed_price_cents is not None and not clean.agreed_for):
        raise BadValue(_("Choose what the price is for."), "agreed_for")
    if clean.from_on and clean.until_on and clean.until_on < clean.from_on:
        raise BadValue(_("The last day is before the first. Check both."), "until_on")
    columns: dict[str, Value] = {}
    for name in _COLUMNS:
        value = getattr(clean, name)
        columns[name] = value.isoformat() if isinstance(value, date) else None if value == "" else value
    return columns


def _coverages(rows: Iterator[dict[str, Any]]) -> Iterator[Coverage]:
    for row in rows:
        values: dict[str, Any] = {name: row[name] for name in _COLUMNS}
        values |= {name: row[name] or "" for name in _TEXTS}
        values |= {name: row[name] and date.fromisoformat(row[name]) for name in ("from_on", "until_on")}
        yield Coverage(id=row["id"], version=row["version"], patient_id=row["kept"], **values)
