"""A table of records: immutable rows in, the row a person chose out."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip

from ui import theme
from ui.widgets.chip import CHIPS_ROLE, ChipDelegate, ChipText

Row = TypeVar("Row")
_Index = QModelIndex | QPersistentModelIndex
_HERE = QModelIndex()
_ANSWERED = frozenset(
    {
        CHIPS_ROLE,
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.FontRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.TextAlignmentRole,
    }
)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column.

    ``chars`` is the width it needs, in characters. ``priority`` 1 is always shown; when there is no room the largest
    numbers go first. What is left over goes to the columns that ``stretch``. ``chips`` paints chips; ``text`` then is
    what is read out and copied. ``quiet`` and ``tone`` (``warn``, ``danger`` or nothing) colour the words.
    """

    title: str
    text: Callable[[Row], str]
    chars: int
    priority: int = 1
    stretch: bool = False
    right: bool = False
    strong: bool = False
    chips: Callable[[Row], Sequence[ChipText]] | None = None
    quiet: Callable[[Row], bool] | None = None
    tone: Callable[[Row], str] | None = None


class RecordModel(QAbstractTableModel, Generic[Row]):
    """Rows of any frozen record, shown through ``Column``s."""

    def __init__(self, columns: Sequence[Column[Row]], owner: QObject | None = None) -> None:
        super().__init__(owner)
        self.columns = tuple(columns)
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def show_row(self, place: int, row: Row) -> None:
        """Replace one row; the others are not painted again."""
        self.rows = (*self.rows[:place], row, *self.rows[place + 1 :])
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    def rowCount(self, within: _Index = _HERE) -> int:
        """Return how many rows there are."""
        return 0 if within.isValid() else len(self.rows)

    def columnCount(self, within: _Index = _HERE) -> int:
        """Return how many columns there are, hidden ones too."""
        return 0 if within.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text, chips, font, colour or alignment."""
        if role not in _ANSWERED:
            # Painting one screenful asks some hundred times for what no cell has.
            return None
        column, row = self.columns[index.column()], self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == CHIPS_ROLE:
            return tuple(column.chips(row)) if column.chips else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {column.text(row)}"
        if role == Qt.ItemDataRole.FontRole and column.strong:
            return theme.font("strong")
        if role == Qt.ItemDataRole.ForegroundRole:
            return _colour(column, row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, side: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's title and alignment."""
        if side != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = self.columns[section].right
            return (
                Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            ) | Qt.AlignmentFlag.AlignVCenter
        return None


class RecordTable(QTableView, Generic[Row]):
    """A table in which whole rows are chosen; Enter or a double click opens one.

    ``key`` gives what identifies a row; selection and scroll place survive ``show_rows`` by it.

    Signals:
        row_activated(object): The row opened with Enter or a double click.
        row_selected(object): The row now selected, or ``None``.
    """

    row_activated = Signal(object)
    row_selected = Signal(object)

    def __init__(
        self, name: str, columns: Sequence[Column[Row]], key: Callable[[Row], Hashable], *, dense: bool = False
    ) -> None:
        super().__init__()
        self._key = key
        self._row_token = "row_dense" if dense else "row"
        self._empty_text = ""
        self._records: RecordModel[Row] = RecordModel(columns, self)
        self.setModel(self._records)
        self.setAccessibleName(name)
        self._set_up()
        self._chip_delegate = ChipDelegate(self)
        for place, column in enumerate(self._records.columns):
            if column.chips:
                self.setItemDelegateForColumn(place, self._chip_delegate)
        self.doubleClicked.connect(self._on_double_clicked)
        self.selectionModel().currentRowChanged.connect(self._on_current_changed)

    def _set_up(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        titles = self.horizontalHeader()
        titles.setHighlightSections(False)
        titles.setSectionsClickable(False)
        titles.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_rows()

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the same record stays selected, and the table does not scroll away."""
        selected = self.selected()
        scrolled = self.verticalScrollBar().value()
        wanted = None if selected is None else self._key(selected)
        selection = self.selectionModel()
        selection.blockSignals(True)
        self._records.show_rows(rows)
        selection.blockSignals(False)
        self._say_empty()
        if wanted is not None and not self.select_key(wanted):
            self.row_selected.emit(None)
        # The scroll bars come and go now and not while it paints: else all is painted twice, once with a bar too many.
        self.updateGeometries()
        self._fit_columns()
        self.verticalScrollBar().setValue(scrolled)

    def show_row(self, row: Row) -> None:
        """Replace the row with the same key, if it is shown."""
        for place, shown in enumerate(self._records.rows):
            if self._key(shown) == self._key(row):
                self._records.show_row(place, row)

    def rows(self) -> tuple[Row, ...]:
        """Return the rows shown."""
        return self._records.rows

    def selected(self) -> Row | None:
        """Return the selected row."""
        place = self.currentIndex().row()
        return self._records.rows[place] if 0 <= place < len(self._records.rows) else None

    def select_key(self, key: Hashable) -> bool:
        """Select the row with this key; return whether it is there."""
        for place, row in enumerate(self._records.rows):
            if self._key(row) == key:
                self.selectRow(place)
                return True
        return False

    def set_empty_text(self, sentence: str) -> None:
        """Say this in the middle while there are no rows."""
        self._empty_text = sentence
        self._say_empty()

    def _say_empty(self) -> None:
        """Read out why there are no rows, and nothing of it while there are."""
        self.setAccessibleDescription("" if self._records.rows else self._empty_text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the selected row."""
        row = self.selected()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.row_activated.emit(row)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole of a cell that is cut, when the mouse rests on it."""
        if not isinstance(event, QHelpEvent) or event.type() != QEvent.Type.ToolTip:
            return super().viewportEvent(event)
        index = self.indexAt(event.pos())
        cut = index.isValid() and self.sizeHintForIndex(index).width() > self.columnWidth(index.column())
        words = self._records.columns[index.column()].text(self._records.rows[index.row()]) if cut else ""
        # A tool tip takes what looks like markup for markup; escaped within a paragraph it is text.
        QToolTip.showText(event.globalPos(), f"<p>{escape(words)}</p>" if words else "", self)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Drop the least important columns when there is no room for all."""
        super().resizeEvent(event)
        self._fit_columns()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_records"):
            self._fit_rows()
            self._fit_columns()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or the sentence that says there are none."""
        super().paintEvent(event)
        if self._empty_text and not self._records.rows:
            with QPainter(self.viewport()) as painter:
                painter.setPen(theme.token("muted"))
                area = self.viewport().rect().adjusted(*(theme.px("space_16") * sign for sign in (1, 1, -1, -1)))
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._empty_text)

    def sizeHint(self) -> QSize:
        """Room for the columns that are always shown and a handful of rows."""
        widths = [self._needed(column) for column in self._records.columns if column.priority == 1]
        return QSize(sum(widths), theme.px(self._row_token) * 6)

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(theme.px(self._row_token))

    def _fit_columns(self) -> None:
        columns = self._records.columns
        needed = [self._needed(column) for column in columns]
        room = self.viewport().width()
        shown = _fitting([column.priority for column in columns], needed, room)
        spare = max(0, room - sum(width for width, show in zip(needed, shown, strict=True) if show))
        stretching = sum(column.stretch and show for column, show in zip(columns, shown, strict=True))
        # Told of each column, the table would paint once more in a moment; it is told of all of them now.
        titles = self.horizontalHeader()
        titles.blockSignals(True)
        for place, column in enumerate(columns):
            self.setColumnHidden(place, not shown[place])
            if shown[place]:
                self.setColumnWidth(place, needed[place] + (spare // stretching if column.stretch else 0))
        titles.blockSignals(False)
        self.updateGeometries()
        self.viewport().update()

    def _needed(self, column: Column[Row]) -> int:
        letter = self.fontMetrics().averageCharWidth()
        title = self.fontMetrics().horizontalAdvance(column.title)
        return max(column.chars * letter, title) + theme.px("space_24")

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.row_activated.emit(self._records.rows[index.row()])

    def _on_current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        rows = self._records.rows
        if now.isValid() and not self.selectionModel().isRowSelected(now.row()):
            # When Tab enters, Qt makes the first row the current one without marking it.
            self.selectRow(now.row())
        self.row_selected.emit(rows[now.row()] if 0 <= now.row() < len(rows) else None)


def _colour(column: Column[Row], row: Row) -> QColor | None:
    if column.quiet and column.quiet(row):
        return theme.token("muted")
    tone = column.tone(row) if column.tone else ""
    return theme.token(f"{tone}_fg") if tone else None


def _fitting(priorities: Sequence[int], widths: Sequence[int], room: int) -> list[bool]:
    """Return which columns are shown: the least important go until the rest fits, never those of priority 1."""
    shown = [True] * len(widths)
    while sum(width for width, show in zip(widths, shown, strict=True) if show) > room:
        least = max((priority for priority, show in zip(priorities, shown, strict=True) if show), default=1)
        if least == 1:
            break
        # The rightmost of equals goes first.
        shown[max(place for place, show in enumerate(shown) if show and priorities[place] == least)] = False
    return shown
