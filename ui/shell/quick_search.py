"""The one search box, and the list of patients that drops from it while somebody types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from clinicdesk.formats import format_date, format_name
from clinicdesk.language import _
from clinicdesk.records.patients import format_record_number
from ui import icons, theme

if TYPE_CHECKING:
    from clinicdesk.records.patient_search import PatientLine

SHOWN = 9
"""How many patients drop down; whoever is not among them needs another letter."""

_LINE = Qt.ItemDataRole.UserRole
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: SHOWN, Qt.Key.Key_PageUp: -SHOWN}


class SearchBox(QLineEdit):
    """Finds patients while somebody types; Enter opens the marked one, or registers somebody new.

    Set ``finder`` before use: it takes what was typed and returns the patients in the order to show.

    Signals:
        patient_chosen(str): The id of the patient to open.
        registration_chosen(str): Register somebody; carries what was typed.
    """

    patient_chosen = Signal(str)
    registration_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.finder: Callable[[str], Sequence[PatientLine]] = _nobody
        self.setPlaceholderText(_("Find a patient    Ctrl+K"))
        self.setAccessibleName(_("Find a patient"))
        self.setAccessibleDescription(_("Type a name, a date of birth, a phone or a record number."))
        self.setMinimumWidth(theme.px("base") * 16)
        self.setMaximumWidth(theme.px("base") * 36)
        # Not an action of the line: the style sheet's buttons would move its icon.
        self.setTextMargins(theme.px("icon") + theme.px("space_4"), 0, 0, 0)
        self._list: _Drop | None = None
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
        drop = self._drop()
        drop.show_found(self.finder(typed)[:SHOWN], typed)
        drop.place_below(self)

    def _drop(self) -> _Drop:
        if self._list is None:
            self._list = _Drop(self.window())
            self._list.patient_taken.connect(self._on_patient_taken)
            self._list.registration_taken.connect(self._on_registration_taken)
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


class _Drop(QFrame):
    """The list below the box: a child of the window, never a window of its own."""

    patient_taken = Signal(str)
    registration_taken = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("role", "card")
        self._window = window
        self._typed = ""
        self._rows = QListWidget()
        self._rows.setProperty("bare", "true")
        self._rows.setAccessibleName(_("Patients found"))
        self._rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = _LineDelegate(self._rows)
        self._rows.setItemDelegate(self._delegate)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self._rows)
        self._rows.itemClicked.connect(self._on_clicked)
        window.installEventFilter(self)
        self.hide()

    def show_found(self, found: Sequence[PatientLine], typed: str) -> None:
        """Show the patients, and below them the way to register somebody."""
        self._typed = typed
        self._rows.clear()
        for line in found:
            name = format_name(line.family_name, line.given_name)
            words = f"{name}  {format_date(line.birth_date)}  {format_record_number(line.record_number)}"
            item = QListWidgetItem(f"{words}  {_('similar name')}" if line.similar else words)
            item.setData(_LINE, line)
            self._rows.addItem(item)
        self._rows.addItem(QListWidgetItem(_("Register “{typed}” as a new patient").format(typed=typed)))
        self._rows.setCurrentRow(0)

    def place_below(self, box: QWidget) -> None:
        """Stand below the search box, a little wider."""
        height = self._rows.count() * theme.px("row") + 12
        at = box.mapTo(self._window, QPoint(0, box.height() + 4))
        widest = self._window.width() - at.x() - theme.px("space_16")
        self.setGeometry(at.x(), at.y(), min(max(box.width(), theme.px("base") * 44), widest), height)
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Move the mark."""
        self._rows.setCurrentRow(max(0, min(self._rows.count() - 1, self._rows.currentRow() + by)))

    def take(self) -> None:
        """Open what is marked."""
        item = self._rows.currentItem()
        if item is not None:
            self._on_clicked(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self.hide()
        return super().eventFilter(watched, event)

    def _on_clicked(self, item: QListWidgetItem) -> None:
        line = item.data(_LINE)
        if line is None:
            self.registration_taken.emit(self._typed)
        else:
            self.patient_taken.emit(line.id)


class _LineDelegate(QStyledItemDelegate):
    """One patient a row: name, date of birth, record number, in columns."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a row."""
        return QSize(super().sizeHint(option, index).width(), theme.px("row"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        line = index.data(_LINE)
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.token("selected"))
        side, gap = theme.px("icon"), theme.px("space_12")
        icon_at = QRect(rect.left() + gap, rect.center().y() - side // 2, side, side)
        icons.paint_icon(painter, icon_at, "user-plus" if line is None else "user", "muted")
        text = rect.adjusted(gap * 2 + side, 0, -gap, 0)
        if line is None:
            _write(painter, text, str(index.data()), "body", "text")
        else:
            self._paint_patient(painter, text, line)
        painter.restore()

    def _paint_patient(self, painter: QPainter, room: QRect, line: PatientLine) -> None:
        date_width, number_width = theme.px("base") * 8, theme.px("base") * 7
        name_width = room.width() - date_width - number_width
        name = format_name(line.family_name, line.given_name)
        names = QRect(room.left(), room.top(), name_width, room.height())
        if line.similar:
            # It keeps its place where the name is too long: nobody may take this row for the one that was typed.
            word = _("similar name")
            names.setRight(names.right() - _width(word, "body") - theme.px("space_12"))
            beside = QRect(names.right() + 1, room.top(), room.left() + name_width - names.right() - 1, room.height())
            _write(painter, beside, word, "body", "muted")
        used = _write(painter, names, name, "strong", "text")
        if line.preferred_name:
            rest = names.adjusted(used + theme.px("space_8"), 0, 0, 0)
            _write(painter, rest, f"“{line.preferred_name}”", "body", "muted")
        left = room.left() + name_width
        born = format_date(line.birth_date)
        _write(painter, QRect(left, room.top(), date_width, room.height()), born, "body", "text")
        left += date_width
        number = _("No. {number}").format(number=format_record_number(line.record_number))
        _write(painter, QRect(left, room.top(), number_width, room.height()), number, "body", "muted")


def _write(painter: QPainter, room: QRect, text: str, font: str, colour: str) -> int:
    """Write one line, cut at its end where there is no room; return how wide it is."""
    painter.setFont(theme.font(font))
    painter.setPen(theme.token(colour))
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(room.width() - theme.px("space_4"), 0))
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
    return metrics.horizontalAdvance(shown)


def _width(text: str, font: str) -> int:
    return QFontMetrics(theme.font(font)).horizontalAdvance(text)


def _nobody(_typed: str) -> Sequence[PatientLine]:
    return ()
