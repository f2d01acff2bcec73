"""Faults that have tests of their own: keyrings that fail, and deaths, full disks and pulled sticks of backups.

With ``--once`` nothing is run: the tests run with all others then.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.faults.report import Outcome

_ROOT = Path(__file__).parents[2]
_TESTED = {
    "keyrings that are missing, locked, refuse or know another key": ("tests/storage/test_keyring.py",),
    "deaths and full disks while backing up, copying, restoring": ("tests/storage/backups",),
    "files a clinic file is not: foreign, newer, network, read-only": ("tests/storage/test_opening.py",),
}


def run(_folder: Path, wanted: int) -> Iterator[Outcome]:
    """Run the tests; each is a try."""
    for fault, files in _TESTED.items() if wanted else ():
        outcome = Outcome(fault)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-rf", "-p", "no:randomly", *files],
            cwd=_ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        passed = re.search(r"(\d+) passed", done.stdout)
        outcome.tries = int(passed[1]) if passed else 0
        outcome.unseen = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        if done.returncode and not outcome.unseen:
            outcome.unseen.append(f"the tests ended with {done.returncode}")
        outcome.words = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
        yield outcome
