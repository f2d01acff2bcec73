"""A filed document as pages of a copy: pictures on sheets, PDFs from outside without anything that runs."""

from io import BytesIO

from PIL import Image, ImageSequence
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from clinicdesk.desk import Desk
from clinicdesk.errors import CannotPrint
from clinicdesk.exchange.pdf_sheets import PdfSheets, joined
from clinicdesk.exchange.pictures import MOST_PIXELS
from clinicdesk.language import _
from clinicdesk.printing import audiences, from_desk, scanned
from clinicdesk.records import documents, patients
from clinicdesk.records.documents import Source
from clinicdesk.rules.media import Media

_DOTS_PER_INCH = 150
"""Of a page that has to be painted; what is written on it stays easy to read in print."""


def shown(desk: Desk, document_id: str) -> bytes:
    """Return a document as a PDF of pages that only show. Raises a ``ClinicDeskError`` where it cannot be shown."""
    document = documents.get(desk, document_id)
    content = documents.content(desk, document_id)
    if document.media is Media.PDF:
        return content if document.source == Source.MADE else inert(content)
    return joined((sheet, 0, 0) for sheet in _sheets(desk, document.patient_id, content))


def inert(content: bytes) -> bytes:
    """Return a PDF from outside as pages alone, without scripts, forms, links or files in it.

    Pages on which nothing can act stay as they are; those with fields or links are painted, so that what was filled in
    is still seen.
    """
    with PdfSheets(content) as sheets:
        active = _active(content, sheets.count)
        parts = [
            (_painted(sheets, place), 0, 0) if place in active else (content, place, 0) for place in range(sheets.count)
        ]
    return joined(parts)


def _active(content: bytes, count: int) -> frozenset[int]:
    """Return the pages that hold more than what is drawn: fields, links, actions. All of one that cannot be read."""
    try:
        reader = PdfReader(BytesIO(content))
        pages = [reader.pages[place] for place in range(count)]
        return frozenset(place for place, one in enumerate(pages) if "/Annots" in one or "/AA" in one)
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        return frozenset(range(count))


def _painted(sheets: PdfSheets, place: int) -> bytes:
    picture = sheets.picture(place, _DOTS_PER_INCH, colour=True)
    if picture is None:
        raise CannotPrint(_("A page of this PDF is damaged or takes too long to paint."))
    into = BytesIO()
    picture.save(into, "PDF", resolution=_DOTS_PER_INCH)
    return into.getvalue()


def _sheets(desk: Desk, patient_id: str, content: bytes) -> list[bytes]:
    """Return each page of a picture as a sheet with whose it is."""
    letterhead = from_desk.letterhead(desk)
    imprint = from_desk.imprint(desk, _("Document"), audiences.PATIENT)
    about = from_desk.about(patients.get(desk, patient_id))
    try:
        with Image.open(BytesIO(content)) as picture:
            if getattr(picture, "n_frames", 1) == 1 and picture.format in ("JPEG", "PNG"):
                return [scanned.as_pdf(content, letterhead, imprint, about)]
            frames = [_as_png(frame) for frame in ImageSequence.Iterator(picture)]
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as trouble:
        raise CannotPrint(_("This picture cannot be read.")) from trouble
    return [scanned.as_pdf(frame, letterhead, imprint, about) for frame in frames]


def _as_png(frame: Image.Image) -> bytes:
    if frame.width * frame.height > MOST_PIXELS:
        raise CannotPrint(_("This picture is too large to be shown."))
    into = BytesIO()
    frame.convert("RGB").save(into, "PNG")
    return into.getvalue()
