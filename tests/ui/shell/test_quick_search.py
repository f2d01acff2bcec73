"""The search box on top: similar names say so, namesakes are told apart, commands never take a patient's place."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QListWidget, QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import patient_search, patients
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.entry import update
from tests.hands import Hands
from ui import theme
from ui.shell.command_search import matching
from ui.shell.commands import COMMANDS
from ui.shell.quick_search import SearchBox

BORN = date(1986, 7, 21)


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


@pytest.fixture
def box(hands: Hands) -> SearchBox:
    """Return the box, which knows the commands of the program."""
    found = hands.find("Find a patient")
    assert isinstance(found, SearchBox)
    found.commands = COMMANDS
    return found


@pytest.fixture
def done(box: SearchBox) -> list[tuple[str, str]]:
    """Return a list that grows with what the box tells."""
    told: list[tuple[str, str]] = []
    box.patient_chosen.connect(lambda _id: told.append(("patient", "")))
    box.registration_chosen.connect(lambda typed: told.append(("register", typed)))
    box.command_chosen.connect(lambda key: told.append(("command", key)))
    return told


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


def test_commands_stand_below_the_patients_and_are_found_by_their_words(
    hands: Hands, everyone: Desk, box: SearchBox, done: list[tuple[str, str]]
) -> None:
    patients.register(everyone, details=PatientDetails(family_name="Newman", given_name="Day"))
    assert box.commands

    hands.type("Find a patient", "new", leave=False)
    patient, registration, *commands = rows(hands)

    assert patient.startswith("NEWMAN")
    assert registration == "Register “new” as a new patient"
    assert "New patient  Ctrl+N" in commands
    hands.press("Return")
    assert done == [("patient", "")]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("new pat", ("command", "registration")),
        ("day list", ("command", "print-day-list")),
        ("print downtime", ("command", "print-downtime-pack")),
        (">lock", ("command", "lock")),
        ("> day l", ("command", "print-day-list")),
        # One word may be a surname, also when it is one of ours.
        ("lock", ("register", "lock")),
        ("messages", ("register", "messages")),
        ("new rita", ("register", "new rita")),
        ("Moss, Rita", ("register", "Moss, Rita")),
        ("john smith", ("patient", "")),
    ],
)
def test_enter_takes_a_command_only_when_it_was_meant(
    hands: Hands, done: list[tuple[str, str]], typed: str, told: tuple[str, str]
) -> None:
    hands.type("Find a patient", typed, leave=False)
    hands.press("Return")
    assert done == [told]


def test_arrows_lead_to_a_command(hands: Hands, done: list[tuple[str, str]]) -> None:
    hands.type("Find a patient", "lock", leave=False)
    assert rows(hands) == ["Nobody found. Register “lock” as a new patient  Enter", "Lock the window  Ctrl+L"]
    hands.press("Down")
    hands.press("Return")
    assert done == [("command", "lock")]


def test_only_commands_are_listed_after_the_sign_and_nothing_for_two_letters(hands: Hands, box: SearchBox) -> None:
    hands.type("Find a patient", ">", leave=False)
    assert len(rows(hands)) == len(box.commands)
    hands.type("Find a patient", "lo", leave=False)
    assert len(rows(hands)) == 1


def test_every_command_is_found_by_its_title_and_its_other_words() -> None:
    for command in COMMANDS:
        for words in (command.title, *command.words):
            assert command in matching(">" + words, COMMANDS)


def test_namesakes_are_told_apart_by_what_differs(hands: Hands, everyone: Desk) -> None:
    for phone, remark in (("218 555 0142", ""), ("218 555 0142", "the tall one")):
        details = PatientDetails(family_name="Lopez", given_name="Ana", birth_date=BORN, phone_mobile=phone)
        patient_id = patients.register(everyone, details=details)
        if remark:
            version = patients.get(everyone, patient_id).version
            everyone.record("patient.amend", update("patients", patient_id, version, distinguishing_remark=remark))

    hands.type("Find a patient", "lopez", leave=False)

    first, second, _register = rows(hands)
    assert first == "LOPEZ, Ana  21-Jul-1986  No. 000 004 · phone …0142"
    assert second == "LOPEZ, Ana  21-Jul-1986  the tall one · No. 000 005 · phone …0142"


def test_a_former_name_and_a_death_are_told(hands: Hands, everyone: Desk) -> None:
    (line,) = patient_search.find(everyone, "nguyen")
    version = patients.get(everyone, line.id).version
    changed = update("patients", line.id, version, former_names="Lopez", deceased_on="2026-01-02")
    everyone.record("patient.amend", changed)

    hands.type("Find a patient", "lopez", leave=False)

    assert rows(hands)[0] == "NGUYỄN, Minh  also Lopez  Not recorded  deceased · No. 000 003"
