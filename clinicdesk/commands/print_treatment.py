"""``clinicdesk print``: the papers around a treatment, of the session of a day or of the latest series."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperKind, PaperRequest
from clinicdesk.records import letters, patients, series, sessions

_OF_SESSION: dict[PaperKind, str] = {
    "session": _("the summary of a session"),
    "monitoring-form": _("the data for a programme's form about a session"),
    "flowsheet": _("a flowsheet to write on, for a session"),
    "chair-sheet": _("the sheet beside the chair: order, baseline, rows to write on"),
    "discharge-sheet": _("the sheet a patient goes home with, in the patient's language"),
    "against-advice": _("the paper for a patient who leaves against advice"),
}
_OF_SERIES: dict[PaperKind, str] = {
    "series-report": _("what was given in a series, and how it went"),
    "payer-report": _("diagnosis, treatments tried, scores and sessions, for whoever pays"),
}


def add_arguments(papers: Any, number: Callable[[str], int], day: Callable[[str], date]) -> None:
    """Add these papers to the sub-commands of ``print``; ``number`` and ``day`` read what is typed."""
    for kind, words in {**_OF_SESSION, **_OF_SERIES}.items():
        paper = papers.add_parser(kind, help=words)
        paper.add_argument("number", type=number, metavar="RECORD_NUMBER", help=_("the patient's record number"))
        which = _("the day of the session (else the latest)")
        paper.add_argument("--date", type=day, metavar="YYYY-MM-DD", help=which)
    letter = papers.add_parser("letter", help=_("a letter to somebody who treats the patient as well"))
    letter.add_argument("number", type=number, metavar="RECORD_NUMBER", help=_("the patient's record number"))
    written = _("the day it was written (else the latest)")
    letter.add_argument("--date", type=day, metavar="YYYY-MM-DD", help=written)
    emergency = papers.add_parser("emergency-sheet", help=_("what whoever takes over must know, as it is now"))
    emergency.add_argument("number", type=number, metavar="RECORD_NUMBER", help=_("the patient's record number"))


def request(desk: Desk, arguments: argparse.Namespace) -> PaperRequest | None:
    """Return which paper is wanted, or None where it is none of these. Raises ``NotFound``."""
    kind = arguments.paper
    if kind == "emergency-sheet":
        return PaperRequest(kind, patients.by_record_number(desk, arguments.number).id)
    if kind in _OF_SESSION:
        return PaperRequest(kind, _session_id(desk, arguments))
    if kind in _OF_SERIES:
        return PaperRequest(kind, _series_id(desk, arguments))
    if kind == "letter":
        return PaperRequest(kind, _letter_id(desk, arguments))
    return None


def _session_id(desk: Desk, arguments: argparse.Namespace) -> str:
    """Return the session of a day, or the latest that has begun."""
    lines = sessions.of_patient(desk, patients.by_record_number(desk, arguments.number).id)
    if arguments.date is not None:
        found = [line for line in lines if line.planned_on == arguments.date]
        if not found:
            day = format_date(arguments.date)
            raise NotFound(_("This patient has no session on {day}.").format(day=day))
        return found[-1].id
    today = desk.local(desk.now()).date()
    begun = [line for line in lines if line.planned_on <= today]
    if not begun:
        raise NotFound(_("This patient has no session up to today. Give its day with --date."))
    return max(begun, key=lambda line: line.planned_on).id


def _series_id(desk: Desk, arguments: argparse.Namespace) -> str:
    """Return the series with a session on a day, or the latest."""
    found = series.of_patient(desk, patients.by_record_number(desk, arguments.number).id)
    if arguments.date is not None:
        found = [one for one in found if any(line.planned_on == arguments.date for line in one.sessions)]
    if not found:
        raise NotFound(_("No series of this patient fits. Look at its days in the chart."))
    return found[0].id


def _letter_id(desk: Desk, arguments: argparse.Namespace) -> str:
    """Return the latest letter, or the latest written on a day; a voided one is not meant."""
    patient_id = patients.by_record_number(desk, arguments.number).id
    for one in letters.of_patient(desk, patient_id):
        written_on = desk.local(one.written_at).date()
        if not one.voided and arguments.date in (None, written_on):
            return one.note_id
    raise NotFound(_("No letter of this patient fits. Look at the care team in the chart."))
