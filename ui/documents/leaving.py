"""A document leaves the program: to a printer, or as the file it was. Both are entries of the record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import access
from clinicdesk.records.documents import Document
from clinicdesk.rules.media import Media
from ui.documents import work
from ui.widgets.background import Background

if TYPE_CHECKING:
    from ui.shell.print_out import PrintOut


class Leaving(QObject):
    """Prints and saves one document at a time.

    Signals:
        told(str, str): What became of it: a tone and a sentence.
    """

    told = Signal(str, str)

    def __init__(self, desk: Desk, background: Background, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._background = background
        self._over = over
        self._document: Document | None = None
        self._content = b""
        self._out: PrintOut | None = None

    def print_document(self, document: Document, content: bytes) -> None:
        """Let the person choose a printer, then print every page as it is."""
        self._document, self._content = document, content
        if document.media is Media.PDF:
            self._on_sheets(content)
        else:
            self._background.run(work.as_pdf(content, document.media), self._on_sheets, self._on_failed)

    def save_document(self, document: Document, content: bytes) -> None:
        """Let the person choose where, then write the very bytes that were filed."""
        self._document, self._content = document, content
        # No name of a patient, and no title: what a file is called is seen by more people than what is in it.
        day = self._desk.local(document.filed_at).date()
        suffix = document.media.suffix
        name = _("document {day}").format(day=f"{document.dated_on or day:%Y-%m-%d}")
        dialog = QFileDialog(self._over, _("Save the document"), str(Path.home() / f"{name}{suffix}"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{document.media.name} (*{suffix})")
        dialog.setDefaultSuffix(suffix.lstrip("."))
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_sheets(self, sheets: bytes) -> None:
        if self._out is None:
            # QtPrintSupport is loaded with the first paper that leaves.
            from ui.shell.print_out import PrintOut

            self._out = PrintOut(self._over, self._background, self._note)
            self._out.began.connect(self._on_printing)
            self._out.printed.connect(self._on_printed)
            self._out.failed.connect(self._on_not_printed)
        self._out.ask_printer(sheets)

    def _on_printing(self) -> None:
        self.told.emit("info", _("Printing…"))

    def _on_printed(self) -> None:
        self._content = b""
        self.told.emit("ok", _("Given to the printer."))

    def _on_not_printed(self, sentence: str) -> None:
        self.told.emit("danger", sentence)

    def _on_file_chosen(self, name: str) -> None:
        from ui.shell.print_out import save_pdf

        path = Path(name)
        try:
            self._note(access.saved)
            # Named for what it was made for; it writes any bytes, whole or not at all.
            save_pdf(self._content, path)
        except ClinicDeskError as problem:
            self.told.emit("danger", str(problem))
            return
        except OSError:
            self.told.emit("danger", _("{file} cannot be saved there. Choose another folder.").format(file=path.name))
            return
        self._content = b""
        self.told.emit("ok", _("Saved as {file}.").format(file=path.name))

    def _note(self, entry: Callable[..., None]) -> None:
        """Record it first: rather an entry for a file that could not be written than a file nobody knows of."""
        if self._document is not None:
            entry(self._desk, paper=f"document {self._document.id}", patient_id=self._document.patient_id)

    def _on_failed(self, problem: BaseException) -> None:
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self.told.emit("danger", str(problem))
