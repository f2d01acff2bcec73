"""How visits are paid: agreements, authorisations counted from visits that took place, payments and the balance."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.records import accounts, authorisations, coverage, patients, payments, treatment_visits
from clinicdesk.records.coverage import Agreement
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.authorisation import Standing, Terms
from clinicdesk.storage.entry import update
from tests.records.sessions import steps

TODAY = date(2026, 3, 2)
PER_SESSION = Agreement(agreed_price_cents=40_000, agreed_for="session", deposit_cents=10_000)


@pytest.fixture
def patient(receptionist: Desk) -> str:
    return patients.register(receptionist, details=PatientDetails(family_name="Moss", given_name="Ida"))


@pytest.fixture
def treated(nurse: Desk, prescriber: Desk) -> str:
    """Return a patient who has a session running today."""
    patient_id = steps.register_zoe(nurse)
    steps.run(nurse, prescriber, steps.plan_for(nurse, patient_id))
    return patient_id


def merge(desk: Desk, twice: str, kept: str) -> None:
    version = patients.get(desk, twice).version
    desk.record("patient.amend", update("patients", twice, version, merged_into=kept), patient=[kept, twice])


# Agreements -----------------------------------------------------------------------------------------------------------


def test_an_agreement_is_written_down_corrected_and_taken_off(receptionist: Desk, patient: str) -> None:
    insured = Agreement(kind="insurance", insurer=" Blue Cross ", member_number="XQ 12", from_on=TODAY)
    coverage.add(receptionist, patient, insured)
    (found,) = coverage.of_patient(receptionist, patient)
    assert (found.insurer, found.member_number, found.agreed_price_cents) == ("Blue Cross", "XQ 12", None)

    coverage.change(receptionist, found, PER_SESSION)
    (changed,) = coverage.of_patient(receptionist, patient)
    assert (changed.kind, changed.insurer, changed.agreed_price_cents) == ("self_pay", "", 40_000)
    with pytest.raises(ChangedElsewhere):
        coverage.change(receptionist, found, insured)

    with pytest.raises(BadValue):
        coverage.void(receptionist, changed, reason=" ")
    coverage.void(receptionist, changed, reason="Another patient's")
    assert coverage.of_patient(receptionist, patient) == []


@pytest.mark.parametrize(
    ("agreement", "field"),
    [
        (Agreement(kind="insurance"), "insurer"),
        (Agreement(kind="barter"), "kind"),
        (Agreement(agreed_price_cents=100), "agreed_for"),
        (Agreement(agreed_price_cents=100, agreed_for="month"), "agreed_for"),
        (Agreement(from_on=TODAY, until_on=TODAY - timedelta(days=1)), "until_on"),
        (Agreement(remark="x" * 501), "remark"),
    ],
)
def test_what_cannot_be_agreed_is_refused(receptionist: Desk, patient: str, agreement: Agreement, field: str) -> None:
    with pytest.raises(BadValue) as refused:
        coverage.add(receptionist, patient, agreement)
    assert refused.value.field == field
    assert coverage.of_patient(receptionist, patient) == []


def test_what_counts_on_a_day(receptionist: Desk, patient: str) -> None:
    coverage.add(receptionist, patient, Agreement(until_on=TODAY))
    coverage.add(receptionist, patient, Agreement(from_on=TODAY + timedelta(days=1), remark="New price"))
    assert [one.remark for one in coverage.standing(receptionist, patient, TODAY)] == [""]
    assert [one.remark for one in coverage.standing(receptionist, patient, TODAY + timedelta(days=1))] == ["New price"]


# Authorisations -------------------------------------------------------------------------------------------------------

WIDE = Terms(TODAY - timedelta(days=5), TODAY + timedelta(days=60), 6)


def test_visits_used_are_counted_from_what_took_place(nurse: Desk, treated: str) -> None:
    authorisations.add(nurse, treated, number="PA 77", insurer="Blue Cross", terms=WIDE)
    authorisations.add(nurse, treated, number="OLD", terms=Terms(None, TODAY - timedelta(days=1), 4))
    found, old = authorisations.of_patient(nurse, treated)
    # Six sessions are planned, one was started.
    assert (found.number, found.visits_used, found.used_words) == ("PA 77", 1, "1 of 6 visits used")
    assert (old.number, old.visits_used, old.standing(TODAY)) == ("OLD", 0, Standing.EXPIRED)


def test_the_best_of_several_authorisations_speaks_for_the_patient(nurse: Desk, treated: str, patient: str) -> None:
    assert authorisations.warnings(nurse, [treated, patient], TODAY) == {}
    authorisations.add(nurse, treated, number="OLD", terms=Terms(None, TODAY - timedelta(days=1), 4))
    assert authorisations.warnings(nurse, [treated], TODAY) == {treated: "Prior authorisation: expired 01-Mar-2026"}
    authorisations.add(nurse, treated, number="NEW", terms=Terms(TODAY, TODAY + timedelta(days=60), 2))
    assert authorisations.warnings(nurse, [treated], TODAY) == {treated: "Prior authorisation: 1 visit left"}
    authorisations.add(nurse, treated, number="MORE", terms=WIDE)
    assert authorisations.warnings(nurse, [treated, patient, "nobody"], TODAY) == {}


@pytest.mark.parametrize(
    ("number", "terms", "field"),
    [
        (" ", WIDE, "number"),
        ("1", Terms(TODAY, TODAY - timedelta(days=1), 6), "valid_until"),
        ("1", Terms(None, None, 0), "visits_allowed"),
        ("1", Terms(None, None, 1001), "visits_allowed"),
        ("1" * 501, WIDE, "number"),
    ],
)
def test_what_no_insurer_writes_is_refused(
    receptionist: Desk, patient: str, number: str, terms: Terms, field: str
) -> None:
    with pytest.raises(BadValue) as refused:
        authorisations.add(receptionist, patient, number=number, terms=terms)
    assert refused.value.field == field


def test_an_authorisation_is_corrected_and_taken_off(receptionist: Desk, patient: str) -> None:
    authorisations.add(receptionist, patient, number="PA 7", terms=WIDE)
    (found,) = authorisations.of_patient(receptionist, patient)
    authorisations.change(receptionist, found, number="PA 77", insurer="Blue Cross", terms=Terms(None, None, None))
    with pytest.raises(ChangedElsewhere):
        authorisations.void(receptionist, found, reason="Twice")
    (found,) = authorisations.of_patient(receptionist, patient)
    assert (found.number, found.terms, found.used_words) == ("PA 77", Terms(None, None, None), "0 visits used")
    authorisations.void(receptionist, found, reason="Twice")
    assert authorisations.of_patient(receptionist, patient) == []


# Payments -------------------------------------------------------------------------------------------------------------


def pay(desk: Desk, patient_id: str, kind: str, cents: int, **more: str) -> str:
    return payments.record(desk, patient_id, kind=kind, amount_cents=cents, paid_on=TODAY, **more)


def test_the_balance_is_what_took_place_less_what_was_paid(nurse: Desk, treated: str) -> None:
    coverage.add(nurse, treated, PER_SESSION)
    account = accounts.of_patient(nurse, treated)
    assert [(charge.words, charge.cents) for charge in account.charges] == [("1 session × $400.00", 40_000)]
    assert (account.words, account.deposit_missing_cents) == ("$400.00 to pay", 10_000)

    pay(nurse, treated, "deposit", 10_000, method="Card")
    assert accounts.of_patient(nurse, treated).words == "$300.00 to pay"
    assert accounts.of_patient(nurse, treated).deposit_missing_cents == 0
    pay(nurse, treated, "payment", 35_000)
    assert accounts.of_patient(nurse, treated).words == "$50.00 to the patient's credit"
    pay(nurse, treated, "refund", 5_000, remark="Paid too much")
    account = accounts.of_patient(nurse, treated)
    assert (account.words, account.owed_cents, account.paid_cents) == ("Nothing to pay", 0, 40_000)


@pytest.mark.parametrize(
    ("agreement", "words", "cents"),
    [
        (Agreement(agreed_price_cents=200_000, agreed_for="series"), ["1 series × $2,000.00"], 200_000),
        (Agreement(agreed_price_cents=5, agreed_for="whole"), ["Agreed for everything: $0.05"], 5),
        (Agreement(agreed_price_cents=5, agreed_for="whole", until_on=TODAY - timedelta(days=1)), [], 0),
        (Agreement(agreed_for="session"), [], 0),
        (Agreement(kind="insurance", insurer="Blue Cross"), [], 0),
    ],
)
def test_what_a_price_is_for_decides_what_it_comes_to(
    nurse: Desk, treated: str, agreement: Agreement, words: list[str], cents: int
) -> None:
    coverage.add(nurse, treated, agreement)
    account = accounts.of_patient(nurse, treated)
    assert ([charge.words for charge in account.charges], account.charged_cents) == (words, cents)


def test_a_new_price_does_not_change_what_took_place_under_the_old_one(nurse: Desk, treated: str) -> None:
    coverage.add(nurse, treated, Agreement(agreed_price_cents=40_000, agreed_for="session", until_on=TODAY))
    coverage.add(
        nurse, treated, Agreement(agreed_price_cents=50_000, agreed_for="session", from_on=TODAY + timedelta(days=1))
    )
    assert accounts.of_patient(nurse, treated).charged_cents == 40_000


def test_nothing_happened_nothing_is_owed(receptionist: Desk, patient: str) -> None:
    coverage.add(receptionist, patient, PER_SESSION)
    account = accounts.of_patient(receptionist, patient)
    assert (account.words, account.charges, account.deposit_missing_cents) == ("Nothing to pay", (), 10_000)


def test_a_payment_is_corrected_by_a_new_row(clinic: Clinic, receptionist: Desk, patient: str) -> None:
    pay(receptionist, patient, "payment", 52_000)
    (wrong,) = payments.of_patient(receptionist, patient)
    with pytest.raises(BadValue):
        payments.correct(receptionist, wrong, amount_cents=25_000, remark=" ")
    payments.correct(receptionist, wrong, amount_cents=2_500, remark="Typed wrong")
    (second,) = payments.of_patient(receptionist, patient)
    payments.correct(receptionist, second, amount_cents=25_000, remark="Typed wrong again")
    (right,) = payments.of_patient(receptionist, patient)
    assert (right.amount_cents, right.was_cents, right.remark) == (25_000, 52_000, "Typed wrong again")
    assert receptionist.row("SELECT count(*) AS n FROM payments") == {"n": 3}
    assert clinic.verify() == []


class LatePc(Desk):
    """A desk at a PC whose clock is late."""

    def new_id(self) -> str:
        """Return an id that sorts before those of the other PCs."""
        return f"018{super().new_id()[3:]}"


def test_a_correction_counts_though_its_pc_is_late(clinic: Clinic, receptionist: Desk, patient: str) -> None:
    first = pay(receptionist, patient, "payment", 40_000)
    (paid,) = payments.of_patient(receptionist, patient)
    late = LatePc(clinic, receptionist.person, "OTHER-PC")
    assert payments.correct(late, paid, amount_cents=4_000, remark="A zero too many") < first
    found = [(one.amount_cents, one.was_cents) for one in payments.of_patient(receptionist, patient)]
    assert found == [(4_000, 40_000)]


def test_what_a_screen_with_the_old_id_writes_stands_under_the_one_that_stays(receptionist: Desk, patient: str) -> None:
    old = patients.register(receptionist, details=PatientDetails(family_name="Lindquist"))
    merge(receptionist, old, patient)
    rows = {
        "coverages": coverage.add(receptionist, old, Agreement()),
        "authorisations": authorisations.add(receptionist, old, number="A1", terms=Terms(None, None, None)),
        "payments": pay(receptionist, old, "payment", 100),
    }
    for table, row_id in rows.items():
        assert receptionist.row(f"SELECT patient_id FROM {table} WHERE id = ?", row_id) == {"patient_id": patient}


def test_of_two_corrections_of_one_payment_one_counts(
    receptionist: Desk, patient: str, sign_in: Callable[[str], Desk]
) -> None:
    pay(receptionist, patient, "payment", 52_000)
    (wrong,) = payments.of_patient(receptionist, patient)
    payments.correct(receptionist, wrong, amount_cents=25_000, remark="Typed wrong")
    with pytest.raises(ChangedElsewhere):
        payments.correct(sign_in("all"), wrong, amount_cents=0, remark="Twice")
    assert [one.amount_cents for one in payments.of_patient(receptionist, patient)] == [25_000]


@pytest.mark.parametrize(
    ("kind", "cents", "day", "field"),
    [
        ("payment", 0, TODAY, "amount_cents"),
        ("payment", -5, TODAY, "amount_cents"),
        ("gift", 5, TODAY, "kind"),
        ("payment", 5, TODAY + timedelta(days=1), "paid_on"),
    ],
)
def test_what_cannot_have_been_paid_is_refused(
    receptionist: Desk, patient: str, kind: str, cents: int, day: date, field: str
) -> None:
    with pytest.raises(BadValue) as refused:
        payments.record(receptionist, patient, kind=kind, amount_cents=cents, paid_on=day)
    assert refused.value.field == field


def test_two_registrations_of_one_person_have_one_account(nurse: Desk, treated: str, patient: str) -> None:
    coverage.add(nurse, patient, PER_SESSION)
    authorisations.add(nurse, patient, number="PA 77", terms=WIDE)
    pay(nurse, patient, "payment", 10_000)
    merge(nurse, patient, treated)
    for one in (patient, treated):
        account = accounts.of_patient(nurse, one)
        assert (account.charged_cents, account.paid_cents) == (40_000, 10_000)
        assert [found.visits_used for found in authorisations.of_patient(nurse, one)] == [1]
        assert [found.patient_id for found in authorisations.of_patient(nurse, one)] == [treated]
        assert len(treatment_visits.of_patient(nurse, one)) == 1
        assert [found.patient_id for found in coverage.of_patient(nurse, one)] == [treated]
