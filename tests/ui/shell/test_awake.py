"""The PC is kept awake while somebody is treated, by the program its system has for it."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import sessions
from tests.hands import Hands
from tests.records.sessions import steps
from ui.main_window import MainWindow
from ui.shell import awake

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a call of the system, not a program")
PROGRAM = "caffeinate" if sys.platform == "darwin" else "systemd-inhibit"


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Put a program of that name first on this PC, which writes down what it was asked and lives until let go."""
    folder = tmp_path / "bin"
    folder.mkdir()
    note = tmp_path / "asked"
    program = folder / PROGRAM
    program.write_text(f'#!/bin/sh\necho "$@" >> "{note}"\nexec cat\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    yield note
    awake.hold(False)


@pytest.fixture
def no_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PATH", str(tmp_path))
    yield
    awake.hold(False)


def wait_for(qtbot, note: Path) -> str:
    qtbot.waitUntil(note.exists, timeout=5_000)
    return note.read_text(encoding="utf-8")


def test_the_system_s_program_holds_until_let_go(qtbot, told: Path) -> None:
    awake.hold(True)
    assert awake.is_held()
    asked = wait_for(qtbot, told)
    assert ("idle:sleep" in asked) or ("-i" in asked)
    assert "is kept awake" in awake.words()
    program = awake._holder[0]
    awake.hold(False)
    assert program.poll() is not None
    assert not awake.is_held()
    assert len(asked.splitlines()) == 1


def test_asking_twice_starts_one_program(qtbot, told: Path) -> None:
    awake.hold(True)
    awake.hold(True)
    wait_for(qtbot, told)
    assert len(awake._holder) == 1


@pytest.mark.usefixtures("no_program")
def test_a_pc_without_the_program_says_so_and_goes_on() -> None:
    awake.hold(True)
    assert not awake.is_held()
    assert "cannot keep this PC awake" in awake.words()


def test_a_session_holds_it_from_the_start_to_the_discharge(
    qtbot,
    told: Path,
    enter: Callable[[str], None],
    hands: Hands,
    window: MainWindow,
    nurse: Desk,
    prescriber: Desk,
    everyone: Desk,
) -> None:
    session_id = steps.plan_for(everyone, steps.register_zoe(everyone))
    enter("rita")
    assert not awake.is_held()
    steps.run(nurse, prescriber, session_id)
    window.tick()
    assert awake.is_held()
    wait_for(qtbot, told)
    sessions.end(nurse, session_id, ended=sessions.EndReason.COMPLETED)
    window.tick()
    assert awake.is_held(), "who recovers is still being watched"
    hands.press("Ctrl+L")
    assert awake.is_held()
