"""A document on the screen, whatever it is: PDFs page below page, pictures page by page."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.rules.media import Media
from ui.documents import work
from ui.widgets.background import Background, Ticket
from ui.widgets.empty import EmptyState
from ui.widgets.pdf_view import PdfPreview
from ui.widgets.picture_view import PictureView


class DocumentPreview(QWidget):
    """Shows bytes. Pages of pictures are made ready beside the window.

    Signals:
        shown: It can be seen now.
        failed(str): It cannot be shown; the sentence says what to do.
        print_asked: The person wants it printed.
        save_asked: The person wants a file of it.
    """

    shown = Signal()
    failed = Signal(str)
    print_asked = Signal()
    save_asked = Signal()

    def __init__(self, background: Background, *, may_leave: bool = True) -> None:
        super().__init__()
        self._background = background
        self._content = b""
        self._media: Media | None = None
        self._turn = 0
        self._pdf = PdfPreview(alone=False, may_leave=may_leave)
        self._picture = PictureView(may_leave=may_leave)
        self._words = EmptyState("")
        self._stack = QStackedWidget()
        for part in (self._words, self._pdf, self._picture):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        for view in (self._pdf, self._picture):
            view.print_asked.connect(self.print_asked)
            view.save_asked.connect(self.save_asked)
        self._picture.page_asked.connect(self._ask_page)

    def show_content(self, content: bytes, media: Media, pages: int, name: str) -> None:
        """Show a document. ``shown`` or ``failed`` follows, at once or in a moment."""
        self.clear()
        self._content, self._media = content, media
        if media.is_picture:
            self._picture.show_picture(name, pages)
            self._words.show_sentence(_("Opening…"))
            self._ask_page(0)
            return
        try:
            self._pdf.show_pdf(content, name)
        except ValueError:
            self.show_words(_("This PDF cannot be shown."))
            # It was read to the end before; what keeps the viewer out is a password or a form of another maker.
            self.failed.emit(
                _("This PDF cannot be shown here. If it has a password, save a copy without, and file the copy.")
            )
            return
        self._stack.setCurrentWidget(self._pdf)
        self.shown.emit()

    def show_words(self, sentence: str) -> None:
        """Show a sentence instead of a document."""
        self.clear()
        self._words.show_sentence(sentence)
        self._stack.setCurrentWidget(self._words)

    def content(self) -> bytes:
        """The bytes shown."""
        return self._content

    def clear(self) -> None:
        """Let go of what was shown."""
        self._turn += 1
        self._content, self._media = b"", None
        self._pdf.clear()
        self._picture.clear()
        self._words.show_sentence("")
        self._stack.setCurrentWidget(self._words)

    def page_count(self) -> int | None:
        """How many pages a PDF has, as its viewer counts them; None for pictures."""
        return self._pdf.page_count() if self._media is Media.PDF else None

    def _ask_page(self, number: int) -> None:
        if self._media is not None:
            turn, content, media = self._turn, self._content, self._media
            self._background.run(partial(_page_or_problem, turn, content, media, number), self._on_page, _raise)

    def _on_page(self, came: tuple[int, work.Page | ClinicDeskError]) -> None:
        turn, page = came
        if turn != self._turn:
            return  # another document is shown by now
        if isinstance(page, ClinicDeskError):
            self.show_words(_("This picture cannot be shown."))
            self.failed.emit(str(page))
            return
        self._stack.setCurrentWidget(self._picture)
        self._picture.show_page(page.number, page.levels, page.dots)
        self.shown.emit()


def _page_or_problem(
    turn: int, content: bytes, media: Media, number: int, ticket: Ticket
) -> tuple[int, work.Page | ClinicDeskError]:
    try:
        return turn, work.page(content, media, number)(ticket)
    except ClinicDeskError as problem:
        return turn, problem


def _raise(problem: BaseException) -> None:
    raise problem
