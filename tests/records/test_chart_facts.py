"""The lists of a chart: what changes in them, and what stays untouched."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import ChangedElsewhere
from clinicdesk.records import chart_facts, patients
from clinicdesk.records.chart_facts import Allergy, ChartFacts, FactList, Medicine, TreatmentTried
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from clinicdesk.storage.entry import Change

MOSS = PatientDetails(family_name="Moss")
FACTS = ChartFacts(
    allergies=FactList(Answer.SOME, (Allergy(substance="Latex", severity="mild"),)),
    medicines=FactList(
        Answer.SOME,
        (Medicine(name="Sertraline", dose="50 mg"),),
        (Medicine(name="Amoxicillin", started_on=date(1990, 1, 1), ended_on=date(1990, 2, 1)),),
    ),
    treatments_tried=FactList(Answer.SOME, (TreatmentTried(treatment="ECT", adequate="unknown"),)),
)


@pytest.fixture
def patient_id(everyone: Desk) -> str:
    return patients.register(everyone, details=MOSS, facts=FACTS)


def amend(desk: Desk, patient_id: str, facts: ChartFacts) -> None:
    version = patients.get(desk, patient_id).version
    patients.amend(desk, patient_id, based_on=version, details=MOSS, facts=facts)


def changes_of(clinic: Clinic, table: str) -> Iterator[Change]:
    last = list(clinic.ledger.entries_after(0))[-1]
    return (change for change in last.changes if change.table == table)


def test_an_item_that_changed_stays_the_same_row(clinic: Clinic, everyone: Desk, patient_id: str) -> None:
    facts = chart_facts.of(everyone, patient_id)
    (sertraline,) = facts.medicines.items
    more = replace(facts.medicines, items=(replace(sertraline, dose="100 mg"),))

    amend(everyone, patient_id, replace(facts, medicines=more))

    (change,) = changes_of(clinic, "medicines")
    assert change.row_id == sertraline.id
    assert chart_facts.of(everyone, patient_id).medicines.items[0].dose == "100 mg"


def test_ended_medicines_are_left_alone_by_a_form_that_does_not_show_them(everyone: Desk, patient_id: str) -> None:
    facts = chart_facts.of(everyone, patient_id)
    amend(everyone, patient_id, replace(facts, medicines=replace(facts.medicines, ended=())))
    assert [item.ended_on for item in chart_facts.of(everyone, patient_id).medicines.ended] == [date(1990, 2, 1)]


def test_a_medicine_ended_on_a_day_is_past(everyone: Desk, patient_id: str) -> None:
    facts = chart_facts.of(everyone, patient_id)
    ended = tuple(replace(item, ended_on=date(2026, 2, 1)) for item in facts.medicines.items)
    lists = FactList(Answer.NONE, (), (*facts.medicines.ended, *ended))

    amend(everyone, patient_id, replace(facts, medicines=lists))

    now = chart_facts.of(everyone, patient_id).medicines
    assert now.answer is Answer.NONE
    assert {item.name for item in now.ended} == {"Sertraline", "Amoxicillin"}


def test_a_list_emptied_without_an_answer_is_not_none(everyone: Desk, patient_id: str) -> None:
    facts = chart_facts.of(everyone, patient_id)
    amend(everyone, patient_id, replace(facts, allergies=FactList(Answer.SOME)))
    assert chart_facts.of(everyone, patient_id).allergies.answer is Answer.NOT_ASKED


def test_an_item_changed_by_two_is_refused(everyone: Desk, patient_id: str) -> None:
    read = chart_facts.of(everyone, patient_id)
    theirs = replace(read.allergies.items[0], severity="severe")
    amend(everyone, patient_id, replace(read, allergies=FactList(Answer.SOME, (theirs,))))
    mine = replace(read.allergies.items[0], reaction="rash")

    with pytest.raises(ChangedElsewhere):
        amend(everyone, patient_id, replace(read, allergies=FactList(Answer.SOME, (mine,))))

    assert chart_facts.of(everyone, patient_id).allergies.items[0].severity == "severe"


def test_everything_of_the_lists_replays(clinic: Clinic, everyone: Desk, patient_id: str) -> None:
    amend(everyone, patient_id, ChartFacts(allergies=FactList(Answer.UNKNOWN)))
    assert clinic.verify() == []
