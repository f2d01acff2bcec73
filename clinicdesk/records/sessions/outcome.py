"""How the patient leaves: the score, the checklist, the earliest time, the escort, and the ways a visit can end."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, Sealed
from clinicdesk.formats import format_time
from clinicdesk.language import _
from clinicdesk.records.sessions.events import cleaned, event_row, in_order, refuse_closed, require, when
from clinicdesk.records.sessions.oxygen import oxygen_now
from clinicdesk.records.sessions.reading import get, line
from clinicdesk.records.sessions.session import Session
from clinicdesk.rules import aldrete
from clinicdesk.rules.discharge import Leaving, Mark, earliest
from clinicdesk.rules.dose_rules import CountsFrom
from clinicdesk.rules.start_checks import CheckItem
from clinicdesk.rules.timeline import EventKind, Moment, Phase, elapsed
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.entry import Change

LATELY_MINUTES = 30
"""Vital signs older than this answer no item of a score: somebody looks again. Our own choice."""


class EscortStep(StrEnum):
    """What happened about the escort. The values are stored, so they never change."""

    CALLED = "called"
    LATE = "late"
    TAKEN_OVER = "taken_over"
    HERE = "here"


@dataclass(frozen=True, slots=True)
class Escort:
    """Who takes the patient home, and whether they are here."""

    name: str
    phone: str
    here: bool


@dataclass(frozen=True, slots=True)
class Left:
    """How the patient left.

    ``reason`` for every way but the planned one; ``early_reason`` when it is before the protocol's time; ``points`` of
    the score by item; the escort who took the patient; ``instructions`` is the language of the paper given, or empty.
    """

    leaving: Leaving = Leaving.DISCHARGED
    reason: str = ""
    early_reason: str = ""
    points: Mapping[str, int] = field(default_factory=dict)
    escort_name: str = ""
    escort_phone: str = ""
    instructions: str = ""


def discharge(
    desk: Desk,
    session_id: str,
    *,
    marks: Mapping[str, Mark],
    remarks: Mapping[str, str] | None = None,
    left: Left | None = None,
    occurred_at: datetime | None = None,
) -> None:
    """Record that the patient left, with the checklist as it was answered: item id → mark, item id → remark.

    Saved as it is, complete or not; signing asks for what is open. Until then it may be recorded again, and the last
    one counts. Raises ``BadValue`` where it is earlier than the protocol says and no prescriber gives a reason, and
    where the patient left in another way than planned and nobody says how that came.
    """
    session = get(desk, session_id)
    refuse_closed(session)
    if session.phase is not Phase.DISCHARGED:
        require(session, EventKind.DISCHARGED, _("End the infusion before the patient leaves."))
    how = left or Left()
    if how.leaving is not Leaving.DISCHARGED and not cleaned(how.reason):
        raise BadValue(_("Say how that came."), "reason")
    at = in_order(session, when(desk, occurred_at), chosen=occurred_at is not None)
    early = _early(desk, session, how, at)
    row = event_row(
        desk,
        session,
        EventKind.DISCHARGED,
        at,
        outcome=str(how.leaving),
        marks={item: str(mark) for item, mark in marks.items()},
        remarks={item: text.strip() for item, text in (remarks or {}).items() if text.strip()},
        score=_score(session, how.points, at),
        reason=cleaned(how.reason),
        escort=_named_escort(how),
        instructions=cleaned(how.instructions),
        **early,
    )
    desk.record("session.discharge", *_escort_came(desk, session, how, at), row, patient=session.patient_id)


def marks_of(session: Session) -> tuple[dict[str, Mark], dict[str, str]]:
    """Return the discharge checklist as last recorded: marks and remarks by item id."""
    event = session.last_event(EventKind.DISCHARGED)
    if event is None:
        return {}, {}
    return {item: Mark(mark) for item, mark in event.detail["marks"].items()}, dict(event.detail["remarks"])


def how_left(session: Session) -> Left | None:
    """Return how the patient left, as last recorded, or None while nothing is."""
    event = session.last_event(EventKind.DISCHARGED)
    if event is None:
        return None
    detail = event.detail
    score, escort = detail.get("score") or {}, detail.get("escort") or {}
    return Left(
        leaving=Leaving(detail.get("outcome") or Leaving.DISCHARGED),
        reason=detail.get("reason") or "",
        early_reason=detail.get("early_reason") or "",
        points=dict(score.get("points") or {}),
        escort_name=escort.get("name") or "",
        escort_phone=escort.get("phone") or "",
        instructions=detail.get("instructions") or "",
    )


# The earliest time ----------------------------------------------------------------------------------------------------


def earliest_leave(session: Session) -> Moment | None:
    """Return before when the protocol wants nobody to leave, or None where it sets no time."""
    devices = session.devices_given
    moments = {
        CountsFrom.START: session.started,
        CountsFrom.END: session.ended,
        CountsFrom.FIRST_DEVICE: devices[0].moment if devices else None,
        CountsFrom.LAST_DEVICE: devices[-1].moment if devices else None,
    }
    protocol = session.protocol
    return earliest(protocol.recovery_minutes_at_least, protocol.recovery_counts_from, moments)


def too_early(session: Session, at: Moment) -> Moment | None:
    """Return the earliest time to leave when ``at`` lies before it, else None."""
    first = earliest_leave(session)
    return first if first is not None and elapsed(at, first).milliseconds > 0 else None


def _early(desk: Desk, session: Session, how: Left, at: Moment) -> dict[str, str]:
    """Return the reason for leaving early and whose it is; a reason recorded before stays when the rest is mended."""
    first = too_early(session, at)
    if first is None or how.leaving is not Leaving.DISCHARGED:
        return {}
    reason, before = cleaned(how.early_reason), session.last_event(EventKind.DISCHARGED)
    if before is not None and before.detail.get("early_reason") == reason and reason:
        return {"early_reason": reason, "early_by": before.detail["early_by"]}
    # Who types in from paper writes down what a prescriber decided there.
    if reason is None or not (desk.may("session.order") or desk.transcribing):
        time = format_time(desk.local(first.at))
        sentence = _("The protocol keeps the patient until {time}. Before that a prescriber decides, with a reason.")
        raise BadValue(sentence.format(time=time), "early_reason")
    return {"early_reason": reason, "early_by": desk.person.name}


# The score ------------------------------------------------------------------------------------------------------------


def counted_points(session: Session, at: Moment) -> dict[str, int]:
    """Return the points of the protocol's score that the vital signs of the last half hour answer, by item."""
    if session.protocol.score is None:
        return {}
    latest = {kind: session.latest(kind) for kind in (Kind.SYSTOLIC, Kind.SPO2, Kind.SEDATION, Kind.RASS)}
    values = {
        kind: one.value
        for kind, one in latest.items()
        if one is not None and one.value is not None and elapsed(one.moment, at).minutes <= LATELY_MINUTES
    }
    on_oxygen = oxygen_now(session) is not None
    return aldrete.counted(session.protocol.score, values, session.baseline(), on_oxygen=on_oxygen)


def _score(session: Session, points: Mapping[str, int], at: Moment) -> dict[str, Any] | None:
    """Return what is kept of the score: which one, the points, which of them were counted, and their sum."""
    score = session.protocol.score
    if score is None or not points:
        return None
    for item in score.items:
        if item.id in points and points[item.id] not in {answer.points for answer in item.answers}:
            raise BadValue(_("These points cannot be. Choose one of the answers."), "score")
    counted = counted_points(session, at)
    return {
        "id": score.id,
        "title": score.title,
        "definition": score.definition,
        "points": dict(points),
        "counted": sorted(item for item, found in counted.items() if points.get(item) == found),
        "total": aldrete.total(score, points),
        "leave_from": score.leave_from,
    }


# The escort -----------------------------------------------------------------------------------------------------------


def escort_of(session: Session) -> Escort | None:
    """Return who takes the patient home as far as it is known: who took over, who was written down before."""
    here = False
    found: tuple[str, str] | None = None
    check = session.check_of(CheckItem.ESCORT)
    if check is not None:
        found = (check.detail["name"], check.detail["phone"])
    for event in session.events_of(EventKind.ESCORT):
        what, name = event.detail["what"], event.detail.get("name")
        if what in (EscortStep.TAKEN_OVER, EscortStep.HERE):
            here = here or what == EscortStep.HERE
            if name:
                found = (name, event.detail.get("phone") or "")
    return Escort(*found, here=here) if found else None


def escort_step(
    desk: Desk,
    session_id: str,
    *,
    what: EscortStep,
    name: str = "",
    phone: str = "",
    words: str = "",
    occurred_at: datetime | None = None,
) -> None:
    """Record that the escort was called, is late, is here, or that somebody else took over. Receptionists may.

    Who was called and who took over needs a name, who took over a phone too.
    """
    session = line(desk, session_id)
    if session.signed:
        raise Sealed
    if what in (EscortStep.CALLED, EscortStep.TAKEN_OVER) and not cleaned(name):
        raise BadValue(_("Type the name of the person."), "name")
    if what is EscortStep.TAKEN_OVER and sum(sign.isdigit() for sign in phone) < 5:
        raise BadValue(_("Type a phone number the escort answers today."), "phone")
    detail = {"what": str(what), "name": cleaned(name), "phone": cleaned(phone), "words": cleaned(words)}
    row = event_row(desk, session, EventKind.ESCORT, when(desk, occurred_at), **detail)
    desk.record("session.escort", row, patient=session.patient_id)


def _named_escort(how: Left) -> dict[str, str | None] | None:
    name = cleaned(how.escort_name)
    if name is None:
        return None
    if sum(sign.isdigit() for sign in how.escort_phone) < 5:
        raise BadValue(_("Type a phone number the escort answers today."), "escort_phone")
    return {"name": name, "phone": cleaned(how.escort_phone)}


def _escort_came(desk: Desk, session: Session, how: Left, at: Moment) -> tuple[Change, ...]:
    """Return the row that says that the escort is here, unless somebody said so before."""
    known, named = escort_of(session), _named_escort(how)
    if named is None or (known is not None and known.here and known.name == named["name"]):
        return ()
    return (event_row(desk, session, EventKind.ESCORT, at, what=str(EscortStep.HERE), **named, words=None),)
