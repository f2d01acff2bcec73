"""Booking: nothing overlaps, times are possible, a session keeps the day, time and chair of its booking."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, Clash, NotAllowed, NotFound
from clinicdesk.records import appointments, chairs, history, opening_hours, patients, sessions, staff
from clinicdesk.records.appointments import Slot, Stage, State
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import Change, Entry
from tests.records.appointments.places import at, book, chair, clinician, slot
from tests.records.sessions.steps import TODAY, plan_for, register_zoe


@pytest.fixture
def patient(receptionist: Desk) -> str:
    return register_zoe(receptionist)


@pytest.fixture
def other(receptionist: Desk) -> str:
    return patients.register(receptionist, details=PatientDetails(family_name="Lopez", given_name="Maria"))


def test_a_booking_is_read_as_it_was_made(receptionist: Desk, patient: str) -> None:
    where = slot(receptionist, 10, staff_id=clinician(receptionist))
    booked = book(receptionist, patient, where, remark=" needs a ramp ")
    found = appointments.get(receptionist, booked)
    assert (found.slot, found.remark, found.title) == (where, "needs a ramp", "Follow-up visit")
    assert (found.patient_id, found.patient_name, found.birth_date) == (patient, "ÅNGSTRÖM, Zoë", date(1968, 7, 21))
    assert (found.chair, found.staff) == ("Chair 1", "Dr Pat Osei")
    assert (found.state, found.stage, found.arrived_at) == (State.BOOKED, Stage.BOOKED, None)
    assert found.ends_at == at(receptionist, 11)
    assert appointments.on_day(receptionist, TODAY) == [found]
    assert appointments.of_patient(receptionist, patient) == [found]
    assert appointments.between(receptionist, TODAY - timedelta(days=3), TODAY - timedelta(days=1)) == []
    assert receptionist.clinic.verify() == []


def test_a_chair_a_person_and_a_patient_are_in_one_place_at_a_time(
    receptionist: Desk, patient: str, other: str
) -> None:
    there = book(receptionist, patient, slot(receptionist, 10, staff_id=clinician(receptionist)))
    with pytest.raises(Clash, match=r"Chair 1 is taken on Mon 02-Mar-2026 from 10:00 to 11:00") as clash:
        book(receptionist, other, slot(receptionist, 10, 30))
    assert clash.value.with_ids == (there,)
    assert "ngstr" not in str(clash.value)
    with pytest.raises(Clash, match=r"Dr Pat Osei is taken"):
        book(receptionist, other, slot(receptionist, 9, 30, place=1, staff_id=clinician(receptionist)))
    with pytest.raises(Clash, match=r"This patient is booked already"):
        book(receptionist, patient, slot(receptionist, 10, 15, place=1))
    book(receptionist, other, slot(receptionist, 11))
    book(receptionist, other, slot(receptionist, 9))
    assert len(appointments.on_day(receptionist, TODAY)) == 3


def test_blocked_time_keeps_a_person_or_a_chair_free(receptionist: Desk, patient: str) -> None:
    break_ = slot(receptionist, 12, place=None, staff_id=clinician(receptionist))
    appointments.book(receptionist, patient_id=None, kind="blocked", slot=break_, outside_hours=True)
    with pytest.raises(Clash, match="Dr Pat Osei"):
        book(receptionist, patient, slot(receptionist, 12, 30, staff_id=clinician(receptionist)))
    book(receptionist, patient, slot(receptionist, 12, 30))
    with pytest.raises(BadValue, match="whose time"):
        appointments.book(receptionist, patient_id=None, kind="blocked", slot=slot(receptionist, 14, place=None))
    with pytest.raises(BadValue, match="for nobody"):
        book(receptionist, patient, slot(receptionist, 14), kind="blocked")
    with pytest.raises(BadValue, match="Choose the patient"):
        appointments.book(receptionist, patient_id=None, kind="intake", slot=slot(receptionist, 14))


def test_outside_the_opening_hours_only_when_it_is_meant(receptionist: Desk, administrator: Desk, patient: str) -> None:
    late = slot(receptionist, 16, 30)
    with pytest.raises(BadValue, match=r"open from 08:00 to 17:00. This visit would be from 16:30 to 17:30") as fault:
        book(receptionist, patient, late)
    assert fault.value.field == "starts_at"
    booked = appointments.book(receptionist, patient_id=patient, kind="follow_up", slot=late, outside_hours=True)
    with pytest.raises(BadValue, match="closed on Sat 07-Mar-2026"):
        book(receptionist, patient, slot(receptionist, 10, day=date(2026, 3, 7)))
    opening_hours.close_day(administrator, date(2026, 3, 4), reason="Training")
    with pytest.raises(BadValue, match="closed on Wed 04-Mar-2026"):
        book(receptionist, patient, slot(receptionist, 10, day=date(2026, 3, 4)))
    # What stays where it is needs no second leave.
    found = appointments.get(receptionist, booked)
    appointments.change(receptionist, booked, slot=found.slot, based_on=found.version, remark="by taxi")


def test_over_midnight_and_yesterday_are_refused(receptionist: Desk, patient: str) -> None:
    with pytest.raises(BadValue, match="after midnight"):
        appointments.book(
            receptionist, patient_id=patient, kind="intake", slot=slot(receptionist, 23, 30), outside_hours=True
        )
    appointments.book(receptionist, patient_id=patient, kind="intake", slot=slot(receptionist, 23), outside_hours=True)
    with pytest.raises(BadValue, match="is over"):
        book(receptionist, patient, slot(receptionist, 10, day=TODAY - timedelta(days=1)))
    for minutes in (0, -5, 1441):
        with pytest.raises(BadValue, match="length"):
            book(receptionist, patient, slot(receptionist, 10, minutes=minutes))


def test_the_hour_that_is_not_there_and_the_hour_that_comes_twice(receptionist: Desk, patient: str) -> None:
    spring, autumn = date(2026, 3, 8), date(2026, 11, 1)
    with pytest.raises(BadValue, match=r"clocks go forward on Sun 08-Mar-2026, and there is no 02:30"):
        appointments.instant(receptionist, spring, time(2, 30))
    with pytest.raises(BadValue, match=r"clocks go back on Sun 01-Nov-2026, and 01:30 comes twice"):
        appointments.instant(receptionist, autumn, time(1, 30))
    second = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)  # 01:30 again
    with pytest.raises(BadValue, match="comes twice"):
        appointments.book(
            receptionist,
            patient_id=patient,
            kind="intake",
            slot=Slot(second, 30, chair(receptionist)),
            outside_hours=True,
        )
    # A visit across the change takes the time that really passes.
    across = Slot(at(receptionist, 0, 30, autumn), 120, chair(receptionist))
    booked = appointments.book(receptionist, patient_id=patient, kind="intake", slot=across, outside_hours=True)
    end = receptionist.local(appointments.get(receptionist, booked).ends_at)
    assert (end.hour, end.minute) == (1, 30)
    # Also where the start is given in the clinic's own zone.
    assert Slot(receptionist.local(across.starts_at), 120).span == across.span


def test_a_chair_that_is_gone_and_somebody_who_left_cannot_be_booked(
    receptionist: Desk, administrator: Desk, patient: str
) -> None:
    second = chairs.all(administrator)[1]
    chairs.retire(administrator, second)
    with pytest.raises(BadValue, match="Chair 2 is no longer in use"):
        book(receptionist, patient, Slot(at(receptionist, 10), 30, second.id))
    where = slot(receptionist, 10, staff_id=clinician(receptionist))
    booked = book(receptionist, patient, where)
    member = staff.get(administrator, clinician(receptionist))
    staff.change(administrator, member, name=member.name, roles=member.roles, active=False)
    with pytest.raises(BadValue, match="no longer works here"):
        book(receptionist, patient, slot(receptionist, 14, staff_id=clinician(receptionist)))
    # What was booked with them stays, and can be moved as it is or given to somebody else.
    found = appointments.get(receptionist, booked)
    appointments.change(
        receptionist, booked, slot=slot(receptionist, 11, staff_id=found.staff_id), based_on=found.version
    )
    with pytest.raises(NotFound):
        book(receptionist, patient, Slot(at(receptionist, 14), 30, "no such chair"))


def test_nothing_is_booked_for_who_died_or_was_voided(
    receptionist: Desk, nurse: Desk, administrator: Desk, patient: str, other: str
) -> None:
    plan_for(nurse, patient)
    assert appointments.unbooked_sessions(receptionist, TODAY, TODAY)
    patients.amend(
        receptionist,
        patient,
        details=PatientDetails(
            family_name="Ångström", given_name="Zoë", birth_date=date(1968, 7, 21), deceased_on=date(2026, 2, 1)
        ),
        based_on=patients.get(receptionist, patient).version,
    )
    patients.void(administrator, [other], reason="Registered by mistake")
    for who in (patient, other):
        with pytest.raises(BadValue, match="chart is closed"):
            book(receptionist, who, slot(receptionist, 10))
    assert appointments.unbooked_sessions(receptionist, TODAY, TODAY) == []


def test_a_session_keeps_day_time_and_chair_of_its_booking(receptionist: Desk, nurse: Desk, patient: str) -> None:
    session_id = plan_for(nurse, patient)
    assert [one.session_id for one in appointments.unbooked_sessions(receptionist, TODAY, TODAY)] == [session_id]
    where = slot(receptionist, 13, minutes=120, place=1)
    booked = book(receptionist, patient, where, kind="session", session_id=session_id)
    line = sessions.line(receptionist, session_id)
    assert (line.planned_on, line.planned_time, line.chair) == (TODAY, time(13, 0), "Chair 2")
    assert appointments.get(receptionist, booked).title == "Session 1 of 6"
    assert appointments.unbooked_sessions(receptionist, TODAY, TODAY) == []
    assert appointments.of_session(receptionist, session_id) == appointments.get(receptionist, booked)
    found = appointments.get(receptionist, booked)
    moved = slot(receptionist, 9, minutes=90, day=date(2026, 3, 3))
    appointments.change(receptionist, booked, slot=moved, based_on=found.version)
    line = sessions.line(receptionist, session_id)
    assert (line.planned_on, line.planned_time, line.chair) == (date(2026, 3, 3), time(9, 0), "Chair 1")
    with pytest.raises(BadValue, match="booked already, for Tue 03-Mar-2026 at 09:00"):
        book(receptionist, patient, where, kind="session", session_id=session_id)


def test_a_session_is_booked_for_its_own_patient(receptionist: Desk, nurse: Desk, patient: str, other: str) -> None:
    session_id = plan_for(nurse, patient)
    with pytest.raises(BadValue, match="another patient"):
        book(receptionist, other, slot(receptionist, 10), kind="session", session_id=session_id)
    with pytest.raises(BadValue, match="Plan a series first"):
        book(receptionist, patient, slot(receptionist, 10), kind="session")
    with pytest.raises(BadValue, match="kind of visit"):
        book(receptionist, patient, slot(receptionist, 10), kind="haircut")
    with pytest.raises(BadValue, match="Choose a chair"):
        book(receptionist, patient, slot(receptionist, 10, place=None), kind="session", session_id=session_id)


def test_cancelling_frees_the_place_and_the_session_is_to_be_booked_again(
    receptionist: Desk, nurse: Desk, patient: str, other: str
) -> None:
    session_id = plan_for(nurse, patient)
    booked = book(receptionist, patient, slot(receptionist, 13), kind="session", session_id=session_id)
    found = appointments.get(receptionist, booked)
    with pytest.raises(BadValue, match="Say why"):
        appointments.cancel(receptionist, booked, reason=" ", based_on=found.version)
    appointments.cancel(receptionist, booked, reason="Has a cold", based_on=found.version)
    gone = appointments.get(receptionist, booked)
    assert (gone.stage, gone.state_reason) == (Stage.CANCELLED, "Has a cold")
    line = sessions.line(receptionist, session_id)
    assert (line.planned_on, line.planned_time, line.chair) == (TODAY, None, None)
    (unbooked,) = appointments.unbooked_sessions(receptionist, TODAY, TODAY)
    assert unbooked.session_id == session_id
    assert unbooked.lost == gone
    book(receptionist, other, slot(receptionist, 13))
    again = appointments.rebook(receptionist, booked, slot=slot(receptionist, 9, day=date(2026, 3, 3)))
    assert appointments.of_session(receptionist, session_id) == appointments.get(receptionist, again)
    assert appointments.of_patient(receptionist, patient)[0] == gone
    with pytest.raises(BadValue, match="still stands"):
        appointments.rebook(receptionist, again, slot=slot(receptionist, 9))
    with pytest.raises(BadValue, match="Only a visit that nobody has come for"):
        appointments.cancel(receptionist, booked, reason="Again", based_on=gone.version)


def test_a_no_show_is_one_only_after_its_time(receptionist: Desk, patient: str, clock: DrivenClock) -> None:
    booked = book(receptionist, patient, slot(receptionist, 10))
    found = appointments.get(receptionist, booked)
    with pytest.raises(BadValue, match="not begun yet"):
        appointments.mark_no_show(receptionist, booked, reason="Not reached yet", based_on=found.version)
    clock.pass_time(hours=1, minutes=20)
    with pytest.raises(BadValue, match="Not reached yet"):
        appointments.mark_no_show(receptionist, booked, reason="", based_on=found.version)
    appointments.mark_no_show(receptionist, booked, reason="Not reached yet", based_on=found.version)
    assert appointments.get(receptionist, booked).stage is Stage.NO_SHOW
    with pytest.raises(BadValue, match="came, or"):
        appointments.mark_no_show(receptionist, booked, reason="Again", based_on=found.version)


def test_two_windows_that_change_one_booking(receptionist: Desk, sign_in: Callable[[str], Desk], patient: str) -> None:
    booked = book(receptionist, patient, slot(receptionist, 10))
    seen = appointments.get(receptionist, booked)
    appointments.change(sign_in("nina"), booked, slot=slot(receptionist, 11), based_on=seen.version)
    with pytest.raises(ChangedElsewhere, match="Nina Okafor"):
        appointments.change(receptionist, booked, slot=slot(receptionist, 12), based_on=seen.version)
    with pytest.raises(ChangedElsewhere):
        appointments.cancel(receptionist, booked, reason="Ill", based_on=seen.version)
    with pytest.raises(Clash):
        # A booking is in nobody's way but others'.
        book(receptionist, patient, slot(receptionist, 11, 30, place=1))
    now = appointments.get(receptionist, booked)
    appointments.change(receptionist, booked, slot=slot(receptionist, 11, 30), based_on=now.version)


class SlowDesk(Desk):
    """A desk at which somebody else books in the moment before the entry is recorded."""

    before_recording: Callable[[], object] | None = None

    def record(self, action: str, *changes: Change, **more: Any) -> Entry:
        if (happens := self.before_recording) is not None:
            self.before_recording = None
            happens()
        return super().record(action, *changes, **more)


def test_of_two_desks_at_the_same_moment_one_gets_the_chair(receptionist: Desk, patient: str, other: str) -> None:
    slow = SlowDesk(receptionist.clinic, receptionist.person, "FRONT-2")
    slow.before_recording = lambda: book(receptionist, other, slot(receptionist, 10))
    with pytest.raises(Clash, match="Chair 1 is taken"):
        book(slow, patient, slot(slow, 10, 30))
    # A place that is still free after the other one booked is booked without a word.
    slow.before_recording = lambda: book(receptionist, other, slot(receptionist, 12))
    book(slow, patient, slot(slow, 13))
    assert len(appointments.on_day(receptionist, TODAY)) == 3


def test_a_booking_moved_into_a_place_taken_meanwhile(receptionist: Desk, patient: str, other: str) -> None:
    booked = book(receptionist, patient, slot(receptionist, 10))
    slow = SlowDesk(receptionist.clinic, receptionist.person, "FRONT-2")
    slow.before_recording = lambda: book(receptionist, other, slot(receptionist, 14))
    with pytest.raises(Clash):
        appointments.change(slow, booked, slot=slot(slow, 14, 30), based_on=appointments.get(slow, booked).version)
    assert appointments.get(receptionist, booked).starts_at == at(receptionist, 10)


def test_one_session_is_booked_once_also_by_two_desks(receptionist: Desk, nurse: Desk, patient: str) -> None:
    session_id = plan_for(nurse, patient)

    def book_it(desk: Desk, hour: int) -> str:
        return book(desk, patient, slot(desk, hour, place=hour % 2), kind="session", session_id=session_id)

    slow = SlowDesk(receptionist.clinic, receptionist.person, "FRONT-2")
    slow.before_recording = lambda: book_it(receptionist, 9)
    with pytest.raises(BadValue, match="booked already"):
        book_it(slow, 12)


def test_an_administrator_books_nothing(administrator: Desk, patient: str) -> None:
    with pytest.raises(NotAllowed):
        book(administrator, patient, slot(administrator, 10))


def test_the_history_says_when_where_and_with_whom_in_one_line(receptionist: Desk, nurse: Desk, patient: str) -> None:
    booked = book(receptionist, patient, slot(receptionist, 10, staff_id=clinician(receptionist)))
    found = appointments.get(receptionist, booked)
    appointments.change(receptionist, booked, slot=slot(receptionist, 11, place=1), based_on=found.version)
    found = appointments.get(receptionist, booked)
    appointments.cancel(receptionist, booked, reason="Has a cold", based_on=found.version)
    cancelled, moved, made = history.of_patient(nurse, patient)[:3]
    (line,) = made.changes
    place = "02-Mar-2026 10:00, 1 h, Chair 1, Dr Pat Osei"
    assert (line.label, line.before, line.after) == ("Follow-up visit", "", place)
    (line,) = moved.changes
    assert (line.before, line.after) == (place, "02-Mar-2026 11:00, 1 h, Chair 2")
    (line,) = cancelled.changes
    assert (line.before, line.after, cancelled.reason) == ("02-Mar-2026 11:00, 1 h, Chair 2", "", "Has a cold")


def test_the_history_of_a_booked_session_shows_no_id(receptionist: Desk, nurse: Desk, patient: str) -> None:
    session_id = plan_for(nurse, patient)
    book(receptionist, patient, slot(receptionist, 13, minutes=90), kind="session", session_id=session_id)
    made = history.of_patient(nurse, patient)[0]
    told = {line.label: line.after for line in made.changes}
    assert told == {"Time": "13:00", "Chair": "Chair 1", "Length": "1 h 30 min"}
    assert made.what == "Booked an appointment · session 1 of 6"


def test_how_long_a_visit_usually_takes(nurse: Desk, patient: str) -> None:
    session_id = plan_for(nurse, patient)
    assert appointments.usual_minutes(nurse, "intake") == 60
    # Preparation 20, infusion 40, recovery 60: as the protocol says.
    assert appointments.usual_minutes(nurse, "session", session_id) == 120
    assert appointments.usual_minutes(nurse, "session", "no such session") == 120


def test_blocked_time_is_missed_by_nobody(receptionist: Desk, clock: DrivenClock) -> None:
    where = slot(receptionist, 9, staff_id=clinician(receptionist))
    block = appointments.book(receptionist, patient_id=None, kind="blocked", slot=where)
    clock.pass_time(hours=1)
    seen = appointments.get(receptionist, block)
    with pytest.raises(BadValue, match="no patient who could miss it"):
        appointments.mark_no_show(receptionist, block, reason="Ill", based_on=seen.version)
    with pytest.raises(BadValue, match="nobody arrives"):
        appointments.arrive(receptionist, block)
    appointments.cancel(receptionist, block, reason="Meeting is off", based_on=seen.version)


def test_a_session_that_has_begun_is_not_booked(receptionist: Desk, nurse: Desk, patient: str) -> None:
    session_id = plan_for(nurse, patient)
    sessions.not_treated(nurse, session_id, reason="Ill", decided_by=sessions.DecidedBy.PATIENT)
    with pytest.raises(BadValue, match="has started or is over"):
        book(receptionist, patient, slot(receptionist, 10), kind="session", session_id=session_id)
    with pytest.raises(NotFound):
        appointments.get(receptionist, "no such booking")


def test_a_visit_begins_at_a_full_minute(receptionist: Desk, patient: str) -> None:
    odd = Slot(at(receptionist, 10) + timedelta(seconds=20), 30, chair(receptionist))
    with pytest.raises(BadValue, match="full minute"):
        book(receptionist, patient, odd)


class HauntedDesk(SlowDesk):
    """A desk at which somebody else books another hour of the same chair each time it is about to record."""

    other: Desk
    patient_id: str
    hours: list[int]

    def record(self, action: str, *changes: Change, **more: Any) -> Entry:
        if action == "appointment.book" and self.hours:
            book(self.other, self.patient_id, slot(self.other, self.hours.pop(), minutes=30))
        return super().record(action, *changes, **more)


def test_who_loses_one_race_after_the_other_is_told(receptionist: Desk, patient: str, other: str) -> None:
    haunted = HauntedDesk(receptionist.clinic, receptionist.person, "FRONT-2")
    haunted.other, haunted.patient_id = receptionist, other
    haunted.hours = [15, 14, 13]
    book(haunted, patient, slot(haunted, 10))
    haunted.hours = [16, 12, 11, 9]
    with pytest.raises(ChangedElsewhere, match="Rita Moss"):
        book(haunted, patient, slot(haunted, 8))
