"""What calls for somebody in one session, and what people do about it: going there, muting the chair, closing it.

A reminder, not a patient monitor: it knows what was recorded, nothing else. The rules are in ``rules.alarms``.
"""

from collections.abc import Iterator
from datetime import timedelta

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound, Sealed
from clinicdesk.language import _
from clinicdesk.records.sessions.attention import due
from clinicdesk.records.sessions.devices import device_course
from clinicdesk.records.sessions.events import cleaned, live_row, now_of, refuse_closed
from clinicdesk.records.sessions.ordered import too_fast_for_new_order
from clinicdesk.records.sessions.outcome import earliest_leave
from clinicdesk.records.sessions.planned_steps import step_due
from clinicdesk.records.sessions.reading import get, line
from clinicdesk.records.sessions.session import COMMENT, Observation, Session, SessionEvent
from clinicdesk.rules.alarms import (
    CHAIR,
    Alarm,
    AlarmDeed,
    AlarmKind,
    Cause,
    Deed,
    Patience,
    Urgency,
    Watch,
    standing_at,
)
from clinicdesk.rules.monitoring import Finding, findings
from clinicdesk.rules.protocol import Level, When
from clinicdesk.rules.quantities import rate_text
from clinicdesk.rules.timeline import EventKind, Moment, Phase, minute_after
from clinicdesk.rules.vitals import Kind, show
from clinicdesk.storage.clock import as_text, from_text

LONGEST_MUTE_MINUTES = 15
"""A chair is never silent for longer. Our own choice: longer than any interval of readings in the shipped presets."""

_OVER = frozenset({Phase.PLANNED, Phase.DISCHARGED, Phase.NOT_TREATED})
_MILLISECONDS_PER_HOUR = 3_600_000


def alarms(session: Session, now: Moment) -> tuple[Alarm, ...]:
    """Return what calls for somebody, and what is coming (``Urgency.QUIET``), the most urgent first."""
    return standing_at(watch(session, now), now)


def watch(session: Session, now: Moment) -> Watch:
    """Return all that may call for somebody until something else is recorded, to be asked with each tick of the clock.

    Nothing of a session that is over, or was typed in from paper and is not gone on with on the screen.
    """
    if session.phase in _OVER or session.is_signed or _on_paper(session):
        return Watch()
    causes = (
        *_calls(session),
        *_limits(session),
        *_vitals(session, now),
        *_next_step(session, now),
        *_new_order(session),
        *_planned_end(session, now),
        *_devices(session),
        *_ready(session),
        *_hold(session),
    )
    return Watch(causes, tuple(_deeds(session)))


def go(desk: Desk, session_id: str, key: str) -> None:
    """Record that this person is on the way to an alarm. Anybody may, and say so while others are going too."""
    found = line(desk, session_id)
    if found.signed:
        raise Sealed
    row = live_row(desk, found, EventKind.ALARM, now_of(desk), **_detail(desk, AlarmDeed.GOING, key))
    desk.record("session.go", row, patient=found.patient_id)


def mute(desk: Desk, session_id: str, minutes: int) -> None:
    """Silence a chair for some minutes; it ends by itself. A broken limit and a patient's call are heard all the same.

    Raises ``BadValue`` for less than one minute or more than ``LONGEST_MUTE_MINUTES``.
    """
    session = get(desk, session_id)
    refuse_closed(session)
    if not 1 <= minutes <= LONGEST_MUTE_MINUTES:
        raise BadValue(_("A chair can be muted for 1 to {most} minutes.").format(most=LONGEST_MUTE_MINUTES), "minutes")
    at = now_of(desk)
    until = as_text(at.at + timedelta(minutes=minutes))
    row = live_row(desk, session, EventKind.ALARM, at, **_detail(desk, AlarmDeed.MUTED, CHAIR, until=until))
    desk.record("session.alarm", row, patient=session.patient_id)


def settle_alarm(desk: Desk, session_id: str, key: str, *, done: str) -> None:
    """Close an alarm with what was done about it.

    Raises ``NotFound`` when it is gone already (somebody closed it, or the values came), ``BadValue`` without words and
    for what is still to come: closed beforehand it would never call.
    """
    session = get(desk, session_id)
    refuse_closed(session)
    if not cleaned(done):
        raise BadValue(_("Say what was done."), "done")
    alarm = next((a for a in alarms(session, now_of(desk)) if a.key == key), None)
    if alarm is None:
        raise NotFound(_("This alarm is closed already. Look at the chair again."))
    if alarm.urgency is Urgency.QUIET and alarm.kind is not AlarmKind.LIMIT:
        raise BadValue(_("This is not due yet. Close it when it calls."))
    detail = _detail(desk, AlarmDeed.CLOSED, key, words=cleaned(done), told=alarm.words)
    row = live_row(desk, session, EventKind.ALARM, now_of(desk), **detail)
    desk.record("session.alarm", row, patient=session.patient_id)


def note_on_alarm(desk: Desk, session_id: str, key: str, *, words: str) -> None:
    """Record something done about an alarm that stays open."""
    session = get(desk, session_id)
    refuse_closed(session)
    if not cleaned(words):
        raise BadValue(_("Say what was done."), "done")
    detail = _detail(desk, AlarmDeed.ACTED, key, words=cleaned(words))
    row = live_row(desk, session, EventKind.ALARM, now_of(desk), **detail)
    desk.record("session.alarm", row, patient=session.patient_id)


def _detail(desk: Desk, what: AlarmDeed, key: str, **more: str | None) -> dict[str, str | None]:
    return {"what": str(what), "alarm": key, "staff_name": desk.person.name, **more}


# What may call --------------------------------------------------------------------------------------------------------


def _calls(session: Session) -> Iterator[Cause]:
    for event in session.events_of(EventKind.CALLED):
        said = event.detail.get("words") or event.detail.get("card")
        words = _("The patient calls: {words}").format(words=said) if said else _("The patient calls.")
        yield Cause(f"call:{event.id}", AlarmKind.CALL, words, event.moment, least=Urgency.LOUD)


def _limits(session: Session) -> Iterator[Cause]:
    """Yield the last value of each kind that broke a limit; a better one since makes it silent, not closed.

    What is only to be taken note of is told of the newest value of a kind.
    """
    start = session.started
    newest: dict[str, Observation] = {}
    broken: dict[str, tuple[Observation, Finding]] = {}
    for observation in session.current:
        if observation.kind == COMMENT or observation.value is None:
            continue
        if start is not None and minute_after(start, observation.moment) <= 0:
            continue
        kind = observation.kind
        # What is entered late is held against when it was taken: it is not the last word on the patient.
        if kind not in newest or _is_later(observation, newest[kind]):
            newest[kind] = observation
        finding = _finding(session, observation)
        breaks = finding is not None and finding.level >= Level.HOLD
        if finding and breaks and (kind not in broken or _is_later(observation, broken[kind][0])):
            broken[kind] = (observation, finding)
    for kind, observation in newest.items():
        if kind in broken:
            yield _limit(*broken[kind], observation)
        if (finding := _finding(session, observation)) is not None and finding.level < Level.HOLD:
            yield _limit(observation, finding, observation)


def _is_later(observation: Observation, than: Observation) -> bool:
    """Tell whether a value was taken at the same moment as another one, or after it."""
    return minute_after(than.moment, observation.moment) >= 0


def _finding(session: Session, observation: Observation) -> Finding | None:
    """Return the most serious limit that one value reaches, or None."""
    before = session.started is None
    values = {Kind(observation.kind): observation.value or 0}
    found = findings(session.protocol.limits, values, {} if before else session.baseline(), before_start=before)
    return found[0] if found else None


def _limit(observation: Observation, finding: Finding, newest: Observation) -> Cause:
    rule = finding.rule
    least = most = Urgency.LOUD
    words = finding.words
    if finding.level < Level.HOLD:
        least = most = Urgency.QUIET
    elif rule.when is When.BEFORE:
        # It stands in the way of the start, where it is answered; nothing flows yet.
        least = most = Urgency.DUE
    elif newest is not observation:
        least = most = Urgency.DUE
        now = show(rule.kind, newest.value or 0)
        words = _("{finding} It is {value} now. Say what was done.").format(finding=finding.words, value=now)
    key = f"limit:{observation.id}:{rule.comparison}-{rule.value}"
    return Cause(key, AlarmKind.LIMIT, words, observation.moment, least, most, level=finding.level, do=rule.do)


def _vitals(session: Session, now: Moment) -> Iterator[Cause]:
    found, start = due(session, now), session.started
    if found is None or start is None:
        return
    yield Cause(
        f"vitals:{found.minute}",
        AlarmKind.VITALS,
        _("Vital signs of minute {minute}").format(minute=found.minute),
        start.before(-found.minute * 60_000),
        patience=_patience(session),
    )


def _next_step(session: Session, now: Moment) -> Iterator[Cause]:
    """Yield the planned change of rate that comes next; while paused it waits with the pump."""
    due = step_due(session, now)
    if due is not None and session.phase is Phase.RUNNING:
        yield Cause(f"stage:{due.number}", AlarmKind.STEP, due.words, due.due, patience=_patience(session))


def _new_order(session: Session) -> Iterator[Cause]:
    """Yield that the pump runs faster than a new order wants: nobody has set it since the order was signed."""
    order, wanted = session.order, too_fast_for_new_order(session)
    if order is None or wanted is None or session.phase is not Phase.RUNNING:
        return
    words = _("New order: set the rate to {rate}").format(rate=rate_text(wanted))
    # An order bears the wall clock alone.
    signed = Moment(order.signed_at, "", 0)
    yield Cause(f"order:{order.id}", AlarmKind.STEP, words, signed, patience=_patience(session))


def _planned_end(session: Session, now: Moment) -> Iterator[Cause]:
    """Yield the moment the ordered dose is in, as far as the rate now set tells; it asks, it never ends anything."""
    rate = session.rate_now()
    if session.phase is not Phase.RUNNING or not rate or not session.target_microlitres:
        return
    if step_due(session, now) is not None:
        # The rate now set is not the one the infusion ends with: nothing can be told from it yet.
        return
    left = session.target_microlitres - session.infused_microlitres(now)
    if left > 0:
        at = now.before(-(left * _MILLISECONDS_PER_HOUR // rate))
    else:
        at = _when_it_was_in(session, now, rate)
    yield Cause("end", AlarmKind.END, _("The ordered dose is in. End it?"), at, patience=_patience(session))


def _devices(session: Session) -> Iterator[Cause]:
    """Yield the next device, once the rest before it is over."""
    course = device_course(session)
    if course is None or not course.given:
        return
    if session.phase is Phase.RUNNING and course.next_number is not None:
        at = course.given[-1].before(-course.minutes_between * 60_000)
        words = _("Device {number} of {count} may be given").format(number=course.next_number, count=course.ordered)
        yield Cause(f"device:{course.next_number}", AlarmKind.STEP, words, at, patience=_patience(session))


def _ready(session: Session) -> Iterator[Cause]:
    """Yield that the time the protocol wants the patient to stay has passed: silent, however long it is left."""
    leave = earliest_leave(session)
    if session.phase is Phase.RECOVERY and leave is not None:
        words = _("The time to stay has passed. Discharge?")
        yield Cause("ready", AlarmKind.READY, words, leave, most=Urgency.DUE)


def _when_it_was_in(session: Session, now: Moment, rate: int) -> Moment:
    """Return when the target was reached: counted on from the last change of flow, where the volume was known."""
    kinds = (EventKind.STARTED, EventKind.RATE_CHANGED, EventKind.RESUMED, EventKind.BOLUS, EventKind.PUMP_READ)
    changes = session.events_of(*kinds)
    since = changes[-1].moment if changes else now
    left = max(session.target_microlitres - session.infused_microlitres(since), 0)
    return since.before(-(left * _MILLISECONDS_PER_HOUR // rate))


def _hold(session: Session) -> Iterator[Cause]:
    held = session.last_event(EventKind.HELD)
    over = session.last_event(EventKind.HOLD_OVER)
    if held is None or session.started is not None or (over is not None and over.seq > held.seq):
        return
    again = held.moment.before(-int(held.detail.get("again_in_minutes") or 0) * 60_000)
    words = _("Held: look again whether it can start")
    yield Cause(f"hold:{held.id}", AlarmKind.HOLD, words, again, patience=_patience(session))


def _patience(session: Session) -> Patience:
    protocol = session.protocol
    return Patience(protocol.vitals.overdue_after_minutes, protocol.alarms.escalate_after_minutes)


def _deeds(session: Session) -> Iterator[Deed]:
    for event in session.events_of(EventKind.ALARM):
        detail = event.detail
        until = detail.get("until")
        yield Deed(
            AlarmDeed(detail["what"]),
            detail["alarm"],
            event.moment,
            detail.get("staff_name") or event.by_name,
            detail.get("words") or "",
            from_text(until) - event.at if until else None,
        )


def _on_paper(session: Session) -> bool:
    """Say whether the session was typed in from paper and nothing since its start was recorded as it happened: nobody
    sits in the chair. Something from the sheet that is typed in later does not silence a chair where somebody does.
    """
    start = session.last_event(EventKind.STARTED)
    if start is None or not start.transcribed:
        return False
    rows: tuple[SessionEvent | Observation, ...] = (*session.events, *session.observations)
    return all(row.transcribed for row in rows if row.seq > start.seq)
