"""A copy for the patient: on paper, as a PDF that opens with a password only, or none because none is wanted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.exchange.outside import write_whole
from clinicdesk.language import _
from clinicdesk.printing import papers
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.printing.protected_copy import check_password, protect
from clinicdesk.records import access, consents
from clinicdesk.records.consents import Consent
from ui import theme
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class CopyDialog(QDialog):
    """Three ways, each recorded. Deletes itself when closed.

    Signals:
        recorded(str): What was done is in the record; carries the id of the consent.
        print_wanted: The copy is to be printed.
    """

    recorded = Signal(str)
    print_wanted = Signal()

    def __init__(self, desk: Desk, over: QWidget, consent: Consent) -> None:
        super().__init__(over)
        self._desk = desk
        self._consent = consent
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("A copy for the patient"))
        self.setAccessibleName(_("A copy for the patient"))
        self._build()
        self._print.clicked.connect(self._on_print)
        self._save.clicked.connect(self._on_save)
        self._none.clicked.connect(self._on_none)
        self._cancel.clicked.connect(self.reject)
        self.setFixedWidth(min(theme.px("base") * 38, over.window().width() - 32))

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._print = button(_("&Print a copy"), kind="primary", icon="printer")
        self._password = TextField(
            _("Pass&word of the PDF"),
            secret=True,
            hint=_("At least 8 characters. Tell it to the patient; it is not kept anywhere."),
        )
        self._again = TextField(_("Password &again"), secret=True)
        self._save = button(_("Save a protected P&DF…"), icon="lock")
        self._none = button(_("&No copy wanted"))
        self._cancel = button(_("Cancel"))
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(_("A copy for the patient"), "h2"))
        column.addWidget(self._strip)
        column.addWidget(self._print, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(theme.px("space_8"))
        column.addWidget(
            label(_("As a file to take along or to be sent, which opens with a password only:"), wrap=True)
        )
        column.addWidget(self._password)
        column.addWidget(self._again)
        column.addWidget(self._save, 0, Qt.AlignmentFlag.AlignLeft)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px("space_8"))
        buttons.addWidget(self._none)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        column.addLayout(buttons)

    def come_up(self) -> None:
        """Show the dialog."""
        self.open()
        self._print.setFocus()

    def keep_draft(self) -> None:
        """A password is never kept."""

    def _on_print(self) -> None:
        if self._recorded("paper"):
            self.print_wanted.emit()

    def _on_none(self) -> None:
        self._recorded("not_wanted")

    def _on_save(self) -> None:
        try:
            check_password(self._password.text())
            if self._again.text() != self._password.text():
                raise BadValue(_("The two passwords differ. Type the same one twice."), "again")
        except BadValue as problem:
            field = self._again if problem.field == "again" else self._password
            field.set_error(str(problem))
            field.setFocus()
            return
        name = f"consent-{self._consent.form_number:06d}.pdf"
        dialog = QFileDialog(self, _("Save the protected copy"), name, "*.pdf")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_as)
        dialog.open()

    def save_as(self, file: str) -> None:
        """Write the protected copy into a file."""
        try:
            paper = papers.build(self._desk, PaperRequest("consent", self._consent.id))
            content = protect(paper.content, self._password.text())
            # Recorded first: rather an entry for a file that could not be written than a file nobody knows of.
            access.saved(self._desk, paper="consent", patient_id=paper.patient_id)
            write_whole(Path(file), content)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._recorded("protected_pdf")

    def _recorded(self, how: str) -> bool:
        try:
            consents.copy_given(self._desk, self._consent, how=how)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return False
        self.accept()
        self.recorded.emit(self._consent.id)
        return True
