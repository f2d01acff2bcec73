"""A field in which a patient is found by name, birth date, phone or record number."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date, format_name
from clinicdesk.language import _
from clinicdesk.records import patient_search
from clinicdesk.records.patient_search import PatientLine
from clinicdesk.records.patients import format_record_number
from ui import theme
from ui.widgets.field import Field

_SHOWN = 6
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PatientFinder(Field):
    """While somebody types, whoever matches is listed below; arrows choose, Enter or Tab takes.

    Signals:
        found: A patient was chosen, or none any more.
        unknown(str): Enter was pressed with nobody found; carries what was typed.
    """

    found = Signal()
    unknown = Signal(str)

    def __init__(self, desk: Desk, label: str = "", *, required: bool = True) -> None:
        self._line = QLineEdit()
        super().__init__(label or _("&Patient"), self._line, required=required)
        self._desk = desk
        self._patient: PatientLine | None = None
        self._lines: list[PatientLine] = []
        self._line.setPlaceholderText(_("Name, birth date, phone, number"))
        self._list = QListWidget()
        self._list.setAccessibleName(_("Patients who match"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setWordWrap(True)
        self._list.hide()
        self._column.insertWidget(2, self._list)
        self._line.textEdited.connect(self._on_typed)
        self._line.installEventFilter(self)
        self._list.itemClicked.connect(self._on_clicked)

    @property
    def patient_id(self) -> str | None:
        """The patient chosen, or None."""
        return self._patient.id if self._patient else None

    @property
    def typed(self) -> str:
        """What stands in the field and is nobody yet; empty once a patient is chosen."""
        return "" if self._patient else self._line.text().strip()

    def show_patient(self, patient_id: str | None, *, shown: Callable[[str], str] | None = None) -> None:
        """Show a patient as chosen, or nobody; no signal is sent. ``shown`` makes of the name what may be read here."""
        lines = patient_search.lines(self._desk, [patient_id]) if patient_id else []
        self._show(lines[0] if lines else None, shown)

    def show_typed(self, typed: str) -> None:
        """Show what was typed before and is nobody yet."""
        self._show(None)
        self._line.setText(typed)

    def _show(self, line: PatientLine | None, shown: Callable[[str], str] | None = None) -> None:
        self._patient = line
        self._list.hide()
        self.clear_message()
        if line is None:
            self._line.clear()
            self.set_hint("")
            return
        name = format_name(line.family_name, line.given_name)
        self._line.setText(shown(name) if shown else name)
        self._line.setCursorPosition(0)
        number = _("Record no. {number}").format(number=format_record_number(line.record_number))
        born = _("Born {date}").format(date=format_date(line.birth_date))
        self.set_hint(number if shown else f"{born}   {number}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let arrows move in the list, Enter take, Escape close it."""
        if watched is self._line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(event)
        return super().eventFilter(watched, event)

    def _press(self, event: QKeyEvent) -> bool:
        listed = not self._list.isHidden()
        if listed and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._list.setCurrentRow(min(max(self._list.currentRow() + step, 0), self._list.count() - 1))
            return True
        if listed and event.key() == Qt.Key.Key_Escape:
            self._list.hide()
            return True
        if event.key() in (*_ENTER, Qt.Key.Key_Tab) and self.typed:
            return self._take(by_enter=event.key() in _ENTER)
        return False

    def _take(self, *, by_enter: bool) -> bool:
        row = self._list.currentRow()
        if 0 <= row < len(self._lines):
            self._choose(self._lines[row])
            return by_enter
        if by_enter and not self._lines:
            self.unknown.emit(self.typed)
            return True
        return False

    def _choose(self, line: PatientLine) -> None:
        self._show(line)
        self.edited.emit()
        self.found.emit()

    def _on_typed(self, typed: str) -> None:
        had = self._patient is not None
        self._patient = None
        self.set_hint("")
        self._on_edited()
        self._lines = patient_search.find(self._desk, typed, _SHOWN) if typed.strip() else []
        self._list.clear()
        for line in self._lines:
            self._list.addItem(QListWidgetItem(_words_of(line)))
        # Somebody who is only similar is never one Enter away.
        if self._lines and not self._lines[0].similar:
            self._list.setCurrentRow(0)
        self._list.setVisible(bool(self._lines))
        self._fit_list()
        if typed.strip() and not self._lines:
            self.set_hint(_("Nobody matches."))
        if had:
            self.found.emit()

    def _fit_list(self) -> None:
        rows = sum(self._list.sizeHintForRow(row) for row in range(self._list.count()))
        self._list.setFixedHeight(rows + theme.px("space_4"))

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self._choose(self._lines[self._list.row(item)])
        self._line.setFocus()


def _words_of(line: PatientLine) -> str:
    name = format_name(line.family_name, line.given_name)
    end = _("phone …{end}").format(end=line.phone_end) if line.phone_end else ""
    facts = [format_date(line.birth_date), format_record_number(line.record_number), end]
    return f"{name}\n{'   '.join(fact for fact in facts if fact)}"
