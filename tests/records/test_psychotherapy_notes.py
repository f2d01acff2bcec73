"""Psychotherapy notes: their author reads them, and nobody else by any way."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed
from clinicdesk.permissions import Role
from clinicdesk.printing import note
from clinicdesk.records import (
    history,
    merging,
    note_history,
    note_signing,
    note_templates,
    notes,
    overdue_signing,
    text_search,
    to_sign,
)
from clinicdesk.records.notes import NoteKind, Stated
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.printing.test_note import text_of
from tests.records.sessions import steps
from tests.records.test_letters import permit
from tests.records.test_notes import register

SECRET = "Quixotry about the brother"


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register(nurse)


@pytest.fixture
def note_id(nurse: Desk, patient: str) -> str:
    return notes.write(nurse, patient_id=patient, kind=NoteKind.PSYCHOTHERAPY, body=SECRET)


def test_they_are_no_part_of_the_chart_and_their_author_reads_them(
    nurse: Desk, prescriber: Desk, patient: str, note_id: str
):
    assert notes.of_patient(nurse, patient) == notes.of_patient(prescriber, patient) == []
    assert [note.id for note in notes.kept_apart(nurse, patient)] == [note_id]
    assert notes.kept_apart(prescriber, patient) == []
    assert notes.get(nurse, note_id).body == SECRET
    with pytest.raises(NotAllowed):
        notes.get(prescriber, note_id)
    with pytest.raises(NotAllowed):
        note_history.versions(prescriber, note_id)


def test_nobody_finds_a_word_of_them(nurse: Desk, prescriber: Desk, patient: str, note_id: str):
    notes.sign(nurse, note_id)
    notes.addendum(nurse, note_id, body="Quixotry again")
    for desk in (nurse, prescriber):
        assert text_search.find(desk, "quixotry", patient_id=patient) == []
        assert text_search.find(desk, "", author_id=nurse.person.id) == []
    known = next(nurse.rows("SELECT count(*) AS n FROM search_text_words_known WHERE term LIKE 'quixot%'"))
    assert known["n"] == 0


def test_addenda_are_read_by_the_author_alone(nurse: Desk, prescriber: Desk, note_id: str):
    notes.sign(nurse, note_id)
    notes.addendum(nurse, note_id, body="Quixotry again")
    assert [one.body for one in notes.addenda_to(nurse, "notes", note_id)] == ["Quixotry again"]
    assert notes.addenda_to(prescriber, "notes", note_id) == ()


def test_the_history_says_that_one_was_written_and_not_what(nurse: Desk, prescriber: Desk, patient: str, note_id: str):
    notes.rewrite(nurse, note_id, body=f"{SECRET}, more", based_on=notes.get(nurse, note_id).version)
    notes.sign(nurse, note_id)
    notes.addendum(nurse, note_id, body="Quixotry again")
    note_signing.void_signed(nurse, notes.get(nurse, note_id), reason="Quixotry was somebody else")
    told = repr(history.of_patient(prescriber, patient))
    assert "Quixotry" not in told
    assert "read by its author alone" in told
    assert "Signed a note" in told
    assert "Quixotry" in repr(history.of_patient(nurse, patient))


def test_an_unsigned_one_is_voided_without_its_reason_in_the_open(
    nurse: Desk, prescriber: Desk, patient: str, note_id: str
):
    notes.void(nurse, note_id, reason="Quixotry was somebody else", based_on=notes.get(nurse, note_id).version)
    assert "Quixotry" not in repr(history.of_patient(prescriber, patient))
    assert notes.get(nurse, note_id).voided_reason == "Quixotry was somebody else"


def test_nobody_else_writes_signs_or_voids_one(nurse: Desk, prescriber: Desk, note_id: str):
    note = notes.get(nurse, note_id)
    for act in (
        lambda: notes.rewrite(prescriber, note_id, body="Mine", based_on=note.version),
        lambda: notes.sign(prescriber, note_id),
        lambda: notes.void(prescriber, note_id, reason="No", based_on=note.version),
        lambda: notes.addendum(prescriber, note_id, body="More"),
        lambda: note_signing.hand_on(nurse, note_id, to_id=prescriber.person.id),
    ):
        with pytest.raises(NotAllowed):
            act()
    notes.sign(nurse, note_id)
    with pytest.raises(NotAllowed):
        note_signing.void_signed(prescriber, notes.get(nurse, note_id), reason="No")


def test_nobody_is_asked_to_sign_one_as_well(nurse: Desk, prescriber: Desk, patient: str, note_id: str):
    with pytest.raises(BadValue) as problem:
        notes.write(nurse, patient_id=patient, kind="psychotherapy", body="x", cosigner_id=prescriber.person.id)
    assert problem.value.field == "cosigner"
    note = notes.get(nurse, note_id)
    with pytest.raises(BadValue):
        notes.rewrite(nurse, note_id, body="x", based_on=note.version, stated=Stated(None, prescriber.person.id))
    with pytest.raises(BadValue):
        note_signing.ask(nurse, note, prescriber.person.id)
    assert note_signing.cosigners_of(nurse, note) == []


def test_only_its_author_is_reminded_of_an_unsigned_one(
    nurse: Desk, prescriber: Desk, administrator: Desk, note_id: str, clock: DrivenClock
):
    clock.pass_time(days=60)
    assert [item.id for item in to_sign.waiting(nurse)] == [note_id]
    assert to_sign.waiting(prescriber) == []
    assert overdue_signing.overdue(administrator) == []
    note_signing.sign(nurse, notes.get(nurse, note_id), pin=PASSWORD)
    assert to_sign.waiting(nurse) == []


def test_a_merge_shows_neither_their_words_nor_how_many(
    nurse: Desk, prescriber: Desk, administrator: Desk, patient: str, note_id: str
):
    notes.sign(nurse, note_id)
    notes.addendum(nurse, note_id, body="Quixotry again")
    for desk in (prescriber, administrator):
        assert not {"notes", "addenda"} & {group.table for group in merging.attached(desk, patient)}
    assert "Quixotry" in repr(merging.attached(nurse, patient))


def test_when_two_records_are_parted_somebody_is_asked_whose_it_is_and_reads_no_word(
    nurse: Desk, prescriber: Desk, patient: str
):
    second = register(nurse, 2)
    seen = merging.preview(nurse, patient, second)
    merge = merging.merge(nurse, patient, second, choices={}, based_on=(seen.kept.version, seen.merged.version))
    notes.write(nurse, patient_id=patient, kind=NoteKind.PSYCHOTHERAPY, body=SECRET)
    assert "Quixotry" not in repr(merging.parting(prescriber, merge))
    assert [one.name for one in merging.parting(prescriber, merge).belongings] == ["Note"]


def test_one_is_printed_by_its_author_under_a_permission_for_such_notes_alone(nurse: Desk, prescriber: Desk):
    patient = steps.register_zoe(nurse)
    note_id = notes.write(nurse, patient_id=patient, kind=NoteKind.PSYCHOTHERAPY, body=SECRET)
    with pytest.raises(NotAllowed):
        note.build(nurse, note_id)
    apart = "psychotherapy-notes"
    permit(nurse, patient, "Mary Novak", **{"way": "In writing", apart: "No, they stay out", "substance-use": "No"})
    with pytest.raises(NotAllowed):
        note.build(nurse, note_id)
    said = {"way": "In writing", apart: "Yes, for these notes and nothing else", "substance-use": "No"}
    permit(nurse, patient, "Mary Novak", **said)
    words = text_of(nurse, note_id)
    assert SECRET in words
    assert "to Mary Novak" in words
    with pytest.raises(NotAllowed):
        note.build(prescriber, note_id)


def test_there_is_a_template_that_writes_nothing_of_the_chart_into_one(nurse: Desk, patient: str):
    template = note_templates.of_kind(NoteKind.PSYCHOTHERAPY)
    assert template is not None
    assert note_templates.prefilled(nurse, template, patient) == "What was talked about\n\n"


def test_who_no_longer_treats_reads_not_even_their_own(nurse: Desk, patient: str, note_id: str):
    desk = Desk(nurse.clinic, type(nurse.person)(nurse.person.id, "nina", "Nina", frozenset({Role.RECEPTIONIST})), "PC")
    with pytest.raises(NotAllowed):
        notes.get(desk, note_id)
    with pytest.raises(NotAllowed):
        notes.kept_apart(desk, patient)
