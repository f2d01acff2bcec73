"""The one search box: it finds patients while somebody types, and runs commands by their words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from clinicdesk.language import _
from ui import icons, theme
from ui.shell.command_search import ONLY_COMMANDS, is_meant, matching
from ui.shell.search_list import SearchList

if TYPE_CHECKING:
    from clinicdesk.records.patient_search import PatientLine
    from ui.shell.commands import Command

SHOWN = 9
"""How many patients drop down; whoever is not among them needs another letter."""

_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: SHOWN, Qt.Key.Key_PageUp: -SHOWN}


class SearchBox(QLineEdit):
    """Finds patients while somebody types; Enter opens the marked one, or with nobody found registers somebody new.

    Set ``finder`` before use: it takes what was typed and returns the patients in the order to show. ``commands`` are
    found by their words and stand below, apart from the patients.

    Signals:
        patient_chosen(str): The id of the patient to open.
        registration_chosen(str): Register somebody; carries what was typed.
        command_chosen(str): The key of the command to run.
    """

    patient_chosen = Signal(str)
    registration_chosen = Signal(str)
    command_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.finder: Callable[[str], Sequence[PatientLine]] = _nobody
        self.commands: Sequence[Command] = ()
        self.setPlaceholderText(_("Find a patient    Ctrl+K"))
        self.setAccessibleName(_("Find a patient"))
        self.setAccessibleDescription(
            _("Type a name, a date of birth, a phone or a record number; for a command, its words.")
        )
        self.setMinimumWidth(theme.px("base") * 16)
        self.setMaximumWidth(theme.px("base") * 36)
        # Not an action of the line: the style sheet's buttons would move its icon.
        self.setTextMargins(theme.px("icon") + theme.px("space_4"), 0, 0, 0)
        self._list: SearchList | None = None
        self.textEdited.connect(self._on_edited)

    def leave(self) -> None:
        """Empty the box and close the list."""
        self.clear()
        self._hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list, Enter takes, Escape closes."""
        drop = self._list if self._list and self._list.isVisible() else None
        key = event.key()
        if drop and key in _STEPS:
            drop.step(_STEPS[Qt.Key(key)])
        elif drop and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            drop.take()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the magnifying glass beside the text."""
        super().paintEvent(event)
        side = theme.px("icon") - 2
        with QPainter(self) as painter:
            icons.paint_icon(painter, QRect(8, (self.height() - side) // 2, side, side), "search", "muted")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Close the list when the work goes on elsewhere."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self._hide()

    def _on_edited(self, typed: str) -> None:
        typed = typed.strip()
        if not typed:
            self._hide()
            return
        found = [] if typed.startswith(ONLY_COMMANDS) else self.finder(typed)[:SHOWN]
        commands = matching(typed, self.commands)
        drop = self._drop()
        drop.show_found(found, commands, typed, command_meant=not found and is_meant(typed, commands))
        drop.place_below(self)

    def _drop(self) -> SearchList:
        if self._list is None:
            self._list = SearchList(self.window())
            self._list.patient_taken.connect(self._on_patient_taken)
            self._list.registration_taken.connect(self._on_registration_taken)
            self._list.command_taken.connect(self._on_command_taken)
        return self._list

    def _hide(self) -> None:
        if self._list:
            self._list.hide()

    def _on_patient_taken(self, patient_id: str) -> None:
        self.leave()
        self.patient_chosen.emit(patient_id)

    def _on_registration_taken(self, typed: str) -> None:
        self.leave()
        self.registration_chosen.emit(typed)

    def _on_command_taken(self, key: str) -> None:
        self.leave()
        self.command_chosen.emit(key)


def _nobody(_typed: str) -> Sequence[PatientLine]:
    return ()
