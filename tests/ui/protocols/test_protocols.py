"""Protocols in the settings: every number with its source, a prescriber's changes become the clinic's version."""

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from clinicdesk.desk import Desk
from clinicdesk.records import adopted_protocols
from tests.hands import Hands
from ui.protocols.editor_page import ProtocolPage
from ui.protocols.section import ProtocolsSection

MOOD = "iv-ketamine-mood"


@pytest.fixture
def open_page(qtbot):
    def open_for(desk: Desk, name: str = MOOD) -> Hands:
        page = ProtocolPage(desk)
        qtbot.addWidget(page)
        page.resize(1200, 800)
        with qtbot.waitExposed(page):
            page.show()
        page.show_protocol(name)
        return Hands(qtbot, page)

    return open_for


def per_kg(desk: Desk) -> int:
    dose = adopted_protocols.offered(desk)[MOOD].protocol.dose
    assert dose is not None
    return dose.micrograms_per_kg or 0


def test_a_number_is_changed_stood_for_and_adopted(open_page, prescriber: Desk) -> None:
    hands = open_page(prescriber)
    hands.see("as it came with the program")
    hands.type("Dose per kg (mg per kg)", "0.6")
    hands.click("Adopt as the clinic's version…")
    hands.type("What changed, or why as it is", "Our practice since 2024")
    hands.click("Adopt")
    hands.see("Series are planned by this version now.")
    hands.see("version 2, adopted by Dr Pat Osei")
    assert per_kg(prescriber) == 600
    assert adopted_protocols.versions(prescriber, MOOD)[0].remark == "Our practice since 2024"


def test_numbers_that_do_not_fit_each_other_are_told_when_they_are_left(open_page, prescriber: Desk) -> None:
    hands = open_page(prescriber)
    hands.type("Dose per kg (mg per kg)", "20")
    hands.see("outside")
    hands.click("Adopt as the clinic's version…")
    hands.type("What changed, or why as it is", "Typed")
    hands.click("Adopt")
    hands.see("outside")
    assert per_kg(prescriber) == 500
    hands.type("Dose per kg (mg per kg)", "half")
    hands.see("Dose per kg must be a number")


def test_a_nurse_reads_every_number_and_its_source_and_changes_none(open_page, nurse: Desk) -> None:
    hands = open_page(nurse)
    hands.see("A prescriber changes these numbers.")
    assert hands.find("Dose per kg (mg per kg)").isReadOnly()
    assert not hands.found("Adopt as the clinic's version…")
    hands.see("Nobody of the clinic answers for them yet.")


def test_every_protocol_of_the_program_opens_with_all_its_parts(open_page, prescriber: Desk) -> None:
    for name, offered in adopted_protocols.offered(prescriber).items():
        hands = open_page(prescriber, name)
        hands.see(offered.protocol.title)
        hands.see(offered.protocol.vitals.title)


def test_the_list_says_what_nobody_has_verified(qtbot, prescriber: Desk) -> None:
    section = ProtocolsSection(prescriber)
    qtbot.addWidget(section)
    section.resize(1000, 500)
    with qtbot.waitExposed(section):
        section.show()
    opened: list[str] = []
    section.protocol_opened.connect(opened.append)
    hands = Hands(qtbot, section)
    hands.see("parts not verified")
    hands.choose_row("List of protocols", "IV ketamine for mood")
    assert opened == [MOOD]


def test_the_keys_begin_at_the_first_number(enter, hands: Hands) -> None:
    enter("all")
    hands.press("Ctrl+,")
    hands.click("Protocols")
    hands.choose_row("List of protocols", "Esketamine nasal spray, induction")
    hands.see("Adopt as the clinic")
    begun = QApplication.focusWidget()
    assert isinstance(begun, QLineEdit)
    assert begun.text() == "120"
    hands.not_see("Weeks (weeks)")
