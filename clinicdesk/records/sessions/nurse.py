"""Who answers for a chair: taken at the start, taken over later, and handed over with what the next one must know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _, ngettext
from clinicdesk.records.sessions.attention import due, latest_values, limits_reached
from clinicdesk.records.sessions.events import cleaned, event_row, now_of, refuse_closed, when
from clinicdesk.records.sessions.reading import get, in_chairs
from clinicdesk.records.sessions.session import Session, SessionEvent, SessionLine
from clinicdesk.records.sessions.stamps import Stamp, open_stamps
from clinicdesk.rules.adverse import KINDS
from clinicdesk.rules.alarms import AlarmDeed
from clinicdesk.rules.monitoring import DueState
from clinicdesk.rules.timeline import EventKind, Moment, Phase
from clinicdesk.rules.vitals import MEASURES, Kind, show
from clinicdesk.storage.entry import Change

_OVER = frozenset({Phase.DISCHARGED, Phase.NOT_TREATED})
_NOT_TOLD = frozenset({Kind.WEIGHT, Kind.HEIGHT})
_LAST_NURSE = """
SELECT json_extract(x.detail, '$.staff_id') AS staff_id
FROM session_events x JOIN search_entries e ON e.id = x.version
WHERE x.session_id = ? AND x.kind = 'nurse' ORDER BY e.seq DESC, x.rowid DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for a chair, and since when (UTC)."""

    staff_id: str
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class HandOver:
    """What the next nurse must know of a chair, in words; ``open`` is what waits to be finished.

    ``given`` and ``left`` are empty where nothing is measured in a pump.
    """

    session: Session
    given: str
    left: str
    due: str
    values: tuple[str, ...]
    open: tuple[str, ...]


def responsible(session: Session) -> Responsible | None:
    """Return who answers for a session's chair now, or None while nobody has taken it."""
    taken = session.last_event(EventKind.NURSE)
    if taken is None:
        return None
    return Responsible(str(taken.detail["staff_id"]), str(taken.detail["name"]), taken.at)


def mine(desk: Desk) -> tuple[SessionLine, ...]:
    """Return the sessions in a chair for which the person at the desk answers, in the order of the plan."""
    return of_person(desk, desk.person.id)


def of_person(desk: Desk, staff_id: str) -> tuple[SessionLine, ...]:
    """Return the sessions in a chair for which a member of staff answers. No clinical word is read for it."""
    return tuple(found for found in in_chairs(desk) if _staff_of(desk, found.id) == staff_id)


def _staff_of(desk: Desk, session_id: str) -> str | None:
    row = desk.row(_LAST_NURSE, session_id)
    return row["staff_id"] if row else None


def at_start(desk: Desk, session: Session, at: Moment) -> tuple[Change, ...]:
    """Return the row that makes who starts a session answer for its chair; none where somebody does already."""
    if responsible(session) is not None:
        return ()
    return (_row(desk, session, at, words=None),)


def take(desk: Desk, session_id: str, *, occurred_at: datetime | None = None) -> None:
    """Record that the person at the desk answers for a chair from now on, whoever did before."""
    session = get(desk, session_id)
    _refuse_over(session)
    now = responsible(session)
    if now is not None and now.staff_id == desk.person.id:
        raise BadValue(_("You have this chair already."))
    row = _row(desk, session, when(desk, occurred_at), words=None)
    desk.record("session.nurse", row, patient=session.patient_id)


def hand_over(taker: Desk, session_ids: Sequence[str], *, words: str | None = None) -> None:
    """Record that the person at ``taker`` takes chairs over, all of them or none, as told in ``words``.

    The entry bears the taker's name: who takes a patient over says so. What was open is kept with it.
    """
    if not session_ids:
        raise BadValue(_("Choose at least one chair to hand over."))
    read = [get(taker, session_id) for session_id in session_ids]
    rows = []
    for session in read:
        _refuse_over(session)
        now = responsible(session)
        if now is not None and now.staff_id == taker.person.id:
            raise BadValue(_("Somebody else takes a chair over: this is who has it already."), "login")
        rows.append(_row(taker, session, now_of(taker), words=cleaned(words)))
    taker.record("session.nurse", *rows, patient=list(dict.fromkeys(session.patient_id for session in read)))


def _row(desk: Desk, session: Session, at: Moment, *, words: str | None) -> Change:
    before = responsible(session)
    return event_row(
        desk,
        session,
        EventKind.NURSE,
        at,
        staff_id=desk.person.id,
        name=desk.person.name,
        from_id=before.staff_id if before else None,
        open=list(open_points(desk, session)),
        words=words,
    )


def _refuse_over(session: Session) -> None:
    refuse_closed(session)
    if session.phase in _OVER:
        raise BadValue(_("The patient has left this chair. There is nothing to take over."))


# What is handed over --------------------------------------------------------------------------------------------------


def handing_over(desk: Desk, session_id: str) -> HandOver:
    """Return what the next nurse must know of a chair now."""
    session = get(desk, session_id)
    now = now_of(desk)
    return HandOver(
        session=session,
        given=_given(session, now),
        left=_left(session, now),
        due=_due(session, now),
        values=_values(desk, session),
        open=open_points(desk, session),
    )


def open_points(desk: Desk, session: Session) -> tuple[str, ...]:
    """Return in sentences what waits to be finished in a session: limits, calls, stamps, holds, unfinished events."""
    found = [finding.words for finding in limits_reached(session)]
    found += [_at(desk, _("The patient called at {time}."), event) for event in unanswered(session)]
    found += [_stamp_words(desk, stamp) for stamp in open_stamps(session)]
    held = session.last_event(EventKind.HELD)
    if held is not None and not _is_followed(session, held, (EventKind.HOLD_OVER, EventKind.STARTED)):
        found.append(_at(desk, _("The session is on hold since {time}."), held))
    if session.phase is Phase.PAUSED:
        paused = session.last_event(EventKind.PAUSED)
        found += [_at(desk, _("The infusion is paused since {time}."), paused)] if paused else []
    unsigned = [order for order in session.verbal_orders if order.signed_at is None]
    if unsigned:
        found.append(
            ngettext(
                "{count} verbal order waits for a signature.",
                "{count} verbal orders wait for a signature.",
                len(unsigned),
            ).format(count=len(unsigned))
        )
    return tuple(found)


def _stamp_words(desk: Desk, stamp: Stamp) -> str:
    time = formats.format_time(desk.local(stamp.moment.at))
    if stamp.what:
        return _("{time} {what}: details are missing.").format(time=time, what=KINDS[stamp.what])
    return _("An event was stamped at {time}; what it was is not written yet.").format(time=time)


def unanswered(session: Session) -> tuple[SessionEvent, ...]:
    """Return the patient's calls that nobody has closed as dealt with."""
    closed = {
        event.detail.get("alarm")
        for event in session.events_of(EventKind.ALARM)
        if event.detail.get("what") == AlarmDeed.CLOSED
    }
    return tuple(event for event in session.events_of(EventKind.CALLED) if f"call:{event.id}" not in closed)


def _is_followed(session: Session, event: SessionEvent, kinds: tuple[EventKind, ...]) -> bool:
    return any(later.seq > event.seq for later in session.events_of(*kinds))


def _at(desk: Desk, sentence: str, event: SessionEvent) -> str:
    return sentence.format(time=formats.format_time(desk.local(event.at)))


def _given(session: Session, now: Moment) -> str:
    micrograms = session.given_micrograms(now)
    return formats.format_dose(micrograms) if micrograms else ""


def _left(session: Session, now: Moment) -> str:
    if session.started is None or session.ended is not None or not session.target_microlitres:
        return ""
    left = max(session.target_microlitres - session.infused_microlitres(now), 0)
    rate = session.rate_now()
    # To 0.1 mL, as beside the pump; more would be a precision nobody can read there.
    volume = formats.format_volume(left // 100 * 100)
    if not rate or session.phase is not Phase.RUNNING:
        return volume
    return _("{volume}, about {time} at this rate").format(
        volume=volume, time=formats.format_duration(left * 60 // rate)
    )


def _due(session: Session, now: Moment) -> str:
    asked = due(session, now)
    if asked is None:
        return ""
    names = ", ".join(
        _("BP") if k is Kind.SYSTOLIC else MEASURES[k].short for k in asked.missing if k is not Kind.DIASTOLIC
    )
    if asked.state is DueState.WAITING:
        return _("{names} at minute {minute}").format(names=names, minute=asked.minute)
    return _("{names} now, due for {minutes} min").format(names=names, minutes=asked.late_minutes)


def _values(desk: Desk, session: Session) -> tuple[str, ...]:
    """Return the last value of each kind, those of one time in one line, the newest first: ``09:12  BP 151/92``."""
    by_time: dict[datetime, list[str]] = {}
    known = latest_values(session)
    for kind in known:
        taken = session.latest(kind)
        if taken is None or taken.value is None or kind in _NOT_TOLD or kind is Kind.DIASTOLIC:
            continue
        words = f"{MEASURES[kind].short} {show(kind, taken.value)}"
        if kind is Kind.SYSTOLIC:
            words = _("BP {systolic}/{diastolic}").format(
                systolic=taken.value, diastolic=known.get(Kind.DIASTOLIC, "?")
            )
        by_time.setdefault(taken.moment.at.replace(second=0, microsecond=0), []).append(words)
    newest_first = sorted(by_time.items(), reverse=True)
    return tuple(f"{formats.format_time(desk.local(at))}  {', '.join(words)}" for at, words in newest_first)


__all__ = [
    "HandOver",
    "Responsible",
    "at_start",
    "hand_over",
    "handing_over",
    "mine",
    "of_person",
    "open_points",
    "responsible",
    "take",
    "unanswered",
]
