"""Snippets: one's own and the clinic's, found by name, changed with a version check, taken away."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed, NotFound
from clinicdesk.records import snippets


def test_ones_own_comes_before_the_clinics_of_the_same_name(nurse: Desk, prescriber: Desk):
    snippets.add(prescriber, name="mse", body="Calm, oriented.", everybody=True)
    snippets.add(nurse, name="MSE", body="As seen by the nurse.")
    mine, theirs = snippets.called(nurse, "Mse"), snippets.called(prescriber, "mse")
    assert mine is not None
    assert theirs is not None
    assert (mine.body, theirs.body) == ("As seen by the nurse.", "Calm, oriented.")
    assert [one.body for one in snippets.offered(nurse)] == ["As seen by the nurse.", "Calm, oriented."]
    assert snippets.called(nurse, "ms") is None


def test_what_is_somebody_elses_own_is_nobody_elses(nurse: Desk, prescriber: Desk):
    snippets.add(nurse, name="bye", body="Left well.")
    (kept,) = snippets.offered(nurse)
    assert snippets.offered(prescriber) == []
    with pytest.raises(NotFound):
        snippets.change(prescriber, kept, name="bye", body="Other")
    with pytest.raises(NotFound):
        snippets.void(prescriber, kept)


@pytest.mark.parametrize("name", ["", "  ", "two words", "x" * 25])
def test_a_name_is_one_word_that_one_types(nurse: Desk, name: str):
    with pytest.raises(BadValue) as refused:
        snippets.add(nurse, name=name, body="Text")
    assert refused.value.field == "name"


def test_a_name_is_given_once_and_a_text_is_not_empty(nurse: Desk):
    snippets.add(nurse, name="ok", body="Tolerated well.")
    with pytest.raises(BadValue) as twice:
        snippets.add(nurse, name="OK", body="Other")
    with pytest.raises(BadValue) as empty:
        snippets.add(nurse, name="no", body=" \n ")
    assert (twice.value.field, empty.value.field) == ("name", "body")
    snippets.add(nurse, name="ok", body="For all.", everybody=True)


def test_changing_and_taking_away_ask_for_the_version_that_was_read(nurse: Desk, prescriber: Desk):
    snippets.add(nurse, name="dc", body="Discharged.", everybody=True)
    (read,) = snippets.offered(prescriber)
    snippets.change(nurse, read, name="dc", body="Discharged with the escort.")
    with pytest.raises(ChangedElsewhere):
        snippets.change(prescriber, read, name="dc", body="Mine")
    (now,) = snippets.offered(prescriber)
    snippets.void(prescriber, now)
    assert snippets.called(nurse, "dc") is None


def test_reception_neither_reads_nor_writes_them(receptionist: Desk):
    with pytest.raises(NotAllowed):
        snippets.offered(receptionist)
