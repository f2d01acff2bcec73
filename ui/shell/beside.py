"""One call in a thread of its own that nothing waits for: a keyring may ask a person and wait for ever.

Everything else that runs beside the window uses ``ui.widgets.background``, which is waited for when the program ends.
"""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid


class Beside(QObject):
    """Makes a call beside the window. Its signals arrive in the window's thread.

    Signals:
        done(object): What the call returned.
        failed(object): The exception it ended with.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, call: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._call = call
        self._thread = threading.Thread(target=self._run, daemon=True, name="clinicdesk-keyring")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait for the call, but not for ever."""
        if self._thread.ident is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        try:
            result = self._call()
        except Exception as error:
            self._tell(self, "failed", error)
        else:
            self._tell(self, "done", result)

    @staticmethod
    def _tell(teller: QObject, signal: str, value: object) -> None:
        # The window may have gone meanwhile; then nobody wants to know.
        if isValid(teller):
            try:
                getattr(teller, signal).emit(value)
            except RuntimeError:
                return
