"""What was signed, below the signatures: the fingerprint with its QR code, and what else was done, line by line."""

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import KeepTogether, Paragraph, Table
from reportlab.platypus.flowables import Flowable

from clinicdesk.printing import fonts
from clinicdesk.printing.drawn import Drawn, mm
from clinicdesk.printing.form_words import FormWords
from clinicdesk.printing.qr import draw_code, seal_text
from clinicdesk.printing.styles import paragraph, style
from clinicdesk.records.consents import short_form

_CODE = 20 * mm
_QUIET = 3 * mm  # the white edge the code needs, and a little
_LABEL = 34 * mm
_LONGEST = 2200
"""Characters of one cell: a table's row cannot run over the end of a sheet."""


def flowables(facts: Sequence[tuple[str, str]], sha256: str, words: FormWords, width: float) -> list[Flowable]:
    """Return the block of a seal, ``width`` points wide. Raises ``CannotPrint``."""
    beside = width - _CODE - 2 * _QUIET
    told = [
        Paragraph(
            fonts.markup(f"{words('fingerprint')}: ") + fonts.markup(short_form(sha256), bold=True), style("body")
        ),
        paragraph(words("explanation"), "small"),
    ]

    def paint(canvas: Any) -> None:
        draw_code(canvas, seal_text(sha256), _QUIET, _QUIET, _CODE)

    code = Drawn(_CODE + 2 * _QUIET, _CODE + 2 * _QUIET, paint)
    head = Table([[told, code]], colWidths=[beside, _CODE + 2 * _QUIET], hAlign="LEFT")
    head.setStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *_no_padding()])
    heading = paragraph(words("what_was_signed"), "heading")
    # On one sheet where it fits; a long talk runs on to the next.
    return [KeepTogether([heading, head, lines(facts, width)])]


def lines(facts: Sequence[tuple[str, str]], width: float) -> Table:
    """Return labels with words of any length, which may run over several sheets. Raises ``CannotPrint``."""
    rows = [
        [_cell(label if at == 0 else "", "label"), _cell(piece, "proof")]
        for label, text in facts
        for at, piece in enumerate(_pieces(text))
    ]
    made = Table(rows, colWidths=[_LABEL, width - _LABEL], hAlign="LEFT")
    made.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *_no_padding(), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5)])
    return made


def _pieces(text: str) -> list[str]:
    """Break a long text at spaces into rows of a table."""
    pieces = [""]
    for word in text.split():
        for at in range(0, len(word), _LONGEST):
            part = word[at : at + _LONGEST]
            if len(pieces[-1]) + len(part) >= _LONGEST:
                pieces.append("")
            pieces[-1] = f"{pieces[-1]} {part}" if pieces[-1] else part
    return pieces


def _cell(text: str, name: str) -> Paragraph | str:
    return Paragraph(fonts.markup(text), style(name)) if text else ""


def _no_padding() -> list[tuple[Any, ...]]:
    return [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
