"""``clinicdesk print``: make a paper as a PDF file, the same that the window shows."""

import argparse
from datetime import date
from pathlib import Path

from clinicdesk.commands import print_access, print_key, print_note, print_treatment
from clinicdesk.commands.opening import (
    add_clinic_arguments,
    add_staff_arguments,
    open_clinic,
    read_secret,
    say,
    sign_in,
)
from clinicdesk.desk import Desk
from clinicdesk.exchange.outside import refuse_existing, write_whole
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperKind, PaperRequest, build
from clinicdesk.printing.protected_copy import protect
from clinicdesk.records import access, consents, patients
from clinicdesk.records.calls import Purpose
from clinicdesk.records.consents.overview import View


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the papers that can be asked for, with what each of them needs to know."""
    papers = parser.add_subparsers(dest="paper", metavar=_("paper"), required=True)
    face = papers.add_parser("face-sheet", help=_("who a patient is and what is known"))
    face.add_argument("number", type=_number, metavar="RECORD_NUMBER", help=_("the patient's record number"))
    form = papers.add_parser("consent", help=_("a consent form: blank, filled in or as it was signed"))
    which = form.add_mutually_exclusive_group(required=True)
    which.add_argument("number", type=_number, nargs="?", metavar="FORM_NUMBER", help=_("the number of the form"))
    which.add_argument("--blank", metavar="TEXT", help=_("a text with lines to write on, such as iv-ketamine-mood.en"))
    form.add_argument("--as-signed", action="store_true", help=_("what was signed, whatever became of it since"))
    form.add_argument(
        "--copy-password-file", type=Path, metavar="F", help=_("protect the copy with the password in this file")
    )
    print_treatment.add_arguments(papers, _number, _day)
    print_note.add_arguments(papers, _number, _day)
    print_access.add_arguments(papers, _number, _day)
    print_key.add_arguments(papers)
    card = papers.add_parser("appointment-card", help=_("when a patient comes, and what to do before"))
    card.add_argument("number", type=_number, metavar="RECORD_NUMBER", help=_("the patient's record number"))
    day = papers.add_parser("day-list", help=_("who comes on a day"))
    day.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help=_("the day (else today)"))
    log = papers.add_parser("dispensing-log", help=_("what was drawn, given, wasted and returned, and for whom"))
    log.add_argument("--from", type=_day, dest="first", metavar="YYYY-MM-DD", help=_("the first day (else today)"))
    log.add_argument("--to", type=_day, dest="last", metavar="YYYY-MM-DD", help=_("the last day (else the first)"))
    papers.add_parser("downtime-pack", help=_("what today and the next open day need on paper"))
    calls = papers.add_parser("call-list", help=_("whom to call, with lines for the outcome"))
    calls.add_argument("purpose", choices=[str(purpose) for purpose in Purpose], help=_("why they are called"))
    due = papers.add_parser("papers-due", help=_("which consents are missing, expire, were refused or wait"))
    due.add_argument("list", choices=[str(view) for view in View], help=_("which list"))
    differences = papers.add_parser("text-differences", help=_("what differs between two versions of a consent text"))
    differences.add_argument("text", metavar="TEXT", help=_("the text, such as iv-ketamine-mood.en"))
    differences.add_argument("before", metavar="BEFORE", help=_("the number of a version, or sample"))
    differences.add_argument("after", metavar="AFTER", help=_("the number of a version, or sample"))
    for paper in papers.choices.values():
        paper.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help=_("the file to write"))
        paper.add_argument("--force", action="store_true", help=_("write over a file that exists"))
        add_clinic_arguments(paper)
        add_staff_arguments(paper)


def run(arguments: argparse.Namespace) -> int:
    """Make the paper, write it, and record that it left the program."""
    if arguments.paper == print_key.PAPER:
        return print_key.run(arguments)
    out: Path = arguments.out
    refuse_existing(out, force=arguments.force)
    clinic = open_clinic(arguments)
    try:
        desk = sign_in(arguments, clinic)
        request = _request(desk, arguments)
        paper = build(desk, request)
        content = _protected(arguments, paper.content)
        # Recorded first: rather an entry for a paper that could not be written than a paper nobody knows of.
        access.saved(desk, paper=request.kind, patient_id=paper.patient_id)
        write_whole(out, content)
    finally:
        clinic.close()
    say(_("{paper}: {file}").format(paper=paper.title, file=out))
    if paper.warning:
        say(paper.warning)
    return 0


def _request(desk: Desk, arguments: argparse.Namespace) -> PaperRequest:
    found = print_treatment.request(desk, arguments) or print_access.request(desk, arguments)
    if found is not None:
        return found
    if arguments.paper == "note":
        return print_note.request(desk, arguments)
    if arguments.paper == "face-sheet":
        return PaperRequest("face-sheet", patients.by_record_number(desk, arguments.number).id)
    if arguments.paper == "appointment-card":
        return PaperRequest("appointment-card", patients.by_record_number(desk, arguments.number).id)
    if arguments.paper == "day-list":
        return PaperRequest("day-list", (arguments.date or desk.local(desk.now()).date()).isoformat())
    if arguments.paper == "dispensing-log":
        first = arguments.first or desk.local(desk.now()).date()
        return PaperRequest("dispensing-log", f"{first.isoformat()} {(arguments.last or first).isoformat()}")
    if arguments.paper == "downtime-pack":
        return PaperRequest("downtime-pack")
    if arguments.paper == "call-list":
        return PaperRequest("call-list", arguments.purpose)
    if arguments.paper == "text-differences":
        words = (arguments.text, arguments.before, arguments.after)
        return PaperRequest("text-differences", " ".join(word.replace(" ", "") for word in words))
    if arguments.paper == "papers-due":
        return PaperRequest("papers-due", arguments.list)
    if arguments.blank is not None:
        return PaperRequest("consent-blank", arguments.blank)
    kind: PaperKind = "consent-signed" if arguments.as_signed else "consent"
    return PaperRequest(kind, consents.by_form_number(desk, arguments.number).id)


def _protected(arguments: argparse.Namespace, content: bytes) -> bytes:
    """Return the paper, with the password its copy is to have, if one is wanted. Raises ``BadValue``."""
    password_file: Path | None = getattr(arguments, "copy_password_file", None)
    return content if password_file is None else protect(content, read_secret(password_file))


def _number(text: str) -> int:
    """Read a record or form number as it is shown or typed: ``004 182``, ``4182``."""
    digits = text.replace(" ", "").replace("\u00a0", "")
    if not digits.isdecimal() or len(digits) > 9:
        raise argparse.ArgumentTypeError(_("“{text}” is not a number.").format(text=text))
    return int(digits)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(_("“{text}” is not a day such as 2026-03-02.").format(text=text)) from None
