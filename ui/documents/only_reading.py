"""A document to be read and nothing else: for whoever reviews it from a list of what waits."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import documents
from clinicdesk.records.documents import Document
from ui.documents import work
from ui.documents.preview import DocumentPreview
from ui.widgets.background import Background, Ticket


class DocumentView(QWidget):
    """Fetches a document beside the window and shows it.

    Signals:
        shown(str): The document with this id can be read now.
        failed(str): It cannot be shown; the sentence says what to do.
    """

    shown = Signal(str)
    failed = Signal(str)

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self._desk = desk
        self._background = background
        self._document_id = ""
        self._ticket: Ticket | None = None
        self._preview = DocumentPreview(background, may_leave=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._preview)
        self._preview.shown.connect(self._on_shown)
        self._preview.failed.connect(self.failed)

    def widget(self) -> QWidget:
        """Return what stands in a page."""
        return self

    def show_document(self, document_id: str) -> None:
        """Show a document; ``shown`` or ``failed`` follows in a moment."""
        self.clear()
        self._document_id = document_id
        try:
            document = documents.get(self._desk, document_id)
        except ClinicDeskError as problem:
            self.failed.emit(str(problem))
            return
        self._preview.show_words(_("Opening…"))
        self._ticket = self._background.run(work.fetch(self._desk, document), self._on_fetched, self._on_not_fetched)

    def clear(self) -> None:
        """Let go of the document."""
        self._document_id = ""
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
        self._preview.clear()

    def _on_fetched(self, came: tuple[Document, bytes]) -> None:
        document, content = came
        if document.id == self._document_id:
            self._ticket = None
            self._preview.show_content(content, document.media, document.pages or 1, document.title)

    def _on_not_fetched(self, problem: BaseException) -> None:
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._preview.show_words(_("This document cannot be shown."))
        self.failed.emit(str(problem))

    def _on_shown(self) -> None:
        self.shown.emit(self._document_id)
