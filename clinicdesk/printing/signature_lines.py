"""The place where people sign: their strokes, or a line to sign on, with who, as what, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import Table
from reportlab.platypus.flowables import Flowable

from clinicdesk.language import _
from clinicdesk.printing import fonts
from clinicdesk.printing.drawn import Drawn, mm
from clinicdesk.printing.furniture import draw_text
from clinicdesk.printing.strokes import Ink, draw_ink

_ROOM = 17 * mm  # above the line, for the signature
_BELOW = 4.4 * mm
_BY_HAND = 6.5 * mm  # a line that is still to be written on needs more room
_GAP = 8 * mm
_LABEL = 22 * mm
_SIZE = 8.0


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature. ``role`` is as what the person signs (``Patient``), ``moment`` when, as it is to be printed.

    Without ``ink`` there is a line to sign on; without ``name`` and ``moment``, lines to write them on.
    ``remark`` stands below, such as ``Signed on paper, scan to follow``.
    """

    role: str
    name: str = ""
    moment: str = ""
    ink: Ink | None = None
    remark: str = ""


def signature_lines(lines: Sequence[SignatureLine], width: float) -> Flowable:
    """Return the signatures two abreast, in their order, never parted by the end of a sheet."""
    one = (width - _GAP) / 2
    places = [_place(line, one) for line in lines]
    rows: list[list[Flowable | str]] = [
        [places[at], "", places[at + 1] if at + 1 < len(places) else ""] for at in range(0, len(places), 2)
    ]
    made = Table(rows, colWidths=[one, _GAP, one], hAlign="LEFT")
    made.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("NOSPLIT", (0, 0), (-1, -1)),
            *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
        ]
    )
    return made


def _place(line: SignatureLine, width: float) -> Drawn:
    names = fonts.wrap(line.name, width - _LABEL, 9, bold=True) or [""]
    fields = [(_("Name") if at == 0 else "", name) for at, name in enumerate(names)]
    fields.append((_("Date and time"), line.moment))
    remarks = fonts.wrap(line.remark, width, _SIZE, bold=True)
    steps = [_BELOW if value else _BY_HAND for _label, value in fields]
    height = _ROOM + sum(steps) + _BELOW * (1.3 + len(remarks))

    def paint(canvas: Any) -> None:
        y = height - _ROOM
        if line.ink:
            draw_ink(canvas, line.ink, 0, y + 1, width, _ROOM - 2)
        canvas.setLineWidth(0.6)
        canvas.line(0, y, width, y)
        y -= 3.8 * mm
        draw_text(canvas, 0, y, line.role, _SIZE, grey=0.33)
        for (label, value), step in zip(fields, steps, strict=True):
            y -= step
            _field(canvas, y, label, value, width)
        for remark in remarks:
            y -= _BELOW
            draw_text(canvas, 0, y, remark, _SIZE, bold=True)

    return Drawn(width, height, paint)


def _field(canvas: Any, y: float, label: str, value: str, width: float) -> None:
    """Write a label and its value, or a line to write the value on."""
    draw_text(canvas, 0, y, label, _SIZE, grey=0.33)
    if value:
        draw_text(canvas, _LABEL, y, value, 9, bold=True)
    else:
        canvas.setLineWidth(0.4)
        canvas.line(_LABEL, y - 1, width, y - 1)
