"""What calls for somebody at a chair, how urgently, and what is to be heard of it.

An alarm is computed from its cause and the clock each time it is looked at; nothing counts down. Between two moments of
one boot the uptime decides, so neither sleep of the PC nor a changed clock moves it (see ``timeline``).

The three steps (due is silent, overdue a soft chime, escalated loud; a broken limit and a patient's call loud at once
and never muted) are this project's own, against fatigue by alarms; the minutes come from the protocol's presets. This
is a reminder on a PC, not a patient monitor, and no part of it replaces one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from clinicdesk.rules.protocol import Level
from clinicdesk.rules.timeline import Moment, elapsed, minute_after

CHAIR = "chair"
"""The key under which a whole chair is muted."""


class AlarmKind(StrEnum):
    """What an alarm is about."""

    VITALS = "vitals"
    LIMIT = "limit"
    CALL = "call"
    END = "end"
    STEP = "step"
    HOLD = "hold"
    READY = "ready"


class Urgency(IntEnum):
    """How urgent; higher is more. QUIET asks for nothing yet: it is told so that it can be seen coming."""

    QUIET = 0
    DUE = 1
    OVERDUE = 2
    LOUD = 3


class Sound(IntEnum):
    """What is heard."""

    NONE = 0
    CHIME = 1
    LOUD = 2


class AlarmDeed(StrEnum):
    """What somebody did about an alarm. The values are stored, so they never change."""

    GOING = "going"
    MUTED = "muted"
    CLOSED = "closed"
    ACTED = "acted"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long after its time something is overdue, and how long after that it is escalated, in minutes."""

    overdue_after_minutes: int
    escalate_after_minutes: int


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that calls or will call for somebody, as the record has it.

    ``since`` is when it is due, or when it happened. ``least`` and ``most`` bound the urgency: a broken limit is LOUD
    from the first moment, a patient who may leave is never more than DUE. ``do`` is what the protocol says to do.
    """

    key: str
    kind: AlarmKind
    words: str
    since: Moment
    least: Urgency = Urgency.QUIET
    most: Urgency = Urgency.LOUD
    patience: Patience = Patience(0, 0)
    level: Level | None = None
    do: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What ``by_name`` did about the alarm ``key`` (``CHAIR``: all of the chair's), and until when it holds."""

    deed: AlarmDeed
    key: str
    moment: Moment
    by_name: str
    words: str = ""
    lasts: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """All that may call for somebody at one chair, read once and asked as often as the clock ticks."""

    causes: tuple[Cause, ...] = ()
    deeds: tuple[Deed, ...] = ()


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that calls for somebody, as it stands now.

    ``due_at`` is in UTC by the clock as it goes now. ``going``: who said to be on the way, else "". ``muted_until``:
    when the sound comes back by itself, None while it is not muted. ``done``: what was recorded about it so far.
    """

    key: str
    kind: AlarmKind
    urgency: Urgency
    words: str
    due_at: datetime
    late_minutes: int
    going: str = ""
    muted_until: datetime | None = None
    level: Level | None = None
    do: str = ""
    done: tuple[str, ...] = ()

    @property
    def may_be_muted(self) -> bool:
        """Whether muting the chair silences it: never a broken limit, never a patient's call."""
        return may_be_muted(self.kind)

    @property
    def place(self) -> int:
        """Where it stands among those equally urgent; lower comes first."""
        return _FIRST.index(self.kind) if self.kind in _FIRST else len(_FIRST)

    @property
    def sound(self) -> Sound:
        """What is to be heard: once somebody is on the way a loud one is only soft, and a soft one rests."""
        if self.urgency < Urgency.OVERDUE or self.muted_until is not None:
            return Sound.NONE
        loud = Sound.LOUD if self.urgency is Urgency.LOUD else Sound.CHIME
        return Sound(loud - 1) if self.going else loud


_FIRST = (AlarmKind.CALL, AlarmKind.LIMIT)


def may_be_muted(kind: AlarmKind) -> bool:
    """Say whether an alarm of this kind can be silenced with its chair."""
    return kind not in _FIRST


def standing_at(watch: Watch, now: Moment) -> tuple[Alarm, ...]:
    """Return what calls for somebody at this moment and what is coming, the most urgent first.

    Of those equally urgent a patient's call comes first, then a broken limit ("stop" before "hold"), then what is
    merely late, however long it is: who asked for help, and what the protocol says to do, must be in sight at once.
    Then the oldest. This is our own choice.
    """
    closed = [deed for deed in watch.deeds if deed.deed is AlarmDeed.CLOSED]
    muted_until = _muted_until(watch.deeds, now)
    open_causes = (cause for cause in watch.causes if not any(_is_about(deed, cause) for deed in closed))
    alarms = [_alarm(cause, watch.deeds, muted_until, now) for cause in open_causes]
    return tuple(sorted(alarms, key=_by_need))


def _by_need(alarm: Alarm) -> tuple[int, int, int, datetime, str]:
    level = alarm.level if alarm.level is not None else Level.STOP
    return -alarm.urgency, alarm.place, -level, alarm.due_at, alarm.key


def _is_about(deed: Deed, cause: Cause) -> bool:
    """Tell whether somebody did something about this cause. What was put off to a later time since calls anew."""
    return deed.key == cause.key and (cause.kind not in _PUT_OFF or minute_after(cause.since, deed.moment) >= 0)


_PUT_OFF = frozenset({AlarmKind.END, AlarmKind.READY})
"""The same key speaks of a time that moves: with more to give, or a later end. All others stand for one thing each."""


def urgency_at(cause: Cause, now: Moment) -> Urgency:
    """Return how urgent a cause is: it only ever grows with the time."""
    late = minute_after(cause.since, now)
    found = Urgency.QUIET
    if late >= 0:
        found = Urgency.DUE
    if late > cause.patience.overdue_after_minutes:
        found = Urgency.OVERDUE
    if late > cause.patience.overdue_after_minutes + cause.patience.escalate_after_minutes:
        found = Urgency.LOUD
    return Urgency(min(max(found, cause.least), cause.most))


def loudest(alarms: Iterable[Alarm]) -> Sound:
    """Return the one sound that speaks for several alarms."""
    return max((alarm.sound for alarm in alarms), default=Sound.NONE)


def calling(alarms: Iterable[Alarm]) -> tuple[Alarm, ...]:
    """Return those that ask for somebody now: due or more."""
    return tuple(alarm for alarm in alarms if alarm.urgency > Urgency.QUIET)


def mute_left(deeds: Sequence[Deed], now: Moment) -> timedelta | None:
    """Return how long the chair stays muted, or None when it is not."""
    muted = next((deed for deed in reversed(deeds) if deed.deed is AlarmDeed.MUTED and deed.key == CHAIR), None)
    if muted is None or muted.lasts is None:
        return None
    if minute_after(muted.moment, now) < 0:
        # Restarted with a clock that was set back: nobody can tell how long it lasted, so it is over.
        return None
    left = muted.lasts - timedelta(milliseconds=elapsed(muted.moment, now).milliseconds)
    return left if left > timedelta(0) else None


def _muted_until(deeds: Sequence[Deed], now: Moment) -> datetime | None:
    left = mute_left(deeds, now)
    return now.at + left if left is not None else None


def _alarm(cause: Cause, deeds: Sequence[Deed], muted_until: datetime | None, now: Moment) -> Alarm:
    own = [deed for deed in deeds if _is_about(deed, cause)]
    late = minute_after(cause.since, now)
    return Alarm(
        key=cause.key,
        kind=cause.kind,
        urgency=urgency_at(cause, now),
        words=cause.words,
        due_at=_by_the_clock(cause.since, now),
        late_minutes=max(int(late), 0),
        going=next((deed.by_name for deed in reversed(own) if deed.deed is AlarmDeed.GOING), ""),
        muted_until=muted_until if may_be_muted(cause.kind) else None,
        level=cause.level,
        do=cause.do,
        done=tuple(deed.words for deed in own if deed.deed is AlarmDeed.ACTED and deed.words),
    )


def _by_the_clock(since: Moment, now: Moment) -> datetime:
    """Return when something is due by the clock as it goes now, in whole seconds: its two readings differ a little."""
    if since.boot != now.boot:
        return since.at
    at = now.at - timedelta(milliseconds=now.uptime_ms - since.uptime_ms)
    return (at + timedelta(milliseconds=500)).replace(microsecond=0)
