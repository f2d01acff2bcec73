"""Keeps what somebody types: a second after it was typed, however long they go on without a pause."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.errors import ClinicDeskError

KEPT_AFTER_MS = 1000
"""From the first key that is not kept yet. A crash loses what was typed since: less than two seconds."""


class DraftKeeper(QObject):
    """Calls ``keep`` while there is something that is not kept.

    Signals:
        kept(object): It is kept; carries when (UTC).
        refused(str): It could not be kept, and why; it is tried again each second.
    """

    kept = Signal(object)
    refused = Signal(str)

    def __init__(self, keep: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._keep = keep
        self._unkept = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEPT_AFTER_MS)
        self._timer.timeout.connect(self.keep_now)

    def touch(self) -> None:
        """Something was typed. A key that follows does not put the time off."""
        self._unkept = True
        if not self._timer.isActive():
            self._timer.start()

    def keep_now(self) -> None:
        """Keep what is not kept yet, at once."""
        self._timer.stop()
        if not self._unkept:
            return
        try:
            at = self._keep()
        except ClinicDeskError as problem:
            self._timer.start()
            self.refused.emit(str(problem))
            return
        self._unkept = False
        self.kept.emit(at)

    def forget(self) -> None:
        """It is recorded, or thrown away: there is nothing left to keep."""
        self._timer.stop()
        self._unkept = False
