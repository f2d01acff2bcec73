"""The dialogs of a filed document: its details, and the chart it belongs to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import documents
from clinicdesk.records.documents import Document
from ui import theme
from ui.documents.fields import DocumentFields
from ui.shell.patient_finder import PatientFinder
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label


class _DocumentDialog(QDialog):
    """One form over a document, with Cancel and a button that records. Deletes itself when closed.

    Signals:
        recorded(str): It is in the record; carries the document's id.
    """

    recorded = Signal(str)

    def __init__(self, over: QWidget, title: str, sentence: str, form: QWidget, confirm: str) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._strip = MessageStrip()
        self._confirm = button(confirm, kind="primary", shortcut="Ctrl+S")
        self._cancel = button(_("Cancel"))
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(label(title, "h2"))
        if sentence:
            column.addWidget(label(sentence, "muted", wrap=True))
        column.addWidget(self._strip)
        column.addWidget(form)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._confirm)
        column.addLayout(row)
        self._confirm.clicked.connect(self._on_confirm)
        self._cancel.clicked.connect(self.reject)
        form.setFocus()

    def _record(self) -> str | None:
        """Record it and return the document's id, or None when something is missing. Raises ``ClinicDeskError``."""
        raise NotImplementedError

    def _tells(self, problem: BadValue) -> bool:
        """Tell a problem at its field; return whether it has one here."""
        raise NotImplementedError

    def _on_confirm(self) -> None:
        try:
            document_id = self._record()
        except ClinicDeskError as problem:
            if not (isinstance(problem, BadValue) and self._tells(problem)):
                self._strip.show_message("danger", str(problem))
            return
        if document_id is not None:
            self.accept()
            self.recorded.emit(document_id)


class AmendDialog(_DocumentDialog):
    """Changes what is written about a document."""

    def __init__(self, desk: Desk, over: QWidget, document: Document) -> None:
        self._fields = DocumentFields(desk)
        self._fields.show_document(document)
        super().__init__(over, _("Change the document's details"), "", self._fields, _("&Save"))
        self._desk = desk
        self._document = document
        self.resize(theme.px("base") * 48, self.sizeHint().height())

    def _record(self) -> str | None:
        about = self._fields.about()
        if about is None:
            return None
        documents.amend(
            self._desk,
            self._document,
            kind=about.kind,
            title=about.title,
            dated_on=about.dated_on,
            reviewer_id=about.reviewer_id,
        )
        return self._document.id

    def _tells(self, problem: BadValue) -> bool:
        return self._fields.show_problem(problem)


class RefileDialog(_DocumentDialog):
    """Moves a document to the chart it belongs to."""

    def __init__(self, desk: Desk, over: QWidget, document: Document) -> None:
        self._finder = PatientFinder(desk, _("&Patient it belongs to"))
        super().__init__(
            over,
            _("Move to the right chart"),
            _("In this chart it stays readable as voided, since somebody may have acted on it."),
            self._finder,
            _("&Move"),
        )
        self._desk = desk
        self._document = document
        # Room for the list of who matches.
        self.resize(theme.px("base") * 40, self.sizeHint().height() + theme.px("base") * 16)

    def _record(self) -> str | None:
        patient_id = self._finder.patient_id
        if patient_id is None:
            self._finder.set_error(_("Choose whose document it is."))
            self._finder.setFocus()
            return None
        documents.refile(self._desk, self._document, patient_id=patient_id)
        return self._document.id

    def _tells(self, problem: BadValue) -> bool:
        if problem.field == "patient":
            self._finder.set_error(str(problem))
        return problem.field == "patient"
