"""One long call beside the window that tells how far it is and can be stopped. The end of the program never waits.

A disk that was pulled out or a network folder that has gone may keep a call for minutes. ``ui.widgets.background`` is
waited for when the window closes; this is not.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.errors import Cancelled, ClinicDeskError
from ui.shell.beside import Beside

Report = Callable[[int, int], None]
"""Called by the work with how much is done, of how much; raises ``Cancelled`` once the work is to stop."""

_LOOK_MS = 100


class LongWork(QObject):
    """Does ``work(report)`` in a thread of its own. Make it in the window's thread, where its signals arrive.

    Signals:
        progressed(int, int): How much is done, of how much; ten times a second at most.
        done(object): What the work returned.
        failed(object): The ``ClinicDeskError`` it ended with. Whatever else it ends with is a bug, and raised here.
        stopped: It ended because it was cancelled.
    """

    progressed = Signal(int, int)
    done = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, work: Callable[[Report], object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = threading.Event()
        self._at = (0, 0)
        self._shown = (0, 0)
        self._beside = Beside(self._run, self)
        self._beside.done.connect(self._on_done)
        self._beside.failed.connect(self._on_failed)
        # Whoever wanted it has gone: nobody waits for it any more.
        self.destroyed.connect(self._stop.set)
        # The work only writes down where it is: a signal for each of its steps would keep the window from painting.
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._on_look)

    def start(self) -> None:
        """Begin."""
        self._look.start()
        self._beside.start()

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()

    def wait(self, seconds: float) -> None:
        """Wait for the end, but not for ever."""
        self._beside.wait(seconds)

    def _run(self) -> object:
        return self._work(self._report)

    def _report(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise Cancelled
        self._at = (done, total)

    def _on_look(self) -> None:
        if self._at != self._shown:
            self._shown = self._at
            self.progressed.emit(*self._shown)

    def _on_done(self, result: object) -> None:
        self._look.stop()
        self.done.emit(result)

    def _on_failed(self, problem: object) -> None:
        self._look.stop()
        if isinstance(problem, Cancelled):
            self.stopped.emit()
        elif isinstance(problem, ClinicDeskError):
            self.failed.emit(problem)
        else:
            raise problem if isinstance(problem, BaseException) else TypeError(problem)
