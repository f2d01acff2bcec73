"""The window from the first picture to Today, the search box, the lock, and its end."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import patients
from clinicdesk.records.chart_facts import ChartFacts
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.workstation import WindowPlace, Workstation, settings_folder
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.ui.conftest import Flashes, OpenWindow
from ui.main_window import MainWindow
from ui.shell.crash import FaultTeller, start_log
from ui.shell.instance import SingleWindow
from ui.workplace import Workplace

Enter = Callable[[str], None]


@pytest.fixture
def known(everyone: Any) -> str:
    """Return the id of a registered patient."""
    details = PatientDetails(family_name="Lindqvist", given_name="Per")
    return patients.register(everyone, details=details, facts=ChartFacts())


def test_somebody_who_types_before_the_file_is_open_is_signed_in(qtbot: Any, window: MainWindow) -> None:
    """The fields are there first; the file opens behind them."""
    with qtbot.waitSignal(window.signed_in, timeout=10_000):
        qtbot.keyClicks(window.focusWidget(), "nina")
        qtbot.keyClick(window.focusWidget(), "\r")
        qtbot.keyClicks(window.focusWidget(), PASSWORD)
        qtbot.keyClick(window.focusWidget(), "\r")
    Hands(qtbot, window).see("Nina Okafor, RN")


def test_what_is_slow_comes_after_the_first_picture(tmp_path: Path, clinic_file: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from clinicdesk.workstation import Workstation\n"
        "from ui.app import make_app\n"
        "from ui.main_window import MainWindow\n"
        "choices = Workstation.load(Path(sys.argv[1]))\n"
        "app = make_app(choices)\n"
        "window = MainWindow(choices, Path(sys.argv[2]))\n"
        "heavy = ('keyring', 'sqlite_utils', 'sqlcipher3', 'argon2', 'reportlab', 'platformdirs',\n"
        "         'clinicdesk.clinic', 'PySide6.QtPdf', 'PySide6.QtNetwork', 'ui.workplace')\n"
        "def look():\n"
        "    print([name for name in heavy if name in sys.modules])\n"
        "    app.quit()\n"
        "window.painted.connect(look)\n"
        "window.show()\n"
        "app.exec()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "settings"), str(clinic_file)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.strip() == "[]", done.stderr


def test_no_window_flashes_up_while_places_are_made(
    qapp: QApplication, enter: Enter, hands: Hands, window: MainWindow, known: str
) -> None:
    flashes = Flashes()
    qapp.installEventFilter(flashes)
    enter("all")
    for keys in ("Ctrl+2", "Ctrl+N", "Ctrl+3", "Ctrl+7", "Ctrl+1"):
        hands.press(keys)
    hands.click("Settings")
    hands.see("Name of the practice")
    work = window.centralWidget().findChild(Workplace)
    work.show_chart(known)
    chart = hands.find("Parts of the chart")
    for tab in range(chart.count()):
        chart.setCurrentIndex(tab)
        qapp.processEvents()
    assert chart.count() == 11
    work.show_import()
    work.show_paper(PaperRequest("face-sheet", known))
    hands.see("Face sheet")
    work.go_back()
    qapp.removeEventFilter(flashes)
    assert flashes.seen == []
    assert window.windowTitle() == "ClinicDesk"


def test_the_search_box_finds_and_opens_a_chart(enter: Enter, hands: Hands, known: str, window: MainWindow) -> None:
    enter("all")
    hands.press("Ctrl+K")
    hands.qtbot.keyClicks(QApplication.focusWidget(), "lind")
    assert [hands.find("Patients found").item(0).text()] == ["LINDQVIST, Per  Not recorded  No. 000 001"]
    hands.press("Return")
    hands.see("LINDQVIST, Per")
    assert hands.find("Chart").patient_id == known
    # A patient's name never stands in the window's title, which task switchers show.
    assert window.windowTitle() == "ClinicDesk"


def test_the_search_box_leads_on_to_registering_whom_it_did_not_find(enter: Enter, hands: Hands) -> None:
    enter("rita")
    hands.press("Ctrl+K")
    hands.qtbot.keyClicks(QApplication.focusWidget(), "Zylberberg")
    assert hands.find("Patients found").count() == 1
    hands.press("Return")
    hands.see("Zylberberg")


@pytest.mark.usefixtures("known")
def test_the_search_box_runs_a_command_by_its_words(enter: Enter, hands: Hands) -> None:
    enter("rita")
    hands.press("Ctrl+K")
    hands.qtbot.keyClicks(QApplication.focusWidget(), "go to pat")
    hands.press("Return")
    assert hands.find("Search patients").isVisible()


@pytest.mark.usefixtures("known")
def test_escape_closes_the_search_list(enter: Enter, hands: Hands) -> None:
    enter("all")
    hands.press("Ctrl+K")
    hands.qtbot.keyClicks(QApplication.focusWidget(), "lind")
    hands.press("Escape")
    assert not hands.found("Patients found")


def test_ctrl_l_locks_and_the_same_person_comes_back_to_the_same_place(enter: Enter, hands: Hands) -> None:
    enter("nina")
    hands.press("Ctrl+2")
    hands.press("Ctrl+L")
    hands.see("Locked by Nina Okafor, RN.")
    assert not hands.found("Patients")
    hands.type("Password", "not the password", leave=False)
    hands.press("Return")
    hands.see("The login or the password is wrong.")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    assert hands.found("Patients")


def test_another_person_signs_in_at_the_lock(qtbot: Any, enter: Enter, hands: Hands, window: MainWindow) -> None:
    enter("nina")
    hands.press("Ctrl+L")
    hands.type("Login", "rita")
    hands.type("Password", PASSWORD, leave=False)
    with qtbot.waitSignal(window.signed_in):
        hands.press("Return")
    hands.see("Rita Moss")
    hands.not_see("Nina Okafor, RN")


def test_the_window_locks_when_nobody_touches_it(
    enter: Enter, hands: Hands, window: MainWindow, clock: DrivenClock
) -> None:
    enter("nina")
    clock.pass_time(minutes=4)
    window.tick()
    assert not window.is_locked()
    hands.press("Tab")
    clock.pass_time(minutes=4)
    window.tick()
    assert not window.is_locked()
    clock.pass_time(minutes=1)
    window.tick()
    assert window.is_locked()


def test_the_lock_hides_dialogs_and_brings_them_back(enter: Enter, hands: Hands, window: MainWindow) -> None:
    enter("all")
    hands.press("F1")
    hands.see("Find a patient")
    window.lock()
    assert not hands.found("Keys")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    assert hands.found("Keys")
    hands.press("Escape")


def test_what_somebody_else_records_shows_in_the_window(
    enter: Enter, hands: Hands, window: MainWindow, everyone: Any
) -> None:
    enter("all")
    hands.press("Ctrl+2")
    patients.register(everyone, details=PatientDetails(family_name="Okafor", given_name="Ada"), facts=ChartFacts())
    window.tick()
    hands.type("Search patients" if hands.found("Search patients") else "Find a patient", "okaf", leave=False)
    hands.see("OKAFOR")


def test_the_second_start_brings_the_first_window_to_the_front(qtbot: Any, tmp_path: Path) -> None:
    file = tmp_path / "one.clinicdesk"
    first = SingleWindow(file)
    assert first.take()
    first.listen()
    with qtbot.waitSignal(first.raise_wanted, timeout=5000):
        assert not SingleWindow(file).take()
    # Another clinic has a window of its own.
    other = SingleWindow(tmp_path / "two.clinicdesk")
    assert other.take()
    other.leave()
    first.leave()
    again = SingleWindow(file)
    assert again.take()
    again.leave()


def test_a_window_that_opens_another_file_moves_to_its_place(qtbot: Any, tmp_path: Path) -> None:
    one, two, three = (tmp_path / f"{name}.clinicdesk" for name in ("one", "two", "three"))
    moving, other = SingleWindow(one), SingleWindow(two)
    for window in (moving, other):
        assert window.take()
        window.listen()
    # The second file has a window, which comes to the front; the first one keeps its place.
    with qtbot.waitSignal(other.raise_wanted, timeout=5000):
        assert not moving.move_to(two)
    with qtbot.waitSignal(moving.raise_wanted, timeout=5000):
        assert not SingleWindow(one).take()
    assert moving.move_to(three)
    with qtbot.waitSignal(moving.raise_wanted, timeout=5000):
        assert not SingleWindow(three).take()
    left = SingleWindow(one)
    assert left.take()
    for window in (left, moving, other):
        window.leave()


def test_the_window_stands_where_it_stood_unless_that_screen_is_gone(
    open_window: OpenWindow, choices: Workstation, clinic_file: Path, key: bytes
) -> None:
    here = choices.with_choices(window=WindowPlace(30, 40, 900, 600))
    window = open_window(clinic_file, key, here)
    window.resize(1000, 640)
    window.close()
    kept = Workstation.load(choices.folder).window
    assert kept is not None
    assert (kept.width, kept.height) == (1000, 640)
    gone = choices.with_choices(window=WindowPlace(90_000, 40, 900, 600))
    far = open_window(clinic_file, key, gone)
    assert far.x() < 10_000


def test_a_fault_is_written_down_without_its_message(tmp_path: Path, enter: Enter, hands: Hands) -> None:
    enter("all")
    start_log(tmp_path / "logs")
    teller = FaultTeller()
    try:
        raise ValueError("LINDQVIST, Per has a secret")
    except ValueError as fault:
        teller.take(type(fault), fault, fault.__traceback__)
    hands.see("Something went wrong inside ClinicDesk")
    hands.click("Copy details")
    hands.click("Go on")
    written = (tmp_path / "logs" / "clinicdesk.log").read_text(encoding="utf-8")
    copied = QApplication.clipboard().text()
    for text in (written, copied):
        assert "ValueError" in text
        assert "test_app.py" in text
        assert "LINDQVIST" not in text


def test_the_settings_folder_is_the_one_platformdirs_names() -> None:
    import platformdirs

    assert settings_folder() == Path(platformdirs.user_config_dir("ClinicDesk", appauthor=False))


def test_choices_survive_and_nonsense_in_the_file_does_not(tmp_path: Path) -> None:
    made = Workstation.load(tmp_path).with_choices(
        colour_scheme="dark",
        text_percent=125,
        clinic_file=tmp_path / 'a "b"\\ä.clinicdesk',
        scan_folder=tmp_path / "Scans ü",
        key_ids={"x y": "00ff"},
    )
    assert Workstation.load(tmp_path) == made
    (tmp_path / "this-pc.toml").write_text('colour_scheme = "pink"\ntext_percent = 900\nwindow = 3\n', encoding="utf-8")
    assert Workstation.load(tmp_path) == Workstation()
    (tmp_path / "this-pc.toml").write_bytes(b"\xff\xfe not toml")
    assert Workstation.load(tmp_path) == Workstation()
