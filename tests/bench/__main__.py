"""``python -m tests.bench`` measures every figure and prints it beside its bare limit of the same run.

``--once`` makes one quick pass with little data, to see that every figure can still be measured; its numbers mean
nothing. A figure that misses its budget is printed as a miss and is no error; one that cannot be measured is.
"""

import argparse
import importlib
import os
import platform
import sys
import tempfile
import traceback
from pathlib import Path

# No screen is needed, here and in the processes that are started; Qt then warns of what a screen would do.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")

from tests.bench.measure import HEAD
from tests.bench.setting import FULL, ONCE, Setting, setting

GROUPS = (
    "start", "signing_in", "search", "chart", "recording", "cockpit", "papers", "day_board", "schedule", "consents",
    "pen", "notes", "texts", "outcomes", "curve", "access_log", "memory", "verify", "backup",
)  # fmt: skip


def main() -> int:
    """Return 0 when everything was measured, else 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--once", action="store_true", help="one quick pass with little data")
    parser.add_argument("group", nargs="*", metavar="GROUP", help=f"only some of: {', '.join(GROUPS)}")
    arguments = parser.parse_args()
    if unknown := set(arguments.group) - set(GROUPS):
        parser.error(f"no such group: {', '.join(sorted(unknown))}")
    sizes = ONCE if arguments.once else FULL
    before = _busy()
    print(f"{platform.platform()}, Python {platform.python_version()}")
    print(f"making a clinic of {sizes.patients:,} patients …", flush=True)
    with tempfile.TemporaryDirectory(prefix="clinicdesk-bench-") as folder, setting(Path(folder), sizes) as made:
        print(HEAD)
        broken = [group for group in arguments.group or GROUPS if not _measured(group, made)]
    if before:
        print(f"processes that wanted to run: {before} before, {_busy()} after; more than 1 disturb the slow end")
    if arguments.once:
        print("one quick pass with little data: that everything can be measured is all it says")
    if broken:
        print(f"not measured: {', '.join(broken)}", file=sys.stderr)
    return 1 if broken else 0


def _busy() -> str:
    """Return how busy the machine was during the last minute, where the system tells."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""


def _measured(group: str, made: Setting) -> bool:
    """Print the figures of a group; return whether they could be measured."""
    try:
        for figure in importlib.import_module(f"tests.bench.{group}").figures(made):
            print(figure.line(), flush=True)
    except Exception:
        traceback.print_exc()
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
