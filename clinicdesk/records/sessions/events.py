"""What every verb on a session shares: when something happened, and the row that says so."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from clinicdesk.desk import Desk, moment
from clinicdesk.errors import BadValue, Sealed
from clinicdesk.language import _
from clinicdesk.records.sessions.session import Session, SessionLine
from clinicdesk.rules.timeline import EventKind, Moment, elapsed, may_follow, minute_after
from clinicdesk.storage.clock import as_text, whole_milliseconds
from clinicdesk.storage.entry import Change, Value, insert

LONGEST_BACK = timedelta(hours=12)
"""How far back something may be entered. Our own choice: a clinic day; older things belong into an addendum."""

LONGEST_BACK_ON_PAPER = timedelta(days=14)
"""How far back a sheet of paper may be typed in after the PCs were dark. Our own choice."""

_COMING = (EventKind.ARRIVED, EventKind.ARRIVAL_UNDONE)
_FLOW = (EventKind.STARTED, EventKind.RATE_CHANGED, EventKind.PAUSED, EventKind.RESUMED, EventKind.ENDED)


def now_of(desk: Desk) -> Moment:
    """Return this instant as this PC sees it."""
    return Moment(desk.now(), desk.clinic.clock.boot, desk.clinic.clock.uptime_ms())


def when(desk: Desk, occurred_at: datetime | None) -> Moment:
    """Return the moment something happened: now, or a little earlier ("3 minutes ago").

    Raises ``BadValue`` for a time in the future or more than 12 hours back. Now is never refused, whatever the clock
    says, unless somebody types in from paper: then the time on the paper is needed, and may be some days old.
    """
    if occurred_at is None:
        if desk.transcribing:
            raise BadValue(_("Type the time that stands on the paper."), "occurred_at")
        return now_of(desk)
    at = whole_milliseconds(occurred_at)
    if at > desk.now():
        raise BadValue(_("This time is in the future. Type when it happened."), "occurred_at")
    if desk.transcribing and desk.now() - at > LONGEST_BACK_ON_PAPER:
        raise BadValue(_("This is more than 14 days ago. File the scan of the paper and add a note."), "occurred_at")
    if not desk.transcribing and desk.now() - at > LONGEST_BACK:
        raise BadValue(_("This is more than 12 hours ago. Check the time, or write it as a note."), "occurred_at")
    then = moment(desk, at)
    return Moment(at, str(then["boot"]), int(then["uptime_ms"] or 0))


def sheet_day(desk: Desk, session: Session) -> date:
    """Return the day a time without one means when a session is typed in from paper, in the clinic's zone.

    The day of what was recorded of it last, or the one it was planned for while nothing is: never simply today.
    """
    last = session.events[-1].at if session.events else None
    return desk.local(last).date() if last else session.planned_on


def in_order(session: Session, at: Moment, *, chosen: bool) -> Moment:
    """Return the moment of a start, pause, rate change or end; raise ``BadValue`` when it lies before the one before,
    or before the patient came.

    Only a time that somebody ``chosen`` is checked: what is recorded as "now" is recorded, whatever the clock says.
    """
    before = [event for event in session.events if event.kind in _FLOW]
    if chosen and before and elapsed(at, before[-1].moment).milliseconds > 0:
        raise BadValue(_("This time is before what was recorded last. Type a later time."), "occurred_at")
    came = next((event for event in reversed(session.events) if event.kind in _COMING), None)
    if chosen and came is not None and came.kind is EventKind.ARRIVED and minute_after(came.moment, at) < 0:
        raise BadValue(_("This time is before the patient arrived. Type a later time."), "occurred_at")
    return at


def require(session: Session, kind: EventKind, sentence: str) -> None:
    """Raise ``BadValue`` with the sentence unless such an event can follow; ``Sealed`` when the session is signed."""
    refuse_closed(session)
    if not may_follow(kind, session.phase):
        raise BadValue(sentence)


def refuse_without_pump(session: Session) -> None:
    """Raise ``BadValue`` where nothing flows: devices are given one by one, and stopped by giving no more."""
    if session.protocol.devices is not None:
        raise BadValue(_("This treatment runs through no pump. Record the devices, or that no more is given."))


def refuse_closed(session: Session) -> None:
    """Raise ``Sealed`` when a signature closes the session, ``BadValue`` when it was taken out of the plan.

    The latter stands in no list, of running infusions either: what would go on in it nobody would see.
    """
    if session.is_signed:
        raise Sealed
    if session.voided_reason is not None:
        raise BadValue(_("This session was taken out of the plan. Plan a new one."))


def event_row(desk: Desk, session: Session | SessionLine, kind: EventKind, at: Moment, **detail: Any) -> Change:
    """Return the row of something that happened."""
    return _event(desk, session, kind, at, detail, transcribed=desk.transcribing)


def live_row(desk: Desk, session: Session | SessionLine, kind: EventKind, at: Moment, **detail: Any) -> Change:
    """Return the row of something that happens now and is never from paper, also while somebody types in from there."""
    return _event(desk, session, kind, at, detail, transcribed=False)


def _event(
    desk: Desk,
    session: Session | SessionLine,
    kind: EventKind,
    at: Moment,
    detail: dict[str, Any],
    *,
    transcribed: bool,
) -> Change:
    return insert(
        "session_events",
        desk.new_id(),
        session_id=session.id,
        patient_id=session.patient_id,
        kind=str(kind),
        detail=json.dumps(detail, sort_keys=True, ensure_ascii=False),
        transcribed=int(transcribed),
        **moment_columns("occurred_at", at),
    )


def beginning_of(session: Session) -> Change:
    """Return the claim that lets a session begin once: of two people who start it or close it as not treated at the
    same moment, one gets through.
    """
    return insert("claims", f"start of session {session.id}", holder=session.id)


def order_claim(session: Session) -> Change:
    """Return the claim on the place of the next order: of two who order at the same moment one gets through.

    A start takes a place too: it rests on the order that was read, and on no other signed meanwhile.
    """
    taken = len(session.orders) + (session.started is not None)
    return insert("claims", f"order {taken + 1} of session {session.id}", holder=session.id)


def correction_of(row_id: str | None) -> tuple[Change, ...]:
    """Return the claim that lets a row be corrected once: two corrections of one dose would count as two doses.

    The second of two at the same moment raises ``ChangedElsewhere``; a further one corrects the correction.
    """
    return () if row_id is None else (insert("claims", f"correction of {row_id}", holder=row_id),)


def moment_columns(name: str, at: Moment) -> dict[str, Value]:
    """Return the columns of a moment; the wall clock goes into the column ``name``."""
    return {name: as_text(at.at), "boot": at.boot, "uptime_ms": at.uptime_ms}


def cleaned(text: str | None) -> str | None:
    """Return typed text without blanks around it; nothing but blanks is None."""
    return (text or "").strip() or None
