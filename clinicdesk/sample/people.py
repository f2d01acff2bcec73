"""Registering the people of the sample clinic."""

from typing import Any

from clinicdesk.records import patients
from clinicdesk.records.chart_facts import KINDS, ChartFacts, FactList
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from clinicdesk.sample.stage import Stage, Story


def registration(stage: Stage, person: dict[str, Any]) -> Story:
    """Tell how somebody is registered at the front desk."""
    yield stage.at(person["day"], person["time"])
    stage.people[person["key"]] = person
    stage.patients[person["key"]] = patients.register(
        stage.desks["receptionist"], details=_details(person["details"]), facts=_facts(person.get("facts", {}))
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
