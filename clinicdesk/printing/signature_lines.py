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

    Without ``ink`` there is a line to sign on; without ``name`` and ``moment``, lines to write them on. ``more`` are
    further labels with their values, such as a representative's relation; an empty value is a line as well.
    ``remark`` stands below, such as ``Signed on paper, scan to follow``.
    """

    role: str
    name: str = ""
    moment: str = ""
    ink: Ink | None = None
    remark: str = ""
    more: tuple[tuple[str, str], ...] = ()


def signature_lines(lines: Sequence[SignatureLine], width: float, labels: tuple[str, str] | None = None) -> Flowable:
    """Return the signatures two abreast, in their order, never parted by the end of a sheet.

    ``labels`` stand before name and moment, in the language of the paper.
    """
    one = (width - _GAP) / 2
    places = [_place(line, one, labels or (_("Name"), _("Date and time"))) for line in lines]
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


def _place(line: SignatureLine, width: float, labels: tuple[str, str]) -> Drawn:
    pairs = [(labels[0], line.name), (labels[1], line.moment), *line.more]
    beside = max(_LABEL, *(fonts.width(label, _SIZE) + 2 * mm for label, _value in pairs))
    fields = [field for label, value in pairs for field in _wrapped(label, value, width - beside)]
    roles = fonts.wrap(line.role, width, _SIZE)
    remarks = fonts.wrap(line.remark, width, _SIZE, bold=True)
    steps = [_BELOW if value else _BY_HAND for _label, value in fields]
    height = _ROOM + sum(steps) + _BELOW * (0.3 + len(roles) + len(remarks))

    def paint(canvas: Any) -> None:
        y = height - _ROOM
        if line.ink:
            draw_ink(canvas, line.ink, 0, y + 1, width, _ROOM - 2)
        canvas.setLineWidth(0.6)
        canvas.line(0, y, width, y)
        y += _BELOW - 3.8 * mm
        for role in roles:
            y -= _BELOW
            draw_text(canvas, 0, y, role, _SIZE, grey=0.33)
        for (label, value), step in zip(fields, steps, strict=True):
            y -= step
            _field(canvas, y, label, value, beside, width)
        for remark in remarks:
            y -= _BELOW
            draw_text(canvas, 0, y, remark, _SIZE, bold=True)

    return Drawn(width, height, paint)


def _wrapped(label: str, value: str, room: float) -> list[tuple[str, str]]:
    """Return a label with its value, and the lines the value needs beside the first."""
    lines = fonts.wrap(value, room, 9, bold=True) or [""]
    return [(label if at == 0 else "", line) for at, line in enumerate(lines)]


def _field(canvas: Any, y: float, label: str, value: str, beside: float, width: float) -> None:
    """Write a label and its value, or a line to write the value on."""
    draw_text(canvas, 0, y, label, _SIZE, grey=0.33)
    if value:
        draw_text(canvas, beside, y, value, 9, bold=True)
    else:
        canvas.setLineWidth(0.4)
        canvas.line(beside, y - 1, width, y - 1)
