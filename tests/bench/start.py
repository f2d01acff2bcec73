"""Starting the program, and the way from the password to Today: each start is a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from time import perf_counter

from tests.bench import bare
from tests.bench.measure import Figure, Timing, compare
from tests.bench.setting import KEY, LOGIN, PASSWORD, Setting

_CHILD = Path(__file__).with_name("start_child.py")
_ROOT = _CHILD.parents[2]
_OWN_PLACES = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "APPDATA", "LOCALAPPDATA", "TMPDIR")


def figures(setting: Setting) -> list[Figure]:
    """Measure by turns with the bare window; the first turn, which compiles and fills caches, does not count."""
    # An installed program is compiled; whoever runs this may have told Python not to keep that.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(setting.folder / "compiled")
    # The choices and logs of whoever runs this stay as they are.
    own = dict.fromkeys(_OWN_PLACES, str(setting.folder))
    ours, windows, days = [], [], []
    read, today = bare.day_read(setting.clinic.path, KEY), datetime.now(setting.clinic.zone).date().isoformat()
    for _turn in range(setting.sizes.starts + 1):
        ours.append(_start(setting.clinic.path, os.environ | own))
        windows.append(bare.window_milliseconds())
        before = perf_counter()
        read(today)
        days.append((perf_counter() - before) * 1000)
    window = Timing.of(windows[1:])
    visits = f"{setting.sizes.visits} visits"
    return [
        compare("start to a painted sign-in", _timing(ours, "painted"), window),
        compare("start to a sign-in that shows a typed key", _timing(ours, "usable"), window, most=1.5),
        compare("start to the clinic file open behind it", _timing(ours, "opened"), window),
        compare(f"password checked to Today, {visits}", _timing(ours, "today"), Timing.of(days[1:]), slowest=150),
    ]


def _timing(starts: list[Mapping[str, float]], name: str) -> Timing:
    return Timing.of([start[name] for start in starts[1:]])


def _start(path: Path, environment: Mapping[str, str]) -> Mapping[str, float]:
    """Start the program, sign in, and return milliseconds since the start; ``today`` since the password check."""
    started = perf_counter()
    child = subprocess.run(
        [sys.executable, str(_CHILD), str(path), LOGIN, PASSWORD],
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
        env=environment,
        # A start that shows a fault instead of Today would wait for somebody for ever.
        timeout=60,
    )
    told = dict(line.split() for line in child.stdout.splitlines() if line.count(" ") == 1)
    if child.returncode or not {"painted", "usable", "opened", "checked", "today"} <= set(told):
        raise RuntimeError(f"the measured start ended with {child.returncode} after: {', '.join(told) or 'nothing'}")
    moments = {name: float(moment) * 1000 for name, moment in told.items()}
    return {
        **{name: moments[name] - started * 1000 for name in ("painted", "usable", "opened")},
        "today": moments["today"] - moments["checked"],
    }
