"""Registering the people of the sample clinic, what changes of them later, and one who was registered twice."""

from dataclasses import replace
from typing import Any

from clinicdesk.records import enquiries, merging, patients
from clinicdesk.records.chart_facts import KINDS, ChartFacts, FactList
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from clinicdesk.sample.programmes import enrol
from clinicdesk.sample.stage import Stage, Story


def registration(stage: Stage, person: dict[str, Any]) -> Story:
    """Tell how somebody is registered at the front desk."""
    yield stage.when(person)
    desk = stage.desks["receptionist"]
    asked = enquiries.get(desk, stage.enquiries[person["enquiry"]]) if "enquiry" in person else None
    stage.people[person["key"]] = person
    stage.patients[person["key"]] = patients.register(
        desk, details=_details(person["details"]), facts=_facts(person.get("facts", {})), enquiry=asked
    )
    enrol(stage, person)


def amendment(stage: Stage, entry: dict[str, Any]) -> Story:
    """Tell what the front desk hears of somebody later."""
    yield stage.when(entry)
    desk = stage.desks["receptionist"]
    known = patients.get(desk, stage.patients[entry["patient"]])
    patients.amend(desk, known.id, based_on=known.version, details=replace(known, **_changed(stage, entry["details"])))


def _changed(stage: Stage, written: dict[str, Any]) -> dict[str, Any]:
    """Return what was written with its days as dates: ``moved_away_day = -24`` is ``moved_away_on``."""
    days = {name: number for name, number in written.items() if name.endswith("_day")}
    others = {name: value for name, value in written.items() if name not in days}
    return others | {name.replace("_day", "_on"): stage.day(number) for name, number in days.items()}


def second_registration(stage: Stage, entry: dict[str, Any]) -> Story:
    """Tell how somebody sees that one person was registered twice, and merges the two."""
    yield stage.when(entry)
    desk = stage.desks["receptionist"]
    kept, merged = stage.patients[entry["kept"]], stage.patients[entry["merged"]]
    seen = merging.preview(desk, kept, merged)
    merging.merge(
        desk,
        kept,
        merged,
        choices={pair.name: pair.proposed for pair in seen.fields if pair.may_choose},
        based_on=(seen.kept.version, seen.merged.version),
        reason=entry["reason"],
    )


def _details(written: dict[str, Any]) -> PatientDetails:
    answers = {name: Answer(answer) for name, answer in written.get("answers", {}).items()}
    return PatientDetails(**{name: value for name, value in written.items() if name != "answers"}, answers=answers)


def _facts(written: dict[str, Any]) -> ChartFacts:
    return ChartFacts(**{name: _list(KINDS[name], value) for name, value in written.items()})


def _list(kind: type[Any], value: str | list[dict[str, Any]]) -> FactList[Any]:
    if isinstance(value, str):
        return FactList(Answer(value))
    return FactList(Answer.SOME, tuple(kind(**item) for item in value))
