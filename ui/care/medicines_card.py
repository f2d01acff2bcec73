"""The medicines of a patient, each with what was decided about it for the time of the treatment."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import chart_facts, medicine_decisions
from clinicdesk.records.chart_facts import Medicine
from clinicdesk.records.medicine_decisions import Decision, MedicineDecision, decision_name
from clinicdesk.rules.answers import Answer
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.chip import ChipKind, ChipText
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.text_field import TextField


@dataclass(frozen=True, slots=True)
class _Row:
    """A medicine with the decision that counts, if there is one."""

    medicine: Medicine
    decision: MedicineDecision | None


class MedicinesCard(Card):
    """For clinicians. What was decided stands in letters."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Medicines"))
        self._desk = desk
        self._patient_id = ""
        self._table: RecordTable[_Row] = RecordTable(
            _("Medicines during the treatment"), _columns(), key=lambda row: row.medicine.id
        )
        self._decide = button(_("&Decide…"))
        self.add_action(self._decide)
        self.add(self._table, 1)
        self._decide.clicked.connect(self._on_decide)
        self._table.row_activated.connect(self._on_decide)
        self._table.row_selected.connect(self._on_selected)

    def show_patient(self, patient_id: str) -> None:
        """Show what a patient takes, and what becomes of it."""
        self._patient_id = patient_id
        listed = chart_facts.of(self._desk, patient_id).medicines
        decided = medicine_decisions.standing(self._desk, patient_id)
        empty = {Answer.NONE: _("Takes no medicines."), Answer.UNKNOWN: _("Asked; not known.")}
        self._table.set_empty_text(empty.get(listed.answer, _("Not asked yet. Ask, under Edit details.")))
        self._table.show_rows([_Row(item, decided.get(item.id)) for item in listed.items])
        self._decide.setVisible(self._desk.may("medicine.decide"))
        self._on_selected(self._table.selected())

    def _on_selected(self, row: _Row | None) -> None:
        self._decide.setEnabled(row is not None)

    def _on_decide(self) -> None:
        chosen = self._table.selected()
        if chosen is not None and self._desk.may("medicine.decide"):
            DecisionDialog(self, self._desk, self._patient_id, chosen.medicine, chosen.decision).open()


class DecisionDialog(FormDialog):
    """What becomes of one medicine. The list of medicines stays as it is: it says what is taken."""

    def __init__(
        self, over: QWidget, desk: Desk, patient_id: str, medicine: Medicine, before: MedicineDecision | None
    ) -> None:
        self._desk, self._patient_id, self._medicine = desk, patient_id, medicine
        self._decision = ChoiceField(
            _("&During the treatment it is"), [(one, decision_name(one)) for one in Decision], required=True
        )
        self._words = TextField(_("&What changes, until when, why"))
        fields = {"decision": self._decision, "words": self._words}
        note = _("The list of medicines does not change with it. Change the list under Edit details.")
        super().__init__(over, _name(medicine), note, fields, _("Write down"))
        self._decision.set_value(before.decision if before else Decision.CONTINUED)

    def record(self) -> None:
        """Write the decision down."""
        medicine_decisions.decide(
            self._desk,
            patient_id=self._patient_id,
            medicine_id=self._medicine.id,
            decision=str(self._decision.value() or Decision.CONTINUED),
            words=self._words.text(),
        )


def _columns() -> list[Column[_Row]]:
    return [
        Column(_("Medicine"), lambda row: _name(row.medicine), 15, strong=True, stretch=True),
        Column(_("Decided"), lambda row: _chip(row).text, 12, chips=lambda row: (_chip(row),)),
        Column(_("What"), lambda row: row.decision.words if row.decision else "", 24, priority=2),
        Column(_("By"), _by, 22, priority=3),
    ]


def _name(medicine: Medicine) -> str:
    return " ".join(part for part in (medicine.name, medicine.dose) if part)


def _chip(row: _Row) -> ChipText:
    if row.decision is None:
        return ChipText(_("Not decided"), "neutral")
    kinds: dict[Decision, ChipKind] = {
        Decision.CONTINUED: "ok",
        Decision.CHANGED: "info",
        Decision.HELD: "warn",
        Decision.STOPPED: "danger",
    }
    return ChipText(decision_name(row.decision.decision), kinds[row.decision.decision])


def _by(row: _Row) -> str:
    if row.decision is None:
        return ""
    return _("{name}, {day}").format(name=row.decision.decided_by, day=formats.format_date(row.decision.decided_on))
