"""What the session, the chart and the clinic already answer of a monitoring form. A judgement is never among it.

"No" is answered only where something was looked at and found absent (a sedation scale that always said "awake"), never
because nothing was written.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import eligibility, enrolments, patients, practice, site_certifications
from clinicdesk.records.identities import of_person
from clinicdesk.records.sessions import AdverseEvent, LateEvent, Session, late_events, now_of
from clinicdesk.rules.adverse import Outcome, Severity, kind_words
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.monitoring_form import NO, YES
from clinicdesk.rules.timeline import EventKind, minute_after
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import as_text

_AT_40 = range(30, 51)
"""Minutes from the first device that count as "about 40". Our own choice."""
_BEFORE_END = 10
"""A set taken up to so many minutes before the observation is over is the one "at the end". Our own choice."""
_USUAL_DOSES = {56_000: "56 mg", 84_000: "84 mg"}
_CLASSES = ("benzodiazepine", "sedative_hypnotic", "opioid", "stimulant", "maoi")
"""Fields of the form that are classes of medicines, by the ids both files share."""
_SERIOUS = frozenset({Severity.LIFE_THREATENING})

Answers = dict[str, str]


def known(desk: Desk, session: Session) -> Answers:
    """Return what is known, by the id of the field. What is not is left out."""
    found = _patient(desk, session) | _medicines(desk, session) | _site(desk, session)
    found |= _dose(desk, session) | _times(session) | _vitals(session) | _effects(session)
    return {field: answer for field, answer in found.items() if answer}


def _patient(desk: Desk, session: Session) -> Answers:
    patient = patients.get(desk, session.patient_id)
    day = _day(desk, session)
    given = " ".join(part for part in (patient.given_name, patient.middle_name) if part)
    enrolment = enrolments.standing(desk, session.patient_id, session.protocol.programme, day)
    sexes = {"female": _("Female"), "male": _("Male"), "intersex": _("Intersex")}
    return {
        "patient_name": formats.format_name(patient.family_name, given),
        "birth_date": formats.format_date(patient.birth_date) if patient.birth_date else "",
        "sex": sexes.get(patient.sex_at_birth, ""),
        "enrolled": YES if enrolment else "",
        "enrolment_number": enrolment.number if enrolment else "",
        "first_treatment": NO if _treated_before(desk, session) else "",
    }


def _medicines(desk: Desk, session: Session) -> Answers:
    """Return which classes stand in the medicine list; "no" only for a patient who was asked and takes nothing."""
    chart = eligibility.chart_of(desk, session.patient_id)
    listed, found = chart.facts.medicines, chart.reading.classes()
    takes_none = listed.answer is Answer.NONE and not listed.contradicted
    return {name: YES if name in found else NO if takes_none else "" for name in _CLASSES}


def _site(desk: Desk, session: Session) -> Answers:
    clinic = practice.get(desk)
    site = site_certifications.of(desk, session.protocol.programme)
    return {
        "clinician_name": _monitored_by(session),
        "clinician_phone": site.phone or clinic.phone,
        "clinician_email": site.email,
        "site_name": clinic.name,
        "site_address": ", ".join(line.strip() for line in clinic.address.splitlines() if line.strip()),
        "session_date": formats.format_date(_day(desk, session)),
    }


def _monitored_by(session: Session) -> str:
    """Return who looked after the patient: who signed, else who took the chair over last, else who discharged."""
    if session.signatures:
        return session.signatures[0].signer_name
    nurse, left = session.last_event(EventKind.NURSE), session.last_event(EventKind.DISCHARGED)
    return str(nurse.detail["name"]) if nurse else left.by_name if left else ""


def _dose(desk: Desk, session: Session) -> Answers:
    given = session.given_micrograms(now_of(desk))
    lines = [drug for drug in session.drugs if drug.product == session.protocol.drug]
    lots = [drug.lot for drug in lines if drug.lot and drug.given_micrograms != 0]
    return {
        "dose": _USUAL_DOSES.get(given, "other") if given else "",
        "dose_other": formats.format_dose(given) if given and given not in _USUAL_DOSES else "",
        "lots": ", ".join(lots),
    }


def _times(session: Session) -> Answers:
    left = session.last_event(EventKind.DISCHARGED)
    if session.started is None or left is None:
        return {}
    return {"minutes_total": str(max(int(minute_after(session.started, left.moment)), 0))}


def _vitals(session: Session) -> Answers:
    if session.started is None:
        return {}
    baseline = {kind: {0: value} for kind, value in session.baseline().items()}
    later = _by_minute(session)
    around = {kind: {m: v for m, v in of.items() if m in _AT_40} for kind, of in later.items()}
    end = session.protocol.recovery_minutes_at_least - _BEFORE_END
    last = {kind: {m: v for m, v in of.items() if m >= end} for kind, of in later.items()}
    return {
        "bp_before": _pressure(baseline),
        "bp_40": _pressure(around, near=40),
        "bp_end": _pressure(last),
        "spo2_before": _value(baseline, Kind.SPO2),
        "spo2_40": _value(around, Kind.SPO2, near=40),
        "spo2_end": _value(last, Kind.SPO2),
    }


Taken = Mapping[Kind, Mapping[int, int]]
"""Values by kind and by minute from the first device."""


def _by_minute(session: Session) -> dict[Kind, dict[int, int]]:
    """Return the values taken after the start, in the order of their minutes."""
    found: dict[Kind, dict[int, int]] = {}
    assert session.started is not None
    minutes = [(minute_after(session.started, reading.moment), reading) for reading in session.readings]
    for minute, reading in sorted(minutes, key=lambda pair: pair[0]):
        if minute > 0:
            found.setdefault(reading.kind, {})[int(minute)] = reading.value
    return found


def _pressure(taken: Taken, near: int | None = None) -> str:
    """Return the upper and lower value of one cuff, the one nearest to a minute or the last."""
    upper, lower = taken.get(Kind.SYSTOLIC, {}), taken.get(Kind.DIASTOLIC, {})
    minute = _chosen(sorted(upper.keys() & lower.keys()), near)
    return "" if minute is None else f"{upper[minute]}/{lower[minute]}"


def _value(taken: Taken, kind: Kind, near: int | None = None) -> str:
    minute = _chosen(sorted(taken.get(kind, {})), near)
    return "" if minute is None else str(taken[kind][minute])


def _chosen(minutes: Sequence[int], near: int | None) -> int | None:
    if not minutes:
        return None
    return minutes[-1] if near is None else min(minutes, key=lambda minute: abs(minute - near))


def _effects(session: Session) -> Answers:
    if session.started is None:
        return {}
    later = _by_minute(session)
    sedated: dict[int, bool] = {m: value < 5 for m, value in later.get(Kind.SEDATION, {}).items()}
    sedated |= {m: value < 0 for m, value in later.get(Kind.RASS, {}).items()}
    dissociated = {m: value > 0 for m, value in later.get(Kind.DISSOCIATION, {}).items()}
    reported = {event.kind for event in session.adverse_events}
    return {
        "sedation": _whether(sedated, reported=bool(reported & {"sedation", "lethargy"})),
        "sedation_resolved": _gone_after(sedated),
        "dissociation": _whether(dissociated, reported=bool(reported & {"dissociation", "derealisation"})),
        "dissociation_resolved": _gone_after(dissociated),
        **_serious(session),
    }


def _whether(there: Mapping[int, bool], *, reported: bool) -> str:
    """Return yes when it was seen or reported, no when it was looked for and never seen, else nothing."""
    if reported or any(there.values()):
        return YES
    return NO if there else ""


def _gone_after(there: Mapping[int, bool]) -> str:
    """Return the minute it was first seen to be gone for good; nothing when it was never seen, or is still there."""
    last = max((minute for minute, seen in there.items() if seen), default=None)
    gone = [minute for minute in there if last is not None and minute > last]
    return str(min(gone)) if gone else ""


def _serious(session: Session) -> Answers:
    """Return what is serious beyond doubt; that nothing was is for a clinician to say."""
    told: tuple[AdverseEvent | LateEvent, ...] = (*session.adverse_events, *late_events(session))
    serious = [event for event in told if event.severity in _SERIOUS or event.outcome == Outcome.TRANSFERRED]
    words = [f"{kind_words(e.kind)}: {e.narrative}" if e.narrative else kind_words(e.kind) for e in serious]
    return {"serious_event": YES, "serious_event_detail": ". ".join(words)} if serious else {}


def _treated_before(desk: Desk, session: Session) -> bool:
    """Tell whether this clinic gave the patient a device in an earlier session."""
    if session.started is None:
        return False
    row = desk.row(
        "SELECT 1 FROM sessions s JOIN session_events x ON x.session_id = s.id "
        f"WHERE {of_person('s', 'sessions')} AND x.kind = 'device' AND x.session_id <> ? AND x.occurred_at < ?",
        session.patient_id,
        session.id,
        as_text(session.started.at),
    )
    return row is not None


def _day(desk: Desk, session: Session) -> date:
    """Return the clinic's day the session began, or the one it is planned for."""
    return desk.local(session.started.at).date() if session.started else session.planned_on
