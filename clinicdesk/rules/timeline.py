"""The course of one session, computed from its events: phase, elapsed time, infused time, expected end.

Within one run of a PC (one ``boot``) durations come from its uptime, which no clock change can touch and which counts
sleep. Across boots they come from the wall clock and are marked as a gap, because nobody can vouch for them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class EventKind(StrEnum):
    """What happened to a session. The values are stored, so they never change.

    CHECKED_IN, which the front desk writes, and everything after NOT_TREATED leave the session where it stands.
    """

    PLANNED = "planned"
    ARRIVED = "arrived"
    ARRIVAL_UNDONE = "arrival_undone"
    CHECKED_IN = "checked_in"
    CHECKING = "checking"
    READY = "ready"
    STARTED = "started"
    RATE_CHANGED = "rate_changed"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"
    DISCHARGED = "discharged"
    NOT_TREATED = "not_treated"
    HELD = "held"
    HOLD_OVER = "hold_over"
    DEVICE = "device"
    BOLUS = "bolus"
    PUMP_READ = "pump_read"
    OXYGEN = "oxygen"
    STAMPED = "stamped"
    STAMP_SETTLED = "stamp_settled"
    WORDS = "words"
    ROOM = "room"
    NURSE = "nurse"
    ESCORT = "escort"
    CALLED = "called"
    FEELING = "feeling"
    ALARM = "alarm"


class Phase(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    ARRIVED = "arrived"
    CHECKING = "checking"
    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    RECOVERY = "recovery"
    DISCHARGED = "discharged"
    NOT_TREATED = "not_treated"


BEFORE_START = frozenset({Phase.PLANNED, Phase.ARRIVED, Phase.CHECKING, Phase.READY})
"""Where a session can still be moved, checked or closed as not treated."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant as a PC saw it: wall clock (aware) and milliseconds of uptime within the run named ``boot``.

    Something entered as "3 minutes ago" carries both, wall clock and uptime, three minutes earlier (``before``).
    """

    at: datetime
    boot: str
    uptime_ms: int

    def before(self, milliseconds: int) -> "Moment":
        """Return the moment so many milliseconds earlier."""
        return Moment(self.at - timedelta(milliseconds=milliseconds), self.boot, self.uptime_ms - milliseconds)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a session. ``rate_microlitres_per_hour`` is set at the start and at rate changes.

    ``stage``: the change of rate is this planned step of the order, counted from 1.
    """

    kind: EventKind
    at: datetime
    boot: str
    uptime_ms: int
    rate_microlitres_per_hour: int | None = None
    stage: int | None = None

    @property
    def moment(self) -> Moment:
        """When it happened."""
        return Moment(self.at, self.boot, self.uptime_ms)


@dataclass(frozen=True, slots=True)
class Elapsed:
    """A duration, never negative. ``gap`` is true when a part of it rests on the wall clock only."""

    milliseconds: int
    gap: bool

    @property
    def minutes(self) -> int:
        """Completed minutes."""
        return self.milliseconds // 60_000

    def __add__(self, other: "Elapsed") -> "Elapsed":
        return Elapsed(self.milliseconds + other.milliseconds, self.gap or other.gap)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of flow (or, with ``rate`` None and ``flowing`` False, of pause) between two moments."""

    start: Moment
    elapsed: Elapsed
    flowing: bool
    rate_microlitres_per_hour: int | None


NOTHING = Elapsed(0, gap=False)

_PHASE_AFTER = {
    EventKind.PLANNED: Phase.PLANNED,
    EventKind.ARRIVED: Phase.ARRIVED,
    EventKind.ARRIVAL_UNDONE: Phase.PLANNED,
    EventKind.CHECKING: Phase.CHECKING,
    EventKind.READY: Phase.READY,
    EventKind.STARTED: Phase.RUNNING,
    EventKind.PAUSED: Phase.PAUSED,
    EventKind.RESUMED: Phase.RUNNING,
    EventKind.ENDED: Phase.RECOVERY,
    EventKind.DISCHARGED: Phase.DISCHARGED,
    EventKind.NOT_TREATED: Phase.NOT_TREATED,
}
_FOLLOWS: dict[EventKind, frozenset[Phase]] = {
    EventKind.ARRIVED: frozenset({Phase.PLANNED}),
    EventKind.ARRIVAL_UNDONE: frozenset({Phase.ARRIVED}),
    EventKind.CHECKING: frozenset({Phase.PLANNED, Phase.ARRIVED, Phase.READY}),
    EventKind.READY: frozenset({Phase.PLANNED, Phase.ARRIVED, Phase.CHECKING}),
    EventKind.STARTED: frozenset({Phase.READY}),
    EventKind.RATE_CHANGED: frozenset({Phase.RUNNING, Phase.PAUSED}),
    EventKind.PAUSED: frozenset({Phase.RUNNING}),
    EventKind.RESUMED: frozenset({Phase.PAUSED}),
    EventKind.ENDED: frozenset({Phase.RUNNING, Phase.PAUSED}),
    EventKind.DISCHARGED: frozenset({Phase.RECOVERY}),
    EventKind.NOT_TREATED: BEFORE_START,
}


def elapsed(since: Moment, until: Moment) -> Elapsed:
    """Return the time between two moments; a clock that went back gives nothing, never less than nothing."""
    if since.boot == until.boot:
        return Elapsed(max(until.uptime_ms - since.uptime_ms, 0), gap=False)
    return Elapsed(max(int((until.at - since.at) / timedelta(milliseconds=1)), 0), gap=True)


def minute_after(start: Moment, moment: Moment) -> float:
    """Return at which minute counted from ``start`` something happened; negative before it.

    Within one boot from the uptime, else from the wall clock.
    """
    if start.boot == moment.boot:
        return (moment.uptime_ms - start.uptime_ms) / 60_000
    return (moment.at - start.at) / timedelta(minutes=1)


def phase_of(events: Sequence[Event]) -> Phase:
    """Return where a session with these events (in order) stands; without events it is planned."""
    return phase_after(event.kind for event in events)


def phase_after(kinds: Iterable[EventKind]) -> Phase:
    """Return where a session stands after events of these kinds, in order.

    An event that cannot follow where the session stands leaves the phase as it is, so that a late or doubled one
    (two workstations pressing "end") never throws a session back.
    """
    phase = Phase.PLANNED
    for kind in kinds:
        if may_follow(kind, phase):
            phase = _PHASE_AFTER.get(kind, phase)
    return phase


def may_follow(kind: EventKind, phase: Phase) -> bool:
    """Say whether an event of this kind makes sense for a session in this phase."""
    return phase in _FOLLOWS.get(kind, frozenset())


def started(events: Sequence[Event]) -> Moment | None:
    """Return when the infusion started, or None."""
    return _first(events, EventKind.STARTED)


def ended(events: Sequence[Event]) -> Moment | None:
    """Return when the infusion ended, or None."""
    return _first(events, EventKind.ENDED)


def discharged(events: Sequence[Event]) -> Moment | None:
    """Return when the patient left, or None."""
    return _first(events, EventKind.DISCHARGED)


def since_start(events: Sequence[Event], now: Moment) -> Elapsed:
    """Return the time since the infusion started, pauses and recovery included; nothing before the start."""
    beginning = started(events)
    return elapsed(beginning, now) if beginning else NOTHING


def stretches(events: Sequence[Event], now: Moment) -> tuple[Stretch, ...]:
    """Return the stretches of flow and pause from the start to the end, or to now while it still runs."""
    found: list[Stretch] = []
    since: Moment | None = None
    flowing, rate = False, None
    phase = Phase.PLANNED
    for event in events:
        if not may_follow(event.kind, phase):
            continue
        phase = _PHASE_AFTER.get(event.kind, phase)
        if event.kind not in _CHANGES_FLOW:
            continue
        if since is not None:
            found.append(Stretch(since, elapsed(since, event.moment), flowing, rate if flowing else None))
        since = None if event.kind is EventKind.ENDED else event.moment
        flowing = phase is Phase.RUNNING
        rate = event.rate_microlitres_per_hour if event.rate_microlitres_per_hour is not None else rate
    if since is not None:
        found.append(Stretch(since, elapsed(since, now), flowing, rate if flowing else None))
    return tuple(found)


_CHANGES_FLOW = frozenset(
    {EventKind.STARTED, EventKind.RATE_CHANGED, EventKind.PAUSED, EventKind.RESUMED, EventKind.ENDED}
)


def infused(events: Sequence[Event], now: Moment) -> Elapsed:
    """Return how long the infusion has flowed, pauses left out."""
    return sum((stretch.elapsed for stretch in stretches(events, now) if stretch.flowing), NOTHING)


def paused(events: Sequence[Event], now: Moment) -> Elapsed:
    """Return how long it has been paused in all."""
    return sum((stretch.elapsed for stretch in stretches(events, now) if not stretch.flowing), NOTHING)


def expected_end(events: Sequence[Event], now: Moment, planned_minutes: int) -> datetime | None:
    """Return when the planned minutes of flow will be over if nothing else happens; None unless running or paused.

    While paused it moves on with the clock. Rate changes are not foreseen by it: use the volume left and the rate.
    """
    if phase_of(events) not in (Phase.RUNNING, Phase.PAUSED):
        return None
    left = planned_minutes * 60_000 - infused(events, now).milliseconds
    return now.at + timedelta(milliseconds=max(left, 0))


def _first(events: Sequence[Event], kind: EventKind) -> Moment | None:
    return next((event.moment for event in events if event.kind is kind), None)
