"""Questionnaires of the sample clinic: how they are answered, and what is done where an answer calls for somebody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from clinicdesk.records import series
from clinicdesk.records.measures import FilledBy, Way, alerts, files, recording
from clinicdesk.rules.measure import Measure
from clinicdesk.sample.stage import Stage, Story, read

_TAKEN_AFTER, _SETTLED_AFTER = timedelta(minutes=3), timedelta(minutes=11)
_TEN, _LEFT_OUT = "X", "-"


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the file."""

    day: int
    hour: time
    measure: str
    way: Way
    answers: str


def answered(stage: Stage, course: dict[str, Any]) -> Iterator[Story]:
    """Return the stories of all questionnaires of a patient."""
    return (_answered(stage, course, told) for told in lines(course))


def lines(course: dict[str, Any]) -> list[Told]:
    """Return what a patient answered, line by line."""
    parts = (line.split() for line in course["lines"])
    return [
        Told(int(day), time.fromisoformat(hour), name, Way(way), answers) for day, hour, name, way, answers in parts
    ]


def _answered(stage: Stage, course: dict[str, Any], told: Told) -> Story:
    at = stage.at(told.day, told.hour)
    yield at
    whole = read("measures")
    desk = stage.desks[whole["by"]]
    patient_id = stage.patients[course["patient"]]
    measure = files.in_use(desk, told.measure).measure
    recorded = recording.record(
        desk,
        patient_id=patient_id,
        measure_id=told.measure,
        answers=_answers(measure, told),
        typed=_typed(measure, told),
        filled_by=FilledBy(measure.filled_by),
        way=told.way,
        answered_at=at - timedelta(minutes=5) if told.way in (Way.PAPER, Way.TOTAL) else None,
        series_id=_series_id(stage, course),
    )
    if recorded.alerts:
        yield from _answer_call(stage, course, recorded.result_id, at)


def _answer_call(stage: Stage, course: dict[str, Any], result_id: str, at: datetime) -> Story:
    whole = read("measures")
    clinician = stage.desks[whole["answers_calls"]]
    yield at + _TAKEN_AFTER
    mine = [one.id for one in alerts.open_alerts(clinician) if one.result_id == result_id]
    for alert_id in mine:
        alerts.take(clinician, alert_id)
    yield at + _SETTLED_AFTER
    for alert_id in mine:
        alerts.settle(clinician, alert_id, done=course.get("done", whole["done"]))


def _answers(measure: Measure, told: Told) -> dict[str, int | None]:
    if told.way is not Way.TOTAL:
        return {item.id: _value(digit) for item, digit in zip(measure.items, told.answers, strict=True)}
    _score, _slash, thoughts = told.answers.partition("/")
    return {measure.suicide_item: _value(thoughts)} if measure.suicide_item else {}


def _typed(measure: Measure, told: Told) -> dict[str, int]:
    if told.way is not Way.TOTAL or measure.main is None:
        return {}
    return {measure.main.id: int(told.answers.partition("/")[0]) * measure.main.per}


def _value(digit: str) -> int | None:
    return None if digit == _LEFT_OUT else 10 if digit == _TEN else int(digit)


def _series_id(stage: Stage, course: dict[str, Any]) -> str:
    desk = stage.desks["nurse"]
    planned = {one.sessions[0].planned_on: one.id for one in series.of_patient(desk, stage.patients[course["patient"]])}
    about = (course["patient"], course["series"])
    plan = next(plan for plan in read("story")["series"] if (plan["patient"], plan["planned_day"]) == about)
    return planned[stage.day(plan["days"][0])]
