"""Header and footer of every sheet: whose paper it is, about whom, which page, who printed it."""

from io import BytesIO
from typing import Any, NamedTuple

from reportlab.lib.utils import ImageReader

from clinicdesk.errors import CannotPrint
from clinicdesk.language import _
from clinicdesk.printing import fonts
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.letterhead import About, Imprint, Letterhead, SheetWords, own_words
from clinicdesk.printing.qr import draw_code

_GREY = 0.33
_LARGE, _SMALL = 10.5, 8.0
_LEADING = 1.3
_LOGO_HEIGHT, _LOGO_WIDTH = 13 * mm, 34 * mm
_STRIP = 6 * mm
_WRITE_IN = 52 * mm
_CODE = 17 * mm
"""Side of the QR code: read without fail at 72 dots per inch, where one of its squares has 1.7 of them."""
_RAISED = 1 * mm  # above the first line, for a sheet holds one line more then
_BETWEEN = 4 * mm
"""Between the title, for whom the paper is, and the mark."""
_CODE_ROOM = _CODE + 3 * mm


class _Line(NamedTuple):
    text: str
    size: float
    bold: bool
    write_in: bool = False

    @property
    def height(self) -> float:
        return self.size * (2.0 if self.write_in else _LEADING)


class Furniture:
    """What stands around the story on every sheet, laid out once for all sheets. Heights and widths are in points."""

    def __init__(self, letterhead: Letterhead, imprint: Imprint, about: About | None, width: float) -> None:
        _check(letterhead, imprint, about)
        self._width = width
        self._sample = letterhead.sample
        self._words = imprint.words or own_words()
        self._title, self._mark, self._code = imprint.title, imprint.mark, imprint.code
        self._audience, self._beside = self._audience_lines(imprint.audience)
        self._form_number = imprint.form_number
        self._logo = _logo(letterhead.logo)
        self._logo_width = self._logo[1] + 4 * mm if self._logo else 0.0
        half = width / 2 - 3 * mm
        self._clinic = _clinic_lines(letterhead, half - self._logo_width)
        self._patient = _patient_lines(about, self._words, half - (_CODE_ROOM if self._code else 0)) if about else []
        if self._code:
            self._patient.append(_Line(self._code.label, 9, True))
        self._small_print = [part for line in self._footer_lines(imprint) for part in fonts.wrap(line, width, _SMALL)]

    def _audience_lines(self, audience: str) -> tuple[list[str], bool]:
        """Return for whom the paper is, and whether that stands in one line with title and mark."""
        words = self._words.audience.format(audience=audience)
        mark = fonts.width(self._mark, _SMALL, bold=True) + _BETWEEN if self._mark else 0.0
        room = self._width - fonts.width(self._title, _SMALL) - _BETWEEN - mark
        beside = fonts.width(words, _SMALL, bold=True) <= room
        return ([words] if beside else fonts.wrap(words, self._width, _SMALL, bold=True)), beside

    def _footer_lines(self, imprint: Imprint) -> list[str]:
        """Return what stands below number and page: proof of what was signed, who printed, how far the record was."""
        moment = self._words.moment(imprint.made_at)
        printed = self._words.printed_by.format(name=imprint.printed_by, moment=moment)
        stamp = self._words.record_at.format(place=imprint.record_at) if imprint.record_at else ""
        return [imprint.proof, " · ".join(part for part in (printed if imprint.printed_by else "", stamp) if part)]

    @property
    def header_height(self) -> float:
        """The height of the header, down to its last line of text."""
        below = 0 if self._beside else len(self._audience)
        lines = _SMALL * (1.6 + _LEADING * below)
        return self._columns_height + 2 * mm + lines + (_STRIP + 2 * mm) * self._sample

    @property
    def footer_height(self) -> float:
        """The height of the footer, up to its rule."""
        return (1 + len(self._small_print)) * _SMALL * _LEADING + 1.5 * mm

    @property
    def _columns_height(self) -> float:
        texts = (sum(line.height for line in column) for column in (self._clinic, self._patient))
        code = _CODE - _RAISED + 1 * mm if self._code else 0.0
        return max(*texts, self._logo[2] if self._logo else 0.0, code)

    def draw(self, canvas: Any, left: float, bottom: float, top: float, page: int, pages: int) -> None:
        """Draw header below ``top`` and footer above ``bottom`` of one sheet."""
        canvas.saveState()
        if self._sample:
            top = self._draw_sample_strip(canvas, left, top)
        if self._logo:
            reader, wide, high = self._logo
            canvas.drawImage(reader, left, top - high, wide, high, mask="auto")
        _draw_lines(canvas, left + self._logo_width, top, self._clinic)
        _draw_lines(canvas, left + self._width / 2 + 3 * mm, top, self._patient)
        if self._code:
            corner = (left + self._width - _CODE, top - _CODE + _RAISED)
            draw_code(canvas, self._code.text(page, pages), *corner, _CODE)
        self._draw_title(canvas, left, top - self._columns_height - 2 * mm)
        self._draw_footer(canvas, left, bottom, page, pages)
        canvas.restoreState()

    def _draw_sample_strip(self, canvas: Any, left: float, top: float) -> float:
        canvas.setLineWidth(0.8)
        canvas.rect(left, top - _STRIP, self._width, _STRIP)
        words = self._words.sample_clinic
        x = left + (self._width - fonts.width(words, 9, bold=True)) / 2
        draw_text(canvas, x, top - _STRIP + 1.9 * mm, words, 9, bold=True)
        return top - _STRIP - 2 * mm

    def _draw_title(self, canvas: Any, left: float, y: float) -> None:
        canvas.setLineWidth(0.6)
        canvas.line(left, y, left + self._width, y)
        base = y - _SMALL * 1.35
        draw_text(canvas, left, base, self._title, _SMALL, grey=_GREY)
        right = left + self._width - fonts.width(self._mark, _SMALL, bold=True)
        draw_text(canvas, right, base, self._mark, _SMALL, bold=True)
        if self._beside:
            left += fonts.width(self._title, _SMALL) + _BETWEEN
        for line in self._audience:
            base -= 0 if self._beside else _SMALL * _LEADING
            draw_text(canvas, left, base, line, _SMALL, bold=True)

    def _draw_footer(self, canvas: Any, left: float, bottom: float, page: int, pages: int) -> None:
        y = bottom + self.footer_height
        canvas.setLineWidth(0.4)
        canvas.line(left, y, left + self._width, y)
        y -= 1.5 * mm + _SMALL * 0.95
        number = self._words.page.format(page=page, pages=pages)
        draw_text(canvas, left, y, self._form_number, _SMALL, grey=_GREY)
        draw_text(canvas, left + self._width - fonts.width(number, _SMALL, bold=True), y, number, _SMALL, bold=True)
        for line in self._small_print:
            y -= _SMALL * _LEADING
            draw_text(canvas, left, y, line, _SMALL, grey=_GREY)


def draw_text(
    canvas: Any, x: float, y: float, text: str, size: float, *, bold: bool = False, grey: float = 0.0
) -> None:
    """Draw one line of text from its left end, changing fonts where a character needs it."""
    canvas.setFillGray(grey)
    for name, piece in fonts.runs(text, bold=bold):
        canvas.setFont(name, size)
        canvas.drawString(x, y, piece)
        x += canvas.stringWidth(piece, name, size)


def _draw_lines(canvas: Any, x: float, top: float, lines: list[_Line]) -> None:
    for line in lines:
        top -= line.height
        base = top + line.size * (_LEADING - 1.0)
        draw_text(canvas, x, base, line.text, line.size, bold=line.bold, grey=0.0 if line.bold else _GREY)
        if line.write_in:
            canvas.setLineWidth(0.5)
            start = x + 16 * mm
            canvas.line(start, base - 1, start + _WRITE_IN, base - 1)


def _clinic_lines(letterhead: Letterhead, room: float) -> list[_Line]:
    lines = [_Line(text, _LARGE, True) for text in fonts.wrap(letterhead.name, room, _LARGE, bold=True)]
    for part in (*letterhead.address.splitlines(), letterhead.phone):
        lines += [_Line(text, _SMALL, False) for text in fonts.wrap(part, room, _SMALL)]
    return lines


def _patient_lines(about: About, words: SheetWords, room: float) -> list[_Line]:
    lines = [_Line(text, _LARGE, True) for text in fonts.wrap(about.name, room, _LARGE, bold=True)]
    if not lines:
        lines = [_Line(words.name, _SMALL, False, write_in=True)]
    fields = [
        (words.born, words.born_on.format(date=about.birth_date_text), about.birth_date_text),
        (words.record, words.record_number.format(number=about.record_number), about.record_number),
    ]
    for label, filled, value in fields:
        if value:
            lines += [_Line(text, 9, False) for text in fonts.wrap(filled, room, 9)]
        else:
            lines.append(_Line(label, _SMALL, False, write_in=True))
    return lines


def _logo(content: bytes | None) -> tuple[Any, float, float] | None:
    """Return the picture with its width and height on paper, kept in proportion."""
    if not content:
        return None
    try:
        reader = ImageReader(BytesIO(content))
        wide, high = reader.getSize()
        scale = min(_LOGO_WIDTH / wide, _LOGO_HEIGHT / high)
    except Exception as trouble:
        raise CannotPrint(
            _("The clinic's logo is not a picture that can be printed. Choose a PNG or JPEG file in the settings.")
        ) from trouble
    return reader, wide * scale, high * scale


def _check(letterhead: Letterhead, imprint: Imprint, about: About | None) -> None:
    texts = {
        _("the clinic's name"): letterhead.name,
        _("the clinic's address"): letterhead.address,
        _("the clinic's phone number"): letterhead.phone,
        _("the title"): imprint.title,
        _("for whom the paper is"): imprint.audience,
        _("the name of who prints"): imprint.printed_by,
    }
    if about:
        texts[_("the patient's name")] = about.name
        texts[_("the record number")] = about.record_number
    fonts.check(texts)
