"""How every command opens a clinic: by arguments when nobody is there, else by keyring and prompts."""

import argparse
import getpass
import sys
from pathlib import Path

from clinicdesk import workstation
from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, KeyMissing, SecondFactorWanted, SignInRefused, StartPinWanted
from clinicdesk.language import _
from clinicdesk.records import staff
from clinicdesk.storage import head, keys, rekeying


def add_clinic_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say which clinic file, and where its key is."""
    parser.add_argument("--clinic", type=Path, metavar="FILE", help=_("the clinic file (else the one of this PC)"))
    parser.add_argument("--key-file", type=Path, metavar="F", help=_("a file with the recovery key (else the keyring)"))


def add_staff_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say who is at the desk."""
    parser.add_argument("--staff", metavar="LOGIN", help=_("who signs in"))
    parser.add_argument("--password-file", type=Path, metavar="F", help=_("a file with the password"))
    parser.add_argument("--code", metavar="DIGITS", default="", help=_("the code the phone shows now, if you use one"))


def open_clinic(arguments: argparse.Namespace) -> Clinic:
    """Open the clinic the arguments name. Raises a ``ClinicFileProblem`` or ``BadValue``."""
    path = clinic_path(arguments)
    return Clinic.open(path, find_key(path, arguments.key_file))


def clinic_path(arguments: argparse.Namespace) -> Path:
    """Return the clinic file the arguments name, or the one of this PC."""
    return arguments.clinic or workstation.Workstation.load().clinic_file or workstation.default_clinic_file()


def find_key(path: Path, key_file: Path | None) -> bytes:
    """Return the key of a file: from a key file, the sample clinic's, the keyring, or a person."""
    if key_file is not None:
        return keys.from_words(read_secret(key_file))
    rekeying.finish(path)
    last = head.read(path)
    if last is not None and last.key_id == keys.key_id(keys.SAMPLE_KEY):
        return keys.SAMPLE_KEY
    return find_key_of(last.key_id if last else workstation.Workstation.load().key_ids.get(str(path)))


def find_key_of(key_id: str | None) -> bytes:
    """Return a key by its id: from the keyring, or from a person. Raises ``KeyMissing`` where nobody is there."""
    try:
        if key_id is None:
            raise KeyMissing(_("This PC does not know the key of this clinic. Give it with --key-file."))
        return _from_keyring(key_id)
    except KeyMissing:
        if not sys.stdin or not sys.stdin.isatty():
            raise
        return keys.from_words(getpass.getpass(_("Recovery key (24 words): ")))


def _from_keyring(key_id: str) -> bytes:
    """Return the key from the keyring; somebody who is there is asked for a start PIN."""
    try:
        return keys.fetch(key_id)
    except StartPinWanted:
        if not sys.stdin or not sys.stdin.isatty():
            raise StartPinWanted(
                _("The key of this PC is behind a start PIN. Give the recovery key with --key-file.")
            ) from None
    return keys.fetch(key_id, getpass.getpass(_("Start PIN of this PC: ")))


def sign_in(arguments: argparse.Namespace, clinic: Clinic) -> Desk:
    """Sign in the person the arguments name. Raises ``SignInRefused`` or ``BadValue``."""
    at_terminal = bool(sys.stdin and sys.stdin.isatty())
    if not arguments.staff and not at_terminal:
        raise SignInRefused(_("Say who signs in: --staff LOGIN --password-file F."))
    login = arguments.staff or input(_("Login: "))
    if arguments.password_file:
        password = read_secret(arguments.password_file)
    elif at_terminal:
        password = getpass.getpass(_("Password: "))
    else:
        raise SignInRefused(_("Give the password in a file: --password-file F."))
    return _with_code(clinic, login, password, arguments.code)


def _with_code(clinic: Clinic, login: str, password: str, code: str) -> Desk:
    """Sign in; somebody who is there is asked for the code of their phone."""
    pc = workstation.name()
    try:
        return staff.sign_in(clinic, login=login, password=password, workstation=pc, code=code)
    except SecondFactorWanted:
        if not sys.stdin or not sys.stdin.isatty():
            raise SecondFactorWanted(
                _("{login} signs in with a phone as well: --code DIGITS.").format(login=login)
            ) from None
    code = getpass.getpass(_("Code that your phone shows now: "))
    return staff.sign_in(clinic, login=login, password=password, workstation=pc, code=code)


def read_secret(path: Path) -> str:
    """Return the first line of a file that holds a key or a password."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise BadValue(_("{file} cannot be read. Check its name and folder.").format(file=path.name)) from None
    if not lines or not lines[0].strip():
        raise BadValue(_("{file} is empty. Put the key or password on its first line.").format(file=path.name))
    return lines[0].strip()


def say(line: str) -> None:
    """Write a line of the command's result."""
    if sys.stdout is not None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
