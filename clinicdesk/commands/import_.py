"""``clinicdesk import FOLDER-or-FILE``: bring in patients and what belongs to them."""

import argparse
import sys
from pathlib import Path

from clinicdesk.commands.opening import add_clinic_arguments, add_staff_arguments, open_clinic, say, sign_in
from clinicdesk.exchange.patient_import import Outcome, PatientImport, rejected_line, save_rejected
from clinicdesk.language import _

MOST_REJECTED_SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say what is imported, and into which clinic by whom."""
    add_clinic_arguments(parser)
    add_staff_arguments(parser)
    parser.add_argument(
        "source", type=Path, metavar="FOLDER-or-FILE", help=_("a folder in Synthea's layout, or a file")
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only count; write nothing"))
    parser.add_argument("--keep-digits", action="store_true", help=_("keep the digits at the end of Synthea's names"))
    parser.add_argument(
        "--rejected", type=Path, metavar="FILE", help=_("write the rejected rows and why to a CSV file")
    )


def run(arguments: argparse.Namespace) -> int:
    """Import, or count with ``--dry-run``; print a line a kind."""
    source = PatientImport(arguments.source, strip_digits=not arguments.keep_digits)
    clinic = open_clinic(arguments)
    try:
        desk = sign_in(arguments, clinic)
        outcome = source.dry_run(desk) if arguments.dry_run else source.run(desk)
    finally:
        clinic.close()
    for line in outcome.lines():
        say(line)
    _tell_rest(outcome)
    if arguments.rejected:
        save_rejected(outcome, arguments.rejected)
    return 0


def _tell_rest(outcome: Outcome) -> None:
    """Name rejected rows, and what the counts do not show, on the standard error: the counts stand alone."""
    shown = outcome.rejected[:MOST_REJECTED_SHOWN]
    lines = [rejected_line(row) for row in shown]
    if len(outcome.rejected) > len(shown):
        more = len(outcome.rejected) - len(shown)
        lines.append(_("… and {count} more; --rejected FILE writes them all.").format(count=more))
    for line in (*lines, *outcome.notes):
        sys.stderr.write(f"{line}\n")
