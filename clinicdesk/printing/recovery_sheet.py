"""The recovery sheet: the clinic's key as words and as a QR code, printed once and kept in a safe.

It is the only paper that holds a secret; it is never stored, and it says so itself.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.platypus import Spacer, Table
from reportlab.platypus.flowables import Flowable

from clinicdesk.desk import Desk
from clinicdesk.errors import CannotPrint
from clinicdesk.language import _
from clinicdesk.printing import audiences, fonts, from_desk
from clinicdesk.printing.drawn import Drawn, mm
from clinicdesk.printing.furniture import draw_text
from clinicdesk.printing.page import Imprint, Letterhead, content_width
from clinicdesk.printing.page import build as build_page
from clinicdesk.printing.styles import bullet, paragraph

_COLUMNS = 4
_QR_SIZE = 42 * mm


def of_desk(desk: Desk, words: Sequence[str], key_id: str, *, replaces: str = "") -> bytes:
    """Return the sheet of a clinic that is open, for the key of now or for the one that ``replaces`` it."""
    made_at = desk.local(desk.now())
    letterhead = from_desk.letterhead(desk)
    return build(letterhead, words, key_id, desk.clinic.path.name, made_at, desk.person.name, replaces=replaces)


def build(
    letterhead: Letterhead,
    words: Sequence[str],
    key_id: str,
    file_name: str,
    made_at: datetime,
    printed_by: str = "",
    *,
    replaces: str = "",
) -> bytes:
    """Return the sheet as a PDF. The QR code holds the words, separated by spaces.

    ``key_id`` is the check value of the key (not secret), by which a sheet and a clinic file are told to belong
    together; ``replaces`` is that of the key before. Raises ``CannotPrint`` when the number of words cannot be a key.
    """
    if len(words) != 24 or not all(word.isascii() and word.isalpha() for word in words):
        raise CannotPrint(_("A recovery sheet needs the 24 words of the key. Make the sheet again."))
    width = content_width(letterhead.paper_size)
    story: list[Flowable] = [
        paragraph(_("Recovery sheet"), "title"),
        paragraph(
            _(
                "The clinic file is locked with a key that lives on this PC. If the PC is lost, broken or replaced, "
                "these 24 words are the only way to open the file. Nobody can make them again: not the makers of "
                "ClinicDesk, not a computer expert."
            )
        ),
        Spacer(0, 3 * mm),
        _word_grid(words, width),
        Spacer(0, 5 * mm),
        _code_and_advice(words, width),
        Spacer(0, 4 * mm),
        *([paragraph(_replacing(replaces), "body"), Spacer(0, 2 * mm)] if replaces else []),
        *_write_in_lines(width, key_id, file_name),
    ]
    key = _("Key {id}").format(id=key_id)
    imprint = Imprint(_("Recovery sheet"), key, printed_by or letterhead.name, made_at, audiences.OWNER)
    return build_page(story, letterhead, imprint)


def _replacing(key_id: str) -> str:
    return _(
        "This sheet replaces the one with the key {key}. Write OLD on that one and keep it, locked away: backups made "
        "before today open with it. Destroy it when the last of them is gone."
    ).format(key=key_id)


def qr_modules(text: str) -> list[list[bool]]:
    """Return the dark and light squares of a QR code, row by row from the top."""
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    return [[bool(dark) for dark in row] for row in code.modules]


def qr_code(text: str, size: float) -> Drawn:
    """Return a QR code as black squares, with the quiet zone scanners need around it."""
    modules = qr_modules(text)
    module = size / (len(modules) + 8)

    def paint(canvas: Any) -> None:
        canvas.setFillGray(0)
        path = canvas.beginPath()
        for row, line in enumerate(modules):
            for column, dark in enumerate(line):
                if dark:
                    path.rect((column + 4) * module, size - (row + 5) * module, module, module)
        canvas.drawPath(path, stroke=0, fill=1)

    return Drawn(size, size, paint)


def _word_grid(words: Sequence[str], width: float) -> Drawn:
    """The words down the columns, numbered, large enough to be copied by hand without a mistake."""
    rows = -(-len(words) // _COLUMNS)
    row_height, column_width = 9.5 * mm, width / _COLUMNS

    def paint(canvas: Any) -> None:
        canvas.setLineWidth(0.8)
        canvas.rect(0, 0, width, rows * row_height)
        canvas.setLineWidth(0.25)
        for column in range(1, _COLUMNS):
            canvas.line(column * column_width, 0, column * column_width, rows * row_height)
        for row in range(1, rows):
            canvas.line(0, row * row_height, width, row * row_height)
        for at, word in enumerate(words):
            column, row = divmod(at, rows)
            y = (rows - row - 1) * row_height + 3.2 * mm
            number = f"{at + 1}"
            draw_text(canvas, column * column_width + 8 * mm - fonts.width(number, 8.5), y, number, 8.5, grey=0.4)
            draw_text(canvas, column * column_width + 11 * mm, y, word, 12.5, bold=True)

    return Drawn(width, rows * row_height, paint)


def _code_and_advice(words: Sequence[str], width: float) -> Table:
    advice = [
        paragraph(_("Where to keep it"), "heading"),
        bullet(_("In a safe or a locked drawer, not near this PC. Two copies at two places are best.")),
        bullet(_("Never in a photo, an e-mail or a file. Whoever has these words can read every record.")),
        paragraph(_("What it is for"), "heading"),
        bullet(
            _(
                "A new PC, or another account on this one: open the clinic file there. The program asks for the "
                "recovery key once. Type the words in their order, or read the code with a barcode scanner."
            )
        ),
        bullet(_("If this sheet is lost, or a stranger has seen it: tell the clinic's administrator today.")),
    ]
    table = Table(
        [[qr_code(" ".join(words), _QR_SIZE), advice]], colWidths=[_QR_SIZE + 6 * mm, width - _QR_SIZE - 6 * mm]
    )
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 0)])  # fmt: skip
    return table


def _write_in_lines(width: float, key_id: str, file_name: str) -> list[Flowable]:
    known = _("Clinic file: {file} · Key: {key}").format(file=file_name, key=key_id)
    lines = (_("Kept at"), _("Put there on"), _("By"))

    def paint(canvas: Any) -> None:
        canvas.setLineWidth(0.5)
        for at, label in enumerate(lines):
            y = (len(lines) - 1 - at) * 10 * mm + 2 * mm
            draw_text(canvas, 0, y, label, 9)
            canvas.line(28 * mm, y - 1, width, y - 1)

    return [paragraph(known), Spacer(0, 2 * mm), Drawn(width, len(lines) * 10 * mm, paint)]
