"""Every function of the records that is asked by patient: of a merged one it must answer the same by either id.

The functions are found by their parameters, so that a new one is asked too. Wherever an answer names the patient, it
must name the registration that stays.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import Any

import pytest

from clinicdesk import records
from clinicdesk.desk import Desk
from clinicdesk.records import merging, sessions
from clinicdesk.storage.clock import DrivenClock
from tests.bench.treatment import course
from tests.records.attaching import attach
from tests.records.test_merging import merge

# What is asked of one registration alone, and what opens the file once more instead of answering.
_OF_ONE = {
    "clinicdesk.records.merging.pair.registration",
    "clinicdesk.records.patients._answers",
    "clinicdesk.records.one_chart.opened",
}
_WRITING = ("record(", "note_opening(")


def readings(*asked: str) -> dict[str, Callable[..., object]]:
    """Return every function of the records that needs a desk and these parameters, and nothing else."""
    found: dict[str, Callable[..., object]] = {}
    for module in pkgutil.walk_packages(records.__path__, "clinicdesk.records."):
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ != module.name or _needs(function) != ["desk", *asked]:
                continue
            if not any(word in inspect.getsource(function) for word in _WRITING):
                found[f"{module.name}.{name}"] = function
    return found


def _needs(function: Callable[..., object]) -> list[str]:
    return [p.name for p in inspect.signature(function).parameters.values() if p.default is inspect.Parameter.empty]


def named_patients(found: object) -> Iterator[str]:
    """Yield every patient that an answer names, however deep."""
    if is_dataclass(found) and not isinstance(found, type):
        for item in fields(found):
            value = getattr(found, item.name)
            if item.name == "patient_id" and value:
                yield value
            yield from named_patients(value)
    elif isinstance(found, dict):
        for value in found.values():
            yield from named_patients(value)
    elif isinstance(found, list | tuple | set | frozenset):
        for value in found:
            yield from named_patients(value)


@pytest.fixture
def merged_pair(everyone: Desk, clock: DrivenClock) -> tuple[str, str]:
    """Return a patient who stays and one merged into them; all records were written under the second."""
    from tests.journeys.test_merge import MORE

    made = course(everyone, clock)
    sessions.end(everyone, made.running, ended=sessions.EndReason.COMPLETED)
    for table in MORE:
        attach(everyone, table, made.patient)
    kept = course(everyone, clock)
    sessions.end(everyone, kept.running, ended=sessions.EndReason.COMPLETED)
    merge(everyone, kept.patient, made.patient)
    return kept.patient, made.patient


def answer(reading: Callable[..., object], desk: Desk, *asked: object) -> Any:
    try:
        found = reading(desk, *asked)
    except Exception as problem:
        return repr(problem)
    return list(found) if isinstance(found, Iterator) else found


def test_every_reading_answers_the_same_by_either_id(everyone: Desk, merged_pair: tuple[str, str]) -> None:
    kept, merged = merged_pair
    found = readings("patient_id")
    assert len(found) > 15
    differing, naming = [], []
    for name, reading in found.items():
        if name in _OF_ONE:
            continue
        ours, theirs = answer(reading, everyone, kept), answer(reading, everyone, merged)
        if ours != theirs:
            differing.append((name, ours, theirs))
        if merged in set(named_patients(theirs)):
            naming.append(name)
    assert not differing
    assert naming == []
    assert merging.attached(everyone, kept)


def test_no_list_names_a_registration_that_is_merged(everyone: Desk, merged_pair: tuple[str, str]) -> None:
    kept, merged = merged_pair
    today = everyone.local(everyone.now()).date()
    answers = {name: answer(reading, everyone) for name, reading in readings().items()}
    for offset in range(-1, 10):
        for name, reading in readings("day").items():
            answers[f"{name} {offset}"] = answer(reading, everyone, today + timedelta(days=offset))
    assert [name for name, found in answers.items() if merged in set(named_patients(found))] == []
    naming = {
        name.split()[0].rsplit(".", 2)[-2] for name, found in answers.items() if kept in set(named_patients(found))
    }
    assert len(naming) > 2, "nothing was read"


@pytest.mark.parametrize(
    "known", ["notes.reading.of_patient", "sessions.reading.of_patient", "consents.reading.of_patient"]
)
def test_the_search_for_readings_finds_them(known: str) -> None:
    assert f"clinicdesk.records.{known}" in readings("patient_id")
