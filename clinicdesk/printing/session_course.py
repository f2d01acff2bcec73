"""The tables of a session on paper: vital signs with what was corrected, and the course with its times."""

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Paragraph, Table

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import fonts
from clinicdesk.printing.course_words import PRIVATE, event_words, is_told
from clinicdesk.printing.styles import style
from clinicdesk.records.sessions import COMMENT, PRESSURE, Cell, Round, Session, SessionEvent, rounds
from clinicdesk.rules.vitals import Kind

FROM_PAPER = _(" (paper)")
"""Stands behind the time of values that were typed in from paper."""

_ALWAYS: tuple[tuple[str, str, float], ...] = (
    ("time", _("Time"), 1.0),
    ("minute", _("Minute"), 1.1),
    (PRESSURE, _("BP (mmHg)"), 1.8),
    (str(Kind.HEART_RATE), _("HR"), 1.0),
    (str(Kind.SPO2), "SpO2 (%)", 1.3),
    (str(Kind.RESPIRATORY_RATE), _("RR"), 0.9),
)
_IF_TAKEN: tuple[tuple[str, str, float], ...] = (
    (str(Kind.SEDATION), "MOAA/S", 1.1),
    (str(Kind.RASS), "RASS", 0.9),
    (str(Kind.DISSOCIATION), _("Dissoc."), 1.1),
    (str(Kind.DISTRESS), _("Distress"), 1.2),
    (str(Kind.PAIN), _("Pain"), 0.8),
    (str(Kind.TEMPERATURE), _("Temp."), 0.9),
)
"""Columns that stand there only where somebody wrote in them."""

_LAST: tuple[tuple[str, str, float], ...] = ((COMMENT, _("Weight, comment"), 3.2),)
_ONCE = (str(Kind.WEIGHT), str(Kind.HEIGHT))
_EMPTY = Cell("")


def vitals_table(desk: Desk, session: Session, width: float, rows_of: Sequence[Round] | None = None) -> Table:
    """Return the flowsheet, the earliest row first; what was corrected is struck through before what counts.

    ``rows_of`` are the rounds to show, else all of them.
    """
    shown = rounds(session) if rows_of is None else rows_of
    taken = {kind for moment in shown for kind in moment.cells}
    columns = [*_ALWAYS, *(column for column in _IF_TAKEN if column[0] in taken), *_LAST]
    rows: list[list[Any]] = [[Paragraph(fonts.markup(name, bold=True), style("cell")) for _key, name, _s in columns]]
    for moment in shown:
        cells = dict(moment.cells)
        cells["time"] = Cell(formats.format_time(desk.local(moment.taken_at)) + FROM_PAPER * moment.transcribed)
        cells["minute"] = Cell("" if moment.minute is None else str(moment.minute).replace("-", "−"))
        rows.append([Paragraph(_markup(cells, key), style("cell")) for key, _name, _share in columns])
    whole = sum(share for _key, _name, share in columns)
    made = Table(
        rows, colWidths=[width * share / whole for _k, _n, share in columns], repeatRows=1, splitInRow=1, hAlign="LEFT"
    )
    made.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, (0, 0, 0)),
            ("LINEBELOW", (0, 1), (-1, -1), 0.3, (0.55,) * 3),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 0.8),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.2),
        ]
    )
    return made


def _markup(cells: dict[str, Cell], key: str) -> str:
    """Return reportlab markup of one cell; weight and height stand in the last column, before the comment."""
    if key != COMMENT:
        return _cell(cells.get(key, _EMPTY))
    return " ".join(part for one in (*_ONCE, COMMENT) if (part := _cell(cells.get(one, _EMPTY))))


def _cell(cell: Cell) -> str:
    """Return reportlab markup of a cell; typed words are escaped."""
    struck = [f"<strike>{fonts.markup(old)}</strike>" for old in cell.struck]
    last = fonts.markup(cell.text)
    if cell.struck and not cell.text:
        last = fonts.markup(_("entered in error"))
    return " ".join([*struck, last])


def course_rows(desk: Desk, session: Session) -> list[Sequence[str]]:
    """Return what happened, with its time; what was written down later says so. Nothing private is among it."""
    return [_row(desk, session, event) for event in session.events if is_told(event)]


def private_rows(desk: Desk, session: Session) -> list[Sequence[str]]:
    """Return what the patient said and the notes of the room: for the clinic's own clinicians alone."""
    return [_row(desk, session, event) for event in session.events if event.kind in PRIVATE]


def _row(desk: Desk, session: Session, event: SessionEvent) -> Sequence[str]:
    words = event_words(desk, session, event)
    if event.transcribed:
        written = formats.format_date_time(desk.local(event.recorded_at))
        words += " " + _("(typed in from paper, {time})").format(time=written)
    elif (event.recorded_at - event.at).total_seconds() >= 60:
        written = formats.format_time(desk.local(event.recorded_at))
        words += " " + _("(written down at {time})").format(time=written)
    return (formats.format_time(desk.local(event.at)), words, event.by_name)
