"""Verbs in wrong orders, at wrong times, by two people at once: what must not get into a record."""

from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.records import patients, sessions
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.sessions import EndReason
from clinicdesk.rules.dosing import DoseArithmetic
from clinicdesk.rules.protocol import WeightBasis
from clinicdesk.rules.timeline import EventKind
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import Entry, update
from tests.records.sessions import nasal_steps, steps
from tests.records.sessions.test_ordered import verbal
from tests.records.sessions.test_orders_of_every_kind import begin, by_weight, weighed


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, session_id: str) -> str:
    steps.run(nurse, prescriber, session_id)
    return session_id


class SlowDesk(Desk):
    """A desk at which somebody else does something in the moment before the entry is recorded."""

    def record(self, action: str, *changes: object, **more: object) -> Entry:
        if self.meanwhile is not None:
            self.meanwhile, act = None, self.meanwhile
            act()
        return super().record(action, *changes, **more)  # type: ignore[arg-type]

    meanwhile = None


def slow(desk: Desk, meanwhile) -> SlowDesk:
    found = SlowDesk(desk.clinic, desk.person, "CHAIR-2")
    found.meanwhile = meanwhile
    return found


# Times ----------------------------------------------------------------------------------------------------------------


def test_nothing_starts_before_the_patient_came(
    nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.ready(nurse, prescriber, session_id)
    clock.pass_time(minutes=5)
    with pytest.raises(BadValue, match="before the patient arrived"):
        sessions.start(nurse, session_id, identity=steps.ZOE, occurred_at=nurse.now() - timedelta(minutes=20))
    sessions.start(nurse, session_id, identity=steps.ZOE, occurred_at=nurse.now() - timedelta(minutes=3))


def test_a_device_is_not_recorded_before_the_one_before_it(nurse: Desk, prescriber: Desk, patient: str, clock) -> None:
    session_id = nasal_steps.plan(nurse, patient)
    nasal_steps.ready(nurse, prescriber, session_id)
    nasal_steps.order(prescriber, session_id, 84_000, remark="Three devices", unusual_confirmed=True)
    nasal_steps.device(nurse, session_id)
    clock.pass_time(minutes=6)
    nasal_steps.device(nurse, session_id)
    clock.pass_time(minutes=2)
    with pytest.raises(BadValue, match="before the last device"):
        nasal_steps.device(
            nurse, session_id, occurred_at=nurse.now() - timedelta(minutes=4), early_reason="Typed in late"
        )


def test_a_treatment_without_a_pump_is_neither_paused_nor_read_off_one(
    nurse: Desk, prescriber: Desk, patient: str
) -> None:
    session_id = nasal_steps.plan(nurse, patient)
    nasal_steps.ready(nurse, prescriber, session_id)
    nasal_steps.device(nurse, session_id)
    for act in (
        lambda: sessions.pause(nurse, session_id),
        lambda: sessions.read_pump(nurse, session_id, volume_microlitres=5_000, reason="Typed at the wrong chair"),
    ):
        with pytest.raises(BadValue, match="through no pump"):
            act()


def test_an_infusion_is_not_stopped_as_devices_are(nurse: Desk, running: str) -> None:
    with pytest.raises(BadValue, match="gives no devices"):
        sessions.stop_devices(nurse, running, reason="Typed at the wrong chair")


def test_a_check_that_agreed_is_not_taken_back_by_working_alone(nurse: Desk, running: str) -> None:
    order = sessions.get(nurse, running).order
    assert order is not None
    with pytest.raises(BadValue, match="has checked this dose"):
        sessions.work_alone(nurse, running, order_id=order.id, reason="Nobody here")
    assert sessions.checked(sessions.get(nurse, running)) is sessions.Checked.AGREED


# Amounts --------------------------------------------------------------------------------------------------------------


def test_a_bolus_by_volume_is_held_against_its_dose(everyone: Desk, patient: str, clock: DrivenClock) -> None:
    session_id = weighed(everyone, patient, "iv-ketamine-pain", weight=80_000)
    sessions.order(everyone, session_id, identity=steps.ZOE, dose=by_weight(everyone, session_id))
    begin(everyone, session_id)
    clock.pass_time(minutes=20)
    session = sessions.get(everyone, session_id)
    order = session.order
    assert order is not None
    assert isinstance(order.arithmetic, DoseArithmetic)
    under = verbal(everyone, session_id, "Bolus 16 mg")
    sessions.bolus(everyone, session_id, under=under, volume_microlitres=51_282)
    event = sessions.get(everyone, session_id).last_event(EventKind.BOLUS)
    assert event is not None
    assert event.detail["dose_micrograms"] == 16_000
    with pytest.raises(BadValue, match="the dose or the volume"):
        sessions.bolus(everyone, session_id, under=under, dose_micrograms=1_000, volume_microlitres=51_282)


# Two people at once ---------------------------------------------------------------------------------------------------


def test_of_two_corrections_at_the_same_moment_one_gets_through(nurse: Desk, prescriber: Desk, running: str) -> None:
    sessions.observe(nurse, running, values={Kind.SPO2: 79})
    wrong = sessions.get(nurse, running).latest(Kind.SPO2)
    assert wrong is not None

    def meanwhile() -> None:
        sessions.correct(prescriber, running, values={wrong.id: 97})

    with pytest.raises(ChangedElsewhere):
        sessions.correct(slow(nurse, meanwhile), running, values={wrong.id: 95})
    now = sessions.get(nurse, running).latest(Kind.SPO2)
    assert now is not None
    assert now.value == 97


def test_a_value_corrected_while_its_row_is_moved_stands_in_one_chart(
    nurse: Desk, prescriber: Desk, running: str
) -> None:
    other = patients.register(
        nurse, details=PatientDetails(family_name="Lindqvist", given_name="Per", birth_date=steps.BORN, title="Mr")
    )
    target = steps.plan_for(nurse, other)
    sessions.arrive(nurse, target)
    round_id = sessions.observe(nurse, running, values={Kind.SPO2: 89})
    wrong = sessions.get(nurse, running).latest(Kind.SPO2)
    assert wrong is not None

    def meanwhile() -> None:
        sessions.move_row(nurse, running, round_id, to_session_id=target, chairs=("Chair 1", "Chair 2"))

    with pytest.raises(ChangedElsewhere):
        sessions.correct(slow(prescriber, meanwhile), running, values={wrong.id: 98})
    left = [one for one in sessions.get(nurse, running).current if one.round_id == round_id and one.value is not None]
    assert not left


def test_a_row_does_not_go_to_somebody_who_had_left(nurse: Desk, running: str, clock: DrivenClock) -> None:
    other = patients.register(
        nurse, details=PatientDetails(family_name="Lindqvist", given_name="Per", birth_date=steps.BORN, title="Mr")
    )
    target = steps.plan_for(nurse, other)
    sessions.arrive(nurse, target)
    clock.pass_time(minutes=1)
    sessions.end(nurse, running, ended=EndReason.COMPLETED)
    steps.discharge(nurse, running)
    clock.pass_time(minutes=30)
    round_id = sessions.observe(nurse, target, values={Kind.SPO2: 89})
    with pytest.raises(BadValue, match="had left"):
        sessions.move_row(nurse, target, round_id, to_session_id=running, chairs=("Chair 2", "Chair 1"))


def test_an_order_signed_at_the_moment_of_the_start_is_not_passed_by(
    nurse: Desk, prescriber: Desk, session_id: str
) -> None:
    steps.ready(nurse, prescriber, session_id)
    meanwhile = slow(nurse, lambda: steps.order(prescriber, session_id, remark="Lower after all"))
    with pytest.raises(ChangedElsewhere):
        sessions.start(meanwhile, session_id, identity=steps.ZOE)
    assert sessions.get(nurse, session_id).started is None
    with pytest.raises(BadValue, match="has not checked the dose"):
        sessions.start(nurse, session_id, identity=steps.ZOE)
    steps.second_check(nurse, session_id)
    sessions.start(nurse, session_id, identity=steps.ZOE)
    steps.order(prescriber, session_id, remark="During the infusion")
    assert len(sessions.get(nurse, session_id).orders) == 3


def test_of_two_orders_at_the_same_moment_one_gets_through(everyone: Desk, prescriber: Desk, session_id: str) -> None:
    steps.checks(everyone, session_id)
    steps.consent(everyone, sessions.line(everyone, session_id).patient_id)
    with pytest.raises(ChangedElsewhere):
        steps.order(slow(prescriber, lambda: steps.order(everyone, session_id)), session_id)
    assert len(sessions.get(everyone, session_id).orders) == 1


def test_a_height_put_right_after_the_order_asks_for_a_new_one(everyone: Desk, patient: str) -> None:
    details = patients.get(everyone, patient)
    everyone.record(
        "patient.amend", update("patients", patient, details.version, sex_at_birth="female"), patient=patient
    )
    session_id = weighed(everyone, patient, "iv-ketamine-mood", weight=120_000, height=1_800)
    session = sessions.get(everyone, session_id)
    before = sessions.usual(session)
    assert isinstance(before, DoseArithmetic)
    known = sessions.body(everyone, session)
    dose = sessions.arithmetic(
        session,
        micrograms_per_kg=before.micrograms_per_kg,
        concentration_micrograms_per_ml=before.concentration_micrograms_per_ml,
        bag_microlitres=before.bag_microlitres,
        drug_volume=before.drug_volume,
        duration_minutes=before.duration_minutes,
        weight_basis=WeightBasis.IDEAL,
        known=known,
    )
    sessions.order(everyone, session_id, identity=steps.ZOE, dose=dose, unusual_confirmed=True)
    height = sessions.get(everyone, session_id).latest(Kind.HEIGHT)
    assert height is not None
    words = "The height changed after the order was signed. A prescriber signs a new order."
    assert words not in sessions.missing_to_start(everyone, sessions.get(everyone, session_id))
    sessions.correct(everyone, session_id, values={height.id: 1_600})
    assert words in sessions.missing_to_start(everyone, sessions.get(everyone, session_id))
