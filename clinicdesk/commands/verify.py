"""``clinicdesk verify``: check that a clinic file is whole, unchanged, and says what its ledger says."""

import argparse
import sys

from clinicdesk.clinic import Clinic
from clinicdesk.commands.opening import add_clinic_arguments, clinic_path, find_key, say
from clinicdesk.language import _
from clinicdesk.records import record_check

_EVERY = 20_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add which clinic, and how much of it."""
    add_clinic_arguments(parser)
    parser.add_argument(
        "--new", action="store_true", help=_("check only what was recorded since the last check without a finding")
    )


def run(arguments: argparse.Namespace) -> int:
    """Check everything; name what is wrong on the standard error and return 1, or say that all is well."""
    path = clinic_path(arguments)
    # A file behind its head is opened all the same: naming what is missing is what this command is for.
    clinic = Clinic.open(path, find_key(path, arguments.key_file), accept_behind=True)
    try:
        told = record_check.check(clinic, _tell, everything=not arguments.new)
    finally:
        clinic.close()
    for finding in told.findings:
        sys.stderr.write(f"{finding.sentence}\n")
    if told.findings:
        sys.stderr.write(told.words + "\n")
        return 1
    say(told.words)
    if told.erased_words:
        say(told.erased_words)
    return 0


def _tell(done: int, total: int) -> None:
    """Say how far it is, where a person looks on; a small clinic is checked before that."""
    if total > _EVERY and done % _EVERY == 0 and sys.stderr.isatty():
        sys.stderr.write(_("{done} of {total}").format(done=f"{done:,}", total=f"{total:,}") + "\r")
