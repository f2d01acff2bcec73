"""The cockpit with twelve running sessions: how much of a core one second of it takes, beside twelve bare labels.

A clinic of its own on a driven clock: each simulated second is a tick of the window, with everything painted that it
changed, and every few minutes somebody types a row.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QWidget

from clinicdesk.clinic import SUFFIX
from clinicdesk.desk import Desk
from clinicdesk.records import sessions
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.bench import treatment
from tests.bench.measure import Figure, Timing
from tests.bench.screen import leave, workplace
from tests.bench.setting import Setting, found, sign_in
from ui.workplace import Workplace

CHAIRS = 12
MOST = 5.0
"""Per cent of one core."""
_SECONDS = 600
_ROW_EVERY = 20
"""Twelve chairs with a row every four minutes each."""


@dataclass
class _Seconds:
    """The processor time of each simulated second, in milliseconds."""

    ours: list[float]
    bare: list[float]


def figures(setting: Setting) -> list[Figure]:
    """Let ten minutes pass with twelve infusions running, and say what share of a core they took."""
    clock = DrivenClock(datetime.now(UTC).replace(hour=15, minute=0, second=0, microsecond=0))
    clinic = found(setting.folder / f"cockpit{SUFFIX}", clock)
    seconds = _SECONDS if setting.sizes.visits > 10 else 20
    try:
        desk = sign_in(clinic)
        running = [treatment.begun(desk) for _chair in range(CHAIRS)]
        work, painted = workplace(desk)
        try:
            work.show_place("cockpit")
            painted.wait()
            spent = _seconds(work, desk, clock, running, seconds)
        finally:
            leave(work)
    finally:
        clinic.close()
    return [_figure(spent)]


def _seconds(work: Workplace, desk: Desk, clock: DrivenClock, running: list[str], seconds: int) -> _Seconds:
    if len(work.chairs.chairs) != CHAIRS:
        raise ValueError(f"{len(work.chairs.chairs)} chairs are shown, not {CHAIRS}")
    bare, labels = _bare()
    spent = _Seconds([], [])
    for second in range(seconds):
        clock.pass_time(seconds=1)
        before = time.process_time()
        if second % _ROW_EVERY == _ROW_EVERY - 1:
            _enter(desk, running[second // _ROW_EVERY % CHAIRS], second)
        work.tick()
        _paint()
        between = time.process_time()
        for label in labels:
            label.setText(f"{second // 60}:{second % 60:02d}")
        _paint()
        spent.bare.append((time.process_time() - between) * 1000)
        spent.ours.append((between - before) * 1000)
    bare.close()
    bare.deleteLater()
    return spent


def _enter(desk: Desk, session_id: str, second: int) -> None:
    values = {Kind.SYSTOLIC: 120 + second % 20, Kind.DIASTOLIC: 80, Kind.HEART_RATE: 60 + second % 9, Kind.SPO2: 97}
    sessions.observe(desk, session_id, values=values)


def _bare() -> tuple[QWidget, list[QLabel]]:
    """Return a window with nothing but twelve times."""
    window = QWidget()
    window.resize(1280, 800)
    grid = QGridLayout(window)
    labels = [QLabel("0:00") for _chair in range(CHAIRS)]
    for place, label in enumerate(labels):
        grid.addWidget(label, place // 4, place % 4)
    window.show()
    _paint()
    return window, labels


def _paint() -> None:
    app = QApplication.instance()
    assert app is not None
    for _turn in range(3):
        app.processEvents()


def _figure(spent: _Seconds) -> Figure:
    ours, bare = (sum(times) / len(times) / 10 for times in (spent.ours, spent.bare))
    slow = Timing.of(spent.ours).p95
    return Figure(
        f"cockpit, {CHAIRS} running: share of a core",
        f"{ours:.2f} %, p95 {slow:.1f} ms",
        f"{bare:.2f} %",
        f"{ours / bare:.2f}",
        f"≤ {MOST:g} %",
        ours <= MOST,
    )
