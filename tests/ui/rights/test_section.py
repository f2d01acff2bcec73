"""Administration, Requests: the register, holds, how long charts are kept, and erasing what the law asks."""

from collections.abc import Callable
from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.exchange import incoming
from clinicdesk.records import documents, erased, legal_holds, patients, retention, rights
from clinicdesk.records.erased import Ground
from clinicdesk.records.retention import Keeping
from clinicdesk.storage.clock import DrivenClock
from tests.exchange import outside_files
from tests.hands import Hands
from tests.journeys.keyboard import letters_used_twice
from tests.printing.treated import register
from ui.widgets.scroll_area import ScrollArea

NUMBER = "000 001"


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register(nurse)


@pytest.fixture
def scan(nurse: Desk, patient: str) -> str:
    found = incoming.from_bytes(outside_files.picture("JPEG", (60, 80)))
    return documents.file(nurse, patient_id=patient, incoming=found, source=documents.Source.CHOSEN, kind="letter")


@pytest.fixture
def section(enter: Callable[[str], None], hands: Hands, patient: str) -> Hands:  # noqa: ARG001 - it is there before
    enter("ada")
    hands.press("Ctrl+0")
    hands.click("Requests")
    return hands


def test_the_register_says_what_is_late_and_each_step_is_taken_there(
    section: Hands, nurse: Desk, administrator: Desk, patient: str, clock: DrivenClock
) -> None:
    section.see("No requests. They are taken in the chart of the patient.")
    request_id = rights.take(
        nurse, patient, right="amendment", received_on=date(2026, 3, 2), asked_by="Zoë", scope="The dose is wrong."
    )
    section.see("due in 60 days")
    section.choose_row("Register of requests", "ÅNGSTRÖM", open_it=False)
    section.see("About: The dose is wrong.")
    section.click("Work on it…")
    section.choose("What happened", "Put off")
    section.click("Write down")
    section.see("Say why. The patient must be told this in writing.")
    section.type("In words", "The archive is being moved.")
    section.click("Write down")
    section.see("due in 90 days")
    clock.pass_time(minutes=60 * 24 * 92)
    assert rights.due_words(rights.get(administrator, request_id), date(2026, 6, 2)) == "2 days late"


def test_a_hold_is_placed_by_the_record_number_and_lifted_with_a_reason(
    section: Hands, administrator: Desk, patient: str
) -> None:
    section.click("Holds")
    section.click("Place a hold…")
    section.type("Record number", "77")
    section.type("Why", "Case 12/34")
    section.click("Place the hold")
    section.see("No patient has the record number")
    section.type("Record number", NUMBER)
    section.click("Place the hold")
    section.see("Case 12/34")
    assert letters_used_twice() == {}
    section.choose_row("Legal holds", "ÅNGSTRÖM", open_it=False)
    section.click("Lift the hold…")
    section.type("Why", "Settled")
    section.click("Lift")
    section.see("No chart is under a hold.")
    [hold] = legal_holds.of_patient(administrator, patient)
    assert hold.lifted_reason == "Settled"


def test_a_chart_over_its_time_is_erased_only_with_its_number(
    section: Hands, administrator: Desk, nurse: Desk, patient: str, clock: DrivenClock
) -> None:
    patients.register(nurse, details=patients.PatientDetails(family_name="Ito", given_name="Mai"))
    section.click("Retention")
    section.see("none is called old enough")
    section.click("Years…")
    section.type("Years after the last entry", "7")
    section.click("Save")
    section.see("No chart is over its time.")
    assert retention.keeping(administrator) == Keeping(7, None, 18)
    clock.pass_time(minutes=60 * 24 * 366 * 8)
    section.click("Register")
    section.click("Retention")
    section.see("ÅNGSTRÖM, Zoë")
    section.choose_row("Charts past retention", "ÅNGSTRÖM", open_it=False)
    section.click("Erase the chart…")
    assert letters_used_twice() == {}
    section.type("Record number, once more", "2")
    section.type("Why", "Kept eight years")
    section.click("Erase for good")
    section.see("This is not the record number of this chart.")
    section.type("Record number, once more", NUMBER)
    section.click("Erase for good")
    section.see("Erased: ")
    section.wait_for(lambda: "ÅNGSTRÖM" not in section.texts(), "the chart gone from the list")
    section.see("ITO, Mai")
    [one] = erased.all_of(administrator)
    assert (one.ground, one.reason, one.patient_id) == (Ground.RETENTION, "Kept eight years", patient)
    assert administrator.clinic.verify() == []


def test_a_scan_of_somebody_else_is_picked_without_being_read(
    section: Hands, administrator: Desk, nurse: Desk, scan: str
) -> None:
    section.click("Erased")
    section.see("Nothing was ever erased.")
    section.click("Erase content…")
    section.type("Record number", NUMBER)
    section.see("ÅNGSTRÖM, Zoë")
    section.choose("What", "Letter, 02-Mar-2026, Nina Okafor, RN")
    section.click("Go on…")
    section.see("is taken out. This cannot be undone.")
    section.type("Record number, once more", "1")
    section.type("Why", "Belongs to another patient")
    section.click("Erase for good")
    section.see("Erased: 1 entry and 1 paper.")
    [one] = erased.all_of(administrator)
    assert (one.ground, one.papers) == (Ground.WRONG_PERSON, 1)
    assert documents.get(nurse, scan).voided_reason == "Erased"


def test_what_can_be_done_with_a_request_stays_in_sight(section: Hands) -> None:
    section.window.resize(1366, 768)
    section.see("No requests. They are taken in the chart of the patient.")
    work_on_it = section.find("Work on it…")
    below = work_on_it.mapTo(section.window, work_on_it.rect().bottomLeft()).y()
    assert below < section.window.height()
    assert not any(scroll.verticalScrollBar().maximum() for scroll in section.window.findChildren(ScrollArea))
