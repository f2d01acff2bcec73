"""The first start: five steps to a clinic file, and nothing half on the way."""

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.permissions import Role
from clinicdesk.records import practice, staff
from clinicdesk.storage import keys
from clinicdesk.workstation import Workstation, doubtful_folder
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.ui.conftest import OpenWindow, OwnKeyring
from ui.main_window import MainWindow

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where the clinic will be made: a folder that does not exist yet."""
    return tmp_path / "data" / "harbour.clinicdesk"


@pytest.fixture
def hands(qtbot: Any, open_window: OpenWindow, file: Path) -> Hands:
    """Return hands at the window of a PC that has no clinic yet."""
    return Hands(qtbot, open_window(file))


def fill_practice(hands: Hands) -> None:
    hands.type("Name of the practice", "Harbour Infusion Clinic")
    hands.type("Address", "12 Harbour Lane", leave=False)
    hands.type("Phone", "+1 218 555 0100")
    hands.choose("Paper size", "A4")
    hands.choose("Time zone", "America/Chicago")


def fill_person(hands: Hands) -> None:
    hands.type("Name, as it prints on records", "Sam Rivera, MD")
    hands.type("Login", "Sam")
    hands.type("Password", PASSWORD)
    hands.type("Password again", PASSWORD)
    hands.click("Prescriber")


def words_shown(hands: Hands) -> list[str]:
    """Read the numbered words off the screen."""
    name = next(w.accessibleName() for w in hands.widgets() if re.match(r"1 [a-z]+ 2 [a-z]+ ", w.accessibleName()))
    return name.split()[1::2]


def type_words(hands: Hands, words: list[str]) -> None:
    for widget in list(hands.widgets()):
        asked = re.fullmatch(r"Word (\d+)", widget.accessibleName())
        if asked:
            hands.type(asked.group(), words[int(asked.group(1)) - 1])


def go_to_words(hands: Hands) -> list[str]:
    hands.see("Step 1 of 5")
    fill_practice(hands)
    hands.click("Next")
    fill_person(hands)
    hands.click("Next")
    hands.see("Step 3 of 5")
    hands.click("Next")
    hands.see("Step 4 of 5")
    return words_shown(hands)


def test_makes_a_clinic_its_owner_and_its_key(hands: Hands, file: Path, ring: OwnKeyring, choices: Workstation) -> None:
    words = go_to_words(hands)
    assert not file.exists()
    hands.click("Next")
    type_words(hands, words)
    hands.click("Make the clinic")
    hands.see("Harbour Infusion Clinic")
    hands.type("Login", "sam")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Sam Rivera, MD")
    hands.window.close()

    key = keys.from_words(" ".join(words))
    assert list(ring.kept.values()) == [key.hex()]
    assert Workstation.load(choices.folder).clinic_file == file
    clinic = Clinic.open(file, key)
    desk = Desk.of_system(clinic, "test")
    made = practice.get(desk)
    assert (made.name, made.address, made.phone) == ("Harbour Infusion Clinic", "12 Harbour Lane", "+1 218 555 0100")
    assert (made.paper_size, made.time_zone) == ("A4", "America/Chicago")
    assert [(m.login, m.name, m.roles) for m in staff.everybody(desk)] == [
        ("sam", "Sam Rivera, MD", frozenset({Role.ADMINISTRATOR, Role.PRESCRIBER}))
    ]
    clinic.close()


def test_its_picture_is_told_as_the_sign_in_is(qtbot: Any, choices: Workstation, file: Path) -> None:
    """Hearing of a second start and writing down faults begin with the first picture, whichever it is."""
    window = MainWindow(choices, file)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted, timeout=5000):
        window.show()


def test_wrong_words_are_told_and_nothing_is_lost(hands: Hands, file: Path) -> None:
    words = go_to_words(hands)
    hands.click("Next")
    type_words(hands, ["wrong"] * 24)
    hands.click("Make the clinic")
    hands.see("This is not word")
    assert not file.exists()
    hands.click("Back")
    assert words_shown(hands) == words
    hands.click("Next")
    type_words(hands, [word.upper() for word in words])
    hands.click("Make the clinic")
    hands.see("Harbour Infusion Clinic")
    hands.see("the recovery key is asked at each start")
    assert file.exists()


def test_goes_on_with_enter_alone(hands: Hands) -> None:
    hands.see("Step 1 of 5")
    hands.choose("Time zone", "America/Chicago")
    hands.type("Name of the practice", "Harbour", leave=False)
    hands.press("Return")
    hands.press("Tab")
    assert QApplication.focusWidget().accessibleName() == "Phone"
    hands.press("Return")
    hands.see("Step 2 of 5")
    for text in ("Sam Rivera", "sam", PASSWORD, PASSWORD):
        hands.qtbot.keyClicks(QApplication.focusWidget(), text)
        hands.press("Return")
    hands.see("Step 3 of 5")
    hands.press("Return")
    hands.see("Step 4 of 5")


def test_each_step_says_what_is_missing(hands: Hands) -> None:
    hands.see("Step 1 of 5")
    hands.choose("Time zone", "America/Chicago")
    hands.click("Next")
    hands.see("Give the name of the practice; it prints on every paper.")
    fill_practice(hands)
    hands.click("Next")
    hands.click("Next")
    hands.see("Give a login without spaces")
    fill_person(hands)
    hands.type("Password", "short")
    hands.click("Next")
    hands.see("Choose a password of at least 10 characters.")
    hands.type("Password", PASSWORD)
    hands.type("Password again", PASSWORD + "x")
    hands.click("Next")
    hands.see("The two passwords differ.")
    hands.see("Step 2 of 5")


def test_a_folder_that_cannot_be_written_leaves_nothing_and_can_be_changed(
    hands: Hands, file: Path, tmp_path: Path
) -> None:
    words = go_to_words(hands)
    hands.click("Next")
    type_words(hands, words)
    # A file where the folder should be: no folder can be made there, whoever the person is.
    file.parent.write_text("in the way", encoding="utf-8")
    hands.click("Make the clinic")
    hands.see("cannot be made in this folder")
    hands.see("Step 3 of 5")
    assert sorted(path.name for path in tmp_path.glob("*")) == ["data"]


def test_an_existing_file_is_never_proposed(hands: Hands, file: Path) -> None:
    from ui.first_start.place_step import PlaceStep

    file.parent.mkdir()
    file.write_bytes(b"something")
    step = PlaceStep(file)
    assert step.file.name == "harbour-2.clinicdesk"
    step.show_file(file)
    assert not step.is_complete()
    step.deleteLater()
    hands.see("Step 1 of 5")


@pytest.mark.parametrize(
    ("folder", "named"),
    [
        ("/home/me/OneDrive - Practice/Clinic", "OneDrive"),
        ("/home/me/Dropbox", "Dropbox"),
        ("/Users/me/Library/Mobile Documents/com~apple~CloudDocs/x", "iCloud"),
        ("//server/share/clinic", "network"),
    ],
)
def test_a_synced_or_network_folder_is_told(folder: str, named: str) -> None:
    assert named in doubtful_folder(Path(folder))


def test_the_usual_folder_is_not_doubted(tmp_path: Path) -> None:
    assert doubtful_folder(tmp_path) == ""


def test_a_logo_must_be_a_picture(qtbot: Any, tmp_path: Path) -> None:
    from ui.shell.logo_field import LogoField

    field = LogoField()
    qtbot.addWidget(field)
    letter = tmp_path / "letter.png"
    letter.write_text("no picture", encoding="utf-8")
    field.choose(letter)
    assert field.content() is None
    picture = tmp_path / "logo.png"
    picture.write_bytes(PNG)
    field.choose(picture)
    assert field.content() == PNG
    shown = Hands(qtbot, field)
    field.show()
    shown.see("logo.png")
    shown.click("Without this logo")
    assert field.content() is None
    shown.not_see("logo.png")
    shown.see("PNG or JPEG, optional.")


def test_the_sheet_prints_the_words_that_open_the_file(hands: Hands, tmp_path: Path) -> None:
    from io import BytesIO

    from pypdf import PdfReader

    words = go_to_words(hands)
    assistant = next(w for w in hands.widgets() if w.accessibleName() == "New clinic")
    content = assistant.recovery_sheet()
    text = PdfReader(BytesIO(content)).pages[0].extract_text()
    assert all(word in text for word in words)
    assert "Harbour Infusion Clinic" in text
    assert not list(tmp_path.glob("*.pdf"))
