"""A series booked in one step: by spacing, opening hours, closed days and what is booked; the rest shifted with one."""

from datetime import date, time, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, Clash
from clinicdesk.records import (
    appointments,
    chairs,
    opening_hours,
    patients,
    protocols,
    series,
    series_booking,
    sessions,
)
from clinicdesk.records.appointments import Slot, Stage, State
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.series_booking import Proposal
from clinicdesk.rules.protocol import Protocol
from clinicdesk.rules.timeline import Phase
from tests.records.appointments.places import at, book, chair, clinician, slot
from tests.records.sessions.steps import BORN, TODAY, plan_for, register_zoe

MON, WED, FRI = TODAY, date(2026, 3, 4), date(2026, 3, 6)


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register_zoe(nurse)


@pytest.fixture
def other(nurse: Desk) -> str:
    return patients.register(nurse, details=PatientDetails(family_name="Lopez", given_name="Maria"))


@pytest.fixture
def mood() -> Protocol:
    return protocols.load_all()[0]["iv-ketamine-mood"]


def proposed(desk: Desk, patient_id: str, protocol: Protocol, at_time: time = time(9, 30), **more: str) -> Proposal:
    return series_booking.propose(desk, patient_id=patient_id, protocol=protocol, first_day=TODAY, time=at_time, **more)


def planned(desk: Desk, patient_id: str, protocol: Protocol, **more: str) -> str:
    return series_booking.plan(desk, proposed(desk, patient_id, protocol, **more), indication="Depression")


def lines(desk: Desk, series_id: str) -> list[sessions.SessionLine]:
    return sessions.of_series(desk, series_id)


def test_an_empty_schedule_gives_every_session_the_place_it_wishes(nurse: Desk, patient: str, mood: Protocol) -> None:
    proposal = proposed(nurse, patient, mood)
    assert [place.day for place in proposal.places[:3]] == [MON, WED, FRI]
    assert {nurse.local(place.slot.starts_at).time() for place in proposal.places if place.slot} == {time(9, 30)}
    assert {place.slot.minutes for place in proposal.places if place.slot} == {120}
    assert (proposal.unplaced, proposal.broken) == ((), ())
    entries = nurse.clinic.entry_count
    series_id = series_booking.plan(nurse, proposal, indication="Depression")
    assert nurse.clinic.entry_count == entries + 1
    for line, place in zip(lines(nurse, series_id), proposal.places, strict=True):
        booked = appointments.of_session(nurse, line.id)
        assert booked is not None
        assert booked.slot == place.slot
        assert (line.planned_on, line.planned_time, line.chair) == (place.day, time(9, 30), "Chair 1")
    assert appointments.unbooked_sessions(nurse, MON, MON + timedelta(days=60)) == []
    assert nurse.clinic.verify() == []


def test_closed_days_and_full_days_are_stepped_over_as_the_protocol_allows(
    nurse: Desk, administrator: Desk, patient: str, mood: Protocol
) -> None:
    opening_hours.close_day(administrator, WED, reason="Training")
    for place in (0, 1):
        whole_day = Slot(at(nurse, 8, day=FRI), 9 * 60, chair(nurse, place))
        appointments.book(nurse, patient_id=None, kind="blocked", slot=whole_day)
    proposal = proposed(nurse, patient, mood)
    days = [one.day for one in proposal.places]
    assert WED not in days
    assert FRI not in days
    assert days[:2] == [MON, date(2026, 3, 5)]
    assert (proposal.unplaced, proposal.broken) == ((), ())


def test_a_taken_hour_becomes_another_chair_or_the_nearest_time(
    nurse: Desk, patient: str, other: str, mood: Protocol
) -> None:
    book(nurse, other, slot(nurse, 9, minutes=120, day=WED))
    proposal = proposed(nurse, patient, mood)
    assert proposal.places[1].slot == slot(nurse, 9, 30, minutes=120, day=WED, place=1)
    only = proposed(nurse, patient, mood, chair_id=chair(nurse))
    assert only.places[1].slot == slot(nurse, 11, minutes=120, day=WED)
    assert only.places[1].reason == "09:30 is taken: 11:00 is the nearest."
    assert only.places[0].reason == ""


def test_what_has_no_place_is_named_and_why(nurse: Desk, administrator: Desk, patient: str, mood: Protocol) -> None:
    for weekday in range(5):
        opening_hours.set_day(administrator, weekday, (time(9), time(10, 30)))
    proposal = proposed(nurse, patient, mood)
    assert len(proposal.unplaced) == 6
    assert proposal.places[0].reason == "The clinic is not open long enough on Mon 02-Mar-2026 for 2 h."
    with pytest.raises(BadValue, match=r"No place was found for session 1, 2, 3, 4, 5, 6"):
        series_booking.plan(nurse, proposal, indication=None)
    series_id = series_booking.plan(nurse, proposal, indication=None, leave_unplaced=True)
    assert [line.planned_time for line in lines(nurse, series_id)] == [None] * 6
    waiting = appointments.unbooked_sessions(nurse, MON, MON + timedelta(days=60))
    assert [one.session_id for one in waiting] == [line.id for line in lines(nurse, series_id)]


def test_days_that_are_full_for_weeks_leave_sessions_without_a_place(nurse: Desk, patient: str, mood: Protocol) -> None:
    for offset in range(1, 60):
        day = MON + timedelta(days=offset)
        if day.weekday() < 5:
            whole_day = Slot(at(nurse, 8, day=day), 9 * 60, chair(nurse, 0))
            appointments.book(nurse, patient_id=None, kind="blocked", slot=whole_day)
    proposal = proposed(nurse, patient, mood, chair_id=chair(nurse))
    assert [place.number for place in proposal.unplaced] == [2, 3, 4, 5, 6]
    assert proposal.places[1].reason == "Chair 1 has no 2 h free on Wed 04-Mar-2026."


def test_a_clinician_is_booked_with_every_session(nurse: Desk, patient: str, other: str, mood: Protocol) -> None:
    who = clinician(nurse)
    book(nurse, other, slot(nurse, 9, minutes=180, day=WED, place=1, staff_id=who))
    proposal = proposed(nurse, patient, mood, staff_id=who)
    assert {place.slot.staff_id for place in proposal.places if place.slot} == {who}
    assert proposal.places[1].slot is not None
    assert nurse.local(proposal.places[1].slot.starts_at).time() == time(12)


def test_a_person_puts_one_session_elsewhere_and_is_told_why_not(
    nurse: Desk, patient: str, other: str, mood: Protocol
) -> None:
    book(nurse, other, slot(nurse, 9, minutes=120, day=date(2026, 3, 5)))
    proposal = proposed(nurse, patient, mood)
    refused = series_booking.with_place(nurse, proposal, 2, date(2026, 3, 5), time(10), chair(nurse))
    assert refused.places[1].slot is None
    assert refused.places[1].reason == "Chair 1 is taken on Thu 05-Mar-2026 from 09:00 to 11:00."
    any_chair = series_booking.with_place(nurse, proposal, 2, date(2026, 3, 5), time(10), None)
    assert any_chair.places[1].slot == slot(nurse, 10, minutes=120, day=date(2026, 3, 5), place=1)
    assert any_chair.broken[0] == "Session 3 is 1 day after the one before; at least 2 are needed."
    closed = series_booking.with_place(nurse, proposal, 2, date(2026, 3, 7), time(10), None)
    assert closed.places[1].reason == "The clinic is closed on Sat 07-Mar-2026."


def test_a_place_taken_meanwhile_writes_nothing_of_the_series(
    nurse: Desk, patient: str, other: str, mood: Protocol
) -> None:
    proposal = proposed(nurse, patient, mood)
    book(nurse, other, slot(nurse, 10, day=FRI))
    with pytest.raises(Clash, match="Chair 1 is taken on Fri 06-Mar-2026"):
        series_booking.plan(nurse, proposal, indication=None)
    assert series.of_patient(nurse, patient) == []


def test_who_died_has_no_series(nurse: Desk, patient: str, mood: Protocol) -> None:
    proposal = proposed(nurse, patient, mood)
    died = PatientDetails(family_name="Ångström", given_name="Zoë", birth_date=BORN, deceased_on=TODAY)
    patients.amend(nurse, patient, details=died, based_on=patients.get(nurse, patient).version)
    for attempt in (
        lambda: proposed(nurse, patient, mood),
        lambda: series_booking.plan(nurse, proposal, indication=None),
        lambda: plan_for(nurse, patient),
    ):
        with pytest.raises(BadValue, match="chart is closed"):
            attempt()


def test_ending_a_series_cancels_its_bookings_in_the_same_entry(nurse: Desk, patient: str, mood: Protocol) -> None:
    series_id = planned(nurse, patient, mood)
    first = lines(nurse, series_id)[0]
    sessions.arrive(nurse, first.id)
    entries = nurse.clinic.entry_count
    found = series.get(nurse, series_id)
    series.end(nurse, series_id, reason="Moved away", based_on=found.version)
    assert nurse.clinic.entry_count == entries + 1
    booked = appointments.of_patient(nurse, patient)
    assert [one.stage for one in booked] == [Stage.ARRIVED] + [Stage.CANCELLED] * 5
    assert {one.state_reason for one in booked[1:]} == {"The series has ended"}
    assert appointments.unbooked_sessions(nurse, MON, MON + timedelta(days=60)) == []
    assert nurse.clinic.verify() == []


def test_moving_a_session_moves_its_booking(nurse: Desk, receptionist: Desk, patient: str, mood: Protocol) -> None:
    series_id = planned(nurse, patient, mood)
    line = lines(nurse, series_id)[1]
    with pytest.raises(BadValue, match="Give a time"):
        series.move(receptionist, line.id, day=FRI, time=None, based_on=line.version)
    with pytest.raises(BadValue, match="no chair of this name"):
        series.move(receptionist, line.id, day=FRI, time=time(14), based_on=line.version, chair="Sofa")
    thursday = date(2026, 3, 5)
    series.move(receptionist, line.id, day=thursday, time=time(14), based_on=line.version, chair="chair 2")
    booked = appointments.of_session(nurse, line.id)
    assert booked is not None
    assert booked.slot == slot(nurse, 14, minutes=120, day=thursday, place=1)
    assert sessions.line(nurse, line.id).chair == "Chair 2"
    with pytest.raises(ChangedElsewhere):
        series.move(receptionist, line.id, day=thursday, time=time(15), based_on=line.version)
    now = sessions.line(nurse, line.id)
    with pytest.raises(BadValue, match="open from"):
        series.move(receptionist, line.id, day=thursday, time=time(16), based_on=now.version)


def test_a_session_and_the_rest_of_its_series_move_in_one_entry(nurse: Desk, patient: str, mood: Protocol) -> None:
    series_id = planned(nurse, patient, mood)
    before = lines(nurse, series_id)
    second = before[1]
    assert [line.planned_on.day for line in before] == [2, 4, 6, 9, 11, 13]
    # Alone it cannot take the day of the one after it.
    with pytest.raises(Clash, match="This patient is booked already"):
        series.move(nurse, second.id, day=FRI, time=time(9, 30), based_on=second.version)
    shift = series_booking.move_with_rest(nurse, second.id, day=FRI, time=time(9, 30), based_on=second.version)
    # The days between are kept as far as the clinic is open: the third would be on a Sunday.
    assert [one.place.day.day for one in shift.sessions] == [6, 9, 11, 13, 16]
    assert (shift.broken, shift.unplaced) == ((), ())
    entries = nurse.clinic.entry_count
    series_booking.apply_shift(nurse, shift)
    assert nurse.clinic.entry_count == entries + 1
    assert [line.planned_on.day for line in lines(nurse, series_id)] == [2, 6, 9, 11, 13, 16]
    assert [nurse.local(one.starts_at).day for one in appointments.of_patient(nurse, patient)] == [2, 6, 9, 11, 13, 16]
    with pytest.raises(ChangedElsewhere):
        series_booking.apply_shift(nurse, shift)
    assert nurse.clinic.verify() == []


def test_a_session_that_cannot_go_where_it_is_wanted_says_why(
    nurse: Desk, patient: str, other: str, mood: Protocol
) -> None:
    second = lines(nurse, planned(nurse, patient, mood))[1]
    book(nurse, other, slot(nurse, 9, minutes=120, day=date(2026, 3, 5)))
    for day, at_time, words in (
        (date(2026, 3, 5), time(10), "Chair 1 is taken"),
        (date(2026, 3, 7), time(10), "closed on Sat"),
        (date(2026, 3, 5), None, "Give a time"),
    ):
        with pytest.raises((BadValue, Clash), match=words):
            series_booking.move_with_rest(nurse, second.id, day=day, time=at_time, based_on=second.version)


def test_the_rest_follows_one_that_was_moved_before(nurse: Desk, patient: str, mood: Protocol) -> None:
    series_id = planned(nurse, patient, mood)
    last_but_one = lines(nurse, series_id)[4]
    thursday = date(2026, 3, 12)
    series.move(nurse, last_but_one.id, day=thursday, time=time(9, 30), based_on=last_but_one.version)
    shift = series_booking.shift_rest(nurse, last_but_one.id, days=1)
    assert [one.place.day.day for one in shift.sessions] == [16]
    series_booking.apply_shift(nurse, shift)
    assert [line.planned_on.day for line in lines(nurse, series_id)] == [2, 4, 6, 9, 12, 16]


def test_a_shift_back_never_goes_before_today_or_the_one_before(nurse: Desk, patient: str, mood: Protocol) -> None:
    series_id = planned(nurse, patient, mood)
    before = lines(nurse, series_id)
    shift = series_booking.shift_rest(nurse, before[0].id, days=-7)
    assert [one.place.day.day for one in shift.sessions] == [4, 6, 9, 11, 13]


def test_a_shift_steps_over_full_days_and_leaves_what_has_no_place(nurse: Desk, patient: str, mood: Protocol) -> None:
    series_id = planned(nurse, patient, mood)
    before = lines(nurse, series_id)
    for place in (0, 1):
        whole_day = Slot(at(nurse, 8, day=date(2026, 3, 10)), 9 * 60, chair(nurse, place))
        appointments.book(nurse, patient_id=None, kind="blocked", slot=whole_day)
    shift = series_booking.shift_rest(nurse, before[2].id, days=1)
    assert [one.place.day.day for one in shift.sessions] == [11, 13, 16]
    # Sessions somebody has arrived for, and the ones before, stay where they are.
    assert [one.line.number for one in shift.sessions] == [4, 5, 6]


def test_a_shift_proposed_on_what_somebody_changed_is_refused(
    nurse: Desk, receptionist: Desk, patient: str, mood: Protocol
) -> None:
    series_id = planned(nurse, patient, mood)
    before = lines(nurse, series_id)
    shift = series_booking.shift_rest(nurse, before[0].id, days=7)
    series.move(receptionist, before[5].id, day=date(2026, 3, 16), time=time(9), based_on=before[5].version)
    with pytest.raises(ChangedElsewhere, match="Rita Moss"):
        series_booking.apply_shift(nurse, shift)
    assert [line.planned_on.day for line in lines(nurse, series_id)] == [2, 4, 6, 9, 11, 16]


def test_sessions_that_are_not_booked_are_shifted_by_their_day(nurse: Desk, patient: str) -> None:
    session_id = plan_for(nurse, patient)
    shift = series_booking.shift_rest(nurse, session_id, days=7)
    assert all(one.booked is None for one in shift.sessions)
    series_booking.apply_shift(nurse, shift)
    found = series.of_patient(nurse, patient)[0].sessions
    assert [line.planned_on.day for line in found] == [2, 9, 13, 16, 18, 20]
    assert {line.planned_time for line in found} == {time(9, 30)}


def test_a_started_session_is_not_moved(nurse: Desk, patient: str, mood: Protocol) -> None:
    from clinicdesk.records.sessions import DecidedBy

    series_id = planned(nurse, patient, mood)
    first = lines(nurse, series_id)[0]
    sessions.not_treated(nurse, first.id, reason="Has eaten", decided_by=DecidedBy.CLINICIAN)
    assert lines(nurse, series_id)[0].phase is Phase.NOT_TREATED
    with pytest.raises(BadValue, match="started or is over"):
        series.move(nurse, first.id, day=FRI, time=time(14), based_on=first.version)
    booked = appointments.of_session(nurse, first.id)
    assert booked is not None
    assert (booked.state, booked.stage) == (State.BOOKED, Stage.NOT_TREATED)
    with pytest.raises(BadValue, match="over or cancelled"):
        appointments.change(nurse, booked.id, slot=slot(nurse, 12), based_on=booked.version)


def test_a_chair_with_bookings_ahead_is_not_retired(
    nurse: Desk, administrator: Desk, patient: str, mood: Protocol
) -> None:
    planned(nurse, patient, mood)
    first, second = chairs.all(administrator)
    with pytest.raises(BadValue, match="6 visits are still booked into Chair 1"):
        chairs.retire(administrator, first)
    chairs.retire(administrator, second)
    assert chairs.all(administrator) == [first]


def test_a_wish_outside_the_opening_hours_goes_to_the_nearest_time_inside(
    nurse: Desk, patient: str, mood: Protocol
) -> None:
    proposal = proposed(nurse, patient, mood, at_time=time(6, 30))
    # Today the clinic is open already, and nothing is booked into the past: it is nine o'clock.
    assert proposal.places[0].slot == slot(nurse, 9, minutes=120)
    assert proposal.places[1].slot == slot(nurse, 8, minutes=120, day=WED)
    assert proposal.places[1].reason == "06:30 is outside the opening hours: 08:00 is the nearest."


def test_a_time_that_does_not_exist_on_a_day_is_said(nurse: Desk, administrator: Desk, patient: str) -> None:
    spring = date(2026, 3, 8)
    opening_hours.set_day(administrator, 6, (time(1), time(9)))
    booster = protocols.load_all()[0]["iv-ketamine-booster"]
    proposal = series_booking.propose(
        nurse, patient_id=patient, protocol=booster, first_day=spring, time=time(2, 30), weekdays=frozenset({6})
    )
    # The Sunday of the change is left out like a full day; a week later there is such a time.
    assert proposal.places[0].day == date(2026, 3, 15)
    there = series_booking.with_place(nurse, proposal, 1, spring, time(2, 30), None)
    assert (
        there.places[0].reason
        == "The clocks go forward on Sun 08-Mar-2026, and there is no 02:30. Choose another time."
    )
    none = series_booking.with_place(nurse, proposal, 1, spring, None, None)
    assert none.places[0].reason == "Without a time it stays to be booked."


def test_a_shift_without_any_day_left_keeps_the_places(nurse: Desk, patient: str, mood: Protocol) -> None:
    series_id = planned(nurse, patient, mood)
    before = lines(nurse, series_id)
    for offset in range(12, 40):
        day = MON + timedelta(days=offset)
        for place in (0, 1) if day.weekday() < 5 else ():
            whole_day = Slot(at(nurse, 8, day=day), 9 * 60, chair(nurse, place))
            appointments.book(nurse, patient_id=None, kind="blocked", slot=whole_day)
    shift = series_booking.shift_rest(nurse, before[4].id, days=14)
    (left,) = shift.unplaced
    assert left.place.day == before[5].planned_on
    assert "keeps the protocol's rules and has room" in left.place.reason
    entries = nurse.clinic.entry_count
    series_booking.apply_shift(nurse, shift)
    assert nurse.clinic.entry_count == entries


def test_sessions_without_booking_move_along_with_one(nurse: Desk, patient: str) -> None:
    second = sessions.of_patient(nurse, patient)[1] if plan_for(nurse, patient) else None
    assert second is not None
    shift = series_booking.move_with_rest(nurse, second.id, day=FRI, time=time(11), based_on=second.version)
    series_booking.apply_shift(nurse, shift)
    found = series.of_patient(nurse, patient)[0].sessions
    assert [line.planned_on.day for line in found] == [2, 6, 9, 11, 13, 16]
    assert [line.planned_time for line in found] == [time(9, 30), time(11)] + [time(9, 30)] * 4
    last = found[-1]
    assert series_booking.shift_rest(nurse, last.id, days=1).sessions == ()
    sessions.not_treated(nurse, last.id, reason="Ill", decided_by=sessions.DecidedBy.PATIENT)
    with pytest.raises(BadValue, match="started or is over"):
        series_booking.move_with_rest(nurse, last.id, day=FRI, time=None, based_on=last.version)
