"""``clinicdesk tour --out DIR``: drive the real window through its jobs and keep pictures and papers."""

import argparse
import os
from pathlib import Path

from clinicdesk.commands.opening import say
from clinicdesk.errors import CannotWrite
from clinicdesk.language import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where pictures and papers go."""
    parser.add_argument("--out", required=True, type=Path, metavar="DIR", help=_("where pictures and papers go"))


def run(arguments: argparse.Namespace) -> int:
    """Walk through all jobs in an empty clinic of the tour's own; it is removed afterwards, the pictures stay."""
    # Nothing flashes up on a person's screen, and the pictures are the same on every machine.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.tour import walk

    try:
        arguments.out.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise CannotWrite(_("Nothing can be written there. Choose another folder with --out.")) from None
    kept = walk(arguments.out, say)
    say(_("{count} pictures and papers lie in {folder}.").format(count=kept, folder=arguments.out))
    return 0
