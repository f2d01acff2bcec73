"""Emergency access by keyboard alone: a receptionist is let into one chart, and an administrator reads of it."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from clinicdesk.desk import Desk
from clinicdesk.records import emergency, history, notes
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.journeys.conftest import locks_late
from tests.journeys.keyboard import Keyboard
from tests.printing.treated import register
from tests.records.sessions import steps
from ui.emergency.page import EmergencyPage
from ui.widgets.pdf_view import PdfPreview
from ui.widgets.record_table import RecordTable

SECRET = "Heard of the brother for the first time."
REASON = "Found on the floor, the ambulance asks what she was given"


@pytest.fixture
def patient(nurse: Desk) -> str:
    made = register(nurse)
    steps.plan_for(nurse, made)
    notes.write_signed(nurse, patient_id=made, kind="progress", body=SECRET)
    notes.write_signed(nurse, patient_id=made, kind="psychotherapy", body="Kept apart.")
    return made


@pytest.fixture
def keys(hands: Hands, enter: Callable[[str], None], patient: str) -> Keyboard:  # noqa: ARG001 - it is there before
    """Return a keyboard at the chart, as a receptionist."""
    enter("rita")
    keyboard = Keyboard(hands)
    _to_chart(keyboard)
    return keyboard


def _to_chart(keyboard: Keyboard) -> None:
    keyboard.press("Ctrl+K")
    keyboard.write("angstrom")
    keyboard.hands.see("ÅNGSTRÖM, Zoë")
    keyboard.press("Return")
    keyboard.hands.see("Emergency contact")


def test_from_what_is_not_shown_to_what_the_administrator_reads(
    keys: Keyboard, patient: str, administrator: Desk, clock: DrivenClock
) -> None:
    hands = keys.hands
    locks_late(administrator)
    hands.not_see("Notes")
    keys.press("Shift+F1")
    hands.see("Not included, and so not shown")
    hands.see("You are here as: Receptionist.")
    keys.push("Emergency access to this chart…")
    hands.see("the administrators are told")
    keys.press("Ctrl+S")
    hands.see("Say in a few words why this cannot wait")
    assert emergency.latest(administrator) == []
    keys.write(REASON)
    keys.press("Ctrl+S")
    hands.see("to this chart only")
    assert "Progress note" in hands.texts()
    assert "Psychotherapy" not in hands.texts()
    _look_for(keys, "Progress note")
    assert SECRET in _words_shown()
    clock.pass_time(minutes=40)
    keys.press("Down")
    clock.pass_time(minutes=21)
    hands.wait_for(lambda: "Emergency contact" in hands.texts(), "the chart as before")
    assert SECRET not in _words_shown()
    (told,) = [line for line in history.of_patient(administrator, patient) if line.reason == REASON]
    assert told.staff_name == "Rita Moss"


def test_an_administrator_is_told_until_they_have_read_of_it(
    receptionist: Desk, patient: str, administrator: Desk, hands: Hands, enter: Callable[[str], None]
) -> None:
    emergency.begin(receptionist, patient, REASON).close()
    enter("ada")
    keys = Keyboard(hands)
    hands.see("1 emergency access by Rita Moss is to be read by you.")
    keys.press("Alt+A")
    hands.see(REASON)
    keys.fill("What you found (may stay empty)", "Rightly so.")
    keys.push("I have read of it")
    hands.see("Ada Lang found: Rightly so.")
    keys.press("Ctrl+1")
    hands.not_see("is to be read by you")
    assert emergency.unread(administrator) == []


@pytest.mark.usefixtures("patient")
def test_who_treats_is_told_that_the_chart_is_theirs_anyway(hands: Hands, enter: Callable[[str], None]) -> None:
    enter("nina")
    keys = Keyboard(hands)
    _to_chart(keys)
    hands.not_see("What is not shown?")
    keys.press("Shift+F1")
    hands.see("Psychotherapy notes are read by their author alone")
    hands.not_see("Emergency access to this chart…")


def test_the_lock_ends_it(keys: Keyboard) -> None:
    keys.press("Shift+F1")
    keys.push("Emergency access to this chart…")
    keys.write(REASON)
    keys.press("Ctrl+S")
    keys.hands.see("to this chart only")
    assert SECRET not in _words_shown()
    _look_for(keys, "Progress note")
    keys.press("Ctrl+L")
    assert SECRET not in _words_shown()
    for page in QApplication.allWidgets():
        if isinstance(page, EmergencyPage):
            assert page.findChild(RecordTable).rows() == ()


def _look_for(keys: Keyboard, title: str) -> None:
    """Go down the list of papers to one of them."""
    keys.tab_to("Papers of the chart")
    for _step in range(40):
        if SECRET in _words_shown():
            return
        keys.press("Down")
    raise AssertionError(title)


def _words_shown() -> str:
    """Return what stands on the papers that are on the screen or anywhere beneath."""
    found = []
    for preview in (one for one in QApplication.allWidgets() if isinstance(one, PdfPreview) and one.content()):
        document, buffer = QPdfDocument(), QBuffer()
        buffer.setData(preview.content())
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(buffer)
        found += [document.getAllText(page).text() for page in range(document.pageCount())]
        document.close()
    return " ".join(" ".join(found).split())
