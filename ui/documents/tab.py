"""The documents of a patient: list and scanner on the left, the document or what is being filed on the right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.exchange.scan_folder import Scan
from clinicdesk.language import _
from clinicdesk.records import documents
from clinicdesk.records.documents import Document, FoundDocument, Source
from clinicdesk.records.identities import surviving
from ui import theme
from ui.documents import given
from ui.documents.document_table import DocumentTable
from ui.documents.filed_scans import FiledScans
from ui.documents.filing import Filing
from ui.documents.found_list import FoundList
from ui.documents.reader import DocumentReader
from ui.documents.scan_box import ScanBox
from ui.documents.work import Checked, Given
from ui.widgets.background import Background
from ui.widgets.button import button
from ui.widgets.empty import EmptyState
from ui.widgets.strip import MessageStrip

_TABLES = frozenset({"documents", "patients", "staff"})


class DocumentsTab(QWidget):
    """A tab of the chart. ``scan_folder`` tells where this PC's scanner puts its files, if anywhere.

    What waits to be filed stays with its chart: it is there again when that chart is.

    Signals:
        document_opened(str, str): The person opens a document of another chart: patient and document.
        patient_opened(str): The person goes to another chart, where something waits to be filed.
        forms_found(object): Files that are signed forms, to be filed with their consents; carries their paths.
    """

    document_opened = Signal(str, str)
    patient_opened = Signal(str)
    forms_found = Signal(object)

    def __init__(
        self,
        desk: Desk,
        background: Background,
        scan_folder: Callable[[], Path | None] = lambda: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = _("Documents")
        self._desk = desk
        self._background = background
        self._scan_folder = scan_folder
        self._patient_id = ""
        self._filings: dict[str, Filing] = {}
        self._refusals: list[str] = []
        self._snippet = ""
        self._reloading = False
        self._looks_aside = False
        self.setAccessibleName(_("Documents"))
        self.setAcceptDrops(desk.may("document.file"))
        self._build()
        self._connect()

    def _build(self) -> None:
        self._choose = button(_("Choose f&iles…"), icon="file-plus")
        self._paste = button(_("Past&e"), icon="copy")
        self._strip = MessageStrip()
        self._filed_scans = FiledScans(self._background, self._strip, self)
        self._waiting = MessageStrip()
        self._search = FoundList(self._desk)
        self._table = DocumentTable(self._desk)
        self._scans = ScanBox(self._desk, self._background, self._scan_folder)
        self._empty = EmptyState(_("Choose a document on the left."), icon="file-text")
        self._reader = DocumentReader(self._desk, self._background)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._reader)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px("space_8"))
        buttons.addWidget(self._choose)
        buttons.addWidget(self._paste)
        buttons.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(theme.px("space_8"))
        left.addLayout(buttons)
        left.addWidget(self._search)
        left.addWidget(self._table, 3)
        left.addWidget(self._scans, 2)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_16"))
        row.addLayout(left, 3)
        row.addWidget(self._stack, 4)
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._waiting)
        column.addWidget(self._strip)
        column.addLayout(row, 1)
        self._search.show_beside(self._table)

    def _connect(self) -> None:
        self._choose.clicked.connect(self._on_choose)
        self._paste.clicked.connect(self._on_paste)
        QShortcut(QKeySequence.StandardKey.Paste, self).activated.connect(self._on_paste)
        self._table.row_selected.connect(self._on_row_selected)
        self._table.row_activated.connect(self._on_row_activated)
        self._search.hit_chosen.connect(self._on_hit_chosen)
        self._search.left.connect(self._on_search_left)
        self._scans.scan_taken.connect(self._on_scan_taken)
        self._reader.recorded.connect(self._on_recorded)
        self._waiting.action_taken.connect(self._on_waiting_wanted)

    # In -----------------------------------------------------------------------------------------------------------

    def show_patient(self, patient_id: str) -> None:
        """Show a patient's documents, and what waits to be filed in this chart."""
        self._follow_merged()
        if patient_id != self._patient_id:
            self._patient_id = patient_id
            self._refusals.clear()
            self._looks_aside = False
            self._strip.clear()
            self._search.show_patient(patient_id)
            self._reader.clear()
            self._table.setCurrentIndex(QModelIndex())
        may_file = self._desk.may("document.file")
        self._choose.setVisible(may_file)
        self._paste.setVisible(may_file)
        if may_file:
            self._scans.show_folder()
        else:
            self._scans.hide()
        self._reload()
        self._show_right()

    def leave(self) -> None:
        """Keep what is typed about a document that is not filed yet."""
        for filing in self._filings.values():
            filing.keep_draft()

    def _follow_merged(self) -> None:
        """Put what waits under the registration that stays, where two were merged meanwhile."""
        for patient_id in list(self._filings):
            kept = surviving(self._desk, patient_id)
            if kept not in self._filings:
                self._filings[kept] = self._filings.pop(patient_id)

    def open_document(self, document_id: str) -> None:
        """Show one document of the patient shown."""
        if not self._table.select_key(document_id):
            self._reload()
            self._table.select_key(document_id)

    def refresh(self, changed: Changed) -> None:
        """Show what others recorded meanwhile; what is being described stays."""
        if self._patient_id and changed.concerns(self._patient_id) and changed.tables & _TABLES:
            self._reload()

    def _reload(self) -> None:
        # The table selects the same document again; that is no wish of the person's.
        self._reloading = True
        self._table.show_rows(documents.of_patient(self._desk, self._patient_id))
        self._reloading = False
        document = self._table.selected()
        if document is not None:
            self._reader.show_document(document, self._snippet)

    def _show_right(self) -> None:
        """Show what waits to be filed in this chart, else the chosen document."""
        filing = self._filings.get(self._patient_id)
        if filing is not None and not self._looks_aside:
            self._stack.setCurrentWidget(filing)
        else:
            self._stack.setCurrentWidget(self._reader if self._table.selected() else self._empty)
        self._tell_waiting()

    def _tell_waiting(self) -> None:
        """Say that something waits to be filed while it is not seen: in this chart, or in another."""
        if self._looks_aside and self._patient_id in self._filings:
            self._waiting.show_message("info", _("A document waits to be filed in this chart."), _("&Go back to it"))
        elif any(patient_id != self._patient_id for patient_id in self._filings):
            self._waiting.show_message(
                "info", _("A document waits to be filed in another chart."), _("&Go to that chart")
            )
        else:
            self._waiting.clear()

    # Choosing a document ------------------------------------------------------------------------------------------

    def _on_row_selected(self, document: Document | None) -> None:
        if self._reloading:
            return
        if document is not None:
            # What is being described stays where it is.
            self._looks_aside = self._patient_id in self._filings
            self._reader.show_document(document, self._snippet)
        self._show_right()

    def _on_row_activated(self, _document: Document) -> None:
        if self._stack.currentWidget() is self._reader:
            self._reader.focus_next_step()

    def _on_hit_chosen(self, hit: FoundDocument) -> None:
        if hit.document.patient_id != self._patient_id:
            self.document_opened.emit(hit.document.patient_id, hit.document.id)
            return
        self._snippet = hit.snippet
        self._table.select_key(hit.document.id)
        self._on_row_selected(self._table.selected())

    def _on_search_left(self) -> None:
        self._snippet = ""
        if (document := self._table.selected()) is not None:
            self._reader.show_document(document)

    def _on_recorded(self, _document_id: str) -> None:
        self._reload()
        # The button pressed may be gone now; the next document is in the list.
        (self._table if self._table.isVisible() else self._search).setFocus()

    # What comes in ------------------------------------------------------------------------------------------------

    def _on_choose(self) -> None:
        dialog = QFileDialog(self, _("Choose the documents to file"))
        dialog.setNameFilters([_("Documents (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)"), _("All files (*)")])
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self._on_files_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_files_chosen(self, names: list[str]) -> None:
        self.take(given.chosen(names))

    def _on_paste(self) -> None:
        if not self._desk.may("document.file"):
            return
        found = given.given(QGuiApplication.clipboard().mimeData(), Source.PASTED)
        if found:
            self.take(found)
        else:
            self._strip.show_message("info", _("There is no picture and no file to paste. Copy one, then paste again."))

    def _on_scan_taken(self, scan: Scan) -> None:
        self.take([Given(Source.SCAN_FOLDER, path=scan.path, scan=scan)])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Say what a drop would do."""
        if self._patient_id and given.may_be_filed(event.mimeData()):
            event.acceptProposedAction()
            self._strip.show_message("info", _("Drop it here to file it in this chart."))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the hint away."""
        super().dragLeaveEvent(event)
        self._strip.clear()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take files and pictures."""
        self._strip.clear()
        # A copy: the file stays where it was, whatever the other program would like.
        event.setDropAction(event.dropAction().CopyAction)
        event.accept()
        self.take(given.given(event.mimeData(), Source.DROPPED))

    def take(self, things: list[Given]) -> None:
        """Begin to file what was given in the chart that is shown."""
        if not things or not self._patient_id:
            return
        self._refusals.clear()
        self._strip.clear()
        filing = self._filings.get(self._patient_id)
        if filing is None:
            filing = self._filings[self._patient_id] = Filing(self._desk, self._background, self._patient_id)
            self._stack.addWidget(filing)
            filing.filed.connect(self._on_filed)
            filing.refused.connect(self._on_refused)
            filing.put_aside.connect(self._on_put_aside)
            filing.emptied.connect(self._on_emptied)
            filing.form_found.connect(self._on_form_found)
        self._looks_aside = False
        self._show_right()
        filing.take(things)

    def _on_refused(self, sentence: str) -> None:
        self._refusals.append(sentence)
        self._strip.show_message("danger", "\n".join(self._refusals))

    def _on_form_found(self, thing: Given) -> None:
        self.forms_found.emit([thing.path])

    def _on_put_aside(self, thing: Given) -> None:
        if thing.scan is not None:
            self._scans.put_back(thing.scan)

    def _on_emptied(self) -> None:
        for patient_id, filing in list(self._filings.items()):
            if filing is self.sender():
                del self._filings[patient_id]
                had_focus = filing.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
                self._stack.removeWidget(filing)
                filing.deleteLater()
                if had_focus or patient_id == self._patient_id:
                    self._table.setFocus()
        self._looks_aside = False
        self._show_right()

    def _on_filed(self, document_id: str, checked: Checked) -> None:
        self._reload()
        if self._patient_id not in self._filings:
            self._table.select_key(document_id)
        document = documents.get(self._desk, document_id)
        here = (
            _("Filed: {kind}.") if document.patient_id == self._patient_id else _("Filed in the other chart: {kind}.")
        )
        sentence = here.format(kind=document.kind.title)
        scan = checked.given.scan
        if scan is not None:
            self._filed_scans.add(scan, checked.incoming.sha256)
        if self._refusals:
            return  # what could not be filed matters more
        if scan is None:
            self._strip.show_message("ok", sentence)
        else:
            self._filed_scans.offer(sentence)

    def _on_waiting_wanted(self) -> None:
        if self._patient_id in self._filings:
            self._looks_aside = False
            self._show_right()
            self._filings[self._patient_id].setFocus()
            return
        for patient_id in self._filings:
            self.patient_opened.emit(patient_id)
            return
