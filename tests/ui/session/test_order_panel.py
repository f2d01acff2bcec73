"""The order form of each kind of dose: what it shows, what it asks, what it signs."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import patients, series, sessions
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.sessions.events import event_row
from clinicdesk.rules.devices import DeviceDose
from clinicdesk.rules.dosing import DoseArithmetic
from clinicdesk.rules.fluids import FluidDose, fluid_dose
from clinicdesk.rules.protocol import WeightBasis
from clinicdesk.rules.timeline import EventKind
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.sessions import steps
from ui import theme
from ui.session import panels
from ui.session.vitals_row import VitalsRow

Opened = Callable[[Desk, str], Hands]


@pytest.fixture
def patient(everyone: Desk) -> str:
    return steps.register_zoe(everyone)


@pytest.fixture
def open_form(qtbot, qapp) -> Opened:
    theme.apply(qapp, "light")

    def open_for(desk: Desk, session_id: str) -> Hands:
        panel = panels.make("order", desk, sessions.get(desk, session_id))
        panel.resize(380, 900)
        qtbot.addWidget(panel)
        with qtbot.waitExposed(panel):
            panel.show()
        return Hands(qtbot, panel)

    return open_for


def session_of(desk: Desk, patient_id: str, protocol: str, day: date = steps.TODAY, **values: int) -> str:
    series_id = series.plan(
        desk, patient_id=patient_id, protocol_name=protocol, days=[day], time=time(9), indication="Pain"
    )
    session_id = sessions.of_series(desk, series_id)[0].id
    sessions.arrive(desk, session_id)
    measured = {**steps.BASELINE, **{Kind(kind): value for kind, value in values.items()}}
    sessions.observe(desk, session_id, values=measured)
    return session_id


def treat(desk: Desk, session_id: str, clock: DrivenClock) -> None:
    """Have a session's infusion run and end, without what stands before the start: here only its dose matters."""
    session = sessions.get(desk, session_id)
    order = session.order
    assert order is not None
    now = sessions.now_of(desk)
    row = event_row(
        desk,
        session,
        EventKind.STARTED,
        now,
        order_id=order.id,
        rate_microlitres_per_hour=order.arithmetic.rate_microlitres_per_hour,
    )
    desk.record("session.start", event_row(desk, session, EventKind.READY, now), row, patient=session.patient_id)
    clock.pass_time(minutes=20)
    sessions.observe(desk, session_id, values={Kind.SYSTOLIC: 151, Kind.DIASTOLIC: 90})
    clock.pass_time(minutes=20)
    sessions.end(desk, session_id, ended=sessions.EndReason.COMPLETED)


def sign(hands: Hands) -> None:
    hands.type("Patient's name, said again", "Zoe Angstrom")
    hands.type("Date of birth, said again", "21jul68")
    hands.click("Sign order")


def order_of(desk: Desk, session_id: str) -> sessions.Order:
    order = sessions.get(desk, session_id).order
    assert order is not None
    return order


def arithmetic_of(desk: Desk, session_id: str) -> DoseArithmetic:
    dose = order_of(desk, session_id).arithmetic
    assert isinstance(dose, DoseArithmetic)
    return dose


def test_a_bolus_and_two_rates_are_signed_as_they_are_shown(open_form: Opened, everyone: Desk, patient: str) -> None:
    session_id = session_of(everyone, patient, "iv-ketamine-pain")
    hands = open_form(everyone, session_id)
    hands.type("Bolus (mg per kg)", "0.1")
    assert "Bolus: 8.2 mg" in hands.texts()
    sign(hands)
    dose = arithmetic_of(everyone, session_id)
    assert [stage.dose_micrograms for stage in dose.stages] == [8_200, 20_600, 123_600]
    assert sum(stage.volume_microlitres for stage in dose.stages) == dose.total_microlitres == 500_000
    assert dose.rate_microlitres_per_hour == dose.stages[0].rate_microlitres_per_hour
    assert sessions.lines_of(dose) == order_of(everyone, session_id).lines


def test_the_outpatient_limit_lowers_the_rate_and_says_so(open_form: Opened, everyone: Desk, patient: str) -> None:
    session_id = session_of(everyone, patient, "iv-ketamine-crps")
    hands = open_form(everyone, session_id)
    assert "Limit of this protocol: 25 mg per hour" in hands.texts()
    hands.type("Infusion (mg per kg per hour)", "0.36")
    sign(hands)
    assert "faster than this protocol's limit of 0.35 mg per kg per hour" in hands.texts()
    hands.type("Infusion (mg per kg per hour)", "0.35")
    hands.click("Sign order")
    assert arithmetic_of(everyone, session_id).dose_micrograms == 100_000


def test_ideal_weight_asks_for_the_height_and_for_the_sex_at_birth(
    open_form: Opened, everyone: Desk, patient: str
) -> None:
    session_id = session_of(everyone, patient, "iv-ketamine-mood")
    hands = open_form(everyone, session_id)
    hands.choose("Weight to dose by", "Ideal weight")
    assert "Measure the height first" in hands.texts()
    hands.type("Height (cm)", "165")
    assert "Add the sex at birth" in hands.texts()
    details = PatientDetails(
        family_name="Ångström", given_name="Zoë", birth_date=steps.BORN, title="Ms", sex_at_birth="female"
    )
    patients.amend(everyone, patient, based_on=patients.get(everyone, patient).version, details=details)
    hands = open_form(everyone, session_id)
    hands.choose("Weight to dose by", "Ideal weight")
    hands.type("Height (cm)", "5 ft 5 in")
    assert "Ideal weight (Devine): 45.5 kg + 2.3 kg × (165.1 cm = 65 in − 60 in) ≈ 57 kg" in hands.texts()
    sign(hands)
    dose = arithmetic_of(everyone, session_id)
    assert (dose.weight_grams, dose.actual_weight_grams, dose.height_millimetres) == (57_000, 82_400, 1_651)
    assert (dose.weight_basis, dose.dose_micrograms) == (WeightBasis.IDEAL, 28_500)
    assert sessions.get(everyone, session_id).latest(Kind.HEIGHT) is not None
    # The weight of the day has not changed: nothing asks for a new order.
    assert not any(
        "weight changed" in one for one in sessions.missing_to_start(everyone, sessions.get(everyone, session_id))
    )


def test_devices_are_chosen_and_an_unusual_first_dose_is_asked_once(
    open_form: Opened, everyone: Desk, patient: str
) -> None:
    session_id = session_of(everyone, patient, "esketamine-induction")
    hands = open_form(everyone, session_id)
    assert "56 mg = 2 devices of 28 mg" in hands.texts()
    hands.choose("Dose", "84 mg: 3 devices")
    sign(hands)
    assert "begins with 56 mg, not 84 mg" in hands.texts()
    hands.click("Sign order")
    assert order_of(everyone, session_id).arithmetic == DeviceDose(84_000, 28_000, 5)


def test_a_fluid_is_what_the_prescriber_writes(open_form: Opened, everyone: Desk, patient: str) -> None:
    session_id = session_of(everyone, patient, "iv-fluids")
    hands = open_form(everyone, session_id)
    assert "Type the name of the fluid" in hands.texts()
    hands.type("Fluid, as it stands on the bag", "Sodium chloride 0.9%")
    hands.type("What is added", "Magnesium sulfate 2 g")
    hands.type("Bag (mL)", "500")
    hands.type("Over (minutes)", "60")
    sign(hands)
    order = order_of(everyone, session_id)
    assert order.arithmetic == FluidDose("Sodium chloride 0.9%", ("Magnesium sulfate 2 g",), 500_000, 60, 500_000)
    assert order.drug == "Sodium chloride 0.9%"
    assert order.weighed_at is None


def test_the_fluid_of_the_last_visit_stands_beside_the_new_order(
    open_form: Opened, everyone: Desk, patient: str, clock: DrivenClock
) -> None:
    first = session_of(everyone, patient, "iv-fluids")
    dose = fluid_dose("Ringer's lactate", ("Vitamin C 1 g",), 500_000, 60)
    sessions.order(everyone, first, identity=steps.ZOE, dose=dose)
    treat(everyone, first, clock)
    clock.pass_time(days=7)
    hands = open_form(everyone, session_of(everyone, patient, "iv-fluids", steps.TODAY + timedelta(days=7)))
    assert "Last time, 02-Mar-2026: Ringer's lactate, 500 mL; with Vitamin C 1 g" in hands.texts()


def test_strength_0_is_one_clear_sentence(open_form: Opened, everyone: Desk, patient: str) -> None:
    session_id = session_of(everyone, patient, "iv-ketamine-mood")
    hands = open_form(everyone, session_id)
    hands.type("Strength (mg per mL)", "0")
    sign(hands)
    assert "The strength must be more than nothing." in hands.texts()
    assert sessions.get(everyone, session_id).order is None


def test_a_dose_far_from_the_last_one_is_typed_again(
    open_form: Opened, everyone: Desk, patient: str, clock: DrivenClock
) -> None:
    first = session_of(everyone, patient, "iv-ketamine-booster")
    steps.order(everyone, first)
    treat(everyone, first, clock)
    clock.pass_time(days=10)
    second = session_of(everyone, patient, "iv-ketamine-booster", steps.TODAY + timedelta(days=10))
    hands = open_form(everyone, second)
    assert "Last dose, 02-Mar-2026: 41.2 mg ordered, 41.2 mg given over 40 min" in hands.texts()
    assert "Highest systolic pressure 151 mmHg" in hands.texts()
    hands.not_see("The new dose once more (mg)")
    hands.type("Dose per kg (mg)", "0.7")
    assert "57.7 mg is 40% more than the last dose of 41.2 mg." in hands.texts()
    sign(hands)
    assert "Type the new dose once more." in hands.texts()
    hands.type("The new dose once more (mg)", "75.7")
    hands.click("Sign order")
    assert "The dose typed again is not 57.7 mg." in hands.texts()
    hands.type("The new dose once more (mg)", "57.7")
    hands.click("Sign order")
    assert arithmetic_of(everyone, second).dose_micrograms == 57_700


def test_pounds_typed_as_kilograms_ask_to_weigh_again(
    open_form: Opened, everyone: Desk, patient: str, clock: DrivenClock
) -> None:
    session_of(everyone, patient, "iv-ketamine-booster")
    clock.pass_time(days=10)
    second = session_of(everyone, patient, "iv-ketamine-booster", steps.TODAY + timedelta(days=10), weight=181_000)
    hands = open_form(everyone, second)
    sign(hands)
    assert "Weight 181 kg (399 lb) is far from 82.4 kg on 02-Mar-2026. Weigh again" in hands.texts()


def test_without_an_earlier_weight_the_body_mass_index_asks(open_form: Opened, everyone: Desk, patient: str) -> None:
    session_id = session_of(everyone, patient, "iv-ketamine-booster", weight=181_000, height=1_650)
    hands = open_form(everyone, session_id)
    sign(hands)
    assert "makes a body mass index of 66.5. Weigh again" in hands.texts()


def test_the_row_asks_about_a_weight_in_pounds_before_it_is_recorded(
    qtbot, qapp, everyone: Desk, patient: str, clock: DrivenClock
) -> None:
    theme.apply(qapp, "light")
    session_of(everyone, patient, "iv-ketamine-booster")
    clock.pass_time(days=10)
    series_id = series.plan(
        everyone,
        patient_id=patient,
        protocol_name="iv-ketamine-booster",
        days=[steps.TODAY + timedelta(days=10)],
        time=time(9),
        indication="x",
    )
    session_id = sessions.of_series(everyone, series_id)[0].id
    sessions.arrive(everyone, session_id)
    row = VitalsRow(everyone)
    qtbot.addWidget(row)
    row.resize(1000, 120)
    with qtbot.waitExposed(row):
        row.show()
    row.show_session(session_id, whose="", kinds=[Kind.WEIGHT], ago=True, sheet_day=None)
    hands = Hands(qtbot, row)
    hands.type("Weight", "181")
    assert "Weigh again, and check the unit." in hands.texts()
    assert sessions.get(everyone, session_id).latest(Kind.WEIGHT) is None
    hands.type("Weight", "181 lb")
    hands.see("82.1 kg")
    assert sessions.get(everyone, session_id).latest_weight_grams == 82_100
