"""The tour: the real window, driven through a clinic's jobs, leaving pictures and papers. One file per job."""

from __future__ import annotations

import importlib
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.tour.tour import Tour

JOBS = (
    "first_start",
    "sign_in",
    "people",
    "texts",
    "register",
    "import_patients",
    "consent",
    "eligibility",
    "series",
    "schedule",
    "front_desk",
    "today",
    "measures",
    "session",
    "chairs",
    "restart",
    "discharge",
    "note",
    "documents",
    "papers",
    "history",
    "merge",
    "trust",
    "small_and_dark",
    "verify",
)
"""The jobs in their order, which is that of a clinic's first days; each works on what the ones before left."""


def walk(out: Path, say: Callable[[str], None]) -> int:
    """Walk through all jobs and return how many pictures and papers were kept.

    Raises ``NotSeen`` where the program does not do what the tour says it does.
    """
    import keyring
    from keyring.backends import fail
    from PySide6.QtCore import qInstallMessageHandler

    from ui.tour.tour import Tour

    # The off-screen platform says of each window what it cannot do; that is no news.
    qInstallMessageHandler(_say_nothing_of_the_platform)
    before = keyring.get_keyring()
    # The tour shows a PC without a keyring, and never touches the one of the person who runs it.
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]
    try:
        with tempfile.TemporaryDirectory() as folder:
            tour = Tour(out, Path(folder))
            try:
                for job in JOBS:
                    show_job(tour, job)
                    say(f"{job.replace('_', ' ')}: ok")
            finally:
                tour.close_window()
    finally:
        keyring.set_keyring(before)
        qInstallMessageHandler(None)
    return len(list(out.glob("*.png"))) + len(list(out.glob("*.pdf")))


def _say_nothing_of_the_platform(_kind: object, _where: object, message: str) -> None:
    if not message.startswith("This plugin does not support"):
        sys.stderr.write(f"{message}\n")


def show_job(tour: Tour, job: str) -> None:
    """Walk through one job."""
    importlib.import_module(f"ui.tour.{job}").show(tour)
    if tour.stray.seen:
        from ui.tour.hands import NotSeen

        raise NotSeen(f"parts of a page flashed up as windows: {', '.join(tour.stray.seen)}")
