"""The log of the clinic: who may read it, what each choice finds, page by page, and where a wrong clock stands."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed, NotFound
from clinicdesk.formats import format_record_number
from clinicdesk.permissions import ACTIONS
from clinicdesk.records import access, access_log, access_words, log_choice, notes, patients
from clinicdesk.records.access_words import Kind
from clinicdesk.records.log_choice import LogChoice
from clinicdesk.records.log_places import first_at
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock


@pytest.fixture
def patient(nurse: Desk) -> str:
    return patients.register(nurse, details=PatientDetails(family_name="Łukasz", given_name="Ola"))


def whats(lines: list[access_log.AccessLine]) -> list[str]:
    return [line.what for line in lines]


def test_only_administrators_read_it(nurse: Desk, receptionist: Desk, prescriber: Desk, administrator: Desk):
    assert access_log.entries(administrator, limit=1)
    for desk in (nurse, receptionist, prescriber):
        with pytest.raises(NotAllowed):
            access_log.entries(desk)
        with pytest.raises(NotAllowed):
            access_log.detail(desk, "any")


def test_who_what_when_where_and_about_whom(nurse: Desk, administrator: Desk, patient: str):
    nurse.note_opening(patient)
    opened = access_log.entries(administrator, staff_id=nurse.person.id, limit=1)[0]
    assert (opened.staff_name, opened.what, opened.workstation) == ("Nina Okafor, RN", "Opened the chart", "TEST-PC")
    number = format_record_number(patients.get(nurse, patient).record_number)
    assert opened.about == (f"{number} ŁUKASZ, Ola",)
    assert opened.at.strftime("%Y-%m-%d %H:%M") == "2026-03-02 09:00"


def test_each_choice_finds_its_entries(nurse: Desk, receptionist: Desk, administrator: Desk, patient: str):
    nurse.note_opening(patient)
    receptionist.note_opening(patient)
    access.printed(receptionist, paper="face-sheet", patient_id=patient)
    by_rita = access_log.entries(administrator, staff_id=receptionist.person.id)
    assert whats(by_rita) == ["Printed a paper: Face sheet", "Opened the chart", "Signed in"]
    openings = access_log.entries(administrator, actions=access_words.actions_of(Kind.OPENED))
    assert [line.staff_name for line in openings] == ["Rita Moss", "Nina Okafor, RN"]
    both = access_log.entries(
        administrator, staff_id=nurse.person.id, actions=access_words.actions_of(Kind.OPENED), patient_id=patient
    )
    assert [line.staff_name for line in both] == ["Nina Okafor, RN"]
    assert access_log.entries(administrator, actions=[]) == []


def test_pages_follow_each_other_without_a_gap_whatever_the_way(
    nurse: Desk, administrator: Desk, patient: str, monkeypatch: pytest.MonkeyPatch
):
    for count in range(7):
        nurse.record("snippet.change")
        if count % 3 == 0:
            access.printed(nurse, paper="note", patient_id=patient)
    choices = [
        {},
        {"staff_id": nurse.person.id},
        {"actions": frozenset({"snippet.change", "paper.print"})},
        {"staff_id": nurse.person.id, "actions": frozenset({"snippet.change"})},
        {"patient_id": patient},
    ]
    for near in (4000, 0):
        # With none of the newest looked through, the index alone must find the same.
        monkeypatch.setattr(access_log, "_NEAR", near)
        for choice in choices:
            whole = access_log.entries(administrator, **choice)
            paged, before = [], None
            while page := access_log.entries(administrator, **choice, limit=2, before_seq=before):
                paged += page
                before = page[-1].seq
            assert paged == whole
            assert [line.seq for line in whole] == sorted((line.seq for line in whole), reverse=True)
            assert whole


def test_days_are_the_clinics_own(nurse: Desk, administrator: Desk, clock: DrivenClock):
    for _day in range(5):
        clock.pass_time(hours=24)
        nurse.record("snippet.change")
    choice = LogChoice(staff_id=nurse.person.id, since=date(2026, 3, 4), until=date(2026, 3, 5))
    found = log_choice.lines(administrator, choice, 100)
    assert [line.at.date().isoformat() for line in found] == ["2026-03-05", "2026-03-04"]
    assert log_choice.read(choice.as_text()) == choice
    assert log_choice.words(administrator, choice) == (
        "Everything, by Nina Okafor, RN, from 04-Mar-2026, until 05-Mar-2026"
    )
    with pytest.raises(BadValue):
        log_choice.lines(administrator, LogChoice(since=date(2026, 3, 5), until=date(2026, 3, 4)), 1)


def test_who_sets_the_clock_back_hides_nothing(clinic: Clinic, sign_in: Callable[[str], Desk], clock: DrivenClock):
    """An opening under a clock of years ago stands in the log where it was recorded, among those of its day."""
    nurse, administrator = sign_in("nina"), sign_in("ada")
    patient = patients.register(nurse, details=PatientDetails(family_name="A", given_name="B"))
    started = clock.now()
    for day in range(1, 30):
        clock.move_to(started + timedelta(days=day))
        nurse.record("snippet.change")
        if day == 10:
            clock.move_to(started - timedelta(days=900))
            nurse.note_opening(patient)
    opened = access_log.entries(administrator, actions=["chart.open"])[0].seq
    clock.move_to(started + timedelta(days=40))
    assert first_at(administrator, started + timedelta(days=10)) < opened
    assert opened < first_at(administrator, started + timedelta(days=11))
    assert first_at(administrator, started + timedelta(days=50)) == clinic.entry_count + 1
    assert first_at(administrator, started - timedelta(days=5000)) == 1


def test_before_and_after_but_nothing_clinical(nurse: Desk, administrator: Desk, patient: str):
    known = patients.get(nurse, patient)
    details = PatientDetails(family_name="Łukasz", given_name="Ola", city="Duluth")
    patients.amend(nurse, patient, based_on=known.version, details=details)
    notes.write(nurse, patient_id=patient, kind="progress", body="Very private")
    written, amended = access_log.entries(administrator, patient_id=patient, limit=2)
    assert "private" not in repr(access_log.detail(administrator, written.entry_id))
    change = access_log.detail(administrator, amended.entry_id).changes[0]
    assert (change.label, change.before, change.after) == ("City", "", "Duluth")
    with pytest.raises(NotFound):
        access_log.detail(administrator, "nothing")


def test_every_action_has_words_and_a_kind():
    about_the_clinic = {action for action in ACTIONS if action.startswith(("staff.", "practice."))}
    assert about_the_clinic == set(access_words.ABOUT_THE_CLINIC)
    assert all(access_words.sentence(action, None) != action for action in ACTIONS)
    assert sorted(action for kind in Kind for action in access_words.actions_of(kind)) == sorted(ACTIONS)
