"""Who else treats the people of the sample clinic, what becomes of their medicines, and letters about them."""

from typing import Any

from clinicdesk.printing import letter_text
from clinicdesk.records import care_team, chart_facts, letters, medicine_decisions, note_templates, notes, series
from clinicdesk.records.care_team import CareMember, CareRole
from clinicdesk.records.notes import NoteKind
from clinicdesk.sample.stage import Stage, Story, read

_OWN = ("patient", "by", "day", "time", "role")


def member(stage: Stage, told: dict[str, Any]) -> Story:
    """Tell how the front desk writes down who else treats a patient."""
    yield stage.when(told)
    texts = {name: value for name, value in told.items() if name not in _OWN}
    desk = stage.desks[read("care")["by"]]
    care_team.add(desk, stage.patients[told["patient"]], CareMember(role=CareRole(told["role"]), **texts))


def decision(stage: Stage, told: dict[str, Any]) -> Story:
    """Tell what is decided about a medicine."""
    yield stage.at(told["day"], told["time"])
    desk, patient_id = stage.desks[told["by"]], stage.patients[told["patient"]]
    desk.note_opening(patient_id)
    listed = chart_facts.of(desk, patient_id).medicines.items
    medicine_decisions.decide(
        desk,
        patient_id=patient_id,
        medicine_id=next(item.id for item in listed if item.name == told["medicine"]),
        decision=told["decision"],
        words=told.get("words", ""),
    )


def letter(stage: Stage, told: dict[str, Any]) -> Story:
    """Tell how a letter is begun, written, signed and sent."""
    yield stage.at(told["day"], told["time"])
    desk, patient_id = stage.desks[told["by"]], stage.patients[told["patient"]]
    desk.note_opening(patient_id)
    to = next(one for one in care_team.of_patient(desk, patient_id) if one.name == told["to"])
    about = next(iter(series.of_patient(desk, patient_id))).id
    template = note_templates.of_kind(NoteKind.LETTER)
    body = letter_text.beginning(desk, template, to, patient_id, about) + told["says"]
    note_id = letters.write(desk, patient_id=patient_id, recipient_id=to.id, body=body)
    if told.get("signed", True):
        notes.sign(desk, note_id)
    if sent := told.get("sent"):
        yield stage.at(sent["day"], sent["time"])
        despite = sent.get("despite", "")
        letters.record_sent(stage.desks[sent["by"]], note_id, way=sent["way"], to=sent["to"], despite=despite)
