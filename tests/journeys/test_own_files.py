"""A questionnaire and a template of a note that a clinic adds as files: asked, counted and written without code."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from clinicdesk import resources
from clinicdesk.desk import Desk
from clinicdesk.records import measures, note_templates, patients
from clinicdesk.records.measures import alerts, files
from clinicdesk.records.patient_details import PatientDetails
from tests.hands import Hands
from tests.journeys import answering

SLEEP = """
id = "our-sleep"
version = "1"
title = "Sleep check"
full_title = "Two questions about last night, in our own words"
about = "sleep"
filled_by = "patient"
recall_hours = 24
shipping = "own_words"
languages = ["en"]
better = "lower"
licence = "Our own words."
source = "Our own questions."
unverified = true

[[choices]]
value = 0
text.en = "No"

[[choices]]
value = 1
text.en = "Yes"

[[items]]
id = "1"
text.en = "Did you wake up?"

[[items]]
id = "2"
text.en = "Were you tired in the morning?"

[[scores]]
id = "total"
title = "Total"
method = "sum"
items = ["1", "2"]

[[bands]]
low = 2
high = 2
text = "a bad night"

[[alerts]]
id = "both"
score = "total"
at_least = 2
words = "Both questions were answered yes."

[response]
source = "No rule."
unverified = true
"""
NURSING = """
version = "1"
title = "Nursing note"
kind = "progress"

[[sections]]
title = "What was done"
required = true
"""
_CACHES = (files._shipped, note_templates.templates)


@pytest.fixture
def own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the program find two files more than it came with."""
    copy = tmp_path / "resources"
    shutil.copytree(resources.root(), copy, ignore=shutil.ignore_patterns("fonts", "licences"))
    for name in ("fonts", "licences"):
        (copy / name).symlink_to(resources.root() / name)
    (copy / "measures" / "our-sleep.toml").write_text(SLEEP, encoding="utf-8")
    (copy / "notes" / "nursing.toml").write_text(NURSING, encoding="utf-8")
    monkeypatch.setattr(resources, "root", lambda: copy)
    for read in _CACHES:
        read.cache_clear()
    yield
    for read in _CACHES:
        read.cache_clear()


@pytest.mark.usefixtures("own_files")
def test_a_file_alone_adds_a_questionnaire_and_a_note(
    enter: Callable[[str], None], hands: Hands, everyone: Desk, nurse: Desk
) -> None:
    details = PatientDetails(family_name="Núñez", given_name="María", birth_date=date(1954, 1, 2))
    patient = patients.register(everyone, details=details)
    enter("all")
    answering.open_measures(hands, "nunez", "NÚÑEZ")
    hands.click("Fill in…")
    hands.choose("Questionnaire", "Sleep check – Two questions about last night, in our own words")
    hands.click("From paper")
    answering.type_numbers(hands, "11")
    hands.press("Ctrl+S")
    hands.see("2 · a bad night")
    (result,) = measures.of_patient(nurse, patient)
    assert (result.measure, result.total) == ("our-sleep", 2)
    (call,) = alerts.open_alerts(nurse)
    assert (call.measure, call.words) == ("Sleep check", "Both questions were answered yes.")
    hands.see("Both questions were answered yes")

    hands.click("Notes")
    hands.click("New note")
    hands.choose("Kind of note", "Nursing note")
    hands.press("Ctrl+Shift+S")
    hands.see("What was done")
    assert everyone.clinic.verify() == []
