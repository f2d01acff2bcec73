"""The board over bookings: stages, other visits and calls, who is not coming, who waits, what is due, clock changes."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, Clash
from clinicdesk.records import access, appointments, authorisations, check_in, merging, patients, sessions, today
from clinicdesk.records.appointments import CheckIn, Slot, Stage
from clinicdesk.records.chart_facts import Allergy, ChartFacts, FactList
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.today import BoardRow, Group
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.authorisation import Terms
from clinicdesk.storage.clock import DrivenClock
from tests.records.appointments.places import at, book, chair, slot
from tests.records.sessions import steps

MONDAY = steps.TODAY
ASKED = CheckIn(("name", "birth_date"), escort_name="Per", escort_phone="218 555 0142")


def register(desk: Desk, family: str, given: str = "Lee") -> str:
    return patients.register(
        desk, details=PatientDetails(family_name=family, given_name=given, birth_date=date(1970, 1, 1))
    )


def texts(row: BoardRow) -> list[str]:
    return [badge.text for badge in row.badges]


def step(row: BoardRow) -> str:
    return row.next_step.label if row.next_step else ""


@pytest.fixture
def treatment(receptionist: Desk, nurse: Desk) -> str:
    """Return the booking of Zoë's first session, at 09:30 in the first chair; the session is that of ``board``."""
    zoe = steps.register_zoe(nurse)
    session_id = steps.plan_for(nurse, zoe)
    return book(receptionist, zoe, slot(receptionist, 9, 30, minutes=120), kind="session", session_id=session_id)


def only(desk: Desk, day: date = MONDAY) -> BoardRow:
    (row,) = today.board(desk, day)
    return row


def test_a_session_with_its_booking_is_one_visit_through_all_its_stages(
    treatment: str, receptionist: Desk, nurse: Desk, prescriber: Desk
) -> None:
    row = only(receptionist)
    assert (row.key, row.chair, row.visit, row.minutes) == (treatment, "Chair 1", "Session 1 of 6", 120)
    assert row.ends_at == at(receptionist, 11, 30)
    session_id = row.session_id or ""
    found = []

    def look() -> None:
        seen, clinical = only(receptionist), only(nurse)
        found.append((seen.stage, seen.group, step(seen), step(clinical)))

    look()
    today.arrive(receptionist, row)
    look()
    appointments.check_in(
        receptionist, treatment, detail=ASKED, based_on=appointments.get(receptionist, treatment).version
    )
    look()
    steps.consent(nurse, row.patient_id)
    now = nurse.now()
    sessions.check_fasting(nurse, session_id, solids_at=now - timedelta(hours=13), liquids_at=now - timedelta(hours=3))
    look()
    sessions.observe(nurse, session_id, values=steps.BASELINE)
    steps.at_chair(nurse, session_id)
    steps.order(prescriber, session_id)
    steps.second_check(nurse, session_id)
    sessions.start(nurse, session_id, identity=steps.ZOE)
    look()
    sessions.end(nurse, session_id, ended=sessions.EndReason.COMPLETED)
    look()
    steps.discharge(nurse, session_id)
    look()
    assert found == [
        (Stage.BOOKED, Group.TO_COME, "Mark arrived", "Mark arrived"),
        (Stage.ARRIVED, Group.HERE, "Check in", "Check in"),
        (Stage.CHECKED_IN, Group.HERE, "", "Before start"),
        (Stage.PREPARATION, Group.HERE, "", "Before start"),
        (Stage.IN_TREATMENT, Group.IN_TREATMENT, "", "Open session"),
        (Stage.RECOVERY, Group.RECOVERY, "", "Recovery and discharge"),
        (Stage.DISCHARGED, Group.DONE, "", "Sign session"),
    ]
    assert receptionist.clinic.verify() == []


def test_the_escort_named_at_the_desk_counts_and_reception_reads_who_is_needed(
    treatment: str, receptionist: Desk, nurse: Desk
) -> None:
    today.arrive(receptionist, only(receptionist))
    assert "Escort missing" in texts(only(receptionist))
    assert "Waits for a clinician" not in texts(only(receptionist))
    appointments.check_in(
        receptionist, treatment, detail=ASKED, based_on=appointments.get(receptionist, treatment).version
    )
    assert texts(only(receptionist)) == [
        "Consent missing",
        "Today's questions open",
        "Confirm contact",
        "Waits for a clinician",
        "Prescriber must sign order",
        "PHQ-9 due +2",
    ]
    assert "Fasting not asked" in texts(only(nurse))


def test_another_visit_from_the_door_to_the_door(receptionist: Desk) -> None:
    booked = book(receptionist, register(receptionist, "Doe"), slot(receptionist, 9, 30), kind="follow_up")
    labels = []
    for do in (today.arrive, None, today.begin, today.leave):
        row = only(receptionist)
        labels.append((row.stage, step(row)))
        if do is None:
            appointments.check_in(
                receptionist, booked, detail=ASKED, based_on=appointments.get(receptionist, booked).version
            )
        else:
            do(receptionist, row)
    row = only(receptionist)
    assert labels == [
        (Stage.BOOKED, "Mark arrived"),
        (Stage.ARRIVED, "Check in"),
        (Stage.CHECKED_IN, "Begin visit"),
        (Stage.IN_TREATMENT, "Visit is over"),
    ]
    assert (row.stage, row.next_step, today.stage_words(row)[0]) == (Stage.DISCHARGED, None, "Over")


def test_nobody_arrives_for_a_call(receptionist: Desk) -> None:
    book(receptionist, register(receptionist, "Doe"), slot(receptionist, 9, minutes=15, place=None), kind="phone_call")
    assert step(only(receptionist)) == "Begin call"
    today.begin(receptionist, only(receptionist))
    assert step(only(receptionist)) == "Visit is over"


def test_blocked_time_is_no_visit(receptionist: Desk) -> None:
    appointments.book(
        receptionist, patient_id=None, kind="blocked", slot=Slot(at(receptionist, 12), 60, chair(receptionist))
    )
    assert today.board(receptionist, MONDAY) == []


def test_a_cancelled_session_stands_there_once_and_quietly(treatment: str, receptionist: Desk) -> None:
    version = appointments.get(receptionist, treatment).version
    appointments.cancel(receptionist, treatment, reason="Has a cold", based_on=version)
    row = only(receptionist)
    assert (row.stage, row.group, row.next_step, row.badges) == (Stage.CANCELLED, Group.NOT_COMING, None, ())
    again = appointments.rebook(receptionist, treatment, slot=slot(receptionist, 13, minutes=120))
    rows = today.board(receptionist, MONDAY)
    assert [(row.key, row.stage) for row in rows] == [(treatment, Stage.CANCELLED), (again, Stage.BOOKED)]
    assert rows[0].session_id is None


def test_somebody_missed_who_comes_after_all_is_booked_and_here(
    treatment: str, receptionist: Desk, clock: DrivenClock
) -> None:
    clock.pass_time(minutes=70)
    assert texts(only(receptionist)) == ["Consent missing", "Not here yet", "PHQ-9 due +2"]
    assert only(receptionist).due == today.Due("Late 40 min", "warn")
    with pytest.raises(BadValue, match="Say what you know"):
        today.did_not_come(receptionist, only(receptionist), reason=" ")
    today.did_not_come(receptionist, only(receptionist), reason="Not reached yet")
    missed = only(receptionist)
    assert (missed.stage, step(missed)) == (Stage.NO_SHOW, "Came after all")
    here = today.come_after_all(receptionist, missed)
    rows = {row.key: row for row in today.board(receptionist, MONDAY)}
    assert (rows[here].stage, step(rows[here])) == (Stage.ARRIVED, "Check in")
    assert (rows[treatment].stage, step(rows[treatment])) == (Stage.NO_SHOW, "")


@pytest.mark.usefixtures("treatment")
def test_a_place_that_was_given_away_is_told(receptionist: Desk, clock: DrivenClock) -> None:
    clock.pass_time(minutes=70)
    today.did_not_come(receptionist, only(receptionist), reason="Not reached yet")
    missed = only(receptionist)
    book(receptionist, register(receptionist, "Doe"), slot(receptionist, 10, 30), kind="follow_up")
    with pytest.raises(Clash, match="Chair 1 is taken"):
        today.come_after_all(receptionist, missed)


def test_a_session_that_goes_on_without_its_cancelled_booking_is_shown(
    treatment: str, receptionist: Desk, nurse: Desk
) -> None:
    session_id = only(receptionist).session_id or ""
    version = appointments.get(receptionist, treatment).version
    appointments.cancel(receptionist, treatment, reason="By mistake", based_on=version)
    sessions.arrive(nurse, session_id)
    stages = {row.key: row.stage for row in today.board(receptionist, MONDAY)}
    assert stages == {treatment: Stage.CANCELLED, session_id: Stage.ARRIVED}


@pytest.mark.usefixtures("treatment")
def test_an_arrival_is_taken_back_with_and_without_a_booking(receptionist: Desk, nurse: Desk) -> None:
    doe = register(nurse, "Doe")
    steps.plan_for(nurse, doe)
    for place in (0, 1):
        row = today.board(receptionist, MONDAY)[place]
        today.arrive(receptionist, row)
        here = today.board(receptionist, MONDAY)[place]
        assert here.stage is Stage.ARRIVED
        assert here.arrived_at == receptionist.now()
        today.undo_arrival(receptionist, here)
        assert today.board(receptionist, MONDAY)[place].stage is Stage.BOOKED
        with pytest.raises(BadValue, match="taken back already"):
            today.undo_arrival(receptionist, today.board(receptionist, MONDAY)[place])
        today.arrive(receptionist, today.board(receptionist, MONDAY)[place])
    assert receptionist.clinic.verify() == []


@pytest.mark.usefixtures("treatment")
def test_who_waits_is_counted_from_the_arrival_and_long_waits_are_marked(
    receptionist: Desk, clock: DrivenClock
) -> None:
    today.arrive(receptionist, only(receptionist))
    clock.pass_time(minutes=19)
    assert only(receptionist).due == today.Due("Waits 19 min", "")
    clock.pass_time(minutes=46)
    assert only(receptionist).due == today.Due("Waits 1 h 5 min", "warn")


@pytest.mark.usefixtures("treatment")
def test_reception_sees_when_vital_signs_are_due_and_nothing_of_them(
    receptionist: Desk, nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    session_id = only(receptionist).session_id or ""
    steps.run(nurse, prescriber, session_id)
    first = sessions.due(sessions.get(nurse, session_id), sessions.now_of(nurse))
    assert first is not None
    wanted = (clock.now() + timedelta(minutes=first.minute)).astimezone(receptionist.zone()).strftime("%H:%M")
    assert only(receptionist).due == today.Due(f"Vitals {wanted}", "")
    clock.pass_time(minutes=first.minute)
    assert only(receptionist).due == today.Due(f"Vitals due {wanted}", "warn")
    clock.pass_time(minutes=20)
    late = only(receptionist).due
    assert late is not None
    assert (late.words.startswith("Vitals late"), late.kind) == (True, "danger")
    shown = only(receptionist)
    ids = {"key", "appointment_id", "session_id", "patient_id"}  # made by chance, and may hold any digits
    said = repr([getattr(shown, field.name) for field in fields(shown) if field.name not in ids])
    assert late.words in said
    assert "128" not in said
    sessions.observe(nurse, session_id, values={**steps.BASELINE})
    after = sessions.due(sessions.get(nurse, session_id), sessions.now_of(nurse))
    assert after is not None
    assert only(nurse).due == only(receptionist).due != late


@pytest.mark.usefixtures("treatment")
def test_the_board_and_the_session_agree_when_a_value_was_entered_in_error(
    receptionist: Desk, nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    session_id = only(receptionist).session_id or ""
    steps.run(nurse, prescriber, session_id)
    first = only(receptionist).due
    clock.pass_time(minutes=10)
    sessions.observe(nurse, session_id, values=steps.BASELINE)
    assert only(receptionist).due != first
    session = sessions.get(nurse, session_id)
    taken = [found for kind in session.protocol.vitals.kinds if (found := session.latest(kind))]
    sessions.correct(nurse, session_id, values={wrong.id: None for wrong in taken}, reason="Another patient's")
    again = only(receptionist).due
    assert first is not None
    assert again is not None
    assert again.words[-5:] == first.words[-5:]


@pytest.mark.usefixtures("treatment")
def test_the_wall_clock_set_back_moves_what_is_due_with_it(
    receptionist: Desk, nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    session_id = only(receptionist).session_id or ""
    steps.run(nurse, prescriber, session_id)
    before = only(receptionist).due
    assert before is not None
    assert before.words == "Vitals 09:10"
    clock.set_wall(clock.now() - timedelta(minutes=30))
    # Ten minutes are still left, whatever the clock on the wall says.
    assert only(receptionist).due == today.Due("Vitals 08:40", "")


def test_namesakes_of_a_day_are_told_apart(receptionist: Desk) -> None:
    for hour, family, given in ((9, "Lopez", "Maria"), (11, "López", "Maria Elena"), (13, "Lopez", "Juan")):
        book(receptionist, register(receptionist, family, given), slot(receptionist, hour), kind="follow_up")
    assert [("Same name today" in texts(row)) for row in today.board(receptionist, MONDAY)] == [True, True, False]


@pytest.mark.usefixtures("treatment")
def test_an_authorisation_that_runs_out_is_told(receptionist: Desk) -> None:
    row = only(receptionist)
    authorisations.add(receptionist, row.patient_id, number="A-17", terms=Terms(None, MONDAY - timedelta(days=1), 6))
    (words,) = (text for text in texts(only(receptionist)) if text.startswith("Prior authorisation"))
    assert words
    assert only(receptionist).asks_attention


@pytest.mark.usefixtures("treatment")
def test_somebody_recorded_as_deceased_is_told_before_anybody_calls(receptionist: Desk) -> None:
    patient = patients.get(receptionist, only(receptionist).patient_id)
    died = replace(patient, deceased_on=date(2026, 2, 20))
    patients.amend(receptionist, patient.id, based_on=patient.version, details=died)
    assert texts(only(receptionist))[0] == "Recorded as deceased"


def test_the_night_the_clock_goes_back_is_in_the_order_of_time(receptionist: Desk, clock: DrivenClock) -> None:
    # In New York 1 November 2026 has 25 hours; 01:30 comes twice.
    night = date(2026, 11, 1)
    clock.move_to(datetime(2026, 11, 1, 5, 0, tzinfo=UTC))
    names = ("First", "Second")
    for name, hour in zip(names, (3, 4), strict=True):
        book(
            receptionist,
            register(receptionist, name),
            slot(receptionist, hour, minutes=30, day=night),
            kind="follow_up",
            outside_hours=True,  # type: ignore[arg-type]
        )
    rows = today.board(receptionist, night)
    assert [row.patient_name for row in rows] == ["FIRST, Lee", "SECOND, Lee"]
    today.arrive(receptionist, rows[0])
    # From 01:59 daylight time to 01:05 standard time six minutes pass.
    clock.move_to(datetime(2026, 11, 1, 5, 59, tzinfo=UTC))
    waits = today.board(receptionist, night)[0].due
    clock.move_to(datetime(2026, 11, 1, 6, 5, tzinfo=UTC))
    after = today.board(receptionist, night)[0].due
    assert (waits, after) == (today.Due("Waits 59 min", "warn"), today.Due("Waits 1 h 5 min", "warn"))


def test_the_day_the_clock_goes_forward_begins_and_ends_at_midnight(receptionist: Desk) -> None:
    spring = date(2026, 3, 8)
    late = slot(receptionist, 22, minutes=60, day=spring)
    book(receptionist, register(receptionist, "Late"), late, kind="follow_up", outside_hours=True)  # type: ignore[arg-type]
    assert [row.patient_name for row in today.board(receptionist, spring)] == ["LATE, Lee"]
    assert today.board(receptionist, date(2026, 3, 9)) == []
    row = only(receptionist, spring)
    assert (row.time and row.time.hour, row.ends_at and row.ends_at.hour) == (22, 23)


def test_when_the_downtime_pack_was_printed(receptionist: Desk, clock: DrivenClock) -> None:
    assert today.last_pack(receptionist).words == "The downtime pack was never printed."
    access.printed(receptionist, paper="face-sheet", patient_id=None)
    assert today.last_pack(receptionist).printed_at is None
    access.printed(receptionist, paper="downtime-pack", patient_id=None)
    assert today.last_pack(receptionist).words == "Downtime pack printed today at 09:00."
    clock.pass_time(hours=24)
    pack = today.last_pack(receptionist)
    assert (pack.of_today, pack.words) == (False, "The downtime pack was last printed on Mon 02-Mar-2026.")


@pytest.mark.usefixtures("treatment")
def test_who_may_not_receive_patients_is_offered_no_step(administrator: Desk) -> None:
    assert only(administrator).next_step is None


def test_a_merged_patient_stands_on_the_board_as_one_person(treatment: str, receptionist: Desk, nurse: Desk) -> None:
    second = only(receptionist).patient_id
    penicillin = ChartFacts(allergies=FactList(Answer.SOME, (Allergy(substance="Penicillin"),)))
    first = patients.register(
        nurse, details=PatientDetails(family_name="Angstrom", given_name="Zoe", birth_date=steps.BORN), facts=penicillin
    )
    seen = merging.preview(receptionist, first, second)
    merging.merge(receptionist, first, second, choices={}, based_on=(seen.kept.version, seen.merged.version))
    row = only(nurse)
    assert (row.key, row.patient_id, row.patient_name) == (treatment, first, "ANGSTROM, Zoe")
    assert texts(row)[0] == "Allergy: Penicillin"
    steps.consent(nurse, first)
    assert "Consent missing" not in texts(only(nurse))
    today.arrive(receptionist, only(receptionist))
    start = check_in.sheet(receptionist, appointment_id=treatment, session_id=None)
    assert start.patient.id == first
    check_in.check_in(
        receptionist,
        start,
        said=frozenset({check_in.NAME, check_in.BIRTH_DATE}),
        contact=start.patient,
        contact_confirmed=True,
        escort=check_in.Escort("Per", "218 555 0142"),
    )
    assert only(receptionist).stage is Stage.CHECKED_IN
    assert "Escort missing" not in texts(only(receptionist))
    assert check_in.sheet(receptionist, appointment_id=treatment, session_id=None).last_confirmed == MONDAY
