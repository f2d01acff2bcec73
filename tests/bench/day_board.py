"""The day board: a full day, every visit booked, from the key that takes the next step to the painted board."""

from __future__ import annotations

from datetime import datetime, time
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinicdesk.clinic import Changed
from clinicdesk.records import chairs, sessions
from clinicdesk.records.sessions import SessionLine
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.database import connect, transaction
from clinicdesk.storage.ids import new_id
from tests.bench import bare
from tests.bench.measure import Figure, Timing, compare
from tests.bench.screen import Painted, leave, workplace
from tests.bench.setting import KEY, Setting
from ui.today.board_page import BoardPage
from ui.workplace import Workplace

_TURNS = 40
_CHAIRS = 8
_CHANGED = Changed(frozenset({"session_events"}), frozenset())
_WRITE = (
    "INSERT INTO appointments (id, version, patient_id, session_id, kind, starts_at, minutes, chair_id) "
    "VALUES (?, ?, ?, ?, 'session', ?, 120, ?)"
)


def figures(setting: Setting) -> list[Figure]:
    """Redraw the board, and mark somebody as arrived and take it back by key; the bare limit reads the visits."""
    _book(setting)
    read = bare.day_read(setting.clinic.path, KEY)
    day = setting.desk.local(setting.desk.now()).date().isoformat()
    work, painted = workplace(setting.desk)
    redrawn, taken, limits = [], [], []
    turns = _TURNS if setting.sizes.visits > 10 else 2
    try:
        board = work.findChild(BoardPage)
        visits = len(board.table.rows())
        expected = next(row for row in board.table.rows() if row.next_step and row.next_step.action == "arrive")
        board.table.select_key(expected.key)
        board.table.setFocus()
        painted.wait()
        for turn in range(turns + 1):
            redrawn.append(_redrawn(board, painted))
            taken.append(_pressed(work, painted, Qt.Key.Key_Space if turn % 2 == 0 else Qt.Key.Key_Z))
            before = perf_counter()
            read(day)
            limits.append((perf_counter() - before) * 1000)
    finally:
        leave(work)
    limit = Timing.of(limits[1:])
    return [
        compare(f"day board redrawn, {visits} visits", Timing.of(redrawn[1:]), limit, slowest=50),
        compare("key to next step recorded and painted", Timing.of(taken[1:]), limit, slowest=50),
    ]


def _redrawn(board: BoardPage, painted: Painted) -> float:
    started = perf_counter()
    board.refresh(_CHANGED)
    painted.wait()
    return (perf_counter() - started) * 1000


def _pressed(work: Workplace, painted: Painted, key: Qt.Key) -> float:
    """Press a key on the board: Space marks the patient as arrived, Ctrl+Z takes it back."""
    held = Qt.KeyboardModifier.ControlModifier if key is Qt.Key.Key_Z else Qt.KeyboardModifier.NoModifier
    started = perf_counter()
    QTest.keyClick(work.focusWidget(), key, held)
    painted.wait()
    return (perf_counter() - started) * 1000


def _book(setting: Setting) -> None:
    """Give every session of today a booking in one of the chairs, straight into the table, as the visits are."""
    desk = setting.desk
    while len(chairs.all(desk)) < _CHAIRS:
        chairs.add(desk, name=f"Chair {len(chairs.all(desk)) + 1}")
    places = [chair.id for chair in chairs.all(desk)]
    lines = sessions.on_day(desk, desk.local(desk.now()).date())
    writer = connect(setting.clinic.path, setting.clinic._key, writing=True)
    try:
        with transaction(writer, setting.clinic.path):
            for place, line in enumerate(lines):
                chair = places[place % len(places)]
                row_id = new_id(1_700_000_000_000)
                writer.execute(
                    _WRITE, (row_id, line.version, line.patient_id, line.id, as_text(_start(setting, line)), chair)
                )
    finally:
        writer.close()


def _start(setting: Setting, line: SessionLine) -> datetime:
    return datetime.combine(line.planned_on, line.planned_time or time(9), setting.desk.zone())
