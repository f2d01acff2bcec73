"""The pages of a PDF as pictures, and new PDFs made of pages of others, both by PDFium.

PDFium runs one call at a time in the whole program, so every piece of work holds one lock. It paints in slices: a page
that was made never to end is given up, and Cancel is heard while a page is painted.
"""

import ctypes
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from clinicdesk.errors import BadValue
from clinicdesk.exchange.pictures import MOST_PIXELS
from clinicdesk.language import _

MOST_PAGES = 300
MOST_SECONDS = 20.0
"""For one page; a scanned sheet needs less than one."""

_MOST_PAINTED = 40_000_000
"""Dots of a page as it is painted: A2 at 300 dots per inch."""

_SLICE_SECONDS = 0.1
_LOOKED_AT = 500
_one_at_a_time = threading.Lock()


class PdfSheets:
    """An open PDF. Close it, or use it in a ``with``."""

    def __init__(self, content: bytes) -> None:
        """Raises ``BadValue`` when it is damaged, has a password or too many pages."""
        with _one_at_a_time:
            try:
                self._document = pdfium.PdfDocument(content)
                self.count = len(self._document)
            except pdfium.PdfiumError as trouble:
                if getattr(trouble, "err_code", None) == raw.FPDF_ERR_PASSWORD:
                    raise BadValue(
                        _("This PDF has a password. Open it, save a copy without password, and add the copy.")
                    ) from None
                raise BadValue(_("This PDF is damaged or cut off. Save or scan it again.")) from None
        if not 1 <= self.count <= MOST_PAGES:
            self.close()
            if self.count == 0:
                raise BadValue(_("There is no page in this PDF. Save or scan it again."))
            raise BadValue(_("This PDF has more than {count} pages. Scan it in parts.").format(count=MOST_PAGES))

    def __enter__(self) -> "PdfSheets":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the PDF."""
        with _one_at_a_time:
            self._document.close()

    def picture(
        self, place: int, dots_per_inch: int, *, colour: bool = False, check: Callable[[], None] = lambda: None
    ) -> Image.Image | None:
        """Return a page (from 0) as it is seen; None for one that cannot be painted or takes too long.

        ``check`` is called now and then, and may raise ``Cancelled``. Raises ``BadValue`` for a picture far too large.
        """
        with self._page(place) as page:
            if page is None:
                return None
            wide, high = page.get_size()
            scale = min(dots_per_inch / 72, (_MOST_PAINTED / max(wide * high, 1.0)) ** 0.5)
            made = raw.FPDFBitmap_BGRx if colour else raw.FPDFBitmap_Gray
            bitmap = pdfium.PdfBitmap.new_native(max(1, round(wide * scale)), max(1, round(high * scale)), made)
            try:
                bitmap.fill_rect((255, 255, 255, 255), 0, 0, bitmap.width, bitmap.height)
                if not _paint(bitmap, page, check):
                    return None
                # A copy: the dots belong to PDFium.
                seen: Image.Image = bitmap.to_pil()
                return seen.convert("RGB" if colour else "L").copy()
            finally:
                bitmap.close()

    @contextmanager
    def _page(self, place: int) -> Iterator[pdfium.PdfPage | None]:
        with _one_at_a_time:
            try:
                page = self._document[place]
            except pdfium.PdfiumError:  # this page is damaged; the others may be whole
                yield None
                return
            try:
                _refuse_bomb(page)
                yield page
            finally:
                page.close()


def joined(parts: Iterable[tuple[bytes, int, int]]) -> bytes:
    """Return a new PDF of pages: each part is a PDF, which of its pages (from 0), and how far to turn it clockwise.

    The pages' content stays as it is. Raises ``BadValue`` when one cannot be taken over.
    """
    opened: dict[int, pdfium.PdfDocument] = {}
    with _one_at_a_time:
        made = pdfium.PdfDocument.new()
        try:
            for at, (content, place, turn) in enumerate(parts):
                source = opened.get(id(content))
                if source is None:
                    source = opened[id(content)] = pdfium.PdfDocument(content)
                made.import_pages(source, [place])
                page = made[at]
                page.set_rotation((page.get_rotation() + turn) % 360)
                page.close()
            into = BytesIO()
            made.save(into)
        except pdfium.PdfiumError:
            raise BadValue(_("A page of this PDF is damaged. Scan the paper again.")) from None
        finally:
            made.close()
            for source in opened.values():
                source.close()
    return into.getvalue()


def _refuse_bomb(page: pdfium.PdfPage) -> None:
    """Raise ``BadValue`` for a page with a picture that would fill the memory when it is unpacked."""
    found = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)
    for picture, _at in zip(found, range(_LOOKED_AT), strict=False):
        wide, high = picture.get_px_size()
        if wide * high > MOST_PIXELS:
            raise BadValue(_("A page of this PDF is too large. Scan it at 200 or 300 dots per inch."))


def _paint(bitmap: pdfium.PdfBitmap, page: pdfium.PdfPage, check: Callable[[], None]) -> bool:
    """Paint a page; False when it could not be painted in time."""
    slice_ends = 0.0

    def is_over(_pause: object) -> int:
        return int(time.monotonic() > slice_ends)

    pause = raw.IFSDK_PAUSE(version=1, user=None)
    pause.NeedToPauseNow = type(pause.NeedToPauseNow)(is_over)
    ends = time.monotonic() + MOST_SECONDS
    slice_ends = time.monotonic() + _SLICE_SECONDS
    state = raw.FPDF_RenderPageBitmap_Start(
        bitmap, page, 0, 0, bitmap.width, bitmap.height, 0, raw.FPDF_ANNOT, ctypes.byref(pause)
    )
    try:
        while state == raw.FPDF_RENDER_TOBECONTINUED:
            check()
            if time.monotonic() > ends:
                return False
            slice_ends = time.monotonic() + _SLICE_SECONDS
            state = raw.FPDF_RenderPage_Continue(page, ctypes.byref(pause))
    finally:
        raw.FPDF_RenderPage_Close(page)
    return bool(state == raw.FPDF_RENDER_DONE)
