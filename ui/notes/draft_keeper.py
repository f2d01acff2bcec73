"""Keeps what somebody types: a second after it was typed, however long they go on without a pause.

While they type, the text is written to the disk in a thread of its own, so that a slow disk holds up no letter and no
long work beside the window holds up the text. When they leave, it is written before they have left.
"""

from collections.abc import Callable
from datetime import datetime
from threading import Thread

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError

KEPT_AFTER_MS = 1000
"""From the first key that is not kept yet. A crash loses what was typed since: less than two seconds."""

Keep = Callable[[Desk], datetime]
"""Keeps a text as it was when this was made, through the desk it is given; returns when."""


class DraftKeeper(QObject):
    """Asks ``take`` for what is typed, and keeps it.

    Signals:
        kept(object): It is kept; carries when (UTC).
        refused(str): It could not be kept, and why; it is tried again each second.
    """

    kept = Signal(object)
    refused = Signal(str)
    _ended = Signal(object)

    def __init__(self, desk: Desk, take: Callable[[], Keep], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._take = take
        self._unkept = False
        self._under_way: _Keeping | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(KEPT_AFTER_MS)
        self._timer.timeout.connect(self.keep_beside)
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def touch(self) -> None:
        """Something was typed. A key that follows does not put the time off."""
        self._unkept = True
        if not self._timer.isActive():
            self._timer.start()

    def keep_beside(self) -> None:
        """Keep what is not kept yet while the person types on, as happens by itself each second."""
        self._timer.stop()
        if not self._unkept:
            return
        if self._under_way is not None:
            # A disk that needs longer than a second: the next one waits for it.
            self._timer.start()
            return
        self._unkept = False
        self._under_way = _Keeping(self._desk, self._take(), self._tell)
        self._under_way.start()

    def keep_now(self) -> None:
        """Keep what is not kept yet, before this returns."""
        self._timer.stop()
        self._settle()
        if not self._unkept:
            return
        try:
            at = self._take()(self._desk)
        except ClinicDeskError as problem:
            self._retry(problem)
            return
        self._unkept = False
        self.kept.emit(at)

    def forget(self) -> None:
        """It is recorded, or thrown away: there is nothing left to keep, and nothing is kept any more."""
        self._settle()
        self._timer.stop()
        self._unkept = False

    def _settle(self) -> None:
        """Wait for what is being kept; if that did not go well, it is still to be kept."""
        if self._under_way is not None:
            self._under_way.join()
            self._unkept |= self._under_way.problem is not None
            self._under_way = None

    def _tell(self, keeping: "_Keeping") -> None:
        # Called in the thread, which may end after the window.
        if shiboken6.isValid(self):
            self._ended.emit(keeping)

    def _on_ended(self, keeping: "_Keeping") -> None:
        if keeping is not self._under_way:
            return
        self._under_way = None
        if keeping.problem is None:
            self.kept.emit(keeping.at)
        elif isinstance(keeping.problem, ClinicDeskError):
            self._retry(keeping.problem)
        else:
            self.touch()
            raise keeping.problem

    def _retry(self, problem: ClinicDeskError) -> None:
        self.touch()
        self.refused.emit(str(problem))


class _Keeping(Thread):
    """One keeping beside the window, on a connection of its own. Afterwards ``at`` or ``problem`` is set."""

    def __init__(self, desk: Desk, keep: Keep, tell: Callable[["_Keeping"], None]) -> None:
        super().__init__(name="draft")
        self._desk = desk
        self._keep = keep
        self._tell = tell
        self.at: datetime | None = None
        self.problem: Exception | None = None

    def run(self) -> None:
        """Keep it, and tell."""
        try:
            with self._desk.beside() as desk:
                self.at = self._keep(desk)
        except Exception as problem:
            self.problem = problem
        self._tell(self)
