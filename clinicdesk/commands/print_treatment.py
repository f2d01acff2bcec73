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
from clinicdesk.records import patients, releases, series, sessions

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
    "letter": _("a letter to the referring clinician or the therapist"),
}


def add_arguments(papers: Any, number: Callable[[str], int], day: Callable[[str], date]) -> None:
    """Add these papers to the sub-commands of ``print``; ``number`` and ``day`` read what is typed."""
    for kind, words in {**_OF_SESSION, **_OF_SERIES}.items():
        paper = papers.add_parser(kind, help=words)
        paper.add_argument("number", type=number, metavar="RECORD_NUMBER", help=_("the patient's record number"))
        which = _("the day of the session (else the latest)")
        paper.add_argument("--date", type=day, metavar="YYYY-MM-DD", help=which)
        if kind == "letter":
            paper.add_argument("to", choices=releases.RECIPIENTS, help=_("to whom it goes"))
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
        subject = _series_id(desk, arguments)
        return PaperRequest(kind, f"{subject} {arguments.to}" if kind == "letter" else subject)
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
