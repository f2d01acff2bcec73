"""What the record already says, as lines for the beginning of a note. Nothing is judged, summed up or invented here.

Each fact stands as it is recorded; what nobody asked is said to be not asked. Where it is from is written below it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import chart_facts, measures, medicine_decisions, patients, series, sessions
from clinicdesk.records.chart_facts import Allergy, FactList, Item, Medicine, TreatmentTried
from clinicdesk.records.measures import Result, files, findings
from clinicdesk.records.sessions import Session
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.discharge import OUTCOMES
from clinicdesk.rules.protocol import TreatmentKind
from clinicdesk.rules.scoring import score_text
from clinicdesk.rules.spacing import position_text
from clinicdesk.rules.timeline import Phase

COURSE_LINES = 12
"""The newest sessions that a pre-filled course tells; the series report has them all. Our own choice."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a note is about, and the session it is linked to."""

    patient_id: str
    session: Session | None


def lines(desk: Desk, name: str, subject: Subject) -> list[str]:
    """Return the facts of one name as lines, the last of them saying where they are from; none if there are none."""
    found = SOURCES[name](desk, subject)
    if not found:
        return []
    now = formats.format_date_time(desk.local(desk.now()))
    if name in OF_SESSION and subject.session is not None:
        which = position_text(subject.session.number, subject.session.count)
        return [*found, _("(from session {which}, as recorded on {now})").format(which=which, now=now)]
    return [*found, _("(from the chart, as recorded on {now})").format(now=now)]


# The chart ------------------------------------------------------------------------------------------------------------


def _person(desk: Desk, subject: Subject) -> list[str]:
    person = patients.get(desk, subject.patient_id)
    if person.birth_date is None:
        return []
    today = desk.local(desk.now()).date()
    return [_("Born {born}").format(born=formats.format_born(person.birth_date, today))]


def _list(wanted: str, say: Callable[[Item], str], none: str, desk: Desk, subject: Subject) -> list[str]:
    facts: FactList[Item] = getattr(chart_facts.of(desk, subject.patient_id), wanted)
    told = [say(item) for item in facts.items]
    if facts.contradicted:
        told.append(_("One of the merged registrations says: none. Ask again."))
    empty = {Answer.NOT_ASKED: _("Not asked yet."), Answer.UNKNOWN: _("Asked; not known."), Answer.NONE: none}
    return told or [empty[facts.answer]]


def _named(item: chart_facts.Problem | chart_facts.Indication) -> str:
    return item.name


def _medicine(item: Medicine) -> str:
    return _joined(item.name, item.dose, item.reason and _("for {reason}").format(reason=item.reason))


def _medicines(desk: Desk, subject: Subject) -> list[str]:
    """Return what is taken, each with what was decided about it for the time of the treatment."""
    decided = medicine_decisions.standing(desk, subject.patient_id)

    def say(item: Medicine) -> str:
        return f"{_medicine(item)}: {decided[item.id].told}" if item.id in decided else _medicine(item)

    return _list("medicines", say, _("Takes no medicines."), desk, subject)


def _allergy(item: Allergy) -> str:
    return _joined(item.substance, item.reaction, item.severity)


def _tried(item: TreatmentTried) -> str:
    adequate = {"yes": _("adequate"), "no": _("not adequate"), "unknown": _("adequate: not known")}
    return _joined(item.treatment, item.dose, item.duration, adequate.get(item.adequate, ""), item.result)


def _scores(desk: Desk, subject: Subject) -> list[str]:
    """The newest result of each questionnaire that counts, with its day."""
    newest = {result.measure: result for result in measures.of_patient(desk, subject.patient_id) if result.counts}
    return [_score(desk, result) for result in newest.values()]


def _score(desk: Desk, result: Result) -> str:
    measure = files.of_file(desk, result.file_id)
    if measure.main is None:
        total = findings.instead_of_score(measure, result)
    elif result.total is None:
        total = _("no score, answers are missing")
    else:
        total = score_text(measure.main, result.total)
    day = formats.format_date(desk.local(result.answered_at).date())
    return _("{measure}: {total}, {day}").format(measure=measure.title, total=total, day=day)


# Sessions -------------------------------------------------------------------------------------------------------------


def _course(desk: Desk, subject: Subject) -> list[str]:
    """Return the sessions of the newest series, or of the series of the session, that began; one line each."""
    planned = series.of_patient(desk, subject.patient_id)
    wanted = subject.session.series_id if subject.session else None
    chosen = next((one for one in planned if wanted in (None, one.id)), None)
    if chosen is None:
        return []
    begun = [line.id for line in chosen.sessions if line.phase is not Phase.PLANNED][-COURSE_LINES:]
    return [chosen.title, *(_session_line(desk, sessions.get(desk, one)) for one in begun)]


def _session_line(desk: Desk, session: Session) -> str:
    if session.phase is Phase.NOT_TREATED:
        return _("{day}: not treated").format(day=formats.format_date(session.planned_on))
    told = [*_given(desk, session), *(sessions.effects_of(session) if session.started else ())]
    where = _("Session {position}, {day}").format(
        position=position_text(session.number, session.count), day=formats.format_date(_day(desk, session))
    )
    return f"{where}: {'; '.join(told)}" if told else where


def _treatment(desk: Desk, subject: Subject) -> list[str]:
    """Return what was ordered and by whom, what was given, and from when to when; the sum stands in the session."""
    session = subject.session
    if session is None:
        return []
    return [*_ordered(session), *_times(desk, session), *_given(desk, session)]


def _ordered(session: Session) -> list[str]:
    order = session.order
    if order is None:
        return [_("No order is signed.")]
    drug, by = formats.format_drug(order.drug), _("Ordered by {name}").format(name=order.prescriber_name)
    if session.protocol.kind is TreatmentKind.FLUID:
        return [f"{by}: {drug}", *order.lines]
    return [f"{by}: {drug} {formats.format_dose(order.arithmetic.dose_micrograms)}"]


def _times(desk: Desk, session: Session) -> list[str]:
    if session.started is None:
        return [_("Not started.")]
    start = formats.format_time(desk.local(session.started.at))
    if session.ended is None:
        return [_("Started {start}, not ended yet").format(start=start)]
    return [
        _("Started {start}, ended {end}").format(start=start, end=formats.format_time(desk.local(session.ended.at)))
    ]


def _given(desk: Desk, session: Session) -> list[str]:
    if session.order is None or session.started is None:
        return []
    now, drug = sessions.now_of(desk), formats.format_drug(session.order.drug)
    if dose := session.given_micrograms(now):
        return [_("Given: {drug} {amount}").format(drug=drug, amount=formats.format_dose(dose))]
    if volume := session.infused_microlitres(now):
        return [_("Given: {drug} {amount}").format(drug=drug, amount=formats.format_volume(volume // 100 * 100))]
    return []


def _effects(_desk: Desk, subject: Subject) -> list[str]:
    """Return the extremes of what was read, and what went wrong."""
    session = subject.session
    if session is None or session.started is None:
        return []
    told = list(sessions.effects_of(session))
    return told if session.adverse_events else [*told, _("No unwanted event is recorded.")]


def _leaving(_desk: Desk, subject: Subject) -> list[str]:
    left = sessions.how_left(subject.session) if subject.session else None
    if left is None or subject.session is None:
        return []
    found = [OUTCOMES[str(left.leaving)]]
    if left.reason:
        found.append(_("Reason: {reason}").format(reason=left.reason))
    if left.points:
        found.append(_("Discharge score {points}").format(points=sum(left.points.values())))
    if left.escort_name:
        found.append(_("Escort: {name}").format(name=left.escort_name))
    return found


def _day(desk: Desk, session: Session) -> date:
    return desk.local(session.started.at).date() if session.started else session.planned_on


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


SOURCES: Mapping[str, Callable[[Desk, Subject], list[str]]] = {
    "person": _person,
    "indications": partial(_list, "indications", _named, _("None recorded.")),
    "treatments_tried": partial(_list, "treatments_tried", _tried, _("None before.")),
    "problems": partial(_list, "problems", _named, _("No known problems.")),
    "medicines": _medicines,
    "allergies": partial(_list, "allergies", _allergy, _("No known allergies.")),
    "scores": _scores,
    "course": _course,
    "treatment": _treatment,
    "effects": _effects,
    "leaving": _leaving,
}
"""What a section of a template can be pre-filled with, by the name its file uses."""
OF_SESSION = frozenset({"treatment", "effects", "leaving"})
"""Those that only a note about a session has."""
