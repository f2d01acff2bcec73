"""What the order plans from here on: the next step of the dose, and when all of it will be in."""

from datetime import datetime, timedelta

from clinicdesk.records.sessions.ordered import stages_in_use
from clinicdesk.records.sessions.session import Session
from clinicdesk.rules.dosing import DoseArithmetic
from clinicdesk.rules.stages import StageDue, due_stage
from clinicdesk.rules.timeline import Moment, Phase

_MILLISECONDS_PER_HOUR = 3_600_000


def step_due(session: Session, now: Moment) -> StageDue | None:
    """Return the planned change of rate that comes next, or None: one rate gives all, or the last is set."""
    steps = stages_in_use(session)
    return due_stage(steps, session.timeline, now) if steps else None


def ends_at(session: Session, now: Moment) -> datetime | None:
    """Return when the ordered amount will be in (UTC) if nothing else happens; None when it does not run.

    With steps to come by their minutes, a late one from now on; else by what is left and the rate now set.
    """
    rate, dose = session.rate_now(), session.order.arithmetic if session.order else None
    if session.phase is not Phase.RUNNING or not rate:
        return None
    step = step_due(session, now)
    if step is not None and isinstance(dose, DoseArithmetic):
        to_come = sum(stage.minutes for stage in dose.stages[step.number - 1 :])
        return max(step.due_at, now.at) + timedelta(minutes=to_come)
    left = max(session.target_microlitres - session.infused_microlitres(now), 0)
    return now.at + timedelta(milliseconds=left * _MILLISECONDS_PER_HOUR // rate)
