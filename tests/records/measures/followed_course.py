"""A patient with a course: treatments days apart, and a questionnaire before, between and after them."""

from datetime import datetime, timedelta

from clinicdesk.desk import Desk
from clinicdesk.records import sessions
from clinicdesk.records.measures.recording import record
from clinicdesk.records.sessions import EndReason
from tests.records.sessions.steps import ZOE, checks, consent, drug, order, second_check, wait_until


def score(desk: Desk, patient_id: str, total: int, at: datetime | None = None, measure: str = "phq-9") -> str:
    """Record a total of PHQ-9 (or of another measure) from a sheet kept elsewhere; nobody thinks of death."""
    asked = {"9": 0} if measure == "phq-9" else {}
    made = record(
        desk,
        patient_id=patient_id,
        measure_id=measure,
        answers=asked,
        typed={"total": total},
        filled_by="patient",
        way="total",
        answered_at=at,
    )
    return made.result_id


def right_now(desk: Desk, patient_id: str, value: int, measure: str = "mood-now") -> str:
    """Record how somebody feels at this moment, 0 to 10."""
    made = record(
        desk, patient_id=patient_id, measure_id=measure, answers={"1": value}, filled_by="patient", way="read_aloud"
    )
    return made.result_id


def begin(nurse: Desk, prescriber: Desk, session_id: str) -> datetime:
    """Begin a treatment, and return when."""
    checks(nurse, session_id)
    order(prescriber, session_id)
    second_check(nurse, session_id)
    sessions.start(nurse, session_id, identity=ZOE)
    return nurse.now()


def treat(nurse: Desk, prescriber: Desk, session_id: str) -> datetime:
    """Give a whole treatment, and return when it began."""
    began = begin(nurse, prescriber, session_id)
    wait_until(nurse, began + timedelta(minutes=40))
    sessions.end(nurse, session_id, ended=EndReason.COMPLETED)
    drug(nurse, session_id)
    return began


def go_through(nurse: Desk, prescriber: Desk, patient_id: str, series_id: str) -> list[str]:
    """Answer PHQ-9 before the first treatment, then every fortnight; treat twice; ids of the four results.

    22 at the baseline, 14 after two weeks, 10 after four (a response), 12 after six (lost again).
    """
    consent(nurse, patient_id)
    first, second = (line.id for line in sessions.of_series(nurse, series_id)[:2])
    results = [score(nurse, patient_id, 22)]
    began = treat(nurse, prescriber, first)
    wait_until(nurse, began + timedelta(days=2))
    treat(nurse, prescriber, second)
    for weeks, total in ((2, 14), (4, 10), (6, 12)):
        wait_until(nurse, began + timedelta(weeks=weeks))
        results.append(score(nurse, patient_id, total))
    return results
