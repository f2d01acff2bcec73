"""A patient's account: what was agreed for the visits that took place, and what was paid."""

from collections.abc import Sequence
from dataclasses import dataclass

from clinicdesk.desk import Desk
from clinicdesk.formats import format_money
from clinicdesk.language import _, ngettext
from clinicdesk.records import coverage, payments, treatment_visits
from clinicdesk.records.coverage import SERIES, SESSION, Coverage
from clinicdesk.records.payments import Payment
from clinicdesk.records.treatment_visits import TreatmentVisit


@dataclass(frozen=True, slots=True)
class Charge:
    """What one agreement comes to: ``3 sessions × $400.00``."""

    words: str
    cents: int


@dataclass(frozen=True, slots=True)
class Account:
    """What is owed and what was paid, in whole cents; ``payments`` the latest first."""

    charges: tuple[Charge, ...]
    payments: tuple[Payment, ...]
    deposit_agreed_cents: int

    @property
    def charged_cents(self) -> int:
        """What the visits that took place come to."""
        return sum(charge.cents for charge in self.charges)

    @property
    def paid_cents(self) -> int:
        """What was paid, less what went back; a deposit counts as paid."""
        return sum(one.counts_cents for one in self.payments)

    @property
    def owed_cents(self) -> int:
        """What is still to be paid; negative: the patient has so much to their credit."""
        return self.charged_cents - self.paid_cents

    @property
    def deposit_missing_cents(self) -> int:
        """What is missing of the agreed deposit, as long as nothing else was paid that covers it."""
        return max(self.deposit_agreed_cents - max(self.paid_cents, 0), 0)

    @property
    def words(self) -> str:
        """The balance in words: ``$250.00 to pay``."""
        if self.owed_cents > 0:
            return _("{amount} to pay").format(amount=format_money(self.owed_cents))
        if self.owed_cents < 0:
            return _("{amount} to the patient's credit").format(amount=format_money(-self.owed_cents))
        return _("Nothing to pay")


def of_patient(desk: Desk, patient_id: str) -> Account:
    """Return a patient's account."""
    agreements = coverage.of_patient(desk, patient_id)
    visits = treatment_visits.of_patient(desk, patient_id)
    today = desk.local(desk.now()).date()
    return Account(
        charges=tuple(charge for one in agreements if (charge := _charge(one, visits)) is not None),
        payments=tuple(payments.of_patient(desk, patient_id)),
        deposit_agreed_cents=sum(one.deposit_cents or 0 for one in agreements if one.holds_on(today)),
    )


def _charge(agreed: Coverage, visits: Sequence[TreatmentVisit]) -> Charge | None:
    """Return what an agreement comes to for the visits on its days; None without a price or a visit."""
    if agreed.agreed_price_cents is None:
        return None
    meant = [visit for visit in visits if agreed.holds_on(visit.day)]
    price = format_money(agreed.agreed_price_cents)
    if agreed.agreed_for == SESSION:
        count = len(meant)
        words = ngettext("{count} session × {price}", "{count} sessions × {price}", count)
    elif agreed.agreed_for == SERIES:
        # A visit outside any series is one of its own.
        alone = sum(visit.series_id is None for visit in meant)
        count = len({visit.series_id for visit in meant if visit.series_id}) + alone
        words = ngettext("{count} series × {price}", "{count} series × {price}", count)
    else:
        count, words = (1 if meant else 0), _("Agreed for everything: {price}")
    if not count:
        return None
    return Charge(words.format(count=count, price=price), count * agreed.agreed_price_cents)
