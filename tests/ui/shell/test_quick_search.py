"""The search box on top: it says which patients only have a similar name."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QListWidget, QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import patient_search, patients
from clinicdesk.records.patient_details import PatientDetails
from tests.hands import Hands
from ui import theme
from ui.shell.quick_search import SearchBox


@pytest.fixture
def hands(qtbot: Any, qapp: QApplication, everyone: Desk) -> Hands:
    """Show the box in a window, with three patients to find."""
    theme.apply(qapp, "light", 100)
    for family, given in (("Smith", "John"), ("Smyth", "Joan"), ("Nguyễn", "Minh")):
        patients.register(everyone, details=PatientDetails(family_name=family, given_name=given))
    window = QWidget()
    window.resize(900, 500)
    box = SearchBox()
    box.setParent(window)
    box.finder = lambda typed: patient_search.find(everyone, typed)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    return Hands(qtbot, window)


def rows(hands: Hands) -> list[str]:
    drop = hands.window.findChild(QListWidget)
    return [drop.item(place).text() for place in range(drop.count())]


def test_a_similar_name_stands_below_the_exact_one_and_says_so(hands: Hands) -> None:
    hands.type("Find a patient", "smyth", leave=False)

    exact, similar, _register = rows(hands)

    assert exact.startswith("SMYTH, Joan")
    assert "similar name" not in exact
    assert similar.startswith("SMITH, John")
    assert similar.endswith("similar name")


def test_the_words_are_painted(hands: Hands, everyone: Desk) -> None:
    (line,) = patient_search.find(everyone, "nguyen")
    box = hands.find("Find a patient")
    assert isinstance(box, SearchBox)
    box.finder = lambda _typed: [line, line, line, replace(line, similar=True)]

    hands.type("Find a patient", "n", leave=False)

    drop = hands.window.findChild(QListWidget)
    # The first row is marked; the others are painted on the same ground.
    _marked, one, same, similar = (
        drop.viewport().grab(drop.visualItemRect(drop.item(at))).toImage() for at in range(4)
    )
    assert one == same
    assert one != similar


def test_enter_opens_the_one_who_was_mistyped(hands: Hands) -> None:
    opened: list[str] = []
    box = hands.find("Find a patient")
    assert isinstance(box, SearchBox)
    box.patient_chosen.connect(opened.append)

    hands.type("Find a patient", "ngyuen", leave=False)
    assert rows(hands)[0].startswith("NGUYỄN")
    hands.press("Return")

    assert len(opened) == 1
