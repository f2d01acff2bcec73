"""A paper before it leaves the program: preview, print, save as PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import access
from ui import theme
from ui.widgets.button import button
from ui.widgets.pdf_view import PdfPreview
from ui.widgets.strip import MessageStrip

if TYPE_CHECKING:
    from clinicdesk.printing.papers import Paper, PaperRequest
    from ui.shell.print_out import PrintOut


class PaperPage(QFrame):
    """Shows one paper. Printing and saving are entries of the record.

    Signals:
        closed: The person is done with the paper.
    """

    closed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName(_("Paper"))
        self._desk = desk
        self._paper: Paper | None = None
        self._kind = ""
        self._out: PrintOut | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._preview = PdfPreview()
        self._close = button(_("&Close"), icon="arrow-left")
        bar = QFrame()
        bar.setProperty("role", "action_bar")
        row = QHBoxLayout(bar)
        edge = theme.px("space_16")
        row.setContentsMargins(edge, theme.px("space_8"), edge, theme.px("space_8"))
        row.addWidget(self._close)
        row.addStretch(1)
        inner = QVBoxLayout()
        inner.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_8"))
        inner.setSpacing(theme.px("space_8"))
        inner.addWidget(self._strip)
        inner.addWidget(self._preview, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(inner, 1)
        outer.addWidget(bar)
        self.setFocusProxy(self._preview)

    def _connect(self) -> None:
        self._preview.print_asked.connect(self._on_print)
        self._preview.save_asked.connect(self._on_save)
        self._close.clicked.connect(self.closed)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self._on_print)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self._on_save)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.closed)

    def show_paper(self, request: PaperRequest) -> None:
        """Build a paper and show it, or say why it cannot be made."""
        from clinicdesk.printing import papers

        self._strip.clear()
        self._paper, self._kind = None, request.kind
        try:
            paper = papers.build(self._desk, request)
        except ClinicDeskError as problem:
            self._preview.hide()
            self._strip.show_message("danger", str(problem))
            self._close.setFocus()
            return
        self._paper = paper
        self._preview.show()
        self._preview.show_pdf(paper.content, paper.title)

    def _on_print(self) -> None:
        if self._paper:
            self._print_out().ask_printer(self._paper.content)

    def _on_save(self) -> None:
        if self._paper:
            self._print_out().ask_file(self._paper.content, self._paper.file_name)

    def _print_out(self) -> PrintOut:
        if self._out is None:
            # QtPrintSupport is loaded with the first paper that leaves.
            from ui.shell.print_out import PrintOut

            self._out = PrintOut(self)
            self._out.printed.connect(self._on_printed)
            self._out.saved.connect(self._on_saved)
            self._out.failed.connect(self._on_failed)
        return self._out

    def _on_printed(self) -> None:
        if self._paper:
            self._record(access.printed, _("Given to the printer."))

    def _on_saved(self, file_name: str) -> None:
        if self._paper:
            self._record(access.saved, _("Saved as {file}.").format(file=file_name))

    def _record(self, entry: Callable[..., None], sentence: str) -> None:
        if self._paper is None:
            return
        try:
            entry(self._desk, paper=self._kind, patient_id=self._paper.patient_id)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._strip.show_message("ok", sentence)

    def _on_failed(self, sentence: str) -> None:
        self._strip.show_message("danger", sentence)
