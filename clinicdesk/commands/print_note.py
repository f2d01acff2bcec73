"""``clinicdesk print note``: one note of a patient, by the day it was written and its place on that day."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import notes, patients


def add_arguments(papers: Any, number: Callable[[str], int], day: Callable[[str], date]) -> None:
    """Add the note to the sub-commands of ``print``; ``number`` and ``day`` read what is typed."""
    note = papers.add_parser("note", help=_("one note, with its signatures and addenda"))
    note.add_argument("number", type=number, metavar="RECORD_NUMBER", help=_("the patient's record number"))
    note.add_argument("--date", type=day, metavar="YYYY-MM-DD", help=_("the day it was written (else the latest note)"))
    place = _("which note of that day, 1 is the first (else the last)")
    note.add_argument("--which", type=int, metavar="N", help=place)


def request(desk: Desk, arguments: argparse.Namespace) -> PaperRequest:
    """Return which note is wanted. Raises ``NotFound``."""
    found = list(reversed(notes.of_patient(desk, patients.by_record_number(desk, arguments.number).id)))
    if arguments.date is not None:
        found = [note for note in found if desk.local(note.written_at).date() == arguments.date]
        if not found:
            day = format_date(arguments.date)
            raise NotFound(_("This patient has no note written on {day}.").format(day=day))
    if not found:
        raise NotFound(_("This patient has no note yet."))
    if arguments.which is None:
        return PaperRequest("note", found[-1].id)
    if not 1 <= arguments.which <= len(found):
        raise NotFound(_("There are {count} notes to choose from: give --which 1 to {count}.").format(count=len(found)))
    return PaperRequest("note", found[arguments.which - 1].id)
