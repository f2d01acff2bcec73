"""Questionnaires in the settings: what is asked with whose words, installing a text, and who may not."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from clinicdesk.desk import Desk
from clinicdesk.records.measures import files, installing
from tests.hands import Hands
from ui.settings.install_dialog import InstallDialog
from ui.settings.measures_section import MeasuresSection

LICENCE = "Letter of the owner, 3 March 2026"


@pytest.fixture
def open_section(qtbot):
    """Return a function that shows the section to somebody, in a page of its own."""

    def open_for(desk: Desk, width: int = 1100, height: int = 760) -> tuple[MeasuresSection, Hands]:
        section = MeasuresSection(desk)
        qtbot.addWidget(section)
        section.resize(width, height)
        with qtbot.waitExposed(section):
            section.show()
        return section, Hands(qtbot, section)

    return open_for


@pytest.fixture
def wording(tmp_path: Path) -> Path:
    """Return a file with made-up words for EPDS."""
    file = tmp_path / "epds.toml"
    file.write_text(installing.blank("epds").replace('= ""', '= "made up"'), encoding="utf-8")
    return file


def choose(section: MeasuresSection, measure_id: str) -> None:
    section._table.select_key(measure_id)


def test_what_is_known_of_each_is_told(open_section, prescriber: Desk) -> None:
    section, hands = open_section(prescriber)
    assert {one.measure.id for one in section._table.rows()} == set(files.load_all()[0])
    choose(section, "phq-9")
    hands.see("no permission is required")
    hands.see("phqscreeners.com")
    # Nobody has to read a file to know what the numbers are, and what calls somebody.
    hands.see("It asks about the last 2 weeks.")
    hands.see("0 to 4 minimal; 5 to 9 mild; 10 to 14 moderate; 15 to 19 moderately severe; 20 to 27 severe")
    hands.see("A response is a score 50 % or more below the baseline.")
    hands.see("Remission is a score of 4 or less.")
    hands.see("Calls for a clinician at once: Item 9 is above 0")
    choose(section, "madrs")
    hands.see("Royal College of Psychiatrists")
    hands.see("Calls for a clinician at once: Item 10, about thoughts of suicide, is 4 or higher.")
    choose(section, "audit-c")
    hands.see("3 to 12 at or above the mark for women (women)")
    hands.see("No answer calls for a clinician.")


def test_a_text_is_installed_after_saying_by_whose_licence(open_section, prescriber: Desk, wording: Path) -> None:
    section, hands = open_section(prescriber)
    section.install_from(wording)
    hands.see("Install the wording of EPDS")
    hands.see("How answers are counted stays as it is")
    hands.click("Install")
    hands.see("Say by whose licence")
    assert files.in_use(prescriber, "epds").installed is None
    hands.type("By whose licence", LICENCE)
    hands.click("Install")
    hands.see("EPDS is asked with this wording from now on.")
    hands.see(f"Installed by Dr Pat Osei, 02-Mar-2026: {LICENCE}")
    assert files.in_use(prescriber, "epds").measure.has_text


def test_use_is_ended_after_a_question(open_section, prescriber: Desk, wording: Path) -> None:
    installing.install(prescriber, wording.read_text(encoding="utf-8"), licence=LICENCE)
    section, hands = open_section(prescriber)
    choose(section, "epds")
    hands.click("Stop using it…")
    hands.see("asked as it came with the program")
    hands.click("Stop using it")
    hands.see("The text is not used any more.")
    assert not files.in_use(prescriber, "epds").measure.has_text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"wording_of = ", "epds.toml: Line 1"),
        (b'wording_of = "nothing"\n', "no questionnaire “nothing”"),
        (b"\xff\xfe\x00w", "not saved as UTF-8"),
        (b"", "is missing"),
    ],
)
def test_a_file_that_cannot_be_installed_is_told(
    open_section, prescriber: Desk, wording: Path, content: bytes, sentence: str
) -> None:
    wording.write_bytes(content)
    section, hands = open_section(prescriber)
    section.install_from(wording)
    hands.see(sentence)
    assert section.findChild(InstallDialog) is None


def test_a_file_that_is_gone_is_told(open_section, prescriber: Desk, tmp_path: Path) -> None:
    section, hands = open_section(prescriber)
    section.install_from(tmp_path / "gone.toml")
    hands.see("gone.toml cannot be read")


def test_the_empty_file_is_saved_and_says_what_to_do(open_section, administrator: Desk, tmp_path: Path) -> None:
    section, hands = open_section(administrator)
    choose(section, "y-bocs")
    section.save_blank(tmp_path / "mine.toml")
    hands.see("mine.toml is saved. Fill in the words of your form")
    assert (tmp_path / "mine.toml").read_text(encoding="utf-8") == installing.blank("y-bocs")
    section.save_blank(tmp_path / "no" / "mine.toml")
    hands.see("cannot be saved there")


def test_a_nurse_reads_and_does_not_install(open_section, nurse: Desk) -> None:
    section, hands = open_section(nurse)
    hands.see("A prescriber or an administrator installs texts.")
    assert [one.text() for one in section.findChildren(QPushButton) if one.isVisible()] == []
