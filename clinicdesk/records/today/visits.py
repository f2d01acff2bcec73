"""Which visits stand on the board of a day: its bookings, each with its session, and what is planned without one."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import inf

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, sessions
from clinicdesk.records.appointments import Appointment, Stage
from clinicdesk.records.sessions import SessionLine
from clinicdesk.records.today.row import HERE
from clinicdesk.rules.timeline import EventKind, Phase

_STAGES = {
    Phase.PLANNED: Stage.BOOKED,
    Phase.ARRIVED: Stage.ARRIVED,
    Phase.CHECKING: Stage.PREPARATION,
    Phase.READY: Stage.PREPARATION,
    Phase.RUNNING: Stage.IN_TREATMENT,
    Phase.PAUSED: Stage.IN_TREATMENT,
    Phase.RECOVERY: Stage.RECOVERY,
    Phase.DISCHARGED: Stage.DISCHARGED,
    Phase.NOT_TREATED: Stage.NOT_TREATED,
}
_GONE = frozenset({Stage.CANCELLED, Stage.NO_SHOW})
_STILL_HERE = HERE | {Stage.IN_TREATMENT, Stage.RECOVERY}
_NIGHT_HOURS = 8
"""So long after a visit began its patient may still be here after midnight. Our own choice."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A booking, a session, or both.

    ``checked_in`` is told of sessions without a booking, which tells it else. ``is_replaced`` says of a missed or
    cancelled booking that the patient has another one for it.
    """

    booked: Appointment | None
    session: SessionLine | None
    checked_in: bool = False
    is_replaced: bool = False

    @property
    def key(self) -> str:
        """What identifies it on the board."""
        return self.booked.id if self.booked else self._line.id

    @property
    def patient_id(self) -> str:
        """Whose visit it is."""
        return (self.booked.patient_id if self.booked else None) or self._line.patient_id

    @property
    def stage(self) -> Stage:
        """Where it stands."""
        if self.booked:
            return self.booked.stage
        stage = _STAGES[self._line.phase]
        return Stage.CHECKED_IN if stage is Stage.ARRIVED and self.checked_in else stage

    @property
    def phase(self) -> Phase | None:
        """Where its session stands; None for other visits, and once it is cancelled or missed."""
        return self.session.phase if self.session and self.stage not in _GONE else None

    @property
    def signed(self) -> bool:
        """Whether its session is signed."""
        return self.session is not None and self.session.signed

    @property
    def _line(self) -> SessionLine:
        assert self.session is not None, "a visit is a booking, a session, or both"
        return self.session

    def starts_at(self, desk: Desk) -> datetime | None:
        """Return when it begins, in the clinic's zone, or None while its time is open."""
        if self.booked:
            return desk.local(self.booked.starts_at)
        if self._line.planned_time is None:
            return None
        return datetime.combine(self._line.planned_on, self._line.planned_time, desk.zone())

    def day(self, desk: Desk) -> date:
        """Return the clinic's day it belongs to."""
        return desk.local(self.booked.starts_at).date() if self.booked else self._line.planned_on


def on_day(desk: Desk, day: date) -> list[Visit]:
    """Return the visits of a day of the clinic by time, those without a time last.

    Above today's stand those of earlier days that still run or recover, whoever is still here after midnight, and, for
    clinicians, those that wait to be signed.
    """
    booked = [visit for visit in appointments.on_day(desk, day) if visit.patient_id]
    lines = {line.id: line for line in sessions.on_day(desk, day)}
    is_today = day == desk.local(desk.now()).date()
    earlier = _of_earlier_days(desk, day) if is_today else []
    overnight = _overnight(desk, day) if is_today else []
    latest = _latest_by_session(booked)
    visits = [_visit(desk, visit, latest, lines, booked) for visit in booked]
    shown = {visit.session.id for visit in visits if visit.session}
    without = [line for line in lines.values() if line.id not in shown]
    checked_in = _checked_in(desk, without)
    visits += [Visit(None, line, line.id in checked_in) for line in without]
    visits.sort(key=lambda visit: _order(desk, visit))
    shown |= {visit.session.id for visit in overnight if visit.session}
    return [Visit(None, line) for line in earlier if line.id not in shown] + overnight + visits


def _checked_in(desk: Desk, lines: Sequence[SessionLine]) -> frozenset[str]:
    """Return which of some sessions without a booking were checked in."""
    rows = desk.rows(
        "SELECT x.session_id FROM json_each(?) j JOIN session_events x ON x.session_id = j.value "
        f"WHERE x.kind = '{EventKind.CHECKED_IN}'",
        json.dumps([line.id for line in lines]),
    )
    return frozenset(row["session_id"] for row in rows)


def _overnight(desk: Desk, day: date) -> list[Visit]:
    """Return the visits of the day before whose patients are still here, at midnight and in the hours after it.

    Those of whom nobody wrote down that they left go with the morning.
    """
    now = desk.now()
    if desk.local(now).hour >= _NIGHT_HOURS:
        return []
    before = appointments.between(desk, day - timedelta(days=1), day - timedelta(days=1))
    night = timedelta(hours=_NIGHT_HOURS)
    here = [one for one in before if one.patient_id and one.stage in _STILL_HERE and now - one.starts_at < night]
    return [Visit(one, _line_of(desk, one, {})) for one in here]


def _of_earlier_days(desk: Desk, day: date) -> list[SessionLine]:
    found = {line.id: line for line in sessions.running(desk) if line.planned_on != day}
    # Whoever recovers over midnight is still here, for everybody; what else is unsigned is for those who sign.
    clinical, night = desk.sees("clinical"), desk.local(desk.now()).hour < _NIGHT_HOURS
    for line in sessions.unsigned(desk) if clinical or night else ():
        recovers = line.phase is Phase.RECOVERY and line.planned_on == day - timedelta(days=1)
        if line.planned_on != day and (clinical or recovers):
            found[line.id] = line
    return sorted(found.values(), key=lambda line: (line.planned_on, line.id))


def _latest_by_session(booked: Iterable[Appointment]) -> dict[str, str]:
    """Return which booking a session belongs to: the standing one, else the last."""
    by_weight: Sequence[Appointment] = sorted(booked, key=lambda visit: visit.stage not in _GONE)
    return {visit.session_id: visit.id for visit in by_weight if visit.session_id}


def _visit(
    desk: Desk,
    one: Appointment,
    latest: dict[str, str],
    lines: dict[str, SessionLine],
    booked: Sequence[Appointment],
) -> Visit:
    """Return a booking with its session; one that was booked again, or goes on without it, is not this booking's."""
    if one.stage not in _GONE:
        return Visit(one, _line_of(desk, one, lines))
    line = _line_of(desk, one, lines) if one.session_id and latest[one.session_id] == one.id else None
    if line is not None and line.phase is not Phase.PLANNED:
        line = None
    # A session without a booking has no time; one that is booked again has.
    again = one.session_id is not None and (line is None or line.planned_time is not None)
    again |= any(o.stage not in _GONE and (o.patient_id, o.kind) == (one.patient_id, one.kind) for o in booked)
    return Visit(one, line, is_replaced=again)


def _line_of(desk: Desk, one: Appointment, lines: dict[str, SessionLine]) -> SessionLine | None:
    if one.session_id is None:
        return None
    return lines.get(one.session_id) or sessions.line(desk, one.session_id)


def _order(desk: Desk, visit: Visit) -> tuple[float, str]:
    # By the instant: in the night the clock goes back, half past one comes twice.
    at = visit.starts_at(desk)
    return (at.timestamp() if at else inf), visit.key
