"""What happened to the plan of a series since it was planned: a pause, sessions planned again, sessions added.

Each step is a row with its reason; what was planned and what was given stay as they were.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import appointments, series
from clinicdesk.records.appointments import State
from clinicdesk.records.series import Series
from clinicdesk.rules.timeline import Phase
from clinicdesk.storage.entry import Change, insert, update


class StepKind(StrEnum):
    """What happened to a plan. The values are stored, so they never change."""

    PAUSED = "paused"
    RESUMED = "resumed"
    REPEATED = "repeated"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class SeriesStep:
    """One step. ``sessions``: how many left the plan or came into it; ``until``: the last day meant for a pause.

    ``reason`` is None for who reads no clinical text.
    """

    kind: StepKind
    on: date
    sessions: int
    reason: str | None
    until: date | None
    by_name: str


def steps_of(desk: Desk, series_id: str) -> tuple[SeriesStep, ...]:
    """Return the steps of a series in the order they were recorded."""
    desk.may_see("plan")
    rows = desk.rows(
        "SELECT x.*, coalesce(w.name, e.staff) AS by_name FROM series_events x "
        "JOIN search_entries e ON e.id = x.version LEFT JOIN staff w ON w.id = e.staff "
        "WHERE x.series_id = ? ORDER BY e.seq",
        series_id,
    )
    return tuple(_step(row, clinical=desk.sees("clinical")) for row in rows)


def _step(row: Mapping[str, Any], *, clinical: bool) -> SeriesStep:
    detail = json.loads(row["detail"])
    until = detail.get("until")
    return SeriesStep(
        kind=StepKind(row["kind"]),
        on=date.fromisoformat(row["occurred_on"]),
        sessions=int(detail.get("sessions", 0)),
        reason=detail.get("reason") if clinical else None,
        until=date.fromisoformat(until) if until else None,
        by_name=row["by_name"],
    )


def is_paused(steps: tuple[SeriesStep, ...]) -> bool:
    """Tell whether a series stands still: paused, and no session was planned since, under whatever name."""
    return bool(steps) and steps[-1].kind is StepKind.PAUSED


def left_to_plan(planned: Series) -> int:
    """Return how many sessions the plan still owes: those not treated, paused or taken out were not given.

    A session that ended "not treated" uses no number of the series.
    """
    if planned.ended_on is not None:
        return 0
    given_or_coming = [line for line in planned.sessions if line.phase is not Phase.NOT_TREATED]
    return max(planned.planned_count - len(given_or_coming), 0)


def pause(desk: Desk, series_id: str, *, reason: str, until: date | None = None) -> None:
    """Pause a series: sessions nobody has arrived for leave the plan, and their bookings are cancelled, in one entry.

    What was given keeps its numbers; ``series_booking.add`` plans the rest again. Raises ``BadValue``.
    """
    planned = series.get(desk, series_id)
    refuse_ended(planned)
    steps = steps_of(desk, series_id)
    if is_paused(steps):
        raise BadValue(_("This series is paused already."))
    if not reason.strip():
        raise BadValue(_("Say why the series is paused."), "reason")
    if until is not None and until < desk.local(desk.now()).date():
        raise BadValue(_("This day is over. Type until when the pause lasts, or leave it empty."), "until")
    open_sessions = [line for line in planned.sessions if line.phase is Phase.PLANNED]
    if not open_sessions:
        raise BadValue(_("No session of this series is still to come. There is nothing to pause."))
    bookings = appointments.of_sessions(desk, [line.id for line in open_sessions]).values()
    # Reception reads these; the reason, which may be clinical, stands in the step alone.
    cancelled = {"state": str(State.CANCELLED), "state_reason": _("The series is paused")}
    desk.record(
        "series.change",
        *step(desk, planned, StepKind.PAUSED, sessions=len(open_sessions), reason=reason, until=until),
        *(update("sessions", line.id, line.version, voided_reason=_("The series is paused")) for line in open_sessions),
        *(update("appointments", b.id, b.version, **cancelled) for b in bookings if b.state is State.BOOKED),
        patient=planned.patient_id,
        reason=reason.strip(),
    )


def step(
    desk: Desk, planned: Series, kind: StepKind, *, sessions: int, reason: str | None, until: date | None = None
) -> tuple[Change, Change]:
    """Return the changes that write a step. Of two people who change a plan at the same moment one gets through."""
    taken = len(steps_of(desk, planned.id))
    detail = {
        "sessions": sessions,
        "reason": (reason or "").strip() or None,
        "until": until.isoformat() if until else None,
    }
    row = insert(
        "series_events",
        desk.new_id(),
        series_id=planned.id,
        patient_id=planned.patient_id,
        kind=str(kind),
        occurred_on=desk.local(desk.now()).date().isoformat(),
        detail=json.dumps({key: value for key, value in detail.items() if value is not None}, sort_keys=True),
    )
    return insert("claims", f"step {taken + 1} of series {planned.id}", holder=planned.id), row


def refuse_ended(planned: Series) -> None:
    """Raise ``BadValue`` when a series was ended."""
    if planned.ended_on is not None:
        raise BadValue(_("This series has ended. Plan a new one."))
