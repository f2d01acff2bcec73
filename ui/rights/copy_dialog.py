"""A copy of the whole chart is given: to whom, why, how, and into which folder its files go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.exchange.chart_package import Given
from clinicdesk.language import _
from clinicdesk.printing.protected_copy import check_password
from clinicdesk.records import chart_copy, disclosures, rights
from clinicdesk.records.disclosures import Basis, Way
from clinicdesk.records.patients import Patient
from clinicdesk.records.rights import Request
from ui.rights.folder_field import FolderField
from ui.rights.step_dialog import title_of
from ui.widgets.choice_field import ChoiceField
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import TextField

_NONE = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A copy that is to be made."""

    patient_id: str
    given: Given
    folder: Path
    password: str


class CopyDialog(FormDialog):
    """Asks only; what is asked for is made beside the window.

    Signals:
        copy_wanted(object): The ``Wanted``.
    """

    copy_wanted = Signal(object)

    def __init__(self, over: QWidget, desk: Desk, patient: Patient) -> None:
        self._patient = patient
        self._requests = {one.id: one for one in chart_copy.open_requests(desk, patient.id)}
        answers = [*((one.id, title_of(one)) for one in self._requests.values()), (_NONE, _("No request"))]
        self._answers = ChoiceField(_("Answers the &request"), answers)
        self._to = TextField(_("Who r&eceives it"), required=True)
        self._address = TextField(_("A&ddress"))
        self._purpose = TextField(_("Wh&at for"), required=True)
        self._basis = ChoiceField(
            _("Wh&y it may leave"), [(one, disclosures.basis_name(one)) for one in Basis], required=True
        )
        self._way = ChoiceField(_("&How it leaves"), [(one, disclosures.way_name(one)) for one in Way], required=True)
        hint = _("With one it is a single file that opens only with it. Nobody can open it without.")
        self._password = TextField(_("&Password for the file"), hint=hint)
        self._folder = FolderField(_("Fo&lder"), _("Choose the folder for the copy"))
        fields = {
            "request": self._answers,
            "recipient": self._to,
            "recipient_address": self._address,
            "purpose": self._purpose,
            "basis": self._basis,
            "way": self._way,
            "password": self._password,
            "folder": self._folder,
        }
        note = _("The whole chart as a PDF with a list of contents, and a file that other programs can read.")
        super().__init__(over, _("Copy of the chart"), note, fields, _("&Make the copy"))
        self._answers.set_value(next(iter(self._requests), _NONE))
        self._way.set_value(Way.HANDED_OVER)
        self._answers.edited.connect(self._show_request)
        self._show_request()

    def _request(self) -> Request | None:
        return self._requests.get(str(self._answers.value() or _NONE))

    def _show_request(self) -> None:
        request = self._request()
        name = f"{self._patient.given_name} {self._patient.family_name}".strip()
        self._to.set_text(request.asked_by if request else name)
        self._basis.set_value(rights.basis_of(request) if request else Basis.PATIENT)
        self._purpose.set_text(_("The patient asked for it"))

    def record(self) -> None:
        """Check what can be checked at once, and ask for the copy."""
        request = self._request()
        if request is not None and not request.identity:
            raise BadValue(_("First write down how you made sure who asks."), "request")
        for field, name in ((self._to, "recipient"), (self._purpose, "purpose"), (self._folder, "folder")):
            if not field.text().strip():
                raise BadValue(_("Fill this in."), name)
        folder = Path(self._folder.text())
        if not folder.is_dir():
            raise BadValue(_("There is no such folder. Choose one, for example on a USB stick."), "folder")
        password = self._password.text()
        if password:
            check_password(password)
        given = Given(
            recipient=self._to.text(),
            recipient_address=self._address.text(),
            purpose=self._purpose.text(),
            basis=str(self._basis.value()),
            way=str(self._way.value()),
            request=request,
        )
        self.copy_wanted.emit(Wanted(self._patient.id, given, folder, password))
