"""Start-up: from the double click to a sign-in that can be typed into, importing nothing that can wait."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication

from clinicdesk.workstation import Workstation, default_clinic_file, log_folder
from ui import theme
from ui.main_window import MainWindow
from ui.shell.crash import FaultTeller, refuse_memory_dumps, start_log
from ui.shell.instance import SingleWindow

if TYPE_CHECKING:
    from clinicdesk.storage.clock import Clock


def run(clinic_file: Path | None = None, key: bytes | None = None, *, clock: Clock | None = None) -> int:
    """Open the window and return the exit code when it is closed.

    ``clinic_file`` is the file to open instead of this PC's usual one; ``key`` opens it without asking the keyring.
    """
    # Nothing that lives now goes before the window does; looking for it would cost a tenth of the start.
    gc.disable()
    choices = Workstation.load()
    app = make_app(choices)
    faults = FaultTeller()
    faults.install()
    single = SingleWindow(clinic_file or choices.clinic_file or default_clinic_file())
    if not single.take():
        return 0
    window = MainWindow(choices, clinic_file, key, clock=clock, single=single)
    window.painted.connect(_go_on)
    faults.told.connect(window.keep_drafts)
    window.show()
    code = app.exec()
    faults.remove()
    # Qt's own objects go in order while everything they need is still there.
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, 0)
    return code


def _go_on() -> None:
    """Do after the first picture what need not be done before it."""
    gc.freeze()
    gc.enable()
    refuse_memory_dumps()
    start_log(log_folder())


def make_app(choices: Workstation) -> QApplication:
    """Return the application, dressed as this PC's choices say."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        app = QApplication(sys.argv[:1])
    app.setApplicationName("ClinicDesk")
    app.setApplicationDisplayName("ClinicDesk")
    theme.apply(app, choices.colour_scheme, choices.text_percent)
    return app
