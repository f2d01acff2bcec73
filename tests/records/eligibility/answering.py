"""Answers as a prescriber gives them, for tests that decide."""

from clinicdesk.desk import Desk
from clinicdesk.records import eligibility, patients
from clinicdesk.records.chart_facts import ChartFacts, FactList, Medicine, TreatmentTried, changes_between
from clinicdesk.records.eligibility import Answers
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.eligibility import Reply, Result

MOOD, ESKETAMINE = "iv-ketamine-mood", "esketamine"


def denied(treatment: str = MOOD, **said: Reply) -> Answers:
    """Return answers that deny everything but what is said otherwise."""
    asked = eligibility.get(treatment)
    return Answers(
        indication=asked.indications[0].id,
        replies={**{item.id: Reply.NO for item in asked.contraindications}, **said},
        conditions="PDMP before the first visit",
        remark="Seen today",
    )


def decide(
    desk: Desk, patient_id: str, result: Result = Result.CONDITIONS, treatment: str = MOOD, **said: Reply
) -> str:
    """Sign a decision after the one that stands."""
    before = eligibility.latest(desk, patient_id, treatment)
    return eligibility.decide(
        desk,
        patient_id,
        treatment=treatment,
        answers=denied(treatment, **said),
        result=result,
        after=before.id if before else None,
    )


def told(desk: Desk, patient_id: str, *medicines: str, tried: int = 0) -> None:
    """Write down which medicines are taken, and how many adequate treatments were tried."""
    facts = ChartFacts(
        medicines=FactList(Answer.SOME, tuple(Medicine(name=name) for name in medicines))
        if medicines
        else FactList(Answer.NONE),
        treatments_tried=FactList(
            Answer.SOME, tuple(TreatmentTried(treatment=f"Drug {n}", adequate="yes") for n in range(tried))
        )
        if tried
        else FactList(),
    )
    patient_id = patients.get(desk, patient_id).id
    desk.record("patient.amend", *changes_between(desk, patient_id, facts), patient=patient_id)
