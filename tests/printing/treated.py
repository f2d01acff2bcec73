"""A session with everything in it that papers tell: words, a room, a limit, oxygen, a bolus, late things."""

from datetime import timedelta

from clinicdesk.desk import Desk
from clinicdesk.records import patients, sessions
from clinicdesk.records.chart_facts import Allergy, ChartFacts, FactList, Medicine
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.sessions import EndReason, patient_call
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import steps

KNOWN = ChartFacts(
    allergies=FactList(Answer.SOME, (Allergy(substance="Penicillin", reaction="hives"),)),
    medicines=FactList(Answer.SOME, (Medicine(name="Lisinopril", dose="10 mg"),)),
)
SAID = "The ceiling sings <i>blue</i> to me"
ROOM = "Whale songs & one candle"


def register(desk: Desk, language: str = "English") -> str:
    details = PatientDetails(
        family_name="Ångström",
        given_name="Zoë",
        birth_date=steps.BORN,
        title="Ms",
        language=language,
        referring_clinician="Dr Mary Novak, 4 Elm Street, Duluth",
        treating_clinicians="Lena Ruiz, LCSW",
        emergency_name="Per Ångström",
        emergency_relation="husband",
        emergency_phone="218 555 0142",
    )
    return patients.register(desk, details=details, facts=KNOWN)


def treat(nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock, *, discharged: bool = True) -> None:
    """Bring a session from its order to where the patient has left."""
    steps.run(nurse, prescriber, session_id)
    clock.pass_time(minutes=10)
    vitals(nurse, session_id, 150)
    sessions.note_words(nurse, session_id, text=SAID)
    sessions.note_room(nurse, session_id, text=ROOM)
    patient_call.feel(nurse, session_id, distress=7)
    sessions.set_oxygen(nurse, session_id, millilitres_per_minute=2_500, by="nasal cannula")
    clock.pass_time(minutes=10)
    vitals(nurse, session_id, 145)
    sessions.report_adverse_event(
        nurse,
        session_id,
        kind="nausea",
        severity=Severity.MILD,
        related=Relation.POSSIBLY,
        action_taken=ActionTaken.NONE,
        outcome=Outcome.RESOLVED,
        narrative="Łukasz held <b>the bowl</b>",
    )
    clock.pass_time(minutes=20)
    vitals(nurse, session_id, 138)
    sessions.end(nurse, session_id, ended=EndReason.COMPLETED, occurred_at=nurse.now() - timedelta(minutes=1))
    steps.drug(nurse, session_id)
    if discharged:
        steps.discharge(nurse, session_id)


def vitals(desk: Desk, session_id: str, systolic: int) -> None:
    values = {
        Kind.SYSTOLIC: systolic,
        Kind.DIASTOLIC: 85,
        Kind.HEART_RATE: 72,
        Kind.SPO2: 97,
        Kind.RESPIRATORY_RATE: 14,
    }
    sessions.observe(desk, session_id, values=values)
