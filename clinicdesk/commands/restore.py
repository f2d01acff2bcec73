"""``clinicdesk restore``: make a clinic file from a folder of backups, on this PC or a new one."""

import argparse
import sys
from pathlib import Path

from clinicdesk.commands.opening import clinic_path, find_key_of, read_secret, say
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records import restoring
from clinicdesk.storage import keys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say from where, to where, and where the key is."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=_("the folder that holds the backups"))
    parser.add_argument(
        "--clinic", type=Path, metavar="FILE", help=_("the clinic file to make (else the one of this PC)")
    )
    parser.add_argument("--key-file", type=Path, metavar="F", help=_("a file with the recovery key (else the keyring)"))
    parser.add_argument("--backup", metavar="NAME", help=_("which backup (else the newest the key opens)"))
    parser.add_argument("--list", action="store_true", help=_("only say which backups there are"))


def run(arguments: argparse.Namespace) -> int:
    """Restore, and say how far the clinic came back and where the old file lies. Nothing is ever overwritten."""
    folder = arguments.folder.expanduser().absolute()
    found = restoring.find(folder)
    if arguments.list:
        for backup in found:
            say(f"{backup.path.name}  {_('up to entry {seq}').format(seq=backup.seq)}")
        return 0
    if arguments.backup:
        found = [backup for backup in found if backup.path.name == arguments.backup]
        if not found:
            raise NotFound(_("There is no backup of that name in this folder. --list says which there are."))
    key = keys.from_words(read_secret(arguments.key_file)) if arguments.key_file else find_key_of(found[0].key_id)
    opened = restoring.with_key(found, key)
    if not opened:
        raise BadValue(_("This key opens none of these backups. Check the key id on the recovery sheet."))
    if len({backup.file_id for backup in opened}) > 1:
        raise BadValue(_("This folder holds backups of several clinics. Say which backup: --backup NAME."))
    target = clinic_path(arguments)
    restored = restoring.restore(opened[0], key, target)
    _say_restored(restored, target)
    return 0


def _say_restored(restored: restoring.Restored, target: Path) -> None:
    sentence = _("Restored {file}: up to entry {seq}, of which {copied} were copied after the backup.")
    say(sentence.format(file=target, seq=restored.seq, copied=restored.seq - restored.from_backup_seq))
    if restored.aside:
        say(_("The file that was there is now {file}.").format(file=restored.aside.name))
    if restored.missing or restored.unreadable:
        sentence = _("{papers} stored papers and {files} files of entries were missing or damaged in the folder.")
        sys.stderr.write(sentence.format(papers=restored.missing, files=restored.unreadable) + "\n")
    if restored.revived:
        sentence = _("{count} entries that were erased by law came back with this backup. Erase them again.")
        sys.stderr.write(sentence.format(count=restored.revived) + "\n")
