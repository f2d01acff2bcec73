"""The numbers of a protocol's text: found with their units, changed one by one, everything else as it was."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import BadValue
from clinicdesk.records import protocol_numbers
from clinicdesk.resources import folder

TEXT = """# A comment with = in it
id = "one"
version = "1"

[dose]
micrograms_per_kg = 500  # half a milligram
duration_minutes = 40
source = "Somebody 2017 # not a comment"
unverified = true
owner = ""

[[phases]]
name = "First"
sessions = 6
at_minutes = [10, 20]
"""


def test_sections_numbers_and_what_is_said_about_them() -> None:
    dose, phase = protocol_numbers.sections(TEXT)
    assert [(n.label, n.shown, n.unit) for n in dose.numbers] == [
        ("Dose per kg", "0.5", "mg per kg"),
        ("Duration", "40", "min"),
    ]
    assert (dose.title, dose.source, dose.owner, dose.unverified) == ("dose", "Somebody 2017 # not a comment", "", True)
    assert (phase.title, phase.name) == ("phases", "First")
    assert [(n.label, n.shown) for n in phase.numbers] == [("Sessions", "6"), ("Due at minutes", "10, 20")]


def test_one_number_changes_and_nothing_else() -> None:
    dose, phase = protocol_numbers.sections(TEXT)
    number = dose.numbers[0]
    changed = protocol_numbers.with_numbers(TEXT, number, number.read("0.75"))
    assert changed == TEXT.replace("= 500 ", "= 750 ")
    listed = phase.numbers[1]
    assert "at_minutes = [10, 20, 30]\n" in protocol_numbers.with_numbers(TEXT, listed, listed.read("10 20, 30"))


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_whatever_is_typed_as_a_source_stays_words(words: str) -> None:
    dose = protocol_numbers.sections(TEXT)[0]
    changed = protocol_numbers.with_text(TEXT, dose.source_line, words)
    found = tomllib.loads(changed)["dose"]
    assert found.pop("source") == " ".join(words.split())
    before = tomllib.loads(TEXT)["dose"]
    del before["source"]
    assert found == before


@pytest.mark.parametrize("typed", ["", "0.5 0.6", "half", "1,5", "0.00001", "-1", "5e3"])
def test_what_is_no_number_is_refused_with_the_name_of_the_field(typed: str) -> None:
    number = protocol_numbers.sections(TEXT)[0].numbers[0]
    with pytest.raises(BadValue, match="Dose per kg"):
        number.read(typed)


def test_every_number_of_every_shipped_protocol_is_read_back_as_it_stands() -> None:
    for file in sorted(folder("protocols").glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        found = protocol_numbers.sections(text)
        assert found
        for section in found:
            for number in section.numbers:
                assert number.read(number.shown) == number.values, (file.name, number.name)
                assert protocol_numbers.with_numbers(text, number, number.values) == text


def test_what_is_asked_when_is_a_part_of_its_own() -> None:
    text = (folder("protocols") / "iv-ketamine-mood.toml").read_text(encoding="utf-8")
    asked = [(one.name, one.when) for one in protocol_numbers.sections(text) if one.title == "measures"]
    assert ("phq-9", ("baseline", "weekly", "end")) in asked
    assert ("mood-now", ("before_session", "day_after")) in asked
