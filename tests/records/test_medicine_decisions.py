"""What becomes of each medicine for the time of a treatment."""

from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.records import chart_facts, medicine_decisions, note_facts, patients
from clinicdesk.records.chart_facts import ChartFacts, FactList, Medicine
from clinicdesk.records.medicine_decisions import Decision
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from clinicdesk.storage.clock import DrivenClock

FACTS = ChartFacts(
    medicines=FactList(Answer.SOME, (Medicine(name="Lamotrigine", dose="200 mg"), Medicine(name="Clonazepam")))
)


@pytest.fixture
def patient(receptionist: Desk) -> str:
    return patients.register(receptionist, details=PatientDetails(family_name="Moss"), facts=FACTS)


def medicine(desk: Desk, patient_id: str, name: str) -> str:
    return next(item.id for item in chart_facts.of(desk, patient_id).medicines.items if item.name == name)


def decide(desk: Desk, patient_id: str, name: str, decision: Decision, words: str = "") -> str:
    return medicine_decisions.decide(
        desk,
        patient_id=patient_id,
        medicine_id=medicine(desk, patient_id, name),
        decision=decision,
        words=words,
    )


def test_the_latest_decision_counts_and_the_list_stays(nurse: Desk, patient: str, clock: DrivenClock) -> None:
    decide(nurse, patient, "Clonazepam", Decision.CONTINUED)
    clock.pass_time(minutes=1)
    decide(nurse, patient, "Clonazepam", Decision.HELD, "the evening before each session")
    (counts,) = medicine_decisions.standing(nurse, patient).values()
    assert (counts.decision, counts.words) == (Decision.HELD, "the evening before each session")
    assert (counts.medicine, counts.decided_by, counts.decided_on) == (
        "Clonazepam",
        nurse.person.name,
        date(2026, 3, 2),
    )
    assert len(medicine_decisions.of_patient(nurse, patient)) == 2
    assert [item.name for item in medicine_decisions.undecided(nurse, patient)] == ["Lamotrigine"]
    assert len(chart_facts.of(nurse, patient).medicines.items) == 2


def test_a_note_begins_with_what_was_decided(nurse: Desk, patient: str) -> None:
    decide(nurse, patient, "Lamotrigine", Decision.CHANGED, "100 mg in the morning")
    told = note_facts.lines(nurse, "medicines", note_facts.Subject(patient, None))
    assert told[:2] == ["Lamotrigine, 200 mg: changed, 02-Mar-2026 (100 mg in the morning)", "Clonazepam"]


def test_a_change_says_what_changes(nurse: Desk, patient: str) -> None:
    with pytest.raises(BadValue) as refused:
        decide(nurse, patient, "Lamotrigine", Decision.CHANGED)
    assert refused.value.field == "words"
    decide(nurse, patient, "Lamotrigine", Decision.CHANGED, "100 mg in the morning")


def test_what_cannot_be_is_refused(nurse: Desk, receptionist: Desk, patient: str) -> None:
    with pytest.raises(BadValue):
        medicine_decisions.decide(nurse, patient_id=patient, medicine_id="none", decision=Decision.STOPPED)
    with pytest.raises(BadValue):
        medicine_decisions.decide(
            nurse,
            patient_id=patient,
            medicine_id=medicine(nurse, patient, "Clonazepam"),
            decision=Decision.STOPPED,
            decided_on=date(2026, 3, 3),
        )
    with pytest.raises(NotAllowed):
        medicine_decisions.of_patient(receptionist, patient)
