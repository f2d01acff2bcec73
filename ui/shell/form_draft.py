"""Keeps what is typed into the form a moment after the last key, so that a crash loses next to nothing."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.storage.local import Draft

AFTER_MS = 1000
"""How long after the last key a draft is kept."""


class FormDraft(QObject):
    """The draft of one form. ``body`` returns what stands there, and ``based_on`` the version it started from.

    Attributes:
        place: What is being filled in; each has a draft of its own.
        typing: Whether somebody typed something that is not recorded.

    Signals:
        kept(object): The draft was saved, at this time (UTC).
        refused(str): It could not be saved, in words; the next moment tries again.
    """

    kept = Signal(object)
    refused = Signal(str)

    def __init__(
        self, desk: Desk, body: Callable[[], object], based_on: Callable[[], str | None], owner: QObject
    ) -> None:
        super().__init__(owner)
        self._desk = desk
        self._body = body
        self._based_on = based_on
        self.place = ""
        self.typing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_MS)
        self._timer.timeout.connect(self.keep)

    def note_typing(self) -> None:
        """Something was typed; it is kept in a moment."""
        self.typing = True
        self._timer.start()

    def note_left(self) -> None:
        """A field was left; what waits is kept now."""
        if self._timer.isActive():
            self.keep()

    def keep(self) -> None:
        """Save what stands there, if anything was typed."""
        self._timer.stop()
        if not self.typing:
            return
        try:
            saved: datetime = self._desk.keep_draft(self.place, self._body(), self._based_on())
        except ClinicDeskError as problem:
            self.refused.emit(str(problem))
            return
        self.kept.emit(saved)

    def found(self) -> tuple[Draft, Any] | None:
        """Return the draft that was left in this place, and its body."""
        draft = self._desk.draft(self.place)
        return (draft, json.loads(draft.body)) if draft else None

    def body_of(self, place: str) -> Any:
        """Return what was left in some place, or None."""
        draft = self._desk.draft(place)
        return json.loads(draft.body) if draft else None

    def drop(self) -> None:
        """Forget it: it is recorded, or the person gave it up."""
        self._timer.stop()
        self._desk.drop_draft(self.place)
