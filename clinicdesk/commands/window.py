"""``clinicdesk`` without a verb: open the window."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say which clinic file, and where its key is; usually neither is given."""
    from clinicdesk.language import _

    # Not from `opening`: this much is imported before the sign-in is on screen.
    parser.add_argument("--clinic", type=Path, metavar="FILE", help=_("the clinic file (else the one of this PC)"))
    parser.add_argument("--key-file", type=Path, metavar="F", help=_("a file with the recovery key (else the keyring)"))


def run(arguments: argparse.Namespace) -> int:
    """Open the window and return the exit code when it is closed."""
    key = None
    if arguments.key_file is not None:
        from clinicdesk.commands.opening import read_secret
        from clinicdesk.storage.keys import from_words

        key = from_words(read_secret(arguments.key_file))
    return open_window(arguments.clinic, key)


def open_window(clinic_file: Path | None = None, key: bytes | None = None) -> int:
    """Open the window on a clinic file, or on this PC's usual one, and return the exit code when it is closed."""
    # Imported here so that every other command runs without Qt and without a display.
    from ui.app import run as open_it

    return open_it(clinic_file, key)
