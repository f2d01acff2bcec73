"""Money that came or went back. A payment is never changed: a correction is a new row."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.identities import of_person, owner, surviving
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.storage.entry import insert

DEPOSIT, PAYMENT, REFUND = "deposit", "payment", "refund"
KINDS = (PAYMENT, DEPOSIT, REFUND)


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment as it counts now; ``was_cents`` is what was written first where it was corrected."""

    id: str
    patient_id: str
    kind: str
    amount_cents: int
    method: str
    paid_on: date
    remark: str
    was_cents: int | None = None

    @property
    def counts_cents(self) -> int:
        """What it adds to the patient's account: money that went back is taken off."""
        return -self.amount_cents if self.kind == REFUND else self.amount_cents


def of_patient(desk: Desk, patient_id: str) -> list[Payment]:
    """Return a patient's payments as they count now, the latest first."""
    desk.may_see("contact")
    rows = list(
        desk.rows(
            f"SELECT p.*, {owner('p', 'payments')} AS kept FROM payments p "
            f"WHERE {of_person('p', 'payments')} ORDER BY p.id",
            patient_id,
        )
    )
    # By what they correct and not by their ids: a clock may have been set back between the two.
    corrected_by = {row["corrects"]: row for row in rows if row["corrects"]}
    found: list[Payment] = []
    for row in rows:
        if row["corrects"]:
            continue
        last = row
        while last["id"] in corrected_by:
            last = corrected_by[last["id"]]
        found.append(_payment(last, None if last is row else row["amount_cents"]))
    return sorted(found, key=lambda one: (one.paid_on, one.id), reverse=True)


def record(
    desk: Desk, patient_id: str, *, kind: str, amount_cents: int, paid_on: date, method: str = "", remark: str = ""
) -> str:
    """Write a payment down and return its id. Raises ``BadValue``."""
    if amount_cents <= 0:
        raise BadValue(_("Type the amount."), "amount_cents")
    return _write(desk, surviving(desk, patient_id), kind, amount_cents, paid_on, method, remark, None)


def correct(desk: Desk, before: Payment, *, amount_cents: int, remark: str) -> str:
    """Correct the amount of a payment; 0: it was written down by mistake. Raises ``BadValue``, ``ChangedElsewhere``."""
    if amount_cents < 0:
        raise BadValue(_("Type the right amount, or 0 when it was written down by mistake."), "amount_cents")
    if not clean_line(remark):
        raise BadValue(_("Write why it is corrected."), "remark")
    return _write(desk, before.patient_id, before.kind, amount_cents, before.paid_on, before.method, remark, before.id)


def _write(
    desk: Desk,
    patient_id: str,
    kind: str,
    amount_cents: int,
    paid_on: date,
    method: str,
    remark: str,
    corrects: str | None,
) -> str:
    if kind not in KINDS:
        raise BadValue(_("Choose whether it is a payment, a deposit or a refund."), "kind")
    if paid_on > desk.local(desk.now()).date():
        raise BadValue(_("This day is in the future. Type the day the money came."), "paid_on")
    texts = {"method": clean_line(method), "remark": clean_line(remark)}
    for name, text in texts.items():
        if len(text) > LONGEST_TEXT:
            raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), name)
    row_id = desk.new_id()
    changes = [
        insert(
            "payments",
            row_id,
            patient_id=patient_id,
            kind=kind,
            amount_cents=amount_cents,
            paid_on=paid_on.isoformat(),
            corrects=corrects,
            **{name: text or None for name, text in texts.items()},
        )
    ]
    if corrects is not None:
        # Of two people who correct one payment at the same moment, one gets through.
        changes.insert(0, insert("claims", f"correction of {corrects}", holder=row_id))
    desk.record("payment.record", *changes, patient=patient_id)
    return row_id


def _payment(row: dict[str, Any], was_cents: int | None) -> Payment:
    return Payment(
        id=row["id"],
        patient_id=row["kept"],
        kind=row["kind"],
        amount_cents=row["amount_cents"],
        method=row["method"] or "",
        paid_on=date.fromisoformat(row["paid_on"]),
        remark=row["remark"] or "",
        was_cents=was_cents,
    )
