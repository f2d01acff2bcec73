"""The papers of a treatment in the program's window: one key, the menus, the folder, the printer of this PC."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QMenu

from clinicdesk.desk import Desk
from clinicdesk.records import care_team, documents, letters, notes, sessions
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.workstation import Workstation
from tests.hands import Hands
from tests.printing.letter_writer import NOVAK
from tests.printing.treated import register, treat
from tests.records.sessions import steps
from ui.main_window import MainWindow
from ui.paper.paper_menu import PaperMenu
from ui.session.page import SessionPage
from ui.settings.this_pc_section import ThisPcSection
from ui.shell import print_out
from ui.workplace import Workplace

Enter = Callable[[str], None]


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register(nurse)


@pytest.fixture
def session_id(nurse: Desk, patient: str) -> str:
    return steps.plan_for(nurse, patient)


@pytest.fixture
def work(enter: Enter, window: MainWindow) -> Callable[[str], Workplace]:
    def sign_in(login: str) -> Workplace:
        enter(login)
        return window.centralWidget().findChild(Workplace)

    return sign_in


def of_kind(desk: Desk, patient: str, kind: str) -> list[str]:
    return [one.title for one in documents.of_patient(desk, patient) if one.kind.id == kind]


def choose(menu: QMenu, words: str) -> None:
    next(action for action in menu.actions() if action.text().replace("&", "") == words).trigger()


def test_one_key_from_the_session_shows_the_emergency_sheet(
    work: Callable[[str], Workplace], hands: Hands, nurse: Desk, prescriber: Desk, session_id: str
) -> None:
    steps.run(nurse, prescriber, session_id)
    work("nina").show_session(session_id)
    hands.press("F12")
    hands.see("Emergency sheet")
    hands.see("Page 1 of 1")
    hands.press("Escape")
    hands.see("Session 1 of 6")


def test_from_anywhere_it_is_about_the_only_one_treated(
    work: Callable[[str], Workplace], hands: Hands, nurse: Desk, prescriber: Desk, session_id: str
) -> None:
    work("nina")
    hands.press("Ctrl+5")
    hands.press("F12")
    hands.see("Choose the patient first")
    steps.run(nurse, prescriber, session_id)
    hands.press("F12")
    hands.see("Page 1 of 1")


def test_what_is_signed_in_the_window_lies_in_the_folder(
    work: Callable[[str], Workplace],
    hands: Hands,
    nurse: Desk,
    prescriber: Desk,
    patient: str,
    session_id: str,
    clock: DrivenClock,
) -> None:
    treat(nurse, prescriber, session_id, clock)
    place = work("nina")
    place.show_session(session_id)
    sessions.sign(place.desk, session_id)
    hands.wait_for(lambda: bool(of_kind(nurse, patient, "session_summary")), "the summary in the folder")
    assert of_kind(nurse, patient, "session_summary") == ["Session summary, session 1 of 6"]


def test_a_sheet_for_the_patient_is_kept_by_one_button(
    work: Callable[[str], Workplace], hands: Hands, nurse: Desk, patient: str, session_id: str
) -> None:
    place = work("nina")
    place.show_session(session_id)
    choose(place.findChild(SessionPage).findChild(PaperMenu), "Sheet to go home with")
    hands.click("Keep in the folder")
    hands.see("Kept in the patient's folder.")
    assert of_kind(nurse, patient, "patient_sheet") == ["Sheet to go home with"]
    hands.press("Escape")
    choose(place.findChild(SessionPage).findChild(PaperMenu), "Flowsheet to write on")
    hands.see("Page 1 of 2")
    assert not hands.found("Keep in the folder")


@pytest.mark.usefixtures("session_id")
def test_a_letter_about_a_series_begins_as_a_note(
    work: Callable[[str], Workplace], hands: Hands, nurse: Desk, patient: str
) -> None:
    member = care_team.add(nurse, patient, NOVAK)
    place = work("nina")
    place.show_chart(patient)
    hands.click("Series")
    choose(next(m for m in place.findChildren(PaperMenu) if m.actions()[-1].text() == "&Letter…"), "Letter…")
    hands.see("No signed permission names this recipient.")
    hands.click("Begin the letter")
    (letter,) = letters.of_patient(nurse, patient)
    assert letter.recipient_id == member
    assert letter.signed_at is None
    assert "Dear Dr Mary Novak," in notes.get(nurse, letter.note_id).body


@pytest.mark.usefixtures("session_id")
def test_the_report_for_the_payer_says_when_nobody_is_known_to_pay(
    work: Callable[[str], Workplace], hands: Hands, patient: str
) -> None:
    place = work("nina")
    place.show_chart(patient)
    hands.click("Series")
    menu = next(m for m in place.findChildren(PaperMenu) if m.actions()[-1].text() == "&Letter…")
    choose(menu, "Report for the payer")
    hands.see("No insurer pays for this patient today.")
    hands.see("Page 1 of 1")


def test_the_chair_sheet_prints_at_the_start_where_this_pc_is_set_to(
    work: Callable[[str], Workplace],
    hands: Hands,
    nurse: Desk,
    prescriber: Desk,
    session_id: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    papers: list[bytes] = []

    def printer(content: bytes) -> bool:
        papers.append(content)
        return True

    steps.run(nurse, prescriber, session_id)
    place = work("nina")
    place.show_session(session_id)
    monkeypatch.setattr(print_out, "print_at_once", printer)
    place.findChild(SessionPage).treatment_started.emit(session_id)
    assert papers == []
    place.change_look(replace(place.choices, chair_sheet=True))
    place.findChild(SessionPage).treatment_started.emit(session_id)
    hands.see("The chair sheet is given to the printer.")
    assert papers[0].startswith(b"%PDF")
    rows = nurse.rows("SELECT content FROM ledger ORDER BY seq DESC LIMIT 1")
    assert '"chair-sheet"' in next(rows)["content"].decode()


def test_without_a_printer_it_says_where_the_sheet_is(
    work: Callable[[str], Workplace], hands: Hands, nurse: Desk, prescriber: Desk, session_id: str
) -> None:
    steps.run(nurse, prescriber, session_id)
    place = work("nina")
    place.change_look(replace(place.choices, chair_sheet=True))
    place.show_session(session_id)
    place.print_chair_sheet(session_id)
    hands.see("No printer took the chair sheet. Print it from Papers on the session.")


def test_the_setting_is_kept_for_this_pc(
    work: Callable[[str], Workplace], hands: Hands, window: MainWindow, choices: Workstation
) -> None:
    work("nina")
    hands.click("Settings")
    hands.click("This PC")
    assert window.findChild(ThisPcSection) is not None
    hands.click("Print the chair sheet when a treatment starts")
    assert Workstation.load(choices.folder).chair_sheet is True
