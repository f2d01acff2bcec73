"""The tables of the session summary: vital signs with what was corrected, drugs, and the course with its times."""

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import Paragraph, Table

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import fonts
from clinicdesk.printing.styles import style
from clinicdesk.records.sessions import COMMENT, PRESSURE, Cell, CheckItem, DrugGiven, Session, SessionEvent, rounds
from clinicdesk.rules.timeline import EventKind
from clinicdesk.rules.vitals import Kind

_COLUMNS: tuple[tuple[str, str, float], ...] = (
    ("time", _("Time"), 1.0),
    ("minute", _("Minute"), 1.1),
    (PRESSURE, _("BP (mmHg)"), 1.8),
    (str(Kind.HEART_RATE), _("HR"), 1.0),
    (str(Kind.SPO2), "SpO2 (%)", 1.3),
    (str(Kind.RESPIRATORY_RATE), _("RR"), 0.9),
    (str(Kind.SEDATION), "MOAA/S", 1.1),
    (COMMENT, _("Weight, comment"), 3.6),
)
_EMPTY = Cell("")
FROM_PAPER = _(" (paper)")
"""Stands behind the time of values that were typed in from paper."""


def vitals_table(desk: Desk, session: Session, width: float) -> Table:
    """Return the flowsheet, the earliest row first; what was corrected is struck through before what counts."""
    rows: list[list[Any]] = [[Paragraph(fonts.markup(name, bold=True), style("cell")) for _key, name, _s in _COLUMNS]]
    for moment in rounds(session):
        cells = dict(moment.cells)
        cells["time"] = Cell(formats.format_time(desk.local(moment.taken_at)) + FROM_PAPER * moment.transcribed)
        cells["minute"] = Cell("" if moment.minute is None else str(moment.minute).replace("-", "−"))
        weight = cells.get(str(Kind.WEIGHT), _EMPTY)
        rows.append(
            [
                Paragraph(_cell(weight) + " " + _cell(cells.get(key, _EMPTY)), style("cell"))
                if key == COMMENT
                else Paragraph(_cell(cells.get(key, _EMPTY)), style("cell"))
                for key, _name, _share in _COLUMNS
            ]
        )
    whole = sum(share for _key, _name, share in _COLUMNS)
    widths = [width * share / whole for _key, _name, share in _COLUMNS]
    made = Table(rows, colWidths=widths, repeatRows=1, hAlign="LEFT")
    made.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.8, (0, 0, 0)),
            ("LINEBELOW", (0, 1), (-1, -1), 0.3, (0.55,) * 3),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
        ]
    )
    return made


def _cell(cell: Cell) -> str:
    """Return reportlab markup of a cell; typed words are escaped."""
    struck = [f"<strike>{fonts.markup(old)}</strike>" for old in cell.struck]
    last = fonts.markup(cell.text)
    if cell.struck and not cell.text:
        last = fonts.markup(_("entered in error"))
    return " ".join([*struck, last])


def drug_rows(desk: Desk, drugs: Sequence[DrugGiven]) -> list[Sequence[str]]:
    """Return one row for each line of drug, corrected ones marked in words."""
    gone = {drug.corrects for drug in drugs}
    rows: list[Sequence[str]] = []
    for drug in drugs:
        name = drug.product
        if drug.strength_micrograms_per_ml:
            name += f" {formats.format_concentration(drug.strength_micrograms_per_ml)}"
        if drug.route:
            name += f", {drug.route}"
        if drug.id in gone:
            name = _("Corrected below: {what}").format(what=name)
        lot = ", ".join(
            part for part in (drug.lot or "", formats.format_date(drug.expires_on) if drug.expires_on else "") if part
        )
        amounts = (
            _("not recorded") if amount is None else formats.format_dose(amount)
            for amount in (drug.drawn_micrograms, drug.given_micrograms, drug.wasted_micrograms)
        )
        by = f"{formats.format_time(desk.local(drug.given_at))}{FROM_PAPER * drug.transcribed}, {drug.by_name}"
        rows.append((name, lot or _("not recorded"), *amounts, drug.witness_name or drug.remark or "", by))
    return rows


def course_rows(desk: Desk, session: Session) -> list[Sequence[str]]:
    """Return everything that happened, with its time; what was written down later says so."""
    rows: list[Sequence[str]] = []
    for event in session.events:
        words = _event_words(event)
        late = (event.recorded_at - event.at).total_seconds()
        if event.transcribed:
            written = formats.format_date_time(desk.local(event.recorded_at))
            words += " " + _("(typed in from paper, {time})").format(time=written)
        elif late >= 60:
            written = formats.format_time(desk.local(event.recorded_at))
            words += " " + _("(written down at {time})").format(time=written)
        rows.append((formats.format_time(desk.local(event.at)), words, event.by_name))
    return rows


def _event_words(event: SessionEvent) -> str:
    detail = event.detail
    rate = detail.get("rate_microlitres_per_hour")
    at_rate = formats.format_rate(rate) if isinstance(rate, int) else ""
    reason = f": {detail['reason']}" if detail.get("reason") else ""
    checked = {
        CheckItem.IDENTITY: _("Two identifiers checked"),
        CheckItem.FASTING: _("Fasting asked"),
        CheckItem.ESCORT: _("Escort recorded"),
    }
    stopped = _("Infusion stopped early") if detail.get("ended") == "stopped" else _("Infusion completed")
    words = {
        EventKind.ARRIVED: _("Patient arrived"),
        EventKind.ARRIVAL_UNDONE: _("Arrival taken back"),
        EventKind.CHECKED_IN: _("Checked in, escort recorded") if detail.get("item") else _("Checked in"),
        EventKind.CHECKING: checked.get(detail.get("item", ""), _("Checked")),
        EventKind.READY: _("Ready to start"),
        EventKind.STARTED: _("Infusion started at {rate}").format(rate=at_rate),
        EventKind.RATE_CHANGED: _("Rate changed to {rate}").format(rate=at_rate),
        EventKind.PAUSED: _("Infusion paused"),
        EventKind.RESUMED: _("Infusion resumed"),
        EventKind.ENDED: stopped,
        EventKind.DISCHARGED: _("Patient left"),
        EventKind.NOT_TREATED: _("Not treated"),
    }
    return words.get(event.kind, str(event.kind)) + reason
