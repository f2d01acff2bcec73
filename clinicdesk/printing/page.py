"""The sheet all papers are built on: A4 or Letter, one header and footer, ``page x of y`` in one pass, the same bytes
every time for the same content and the same moment, so that a paper can be hashed and signed.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from reportlab.platypus.doctemplate import LayoutError
from reportlab.platypus.flowables import Flowable

from clinicdesk import __version__
from clinicdesk.errors import CannotPrint
from clinicdesk.language import _
from clinicdesk.printing import fonts
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.furniture import Furniture
from clinicdesk.printing.letterhead import About, Imprint, Letterhead, PaperSize

__all__ = ["About", "Imprint", "Letterhead", "PaperSize", "build", "content_width"]

_SHEETS: dict[str, tuple[float, float]] = {"A4": A4, "Letter": LETTER}
_MARGIN = 18 * mm
_EDGE = 11 * mm  # from the edge of the sheet to header and footer; every office printer reaches this


def content_width(paper_size: PaperSize) -> float:
    """Return the width between the margins, in points."""
    return _SHEETS[paper_size][0] - 2 * _MARGIN


def build(story: Sequence[Flowable], letterhead: Letterhead, imprint: Imprint, about: About | None = None) -> bytes:
    """Return the finished PDF. Raises ``CannotPrint`` for a character or picture that cannot be printed."""
    sheet = _SHEETS[letterhead.paper_size]
    furniture = Furniture(letterhead, imprint, about, content_width(letterhead.paper_size))
    into = BytesIO()
    document = BaseDocTemplate(
        into,
        pagesize=sheet,
        title=imprint.title,
        author=letterhead.name,
        creator=f"ClinicDesk {__version__}",
        producer=f"ClinicDesk {__version__}",
        subject=imprint.form_number,
        lang=imprint.words.language if imprint.words else "en",
        # Otherwise every file names Helvetica, which it does not carry.
        initialFontName=fonts.face(),
    )
    bottom = _EDGE + furniture.footer_height + 3 * mm
    top = sheet[1] - _EDGE - furniture.header_height - 3 * mm
    frame = Frame(_MARGIN, bottom, sheet[0] - 2 * _MARGIN, top - bottom, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate(frames=[frame]))
    try:
        document.build(list(story), canvasmaker=partial(_Sheets, furniture=furniture, made_at=imprint.made_at))
    except LayoutError as trouble:
        # Its message quotes the text that did not fit, which may be a patient's.
        raise CannotPrint(_("One entry is too long for a sheet of paper. Shorten it, then print again.")) from trouble
    return into.getvalue()


class _Sheets(Canvas):  # type: ignore[misc]  # reportlab has no types
    """A canvas that keeps its sheets until the last, and then knows how many there are."""

    def __init__(self, *args: Any, furniture: Furniture, made_at: datetime, **options: Any) -> None:
        # Invariant: no random file id, and the moment below in place of the computer's clock.
        super().__init__(*args, **(options | {"invariant": 1, "pageCompression": 1}))
        self._furniture = furniture
        self._kept: list[dict[str, Any]] = []
        moment = made_at.astimezone(UTC)
        stamp = self._doc._timeStamp
        stamp.t, stamp.lt, stamp.YMDhms = moment.timestamp(), moment.timetuple(), moment.timetuple()[:6]

    def showPage(self) -> None:
        """Set the sheet aside unprinted."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Give every sheet its header and footer, then write the file."""
        kept = self._kept
        for number, sheet in enumerate(kept, start=1):
            self.__dict__.update(sheet)
            self._furniture.draw(self, _MARGIN, _EDGE, self._pagesize[1] - _EDGE, number, len(kept))
            super().showPage()
        super().save()
