"""Orders by weight in steps, in devices and of a fluid: signed, kept and read again as they were."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.records import patients, series, sessions
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.sessions.events import event_row
from clinicdesk.rules.alarms import AlarmKind
from clinicdesk.rules.dosing import DoseArithmetic
from clinicdesk.rules.fluids import fluid_dose
from clinicdesk.rules.protocol import DrugVolume, StageKind, WeightBasis
from clinicdesk.rules.timeline import EventKind
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import steps


@pytest.fixture
def patient(everyone: Desk) -> str:
    return steps.register_zoe(everyone)


def weighed(desk: Desk, patient_id: str, protocol: str, day: date = steps.TODAY, **values: int) -> str:
    """Plan one session and weigh its patient."""
    series_id = series.plan(
        desk, patient_id=patient_id, protocol_name=protocol, days=[day], time=time(9), indication="Pain"
    )
    session_id = sessions.of_series(desk, series_id)[0].id
    sessions.arrive(desk, session_id)
    sessions.observe(
        desk, session_id, values={**steps.BASELINE, **{Kind(kind): value for kind, value in values.items()}}
    )
    return session_id


def begin(desk: Desk, session_id: str) -> None:
    """Record the start alone: what stands before it has tests of its own."""
    session = sessions.get(desk, session_id)
    assert session.order is not None
    now, rate = sessions.now_of(desk), session.order.arithmetic.rate_microlitres_per_hour
    started = event_row(
        desk, session, EventKind.STARTED, now, order_id=session.order.id, rate_microlitres_per_hour=rate
    )
    ready = event_row(desk, session, EventKind.READY, now)
    desk.record("session.start", ready, started, patient=session.patient_id)


def by_weight(desk: Desk, session_id: str) -> DoseArithmetic:
    dose = sessions.usual(sessions.get(desk, session_id))
    assert isinstance(dose, DoseArithmetic)
    return dose


def test_the_steps_of_a_pain_infusion_are_read_as_they_were_signed(everyone: Desk, patient: str) -> None:
    session_id = weighed(everyone, patient, "iv-ketamine-pain", weight=80_000)
    dose = by_weight(everyone, session_id)
    sessions.order(everyone, session_id, identity=steps.ZOE, dose=dose)
    order = sessions.get(everyone, session_id).order
    assert order is not None
    assert order.arithmetic == dose
    assert order.lines == sessions.lines_of(dose)
    assert order.lines[1:7] == (
        "Bolus: 0.2 mg per kg × 80 kg = 16 mg over 10 min",
        "First rate: 0.3 mg per kg per hour × 80 kg = 24 mg per hour",
        "24 mg per hour × 50 min ÷ 60 = 20 mg",
        "Second rate: 0.5 mg per kg per hour × 80 kg = 40 mg per hour",
        "40 mg per hour × 180 min ÷ 60 = 120 mg",
        "16 mg + 20 mg + 120 mg = 156 mg",
    )


def test_each_planned_rate_calls_at_its_time(everyone: Desk, patient: str, clock: DrivenClock) -> None:
    session_id = weighed(everyone, patient, "iv-ketamine-pain", weight=80_000)
    sessions.order(everyone, session_id, identity=steps.ZOE, dose=by_weight(everyone, session_id))
    begin(everyone, session_id)

    def calls() -> list[tuple[str, str]]:
        session = sessions.get(everyone, session_id)
        found = sessions.alarms(session, sessions.now_of(everyone))
        return [(one.key, one.words) for one in found if one.kind in (AlarmKind.STEP, AlarmKind.END)]

    def end() -> float:
        at = sessions.ends_at(sessions.get(everyone, session_id), sessions.now_of(everyone))
        assert at is not None
        return (at - everyone.now()).total_seconds() / 60

    assert end() == 240
    clock.pass_time(minutes=10)
    assert end() == 230
    assert calls() == [("stage:2", "First rate: set the rate to 76.9 mL per hour")]
    sessions.set_rate(everyone, session_id, rate_microlitres_per_hour=76_900, reason="", stage=2)
    assert calls() == [("stage:3", "Second rate: set the rate to 128.2 mL per hour")]
    clock.pass_time(minutes=50)
    sessions.set_rate(everyone, session_id, rate_microlitres_per_hour=128_200, reason="", stage=3)
    assert [key for key, _words in calls()] == ["end"]
    assert abs(end() - 180) < 0.2
    given = sessions.get(everyone, session_id).given_micrograms(sessions.now_of(everyone))
    # 16 mg and 20 mg by the plan; the pump's rates are rounded to 0.1 mL per hour.
    assert abs(given - 36_000) <= 100


def test_the_weight_basis_is_kept_with_what_it_follows_from(everyone: Desk, patient: str) -> None:
    details = PatientDetails(family_name="Ångström", given_name="Zoë", birth_date=steps.BORN, sex_at_birth="female")
    patients.amend(everyone, patient, based_on=patients.get(everyone, patient).version, details=details)
    session_id = weighed(everyone, patient, "iv-ketamine-mood", weight=100_000, height=1_676)
    session = sessions.get(everyone, session_id)
    known = sessions.body(everyone, session)
    dose = sessions.arithmetic(
        session,
        micrograms_per_kg=500,
        concentration_micrograms_per_ml=50_000,
        bag_microlitres=100_000,
        drug_volume=DrugVolume.REPLACED,
        duration_minutes=40,
        weight_basis=WeightBasis.ADJUSTED,
        known=known,
    )
    assert (dose.weight_grams, dose.dose_micrograms) == (75_600, 37_800)
    sessions.order(everyone, session_id, identity=steps.ZOE, dose=dose)
    order = sessions.get(everyone, session_id).order
    assert order is not None
    assert order.arithmetic == dose
    assert "Adjusted weight: 59.3 kg + 0.4 × (100 kg − 59.3 kg) ≈ 75.6 kg" in order.lines


def test_a_height_of_another_session_counts(everyone: Desk, patient: str, clock: DrivenClock) -> None:
    weighed(everyone, patient, "iv-ketamine-booster", height=1_700)
    clock.pass_time(days=10)
    later = weighed(everyone, patient, "iv-ketamine-booster", steps.TODAY + timedelta(days=10))
    known = sessions.body(everyone, sessions.get(everyone, later))
    assert (known.height_millimetres, known.earlier_grams, known.earlier_on) == (1_700, 82_400, steps.TODAY)


def test_an_order_nobody_worked_out_like_that_is_refused(everyone: Desk, patient: str) -> None:
    session_id = weighed(everyone, patient, "iv-ketamine-pain", weight=80_000)
    dose = by_weight(everyone, session_id)
    faster = replace(dose.stages[1], rate_microlitres_per_hour=900_000)
    forged = replace(dose, stages=(dose.stages[0], faster, dose.stages[2]))
    with pytest.raises(BadValue, match="do not agree with each other"):
        sessions.order(everyone, session_id, identity=steps.ZOE, dose=forged)


def test_the_caps_per_hour_hold(everyone: Desk, patient: str) -> None:
    session_id = weighed(everyone, patient, "iv-ketamine-pain", weight=80_000)
    session = sessions.get(everyone, session_id)
    stages = tuple(
        replace(stage, micrograms_per_kg=1_001) if stage.kind is StageKind.INFUSION else stage
        for stage in session.protocol.stages
    )
    dose = sessions.arithmetic(
        session,
        micrograms_per_kg=0,
        concentration_micrograms_per_ml=50_000,
        bag_microlitres=500_000,
        drug_volume=DrugVolume.REPLACED,
        duration_minutes=0,
        stages=stages,
    )
    with pytest.raises(BadValue, match=r"more than this protocol's limit of 250 mg"):
        sessions.order(everyone, session_id, identity=steps.ZOE, dose=dose, unusual_confirmed=True)
    short = tuple(replace(stage, minutes=20) for stage in stages)
    dose = sessions.arithmetic(
        session,
        micrograms_per_kg=0,
        concentration_micrograms_per_ml=50_000,
        bag_microlitres=500_000,
        drug_volume=DrugVolume.REPLACED,
        duration_minutes=0,
        stages=short,
    )
    with pytest.raises(BadValue, match=r"faster than this protocol's limit of 1 mg per kg per hour"):
        sessions.order(everyone, session_id, identity=steps.ZOE, dose=dose, unusual_confirmed=True)


def test_a_fluid_has_its_volume_and_its_words(everyone: Desk, patient: str, clock: DrivenClock) -> None:
    session_id = weighed(everyone, patient, "iv-fluids")
    with pytest.raises(BadValue, match="no dose of its own"):
        sessions.usual(sessions.get(everyone, session_id))
    dose = fluid_dose("Ringer's lactate", ("Vitamin C 1 g", ""), 500_000, 60)
    sessions.order(everyone, session_id, identity=steps.ZOE, dose=dose)
    order = sessions.get(everyone, session_id).order
    assert order is not None
    assert order.arithmetic == dose
    assert order.lines == ("Ringer's lactate, 500 mL", "with Vitamin C 1 g", "500 mL over 60 min = 500 mL per hour")
    begin(everyone, session_id)
    clock.pass_time(minutes=30)
    session = sessions.get(everyone, session_id)
    now = sessions.now_of(everyone)
    assert (session.infused_microlitres(now), session.given_micrograms(now)) == (250_000, 0)


def test_a_dose_of_another_kind_is_refused(everyone: Desk, patient: str) -> None:
    session_id = weighed(everyone, patient, "iv-ketamine-mood")
    with pytest.raises(BadValue, match="given in another way"):
        sessions.order(everyone, session_id, identity=steps.ZOE, dose=fluid_dose("Saline", (), 500_000, 60))


def test_the_bolus_that_ran_as_the_first_step_is_not_given_twice(
    everyone: Desk, patient: str, clock: DrivenClock
) -> None:
    session_id = weighed(everyone, patient, "iv-ketamine-pain", weight=80_000)
    sessions.order(everyone, session_id, identity=steps.ZOE, dose=by_weight(everyone, session_id))
    begin(everyone, session_id)
    clock.pass_time(minutes=10)
    under = sessions.all_of(sessions.get(everyone, session_id))[0]
    with pytest.raises(BadValue, match="no further bolus"):
        sessions.bolus(everyone, session_id, under=under, dose_micrograms=16_000)
    # A pump that takes whole mL: 77 for 76.9 is the step, and the bolus's rate is over with it.
    sessions.set_rate(everyone, session_id, rate_microlitres_per_hour=77_000, reason="Step")
    session = sessions.get(everyone, session_id)
    assert [one.detail["stage"] for one in session.events_of(EventKind.RATE_CHANGED)] == [2]
    with pytest.raises(BadValue, match=r"goes up to 128\.2 mL per hour"):
        sessions.set_rate(everyone, session_id, rate_microlitres_per_hour=307_000, reason="Back")


def halved(desk: Desk, session_id: str) -> str:
    """Sign an order of half as much in every step of the infusion, which runs from the bag of the first order."""
    session = sessions.get(desk, session_id)
    assert session.order is not None
    before = session.order.arithmetic
    assert isinstance(before, DoseArithmetic)
    dose = sessions.arithmetic(
        session,
        micrograms_per_kg=before.micrograms_per_kg,
        concentration_micrograms_per_ml=before.concentration_micrograms_per_ml,
        bag_microlitres=before.bag_microlitres,
        drug_volume=before.drug_volume,
        duration_minutes=before.duration_minutes,
        stages=tuple(replace(one.rule, micrograms_per_kg=one.micrograms_per_kg // 2) for one in before.stages),
    )
    return sessions.order(desk, session_id, identity=steps.ZOE, dose=dose, remark="Too strong", unusual_confirmed=True)


def test_the_steps_of_a_new_order_are_set_for_the_bag_in_use(everyone: Desk, patient: str, clock: DrivenClock) -> None:
    session_id = weighed(everyone, patient, "iv-ketamine-pain", weight=80_000)
    sessions.order(everyone, session_id, identity=steps.ZOE, dose=by_weight(everyone, session_id))
    begin(everyone, session_id)
    before = sessions.stages_of(sessions.get(everyone, session_id).orders[0])
    clock.pass_time(minutes=5)
    halved(everyone, session_id)
    session = sessions.get(everyone, session_id)
    assert session.order is not None
    # Half the drug in as large a bag is half the strength: its own rates would give the old dose.
    assert [one.rate_microlitres_per_hour for one in sessions.stages_of(session.order)] == [
        one.rate_microlitres_per_hour for one in before
    ]
    clock.pass_time(minutes=5)
    due = sessions.step_due(session, sessions.now_of(everyone))
    assert due is not None
    assert due.stage.rate_microlitres_per_hour == 38_500  # half of 76.9 mL per hour
    sessions.set_rate(everyone, session_id, rate_microlitres_per_hour=38_500, reason="")
    (changed,) = sessions.get(everyone, session_id).events_of(EventKind.RATE_CHANGED)
    assert changed.detail["stage"] == 2
    with pytest.raises(BadValue, match=r"goes up to 64\.1 mL per hour"):
        sessions.set_rate(everyone, session_id, rate_microlitres_per_hour=128_200, reason="Second rate")


def test_an_order_for_a_larger_bag_sets_no_faster_rate_from_the_one_in_use(
    everyone: Desk, patient: str, clock: DrivenClock
) -> None:
    session_id = weighed(everyone, patient, "iv-ketamine-mood")
    sessions.order(everyone, session_id, identity=steps.ZOE, dose=by_weight(everyone, session_id))
    begin(everyone, session_id)
    clock.pass_time(minutes=5)
    dose = sessions.arithmetic(
        sessions.get(everyone, session_id),
        micrograms_per_kg=500,
        concentration_micrograms_per_ml=50_000,
        bag_microlitres=250_000,
        drug_volume=DrugVolume.REPLACED,
        duration_minutes=40,
    )
    sessions.order(everyone, session_id, identity=steps.ZOE, dose=dose, remark="A larger bag", unusual_confirmed=True)
    with pytest.raises(BadValue, match="goes up to 150 mL per hour"):
        sessions.set_rate(everyone, session_id, rate_microlitres_per_hour=375_000, reason="As ordered")
