"""A paper on the screen, from bytes in memory: nothing of it touches the disk unless the person saves it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.flow import FlowLayout
from ui.widgets.in_the_dark import InTheDark
from ui.widgets.words import label

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPdfWidgets import QPdfView

_ZOOM_STEP = 1.25
_SMALLEST, _LARGEST = 0.25, 5.0


class PdfPreview(QWidget):
    """Shows a PDF with page x of y, zoom and, where it may leave, Print… and Save as PDF….

    Signals:
        print_asked: The person wants it printed.
        save_asked: The person wants a file of it.
    """

    print_asked = Signal()
    save_asked = Signal()

    def __init__(self, *, alone: bool = True, may_leave: bool = True) -> None:
        """Make one; not ``alone`` it is part of a page that shows the name and has a first button of its own."""
        super().__init__()
        self._content = b""
        self._buffer = QBuffer(self)
        self._document: QPdfDocument | None = None
        self._view: QPdfView | None = None
        self._read_at_full_size = True
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px("space_8"))
        self._name = label(role="h3")
        self._name.setContentsMargins(0, 0, theme.px("space_16"), 0)
        self._pages: QLabel = label(role="muted")
        self._previous = button("", kind="quiet", icon="chevron-left")
        self._next = button("", kind="quiet", icon="chevron-right")
        self._out = button("", kind="quiet", icon="zoom-out")
        self._in = button("", kind="quiet", icon="zoom-in")
        self._fit = button(_("Fit &width"), kind="quiet")
        self._save = button(_("Save as P&DF…"), icon="download")
        self._print = button(_("&Print…"), kind="primary" if alone else "", icon="printer")
        self._name_buttons()
        self._build()
        self._name.setHidden(not alone)
        for leaving in (self._save, self._print):
            leaving.setHidden(not may_leave)
        self._connect()

    def _name_buttons(self) -> None:
        for made, name in (
            (self._previous, _("Previous page")),
            (self._next, _("Next page")),
            (self._out, _("Smaller")),
            (self._in, _("Larger")),
        ):
            made.setAccessibleName(name)
            made.setToolTip(name)

    def _build(self) -> None:
        tools = FlowLayout(theme.px("space_4"), theme.px("space_4"))
        move = (self._previous, self._pages, self._next)
        for widget in (self._name, *move, self._out, self._in, self._fit, self._save, self._print):
            tools.addWidget(widget)
        self._column.addLayout(tools)

    def _connect(self) -> None:
        self._previous.clicked.connect(self._on_previous)
        self._next.clicked.connect(self._on_next)
        self._out.clicked.connect(self._on_smaller)
        self._in.clicked.connect(self._on_larger)
        self._fit.clicked.connect(self._on_fit)
        self._save.clicked.connect(self._on_save)
        self._print.clicked.connect(self._on_print)

    def show_pdf(self, content: bytes, name: str, *, stay: bool = False) -> None:
        """Show a PDF, from its beginning, or, to ``stay``, at the place where the last one stood.

        Raises ``ValueError`` when the bytes are not one.
        """
        view, document = self._pdf_parts()
        place = view.verticalScrollBar().value() if stay and self._content else None
        self._buffer.close()
        self._content = content
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(self._buffer)
        if document.status() != document.Status.Ready:
            raise ValueError("these bytes are not a PDF")
        self._name.setText(name)
        view.setAccessibleName(name)
        if place is None:
            self._read_at_full_size = True
            self._fit_page()
            view.pageNavigator().jump(0, view.pageNavigator().currentLocation(), 0)
        else:
            self._fit_page()
            view.verticalScrollBar().setValue(place)
        self._show_page_number()

    def clear(self) -> None:
        """Let go of the paper and its bytes."""
        self._content = b""
        if self._document is not None:
            self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray())
        self._name.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page readable until the person chooses another size."""
        super().resizeEvent(event)
        self._fit_page()

    def content(self) -> bytes:
        """Return the bytes shown, to be printed or saved."""
        return self._content

    def page_count(self) -> int:
        """Return how many pages there are."""
        return self._document.pageCount() if self._document else 0

    def _pdf_parts(self) -> "tuple[QPdfView, QPdfDocument]":
        """Make the view on first use: importing QtPdf takes time that start-up should not pay."""
        if self._view is None or self._document is None:
            from PySide6.QtPdf import QPdfDocument
            from PySide6.QtPdfWidgets import QPdfView

            self._document = QPdfDocument(self)
            self._view = QPdfView(self)
            self._view.setPageMode(QPdfView.PageMode.MultiPage)
            self._view.setDocument(self._document)
            self._view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._column.addWidget(self._view, 1)
            InTheDark(self._view)
            navigator = self._view.pageNavigator()
            navigator.currentPageChanged.connect(self._on_page_changed)
        return self._view, self._document

    def _show_page_number(self) -> None:
        if self._view is None:
            return
        navigator = self._view.pageNavigator()
        page, pages = navigator.currentPage() + 1, self.page_count()
        self._pages.setText(_("Page {page} of {pages}").format(page=page, pages=pages))
        self._previous.setEnabled(page > 1)
        self._next.setEnabled(page < pages)

    def _go(self, step: int) -> None:
        if self._view is not None:
            navigator = self._view.pageNavigator()
            wanted = min(max(navigator.currentPage() + step, 0), self.page_count() - 1)
            top = navigator.currentLocation()
            top.setY(0)
            navigator.jump(wanted, top, 0)

    def _fit_page(self) -> None:
        """Show the page as large as it is on paper, or as wide as there is room if that is less."""
        if self._view is None or self._document is None or not self._read_at_full_size:
            return
        paper = self._document.pagePointSize(0).width() * self.logicalDpiX() / 72
        roomy = self._view.width() > paper + theme.px("space_24") * 2
        self._view.setZoomFactor(1.0)
        self._view.setZoomMode(self._view.ZoomMode.Custom if roomy else self._view.ZoomMode.FitToWidth)

    def _zoom(self, factor: float) -> None:
        if self._view is not None:
            self._read_at_full_size = False
            self._view.setZoomMode(self._view.ZoomMode.Custom)
            self._view.setZoomFactor(min(max(self._view.zoomFactor() * factor, _SMALLEST), _LARGEST))

    def _on_page_changed(self, _page: int) -> None:
        self._show_page_number()

    def _on_previous(self) -> None:
        self._go(-1)

    def _on_next(self) -> None:
        self._go(1)

    def _on_smaller(self) -> None:
        self._zoom(1 / _ZOOM_STEP)

    def _on_larger(self) -> None:
        self._zoom(_ZOOM_STEP)

    def _on_fit(self) -> None:
        if self._view is not None:
            self._read_at_full_size = False
            self._view.setZoomMode(self._view.ZoomMode.FitToWidth)

    def _on_save(self) -> None:
        self.save_asked.emit()

    def _on_print(self) -> None:
        self.print_asked.emit()
