"""The board of a day: what each visit shows to whom, and the next step."""

from datetime import UTC, date, datetime, time

import pytest

from clinicdesk.desk import Desk
from clinicdesk.exchange import incoming
from clinicdesk.records import (
    appointments,
    consents,
    documents,
    notes,
    patients,
    series,
    sessions,
    today,
    visit_details,
)
from clinicdesk.records.chart_facts import Allergy, ChartFacts, FactList
from clinicdesk.records.consents import Inked
from clinicdesk.records.documents import Source
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.sessions import EndReason
from clinicdesk.records.today import Action, Group
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.timeline import Phase
from clinicdesk.storage.clock import DrivenClock
from tests.exchange import outside_files as made
from tests.records.appointments.places import slot
from tests.records.sessions import steps

MONDAY = date(2026, 3, 2)
PROTOCOL = "iv-ketamine-mood"


@pytest.fixture
def plan(prescriber: Desk):
    def plan_for(family: str, days: list[date], at: time | None = time(9, 30), facts: ChartFacts | None = None) -> str:
        details = PatientDetails(family_name=family, given_name="Per", birth_date=date(1968, 7, 21))
        patient_id = patients.register(prescriber, details=details, facts=facts)
        steps.eligible(prescriber, patient_id)
        series.plan(
            prescriber, patient_id=patient_id, protocol_name=PROTOCOL, days=days, time=at, indication="Depression"
        )
        return patient_id

    return plan_for


def texts(row: today.BoardRow) -> list[str]:
    return [badge.text for badge in row.badges]


def test_the_day_by_time_with_the_first_step(plan, nurse: Desk):
    plan("Late", [MONDAY, date(2026, 3, 5)], time(11, 0))
    plan("Early", [MONDAY], time(9, 30))
    plan("Whenever", [MONDAY], None)
    plan("Tomorrow", [date(2026, 3, 3)])
    rows = today.board(nurse, MONDAY)
    assert [row.patient_name for row in rows] == ["EARLY, Per", "LATE, Per", "WHENEVER, Per"]
    assert rows[1].visit == "Session 1 of 2"
    assert rows[0].next_step is not None
    assert rows[0].next_step.action is Action.ARRIVE
    assert rows[0].group is Group.TO_COME


def test_reception_sees_what_is_missing_and_nothing_clinical(plan, receptionist: Desk, nurse: Desk):
    facts = ChartFacts(allergies=FactList(Answer.SOME, (Allergy(substance="Penicillin"),)))
    plan("Lindqvist", [MONDAY], facts=facts)
    (row,) = today.board(receptionist, MONDAY)
    assert texts(row) == ["Consent missing", "PHQ-9 due +2"]
    assert row.next_step is not None
    assert row.next_step.label == "Mark arrived"
    sessions.arrive(receptionist, row.session_id)
    (row,) = today.board(receptionist, MONDAY)
    assert row.phase is Phase.ARRIVED
    assert texts(row) == [
        "Consent missing",
        "Escort missing",
        "Prescriber must sign order",
        "PHQ-9 due +2",
    ]
    assert row.next_step is not None
    assert row.next_step.action is Action.CHECK_IN
    assert "enicillin" not in repr(visit_details.of_row(receptionist, row))
    (row,) = today.board(nurse, MONDAY)
    assert texts(row) == [
        "Allergy: Penicillin",
        "Consent missing",
        "Fasting not asked",
        "Escort missing",
        "Order to sign",
        "PHQ-9 due +2",
    ]
    assert row.next_step is not None
    assert row.next_step.action is Action.CHECK_IN


def test_what_is_done_is_no_longer_missing(plan, nurse: Desk):
    patient_id = plan("Lindqvist", [MONDAY])
    consents.sign_on_paper(
        nurse,
        consents.get(nurse, consents.prepare(nurse, patient_id=patient_id, text_name="iv-ketamine-mood")),
        Inked(signer_name="Per Lindqvist", clinician="Dr Pat Osei"),
        signed_on=MONDAY,
    )
    (row,) = today.board(nurse, MONDAY)
    sessions.arrive(nurse, row.session_id)
    sessions.check_escort(nurse, row.session_id, name="Anna", phone="555 0142")
    (row,) = today.board(nurse, MONDAY)
    assert "Escort missing" not in texts(row)
    assert "Consent missing" not in texts(row)
    assert "Scan to follow" in texts(row)
    words = [check.words for check in visit_details.of_row(nurse, row).checks]
    assert "Escort: Anna, 555 0142" in words


def test_an_allergy_question_nobody_asked_is_told_to_clinicians(plan, nurse: Desk):
    plan("Lindqvist", [MONDAY])
    (row,) = today.board(nurse, MONDAY)
    assert "Allergies not asked" in texts(row)
    assert row.asks_attention


def test_who_is_late_is_told_after_a_quarter_of_an_hour(plan, nurse: Desk, clock: DrivenClock):
    plan("Lindqvist", [MONDAY], time(9, 30))
    clock.move_to(datetime(2026, 3, 2, 14, 45, tzinfo=UTC))
    assert "Not here yet" not in texts(today.board(nurse, MONDAY)[0])
    clock.pass_time(minutes=1)
    assert "Not here yet" in texts(today.board(nurse, MONDAY)[0])


def test_a_future_day_can_be_looked_at_but_nobody_arrives(plan, nurse: Desk):
    plan("Lindqvist", [date(2026, 3, 3)])
    (row,) = today.board(nurse, date(2026, 3, 3))
    assert row.next_step is None


def test_my_unsigned_notes_are_listed_to_sign(plan, nurse: Desk, prescriber: Desk, receptionist: Desk):
    patient_id = plan("Lindqvist", [MONDAY])
    note_id = notes.write(nurse, patient_id=patient_id, kind="phone_call", body="Asked about fasting")
    (item,) = today.to_sign(nurse)
    assert (item.kind, item.id, item.what, item.patient_name) == ("note", note_id, "Phone call", "LINDQVIST, Per")
    assert today.to_sign(prescriber) == []
    assert today.to_sign(receptionist) == []
    notes.sign(nurse, note_id)
    assert today.to_sign(nurse) == []


def test_documents_to_review_are_listed_for_their_reviewer(plan, nurse: Desk, prescriber: Desk, receptionist: Desk):
    patient_id = plan("Lindqvist", [MONDAY])
    document_id = documents.file(
        receptionist,
        patient_id=patient_id,
        incoming=incoming.from_bytes(made.pdf("Potassium 4.1")),
        source=Source.DROPPED,
        kind="lab_result",
        title="Potassium",
        reviewer_id=prescriber.person.id,
    )
    (item,) = today.to_sign(prescriber)
    assert (item.kind, item.id, item.what) == ("document", document_id, "Review: Potassium")
    assert (item.patient_id, item.patient_name) == (patient_id, "LINDQVIST, Per")
    assert today.to_sign(nurse) == today.to_sign(receptionist) == []
    documents.review(prescriber, documents.get(prescriber, document_id))
    assert today.to_sign(prescriber) == []


@pytest.fixture
def zoe(nurse: Desk) -> str:
    """Return the first of six sessions, planned for today."""
    return steps.plan_for(nurse, steps.register_zoe(nurse))


def test_the_next_step_follows_the_session(zoe: str, nurse: Desk, prescriber: Desk, clock: DrivenClock):
    found: list[tuple[Phase, Action | None]] = []

    def look() -> today.BoardRow:
        (row,) = today.board(nurse, MONDAY)
        found.append((row.phase, row.next_step.action if row.next_step else None))
        return row

    look()
    steps.run(nurse, prescriber, zoe)
    row = look()
    assert texts(row) == ["Allergies not asked", "Scan to follow"][1:]
    clock.pass_time(minutes=12)
    progress = visit_details.of_row(nurse, today.board(nurse, MONDAY)[0]).progress
    assert progress is not None
    assert (progress.started_at.hour, progress.flowed_minutes, progress.ordered_minutes) == (9, 12, 40)
    sessions.end(nurse, zoe, ended=sessions.EndReason.COMPLETED)
    look()
    steps.discharge(nurse, zoe)
    assert texts(look()) == ["Unsigned"]
    assert found == [
        (Phase.PLANNED, Action.ARRIVE),
        (Phase.RUNNING, Action.OPEN),
        (Phase.RECOVERY, Action.DISCHARGE),
        (Phase.DISCHARGED, Action.SIGN),
    ]


def test_what_runs_or_waits_from_yesterday_stays_on_the_board(
    zoe: str, nurse: Desk, receptionist: Desk, prescriber: Desk, clock: DrivenClock
):
    steps.run(nurse, prescriber, zoe)
    clock.pass_time(hours=24)
    tuesday = date(2026, 3, 3)
    for desk in (nurse, receptionist):
        (row,) = today.board(desk, tuesday)
        assert (row.day, row.phase) == (MONDAY, Phase.RUNNING)
    sessions.end(nurse, zoe, ended=sessions.EndReason.COMPLETED)
    assert [row.phase for row in today.board(nurse, tuesday)] == [Phase.RECOVERY]
    # Whom is still being watched concerns the clinicians; reception has no step to take.
    assert today.board(receptionist, tuesday) == []


def test_sessions_i_worked_in_wait_for_my_signature(zoe: str, nurse: Desk, prescriber: Desk, everyone: Desk):
    steps.run(nurse, prescriber, zoe)
    sessions.end(nurse, zoe, ended=sessions.EndReason.COMPLETED)
    assert today.to_sign(nurse) == []
    steps.discharge(nurse, zoe)
    (item,) = today.to_sign(nurse)
    assert (item.kind, item.id, item.what) == ("session", zoe, "Session 1 of 6")
    assert today.to_sign(everyone) == []


def test_whoever_is_here_at_midnight_stays_on_the_board(receptionist: Desk, clock: DrivenClock):
    details = PatientDetails(family_name="Night", given_name="Owl", birth_date=date(1968, 7, 21))
    patient_id = patients.register(receptionist, details=details)
    late = slot(receptionist, 23, 0, minutes=45)
    visit = appointments.book(receptionist, patient_id=patient_id, kind="follow_up", slot=late, outside_hours=True)
    clock.move_to(datetime(2026, 3, 3, 4, 5, tzinfo=UTC))
    appointments.arrive(receptionist, visit)
    clock.move_to(datetime(2026, 3, 3, 5, 30, tzinfo=UTC))
    (row,) = today.board(receptionist, date(2026, 3, 3))
    assert (row.key, row.day, row.group) == (visit, MONDAY, Group.HERE)
    assert row.due is not None
    assert row.due.words == "Waits 1 h 25 min"
    appointments.leave(receptionist, visit)
    assert today.board(receptionist, date(2026, 3, 3)) == []


def test_who_recovers_at_midnight_stays_on_the_board_of_reception(
    nurse: Desk, prescriber: Desk, receptionist: Desk, clock: DrivenClock
):
    session_id = steps.plan_for(prescriber, steps.register_zoe(prescriber))
    clock.move_to(datetime(2026, 3, 3, 4, 30, tzinfo=UTC))
    steps.run(nurse, prescriber, session_id)
    sessions.end(nurse, session_id, ended=EndReason.COMPLETED)
    clock.move_to(datetime(2026, 3, 3, 5, 5, tzinfo=UTC))
    (row,) = today.board(receptionist, date(2026, 3, 3))
    assert (row.session_id, row.group) == (session_id, Group.RECOVERY)


def test_the_board_says_that_a_visit_is_held_and_that_an_escort_is_late(receptionist: Desk, nurse: Desk) -> None:
    zoe = steps.plan_for(nurse, steps.register_zoe(nurse))
    sessions.arrive(receptionist, zoe)
    sessions.hold(nurse, zoe, reason="BP 168/100", again_in_minutes=15)
    words = [badge.text for badge in today.board(receptionist, steps.TODAY)[0].badges]
    assert "Held" in words
    assert not any("168" in word for word in words)
    sessions.hold_over(nurse, zoe)
    assert "Held" not in [badge.text for badge in today.board(receptionist, steps.TODAY)[0].badges]
    sessions.escort_step(receptionist, zoe, what=sessions.EscortStep.LATE)
    sessions.escort_step(receptionist, zoe, what=sessions.EscortStep.CALLED, name="Per", phone="218 555 0142")
    assert "Escort late" in [badge.text for badge in today.board(receptionist, steps.TODAY)[0].badges]
    sessions.escort_step(receptionist, zoe, what=sessions.EscortStep.HERE)
    assert "Escort late" not in [badge.text for badge in today.board(receptionist, steps.TODAY)[0].badges]
