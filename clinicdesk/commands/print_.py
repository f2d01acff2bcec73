"""``clinicdesk print``: make a paper as a PDF file, the same that the window shows."""

import argparse
import os
import tempfile
from datetime import date
from pathlib import Path

from clinicdesk.commands.opening import add_clinic_arguments, add_staff_arguments, open_clinic, say, sign_in
from clinicdesk.desk import Desk
from clinicdesk.errors import CannotWrite, DiskFull, NotFound
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperRequest, build
from clinicdesk.records import access, consents, patients, sessions

_NO_ROOM = 28  # errno of a full disk


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the papers that can be asked for, with what each of them needs to know."""
    papers = parser.add_subparsers(dest="paper", metavar=_("paper"), required=True)
    face = papers.add_parser("face-sheet", help=_("who a patient is and what is known"))
    face.add_argument("number", type=_number, metavar="RECORD_NUMBER", help=_("the patient's record number"))
    form = papers.add_parser("consent", help=_("a consent form: blank, filled in or as it was signed"))
    which = form.add_mutually_exclusive_group(required=True)
    which.add_argument("number", type=_number, nargs="?", metavar="FORM_NUMBER", help=_("the number of the form"))
    which.add_argument("--blank", metavar="TEXT_NAME", help=_("the text to print with lines to write on"))
    session = papers.add_parser("session", help=_("the summary of a session"))
    session.add_argument("number", type=_number, metavar="RECORD_NUMBER", help=_("the patient's record number"))
    session.add_argument("--date", type=_day, metavar="YYYY-MM-DD", help=_("the day of the session (else the latest)"))
    for paper in (face, form, session):
        paper.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help=_("the file to write"))
        paper.add_argument("--force", action="store_true", help=_("write over a file that exists"))
        add_clinic_arguments(paper)
        add_staff_arguments(paper)


def run(arguments: argparse.Namespace) -> int:
    """Make the paper, write it, and record that it left the program."""
    out: Path = arguments.out
    if out.exists() and not arguments.force:
        raise CannotWrite(
            _("{file} exists already. Choose another name, or write over it with --force.").format(file=out.name)
        )
    clinic = open_clinic(arguments)
    try:
        desk = sign_in(arguments, clinic)
        request = _request(desk, arguments)
        paper = build(desk, request)
        # Recorded first: rather an entry for a paper that could not be written than a paper nobody knows of.
        access.saved(desk, paper=request.kind, patient_id=paper.patient_id)
        _write(out, paper.content)
    finally:
        clinic.close()
    say(_("{paper}: {file}").format(paper=paper.title, file=out))
    return 0


def _request(desk: Desk, arguments: argparse.Namespace) -> PaperRequest:
    if arguments.paper == "face-sheet":
        return PaperRequest("face-sheet", patients.by_record_number(desk, arguments.number).id)
    if arguments.paper == "session":
        return PaperRequest(
            "session", _session_id(desk, patients.by_record_number(desk, arguments.number).id, arguments.date)
        )
    if arguments.blank is not None:
        return PaperRequest("consent-blank", arguments.blank)
    return PaperRequest("consent", consents.by_form_number(desk, arguments.number).id)


def _session_id(desk: Desk, patient_id: str, day: date | None) -> str:
    """Return the session of a day, or the latest that has begun."""
    lines = sessions.of_patient(desk, patient_id)
    if day is not None:
        found = [line for line in lines if line.planned_on == day]
        if not found:
            raise NotFound(_("This patient has no session on {day}.").format(day=format_date(day)))
        return found[-1].id
    today = desk.local(desk.now()).date()
    begun = [line for line in lines if line.planned_on <= today]
    if not begun:
        raise NotFound(_("This patient has no session up to today. Give its day with --date."))
    return max(begun, key=lambda line: line.planned_on).id


def _write(out: Path, content: bytes) -> None:
    """Write the whole file or none of it, readable by its owner only. Raises ``CannotWrite`` or ``DiskFull``."""
    part: str | None = None
    try:
        handle, part = tempfile.mkstemp(dir=out.parent, prefix=".", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(part).replace(out)
    except OSError as trouble:
        if part:
            Path(part).unlink(missing_ok=True)
        if trouble.errno == _NO_ROOM:
            raise DiskFull(_("There is no room left on the disk. The paper was not written.")) from trouble
        raise CannotWrite(
            _("{file} cannot be written in this folder. Choose a folder you may write in.").format(file=out.name)
        ) from trouble


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
