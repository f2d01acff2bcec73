"""``clinicdesk backup``: make a backup now, in every place the clinic chose or in one folder."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from clinicdesk import workstation
from clinicdesk.commands.opening import add_clinic_arguments, open_clinic, say
from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.records import backups
from clinicdesk.storage.backups.files import BackupFile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say which clinic, and where to."""
    add_clinic_arguments(parser)
    parser.add_argument(
        "--folder", type=Path, metavar="D", help=_("only into this folder (else into every one the clinic chose)")
    )
    parser.add_argument("--copy", action="store_true", help=_("copy only what is new since the last backup"))
    parser.add_argument("--prove", action="store_true", help=_("restore the newest backup beside the clinic, check it"))


def run(arguments: argparse.Namespace) -> int:
    """Make it, read it back, and say where it lies; 1 with a sentence for each place where it could not be made."""
    clinic = open_clinic(arguments)
    try:
        desk = Desk.of_system(clinic, workstation.name())
        if arguments.folder:
            folder = arguments.folder.expanduser().absolute()
            _say_made(clinic.safekeeping.make(folder, desk.now(), lambda _done, _of: None))
            return 0
        if not backups.places(desk):
            raise NotFound(_("This PC has no place for backups yet. Say one: --folder D."))
        if arguments.prove:
            return _prove(desk)
        return _copy(desk) if arguments.copy else _make(desk)
    finally:
        clinic.close()


def _make(desk: Desk) -> int:
    made = backups.make_all(desk, backups.Occasion.ASKED)
    for one in made:
        if one.backup:
            _say_made(one.backup)
    return _refused(one.problem for one in made)


def _copy(desk: Desk) -> int:
    copied = backups.copy_all(desk)
    for one in copied:
        if not one.problem:
            say(_("{count} entries copied to {folder}.").format(count=one.entries, folder=one.place.folder))
    return _refused(one.problem for one in copied)


def _prove(desk: Desk) -> int:
    proof = backups.prove(desk)
    if proof.is_whole:
        say(_("{file} was restored whole, up to entry {seq}.").format(file=proof.file_name, seq=proof.seq))
    return _refused([proof.words])


def _say_made(backup: BackupFile) -> None:
    sentence = _("Made and read back: {file} (up to entry {seq}, {size} MB).")
    say(sentence.format(file=backup.path, seq=backup.seq, size=max(1, backup.size_bytes // 1_000_000)))


def _refused(problems: Iterable[str]) -> int:
    said = [problem for problem in problems if problem]
    for problem in said:
        sys.stderr.write(f"{problem}\n")
    return 1 if said else 0
