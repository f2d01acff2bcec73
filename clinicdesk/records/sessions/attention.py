"""What a running session asks attention for: vital signs due, limits reached, a clock that cannot be trusted."""

from clinicdesk.language import _, ngettext
from clinicdesk.records.sessions.session import Session
from clinicdesk.rules import timeline
from clinicdesk.rules.alarms import AlarmDeed
from clinicdesk.rules.monitoring import Due, Finding, findings, next_due
from clinicdesk.rules.timeline import EventKind, Moment, Phase
from clinicdesk.rules.vitals import Kind, Reading

_WATCHED = frozenset({Phase.RUNNING, Phase.PAUSED, Phase.RECOVERY})
_CLOCK_TOLERANCE_MS = 60_000
"""A time server nudges a clock by seconds; a minute or more was somebody's hand."""


def due(session: Session, now: Moment) -> Due | None:
    """Return the next vital signs of a session that is being watched, or None."""
    start = session.started
    if start is None or session.phase not in _WATCHED:
        return None
    readings = (*session.readings, *left_out_sets(session, start))
    return next_due(session.protocol.vitals, readings, start, now, session.ended)


def left_out_sets(session: Session, start: Moment) -> tuple[Reading, ...]:
    """Return the sets a clinician closed without values ("asleep, left in peace"), as marks that they are not awaited.

    They stand for no value: only ``next_due`` is told of them, which looks at kinds and times.
    """
    closed = [
        int(event.detail["alarm"].partition(":")[2])
        for event in session.events_of(EventKind.ALARM)
        if event.detail.get("what") == AlarmDeed.CLOSED and event.detail["alarm"].startswith("vitals:")
    ]
    moments = [start.before(-minute * 60_000) for minute in closed]
    return tuple(Reading(kind, 0, m.at, m.boot, m.uptime_ms) for m in moments for kind in session.protocol.vitals.kinds)


def latest_values(session: Session) -> dict[Kind, int]:
    """Return the last value of each kind."""
    found = {kind: session.latest(kind) for kind in Kind}
    return {kind: o.value for kind, o in found.items() if o is not None and o.value is not None}


def limits_reached(session: Session) -> tuple[Finding, ...]:
    """Return what the last values of each kind mean against the clinic's limits, the most serious first."""
    before_start = session.started is None
    known = {} if before_start else session.baseline()
    return findings(session.protocol.limits, latest_values(session), known, before_start=before_start)


def clock_note(session: Session, now: Moment) -> str | None:
    """Return what to say when the PC was restarted or its clock was set while the patient is watched, or None."""
    if session.phase not in _WATCHED or not session.events:
        return None
    if any(stretch.elapsed.gap for stretch in timeline.stretches(session.timeline, now)):
        return _("The PC was restarted during this session. The time in between is taken from its clock: check it.")
    shift = _clock_shift(session, now)
    if abs(shift) < _CLOCK_TOLERANCE_MS:
        return None
    minutes = abs(shift) // 60_000
    changed = (
        ngettext("was put forward by {count} minute", "was put forward by {count} minutes", minutes)
        if shift > 0
        else ngettext("was set back by {count} minute", "was set back by {count} minutes", minutes)
    ).format(count=minutes)
    return _("The PC's clock {changed}. The timers go on as before; times of day may be wrong.").format(changed=changed)


def _clock_shift(session: Session, now: Moment) -> int:
    """Return by how many milliseconds the wall clock ran away from the uptime since anything was recorded here."""
    moments = [event.moment for event in session.events] + [o.moment for o in session.observations]
    shifts = [
        int((now.at - m.at).total_seconds() * 1000) - (now.uptime_ms - m.uptime_ms)
        for m in moments
        if m.boot == now.boot
    ]
    return max(shifts, key=abs, default=0)
