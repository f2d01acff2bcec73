"""Typing in from paper what happened at the front desk while the PCs were dark."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from clinicdesk.desk import Desk
from clinicdesk.language import _
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip


class FromPaper(QObject):
    """The button and the strip, to be placed by the board, and the switch of the desk.

    Signals:
        switched: From now on each step asks for its time, or no longer.

    Attributes:
        switch: The button, pressed while somebody types in from paper.
        strip: Says so meanwhile.
    """

    switched = Signal()

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(owner)
        self._desk = desk
        self.strip = MessageStrip()
        self.switch = button(_("T&ype in from paper"), kind="filter")
        self.switch.setCheckable(True)
        self.switch.setToolTip(_("After the PCs were dark: give each step the time that stands on the paper."))
        # Never shown here: before it has a place it would flash up as a window of its own.
        if not desk.may("visit.arrive"):
            self.switch.hide()
        self.switch.toggled.connect(self._on_toggled)

    def stop(self) -> None:
        """Nobody types in from paper any more."""
        self.switch.setChecked(False)

    def _on_toggled(self, on: bool) -> None:
        self._desk.transcribing = on
        if on:
            self.strip.show_message(
                "warn", _("You are typing in from paper: each step asks for its time. All of it is marked so.")
            )
        else:
            self.strip.clear()
        self.switched.emit()
