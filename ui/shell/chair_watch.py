"""Who is in the chairs and what calls there, for all that shows it: the strip on every place, the cockpit, the lock.

The file is read when something was recorded, never by the clock. Each second only asks the alarms already read how
urgent they are now, tells which chairs look different, and lets what is to be heard be heard.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.records import cockpit, sessions
from clinicdesk.records.cockpit import Watched
from clinicdesk.rules.alarms import Alarm, Sound, Urgency, calling, loudest
from ui.shell import sound

_CONCERNS = frozenset(
    {
        "sessions", "session_events", "observations", "orders", "signatures", "appointments", "chairs", "patients",
        "misfiled", "series",
    }
)  # fmt: skip
_REPEATS = {Sound.CHIME: 60, Sound.LOUD: 10}
"""After how many seconds a sound comes again where no protocol says it (without clinical sight none is read)."""


class ChairWatch(QObject):
    """The one reader of the chairs for one signed-in person.

    Attributes:
        chairs: Who is here, in the order of the chairs.
        problem: Why the chairs could not be read last, in words; empty when they were.

    Signals:
        chairs_changed: Somebody came, left, or sits elsewhere.
        chair_changed(str): The record or the urgency of one session is another; carries its id.
        called(object, object): An alarm grew to be heard or seen: the ``Watched`` and its ``Alarm``.
    """

    chairs_changed = Signal()
    chair_changed = Signal(str)
    called = Signal(object, object)

    def __init__(self, desk: Desk, parent: QObject, play: Callable[[Sound], None] = sound.play) -> None:
        super().__init__(parent)
        self._desk = desk
        self._play = play
        self._alarms: dict[str, tuple[Alarm, ...]] = {}
        self._told: dict[tuple[str, str], Urgency] = {}
        self._begun = self._waited = False
        self._day = desk.local(desk.now()).date()
        self._sounded: tuple[Sound, int] = (Sound.NONE, 0)
        self.chairs: tuple[Watched, ...] = ()
        self.problem = ""

    def begin(self) -> None:
        """Read who is here, unless that was done: the sign-in does not wait for it."""
        if not self._begun:
            self._begun = True
            self._read((), None)
            if not self.chairs:
                # That nobody is here is news too: until now nothing was said.
                self.chairs_changed.emit()
            self.tick()

    @property
    def has_begun(self) -> bool:
        """Whether the chairs were read; until then nothing can be said of them."""
        return self._begun

    def refresh(self, changed: Changed) -> None:
        """Read again what was recorded."""
        if self._begun and changed.tables & _CONCERNS:
            self._read(self.chairs, changed.patients if changed.tables.isdisjoint({"chairs", "misfiled"}) else None)
            self.tick()

    def tick(self) -> None:
        """A second has passed: see what grew urgent, and sound."""
        if not self._begun:
            # The first second belongs to the sign-in.
            if self._waited:
                self.begin()
            self._waited = True
            return
        if (today := self._desk.local(self._desk.now()).date()) != self._day:
            self._day = today
            self._read((), None)
        now = sessions.now_of(self._desk)
        for chair in self.chairs:
            found = chair.alarms(now)
            if found != self._alarms.get(chair.id):
                self._alarms[chair.id] = found
                self.chair_changed.emit(chair.id)
                self._tell(chair, found)
        self._sound(now.uptime_ms // 1000)

    def expected(self) -> bool:
        """Whether anybody sits in a chair today or is planned to: then room is kept for what calls."""
        today = self._desk.local(self._desk.now()).date()
        return bool(sessions.on_day(self._desk, today) or sessions.running(self._desk))

    def alarms_of(self, session_id: str) -> tuple[Alarm, ...]:
        """Return what calls at a chair and what is coming, the most urgent first."""
        return self._alarms.get(session_id, ())

    def calling(self) -> list[tuple[Watched, Alarm]]:
        """Return the chairs at which somebody is wanted, with the most urgent alarm of each, the most urgent first."""
        found = [(chair, alarms[0]) for chair in self.chairs if (alarms := calling(self.alarms_of(chair.id)))]
        return sorted(found, key=_by_alarm)

    def chair(self, session_id: str) -> Watched | None:
        """Return who is here by the id of the session, or None."""
        return next((chair for chair in self.chairs if chair.id == session_id), None)

    def mute_minutes(self, session_id: str) -> int:
        """Return for how long a chair is muted by one key, as its protocol says."""
        chair = self.chair(session_id)
        return chair.session.protocol.alarms.mute_minutes if chair and chair.session else 1

    def _read(self, known: tuple[Watched, ...], patients: frozenset[str] | None) -> None:
        try:
            found = cockpit.watched(self._desk, known, patients)
        except ClinicDeskError as problem:
            self.problem = str(problem)
            self.chairs_changed.emit()
            return
        before, self.chairs = self.chairs, found
        here = {chair.id for chair in found}
        self._alarms = {key: alarms for key, alarms in self._alarms.items() if key in here}
        old = {chair.id: chair for chair in before}
        if self.problem or [_place(chair) for chair in before] != [_place(chair) for chair in found]:
            self.problem = ""
            self.chairs_changed.emit()
        for chair in found:
            if old.get(chair.id) is not None and old[chair.id] != chair:
                self.chair_changed.emit(chair.id)

    def _tell(self, chair: Watched, alarms: tuple[Alarm, ...]) -> None:
        """Say of each alarm once per step that it grew more urgent."""
        for alarm in alarms:
            before = self._told.get((chair.id, alarm.key), Urgency.QUIET)
            if alarm.urgency > before:
                self._told[(chair.id, alarm.key)] = alarm.urgency
                self.called.emit(chair, alarm)

    def _sound(self, second: int) -> None:
        """Sound at once when it grows louder or something new is to be heard, then again and again until it is not."""
        heard = {(key, alarm.key): alarm for key, alarms in self._alarms.items() for alarm in alarms if alarm.sound}
        wanted = loudest(heard.values())
        last, at = self._sounded
        if wanted is Sound.NONE:
            self._sounded = (Sound.NONE, second)
        elif wanted > last or second - at >= self._every(wanted) or second < at:
            self._sounded = (wanted, second)
            self._play(wanted)

    def _every(self, wanted: Sound) -> int:
        presets = [chair.session.protocol.alarms for chair in self.chairs if chair.session]
        loud = wanted is Sound.LOUD
        found = (preset.loud_every_seconds if loud else preset.chime_every_seconds for preset in presets)
        return min(found, default=_REPEATS[wanted])


def _place(chair: Watched) -> tuple[str, str, int]:
    return chair.id, chair.chair, chair.position


def _by_alarm(pair: tuple[Watched, Alarm]) -> tuple[int, bool, int, datetime]:
    """The most urgent first; where nobody goes yet before where somebody does; calls, limits, what is late."""
    alarm = pair[1]
    return -alarm.urgency, bool(alarm.going), alarm.place, alarm.due_at
