"""Reading QR codes back from a PDF, the way a scanner sees its sheets."""

from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image


def pictures(pdf: bytes, dots_per_inch: int = 150) -> list[Image.Image]:
    """Each sheet in grey."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return [page.render(scale=dots_per_inch / 72, grayscale=True).to_pil().convert("L") for page in document]


def codes(pdf: bytes, dots_per_inch: int = 150) -> list[list[str]]:
    """What the codes of each sheet say."""
    return [sorted(code.text for code in zxingcpp.read_barcodes(sheet)) for sheet in pictures(pdf, dots_per_inch)]
