"""Deciding in the sample clinic whether a treatment suits somebody, before a series of it is planned."""

from datetime import time, timedelta
from typing import Any

from clinicdesk.records import adopted_protocols, eligibility, workups
from clinicdesk.records.eligibility import Answers
from clinicdesk.records.workups import WorkupResult
from clinicdesk.rules.eligibility import Questionnaire, Reply, Result
from clinicdesk.sample.stage import Stage, Story, read

_HOUR = time(8, 24)


def deciding(stage: Stage, plan: dict[str, Any]) -> Story:
    """Tell how the work-up is written down and a prescriber decides, minutes before the series is planned."""
    yield stage.at(plan["planned_day"], _HOUR)
    desk = stage.desks[plan.get("by", "prescriber")]
    patient_id = stage.patients[plan["patient"]]
    asked = eligibility.get(eligibility.treatment_of(adopted_protocols.in_use(desk, plan["protocol"]).protocol))
    yesterday = desk.local(desk.now()).date() - timedelta(days=1)
    for item in asked.workup:
        workups.record(desk, patient_id, kind=item.kind, done_on=yesterday, result=WorkupResult.NO_CONCERN)
    answers = _answers(stage, plan["patient"], asked)
    found = eligibility.assess(desk, asked, eligibility.chart_of(desk, patient_id), answers)
    settled = found.suggested is Result.ELIGIBLE
    before = eligibility.latest(desk, patient_id, asked.id)
    eligibility.decide(
        desk,
        patient_id,
        treatment=asked.id,
        answers=answers,
        result=Result.ELIGIBLE if settled else Result.CONDITIONS,
        after=before.id if before else None,
    )


def _answers(stage: Stage, patient: str, asked: Questionnaire) -> Answers:
    """Return what was answered: nothing speaks against it but what ``told`` of this patient says."""
    told = read("eligibility").get(patient, {})
    known = stage.people[patient]["facts"].get("indications", [])
    name = known[0]["name"].casefold() if known else ""
    words = {word: item for item, found in read("eligibility")["indications"].items() for word in found}
    fitting = next((item for word, item in words.items() if word in name), asked.indications[0].id)
    indication = fitting if asked.indication(fitting) else asked.indications[0].id
    return Answers(
        indication=indication,
        replies={one.id: Reply(told.get("replies", {}).get(one.id, Reply.NO)) for one in asked.contraindications},
        conditions=told.get("conditions", read("eligibility")["conditions"]),
    )
