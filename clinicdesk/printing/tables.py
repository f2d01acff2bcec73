"""Rows and columns on paper: a list with a head that repeats on every sheet, and facts with their labels."""

from collections.abc import Sequence

from reportlab.platypus import Paragraph, Table
from reportlab.platypus.flowables import Flowable

from clinicdesk.printing import fonts
from clinicdesk.printing.styles import style

_RULE = 0.55  # grey of the lines between rows
_LABEL_SHARE = 0.36


def table(head: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float], width: float) -> Table:
    """Return a list whose head repeats on every sheet. ``shares`` divide the width (in points) among the columns.

    Every cell is typed text, wrapped and never cut. Raises ``CannotPrint``.
    """
    cells = [[_cell(text, bold=True) for text in head], *([_cell(text) for text in row] for row in rows)]
    whole = sum(shares)
    made = Table(
        cells, colWidths=[width * share / whole for share in shares], repeatRows=1, splitInRow=1, hAlign="LEFT"
    )
    made.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, (0, 0, 0)),
            ("LINEBELOW", (0, 1), (-1, -1), 0.3, (_RULE,) * 3),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )
    return made


def write_in(
    head: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float], width: float, row_height: float
) -> Table:
    """Return a ruled table to write into by hand; ``row_height`` is the least height of a row, in points.

    Cells may hold words. An empty ``head`` leaves the head out. Raises ``CannotPrint``.
    """
    heads = [[_cell(text, bold=True) for text in head]] if head else []
    cells = [*heads, *([_cell(text, small=True) for text in row] for row in rows)]
    whole = sum(shares)
    made = Table(
        cells,
        colWidths=[width * share / whole for share in shares],
        minRowHeights=[*[0.0] * len(heads), *[row_height] * len(rows)],
        repeatRows=len(heads),
        hAlign="LEFT",
    )
    made.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("GRID", (0, 0), (-1, -1), 0.4, (_RULE,) * 3),
            *[("LINEBELOW", (0, 0), (-1, 0), 0.8, (0, 0, 0))] * len(heads),
            ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )
    return made


def facts(pairs: Sequence[tuple[str, str]], width: float, columns: int = 2, label_share: float = _LABEL_SHARE) -> Table:
    """Return labels with their values, read down the columns. The caller says what a missing value is called.

    ``label_share`` is the part of each column that its labels take.
    """
    rows = -(-len(pairs) // columns)
    cells: list[list[Flowable | str]] = [[] for _row in range(rows)]
    for column in range(columns):
        for row in range(rows):
            at = column * rows + row
            label, value = pairs[at] if at < len(pairs) else ("", "")
            cells[row] += [_cell(label, small=True), _cell(value)]
    one = width / columns
    made = Table(cells, colWidths=[one * label_share, one * (1 - label_share)] * columns, splitInRow=1, hAlign="LEFT")
    made.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
            ("TOPPADDING", (0, 0), (-1, -1), 1),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
        ]
    )
    return made


def _cell(text: str, *, bold: bool = False, small: bool = False) -> Paragraph | str:
    if not text:
        return ""
    return Paragraph(fonts.markup(text, bold=bold), style("label" if small else "cell"))
