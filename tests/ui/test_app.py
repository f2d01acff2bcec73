"""The window from the first picture to Today and back to the lock."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from clinicdesk.storage.clock import DrivenClock
from clinicdesk.workstation import Workstation
from tests.conftest import PASSWORD
from ui import theme
from ui.main_window import MainWindow


@pytest.fixture
def window(qtbot, qapp: QApplication, clinic_file: Path, key: bytes, clock: DrivenClock, tmp_path: Path):
    """Return the window of this test's clinic, on the screen."""
    theme.apply(qapp, "light")
    made = MainWindow(Workstation.load(tmp_path / "settings"), clinic_file, key, clock=clock)
    qtbot.addWidget(made)
    made.resize(1280, 720)
    with qtbot.waitActive(made):
        made.show()
    yield made
    made.close()


def test_signs_in_and_shows_today(qtbot, window) -> None:
    qtbot.keyClicks(window.focusWidget(), "nina")
    qtbot.keyClick(window.focusWidget(), "\r")
    qtbot.keyClicks(window.focusWidget(), PASSWORD)
    with qtbot.waitSignal(window.signed_in, timeout=5000):
        qtbot.keyClick(window.focusWidget(), "\r")
    window.grab().save("/tmp/shell/today.png")
