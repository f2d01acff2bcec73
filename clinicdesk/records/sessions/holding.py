"""A visit that waits before its start: held for a reason, with a time at which somebody looks again.

A visit held may start after all, once somebody says that the hold is over, or end as not treated.
"""

from dataclasses import dataclass
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.sessions.events import cleaned, event_row, refuse_closed, when
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import Session
from clinicdesk.rules.timeline import BEFORE_START, EventKind, Moment

LONGEST_HOLD_MINUTES = 240
"""Who waits longer is planned for another day. Our own choice."""


@dataclass(frozen=True, slots=True)
class Held:
    """A hold that goes on: why, since when, and when somebody looks again. ``event_id`` names its alarm."""

    event_id: str
    reason: str
    since: Moment
    again_at: Moment


def held(session: Session) -> Held | None:
    """Return the hold that goes on, or None. A start and an end as not treated end it too."""
    if session.phase not in BEFORE_START:
        return None
    events = session.events_of(EventKind.HELD, EventKind.HOLD_OVER)
    if not events or events[-1].kind is EventKind.HOLD_OVER:
        return None
    last = events[-1]
    again_at = last.moment.before(-int(last.detail["again_in_minutes"]) * 60_000)
    return Held(last.id, last.detail["reason"], last.moment, again_at)


def hold(
    desk: Desk, session_id: str, *, reason: str, again_in_minutes: int, occurred_at: datetime | None = None
) -> str:
    """Hold a visit before its start and look again in so many minutes; return the id of the hold.

    Held again, the later reason and time count. Raises ``BadValue`` without a reason, or once the infusion has started.
    """
    session = _before_start(desk, session_id)
    if not cleaned(reason):
        raise BadValue(_("Say why the visit waits."), "reason")
    if not 0 < again_in_minutes <= LONGEST_HOLD_MINUTES:
        sentence = _("Look again in 1 to {most} minutes.").format(most=LONGEST_HOLD_MINUTES)
        raise BadValue(sentence, "again_in_minutes")
    at = when(desk, occurred_at)
    row = event_row(desk, session, EventKind.HELD, at, reason=cleaned(reason), again_in_minutes=again_in_minutes)
    desk.record("session.hold", row, patient=session.patient_id)
    return str(row.row_id)


def hold_over(desk: Desk, session_id: str, *, occurred_at: datetime | None = None) -> None:
    """Record that the visit goes on. Raises ``BadValue`` when it is not held."""
    session = _before_start(desk, session_id)
    if held(session) is None:
        raise BadValue(_("This visit is not held."))
    row = event_row(desk, session, EventKind.HOLD_OVER, when(desk, occurred_at))
    desk.record("session.hold", row, patient=session.patient_id)


def _before_start(desk: Desk, session_id: str) -> Session:
    session = get(desk, session_id)
    refuse_closed(session)
    if session.phase not in BEFORE_START:
        raise BadValue(_("The session has started or is over. It can be paused or stopped, not held."))
    return session
