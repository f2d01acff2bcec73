"""``clinicdesk demo``: make the sample clinic anew and open it."""

import argparse
import os
import sys
from pathlib import Path

from clinicdesk import sample
from clinicdesk.commands.opening import say
from clinicdesk.commands.window import open_window
from clinicdesk.language import _


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where the sample goes, and whether to show it."""
    parser.add_argument("--dir", type=Path, metavar="DIR", help=_("the folder to make it in (else one of its own)"))
    parser.add_argument("--no-window", action="store_true", help=_("make it and do not open it"))


def run(arguments: argparse.Namespace) -> int:
    """Make the sample clinic, say who can sign in, and open the window; return its exit code.

    The clinic of this PC, its keyring and its settings are not touched.
    """
    path = sample.make_in((arguments.dir or sample.default_folder()).resolve())
    say(_("The sample clinic is made; the people in it do not exist: {file}").format(file=path))
    say(_("Sign in as {logins}.").format(logins=_listed(sample.logins())))
    say(_("The password of all of them is: {password}").format(password=sample.PASSWORD))
    say(_("Their PIN, to take a PC back from a patient, is: {pin}").format(pin=sample.PIN))
    if arguments.no_window or not _has_display():
        say(_("To open it: clinicdesk --clinic {file}").format(file=f'"{path}"'))
        return 0
    # Without the key: the window finds it by the file, and asks anew when another file is chosen there.
    return open_window(path)


def _listed(logins: tuple[str, ...]) -> str:
    *some, last = logins
    return _("{some}, or {last}, who may do everything").format(some=", ".join(some), last=last)


def _has_display() -> bool:
    """Tell whether a window can be shown; only Linux may have nothing to show it on."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)
