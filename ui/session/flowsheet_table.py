"""The vital signs recorded so far, the newest on top; a corrected one is struck through beside the one that counts."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.sessions import COMMENT, PRESSURE, Cell, Round
from clinicdesk.rules.vitals import MEASURES, Kind
from ui import theme

_Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()
_CELL = Qt.ItemDataRole.UserRole + 7
COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("time", _("Time"), 6),
    ("minute", _("Min"), 4),
    (PRESSURE, _("BP"), 8),
    (str(Kind.HEART_RATE), _("HR"), 5),
    (str(Kind.SPO2), "SpO₂ %", 6),
    (str(Kind.RESPIRATORY_RATE), _("RR"), 4),
    (str(Kind.SEDATION), "MOAA/S", 7),
    (COMMENT, _("Comment"), 14),
)
_MORE: tuple[tuple[str, str, int], ...] = tuple(
    (str(kind), MEASURES[kind].short, 8)
    for kind in (Kind.RASS, Kind.DISSOCIATION, Kind.DISTRESS, Kind.PAIN, Kind.TEMPERATURE)
)
"""Columns that are there once such a value is; before the comment."""
_EMPTY = Cell("")


def columns_for(rounds: Sequence[Round]) -> tuple[tuple[str, str, int], ...]:
    """Return the columns these rounds need: the usual ones, and those of what else was measured."""
    more = tuple(column for column in _MORE if any(column[0] in row.cells for row in rounds))
    return (*COLUMNS[:-1], *more, COLUMNS[-1])


class FlowsheetModel(QAbstractTableModel):
    """Rounds as rows."""

    def __init__(self, desk: Desk, owner: QTableView) -> None:
        super().__init__(owner)
        self._desk = desk
        self.rounds: tuple[Round, ...] = ()
        self.columns = COLUMNS

    def show_rounds(self, rounds: Sequence[Round]) -> None:
        """Show rounds given in the order of time; the newest comes on top."""
        self.beginResetModel()
        self.rounds = tuple(reversed(rounds))
        self.columns = columns_for(rounds)
        self.endResetModel()

    def rowCount(self, within: _Index = _HERE) -> int:
        """Return how many moments there are."""
        return 0 if within.isValid() else len(self.rounds)

    def columnCount(self, within: _Index = _HERE) -> int:
        """Return how many columns there are."""
        return 0 if within.isValid() else len(self.columns)

    def headerData(self, section: int, direction: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's title."""
        if direction is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section][1]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's words; what is struck through is said in words too."""
        row, (key, title, _chars) = self.rounds[index.row()], self.columns[index.column()]
        cell = self._cell(row, key)
        if role == Qt.ItemDataRole.DisplayRole:
            return _spoken(cell)
        if role == _CELL:
            return cell
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{title}: {_spoken(cell)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return _("Recorded by {names}").format(names=", ".join(row.by_names))
        return None

    def _cell(self, row: Round, key: str) -> Cell:
        if key == "time":
            return Cell(formats.format_time(self._desk.local(row.taken_at)))
        if key == "minute":
            return Cell("" if row.minute is None else str(row.minute).replace("-", "−"))
        cell = row.cells.get(key, _EMPTY)
        if key == COMMENT and row.transcribed:
            cell = Cell("; ".join(part for part in (_("from paper"), cell.text) if part), cell.struck)
        if key == COMMENT and (weight := row.cells.get(str(Kind.WEIGHT))):
            words = [_("Weight {weight}").format(weight=weight.text)] if weight.text else []
            words += [cell.text] if cell.text else []
            return Cell("; ".join(words), (*weight.struck, *cell.struck))
        return cell


def _spoken(cell: Cell) -> str:
    if not cell.struck:
        return cell.text
    old = ", ".join(cell.struck)
    if not cell.text:
        return _("entered in error: {old}").format(old=old)
    return _("{value} (corrected from {old})").format(value=cell.text, old=old)


class _CellDelegate(QStyledItemDelegate):
    """Paints what was replaced struck through, then what counts."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one cell."""
        cell: Cell = index.data(_CELL)
        drawn = QStyleOptionViewItem(option)
        self.initStyleOption(drawn, index)
        drawn.text = ""
        widget = option.widget
        widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, drawn, painter, widget)
        room = option.rect.adjusted(theme.px("space_8"), 0, -theme.px("space_4"), 0)
        painter.save()
        font = theme.font("body")
        for old in cell.struck:
            font.setStrikeOut(True)
            painter.setFont(font)
            painter.setPen(theme.token("muted"))
            room = _draw(painter, room, old, QFontMetrics(font))
        font.setStrikeOut(False)
        painter.setFont(font)
        painter.setPen(theme.token("text"))
        _draw(painter, room, cell.text or (_("in error") if cell.struck else ""), QFontMetrics(font))
        painter.restore()


def _draw(painter: QPainter, room: QRect, text: str, metrics: QFontMetrics) -> QRect:
    words = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room.width(), 0))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
    return room.adjusted(metrics.horizontalAdvance(words) + theme.px("space_8"), 0, 0, 0)


class FlowsheetTable(QTableView):
    """The table. Enter or a double click asks for a correction.

    Signals:
        correction_asked(object): The ``Round`` to correct.
    """

    correction_asked = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._rounds = FlowsheetModel(desk, self)
        self.setModel(self._rounds)
        self.setItemDelegate(_CellDelegate(self))
        self.setAccessibleName(_("Vital signs recorded"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.doubleClicked.connect(self._on_double_clicked)
        self._fit()

    def show_rounds(self, rounds: Sequence[Round]) -> None:
        """Show the rounds; the chosen row stays chosen."""
        chosen = self.selected()
        self._rounds.show_rounds(rounds)
        for place, row in enumerate(self._rounds.rounds):
            if chosen is not None and row.id == chosen.id:
                self.selectRow(place)
        self._fit()

    def selected(self) -> Round | None:
        """Return the chosen row, or None."""
        chosen = self.selectionModel().selectedRows()
        return self._rounds.rounds[chosen[0].row()] if chosen else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter corrects the chosen row."""
        row = self.selected()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.correction_asked.emit(row)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px("row_dense"))
        self.setMinimumHeight(theme.px("row_dense") * 4)
        character = QFontMetrics(theme.font("body")).horizontalAdvance("0")
        for column, (key, _title, chars) in enumerate(self._rounds.columns[:-1]):
            cells = [self._rounds._cell(row, key) for row in self._rounds.rounds]
            longest = max(
                (len(" ".join((*cell.struck, cell.text or "in error"))) for cell in cells if cell.struck), default=0
            )
            self.setColumnWidth(column, character * max(chars, longest + 1) + theme.px("space_12"))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.correction_asked.emit(self._rounds.rounds[index.row()])
