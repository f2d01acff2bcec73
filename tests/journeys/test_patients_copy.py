"""A patient asks for a copy of the chart: reception takes it down, a nurse makes it, nothing waits any more."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from clinicdesk.desk import Desk
from clinicdesk.records import disclosures, notes, rights
from clinicdesk.records.rights import Right, Step
from clinicdesk.rules.note_sections import NoteKind
from tests.hands import Hands
from tests.journeys.keyboard import Keyboard, letters_used_twice
from tests.printing.treated import register
from tests.records.consenting import countersign, prepared, sign
from tests.records.sessions import steps


@pytest.fixture
def patient(nurse: Desk, prescriber: Desk) -> str:
    made = register(nurse)
    steps.plan_for(nurse, made)
    countersign(prescriber, sign(nurse, prepared(nurse, made)))
    notes.write(nurse, patient_id=made, kind=NoteKind.PROGRESS, body="She sleeps through the night.")
    notes.write(nurse, patient_id=made, kind=NoteKind.PSYCHOTHERAPY, body="Said in confidence.")
    return made


def open_chart(hands: Hands) -> Keyboard:
    keys = Keyboard(hands)
    keys.press("Ctrl+K")
    keys.write("angstrom")
    hands.see("ÅNGSTRÖM, Zoë")
    keys.press("Return")
    hands.see("Emergency contact")
    return keys


def test_reception_takes_the_request_and_sees_no_more_than_its_day(
    hands: Hands, enter: Callable[[str], None], patient: str, receptionist: Desk
) -> None:
    enter("rita")
    keys = open_chart(hands)
    hands.see("No request")
    assert hands.found("Copy of the chart…") == []
    keys.press("Alt+Q")
    hands.see("Request of a patient")
    assert letters_used_twice() == {}
    keys.choose("Who asks", "A guardian or health-care agent")
    keys.fill("Name under the request", "Per Ångström")
    keys.press("Ctrl+S")
    hands.see("Copy of the chart, 02-Mar-2026, Per Ångström: due in 30 days, 01-Apr-2026")
    [request] = rights.of_patient(receptionist, patient)
    assert (request.right, request.asked_by, request.due_on) == (Right.COPY, "Per Ångström", date(2026, 4, 1))


def test_the_copy_is_given_only_once_it_is_sure_who_asks_and_ends_the_request(
    hands: Hands, enter: Callable[[str], None], patient: str, nurse: Desk, tmp_path: Path
) -> None:
    today = nurse.local(nurse.now()).date()
    rights.take(nurse, patient, right="copy", received_on=today, asked_by="Zoë Ångström")
    folder = tmp_path / "stick"
    folder.mkdir()
    enter("nina")
    keys = open_chart(hands)
    ask_for_the_copy(keys, folder)
    hands.see("First write down how you made sure who asks.")
    keys.press("Esc")
    make_sure(keys)
    ask_for_the_copy(keys, folder)
    hands.see("It stands among what left the clinic.")
    hands.see("Copy of the chart, 02-Mar-2026, Zoë Ångström: Given")
    check_files(folder)
    check_record(nurse, patient)


def ask_for_the_copy(keys: Keyboard, folder: Path) -> None:
    keys.press("Alt+C")
    keys.hands.see("Who receives it")
    assert letters_used_twice() == {}
    keys.fill("Folder", str(folder))
    keys.press("Ctrl+S")


def make_sure(keys: Keyboard) -> None:
    keys.press("Alt+K")
    keys.hands.see("What happened")
    assert letters_used_twice() == {}
    keys.fill("In words", "Driving licence seen")
    keys.press("Ctrl+S")
    keys.hands.wait_for(lambda: not keys.hands.found("What happened"), "the window closed")


def check_files(folder: Path) -> None:
    pdf, rows = (next(folder.glob(f"*.{suffix}")) for suffix in ("pdf", "json"))
    words = " ".join(sheet.extract_text() for sheet in PdfReader(pdf).pages)
    for there in ("Copy of the chart", "Consent", "She sleeps through the night.", "Penicillin"):
        assert there in words
    assert "in confidence" not in words
    said = json.loads(rows.read_text(encoding="utf-8"))
    assert said["tables"]["allergies"][0]["substance"] == "Penicillin"
    assert "in confidence" not in rows.read_text(encoding="utf-8")


def check_record(nurse: Desk, patient: str) -> None:
    [request] = rights.of_patient(nurse, patient)
    assert request.ended is not None
    assert request.ended.step is Step.SENT
    [left] = disclosures.of_patient(nurse, patient)
    assert (left.request_id, left.recipient, left.is_accounted) == (request.id, "Zoë Ångström", False)
    assert rights.register(nurse) == []
    assert nurse.clinic.verify() == []
