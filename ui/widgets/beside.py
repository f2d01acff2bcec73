"""Work that runs beside the window: in a thread of its own, reporting back to the window's thread."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from clinicdesk.errors import Cancelled


class Beside(QObject):
    """Runs one piece of work in a thread. Keep the object until one of its signals came.

    ``work`` gets this object: it may call ``report`` now and then, which raises ``Cancelled`` after ``cancel``. It must
    use nothing that belongs to the window's thread; a clinic is opened anew with ``clinic.another()``.

    Signals, all in the window's thread:
        progressed(object): What ``report`` was given.
        done(object): What the work returned.
        failed(object): The exception the work ended with. ``Cancelled`` is not told.
        ended: The thread is over, in whatever way.
    """

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    ended = Signal()

    def __init__(self, work: Callable[["Beside"], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._cancelled = threading.Event()
        # A keyring that waits for a person must not keep the program from closing.
        self._thread = threading.Thread(target=self._run, daemon=True, name="clinicdesk-beside")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def report(self, progress: object) -> None:
        """Tell how far the work has come; called by the work. Raises ``Cancelled`` after ``cancel``."""
        if self._cancelled.is_set():
            raise Cancelled
        self._tell("progressed", progress)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancelled.set()

    def wait(self, seconds: float = 10.0) -> None:
        """Wait until the thread is over, for closing time."""
        if self._thread.ident is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        try:
            result = self._work(self)
        except Cancelled:
            pass
        except BaseException as error:
            self._tell("failed", error)
        else:
            self._tell("done", result)
        self._tell("ended")

    def _tell(self, signal: str, *values: object) -> None:
        # The window may have gone meanwhile; then nobody wants to know.
        if isValid(self):
            try:
                getattr(self, signal).emit(*values)
            except RuntimeError:
                return
