"""Asking: the answers as they are being given, and what the chart says already.

Answers that nobody has signed yet are a draft of the person who types them; the next one at this clinic file who opens
the questions is shown what a colleague was told, and takes it over or asks anew.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.records import chart_facts, workups
from clinicdesk.records.chart_facts import ChartFacts, Medicine
from clinicdesk.records.eligibility import files
from clinicdesk.records.identities import surviving
from clinicdesk.records.workups import WorkupResult
from clinicdesk.rules.eligibility import Done, Given, Questionnaire, Reply, Tried
from clinicdesk.rules.medicine_names import Reading, read_list


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far. ``by_name`` and ``at`` say who typed it and when, of answers read back."""

    indication: str = ""
    replies: Mapping[str, Reply] = field(default_factory=dict)
    conditions: str = ""
    remark: str = ""
    by_name: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """What the chart says that matters here."""

    facts: ChartFacts
    reading: Reading
    workup: Mapping[str, workups.Workup]

    @property
    def medicines(self) -> tuple[str, ...]:
        """The list of medicines, a line for each."""
        return tuple(line_of(one) for one in self.facts.medicines.items)

    @property
    def tried(self) -> Tried:
        """The treatments tried: only what somebody called adequate counts."""
        known = [one.adequate for one in self.facts.treatments_tried.items]
        unclear = sum(said not in ("yes", "no") for said in known)
        return Tried(self.facts.treatments_tried.answer, known.count("yes"), unclear)


def chart_of(desk: Desk, patient_id: str) -> Chart:
    """Return what the chart of a patient says: its lists, the medicines read in them, the work-up."""
    facts = chart_facts.of(desk, patient_id)
    lines = (line_of(one) for one in facts.medicines.items)
    return Chart(facts, read_list(lines, files.dictionary()), workups.latest(desk, patient_id))


def line_of(medicine: Medicine) -> str:
    """Return a medicine with its dose, as it stands in a list."""
    return f"{medicine.name} {medicine.dose}".strip()


def given(desk: Desk, chart: Chart, answers: Answers) -> Given:
    """Return all that is known of a patient today, for the rules."""
    return Given(
        on=desk.local(desk.now()).date(),
        indication=answers.indication,
        replies=answers.replies,
        tried=chart.tried,
        medicines=chart.facts.medicines.answer,
        classes=chart.reading.classes(),
        unread=tuple(one.line for one in chart.reading.unread),
        workup={k: Done(one.done_on, one.result is WorkupResult.CONCERN) for k, one in chart.workup.items()},
    )


def keep(desk: Desk, patient_id: str, treatment: str, answers: Answers) -> datetime:
    """Keep what was answered so far, and return when."""
    desk.may_see("clinical")
    body = {
        "indication": answers.indication,
        "replies": {item: reply.value for item, reply in answers.replies.items()},
        "conditions": answers.conditions,
        "remark": answers.remark,
    }
    return desk.keep_draft(_place(desk, patient_id, treatment), body)


def kept(desk: Desk, patient_id: str, asked: Questionnaire) -> Answers | None:
    """Return what this person answered so far, or None."""
    desk.may_see("clinical")
    draft = desk.draft(_place(desk, patient_id, asked.id))
    return _answers(draft.body, asked, desk.person.name, draft.saved_at) if draft else None


def kept_by_others(desk: Desk, patient_id: str, asked: Questionnaire) -> Answers | None:
    """Return what a colleague answered last and nobody has signed, or None."""
    desk.may_see("clinical")
    place = _place(desk, patient_id, asked.id)
    found = [
        (draft, row["name"])
        for row in list(desk.rows("SELECT s.id, s.name FROM staff s WHERE s.id <> ?", desk.person.id))
        for draft in desk.clinic.local.drafts(row["id"], place)
    ]
    if not found:
        return None
    draft, name = max(found, key=lambda one: one[0].saved_at)
    return _answers(draft.body, asked, name, draft.saved_at)


def forget(desk: Desk, patient_id: str, treatment: str) -> None:
    """Forget what everybody answered so far: it is signed, or asked anew."""
    place = _place(desk, patient_id, treatment)
    for row in list(desk.rows("SELECT s.id FROM staff s")):
        desk.clinic.local.drop_draft(row["id"], place)


def _answers(body: str, asked: Questionnaire, name: str, at: datetime) -> Answers:
    """Return the answers of a draft; what the file no longer asks is left out."""
    said = json.loads(body)
    items = {item.id for item in asked.contraindications}
    return Answers(
        indication=said["indication"] if asked.indication(said["indication"]) else "",
        replies={item: Reply(reply) for item, reply in said["replies"].items() if item in items},
        conditions=said["conditions"],
        remark=said["remark"],
        by_name=name,
        at=at,
    )


def _place(desk: Desk, patient_id: str, treatment: str) -> str:
    return f"eligibility:{surviving(desk, patient_id)}:{treatment}"
