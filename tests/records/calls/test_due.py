"""Who stands on which call list, and who leaves it: worked out from bookings, sessions and calls."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, calls, opening_hours, patients, series, sessions
from clinicdesk.records.calls import Outcome, Purpose
from clinicdesk.records.sessions import EndReason
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import update
from tests.records.calls.steps import (
    MONDAY,
    TUESDAY,
    book,
    book_session,
    cancel,
    change_details,
    miss,
    plan,
    register,
)
from tests.records.sessions.steps import discharge as go_home
from tests.records.sessions.steps import register_zoe, run


def names(desk: Desk, purpose: Purpose) -> list[str]:
    return [line.name for line in calls.of(desk, purpose).to_call]


# Reminders ------------------------------------------------------------------------------------------------------------


def test_tomorrows_visits_are_reminded_and_no_others(receptionist: Desk) -> None:
    patient_id = register(receptionist)
    book(receptionist, patient_id, TUESDAY, time(9, 0))
    book(receptionist, register(receptionist, "Today"), MONDAY, time(15, 0))
    book(receptionist, register(receptionist, "Later"), date(2026, 3, 4))
    cancel(receptionist, book(receptionist, register(receptionist, "Gone"), TUESDAY, time(11, 0)))

    (line,) = calls.of(receptionist, Purpose.REMINDER).to_call
    assert line.name == "LINDQVIST, Per"
    assert line.due.why == "Tue 03-Mar-2026, 09:00 Follow-up visit"
    assert line.due.stands
    assert line.key == f"reminder {line.due.subject_id}"
    assert line.phone == "+1 218 555 0142"
    assert line.say.endswith("You have an appointment on Tue 03-Mar-2026 at 09:00. Can you come?")


def test_two_visits_on_one_day_are_one_call(receptionist: Desk) -> None:
    patient_id = register(receptionist)
    book(receptionist, patient_id, TUESDAY, time(14, 0), "integration")
    book(receptionist, patient_id, TUESDAY, time(9, 0))
    (line,) = calls.of(receptionist, Purpose.REMINDER).to_call
    assert line.due.why == "Tue 03-Mar-2026, 09:00 Follow-up visit; 14:00 Integration visit"


def test_on_friday_monday_is_reminded_and_a_holiday_is_skipped(
    receptionist: Desk, administrator: Desk, clock: DrivenClock
) -> None:
    clock.pass_time(days=4)
    tuesday = date(2026, 3, 10)
    book(receptionist, register(receptionist, "Tuesday"), tuesday)
    assert calls.next_open_day(receptionist, date(2026, 3, 6)) == date(2026, 3, 9)
    assert names(receptionist, Purpose.REMINDER) == []
    opening_hours.close_day(administrator, date(2026, 3, 9), reason="Holiday")
    assert calls.next_open_day(receptionist, date(2026, 3, 6)) == tuesday
    assert names(receptionist, Purpose.REMINDER) == ["TUESDAY, Per"]


def test_tomorrow_is_the_clinics_day_also_late_at_night(receptionist: Desk, clock: DrivenClock) -> None:
    book(receptionist, register(receptionist, "Tuesday"), TUESDAY)
    book(receptionist, register(receptionist, "Wednesday"), date(2026, 3, 4))
    clock.pass_time(hours=14)  # 23:00 in New York is Tuesday in Greenwich
    assert names(receptionist, Purpose.REMINDER) == ["TUESDAY, Per"]
    clock.pass_time(hours=1)
    assert names(receptionist, Purpose.REMINDER) == ["WEDNESDAY, Per"]


def test_a_session_planned_for_tomorrow_without_a_time_is_not_forgotten(receptionist: Desk, prescriber: Desk) -> None:
    plan(prescriber, register(receptionist), TUESDAY, date(2026, 3, 5))
    (line,) = calls.of(receptionist, Purpose.REMINDER).to_call
    assert line.due.why == "Tue 03-Mar-2026, Session 1 of 2, no time booked yet"


@pytest.mark.parametrize("outcome", [Outcome.REACHED, Outcome.LEFT_MESSAGE])
def test_a_reminder_given_is_done(receptionist: Desk, outcome: Outcome) -> None:
    book(receptionist, register(receptionist), TUESDAY)
    (line,) = calls.of(receptionist, Purpose.REMINDER).to_call
    calls.note(receptionist, line.due, outcome, phone=line.phone)
    found = calls.of(receptionist, Purpose.REMINDER)
    assert found.to_call == ()
    assert [one.done.outcome for one in found.done if one.done] == [outcome]


# Missed and cancelled -------------------------------------------------------------------------------------------------


def test_who_did_not_come_is_called_until_reached_or_booked_anew(receptionist: Desk, clock: DrivenClock) -> None:
    one, two = register(receptionist, "One"), register(receptionist, "Two")
    missed = [book(receptionist, one, MONDAY, time(10, 0)), book(receptionist, two, MONDAY, time(11, 0))]
    clock.pass_time(hours=3)
    for appointment_id in missed:
        miss(receptionist, appointment_id)
    assert names(receptionist, Purpose.NO_SHOW) == ["TWO, Per", "ONE, Per"]
    line = calls.of(receptionist, Purpose.NO_SHOW).to_call[0]
    assert line.due.why == "Mon 02-Mar-2026 11:00, Follow-up visit, Not reached yet"
    assert "We missed you on Mon 02-Mar-2026 at 11:00" in line.say
    assert not line.due.stands

    calls.note(receptionist, line.due, Outcome.REACHED)
    book(receptionist, one, date(2026, 3, 4))
    assert names(receptionist, Purpose.NO_SHOW) == []


def test_a_flagged_patient_is_called_first(receptionist: Desk, nurse: Desk, clock: DrivenClock) -> None:
    ids = [register(receptionist, family) for family in ("Early", "Flagged", "Late")]
    bookings = [book(receptionist, pid, MONDAY, time(10 + place, 0)) for place, pid in enumerate(ids)]
    clock.pass_time(hours=5)
    for appointment_id in bookings:
        miss(receptionist, appointment_id)
    calls.flag(nurse, ids[1], flagged=True)
    assert names(receptionist, Purpose.NO_SHOW) == ["FLAGGED, Per", "LATE, Per", "EARLY, Per"]
    line = calls.of(receptionist, Purpose.NO_SHOW).to_call[0]
    assert line.first
    # Tried in vain, the flagged one still comes first.
    calls.note(receptionist, line.due, Outcome.NO_ANSWER)
    calls.note(receptionist, calls.of(receptionist, Purpose.NO_SHOW).to_call[1].due, Outcome.NO_ANSWER)
    assert names(receptionist, Purpose.NO_SHOW) == ["FLAGGED, Per", "EARLY, Per", "LATE, Per"]


def test_a_visit_that_nobody_wrote_down_is_missed_from_the_next_day_on(receptionist: Desk, clock: DrivenClock) -> None:
    forgotten = book(receptionist, register(receptionist, "Forgotten"), MONDAY, time(10, 0))
    came = book(receptionist, register(receptionist, "Came"), MONDAY, time(11, 0))
    by_phone = book(receptionist, register(receptionist, "Phoned"), MONDAY, time(12, 0), "phone_call")
    undone = book(receptionist, register(receptionist, "Undone"), MONDAY, time(13, 0))
    clock.pass_time(hours=2)
    appointments.arrive(receptionist, came)
    appointments.arrive(receptionist, undone)
    appointments.undo_arrival(receptionist, undone)
    assert names(receptionist, Purpose.NO_SHOW) == []

    clock.pass_time(days=1)
    lines = calls.of(receptionist, Purpose.NO_SHOW).to_call
    assert [line.due.subject_id for line in lines] == [undone, forgotten]
    assert by_phone not in {line.due.subject_id for line in lines}
    assert lines[0].due.why.endswith("nobody noted whether the patient came")
    assert lines[0].due.stands


def test_a_session_missed_is_booked_anew_only_by_itself(
    receptionist: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    first, second = plan(prescriber, register(receptionist), MONDAY, date(2026, 3, 5))
    missed = book_session(receptionist, first, MONDAY, time(10, 0))
    book_session(receptionist, second, date(2026, 3, 5))
    clock.pass_time(hours=2)
    miss(receptionist, missed)
    assert names(receptionist, Purpose.NO_SHOW) == ["LINDQVIST, Per"], "the next session does not make good for it"
    assert names(receptionist, Purpose.RECALL) == []

    again = book_session(receptionist, first, date(2026, 3, 4))
    assert names(receptionist, Purpose.NO_SHOW) == []
    cancel(receptionist, again)
    assert names(receptionist, Purpose.NO_SHOW) == []
    assert names(receptionist, Purpose.REBOOK) == ["LINDQVIST, Per"], "what it is now: cancelled"


def test_who_cancelled_is_called_until_booked_anew_or_taken_out_of_the_plan(
    receptionist: Desk, prescriber: Desk
) -> None:
    patient_id = register(receptionist)
    cancel(receptionist, book(receptionist, patient_id, TUESDAY))
    (line,) = calls.of(receptionist, Purpose.REBOOK).to_call
    assert line.due.why == "Tue 03-Mar-2026 09:00, Follow-up visit, Has a cold"
    book(receptionist, patient_id, date(2026, 3, 9))
    assert names(receptionist, Purpose.REBOOK) == []

    (session_id,) = plan(prescriber, register(receptionist, "Treated"), TUESDAY)
    cancel(receptionist, book_session(receptionist, session_id, TUESDAY, time(11, 0)))
    assert names(receptionist, Purpose.REBOOK) == ["TREATED, Per"]
    (planned,) = series.of_patient(receptionist, sessions.line(receptionist, session_id).patient_id)
    series.end(prescriber, planned.id, reason="Moves on", based_on=planned.version)
    assert names(receptionist, Purpose.REBOOK) == []


def test_a_missed_visit_is_called_for_though_another_stood_in_the_book_already(
    receptionist: Desk, clock: DrivenClock
) -> None:
    patient_id = register(receptionist)
    missed = book(receptionist, patient_id, MONDAY, time(10, 0))
    next_week = book(receptionist, patient_id, date(2026, 3, 9))
    clock.pass_time(hours=3)
    miss(receptionist, missed)
    assert names(receptionist, Purpose.NO_SHOW) == ["LINDQVIST, Per"]
    # Who comes the next time was asked at the desk.
    clock.move_to(datetime(2026, 3, 9, 13, 0, tzinfo=UTC))
    appointments.arrive(receptionist, next_week)
    assert names(receptionist, Purpose.NO_SHOW) == []


def test_a_visit_before_the_missed_one_makes_nothing_good(receptionist: Desk, clock: DrivenClock) -> None:
    patient_id = register(receptionist)
    missed = book(receptionist, patient_id, date(2026, 3, 4), time(10, 0))
    cancelled = book(receptionist, patient_id, date(2026, 3, 6), time(10, 0), "intake")
    extra = book(receptionist, patient_id, TUESDAY)
    book(receptionist, patient_id, TUESDAY, time(11, 0), "intake")
    cancel(receptionist, cancelled)
    assert names(receptionist, Purpose.REBOOK) == ["LINDQVIST, Per"]
    clock.move_to(datetime(2026, 3, 3, 14, 0, tzinfo=UTC))
    appointments.arrive(receptionist, extra)
    clock.move_to(datetime(2026, 3, 4, 17, 0, tzinfo=UTC))
    miss(receptionist, missed)
    assert {line.due.subject_id for line in calls.of(receptionist, Purpose.NO_SHOW).to_call} >= {missed}
    # A place the day before the cancelled one is as good.
    book(receptionist, patient_id, date(2026, 3, 5), time(10, 0), "intake")
    assert names(receptionist, Purpose.REBOOK) == []


def test_who_missed_a_session_of_a_series_that_ended_is_not_called_for_it(
    receptionist: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    (session_id,) = plan(prescriber, register(receptionist), MONDAY)
    missed = book_session(receptionist, session_id, MONDAY, time(10, 0))
    clock.pass_time(hours=2)
    miss(receptionist, missed)
    assert names(receptionist, Purpose.NO_SHOW) == ["LINDQVIST, Per"]
    (planned,) = series.of_patient(receptionist, sessions.line(receptionist, session_id).patient_id)
    series.end(prescriber, planned.id, reason="Moves on", based_on=planned.version)
    assert names(receptionist, Purpose.NO_SHOW) == []


def test_lists_forget_what_is_long_ago(receptionist: Desk, clock: DrivenClock) -> None:
    appointment_id = book(receptionist, register(receptionist), MONDAY, time(9, 30))
    clock.pass_time(hours=1)
    miss(receptionist, appointment_id)
    clock.pass_time(days=89)
    assert names(receptionist, Purpose.NO_SHOW) == ["LINDQVIST, Per"]
    clock.pass_time(days=2)
    assert names(receptionist, Purpose.NO_SHOW) == []


# Recall ---------------------------------------------------------------------------------------------------------------


def test_a_planned_session_that_nobody_booked_is_recalled_when_it_is_near(receptionist: Desk, prescriber: Desk) -> None:
    plan(prescriber, register(receptionist, "Near"), MONDAY + timedelta(days=14))
    plan(prescriber, register(receptionist, "Far"), MONDAY + timedelta(days=15))
    booked = plan(prescriber, register(receptionist, "Booked"), date(2026, 3, 10), date(2026, 3, 12))
    book_session(receptionist, booked[0], date(2026, 3, 10))
    (line,) = calls.of(receptionist, Purpose.RECALL).to_call
    assert line.name == "NEAR, Per"
    assert line.due.why == "Session 1 of 1, planned for Mon 16-Mar-2026, is not booked"
    assert "treatment" not in line.say.lower()


def test_a_phone_call_is_no_next_visit_but_any_visit_is(receptionist: Desk, prescriber: Desk) -> None:
    patient_id = register(receptionist)
    plan(prescriber, patient_id, date(2026, 3, 10))
    book(receptionist, patient_id, TUESDAY, kind="phone_call")
    assert names(receptionist, Purpose.RECALL) == ["LINDQVIST, Per"]
    book(receptionist, patient_id, date(2026, 3, 4))
    assert names(receptionist, Purpose.RECALL) == []


def test_who_is_called_for_a_missed_session_is_not_recalled_as_well(
    receptionist: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    first, _second = plan(prescriber, register(receptionist), MONDAY, date(2026, 3, 5))
    appointment_id = book_session(receptionist, first, MONDAY, time(10, 0))
    clock.pass_time(hours=2)
    miss(receptionist, appointment_id)
    assert names(receptionist, Purpose.NO_SHOW) == ["LINDQVIST, Per"]
    assert names(receptionist, Purpose.RECALL) == []


def discharge(nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock) -> None:
    run(nurse, prescriber, session_id)
    clock.pass_time(minutes=40)
    sessions.end(nurse, session_id, ended=EndReason.COMPLETED)
    clock.pass_time(minutes=45)
    go_home(nurse, session_id)


@pytest.mark.parametrize(
    ("protocol", "why"),
    [
        ("iv-ketamine-booster", "Discharged on Mon 02-Mar-2026 after session 1 of 1, no next visit"),
        ("iv-ketamine-mood", "1 of 6 sessions given, the last on Mon 02-Mar-2026; the next is not planned"),
    ],
)
def test_who_was_discharged_without_a_next_visit_is_recalled_from_the_next_day(
    receptionist: Desk, nurse: Desk, prescriber: Desk, clock: DrivenClock, protocol: str, why: str
) -> None:
    patient_id = register_zoe(receptionist)
    change_details(receptionist, patient_id, phone_mobile="218 555 0142")
    (session_id,) = plan(prescriber, patient_id, MONDAY, protocol=protocol)
    discharge(nurse, prescriber, session_id, clock)
    assert names(receptionist, Purpose.RECALL) == [], "today one asks at the desk"
    clock.pass_time(days=1)
    (line,) = calls.of(receptionist, Purpose.RECALL).to_call
    assert line.due.why.endswith(why)

    calls.note(receptionist, line.due, Outcome.REACHED, remark="Wants no more")
    assert names(receptionist, Purpose.RECALL) == []


def test_a_session_still_running_past_midnight_is_no_recall(
    receptionist: Desk, nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    (session_id,) = plan(prescriber, register_zoe(receptionist), MONDAY, protocol="iv-ketamine-booster")
    run(nurse, prescriber, session_id)
    clock.pass_time(days=1)
    assert calls.due(receptionist, Purpose.RECALL) == []


def test_a_session_whose_arrival_was_taken_back_was_missed(
    receptionist: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    (session_id,) = plan(prescriber, register(receptionist), MONDAY)
    appointment_id = book_session(receptionist, session_id, MONDAY, time(10, 0))
    appointments.arrive(receptionist, appointment_id)
    clock.pass_time(days=1)
    assert calls.due(receptionist, Purpose.NO_SHOW) == []
    appointments.undo_arrival(receptionist, appointment_id)
    assert [due.subject_id for due in calls.due(receptionist, Purpose.NO_SHOW)] == [appointment_id]


def test_of_two_series_the_newer_one_counts(receptionist: Desk, prescriber: Desk) -> None:
    patient_id = register(receptionist)
    plan(prescriber, patient_id, date(2026, 3, 5))
    plan(prescriber, patient_id, date(2026, 3, 10))
    (line,) = calls.of(receptionist, Purpose.RECALL).to_call
    assert "Tue 10-Mar-2026" in line.due.why
    plan(prescriber, patient_id, date(2026, 5, 4))
    assert names(receptionist, Purpose.RECALL) == []


# Merged ---------------------------------------------------------------------------------------------------------------


def test_merged_registrations_are_one_person_on_every_list(
    receptionist: Desk, nurse: Desk, everyone: Desk, clock: DrivenClock
) -> None:
    old, kept = register(receptionist, "Lindquist"), register(receptionist, "Lindqvist")
    missed = book(receptionist, old, MONDAY, time(9, 30))
    clock.pass_time(hours=1)
    miss(receptionist, missed)
    calls.flag(nurse, old, flagged=True)
    calls.note(receptionist, calls.due(receptionist, Purpose.NO_SHOW)[0], Outcome.NO_ANSWER)
    version = patients.get(everyone, old).version
    everyone.record("patient.merge", update("patients", old, version, merged_into=kept), patient=(old, kept))

    (line,) = calls.of(receptionist, Purpose.NO_SHOW).to_call
    assert (line.due.patient_id, line.name, line.first) == (kept, "LINDQVIST, Per", True)
    assert [attempt.outcome for attempt in line.attempts] == [Outcome.NO_ANSWER]
    assert calls.of_patient(receptionist, kept) == calls.of_patient(receptionist, old) != []
    calls.flag(nurse, kept, flagged=False)
    assert not calls.is_flagged(receptionist, old)
    book(receptionist, kept, TUESDAY)
    assert names(receptionist, Purpose.NO_SHOW) == []


def test_each_list_takes_few_queries_whatever_its_length(receptionist: Desk) -> None:
    for number in range(12):
        book(receptionist, register(receptionist, f"Patient {number}"), TUESDAY, time(8 + number // 2, number % 2 * 30))
    asked: list[str] = []
    receptionist.clinic.reader.set_trace_callback(asked.append)
    assert len(calls.of(receptionist, Purpose.REMINDER).to_call) == 12
    receptionist.clinic.reader.set_trace_callback(None)
    assert len(asked) < 20


def test_the_start_of_the_list_is_no_surprise_in_a_clinic_that_never_opens(
    receptionist: Desk, administrator: Desk
) -> None:
    for weekday in range(5):
        opening_hours.set_day(administrator, weekday, None)
    assert calls.next_open_day(receptionist, MONDAY) == TUESDAY
