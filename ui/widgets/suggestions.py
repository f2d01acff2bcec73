"""Words offered below a line of text while somebody types."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QLineEdit

_STAYING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class Suggestions(QCompleter):
    """Offers the words that contain what is typed, and goes with the focus, however that is taken."""

    def __init__(self, line: QLineEdit, words: Sequence[str]) -> None:
        super().__init__(line)
        self.setModel(QStringListModel(list(words), self))
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)
        line.setCompleter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hide the words before the line is told that the focus has gone.

        While they are shown Qt keeps that from the line: its cursor stays, and nobody hears that it was left.
        """
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut and event.reason() not in _STAYING:
            popup = self.popup()
            if popup is not None:
                popup.hide()
        return super().eventFilter(watched, event)
