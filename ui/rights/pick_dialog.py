"""What is to be erased before its time: a document of a chart, or all of it. Asks only; ``EraseDialog`` does it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.formats import format_date, format_name
from clinicdesk.language import _
from clinicdesk.records import documents, erasing, patients
from clinicdesk.records.documents import Document
from clinicdesk.records.erased import Ground
from clinicdesk.records.erasing import Done
from ui.rights.erase_dialog import Picked
from ui.rights.patient_field import RecordNumberField
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog

_WHOLE = ""


class PickDialog(FormDialog):
    """By the record number; the documents of that chart are then offered.

    Signals:
        picked(object): The ``Picked``.
    """

    picked = Signal(object)

    def __init__(self, over: QWidget, desk: Desk) -> None:
        self._desk = desk
        self._number = RecordNumberField(_("Record &number"))
        self._what = ChoiceField(_("&What"), [(_WHOLE, _("The whole chart"))], required=True)
        note = _("Content that the law asks to be taken out. What is only wrong is voided or corrected in its chart.")
        super().__init__(over, _("Erase content"), note, {"number": self._number, "what": self._what}, _("&Go on…"))
        self._number.left.connect(self._show_documents)

    def _show_documents(self) -> None:
        """Offer the documents of the chart whose number is typed."""
        offered = [(_WHOLE, _("The whole chart"))]
        try:
            number = self._number.value()
            patient = patients.by_record_number(self._desk, number) if number is not None else None
        except ClinicDeskError as problem:
            self._number.set_error(str(problem))
            return
        if patient is not None:
            self._number.set_hint(format_name(patient.family_name, patient.given_name, patient.title))
            offered += [(one.id, self._words(one)) for one in documents.of_patient(self._desk, patient.id)]
        self._what.set_choices(offered)
        self._what.set_value(_WHOLE)

    def _words(self, one: Document) -> str:
        """Return what tells a document from others; its title only where this person may read it."""
        day = format_date(one.dated_on or self._desk.local(one.filed_at).date())
        parts = (one.kind.title, one.title, day, one.filed_by)
        return ", ".join(part for part in parts if part)

    def record(self) -> None:
        """Hand over what was picked."""
        patient = patients.by_record_number(self._desk, self._number.value() or 0)
        desk, document_id = self._desk, str(self._what.value() or _WHOLE)
        name = format_name(patient.family_name, patient.given_name)
        if not document_id:
            self.picked.emit(whole_chart(desk, patient.id, name, patient.record_number, (Ground.COURT, Ground.OTHER)))
            return
        if documents.get(desk, document_id).patient_id != patient.id:
            raise BadValue(_("This document is not in this chart. Type the number again."), "number")
        what = _("{document}, in the chart of {name}, is taken out.")
        told = what.format(document=self._what.words_of(document_id), name=name)

        def check(ground: Ground, reason: str) -> None:
            erasing.check_document(desk, document_id, ground=ground, reason=reason)

        def erase(beside: Desk, ground: Ground, reason: str) -> Done:
            return erasing.document(beside, document_id, ground=ground, reason=reason)

        grounds = (Ground.WRONG_PERSON, Ground.COURT, Ground.OTHER)
        self.picked.emit(Picked(told, patient.record_number, grounds, check, erase))


def whole_chart(desk: Desk, patient_id: str, name: str, record_number: int, grounds: tuple[Ground, ...]) -> Picked:
    """Return a whole chart as what is to be erased."""

    def check(ground: Ground, reason: str) -> None:
        erasing.check_chart(desk, patient_id, ground=ground, reason=reason)

    def erase(beside: Desk, ground: Ground, reason: str) -> Done:
        return erasing.chart(beside, patient_id, ground=ground, reason=reason)

    what = _("All that the chart of {name} says is taken out.").format(name=name)
    return Picked(what, record_number, grounds, check, erase)
