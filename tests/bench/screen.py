"""Windows without a screen, and knowing when something is painted."""

import os
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.desk import Desk
from clinicdesk.workstation import Workstation
from ui.app import make_app
from ui.widgets.background import Background
from ui.workplace import Workplace

LONGEST_SECONDS = 20


class NotPainted(Exception):
    """Nothing was painted in time: the figure cannot be measured."""


class Painted(QObject):
    """Knows when a window has painted what changed in it: everything is painted in one turn of the event loop."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._turns = 0
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count the turns in which the window paints."""
        if event.type() == QEvent.Type.UpdateRequest:
            self._turns += 1
        return False

    def wait_once(self) -> None:
        """Return when the window has painted once more, for a change that asks for nothing else."""
        app, until, before = QApplication.instance(), time.perf_counter() + LONGEST_SECONDS, self._turns
        assert app is not None
        while self._turns == before:
            app.processEvents()
            if time.perf_counter() > until:
                raise NotPainted(self._window.accessibleName() or type(self._window).__name__)

    def wait(self) -> None:
        """Return when what was just changed is painted, and what that changed in its turn."""
        app, until = QApplication.instance(), time.perf_counter() + LONGEST_SECONDS
        assert app is not None
        # A change asks for the painting at once; what asks later (a layout, a timer without delay) has two more turns.
        first, quiet = self._turns, 0
        while self._turns == first or quiet < 2:
            before = self._turns
            app.processEvents()
            # What was deleted goes in the next turn of a real event loop; this one leaves it to be asked for.
            app.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
            quiet = quiet + 1 if self._turns == before else 0
            if time.perf_counter() > until:
                raise NotPainted(self._window.accessibleName() or type(self._window).__name__)


def choices() -> Workstation:
    """Return the choices of a PC that never kept any."""
    return Workstation(folder=Path(tempfile.gettempdir()) / "clinicdesk-bench-settings", colour_scheme="light")


def workplace(desk: Desk) -> tuple[Workplace, Painted]:
    """Return the place a signed-in person works in, shown and painted."""
    make_app(choices())
    work = Workplace(desk, choices(), Background())
    work.resize(1280, 800)
    painted = Painted(work)
    work.show()
    work.show_place("today")
    painted.wait()
    return work, painted


def leave(work: Workplace) -> None:
    """Close a workplace for good."""
    app = QApplication.instance()
    work.close_down()
    work.close()
    work.background.close()
    work.deleteLater()
    assert app is not None
    app.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
