"""Scans of forms that were signed on paper: their sheets, the code on each, and a paper made of some of them.

The code is looked for on each sheet as it is, finer, and cleaned of specks, until it is found; it may stand on its
side or on its head, and the sheet is then shown and kept upright. Codes that are not ours are ignored.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path

import zxingcpp
from PIL import Image, ImageFilter, ImageOps

from clinicdesk.errors import BadValue
from clinicdesk.exchange import incoming, pictures
from clinicdesk.exchange.pdf_sheets import PdfSheets, joined
from clinicdesk.exchange.pictures import PicturePage
from clinicdesk.language import _
from clinicdesk.rules import media
from clinicdesk.rules.form_sheets import ScannedSheet, SheetMark, in_order, read_code
from clinicdesk.rules.media import Media

__all__ = ["FormScan", "ScannedSheet", "SheetMark", "from_file", "glance", "kept_paper", "picture", "read"]

Report = Callable[[int, int], None]
"""Told how far the work is, as (done, of); may raise ``Cancelled``."""

_COARSE, _FINE, _SHOWN = 200, 300, 150
_MOST_LOOKED_AT = 4000
"""Dots of the longer side of a picture in which a code is looked for; a phone's photo has about as many."""

_SMALL = 2400
"""A picture with fewer dots on its longer side is looked at enlarged too: a sheet at 72 dots per inch has 800."""

_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_KEPT_AS_THEY_ARE = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff")


@dataclass(frozen=True, slots=True)
class FormScan:
    """One file of scanned sheets, with its very bytes."""

    content: bytes
    media: Media
    sheets: tuple[ScannedSheet, ...]


def from_file(path: Path, *, file: int = 0, first: int = 1, report: Report = lambda _done, _of: None) -> FormScan:
    """Read a file into sheets, as ``read`` does. Raises ``BadValue`` with one sentence that says what to do."""
    return read(incoming.read(path, lambda _done, _of: report(0, 0)), file=file, first=first, report=report)


def read(content: bytes, *, file: int = 0, first: int = 1, report: Report = lambda _done, _of: None) -> FormScan:
    """Read bytes into sheets: a PDF, PNG, JPEG or TIFF.

    ``file`` tells which file of a stack it is, from 0; ``first`` is the number of its first sheet in the stack. Raises
    ``BadValue``, and what ``report`` raises.
    """
    if not content:
        raise BadValue(_("This file is empty. Save or scan it again."))
    kind = media.recognise(content)
    if kind is None:
        raise BadValue(media.refusal(content))
    if media.ends_early(content, kind):
        raise BadValue(_("This file was cut off: its end is missing. Save or scan it again."))
    found = []
    for place, pages, attempts in _sheets(content, kind, report):
        report(place, pages)
        mark, rotation, blank = _look(attempts)
        found.append(ScannedSheet(first + place, mark, rotation, blank, file, place))
        report(place + 1, pages)
    return FormScan(content, kind, tuple(found))


def glance(content: bytes, most: int = 4) -> tuple[SheetMark, ...]:
    """Return the marks on the first sheets of a file: whether a document is a signed form. Never raises for a file."""
    kind = media.recognise(content)
    if kind is None:
        return ()
    try:
        with closing(_sheets(content, kind, lambda _done, _of: None)) as sheets:
            marks = [_look(attempts)[0] for _place, _pages, attempts in islice(sheets, most)]
        return tuple(mark for mark in marks if mark is not None)
    except BadValue:
        return ()


def picture(scan: FormScan, sheet: ScannedSheet) -> PicturePage:
    """Return a sheet upright, to look at. Raises ``BadValue`` when it cannot be shown."""
    if scan.media is Media.PDF:
        with PdfSheets(scan.content) as pdf:
            seen = pdf.picture(sheet.place, _SHOWN, colour=True)
        if seen is None:
            raise BadValue(_("This sheet cannot be shown. Scan it again."))
    else:
        with pictures.opened(scan.content, scan.media) as opened:
            pictures.turn_to(opened, sheet.place)
            seen = pictures.as_rgb(ImageOps.exif_transpose(opened))
    return pictures.in_levels(_turned(seen, sheet.rotation))


def kept_paper(scans: Sequence[FormScan], sheets: Sequence[ScannedSheet]) -> bytes:
    """Return what is kept of one form: its sheets in this order, upright.

    A file that is exactly this form, upright and in order, is kept byte for byte; else a PDF is made of its sheets,
    whose pages hold what they held. Raises ``BadValue``.
    """
    files = {sheet.file for sheet in sheets}
    if len(files) == 1:
        only = scans[files.pop()]
        if tuple(sheets) == only.sheets and in_order(sheets) and only.content.startswith(_KEPT_AS_THEY_ARE):
            return only.content
    as_pdf = {
        at: scan.content if scan.media is Media.PDF else pictures.as_pdf(scan.content, scan.media, quality=90)
        for at, scan in enumerate(scans)
        if any(sheet.file == at for sheet in sheets)
    }
    return joined((as_pdf[sheet.file], sheet.place, sheet.rotation) for sheet in sheets)


# Finding the code ----------------------------------------------------------------------------------------------------


def _sheets(
    content: bytes, kind: Media, report: Report
) -> Generator[tuple[int, int, Iterator[Image.Image]], None, None]:
    """Give each sheet with pictures of it to look at, the likeliest first, each made only when it is asked for."""
    if kind is Media.PDF:
        with PdfSheets(content) as pdf:
            for place in range(pdf.count):
                yield place, pdf.count, _pdf_attempts(pdf, place, partial(report, place, pdf.count))
        return
    with pictures.opened(content, kind) as opened:
        pages = pictures.pages_of(opened, kind)
        for place in range(pages):
            pictures.turn_to(opened, place)
            yield place, pages, _picture_attempts(_grey(opened))


def _pdf_attempts(pdf: PdfSheets, place: int, check: Callable[[], None]) -> Iterator[Image.Image]:
    coarse = pdf.picture(place, _COARSE, check=check)
    if coarse is None:
        return
    yield coarse
    fine = pdf.picture(place, _FINE, check=check)
    if fine is not None:
        yield fine
    yield _cleaned(coarse)


def _grey(opened: Image.Image) -> Image.Image:
    if opened.format in ("JPEG", "MPO"):
        opened.draft("L", (_MOST_LOOKED_AT, _MOST_LOOKED_AT))
    grey = pictures.as_rgb(ImageOps.exif_transpose(opened)).convert("L")
    if max(grey.size) > _MOST_LOOKED_AT:
        grey.thumbnail((_MOST_LOOKED_AT, _MOST_LOOKED_AT), Image.Resampling.BOX)
    return grey


def _picture_attempts(grey: Image.Image) -> Iterator[Image.Image]:
    yield grey
    if max(grey.size) < _SMALL:
        for times in (2, 3):
            yield grey.resize((grey.width * times, grey.height * times), Image.Resampling.BICUBIC)
    else:
        yield grey.reduce(2)
    yield _cleaned(grey)


def _cleaned(grey: Image.Image) -> Image.Image:
    """Return a sheet without specks and with full contrast, as after a bad fax."""
    return ImageOps.autocontrast(grey.filter(ImageFilter.MedianFilter(3)), cutoff=1)


def _look(attempts: Iterator[Image.Image]) -> tuple[SheetMark | None, int, bool]:
    """Return what the code of a sheet says, how the sheet must be turned, and whether it is blank."""
    for at, seen in enumerate(attempts):
        if at == 0 and _is_blank(seen):
            return None, 0, True
        found = {}
        for code in zxingcpp.read_barcodes(seen, formats=_QR):
            mark = read_code(code.text)
            if mark is not None:
                found[mark] = round(-code.orientation / 90) % 4 * 90
        if len(found) > 1:  # two sheets in one picture: a person says what they are
            return None, 0, False
        for mark, rotation in found.items():
            return mark, rotation, False
    return None, 0, False


def _is_blank(grey: Image.Image) -> bool:
    """Tell whether nothing is written on a sheet: hardly a dot inside its edges is darker than its paper."""
    wide, high = grey.size
    inside = grey.crop((wide // 20, high // 20, wide - wide // 20, high - high // 20))
    inside.thumbnail((400, 400), Image.Resampling.BOX)
    counts = inside.histogram()
    dots = sum(counts)
    seen, paper = 0, 255
    while paper > 0 and seen < dots // 2:
        seen += counts[paper]
        paper -= 1
    return paper > 120 and sum(counts[: max(0, paper - 30)]) <= dots * 0.0005


def _turned(seen: Image.Image, clockwise: int) -> Image.Image:
    ways = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    return seen.transpose(ways[clockwise]) if clockwise else seen
