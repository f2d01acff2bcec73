"""``clinicdesk verify``: check that a clinic file is whole, unchanged, and says what its ledger says."""

import argparse
import sys

from clinicdesk.clinic import Clinic
from clinicdesk.commands.opening import add_clinic_arguments, clinic_path, find_key, say
from clinicdesk.language import ngettext


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say which clinic."""
    add_clinic_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Check everything; name what is wrong on the standard error and return 1, or say that all is well."""
    path = clinic_path(arguments)
    # A file behind its head is opened all the same: naming what is missing is what this command is for.
    clinic = Clinic.open(path, find_key(path, arguments.key_file), accept_behind=True)
    try:
        found = clinic.verify()
        count = clinic.entry_count if not found else 0
    finally:
        clinic.close()
    for finding in found:
        sys.stderr.write(f"{finding.sentence}\n")
    if found:
        sys.stderr.write(
            ngettext("{count} thing is wrong.", "{count} things are wrong.", len(found)).format(count=len(found)) + "\n"
        )
        return 1
    say(
        ngettext("All is well: {count} entry checked.", "All is well: {count} entries checked.", count).format(
            count=count
        )
    )
    return 0
