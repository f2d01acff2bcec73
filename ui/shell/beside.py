"""One call in a thread of its own that nothing waits for: a keyring may ask a person and wait for ever.

Everything else that runs beside the window uses ``ui.widgets.background``, which is waited for when the program ends.
"""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid


class _Relay(QObject):
    """Carries results into the window's thread. It is never deleted: a thread may tell after its window has gone."""

    came = Signal(object, bool, object)

    def __init__(self) -> None:
        super().__init__()
        self.came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)

    def _on_came(self, beside: "Beside", well: bool, result: object) -> None:
        if isValid(beside):
            (beside.done if well else beside.failed).emit(result)


_relays: list[_Relay] = []


class Beside(QObject):
    """Makes a call beside the window. Make it in the window's thread, where its signals arrive.

    Signals:
        done(object): What the call returned.
        failed(object): The exception it ended with.
    """

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, call: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        if not _relays:
            _relays.append(_Relay())
        self._thread = threading.Thread(target=_run, args=(call, self), daemon=True, name="clinicdesk-beside")

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self, seconds: float) -> None:
        """Wait for the call, but not for ever."""
        if self._thread.ident is not None:
            self._thread.join(seconds)


def _run(call: Callable[[], object], beside: Beside) -> None:
    """Make the call; ``beside`` is only handed on, it belongs to the window's thread."""
    try:
        result = call()
    except Exception as error:
        _relays[0].came.emit(beside, False, error)
    else:
        _relays[0].came.emit(beside, True, result)
