"""A paper leaves the program: to a printer as pictures of its pages, or as a PDF file the person names."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from clinicdesk.errors import Cancelled, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import access
from ui.widgets.background import Background, Ticket

_DOTS_PER_INCH = 300
_POINTS_PER_INCH = 72

Entry = Callable[..., None]
"""``access.printed`` or ``access.saved``."""
Note = Callable[[Entry], None]
"""Records with it what leaves, and of whose chart."""


class PrintOut(QObject):
    """Prints and saves one PDF at a time, asking with dialogs that never block.

    With a ``background`` the pages are made beside the window: a record from outside may have a hundred of them.
    ``note`` is called with ``access.printed`` or ``access.saved`` before anything leaves, and records it: rather an
    entry for a paper that could not be printed than a paper nobody knows of. What it refuses does not leave.

    Signals:
        began: The pages are being made; ``printed`` or ``failed`` follows.
        printed: The paper was given to the printer.
        saved(str): The paper was saved; carries the file's name.
        failed(str): A sentence that says why not.
    """

    began = Signal()
    printed = Signal()
    saved = Signal(str)
    failed = Signal(str)

    def __init__(self, over: QWidget, background: Background | None = None, note: Note | None = None) -> None:
        super().__init__(over)
        self._over = over
        self._note = note
        self._background = background
        self._content = b""
        self._printer: QPrinter | None = None

    def ask_printer(self, content: bytes) -> None:
        """Let the person choose a printer, then print."""
        self._content = content
        self._printer = printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(_("ClinicDesk"))
        dialog = QPrintDialog(printer, self._over)
        dialog.setAccessibleName(_("Print"))
        dialog.accepted.connect(self._on_printer_chosen)
        dialog.finished.connect(dialog.deleteLater)
        # QPrintDialog hides the plain open() behind one that wants a slot by its C++ name.
        QDialog.open(dialog)

    def ask_file(self, content: bytes, file_name: str, folder: Path | None = None) -> None:
        """Let the person choose where to save, then save."""
        self._content = content
        dialog = QFileDialog(self._over, _("Save as PDF"), str((folder or Path.home()) / file_name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(_("PDF files (*.pdf)"))
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_printer_chosen(self) -> None:
        if self._printer is None or not self._is_noted(access.printed):
            return
        if self._background is None:
            self._on_printed(print_pdf(self._content, self._printer))
            return
        self.began.emit()
        # Qt allows a painter on a printer in any thread.
        self._background.run(partial(_print_beside, self._content, self._printer), self._on_printed, _raise)

    def _on_printed(self, well: bool) -> None:
        if well:
            self.printed.emit()
        else:
            self.failed.emit(_("The printer did not take the paper. Check it, then print again."))

    def _is_noted(self, entry: Entry) -> bool:
        if self._note is None:
            return True
        try:
            self._note(entry)
        except ClinicDeskError as problem:
            self.failed.emit(str(problem))
            return False
        return True

    def _on_file_chosen(self, name: str) -> None:
        if not self._is_noted(access.saved):
            return
        try:
            save_pdf(self._content, Path(name))
        except OSError:
            self.failed.emit(_("{file} cannot be saved there. Choose another folder.").format(file=Path(name).name))
            return
        self.saved.emit(Path(name).name)


def _print_beside(content: bytes, printer: QPrinter, ticket: Ticket) -> bool:
    try:
        return print_pdf(content, printer, ticket.check)
    except Cancelled:
        printer.abort()
        raise


def _raise(problem: BaseException) -> None:
    raise problem


def print_at_once(content: bytes) -> bool:
    """Print on the printer this PC prints on by default, without asking; return whether there is one that took it."""
    if QPrinterInfo.defaultPrinter().isNull():
        return False
    printer = QPrinter(QPrinterInfo.defaultPrinter(), QPrinter.PrinterMode.HighResolution)
    printer.setDocName(_("ClinicDesk"))
    return print_pdf(content, printer)


def print_pdf(content: bytes, printer: QPrinter, check: Callable[[], None] = lambda: None) -> bool:
    """Print the pages as pictures at 300 dots per inch, each at the size of the paper it was made for.

    ``check`` is called before each page and may raise ``Cancelled``.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    if document.status() != QPdfDocument.Status.Ready:
        return False
    _fit_paper(document, printer)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    first, last = printer.fromPage() or 1, printer.toPage() or document.pageCount()
    pages = range(max(first, 1) - 1, min(last, document.pageCount()))
    try:
        for at, page in enumerate(pages):
            check()
            if at and not printer.newPage():
                return False
            _paint_page(painter, document, page, printer)
    finally:
        painter.end()
        document.close()
        buffer.close()
    return True


def _fit_paper(document: QPdfDocument, printer: QPrinter) -> None:
    """Set the printer to the paper of the document; without full page Qt would shrink it into the margins."""
    printer.setFullPage(True)
    size = QPageSize(document.pagePointSize(0), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    layout = QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)


def _paint_page(painter: QPainter, document: QPdfDocument, page: int, printer: QPrinter) -> None:
    points = document.pagePointSize(page)
    scale = _DOTS_PER_INCH / _POINTS_PER_INCH
    size = QSize(round(points.width() * scale), round(points.height() * scale))
    rendered = document.render(page, size)
    # A page is transparent where nothing is written; printers make black of that.
    sheet = QImage(size, QImage.Format.Format_RGB32)
    sheet.fill(QColor(Qt.GlobalColor.white))
    with QPainter(sheet) as on_sheet:
        on_sheet.drawImage(QPoint(0, 0), rendered)
    target = printer.pageLayout().fullRectPixels(printer.resolution())
    painter.drawImage(QRect(QPoint(0, 0), target.size()), sheet)


def save_pdf(content: bytes, target: Path) -> None:
    """Write the file whole or not at all. Raises ``OSError``."""
    new = target.with_name(f".{target.name}.part")
    try:
        descriptor = os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        new.replace(target)
    except OSError:
        new.unlink(missing_ok=True)
        raise
