"""Monitoring forms that are still to be sent: a short list below the board, overdue ones on top."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk import formats
from clinicdesk.language import _, ngettext
from clinicdesk.records.monitoring_forms import FormDue
from ui.widgets.card import Card
from ui.widgets.record_table import Column, RecordTable

_MOST_ROWS, _MOST_ROWS_LOW = 3, 1


class FormsDueList(Card):
    """The forms that wait for whoever may fill them; hidden while there are none.

    Signals:
        form_chosen(str): The form of this session.
    """

    form_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Monitoring forms to send"))
        self.setParent(parent)
        self._low = False
        self._today = date.min
        columns: list[Column[FormDue]] = [
            Column(_("Due by"), self._due_words, 24, tone=self._tone),
            Column(_("Patient"), _patient, 20, stretch=True, strong=True),
            Column(_("Session of"), _session_day, 18),
            Column(_("Form"), _form_title, 24, stretch=True),
        ]
        self._table: RecordTable[FormDue] = RecordTable(_("List of monitoring forms"), columns, key=_key, dense=True)
        self.add(self._table)
        self._table.row_activated.connect(self._on_activated)
        self._table.clicked.connect(self._on_clicked)
        self.hide()

    def show_forms(self, forms: list[FormDue], today: date) -> None:
        """Show what waits, what was due first on top."""
        self._today = today
        self.setVisible(bool(forms))
        late = sum(form.is_overdue(today) for form in forms)
        overdue = ngettext("{count} is overdue", "{count} are overdue", late).format(count=late)
        self.set_note(overdue if late else "")
        self._table.show_rows(forms)
        self._fit()

    def set_low(self, low: bool) -> None:
        """Leave the room to the board in a low window; the list scrolls."""
        if low != self._low:
            self._low = low
            self._fit()

    def _fit(self) -> None:
        rows = min(len(self._table.rows()), _MOST_ROWS_LOW if self._low else _MOST_ROWS)
        height = self._table.horizontalHeader().sizeHint().height()
        self._table.setFixedHeight(height + rows * self._table.verticalHeader().defaultSectionSize() + 4)

    def _due_words(self, form: FormDue) -> str:
        day = formats.format_day(form.due_on)
        return _("{day}, overdue").format(day=day) if form.is_overdue(self._today) else day

    def _tone(self, form: FormDue) -> str:
        return "danger" if form.is_overdue(self._today) else ""

    def _on_clicked(self) -> None:
        if (form := self._table.selected()) is not None:
            self._on_activated(form)

    def _on_activated(self, form: FormDue) -> None:
        self.form_chosen.emit(form.session_id)


def _patient(form: FormDue) -> str:
    return form.patient_name


def _session_day(form: FormDue) -> str:
    return formats.format_day(form.session_day)


def _form_title(form: FormDue) -> str:
    return form.form_title


def _key(form: FormDue) -> str:
    return form.session_id
