"""A picture on the screen, page by page: zoom, turn. Whoever shows it makes the pages ready, beside the window."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.flow import FlowLayout
from ui.widgets.in_the_dark import is_dim, turned_over
from ui.widgets.words import label

_ZOOM_STEP = 1.25
_SMALLEST, _LONGEST_SIDE = 0.05, 12_000


class PictureView(QWidget):
    """Shows one page of a picture with page x of y, zoom, turn and, where it may leave, Print… and Save….

    ``count_words`` says which page is shown where they are not called pages, with ``{page}`` and ``{pages}``.

    Signals:
        page_asked(int): The person wants another page (from 0); ``show_page`` brings it.
        print_asked: The person wants it printed.
        save_asked: The person wants a file of it.
    """

    page_asked = Signal(int)
    print_asked = Signal()
    save_asked = Signal()

    def __init__(self, *, may_leave: bool = True, count_words: str = "") -> None:
        super().__init__()
        self._count_words = count_words or _("Page {page} of {pages}")
        self._page, self._pages = 0, 1
        self._sheet = _Sheet()
        self._previous = _tool("chevron-left", _("Previous page"))
        self._next = _tool("chevron-right", _("Next page"))
        self._out = _tool("zoom-out", _("Smaller"))
        self._in = _tool("zoom-in", _("Larger"))
        self._turn = _tool("redo-2", _("Turn"))
        self._fit = button(_("Fit &width"), kind="quiet")
        self._save = button(_("&Save…"), icon="download")
        self._print = button(_("&Print…"), icon="printer")
        self._count: QLabel = label(role="muted")
        self._build(may_leave)
        self._connect()

    def _build(self, may_leave: bool) -> None:
        tools = FlowLayout(theme.px("space_4"), theme.px("space_4"))
        for widget in (self._previous, self._count, self._next, self._out, self._in, self._turn, self._fit):
            tools.addWidget(widget)
        for leaving in (self._save, self._print):
            tools.addWidget(leaving)
        self._scroll = QScrollArea()
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._scroll.setWidget(self._sheet)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addLayout(tools)
        column.addWidget(self._scroll, 1)
        # Only now: shown before they had a place here, they would flash up as windows of their own.
        for leaving in (self._save, self._print):
            leaving.setVisible(may_leave)
        self.setFocusProxy(self._scroll)

    def _connect(self) -> None:
        self._previous.clicked.connect(self._on_previous)
        self._next.clicked.connect(self._on_next)
        self._out.clicked.connect(self._on_smaller)
        self._in.clicked.connect(self._on_larger)
        self._turn.clicked.connect(self._on_turn)
        self._fit.clicked.connect(self._on_fit)
        self._save.clicked.connect(self.save_asked)
        self._print.clicked.connect(self.print_asked)

    def show_picture(self, name: str, pages: int) -> None:
        """Begin with another picture; its first page is to follow by ``show_page``."""
        self._page, self._pages = 0, max(pages, 1)
        self._scroll.setAccessibleName(name)
        self._sheet.show_levels((), QSize())
        self._sheet.turned = 0
        self._show_count()

    def show_page(self, page: int, levels: Sequence[QImage], dots: QSize) -> None:
        """Show a page: its picture whole, half, a quarter as large …, and how many dots it has in its file."""
        if page != self._page:
            return  # the person has gone on meanwhile
        self._sheet.show_levels(levels, dots)
        self._fit_width()
        self._scroll.verticalScrollBar().setValue(0)

    def go_to(self, page: int) -> None:
        """Turn to a page (from 0), as if the person had."""
        self._go(page)

    def clear(self) -> None:
        """Let go of the picture."""
        self._sheet.show_levels((), QSize())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page as wide as there is room until the person chooses another size."""
        super().resizeEvent(event)
        if self._sheet.fits:
            self._fit_width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys turn over, plus and minus zoom, as in other viewers."""
        acts = {
            Qt.Key.Key_PageDown: self._on_next,
            Qt.Key.Key_PageUp: self._on_previous,
            Qt.Key.Key_Plus: self._on_larger,
            Qt.Key.Key_Minus: self._on_smaller,
        }
        act = acts.get(Qt.Key(event.key()))
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _show_count(self) -> None:
        self._count.setText(self._count_words.format(page=self._page + 1, pages=self._pages))
        for widget in (self._count, self._previous, self._next):
            widget.setVisible(self._pages > 1)
        self._previous.setEnabled(self._page > 0)
        self._next.setEnabled(self._page + 1 < self._pages)

    def _go(self, page: int) -> None:
        if 0 <= page < self._pages and page != self._page:
            self._page = page
            self._show_count()
            self.page_asked.emit(page)

    def _fit_width(self) -> None:
        room = self._scroll.viewport().width()
        # With a bar beside it; one that comes and goes would let the page jump.
        bar = self._scroll.verticalScrollBar()
        if not bar.isVisible():
            room -= bar.sizeHint().width()
        self._sheet.fit(room)

    def _on_previous(self) -> None:
        self._go(self._page - 1)

    def _on_next(self) -> None:
        self._go(self._page + 1)

    def _on_smaller(self) -> None:
        self._sheet.zoom_by(1 / _ZOOM_STEP)

    def _on_larger(self) -> None:
        self._sheet.zoom_by(_ZOOM_STEP)

    def _on_turn(self) -> None:
        self._sheet.turned = (self._sheet.turned + 90) % 360
        if self._sheet.fits:
            self._fit_width()
        else:
            self._sheet.zoom_by(1.0)

    def _on_fit(self) -> None:
        self._fit_width()


class _Sheet(QWidget):
    """The page itself. It paints from the level just larger than it is shown, so that small print stays sharp."""

    def __init__(self) -> None:
        super().__init__()
        self.turned = 0
        self.fits = True
        self._levels: tuple[QImage, ...] = ()
        self._dark: tuple[int, QImage] | None = None
        self._dots = QSize()
        self._zoom = 1.0

    def show_levels(self, levels: Sequence[QImage], dots: QSize) -> None:
        self._levels, self._dots, self.fits = tuple(levels), dots, True
        self._resize_to()

    def fit(self, room: int) -> None:
        """Be as wide as there is room, but no larger than one dot of the picture to a dot of the screen."""
        self.fits = True
        wide = self._upright().width()
        if wide > 0:
            self._zoom = min(room / wide, 1.0 / self.devicePixelRatioF())
            self._resize_to()

    def zoom_by(self, factor: float) -> None:
        self.fits = False
        longest = max(self._dots.width(), self._dots.height(), 1)
        self._zoom = min(max(self._zoom * factor, _SMALLEST), _LONGEST_SIDE / longest)
        self._resize_to()

    def _upright(self) -> QSize:
        return self._dots.transposed() if self.turned in (90, 270) else self._dots

    def _resize_to(self) -> None:
        size = self._upright() if self._levels else QSize(0, 0)
        self.resize(round(size.width() * self._zoom), round(size.height() * self._zoom))
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Paint anew in the other scheme."""
        super().changeEvent(event)
        self.update()

    def _as_seen(self, level: QImage) -> QImage:
        """Return a level as it is painted; one turned over for a dark room is kept for the next step."""
        if not is_dim():
            self._dark = None
            return level
        if self._dark is None or self._dark[0] != level.cacheKey():
            self._dark = level.cacheKey(), turned_over(level)
        return self._dark[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the part that is seen."""
        if not self._levels:
            return
        wide, high = self._dots.width() * self._zoom, self._dots.height() * self._zoom
        wanted = wide * self.devicePixelRatioF()
        level = next((one for one in reversed(self._levels) if one.width() >= wanted), self._levels[0])
        with QPainter(self) as painter:
            painter.setClipRect(event.rect())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            corner = {0: QPoint(0, 0), 90: QPoint(self.width(), 0), 270: QPoint(0, self.height())}
            painter.translate(corner.get(self.turned, QPoint(self.width(), self.height())))
            painter.rotate(self.turned)
            painter.drawImage(QRectF(0, 0, wide, high), self._as_seen(level))


def _tool(icon: str, name: str) -> QPushButton:
    made = button("", kind="quiet", icon=icon)
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made
