"""One course of treatment as people record it, through the same operations as the window."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from clinicdesk.desk import Desk
from clinicdesk.records import chart_facts, consents, eligibility, notes, patients, series, sessions, staff, wordings
from clinicdesk.records.consents import Inked
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.sessions import EndReason, Identifiers
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.discharge import Mark
from clinicdesk.rules.eligibility import Reply, Result
from clinicdesk.rules.start_checks import Said
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock

PROTOCOL, CONSENT_TEXT = "iv-ketamine-mood", "iv-ketamine-mood"
_BORN = date(1968, 7, 21)
_WHO = Identifiers("Zoë Ångström", _BORN)
_BASELINE = {Kind.SYSTOLIC: 128, Kind.DIASTOLIC: 78, Kind.HEART_RATE: 66, Kind.SPO2: 98, Kind.WEIGHT: 82_400}
_NOTE = (
    "Tolerated well. Mild dissociation from minute 20, gone by minute 70. No nausea. Mood is said to be lighter than "
    "last week; sleeps six hours. No thoughts of self-harm today. Plan: go on as planned.\n"
)


@dataclass(frozen=True, slots=True)
class Course:
    """A patient with a series: its first session is finished and signed, its second one runs."""

    patient: str
    series: str
    consent: str
    finished: str
    running: str


def course(desk: Desk, clock: DrivenClock) -> Course:
    """Record a patient, a consent, a series, a whole session with its note, and the start of a second one."""
    patient, planned, consent = plan(desk)
    first, second = (line.id for line in sessions.of_series(desk, planned)[:2])
    finish(desk, clock, first)
    _start(desk, second)
    return Course(patient, planned, consent, first, second)


def begun(desk: Desk) -> str:
    """Record a patient, a consent, a series, and the start of its first session; return that session."""
    _patient, planned, _consent = plan(desk)
    session_id = sessions.of_series(desk, planned)[0].id
    _start(desk, session_id)
    return session_id


def plan(desk: Desk) -> tuple[str, str, str]:
    """Record a patient, a series and a signed consent; return their ids."""
    details = PatientDetails(
        family_name="Ångström", given_name="Zoë", birth_date=_BORN, title="Ms", phone_mobile="+1 218 555 0142"
    )
    patient = patients.register(desk, details=details, facts=_facts())
    _decide(desk, patient)
    today = desk.local(desk.now()).date()
    planned = series.plan(
        desk,
        patient_id=patient,
        protocol_name=PROTOCOL,
        days=[today + timedelta(days=offset) for offset in (0, 2, 4, 7, 9, 11)],
        time=time(9, 30),
        indication="Major depression",
    )
    text = consents.text_for(desk, patients.get(desk, patient), CONSENT_TEXT)
    if text.is_sample:
        wordings.adopt(desk, text.source)
    consent = consents.prepare(desk, patient_id=patient, text_name=CONSENT_TEXT)
    inked = Inked(signer_name="Zoë Ångström", clinician=desk.person.name)
    consents.sign_on_paper(desk, consents.get(desk, consent), inked, signed_on=today)
    return patient, planned, consent


def _decide(desk: Desk, patient: str) -> None:
    """Sign that the treatment suits the patient; what is open is asked before the first visit."""
    asked = eligibility.get(PROTOCOL)
    answers = eligibility.Answers(
        indication=asked.indications[0].id,
        replies={item.id: Reply.NO for item in asked.contraindications},
        conditions="What is still open is asked before the first visit",
    )
    eligibility.decide(desk, patient, treatment=PROTOCOL, answers=answers, result=Result.CONDITIONS, after=None)


def _facts() -> chart_facts.ChartFacts:
    facts = chart_facts
    medicines = tuple(
        facts.Medicine(name=name, dose=dose)
        for name, dose in (("Sertraline", "100 mg daily"), ("Lisinopril", "10 mg daily"), ("Lorazepam", "1 mg at need"))
    )
    problems = tuple(facts.Problem(name=name) for name in ("Major depressive disorder", "Hypertension", "Migraine"))
    return facts.ChartFacts(
        allergies=facts.FactList(Answer.SOME, (facts.Allergy(substance="Penicillin", reaction="Hives"),)),
        medicines=facts.FactList(Answer.SOME, medicines),
        problems=facts.FactList(Answer.SOME, problems),
    )


def _start(desk: Desk, session_id: str) -> None:
    """Do what comes before the start, and start."""
    now = desk.now()
    sessions.arrive(desk, session_id)
    sessions.check_fasting(desk, session_id, solids_at=now - timedelta(hours=13), liquids_at=now - timedelta(hours=3))
    sessions.check_escort(desk, session_id, name="Per Ångström", phone="218 555 0142")
    site, no = sessions.Site("Left forearm", 22), Said(yes=False)
    sessions.check_at_chair(desk, session_id, site=site, medicines=no, substances=no, suicidality=no)
    sessions.observe(desk, session_id, values=_BASELINE)
    dose = sessions.usual(sessions.get(desk, session_id))
    order_id = sessions.order(desk, session_id, identity=_WHO, dose=dose)
    sessions.work_alone(desk, session_id, order_id=order_id, reason="Alone in the clinic")
    sessions.start(desk, session_id, identity=_WHO)


def finish(desk: Desk, clock: DrivenClock, session_id: str) -> None:
    """Run a session from arrival to signature; it holds 21 values."""
    _start(desk, session_id)
    for minutes, systolic, diastolic in ((10, 134, 82), (10, 147, 88), (20, 141, 84), (30, 126, 79)):
        clock.pass_time(minutes=minutes)
        values = {Kind.SYSTOLIC: systolic, Kind.DIASTOLIC: diastolic, Kind.HEART_RATE: 71, Kind.SPO2: 97}
        sessions.observe(desk, session_id, values=values)
        if minutes == 20:
            sessions.end(desk, session_id, ended=EndReason.COMPLETED)
    sessions.give_drug(
        desk,
        session_id,
        product="Ketamine",
        strength_micrograms_per_ml=50_000,
        lot="K7731",
        expires_on=desk.local(desk.now()).date() + timedelta(days=300),
        drawn_micrograms=50_000,
        given_micrograms=41_200,
        wasted_micrograms=8_800,
        witness_id=next(member.id for member in staff.everybody(desk) if member.id != desk.person.id),
        route="IV",
    )
    items = sessions.get(desk, session_id).protocol.discharge.items
    points = dict.fromkeys(("activity", "breathing", "circulation", "consciousness", "saturation"), 2)
    left = sessions.Left(points=points, escort_name="Per Ångström", escort_phone="218 555 0142", instructions="en")
    sessions.discharge(desk, session_id, marks={item.id: Mark.MET for item in items}, left=left)
    patient = sessions.line(desk, session_id).patient_id
    notes.write_signed(desk, patient_id=patient, kind=notes.NoteKind.SESSION, body=_NOTE * 3, session_id=session_id)
    sessions.sign(desk, session_id)
