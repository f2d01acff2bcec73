"""The numbered words of a recovery sheet, to be copied by hand or compared with the paper."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from ui import theme
from ui.widgets.words import label


class RecoveryWords(QWidget):
    """Words in columns, numbered downwards from 1."""

    def __init__(self, columns: int = 4) -> None:
        super().__init__()
        self._columns = columns
        self._cells: list[QWidget] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px("space_24"))
        self._grid.setVerticalSpacing(theme.px("space_8"))

    def show_words(self, words: Sequence[str]) -> None:
        """Show the words; an empty sequence takes them off the screen."""
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.setParent(None)
            cell.deleteLater()
        self._cells = []
        per_column = -(-len(words) // self._columns)
        for place, word in enumerate(words):
            cell = _cell(place + 1, word)
            self._cells.append(cell)
            self._grid.addWidget(cell, place % per_column, place // per_column)
        # A word that is cut cannot be copied by hand.
        self.setMinimumWidth(self.sizeHint().width() if words else 0)
        self.setAccessibleName(" ".join(f"{place + 1} {word}" for place, word in enumerate(words)))


def _cell(number: int, word: str) -> QWidget:
    cell = QWidget()
    row = QHBoxLayout(cell)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px("space_8"))
    count: QLabel = label(str(number), "muted")
    count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    count.setMinimumWidth(count.fontMetrics().horizontalAdvance("00") + 2)
    row.addWidget(count)
    row.addWidget(label(word, "strong"), 1)
    return cell
