"""A scan or photo of a signed paper as a sheet of its own, with whose it is above it."""

from io import BytesIO

from PIL import Image, ImageOps
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Image as Picture

from clinicdesk.errors import CannotPrint
from clinicdesk.language import _
from clinicdesk.printing import page
from clinicdesk.printing.letterhead import About, Imprint, Letterhead

_HIGHEST = 1.22  # height divided by the width between the margins; leaves room for header and footer
_MOST_PIXELS = 120_000_000  # A3 at 600 dots per inch


def as_pdf(content: bytes, letterhead: Letterhead, imprint: Imprint, about: About) -> bytes:
    """Return a picture (PNG or JPEG) as a PDF of one sheet. Raises ``CannotPrint`` when it cannot be read."""
    width = page.content_width(letterhead.paper_size)
    try:
        with Image.open(BytesIO(content)) as picture:
            wide, high = picture.size
            if wide * high > _MOST_PIXELS:
                raise CannotPrint(_("This picture is too large. Scan it at 200 or 300 dots per inch."))
            upright = ImageOps.exif_transpose(picture)
            upright.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as trouble:
        raise CannotPrint(_("This picture cannot be read. Scan the paper again as PDF, PNG or JPEG.")) from trouble
    # A photo held upright is kept as it is; one that only says so is turned.
    source = BytesIO(content) if upright.size == (wide, high) else _as_jpeg(upright)
    reader = ImageReader(source)
    wide, high = reader.getSize()
    scale = min(width / wide, width * _HIGHEST / high)
    source.seek(0)
    return page.build([Picture(source, wide * scale, high * scale)], letterhead, imprint, about)


def _as_jpeg(picture: Image.Image) -> BytesIO:
    into = BytesIO()
    picture.convert("RGB").save(into, "JPEG", quality=90)
    return into
