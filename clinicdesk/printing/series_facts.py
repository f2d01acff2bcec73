"""What a series comes to on paper: one line for each session, read once, for the series report and the letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing.course_words import OUTCOMES, given_text
from clinicdesk.records import sessions
from clinicdesk.records.measures import files, reading
from clinicdesk.records.series import Series
from clinicdesk.records.sessions import AdverseEvent, LateEvent, Session
from clinicdesk.rules.adverse import WORDS, Severity, kind_words
from clinicdesk.rules.scoring import score_text
from clinicdesk.rules.spacing import position_text
from clinicdesk.rules.timeline import EventKind, Phase, minute_after
from clinicdesk.rules.vitals import Kind, show


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """One session as reports tell it. ``given_micrograms`` is 0 for a fluid and before anything was given.

    ``place`` is ``2 of 6``, or empty for a visit that used no number of the series. ``minutes`` is how long it ran.
    ``scores`` are those answered on its day, ``PHQ-9 14``; of a measure asked several times all, ``3 → 7``.
    """

    session: Session
    day: date
    place: str
    given: str
    given_micrograms: int
    minutes: int | None
    pressure_before: str
    pressure_highest: str
    saturation_lowest: str
    events: tuple[str, ...]
    ending: str
    scores: tuple[str, ...] = ()

    @property
    def was_treated(self) -> bool:
        """Whether the treatment began."""
        return self.session.started is not None


def facts_of(desk: Desk, series: Series) -> list[SessionFacts]:
    """Return the sessions of a series that have begun, ended or were not treated, the earliest first."""
    over = [line for line in series.sessions if line.phase is not Phase.PLANNED]
    answered = _answered(desk, series.patient_id) if over else {}
    return [_facts(desk, sessions.get(desk, line.id), answered) for line in over]


def _answered(desk: Desk, patient_id: str) -> dict[date, dict[str, list[str]]]:
    """Return the scores of each day, by the title of the measure."""
    found: dict[date, dict[str, list[str]]] = {}
    for score in reading.scores_of(desk, patient_id):
        measure = files.of_file(desk, score.file_id)
        if measure.main is not None and score.total is not None:
            of_day = found.setdefault(score.answered_at.date(), {})
            of_day.setdefault(measure.title, []).append(score_text(measure.main, score.total))
    return found


def _facts(desk: Desk, session: Session, answered: Mapping[date, Mapping[str, Sequence[str]]]) -> SessionFacts:
    now, start, end = sessions.now_of(desk), session.started, session.ended
    given = session.given_micrograms(now) if start else 0
    counted = session.phase is not Phase.NOT_TREATED
    day = desk.local(start.at).date() if start else session.planned_on
    return SessionFacts(
        session=session,
        day=day,
        place=position_text(session.number, session.count) if counted else "",
        given=given_text(desk, session) if counted else "",
        given_micrograms=given,
        # By the uptime: a clock that was set during the session makes it neither longer nor shorter.
        minutes=round(minute_after(start, end)) if start and end else None,
        pressure_before=_pressure_before(session),
        pressure_highest=_highest(session),
        saturation_lowest=_lowest(session),
        events=tuple(event_words(event) for event in unwanted(session)),
        ending=_ending(session),
        scores=tuple(f"{title} {' → '.join(values)}" for title, values in answered.get(day, {}).items()),
    )


def unwanted(session: Session) -> list[AdverseEvent | LateEvent]:
    """Return everything unwanted that counts, told of during the visit or after it."""
    return [*session.adverse_events, *sessions.late_events(session)]


def event_words(event: AdverseEvent | LateEvent) -> str:
    """Return what went wrong and how bad it was, without the words of whoever told it."""
    return f"{kind_words(event.kind)} ({WORDS[Severity(event.severity)].lower()})"


def _pressure_before(session: Session) -> str:
    known = session.baseline()
    if Kind.SYSTOLIC in known and Kind.DIASTOLIC in known:
        return f"{known[Kind.SYSTOLIC]}/{known[Kind.DIASTOLIC]}"
    return ""


def _highest(session: Session) -> str:
    """Return the reading with the highest systolic value, with its diastolic one."""
    readings = session.readings
    systolic = [one for one in readings if one.kind is Kind.SYSTOLIC]
    if not systolic:
        return ""
    top = max(systolic, key=lambda one: one.value)
    below = next((one.value for one in readings if one.kind is Kind.DIASTOLIC and one.moment == top.moment), None)
    return f"{top.value}/{below}" if below is not None else str(top.value)


def _lowest(session: Session) -> str:
    values = [one.value for one in session.readings if one.kind is Kind.SPO2]
    return show(Kind.SPO2, min(values)) if values else ""


def _ending(session: Session) -> str:
    closed = session.last_event(EventKind.NOT_TREATED)
    if closed is not None:
        return _("Not treated: {reason}").format(reason=closed.detail["reason"])
    parts = []
    ended = session.last_event(EventKind.ENDED)
    if ended is not None and ended.detail.get("ended") == "stopped":
        parts.append(_("Stopped early"))
    left = session.last_event(EventKind.DISCHARGED)
    outcome = str(left.detail.get("outcome") or "discharged") if left else ""
    if outcome and outcome != "discharged":
        parts.append(OUTCOMES.get(outcome, outcome))
    if not session.is_signed:
        parts.append(_("not signed yet"))
    return ". ".join(parts)


def span_text(told: list[SessionFacts]) -> str:
    """Return from when to when somebody was treated; empty before the first time."""
    days = [one.day for one in told if one.was_treated]
    if not days:
        return ""
    first, last = min(days), max(days)
    if first == last:
        return formats.format_date(first)
    return _("{first} to {last}").format(first=formats.format_date(first), last=formats.format_date(last))
