"""``clinicdesk print recovery-sheet``: the key of the clinic on paper once more, for an administrator."""

import argparse
import getpass
from pathlib import Path
from typing import Any

from clinicdesk.commands.opening import open_clinic, read_secret, say, sign_in
from clinicdesk.exchange.outside import refuse_existing, write_whole
from clinicdesk.language import _
from clinicdesk.printing import recovery_sheet
from clinicdesk.records import keys

PAPER = "recovery-sheet"


def add_arguments(papers: Any) -> None:
    """Add the sheet to the sub-commands of ``print``."""
    papers.add_parser(PAPER, help=_("the key of the clinic in 24 words; delete the file once it is printed"))


def run(arguments: argparse.Namespace) -> int:
    """Write the sheet, which nobody gets without the password of an administrator, and say what to do with it."""
    out: Path = arguments.out
    refuse_existing(out, force=arguments.force)
    clinic = open_clinic(arguments)
    try:
        desk = sign_in(arguments, clinic)
        password = read_secret(arguments.password_file) if arguments.password_file else getpass.getpass(_("Password: "))
        words = keys.words(desk, password=password)
        write_whole(out, recovery_sheet.of_desk(desk, words, clinic.key_id))
    finally:
        clinic.close()
    say(_("Recovery sheet: {file}").format(file=out))
    say(_("Print it, then delete the file: whoever has it can read every record."))
    return 0
