"""An hour of seconds at twelve chairs: no tick is missed, and every alarm is raised within a second of its time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from clinicdesk.desk import Desk
from clinicdesk.records import sessions
from clinicdesk.records.cockpit import Watched
from clinicdesk.rules.alarms import Alarm, AlarmKind, Sound, Urgency
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.ui.cockpit.chairs import run
from ui.shell.chair_watch import ChairWatch

ROW = {Kind.SYSTOLIC: 128, Kind.DIASTOLIC: 78, Kind.HEART_RATE: 66, Kind.SPO2: 98}
SECOND = timedelta(seconds=1)


class Ear(QObject):
    """Notes what was called and what was heard, and when."""

    def __init__(self, clock: DrivenClock) -> None:
        super().__init__()
        self._clock = clock
        self.called: dict[tuple[str, str, Urgency], datetime] = {}
        self.heard: list[tuple[datetime, Sound]] = []

    def on_called(self, chair: Watched, alarm: Alarm) -> None:
        self.called.setdefault((chair.id, alarm.key, alarm.urgency), self._clock.now())

    def play(self, sound: Sound) -> None:
        self.heard.append((self._clock.now(), sound))


@pytest.fixture
def ear(clock: DrivenClock) -> Ear:
    return Ear(clock)


@pytest.fixture
def watch(qapp: QApplication, nurse: Desk, ear: Ear) -> Iterator[ChairWatch]:  # noqa: ARG001 - Qt must be there
    owner = QObject()
    made = ChairWatch(nurse, owner, ear.play)
    made.called.connect(ear.on_called)
    nurse.clinic.listen(made.refresh)
    yield made
    nurse.clinic.stop_listening(made.refresh)
    owner.deleteLater()


def test_every_overdue_alarm_is_raised_within_a_second_of_its_time(
    nurse: Desk, prescriber: Desk, clock: DrivenClock, watch: ChairWatch, ear: Ear
) -> None:
    started = {}
    for place in range(12):
        session_id = run(nurse, prescriber, place)
        start = sessions.get(nurse, session_id).started
        assert start is not None
        started[session_id] = start.at
        clock.pass_time(seconds=17)
    protocol = sessions.get(nurse, session_id).protocol
    overdue = timedelta(minutes=protocol.vitals.overdue_after_minutes)
    loud = overdue + timedelta(minutes=protocol.alarms.escalate_after_minutes)
    watch.begin()
    # The even chairs get a row a minute after each is due, the others none.
    rows = {
        (key, minute): at + timedelta(minutes=minute + 1)
        for place, (key, at) in enumerate(started.items())
        if place % 2 == 0
        for minute in (10, 20, 30, 40, 50)
    }
    for _second in range(3_600):
        clock.pass_time(seconds=1)
        watch.tick()
        for one in [one for one, at in rows.items() if at <= clock.now()]:
            sessions.observe(nurse, one[0], values=ROW)
            del rows[one]
    for place, (key, at) in enumerate(started.items()):
        due = at + timedelta(minutes=10)
        _raised(ear, (key, "vitals:10", Urgency.DUE), due)
        if place % 2:
            _raised(ear, (key, "vitals:10", Urgency.OVERDUE), due + overdue)
            _raised(ear, (key, "vitals:10", Urgency.LOUD), due + loud)
        else:
            assert (key, "vitals:10", Urgency.OVERDUE) not in ear.called
            for minute in (20, 30, 40):
                _raised(ear, (key, f"vitals:{minute}", Urgency.DUE), at + timedelta(minutes=minute))


def _raised(ear: Ear, what: tuple[str, str, Urgency], at: datetime) -> None:
    assert what in ear.called
    assert timedelta(0) <= ear.called[what] - at <= SECOND, what


def test_after_the_pc_slept_the_first_tick_tells_what_is_late_now(
    nurse: Desk, prescriber: Desk, clock: DrivenClock, watch: ChairWatch, ear: Ear
) -> None:
    session_id = run(nurse, prescriber, 0)
    watch.begin()
    clock.pass_time(minutes=14)
    watch.tick()
    assert ear.called[session_id, "vitals:10", Urgency.OVERDUE] == clock.now()
    assert ear.heard[-1] == (clock.now(), Sound.CHIME)


def test_a_changed_clock_moves_no_alarm(
    nurse: Desk, prescriber: Desk, clock: DrivenClock, watch: ChairWatch, ear: Ear
) -> None:
    session_id = run(nurse, prescriber, 0)
    watch.begin()
    clock.set_wall(clock.now() - timedelta(minutes=30))
    clock.pass_time(minutes=13)
    watch.tick()
    assert (session_id, "vitals:10", Urgency.OVERDUE) not in ear.called
    clock.pass_time(seconds=1)
    watch.tick()
    assert (session_id, "vitals:10", Urgency.OVERDUE) in ear.called


def test_a_restart_goes_on_by_the_wall_clock(
    nurse: Desk, prescriber: Desk, clock: DrivenClock, watch: ChairWatch, ear: Ear
) -> None:
    session_id = run(nurse, prescriber, 0)
    clock.pass_time(minutes=12)
    clock.restart("after the restart")
    watch.begin()
    assert (session_id, "vitals:10", Urgency.DUE) in ear.called
    clock.pass_time(minutes=1, seconds=1)
    watch.tick()
    assert (session_id, "vitals:10", Urgency.OVERDUE) in ear.called


def test_due_is_silent_overdue_chimes_again_and_a_limit_is_loud_at_once(
    nurse: Desk, prescriber: Desk, clock: DrivenClock, watch: ChairWatch, ear: Ear
) -> None:
    session_id = run(nurse, prescriber, 0)
    watch.begin()
    protocol = sessions.get(nurse, session_id).protocol
    clock.pass_time(minutes=12)
    watch.tick()
    assert ear.heard == []
    clock.pass_time(minutes=1, seconds=1)
    watch.tick()
    assert [sound for _at, sound in ear.heard] == [Sound.CHIME]
    for _second in range(protocol.alarms.chime_every_seconds):
        clock.pass_time(seconds=1)
        watch.tick()
    assert [sound for _at, sound in ear.heard] == [Sound.CHIME, Sound.CHIME]
    sessions.observe(nurse, session_id, values={Kind.SPO2: 85})
    assert ear.heard[-1] == (clock.now(), Sound.LOUD)
    sessions.mute(nurse, session_id, protocol.alarms.mute_minutes)
    clock.pass_time(seconds=protocol.alarms.loud_every_seconds)
    watch.tick()
    assert ear.heard[-1] == (clock.now(), Sound.LOUD), "a mute does not reach a broken limit"


def test_alarms_say_their_kinds(nurse: Desk, prescriber: Desk, watch: ChairWatch) -> None:
    session_id = run(nurse, prescriber, 0)
    watch.begin()
    kinds = {alarm.kind for alarm in watch.alarms_of(session_id)}
    assert {AlarmKind.VITALS, AlarmKind.END} <= kinds
