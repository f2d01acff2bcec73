"""A list typed line by line: Enter adds, a line can be changed or removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import plain
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.text_field import TextField

Line = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One thing known of each line; ``choices`` (value, words) make it a drop-down. The first column must be filled."""

    key: str
    title: str
    chars: int = 14
    stretch: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class _Numbered:
    number: int
    line: Line


class ListEditor(QWidget):
    """Fields to type one line, and the lines typed so far.

    Signals:
        changed: A line was added, changed or removed, or something is being typed.
    """

    changed = Signal()

    def __init__(self, name: str, columns: Sequence[ListColumn]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._lines: list[_Numbered] = []
        self._next_number = 1
        self._changing: int | None = None
        self._fields = {column.key: _field(column) for column in columns}
        self._add = button(_("&Add"), icon="plus")
        self._change = button(_("C&hange"), kind="quiet")
        self._remove = button(_("Remo&ve"), kind="quiet")
        self._name = name
        for made in (self._add, self._change, self._remove):
            self._word(made, made.text())
        self._table: RecordTable[_Numbered] = RecordTable(
            name, [_table_column(column, place) for place, column in enumerate(columns)], _number_of, dense=True
        )
        self._build()
        self._connect()
        self._show_lines()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        typing = QHBoxLayout()
        typing.setSpacing(theme.px("space_8"))
        for one in self._columns:
            typing.addWidget(self._fields[one.key], max(one.chars, 1) * (2 if one.stretch else 1))
        # The button stands beside the editors, not beside their labels and message lines.
        beside = QVBoxLayout()
        first = self._fields[self._columns[0].key]
        beside.addSpacing(first.fontMetrics().height() + theme.px("space_4"))
        beside.addWidget(self._add, 0, Qt.AlignmentFlag.AlignTop)
        beside.addStretch(1)
        typing.addLayout(beside)
        column.addLayout(typing)
        column.addWidget(self._table)
        self._tools = QWidget()
        tools = QHBoxLayout(self._tools)
        tools.setContentsMargins(0, 0, 0, 0)
        tools.addWidget(self._change)
        tools.addWidget(self._remove)
        tools.addStretch(1)
        column.addWidget(self._tools)

    def _connect(self) -> None:
        for field in self._fields.values():
            field.edited.connect(self._on_typed)
            if isinstance(field, TextField):
                field.line.returnPressed.connect(self._on_add)
            else:
                field.editor.installEventFilter(self)
        self._add.clicked.connect(self._on_add)
        self._change.clicked.connect(self._on_change)
        self._remove.clicked.connect(self._on_remove)
        self._table.row_activated.connect(self._on_row_activated)
        self._table.installEventFilter(self)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; what was being typed is forgotten. No signal is sent."""
        self._lines = []
        for line in lines:
            self._append(dict(line))
        self._changing = None
        self._clear_typing()
        self._show_lines()

    def lines(self) -> tuple[dict[str, str], ...]:
        """Return the lines with what is typed but not yet added: nothing typed is lost. Empty parts are left out."""
        typed = self._typed()
        if not typed.get(self._columns[0].key):
            return tuple(dict(one.line) for one in self._lines)
        kept = [typed if one.number == self._changing else dict(one.line) for one in self._lines]
        return tuple(kept) if self._changing is not None else (*kept, typed)

    def check(self) -> bool:
        """Say when a line was begun without its first column, which ``lines`` leaves out; return whether none was."""
        typed, first = self._typed(), self._columns[0]
        if typed and not typed.get(first.key):
            self._fields[first.key].set_error(_("Fill in “{field}” first.").format(field=plain(first.title)))
            return False
        return True

    def focus_first(self) -> None:
        """Put the cursor where the next line is typed."""
        self._fields[self._columns[0].key].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in a drop-down adds; Delete in the list removes."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self._table and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
                self._on_remove()
                return True
            if watched is not self._table and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_add()
                return True
        return super().eventFilter(watched, event)

    def _typed(self) -> dict[str, str]:
        typed: dict[str, str] = {}
        for key, field in self._fields.items():
            value = field.text() if isinstance(field, TextField) else field.value()
            if value:
                typed[key] = str(value)
        return typed

    def _fill_typing(self, line: Line) -> None:
        for key, field in self._fields.items():
            if isinstance(field, TextField):
                field.set_text(line.get(key, ""))
            else:
                field.set_value(line.get(key))

    def _clear_typing(self) -> None:
        self._fill_typing({})
        self._word(self._add, _("&Add"))

    def _word(self, made: QPushButton, text: str) -> None:
        """Put words on a button; read out, they say of which of a form's lists it is."""
        made.setText(text)
        made.setAccessibleName(f"{plain(text)}: {self._name}")

    def _append(self, line: Line) -> None:
        self._lines.append(_Numbered(self._next_number, line))
        self._next_number += 1

    def _show_lines(self) -> None:
        self._table.show_rows(self._lines)
        shown = bool(self._lines)
        if shown and self._table.selected() is None:
            self._table.select_key(self._lines[-1].number)
        self._table.setVisible(shown)
        self._tools.setVisible(shown)
        rows = min(len(self._lines), 8)
        self._table.setFixedHeight(
            theme.px("row_dense") * rows + self._table.horizontalHeader().sizeHint().height() + 6
        )

    def _on_typed(self) -> None:
        self.changed.emit()

    def _on_add(self) -> None:
        typed = self._typed()
        first = self._columns[0]
        if not typed.get(first.key):
            self.check()
            self.focus_first()
            return
        if self._changing is None:
            self._append(typed)
        else:
            self._lines = [_Numbered(one.number, typed) if one.number == self._changing else one for one in self._lines]
            self._changing = None
        self._clear_typing()
        self._show_lines()
        self.focus_first()
        self.changed.emit()

    def _on_change(self) -> None:
        chosen = self._table.selected()
        if chosen is not None:
            self._on_row_activated(chosen)

    def _on_row_activated(self, chosen: _Numbered) -> None:
        if self._typed() and chosen.number != self._changing:
            # What is being typed would be overwritten.
            self._on_add()
            if self._typed():
                return
        self._changing = chosen.number
        self._fill_typing(chosen.line)
        self._word(self._add, _("&Apply"))
        self.focus_first()

    def _on_remove(self) -> None:
        chosen = self._table.selected()
        if chosen is None:
            return
        if self._changing == chosen.number:
            self._changing = None
            self._clear_typing()
        self._lines.remove(chosen)
        self._show_lines()
        if not self._lines:
            self.focus_first()
        self.changed.emit()


def _number_of(numbered: _Numbered) -> int:
    return numbered.number


def _field(column: ListColumn) -> TextField | ChoiceField:
    if column.choices:
        return ChoiceField(column.title, (("", "–"), *column.choices), placeholder="")
    return TextField(column.title, placeholder=column.placeholder)


def _table_column(column: ListColumn, place: int) -> Column[_Numbered]:
    words = dict(column.choices)

    def text(numbered: _Numbered) -> str:
        value = numbered.line.get(column.key, "")
        return words.get(value, value)

    return Column(plain(column.title), text, column.chars, priority=place + 1, stretch=column.stretch, strong=not place)
