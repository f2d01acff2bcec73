"""The list that drops from the search box: patients, the way to register somebody, and commands apart from both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
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
from ui import icons, theme
from ui.shell.command_search import ONLY_COMMANDS
from ui.shell.commands import Command
from ui.widgets.telling_apart import found_by_words, telling

if TYPE_CHECKING:
    from clinicdesk.records.patient_search import PatientLine

_ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as it is painted: a patient, a command, or the registration when it is neither."""

    title: str
    line: PatientLine | None = None
    command: Command | None = None
    aside: str = ""
    """What stands beside the name: the preferred name, a former one."""
    born: str = ""
    told: str = ""
    """What tells a patient from others; the keys of a command."""
    first_of_kind: bool = False


class SearchList(QFrame):
    """Drops below the search box: a child of the window, never a window of its own.

    Signals:
        patient_taken(str): The id of the patient who was chosen.
        registration_taken(str): Somebody is to be registered; carries what was typed.
        command_taken(str): The key of the command that was chosen.
    """

    patient_taken = Signal(str)
    registration_taken = Signal(str)
    command_taken = Signal(str)

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
        self._delegate = _RowDelegate(self._rows)
        self._rows.setItemDelegate(self._delegate)
        self._rows.setUniformItemSizes(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self._rows)
        self._rows.itemClicked.connect(self._on_clicked)
        window.installEventFilter(self)
        self.hide()

    def show_found(
        self, found: Sequence[PatientLine], commands: Sequence[Command], typed: str, *, command_meant: bool
    ) -> None:
        """Show patients, commands, and the way to register somebody, with the row marked that Enter takes."""
        self._typed = typed
        facts = telling(found)
        patients = [_patient_row(line, facts[line.id]) for line in found]
        orders = [
            _Row(command.title, command=command, told=command.shortcut, first_of_kind=not place)
            for place, command in enumerate(commands)
        ]
        registration = [] if typed.startswith(ONLY_COMMANDS) else [self._registration(bool(found), command_meant)]
        # A command that was meant comes before the registration; otherwise it never stands in its way.
        below = [*orders, *registration] if command_meant else [*registration, *orders]
        self._rows.clear()
        for row in (*patients, *below):
            item = QListWidgetItem(
                "  ".join(filter(None, (row.title, row.aside, row.born, row.told, _similar_words(row))))
            )
            item.setData(_ROW, row)
            self._rows.addItem(item)
        self._rows.setCurrentRow(0)

    def _registration(self, somebody_found: bool, command_meant: bool) -> _Row:
        """Return the row that carries what was typed into the form; with nobody found Enter takes it."""
        words = _("Register “{typed}” as a new patient")
        if not somebody_found:
            words = _("Nobody found. Register “{typed}” as a new patient")
        keys = "" if somebody_found or command_meant else _("Enter")
        return _Row(words.format(typed=self._typed), told=keys, first_of_kind=True)

    def place_below(self, box: QWidget) -> None:
        """Stand below the search box, wider than it where the window has room."""
        height = self._rows.count() * theme.px("row") + 12
        at = box.mapTo(self._window, QPoint(0, box.height() + 4))
        widest = self._window.width() - at.x() - theme.px("space_16")
        tallest = self._window.height() - at.y() - theme.px("space_16")
        self.setGeometry(at.x(), at.y(), min(max(box.width(), theme.px("base") * 58), widest), min(height, tallest))
        self.show()
        self.raise_()

    def step(self, by: int) -> None:
        """Move the mark."""
        self._rows.setCurrentRow(max(0, min(self._rows.count() - 1, self._rows.currentRow() + by)))

    def take(self) -> None:
        """Take what is marked."""
        item = self._rows.currentItem()
        if item is not None:
            self._on_clicked(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close when the window changes its size."""
        if event.type() == QEvent.Type.Resize:
            self.hide()
        return super().eventFilter(watched, event)

    def _on_clicked(self, item: QListWidgetItem) -> None:
        row: _Row = item.data(_ROW)
        if row.line is not None:
            self.patient_taken.emit(row.line.id)
        elif row.command is not None:
            self.command_taken.emit(row.command.key)
        else:
            self.registration_taken.emit(self._typed)


def _patient_row(line: PatientLine, facts: Sequence[str]) -> _Row:
    preferred = f"“{line.preferred_name}”" if line.preferred_name else ""
    aside = "  ".join(filter(None, (preferred, found_by_words(line))))
    marks = [_("deceased")] if line.deceased else [_("consent withdrawn")] if line.took_back else []
    told = " · ".join((*marks, *facts))
    name = format_name(line.family_name, line.given_name)
    return _Row(name, line=line, aside=aside, born=format_date(line.birth_date), told=told)


def _similar_words(row: _Row) -> str:
    return _("similar name") if row.line is not None and row.line.similar else ""


class _RowDelegate(QStyledItemDelegate):
    """Paints a row: for a patient name, date of birth and what tells from others, in columns."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a row."""
        return QSize(super().sizeHint(option, index).width(), theme.px("row"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        row: _Row = index.data(_ROW)
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.token("selected"))
        if row.first_of_kind and index.row():
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), theme.token("line"))
        side, gap = theme.px("icon"), theme.px("space_12")
        sign = "user" if row.line else "arrow-right" if row.command else "user-plus"
        icon_at = QRect(rect.left() + gap, rect.center().y() - side // 2, side, side)
        icons.paint_icon(painter, icon_at, sign, "muted")
        text = rect.adjusted(gap * 2 + side, 0, -gap, 0)
        if row.line is None:
            _paint_order(painter, text, row)
        else:
            _paint_patient(painter, text, row, row.line)
        painter.restore()


def _paint_order(painter: QPainter, room: QRect, row: _Row) -> None:
    """Paint a command or the registration, with its key at the end."""
    keys = _width(row.told, "body") + theme.px("space_8") if row.told else 0
    _write(painter, room.adjusted(0, 0, -keys, 0), row.title, "body", "text")
    if keys:
        _write(painter, QRect(room.right() - keys + 1, room.top(), keys, room.height()), row.told, "body", "muted")


def _paint_patient(painter: QPainter, room: QRect, row: _Row, line: PatientLine) -> None:
    date_width = theme.px("base") * 8
    name_width = max((room.width() - date_width) // 2, theme.px("base") * 12)
    names = QRect(room.left(), room.top(), name_width, room.height())
    if word := _similar_words(row):
        # It keeps its place where the name is too long: nobody may take this row for the one that was typed.
        names.setRight(names.right() - _width(word, "body") - theme.px("space_12"))
        beside = QRect(names.right() + 1, room.top(), room.left() + name_width - names.right() - 1, room.height())
        _write(painter, beside, word, "body", "muted")
    used = _write(painter, names, row.title, "strong", "text")
    if row.aside:
        _write(painter, names.adjusted(used + theme.px("space_8"), 0, 0, 0), row.aside, "body", "muted")
    left = room.left() + name_width
    _write(painter, QRect(left, room.top(), date_width, room.height()), row.born, "body", "text")
    left += date_width
    colour = "danger_fg" if line.deceased or line.took_back else "muted"
    _write(painter, QRect(left, room.top(), room.right() - left, room.height()), row.told, "body", colour)


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
