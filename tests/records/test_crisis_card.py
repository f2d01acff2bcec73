"""The crisis card is there with its sources, in the clinic's own words too, and opens even when its file is faulty."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.records import crisis_card, practice
from clinicdesk.records.toml_table import FaultyFile


def change(desk: Desk, words: str | None) -> None:
    there = practice.get(desk)
    practice.change(
        desk,
        based_on=there.version,
        name=there.name,
        address=there.address,
        phone=there.phone,
        paper_size=there.paper_size,
        time_zone=there.time_zone,
        lock_after_minutes=there.lock_after_minutes,
        crisis_words=words,
    )


def test_the_card_names_the_lifeline_and_the_emergency_number_with_their_sources() -> None:
    card = crisis_card.load()
    assert card.problem is None
    assert [line.number for line in card.lines[:2]] == ["988", "911"]
    assert all(line.source for line in card.lines)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("version = '1'\ncountry = 'X'\n", 1, "missing"),
        ("version = '1'\ncountry = 'X'\n[[lines]]\nname = 'A'\nnumber = ''\nsay = 's'\nsource = 'w'\n", 5, "number"),
        (
            "version = '1'\ncountry = 'X'\n[[lines]]\nname = 'A'\nnumber = '1'\nsay = 's'\nsource = 'w'\nsy = ''\n",
            8,
            "sy",
        ),
        ("version = ", 1, "TOML"),
    ],
)
def test_a_fault_in_the_file_is_named_by_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(FaultyFile) as found:
        crisis_card.parse(text)
    assert found.value.problem.line == line
    assert words in found.value.problem.sentence


def test_a_faulty_file_still_gives_a_card_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crisis_card, "FILE", "crisis/no-such-file.toml")
    card = crisis_card.load()
    assert card.lines == ()
    assert card.problem is not None


def test_a_half_written_file_gives_a_card_that_names_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crisis_card, "read_text", lambda _name: "version = '1'\ncountry = \n")
    problem = crisis_card.load().problem
    assert problem is not None
    assert problem.line == 2


def test_the_clinic_adds_its_own_words_and_leaves_them_alone_otherwise(administrator: Desk, nurse: Desk) -> None:
    assert practice.get(nurse).crisis_words == ""
    change(administrator, "  Dr Osei's mobile: +1 218 555 0199\n")
    assert practice.get(nurse).crisis_words == "Dr Osei's mobile: +1 218 555 0199"
    change(administrator, None)
    assert practice.get(nurse).crisis_words == "Dr Osei's mobile: +1 218 555 0199"
    change(administrator, "")
    assert practice.get(nurse).crisis_words == ""
    with pytest.raises(BadValue):
        change(administrator, "x" * 1501)
    with pytest.raises(NotAllowed):
        change(nurse, "Mine")
