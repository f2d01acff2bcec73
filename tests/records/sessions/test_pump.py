"""Boluses and readings of the pump in a session, and that the log adds up to what was given."""

from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.records import consents, series, sessions
from clinicdesk.records.consents import Inked
from clinicdesk.records.sessions import EndReason, OrderedBy, Under
from clinicdesk.rules.timeline import EventKind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import steps
from tests.records.sessions.test_ordered import id_of, verbal


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, session_id: str) -> str:
    steps.run(nurse, prescriber, session_id)
    return session_id


def infused(desk: Desk, session_id: str) -> int:
    return sessions.get(desk, session_id).infused_microlitres(sessions.now_of(desk))


def given_now(desk: Desk, session_id: str) -> int:
    return sessions.get(desk, session_id).given_micrograms(sessions.now_of(desk))


def test_a_bolus_is_on_top_of_the_rate(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=10)
    under = verbal(nurse, running, "Bolus 4.12 mg over 2 min")
    sessions.bolus(nurse, running, under=under, dose_micrograms=4_120, minutes=2)
    clock.pass_time(minutes=1)
    assert infused(nurse, running) == 25_000 + 2_500 + 5_000
    clock.pass_time(minutes=1)
    assert infused(nurse, running) == 25_000 + 5_000 + 10_000
    assert given_now(nurse, running) == 16_500
    event = sessions.get(nurse, running).last_event(EventKind.BOLUS)
    assert event is not None
    assert event.detail == {
        "dose_micrograms": 4_120,
        "minutes": 2,
        "order_ref": under.ref,
        "ordered_by": "verbal",
        "volume_microlitres": 10_000,
    }


def test_a_bolus_needs_an_order_that_covers_it(nurse: Desk, running: str) -> None:
    order = sessions.get(nurse, running).order
    assert order is not None
    for under, words in (
        (Under(OrderedBy.SIGNED, order.id), "no further bolus"),
        (Under(OrderedBy.STANDING, "ondansetron"), "is for another drug"),
        (Under(OrderedBy.VERBAL, "nothing"), "not one of this session"),
    ):
        with pytest.raises(BadValue, match=words):
            sessions.bolus(nurse, running, under=under, dose_micrograms=1_000)


def test_no_bolus_while_the_pump_does_not_run_or_beyond_the_bag(nurse: Desk, running: str, clock: DrivenClock) -> None:
    under = verbal(nurse, running, "Bolus")
    clock.pass_time(minutes=20)
    with pytest.raises(BadValue, match="The bag holds 50 mL still"):
        sessions.bolus(nurse, running, under=under, dose_micrograms=20_700)
    with pytest.raises(BadValue, match="before the start"):
        sessions.bolus(
            nurse, running, under=under, dose_micrograms=1_000, occurred_at=nurse.now() - timedelta(minutes=21)
        )
    with pytest.raises(BadValue, match="how much"):
        sessions.bolus(nurse, running, under=under)
    sessions.pause(nurse, running)
    with pytest.raises(BadValue, match="not running"):
        sessions.bolus(nurse, running, under=under, dose_micrograms=1_000)


def test_what_the_pump_shows_counts_from_then_on(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=20)
    assert sessions.is_calculated(sessions.get(nurse, running))
    sessions.read_pump(nurse, running, volume_microlitres=49_000)
    assert infused(nurse, running) == 49_000
    clock.pass_time(minutes=10)
    assert infused(nurse, running) == 74_000
    sessions.end(nurse, running, ended=EndReason.STOPPED)
    assert sessions.is_calculated(sessions.get(nurse, running))
    sessions.read_pump(nurse, running, volume_microlitres=73_000)
    session = sessions.get(nurse, running)
    assert not sessions.is_calculated(session)
    assert session.given_micrograms(sessions.now_of(nurse)) == 30_100  # 73 of 100 mL of 41.2 mg
    assert session.calculated_microlitres(sessions.now_of(nurse)) == 75_000


def test_a_pump_that_differs_is_asked_about(nurse: Desk, running: str, clock: DrivenClock) -> None:
    clock.pass_time(minutes=20)
    sessions.end(nurse, running, ended=EndReason.STOPPED)
    with pytest.raises(BadValue, match="The pump shows 41 mL; rate and time make 50 mL") as refused:
        sessions.read_pump(nurse, running, volume_microlitres=41_000)
    assert refused.value.field == "reason"
    sessions.read_pump(nurse, running, volume_microlitres=41_000, reason="Line was clamped for a while")
    event = sessions.get(nurse, running).last_event(EventKind.PUMP_READ)
    assert event is not None
    assert event.detail["reason"] == "Line was clamped for a while"
    assert infused(nurse, running) == 41_000


@pytest.mark.parametrize("volume", [-1, 10_000_001])
def test_a_volume_no_pump_shows_is_refused(nurse: Desk, running: str, volume: int) -> None:
    with pytest.raises(BadValue, match="cannot be"):
        sessions.read_pump(nurse, running, volume_microlitres=volume, reason="x")


def test_the_steps_of_an_order_follow_one_another(
    nurse: Desk, prescriber: Desk, patient: str, clock: DrivenClock
) -> None:
    steps.eligible(nurse, patient, "iv-ketamine-pain")
    series_id = series.plan(
        nurse, patient_id=patient, protocol_name="iv-ketamine-pain", days=[steps.TODAY], time=None, indication="Pain"
    )
    session_id = sessions.of_series(nurse, series_id)[0].id
    paper = consents.prepare(nurse, patient_id=patient, text_name="iv-ketamine-pain")
    inked = Inked(signer_name="Zoë Ångström", clinician="Dr Pat Osei")
    consents.sign_on_paper(nurse, consents.get(nurse, paper), inked, signed_on=steps.TODAY)
    steps.checks(nurse, session_id)
    steps.order(prescriber, session_id)
    assert sessions.next_stage(sessions.get(nurse, session_id)) is None
    steps.second_check(nurse, session_id)
    sessions.start(nurse, session_id, identity=steps.ZOE)
    order = sessions.get(nurse, session_id).order
    assert order is not None
    given = 0
    for number, stage in enumerate(sessions.stages_of(order), start=1):
        if number > 1:
            assert sessions.next_stage(sessions.get(nurse, session_id)) == (number, stage)
            rate = stage.rate_microlitres_per_hour
            sessions.set_rate(nurse, session_id, rate_microlitres_per_hour=rate, reason="", stage=number)
        clock.pass_time(minutes=stage.minutes)
        given += stage.dose_micrograms
        # A pump is set in steps of 0.1 mL per hour: over a long step that may be some hundredths of a mL.
        assert abs(given_now(nurse, session_id) - given) <= 200
    session = sessions.get(nurse, session_id)
    assert sessions.next_stage(session) is None
    changed = session.events_of(EventKind.RATE_CHANGED)
    assert [event.detail["stage"] for event in changed] == [2, 3]
    assert changed[0].detail["reason"] == sessions.stages_of(order)[1].title
    with pytest.raises(BadValue, match="The order goes up to"):
        sessions.set_rate(nurse, session_id, rate_microlitres_per_hour=1_100_000, reason="Too slow")


def test_the_witness_is_there_by_name(nurse: Desk, running: str) -> None:
    steps.drug(nurse, running)
    (line,) = sessions.get(nurse, running).drugs
    assert line.witness_id == id_of(nurse, "pat")


def test_no_order_by_word_goes_above_the_protocols_limit_per_hour(nurse: Desk, prescriber: Desk, patient: str) -> None:
    steps.eligible(nurse, patient, "iv-ketamine-pain")
    series_id = series.plan(
        nurse, patient_id=patient, protocol_name="iv-ketamine-crps", days=[steps.TODAY], time=None, indication="CRPS"
    )
    session_id = sessions.of_series(nurse, series_id)[0].id
    paper = consents.prepare(nurse, patient_id=patient, text_name="iv-ketamine-pain")
    inked = Inked(signer_name="Zoë Ångström", clinician="Dr Pat Osei")
    consents.sign_on_paper(nurse, consents.get(nurse, paper), inked, signed_on=steps.TODAY)
    steps.checks(nurse, session_id)
    steps.order(prescriber, session_id, unusual_confirmed=True)
    steps.second_check(nurse, session_id)
    sessions.start(nurse, session_id, identity=steps.ZOE)
    session = sessions.get(nurse, session_id)
    assert session.order is not None
    dose = session.order.arithmetic
    # 25 mg per hour of what the bag holds.
    limit = 25_000 * dose.total_microlitres // dose.dose_micrograms
    under = verbal(nurse, session_id, "Faster")
    with pytest.raises(BadValue, match="limit of 25 mg per hour"):
        sessions.set_rate(nurse, session_id, rate_microlitres_per_hour=limit + 200, reason="Pain", under=under)
    sessions.set_rate(nurse, session_id, rate_microlitres_per_hour=limit - 200, reason="Pain", under=under)
