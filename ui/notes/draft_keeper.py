"""Keeps what somebody types: a second after it was typed, however long they go on without a pause.

While they type, the text is written to the disk in a thread of its own, so that a slow disk holds up no letter and no
long work beside the window holds up the text. When they leave, it is written before they have left.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Thread

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.records import note_drafts
from clinicdesk.records.note_drafts import NoteDraft

KEPT_AFTER_MS = 1000
"""From the first key that is not kept yet. A crash loses what was typed since: less than two seconds."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as it was typed so far, and where it belongs."""

    place: str
    draft: NoteDraft

    def keep(self, desk: Desk) -> datetime:
        """Keep it as a draft; return when (UTC)."""
        return note_drafts.keep(desk, self.place, self.draft)


class DraftKeeper(QObject):
    """Asks ``take`` for what is typed, and keeps it.

    Signals:
        kept(object): It is kept; carries when (UTC).
        refused(str): It could not be kept, and why; it is tried again each second.
    """

    kept = Signal(object)
    refused = Signal(str)
    _ended = Signal(object)

    def __init__(self, desk: Desk, take: Callable[[], Typed], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._take = take
        self._unkept = False
        self._under_way: _Keeping | None = None
        self._left: list[Typed] = []
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
        if self._under_way is not None:
            # A disk that needs longer than a second: the next one waits for it.
            self._timer.start()
        elif self._left:
            self._begin(self._left[0])
        elif self._unkept:
            self._unkept = False
            self._begin(self._take())

    def _begin(self, typed: Typed) -> None:
        self._under_way = _Keeping(self._desk, typed, self._tell)
        self._under_way.start()

    def keep_now(self) -> None:
        """Keep what is not kept yet, before this returns."""
        self._timer.stop()
        self._settle()
        try:
            while self._left:
                self._left[0].keep(self._desk)
                del self._left[0]
            if self._unkept:
                at = self._take().keep(self._desk)
                self._unkept = False
                self.kept.emit(at)
        except ClinicDeskError as problem:
            self._retry(problem)

    def leave(self) -> None:
        """Keep what is not kept yet: another text comes in its place. What cannot be kept now is tried again later."""
        self.keep_now()
        if self._unkept:
            self._left.append(self._take())
            self._unkept = False

    def left(self, place: str) -> NoteDraft | None:
        """Return what was left in a place and could not be kept yet."""
        return next((typed.draft for typed in reversed(self._left) if typed.place == place), None)

    def forget(self, place: str) -> None:
        """What was typed in a place is recorded, or thrown away: nothing of it is kept any more."""
        self._settle()
        self._left = [typed for typed in self._left if typed.place != place]
        self._unkept = False
        if not self._left:
            self._timer.stop()

    def _settle(self) -> None:
        """Wait for what is being kept."""
        if self._under_way is not None:
            self._under_way.join()
            self._note_end(self._under_way)

    def _note_end(self, keeping: "_Keeping") -> None:
        """Take note of how a keeping ended: what did not go well is still to be kept."""
        self._under_way = None
        if keeping.problem is None:
            self._left = [typed for typed in self._left if typed is not keeping.typed]
        elif not self._was_left(keeping):
            self._unkept = True

    def _was_left(self, keeping: "_Keeping") -> bool:
        return any(typed is keeping.typed for typed in self._left)

    def _tell(self, keeping: "_Keeping") -> None:
        # Called in the thread, which may end after the window.
        if shiboken6.isValid(self):
            self._ended.emit(keeping)

    def _on_ended(self, keeping: "_Keeping") -> None:
        if keeping is not self._under_way:
            return
        was_left = self._was_left(keeping)
        self._note_end(keeping)
        if self._left or self._unkept:
            self._timer.start()
        if keeping.problem is None:
            if not was_left:
                self.kept.emit(keeping.at)
        elif isinstance(keeping.problem, ClinicDeskError):
            self.refused.emit(str(keeping.problem))
        else:
            raise keeping.problem

    def _retry(self, problem: ClinicDeskError) -> None:
        self._timer.start()
        self.refused.emit(str(problem))


class _Keeping(Thread):
    """One keeping beside the window, on a connection of its own. Afterwards ``at`` or ``problem`` is set."""

    def __init__(self, desk: Desk, typed: Typed, tell: Callable[["_Keeping"], None]) -> None:
        super().__init__(name="draft")
        self._desk = desk
        self.typed = typed
        self._tell = tell
        self.at: datetime | None = None
        self.problem: Exception | None = None

    def run(self) -> None:
        """Keep it, and tell."""
        try:
            with self._desk.beside() as desk:
                self.at = self.typed.keep(desk)
        except Exception as problem:
            self.problem = problem
        self._tell(self)
