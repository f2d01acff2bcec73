"""``python -m tests.faults`` tries what disks, systems and accidents do to a clinic file, and reports what came of it.

``--once`` tries each fault a few times, to see that it still can be tried. Exit code 1 when anything acknowledged was
lost, or anything damaged was shown as good.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.faults import changed_bytes, damage, disk_errors, kills, power_cuts, processes, rekeying, tested
from tests.faults.report import HEAD, Outcome

Fault = Callable[[Path, int], Iterator[Outcome]]

FAULTS: dict[str, tuple[Fault, int, int]] = {
    "kills": (kills.run, 2000, 10),
    "power": (power_cuts.run, 1000, 15),
    "rekeying": (rekeying.run, 1000, 12),
    "rekeyed": (rekeying.run_together, 50, 3),
    "damage": (damage.run, 400, 4),
    "bytes": (changed_bytes.run, 10_000, 20),
    "together": (processes.run_together, 500, 20),
    "held": (processes.run_held, 10, 1),
    "clocks": (processes.run_clocks, 500, 20),
    "tested": (tested.run, 1, 0),
    "disk": (disk_errors.run, 1_000_000, 4),
}
"""Name → what tries it, how often, and how often with ``--once``."""


def main() -> int:
    """Return 0 when nothing was lost and nothing damaged passed for good."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--once", action="store_true", help="a few tries of each")
    parser.add_argument("fault", nargs="*", metavar="FAULT", help=f"only some of: {', '.join(FAULTS)}")
    arguments = parser.parse_args()
    if unknown := set(arguments.fault) - set(FAULTS):
        parser.error(f"no such fault: {', '.join(sorted(unknown))}")
    print(HEAD)
    bad = 0
    for name in arguments.fault or FAULTS:
        fault, often, once = FAULTS[name]
        with tempfile.TemporaryDirectory(prefix="clinicdesk-faults-") as folder:
            started = time.monotonic()
            for outcome in fault(Path(folder) / name, once if arguments.once else often):
                print(outcome.line(time.monotonic() - started), flush=True)
                bad += not outcome.is_good
                started = time.monotonic()
    print("nothing was lost, nothing damaged passed for good" if not bad else f"faults with losses: {bad}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
