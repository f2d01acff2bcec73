"""``clinicdesk print``: the papers about who saw and did what."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperKind, PaperRequest
from clinicdesk.records import access_log, access_reviews, consents, patients
from clinicdesk.records.access_words import Kind
from clinicdesk.records.history import Topic
from clinicdesk.records.log_choice import LogChoice


def add_arguments(papers: Any, number: Callable[[str], int], day: Callable[[str], date]) -> None:
    """Add these papers to the sub-commands of ``print``; ``number`` and ``day`` read what is typed."""
    of_patient: dict[PaperKind, str] = {
        "history": _("who did what in a chart, with before and after"),
        "disclosures": _("what left the clinic of a chart, to whom and why"),
    }
    for kind, words in of_patient.items():
        paper = papers.add_parser(kind, help=words)
        paper.add_argument("number", type=number, metavar="RECORD_NUMBER", help=_("the patient's record number"))
        if kind == "history":
            paper.add_argument("--topic", choices=[str(topic) for topic in Topic], help=_("only what is about this"))
            paper.add_argument("--by", metavar="LOGIN", help=_("only what this person did"))
        else:
            paper.add_argument("--all", action="store_true", help=_("also what the accounting may leave out"))
    log = papers.add_parser("access-log", help=_("who did what in the whole clinic"))
    log.add_argument("--by", metavar="LOGIN", help=_("only what this person did"))
    log.add_argument("--about", type=number, metavar="RECORD_NUMBER", help=_("only what is about this patient"))
    log.add_argument("--kind", choices=[str(kind) for kind in Kind], help=_("only this kind of entries"))
    log.add_argument("--from", type=day, dest="first", metavar="YYYY-MM-DD", help=_("the first day"))
    log.add_argument("--to", type=day, dest="last", metavar="YYYY-MM-DD", help=_("the last day"))
    review = papers.add_parser("access-review", help=_("the sheet for the monthly review of access"))
    review.add_argument("month", metavar="YYYY-MM", help=_("the month"))
    cover = papers.add_parser("cover-slip", help=_("when a signed form was printed, on a sheet of its own"))
    cover.add_argument("number", type=number, metavar="FORM_NUMBER", help=_("the number of the form"))
    papers.add_parser("anchor-slip", help=_("how far the record has come, to be kept elsewhere"))


def request(desk: Desk, arguments: argparse.Namespace) -> PaperRequest | None:
    """Return which paper is wanted, or None where it is none of these. Raises ``NotFound`` or ``BadValue``."""
    kind = arguments.paper
    if kind == "history":
        patient_id = patients.by_record_number(desk, arguments.number).id
        by = _by_login(desk, arguments.by) if arguments.by else ""
        return PaperRequest(kind, f"{patient_id} {arguments.topic or 'all'} {by}".rstrip())
    if kind == "disclosures":
        patient_id = patients.by_record_number(desk, arguments.number).id
        return PaperRequest(kind, f"{patient_id} all" if arguments.all else patient_id)
    if kind == "access-log":
        return PaperRequest(kind, _choice(desk, arguments).as_text())
    if kind == "access-review":
        return PaperRequest(kind, access_reviews.month_of(arguments.month).isoformat()[:7])
    if kind == "cover-slip":
        return PaperRequest(kind, consents.by_form_number(desk, arguments.number).id)
    return PaperRequest(kind) if kind == "anchor-slip" else None


def _choice(desk: Desk, arguments: argparse.Namespace) -> LogChoice:
    about = patients.by_record_number(desk, arguments.about).id if arguments.about is not None else None
    kind = Kind(arguments.kind) if arguments.kind else None
    staff_id = _by_login(desk, arguments.by) if arguments.by else None
    return LogChoice(staff_id, about, kind, arguments.first, arguments.last)


def _by_login(desk: Desk, login: str) -> str:
    found = access_log.by_login(desk, login)
    if found is None:
        raise NotFound(_("Nobody has the login “{login}”.").format(login=login))
    return found
