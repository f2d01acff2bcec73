"""With two monitors the call screen fills the one the work is not on."""

import json
import os
import subprocess
import sys
from pathlib import Path

from clinicdesk.desk import Desk
from clinicdesk.records import sessions
from tests.records.sessions import steps

ROOT = Path(__file__).parents[3]
ONE = {"x": 0, "y": 0, "width": 1280, "height": 800, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}


def test_it_fills_the_other_monitor(nurse: Desk, clinic_file: Path, key: bytes, tmp_path: Path) -> None:
    session_id = steps.plan_for(nurse, steps.register_zoe(nurse))
    sessions.arrive(nurse, session_id)
    monitors = tmp_path / "monitors.json"
    both = [ONE | {"name": "left"}, ONE | {"name": "right", "x": 1280, "width": 1024, "height": 768}]
    monitors.write_text(json.dumps({"screens": both}), encoding="utf-8")
    # A path is separated by colons in the name of the platform.
    platform = {"QT_QPA_PLATFORM": f"offscreen:configfile={monitors.name}", "PYTHONPATH": str(ROOT)}
    program = [sys.executable, "-m", "tests.ui.call_screen.second_monitor"]
    told = subprocess.run(
        [*program, str(clinic_file), key.hex(), session_id, str(tmp_path / "settings")],
        env={**os.environ, **platform},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    place = json.loads(told.stdout)
    assert place["screens"] == 2
    assert place["work"] == "left"
    assert place["call"] == "right"
    assert place["fills"]
    assert place["place"] == [1280, 0, 1024, 768]
