"""The words of the patient's papers: every language says the same things, and none of them is invented silently."""

import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clinicdesk import resources
from clinicdesk.errors import CannotPrint
from clinicdesk.printing import patient_words
from clinicdesk.printing.patient_words import PatientWords
from clinicdesk.records import protocols

FILES = sorted(resources.folder("papers").glob("patient.*.toml"))
ENGLISH = tomllib.loads((resources.folder("papers") / "patient.en.toml").read_text(encoding="utf-8"))
PAPERS = ("going_home", "against_advice")


def leaves(table: dict[str, Any], before: str = "") -> Iterator[tuple[str, list[str]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from leaves(value, f"{before}{key}.")
        else:
            yield before + key, value if isinstance(value, list) else [value]


def places(sentence: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_language_says_all_that_english_says(file: Path) -> None:
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    for paper in PAPERS:
        english, own = dict(leaves(ENGLISH[paper])), dict(leaves(found[paper]))
        assert own.keys() == english.keys()
        for word, sentences in english.items():
            assert len(own[word]) == len(sentences), word
            for one, other in zip(sentences, own[word], strict=True):
                assert places(one) == places(other), word


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_words_name_their_source_and_that_nobody_checked_it(file: Path) -> None:
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    assert found["source"]
    assert found["unverified"] is True
    assert found["owner"] == ""


def test_every_treatment_of_ours_has_a_spanish_name() -> None:
    words = PatientWords("going_home", "es")
    for protocol in protocols.load_all()[0].values():
        assert words.treatment(protocol.treatment) != protocol.treatment


def test_a_faulty_file_is_said_with_its_word(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    text = (resources.folder("papers") / "patient.en.toml").read_text(encoding="utf-8")
    (folder / "patient.en.toml").write_text(text.replace('{phone}."\ncall_us_no', '{fone}."\ncall_us_no'), "utf-8")
    monkeypatch.setattr(patient_words.resources, "folder", lambda name: tmp_path / name)
    patient_words._read.cache_clear()
    try:
        words = PatientWords("going_home", "en")
        with pytest.raises(CannotPrint, match="call_us"):
            words("call_us", phone="1")
        with pytest.raises(CannotPrint, match="no_such_word"):
            words("no_such_word")
        (folder / "patient.en.toml").write_text("[[", "utf-8")
        patient_words._read.cache_clear()
        with pytest.raises(CannotPrint, match="cannot be read"):
            PatientWords("going_home", "en")
    finally:
        patient_words._read.cache_clear()
