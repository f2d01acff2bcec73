"""Legal holds: which charts may not be erased whatever their age, who said so and why."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_date, format_name
from clinicdesk.language import _
from clinicdesk.records import legal_holds, patients
from clinicdesk.records.legal_holds import Hold
from ui import theme
from ui.rights.patient_field import RecordNumberField
from ui.widgets.button import button
from ui.widgets.dialog import Question
from ui.widgets.form_dialog import FormDialog
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label


class HoldsPart(QWidget):
    """The holds that stand, and ways to place and lift one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._strip = MessageStrip()
        self._table: RecordTable[Hold] = RecordTable(_("Legal holds"), self._columns(), key=lambda one: one.id)
        self._table.set_empty_text(_("No chart is under a hold."))
        self._place = button(_("&Place a hold…"))
        self._lift = button(_("L&ift the hold…"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px("space_12"), 0, 0)
        column.setSpacing(theme.px("space_8"))
        note = _("While a lawsuit or an inquiry goes on nothing of the chart is erased, whatever its age.")
        column.addWidget(label(note, "muted", wrap=True))
        column.addWidget(self._strip)
        column.addWidget(self._table, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._lift)
        row.addWidget(self._place)
        column.addLayout(row)
        self._table.row_selected.connect(self._on_selected)
        self._place.clicked.connect(self._on_place)
        self._lift.clicked.connect(self._on_lift)

    def _columns(self) -> list[Column[Hold]]:
        return [
            Column(_("Patient"), self._name, 22, strong=True),
            Column(_("Why"), lambda one: one.reason, 30, stretch=True),
            Column(_("Since"), lambda one: format_date(self._desk.local(one.placed_at).date()), 11),
            Column(_("By"), lambda one: one.placed_by, 16, priority=2),
        ]

    def _name(self, one: Hold) -> str:
        try:
            patient = patients.get(self._desk, one.patient_id)
        except ClinicDeskError as problem:
            return str(problem)
        return format_name(patient.family_name, patient.given_name, patient.title)

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew whenever somebody comes to look."""
        super().showEvent(event)
        if not event.spontaneous():
            self.show_part()

    def show_part(self) -> None:
        """Show the holds that stand."""
        self._table.show_rows(legal_holds.standing(self._desk))
        self._on_selected(self._table.selected())

    def _on_selected(self, one: Hold | None) -> None:
        self._lift.setEnabled(one is not None)

    def _on_place(self) -> None:
        dialog = HoldDialog(self, self._desk)
        dialog.written.connect(self.show_part)
        dialog.open()

    def _on_lift(self) -> None:
        if self._table.selected() is not None:
            sentence = _("The chart can then be erased when its time is over.")
            question = Question(self, _("Lift the hold"), sentence, _("&Lift"), reason=_("&Why"))
            question.confirmed.connect(self.lift)
            question.open()

    def lift(self, reason: str) -> None:
        """Lift the hold that is chosen."""
        chosen = self._table.selected()
        if chosen is None:
            return
        try:
            legal_holds.lift(self._desk, chosen, reason=reason)
            self._strip.clear()
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
        self.show_part()


class HoldDialog(FormDialog):
    """Whose chart, and why."""

    def __init__(self, over: QWidget, desk: Desk) -> None:
        self._desk = desk
        self._number = RecordNumberField(_("Record &number"))
        self._reason = TextAreaField(_("&Why"), lines=2, required=True, hint=_("The case, and who asked for it."))
        fields = {"number": self._number, "reason": self._reason}
        super().__init__(over, _("Legal hold"), "", fields, _("Place the hold"))

    def record(self) -> None:
        """Write the hold down."""
        patient = patients.by_record_number(self._desk, self._number.value() or 0)
        legal_holds.place(self._desk, patient.id, reason=self._reason.text())
