"""A planned series changes: paused, planned again, extended; what was given keeps its place."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, Clash, NotAllowed
from clinicdesk.records import (
    appointments,
    history,
    patients,
    protocols,
    series,
    series_booking,
    series_steps,
    sessions,
)
from clinicdesk.records.appointments import State
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.series_steps import StepKind
from clinicdesk.records.sessions import DecidedBy
from tests.records.appointments.places import book
from tests.records.sessions.steps import TODAY, register_zoe


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register_zoe(nurse)


@pytest.fixture
def series_id(nurse: Desk, patient: str) -> str:
    mood = protocols.load_all()[0]["iv-ketamine-mood"]
    proposal = series_booking.propose(nurse, patient_id=patient, protocol=mood, first_day=TODAY, time=time(9, 30))
    return series_booking.plan(nurse, proposal, indication="Depression")


def untreated(nurse: Desk, series_id: str) -> None:
    first = sessions.of_series(nurse, series_id)[0]
    sessions.arrive(nurse, first.id)
    sessions.not_treated(nurse, first.id, reason="Has eaten", decided_by=DecidedBy.CLINICIAN)


def test_a_pause_takes_what_is_to_come_out_of_the_plan_and_frees_its_places(nurse: Desk, series_id: str) -> None:
    untreated(nurse, series_id)
    before = [line.id for line in sessions.of_series(nurse, series_id)]
    entries = nurse.clinic.entry_count
    series_steps.pause(nurse, series_id, reason="Has the flu", until=TODAY + timedelta(days=14))
    assert nurse.clinic.entry_count == entries + 1
    paused = series.get(nurse, series_id)
    assert [line.id for line in paused.sessions] == before[:1]
    assert {one.state for one in appointments.of_sessions(nurse, before[1:]).values()} == {State.CANCELLED}
    (step,) = series_steps.steps_of(nurse, series_id)
    assert (step.kind, step.sessions, step.reason) == (StepKind.PAUSED, 5, "Has the flu")
    assert (step.until, step.by_name) == (TODAY + timedelta(days=14), "Nina Okafor, RN")
    assert series_steps.is_paused((step,))
    assert series_steps.left_to_plan(paused) == 6
    assert nurse.clinic.verify() == []


def test_after_a_pause_the_rest_is_planned_and_booked_again_by_the_protocol(nurse: Desk, series_id: str) -> None:
    series_steps.pause(nurse, series_id, reason="Travels")
    back = TODAY + timedelta(days=21)
    addition = series_booking.propose_more(nurse, series_id, count=6, first_day=back, time=time(9, 30))
    days = [place.day for place in addition.places]
    assert days[0] >= back
    # Nothing was given yet: there is no pause between two sessions to speak of.
    assert addition.pause is None
    assert all((later - day).days >= 2 for day, later in pairwise(days))
    series_booking.add(nurse, addition, reason=None)
    again = series.get(nurse, series_id)
    assert [line.planned_on for line in again.sessions] == days
    assert again.planned_count == 6
    assert series_steps.left_to_plan(again) == 0
    assert [step.kind for step in series_steps.steps_of(nurse, series_id)] == [StepKind.PAUSED, StepKind.RESUMED]
    assert not series_steps.is_paused(series_steps.steps_of(nurse, series_id))
    assert len(appointments.of_sessions(nurse, [line.id for line in again.sessions])) == 6
    assert nurse.clinic.verify() == []


def test_a_long_pause_after_a_session_is_said(nurse: Desk, series_id: str) -> None:
    first = sessions.of_series(nurse, series_id)[0]
    sessions.arrive(nurse, first.id)
    series_steps.pause(nurse, series_id, reason="Travels")
    back = TODAY + timedelta(days=21)
    addition = series_booking.propose_more(nurse, series_id, count=5, first_day=back, time=time(9, 30))
    assert addition.places[0].day == back
    assert addition.pause == "21 days lie between the last session and the next; the protocol allows 7."


def test_a_visit_not_treated_uses_no_number_and_is_given_again(nurse: Desk, series_id: str) -> None:
    untreated(nurse, series_id)
    planned = series.get(nurse, series_id)
    assert series_steps.left_to_plan(planned) == 1
    last = planned.sessions[-1].planned_on
    addition = series_booking.propose_more(
        nurse, series_id, count=1, first_day=last + timedelta(days=1), time=time(9, 30)
    )
    assert (addition.places[0].day - last).days >= 2
    series_booking.add(nurse, addition, reason=None)
    after = series.get(nurse, series_id)
    assert (len(after.sessions), after.planned_count, series_steps.left_to_plan(after)) == (7, 6, 0)
    assert series_steps.steps_of(nurse, series_id)[-1].kind is StepKind.REPEATED


def test_more_sessions_than_were_planned_need_a_reason_and_count(nurse: Desk, series_id: str) -> None:
    last = series.get(nurse, series_id).sessions[-1].planned_on
    addition = series_booking.propose_more(nurse, series_id, count=2, first_day=last, time=None)
    with pytest.raises(BadValue) as refused:
        series_booking.add(nurse, addition, reason=" ")
    assert refused.value.field == "reason"
    series_booking.add(nurse, addition, reason="Partial response")
    after = series.get(nurse, series_id)
    assert (after.planned_count, len(after.sessions)) == (8, 8)
    assert series_steps.steps_of(nurse, series_id)[-1].kind is StepKind.EXTENDED


def test_two_people_who_change_one_plan_at_once_do_not_both(nurse: Desk, prescriber: Desk, series_id: str) -> None:
    last = series.get(nurse, series_id).sessions[-1].planned_on
    first, second = (
        series_booking.propose_more(desk, series_id, count=1, first_day=last, time=None) for desk in (nurse, prescriber)
    )
    series_booking.add(nurse, first, reason="Partial response")
    with pytest.raises(ChangedElsewhere):
        series_booking.add(prescriber, second, reason="Partial response")
    assert len(sessions.of_series(nurse, series_id)) == 7


def test_a_place_taken_meanwhile_leaves_everything_as_it_was(nurse: Desk, series_id: str) -> None:
    last = series.get(nurse, series_id).sessions[-1].planned_on
    addition = series_booking.propose_more(nurse, series_id, count=1, first_day=last, time=time(9, 30))
    place = addition.places[0]
    assert place.slot is not None
    other = patients.register(nurse, details=PatientDetails(family_name="Lopez", given_name="Maria"))
    book(nurse, other, place.slot)
    with pytest.raises(Clash):
        series_booking.add(nurse, addition, reason="Partial response")
    assert len(sessions.of_series(nurse, series_id)) == 6


@pytest.mark.parametrize(("reason", "until", "field"), [(" ", None, "reason"), ("Flu", date(2020, 1, 1), "until")])
def test_a_pause_without_a_reason_or_into_the_past_is_refused(
    nurse: Desk, series_id: str, reason: str, until: date | None, field: str
) -> None:
    with pytest.raises(BadValue) as refused:
        series_steps.pause(nurse, series_id, reason=reason, until=until)
    assert refused.value.field == field
    assert len(sessions.of_series(nurse, series_id)) == 6


def test_what_is_paused_or_ended_is_not_paused_again(nurse: Desk, series_id: str) -> None:
    series_steps.pause(nurse, series_id, reason="Flu")
    with pytest.raises(BadValue, match="paused already"):
        series_steps.pause(nurse, series_id, reason="Flu")
    series.end(nurse, series_id, reason="Moves away", based_on=series.get(nurse, series_id).version)
    with pytest.raises(BadValue, match="has ended"):
        series_booking.propose_more(nurse, series_id, count=1, first_day=TODAY, time=None)


def test_reception_reads_that_a_series_is_paused_and_not_why(receptionist: Desk, nurse: Desk, series_id: str) -> None:
    with pytest.raises(NotAllowed):
        series_steps.pause(receptionist, series_id, reason="Flu")
    booked = [line.id for line in sessions.of_series(nurse, series_id)]
    series_steps.pause(nurse, series_id, reason="Manic episode")
    (step,) = series_steps.steps_of(receptionist, series_id)
    assert (step.kind, step.reason) == (StepKind.PAUSED, None)
    reasons = {one.state_reason for one in appointments.of_sessions(receptionist, booked).values()}
    assert reasons == {"The series is paused"}


def test_the_history_tells_who_reads_nothing_clinical_that_but_not_why(
    administrator: Desk, nurse: Desk, series_id: str
) -> None:
    series_steps.pause(nurse, series_id, reason="Manic episode")
    patient_id = series.get(nurse, series_id).patient_id
    newest, theirs = history.of_patient(nurse, patient_id)[0], history.of_patient(administrator, patient_id)[0]
    assert newest.what == theirs.what == "Changed the plan of a series"
    assert "Manic" in repr(newest)
    assert "Manic" not in repr(theirs)


def test_a_series_extended_after_a_pause_goes_on_and_can_be_paused_again(nurse: Desk, series_id: str) -> None:
    series_steps.pause(nurse, series_id, reason="Travels")
    back = TODAY + timedelta(days=21)
    addition = series_booking.propose_more(nurse, series_id, count=8, first_day=back, time=None)
    series_booking.add(nurse, addition, reason="Partial response")
    assert not series_steps.is_paused(series_steps.steps_of(nurse, series_id))
    series_steps.pause(nurse, series_id, reason="Flu")
    assert series.get(nurse, series_id).sessions == ()


def test_what_is_owed_is_planned_once_and_never_into_a_series_that_ended(nurse: Desk, series_id: str) -> None:
    untreated(nurse, series_id)
    last = series.get(nurse, series_id).sessions[-1].planned_on
    read = series_booking.propose_more(nurse, series_id, count=1, first_day=last, time=None)
    series_booking.add(nurse, read, reason=None)
    with pytest.raises(ChangedElsewhere):
        series_booking.add(nurse, read, reason=None)
    assert series_steps.left_to_plan(series.get(nurse, series_id)) == 0
    more = series_booking.propose_more(nurse, series_id, count=1, first_day=last, time=None)
    series.end(nurse, series_id, reason="Moves away", based_on=series.get(nurse, series_id).version)
    with pytest.raises(ChangedElsewhere):
        series_booking.add(nurse, more, reason="One more")


def test_reception_and_administration_read_that_a_series_ended_and_not_why(
    receptionist: Desk, administrator: Desk, nurse: Desk, series_id: str
) -> None:
    booked = [line.id for line in sessions.of_series(nurse, series_id)]
    planned = series.get(nurse, series_id)
    series.end(nurse, series_id, reason="Manic episode", based_on=planned.version)
    assert series.get(nurse, series_id).ended_reason == "Manic episode"
    assert series.get(receptionist, series_id).ended_reason is None
    reasons = {one.state_reason for one in appointments.of_sessions(receptionist, booked).values()}
    assert reasons == {"The series has ended"}
    assert "Manic" not in repr(history.of_patient(administrator, planned.patient_id))
    assert "Manic" in repr(history.of_patient(nurse, planned.patient_id)[0])
