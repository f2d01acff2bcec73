"""Papers that come to the sample clinic from elsewhere, drawn when the sample is made; each says that it is one."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

from clinicdesk import resources
from clinicdesk.printing import fonts
from clinicdesk.printing.drawn import mm

SAMPLE = "Sample clinic: the people in it do not exist."

_CARD = (1012, 638)
"""Pixels of a card as a scanner sees it at 300 dots per inch."""
_BAND, _PAPER, _INK = (38, 84, 124), (244, 246, 248), (24, 32, 40)
_QUALITY = 80


def sheet(sender: str, patient: str, day: str, lines: Sequence[str]) -> bytes:
    """Return a PDF of one page, as practices and laboratories send them. A line ``name | value | usual`` is a row."""
    into = BytesIO()
    # Without a date of its own, the same words make the same bytes.
    canvas = Canvas(into, pagesize=LETTER, invariant=1, initialFontName=fonts.face())
    canvas.setTitle(sender)
    left, top = 22 * mm, LETTER[1] - 24 * mm
    canvas.setFont(fonts.face(bold=True), 15)
    canvas.drawString(left, top, sender)
    canvas.line(left, top - 3 * mm, LETTER[0] - left, top - 3 * mm)
    canvas.setFont(fonts.face(), 10.5)
    canvas.drawString(left, top - 12 * mm, patient)
    canvas.drawRightString(LETTER[0] - left, top - 12 * mm, day)
    for number, line in enumerate(lines):
        height = top - 26 * mm - number * 6.4 * mm
        for column, words in enumerate(line.split("|")):
            canvas.drawString(left + column * 58 * mm, height, words.strip())
    canvas.setFont(fonts.face(italic=True), 9)
    canvas.drawString(left, 16 * mm, SAMPLE)
    canvas.save()
    return into.getvalue()


def card(issuer: str, lines: Sequence[str]) -> bytes:
    """Return the picture of a card, as a phone or a scanner takes it."""
    picture = Image.new("RGB", _CARD, _PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, _CARD[0], 150), fill=_BAND)
    draw.text((48, 44), issuer, fill="white", font=_font("Bold", 50))
    for number, line in enumerate(lines):
        draw.text((48, 200 + number * 74), line, fill=_INK, font=_font("Regular" if number else "Bold", 44))
    draw.text((48, _CARD[1] - 62), SAMPLE, fill=_BAND, font=_font("Italic", 30))
    into = BytesIO()
    picture.save(into, "JPEG", quality=_QUALITY, dpi=(300, 300))
    return into.getvalue()


@cache
def _font(style: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(resources.read_bytes(f"fonts/paper/NotoSans-{style}.ttf")), size)
