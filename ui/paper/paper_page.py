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
from clinicdesk.records.disclosures import Basis
from ui import theme
from ui.widgets.background import Background, Ticket
from ui.widgets.button import button
from ui.widgets.pdf_view import PdfPreview
from ui.widgets.progress import Progress
from ui.widgets.strip import MessageStrip

if TYPE_CHECKING:
    from clinicdesk.printing.papers import Paper, PaperRequest
    from ui.shell.print_out import Entry, PrintOut


class PaperPage(QFrame):
    """Shows one paper. Printing and saving are entries of the record.

    Signals:
        closed: The person is done with the paper.
    """

    closed = Signal()

    def __init__(self, desk: Desk, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.setAccessibleName(_("Paper"))
        self._desk = desk
        self._background = background
        self._ticket: Ticket | None = None
        self._paper: Paper | None = None
        self._kind = ""
        self._subject = ""
        self._out: PrintOut | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._preview = PdfPreview()
        self._progress = Progress(_("Making the paper…"))
        self._progress.hide()
        self._close = button(_("&Close"), icon="arrow-left")
        self._keep = button(_("&Keep in the folder"), icon="folder")
        self._keep.setToolTip(_("Files this paper among the patient's documents, as it is."))
        self._keep.hide()
        self._given = button(_("&Given to…"))
        self._given.setToolTip(_("Writes down to whom this paper was given, and why."))
        self._given.hide()
        self._cover = button(_("Co&ver slip…"))
        self._cover.setToolTip(_("What was signed is printed as it was signed; when it was printed stands on a slip."))
        self._cover.hide()
        bar = QFrame()
        bar.setProperty("role", "action_bar")
        row = QHBoxLayout(bar)
        edge = theme.px("space_16")
        row.setContentsMargins(edge, theme.px("space_8"), edge, theme.px("space_8"))
        row.addWidget(self._close)
        row.addStretch(1)
        for made in (self._cover, self._given, self._keep):
            row.addWidget(made)
        inner = QVBoxLayout()
        inner.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_8"))
        inner.setSpacing(theme.px("space_8"))
        inner.addWidget(self._strip)
        inner.addWidget(self._progress)
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
        self._close.clicked.connect(self._on_close)
        self._keep.clicked.connect(self._on_keep)
        self._given.clicked.connect(self._on_given)
        self._cover.clicked.connect(self._on_cover)
        self._progress.cancelled.connect(self._on_close)
        self._strip.action_taken.connect(self._on_given)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self._on_print)
        QShortcut(QKeySequence("Ctrl+S"), self).activated.connect(self._on_save)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._on_close)

    def show_paper(self, request: PaperRequest) -> None:
        """Build a paper and show it, or say why it cannot be made."""
        from clinicdesk.printing import papers

        self._strip.clear()
        self._stop_making()
        self._paper, self._kind, self._subject = None, request.kind, request.subject_id
        for made in (self._keep, self._given, self._cover):
            made.hide()
        if request.kind in papers.SLOW:
            self._preview.hide()
            self._progress.show()
            self._progress.setFocus()
            self._ticket = self._background.run(
                _making(self._desk, request), self._on_made, self._on_problem, self._progress.show_progress
            )
            return
        try:
            self._show(papers.build(self._desk, request))
        except ClinicDeskError as problem:
            self._on_problem(problem)

    def _on_made(self, paper: Paper) -> None:
        """Show what was made beside the window, unless nobody waits for it any more."""
        if self._ticket is not None:
            self._show(paper)

    def _show(self, paper: Paper) -> None:
        self._ticket, self._paper = None, paper
        self._progress.hide()
        self._preview.show()
        self._preview.show_pdf(paper.content, paper.title)
        self._keep.setVisible(bool(paper.keep_as) and self._desk.may("document.file"))
        self._keep.setEnabled(True)
        self._given.setVisible(paper.patient_id is not None and self._desk.may("disclosure.record"))
        self._cover.setVisible(paper.sealed)
        if paper.warning:
            self._strip.show_message("warn", paper.warning)
        self._preview.setFocus()

    def _on_problem(self, problem: BaseException) -> None:
        """Say what a person can mend; anything else is a fault of the program."""
        self._ticket = None
        self._progress.hide()
        self._preview.hide()
        if not isinstance(problem, ClinicDeskError):
            raise problem
        self._strip.show_message("danger", str(problem))
        self._close.setFocus()

    def _stop_making(self) -> None:
        if self._ticket is not None:
            self._ticket.cancel()
            self._ticket = None
        self._progress.hide()

    def _on_close(self) -> None:
        self._stop_making()
        self.closed.emit()

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

            self._out = PrintOut(self, note=self._note)
            self._out.printed.connect(self._on_printed)
            self._out.saved.connect(self._on_saved)
            self._out.failed.connect(self._on_failed)
        return self._out

    def _note(self, entry: Entry) -> None:
        if self._paper is not None:
            entry(self._desk, paper=self._kind, patient_id=self._paper.patient_id)

    def _on_printed(self) -> None:
        self._tell_left(_("Given to the printer."))

    def _on_saved(self, file_name: str) -> None:
        self._tell_left(_("Saved as {file}.").format(file=file_name))

    def _tell_left(self, sentence: str) -> None:
        """Say that the paper left; of one that is made for a payer also that it is to be written down who got it."""
        way = ""
        if self._kind == "payer-report" and not self._given.isHidden():
            sentence, way = f"{sentence} {_('Write down to whom it goes.')}", _("Given to…")
        self._strip.show_message("ok", sentence, way)

    def _on_keep(self) -> None:
        """File the paper as it is shown; what is there already is not filed again."""
        if self._paper is None:
            return
        from clinicdesk.printing import summary_filing

        try:
            new = summary_filing.keep_paper(self._desk, self._paper)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._keep.setEnabled(False)
        self._strip.show_message("ok", _("Kept in the patient's folder.") if new else _("It is in the folder already."))

    def _on_given(self) -> None:
        """Write down to whom the paper is given; nobody is made to: most papers go to the patient."""
        if self._paper is None or self._paper.patient_id is None:
            return
        from ui.shell.disclosure_dialog import DisclosureDialog

        patient_id, basis, recipient = self._paper.patient_id, None, ""
        if self._kind == "payer-report":
            from clinicdesk.printing import payer_report

            basis, recipient = Basis.PAYMENT, payer_report.insurer(self._desk, patient_id)
        what = self._paper.title
        dialog = DisclosureDialog(self, self._desk, patient_id, what=what, recipient=recipient, basis=basis)
        dialog.written.connect(self._on_given_written)
        dialog.open()

    def _on_given_written(self) -> None:
        self._strip.show_message("ok", _("Written down in the chart's history."))

    def _on_cover(self) -> None:
        from clinicdesk.printing.papers import PaperRequest

        self.show_paper(PaperRequest("cover-slip", self._subject))

    def _on_failed(self, sentence: str) -> None:
        self._strip.show_message("danger", sentence)


def _making(desk: Desk, request: PaperRequest) -> Callable[[Ticket], Paper]:
    """Return the work that makes a paper beside the window."""

    def work(ticket: Ticket) -> Paper:
        from clinicdesk.printing import papers

        with desk.beside() as beside:
            return papers.build(beside, request, ticket.report)

    return work
