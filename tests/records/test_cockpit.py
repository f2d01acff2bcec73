"""Who is in the chairs, in their order, and what somebody without clinical sight learns of it."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import chairs, cockpit, series, sessions
from clinicdesk.records.sessions import EndReason
from clinicdesk.rules.alarms import AlarmKind, Urgency
from clinicdesk.rules.timeline import Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock

from .sessions.steps import discharge, plan_for, register_zoe, run


@pytest.fixture
def session_id(nurse: Desk) -> str:
    return plan_for(nurse, register_zoe(nurse))


def test_who_has_not_arrived_is_not_here(nurse: Desk, session_id: str) -> None:
    assert cockpit.watched(nurse) == ()
    sessions.arrive(nurse, session_id)
    (here,) = cockpit.watched(nurse)
    assert (here.id, here.phase, here.patient) == (session_id, Phase.ARRIVED, "ÅNGSTRÖM, Zoë (Ms)")


def test_they_stand_in_the_order_of_the_chairs(nurse: Desk, session_id: str) -> None:
    by_position = {chair.position: chair.name for chair in chairs.all(nurse)}
    other = plan_for(nurse, register_zoe(nurse))
    for chosen, position in ((session_id, 2), (other, 1)):
        _seat(nurse, chosen, by_position[position])
        sessions.arrive(nurse, chosen)
    assert [(one.id, one.chair) for one in cockpit.watched(nurse)] == [
        (other, by_position[1]),
        (session_id, by_position[2]),
    ]


def _seat(desk: Desk, session_id: str, chair: str) -> None:
    line = sessions.line(desk, session_id)
    series.move(desk, session_id, day=line.planned_on, time=line.planned_time, based_on=line.version, chair=chair)


def test_only_who_changed_is_read_again(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    run(nurse, prescriber, session_id)
    other = plan_for(nurse, register_zoe(nurse))
    sessions.arrive(nurse, other)
    before = {one.id: one for one in cockpit.watched(nurse)}
    sessions.observe(nurse, session_id, values={Kind.HEART_RATE: 71})
    changed = {before[session_id].line.patient_id}
    after = {one.id: one for one in cockpit.watched(nurse, tuple(before.values()), changed)}
    assert after[other].session is before[other].session
    assert after[session_id].session is not before[session_id].session


def test_reception_learns_where_somebody_is_wanted_and_nothing_else(
    nurse: Desk, prescriber: Desk, receptionist: Desk, session_id: str, clock: DrivenClock
) -> None:
    run(nurse, prescriber, session_id)
    clock.pass_time(minutes=14)
    sessions.observe(nurse, session_id, values={Kind.SPO2: 86})
    (seen,) = cockpit.watched(receptionist)
    assert (seen.patient, seen.nurse, seen.session, seen.phase) == ("", "", None, Phase.RUNNING)
    alarms = {alarm.kind: alarm for alarm in seen.alarms(sessions.now_of(receptionist))}
    assert alarms[AlarmKind.LIMIT].urgency is Urgency.LOUD
    assert alarms[AlarmKind.LIMIT].words == "A clinician is wanted"
    assert all("86" not in alarm.words and "SpO2" not in alarm.words for alarm in alarms.values())


def test_who_left_is_gone_and_who_recovers_over_midnight_stays(
    nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    run(nurse, prescriber, session_id)
    clock.pass_time(hours=15)
    assert [one.id for one in cockpit.watched(nurse)] == [session_id]
    sessions.end(nurse, session_id, ended=EndReason.COMPLETED)
    assert [one.id for one in cockpit.watched(nurse)] == [session_id]
    discharge(nurse, session_id)
    assert cockpit.watched(nurse) == ()
