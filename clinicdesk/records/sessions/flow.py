"""While the infusion runs: rate, pause, resume, end. The end is never refused for anything that is missing."""

from datetime import datetime
from enum import StrEnum

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.sessions.events import cleaned, event_row, in_order, refuse_without_pump, require, when
from clinicdesk.records.sessions.ordered import (
    PUMP_STEP_MICROLITRES_PER_HOUR,
    Under,
    next_stage,
    refuse_rate,
    signed,
    stages_of,
)
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import Session
from clinicdesk.records.sessions.withdrawn import refuse_withdrawn
from clinicdesk.rules.dosing import HIGHEST_RATE_MICROLITRES_PER_HOUR
from clinicdesk.rules.timeline import EventKind


class EndReason(StrEnum):
    """Why an infusion ended. The values are stored, so they never change."""

    COMPLETED = "completed"
    STOPPED = "stopped"


def set_rate(
    desk: Desk,
    session_id: str,
    *,
    rate_microlitres_per_hour: int,
    reason: str,
    under: Under | None = None,
    stage: int | None = None,
    occurred_at: datetime | None = None,
) -> None:
    """Record that the pump was set to another rate, why, and under which order: the signed one, if none is named.

    ``stage``: the step of the order (from 1) it is the rate of; then the step is the reason if no other is given. A
    rate that is the next step's, as closely as a pump can be set, is that step, whether somebody says so or not.
    Refused with ``BadValue`` beyond what the order covers, and once the patient has taken the consent back.
    """
    session = get(desk, session_id)
    require(session, EventKind.RATE_CHANGED, _("The infusion is not running. The rate cannot change."))
    if not 0 < rate_microlitres_per_hour <= HIGHEST_RATE_MICROLITRES_PER_HOUR:
        raise BadValue(_("This rate cannot be. Type the mL per hour the pump shows."), "rate")
    stage = stage or _is_next_step(session, rate_microlitres_per_hour)
    why = cleaned(reason) or _reason_of(session, stage)
    if not why:
        raise BadValue(_("Say why the rate changes."), "reason")
    chosen = under or signed(session)
    refuse_rate(session, chosen, rate_microlitres_per_hour, stage=stage)
    at = when(desk, occurred_at).at
    refuse_withdrawn(
        desk, session, at, _("Consent was withdrawn at {time}. Do not change the rate; stop the infusion.")
    )
    _record(
        desk,
        "session.rate",
        session,
        EventKind.RATE_CHANGED,
        occurred_at,
        rate_microlitres_per_hour=rate_microlitres_per_hour,
        reason=why,
        ordered_by=str(chosen.by),
        order_ref=chosen.ref,
        stage=stage,
    )


def _is_next_step(session: Session, rate_microlitres_per_hour: int) -> int | None:
    """Return the step of the order that comes next if this is its rate, give or take what a pump cannot be set to."""
    coming = next_stage(session)
    if coming is None:
        return None
    number, step = coming
    apart = abs(rate_microlitres_per_hour - step.rate_microlitres_per_hour)
    return number if apart < PUMP_STEP_MICROLITRES_PER_HOUR else None


def _reason_of(session: Session, stage: int | None) -> str | None:
    """Return the words of a step of the order that counts, or None when it has no such step."""
    steps = stages_of(session.order) if session.order else ()
    return steps[stage - 1].title if stage is not None and 1 <= stage <= len(steps) else None


def pause(desk: Desk, session_id: str, *, reason: str | None = None, occurred_at: datetime | None = None) -> None:
    """Record that the pump was paused."""
    session = get(desk, session_id)
    refuse_without_pump(session)
    require(session, EventKind.PAUSED, _("The infusion is not running."))
    _record(desk, "session.pause", session, EventKind.PAUSED, occurred_at, reason=cleaned(reason))


def resume(desk: Desk, session_id: str, *, occurred_at: datetime | None = None) -> None:
    """Record that the pump runs again, at the rate last set. Refused once the patient has taken the consent back."""
    session = get(desk, session_id)
    require(session, EventKind.RESUMED, _("The infusion is not paused."))
    at = when(desk, occurred_at).at
    refuse_withdrawn(desk, session, at, _("Consent was withdrawn at {time}. It cannot go on; stop the infusion."))
    _record(desk, "session.resume", session, EventKind.RESUMED, occurred_at)


def end(
    desk: Desk,
    session_id: str,
    *,
    ended: EndReason,
    reason: str | None = None,
    occurred_at: datetime | None = None,
) -> None:
    """Record that the infusion is over: completed, or stopped before its time."""
    session = get(desk, session_id)
    require(session, EventKind.ENDED, _("The infusion is not running. There is nothing to stop."))
    _record(desk, "session.end", session, EventKind.ENDED, occurred_at, ended=str(ended), reason=cleaned(reason))


def _record(
    desk: Desk, action: str, session: Session, kind: EventKind, occurred_at: datetime | None, **detail: object
) -> None:
    at = in_order(session, when(desk, occurred_at), chosen=occurred_at is not None)
    desk.record(action, event_row(desk, session, kind, at, **detail), patient=session.patient_id)
