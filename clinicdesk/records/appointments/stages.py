"""Where visits stand: for sessions from the events of the treatment, for others from what the front desk recorded."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.records.appointments.appointment import Stage, State
from clinicdesk.rules.timeline import EventKind, Phase, phase_after
from clinicdesk.storage.clock import from_text

_OF_PHASE: Mapping[Phase, Stage] = {
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


@dataclass(frozen=True, slots=True)
class Course:
    """The course of a session as far as the front desk needs it; nothing clinical."""

    phase: Phase
    at: Mapping[EventKind, datetime]

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has arrived for it and nothing else was recorded in it."""
        return self.phase is Phase.PLANNED


@dataclass(frozen=True, slots=True)
class FrontDesk:
    """When the front desk recorded what, of one booking; what was taken back is left out."""

    arrived_at: datetime | None = None
    checked_in_at: datetime | None = None
    began_at: datetime | None = None
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a visit stands, and since when (UTC)."""

    stage: Stage
    arrived_at: datetime | None
    checked_in_at: datetime | None
    began_at: datetime | None
    left_at: datetime | None


def courses(desk: Desk, session_ids: Collection[str]) -> dict[str, Course]:
    """Return the course of each session. The detail of the events is clinical and is not read."""
    kinds: dict[str, list[EventKind]] = {session_id: [] for session_id in session_ids}
    times: dict[str, dict[EventKind, datetime]] = {session_id: {} for session_id in session_ids}
    if not kinds:
        return {}
    rows = desk.rows(
        "SELECT x.session_id, x.kind, x.occurred_at FROM json_each(?) j "
        "JOIN session_events x ON x.session_id = j.value "
        "JOIN search_entries e ON e.id = x.version ORDER BY e.seq, x.rowid",
        json.dumps(list(kinds)),
    )
    for row in rows:
        kind = EventKind(row["kind"])
        kinds[row["session_id"]].append(kind)
        times[row["session_id"]][kind] = from_text(row["occurred_at"])
    return {session_id: Course(phase_after(found), times[session_id]) for session_id, found in kinds.items()}


def front_desk(desk: Desk, appointment_ids: Collection[str]) -> dict[str, FrontDesk]:
    """Return what the front desk recorded of each booking."""
    found = {appointment_id: FrontDesk() for appointment_id in appointment_ids}
    if not found:
        return found
    rows = desk.rows(
        "SELECT x.appointment_id, x.kind, x.occurred_at FROM json_each(?) j "
        "JOIN appointment_events x ON x.appointment_id = j.value "
        "JOIN search_entries e ON e.id = x.version ORDER BY e.seq, x.rowid",
        json.dumps(list(found)),
    )
    for row in rows:
        before, at = found[row["appointment_id"]], from_text(row["occurred_at"])
        found[row["appointment_id"]] = _with(before, row["kind"], at)
    return found


def visit(state: State, recorded: FrontDesk, course: Course | None) -> Visit:
    """Return where one visit stands."""
    if course is not None and course.phase is not Phase.PLANNED:
        # A session opened without the front desk has arrived, whoever recorded it.
        arrived = course.at.get(EventKind.ARRIVED) or recorded.arrived_at
        recorded = replace(
            recorded,
            arrived_at=arrived,
            began_at=course.at.get(EventKind.STARTED),
            left_at=course.at.get(EventKind.DISCHARGED),
        )
    stage = _stage(state, recorded, course)
    return Visit(stage, recorded.arrived_at, recorded.checked_in_at, recorded.began_at, recorded.left_at)


def _stage(state: State, recorded: FrontDesk, course: Course | None) -> Stage:
    if state is State.CANCELLED:
        return Stage.CANCELLED
    if state is State.NO_SHOW:
        return Stage.NO_SHOW
    if course is None:
        return _of_front_desk(recorded)
    stage = _OF_PHASE[course.phase]
    return Stage.CHECKED_IN if stage is Stage.ARRIVED and recorded.checked_in_at else stage


def _of_front_desk(recorded: FrontDesk) -> Stage:
    if recorded.left_at:
        return Stage.DISCHARGED
    if recorded.began_at:
        return Stage.IN_TREATMENT
    if recorded.checked_in_at:
        return Stage.CHECKED_IN
    return Stage.ARRIVED if recorded.arrived_at else Stage.BOOKED


def _with(before: FrontDesk, kind: str, at: datetime) -> FrontDesk:
    if kind == "arrived":
        return replace(before, arrived_at=before.arrived_at or at)
    if kind == "arrival_undone":
        return FrontDesk()
    if kind == "checked_in":
        return replace(before, checked_in_at=at)
    if kind == "began":
        return replace(before, began_at=before.began_at or at)
    return replace(before, left_at=at)
