"""The texts a note had, read from the ledger, and who else types in it."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinicdesk.desk import Desk
from clinicdesk.records import note_drafts, note_history, notes
from clinicdesk.records.note_drafts import NoteDraft
from clinicdesk.records.notes import NoteKind
from clinicdesk.rules.text_differences import Change
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import steps


def test_every_text_is_there_with_who_saved_it_and_when(nurse: Desk, prescriber: Desk, clock: DrivenClock):
    patient = steps.register_zoe(nurse)
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="Sleeps badly.")
    clock.pass_time(minutes=5)
    notes.rewrite(prescriber, note_id, body="Sleeps well.", based_on=notes.get(nurse, note_id).version)
    notes.rewrite(nurse, note_id, body="Sleeps well.", based_on=notes.get(nurse, note_id).version)
    notes.sign(nurse, note_id, body="Sleeps well, eats.")
    found = note_history.versions(nurse, note_id)
    assert [(one.number, one.staff_name, one.body) for one in found] == [
        (1, "Nina Okafor, RN", "Sleeps badly."),
        (2, "Dr Pat Osei", "Sleeps well."),
        (3, "Nina Okafor, RN", "Sleeps well, eats."),
    ]
    assert (found[1].at - found[0].at).total_seconds() == 300


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    texts=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1), min_size=2, max_size=4)
)
def test_differences_give_both_texts_to_the_letter(nurse: Desk, texts: list[str]):
    texts = [f"x{text}x" for text in texts]
    patient = steps.register_zoe(nurse)
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body=texts[0])
    for text in texts[1:]:
        notes.rewrite(nurse, note_id, body=text, based_on=notes.get(nurse, note_id).version)
    found = note_history.versions(nurse, note_id)
    for before, after in zip([None, *found], found, strict=False):
        pieces = [piece for passage in note_history.differences(before, after) for piece in passage.pieces]
        assert "".join(p.text for p in pieces if p.change is not Change.TAKEN) == after.body
        assert "".join(p.text for p in pieces if p.change is not Change.ADDED) == (before.body if before else "")


def test_who_else_types_in_a_note_is_told_by_name_and_not_what(nurse: Desk, prescriber: Desk):
    patient = steps.register_zoe(nurse)
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="First")
    place = note_drafts.place_of_note(patient, note_id)
    assert note_drafts.others(nurse, note_id) == []
    note_drafts.keep(prescriber, place, NoteDraft(NoteKind.PROGRESS, "Theirs", None, None, late="14:00"))
    note_drafts.keep(nurse, place, NoteDraft(NoteKind.PROGRESS, "Mine", None, None))
    (other,) = note_drafts.others(nurse, note_id)
    assert (other.name, other.saved_at) == ("Dr Pat Osei", nurse.now())
    mine = note_drafts.find(nurse, place)
    theirs = note_drafts.find(prescriber, place)
    assert mine is not None
    assert theirs is not None
    assert (mine.body, theirs.body, theirs.late) == ("Mine", "Theirs", "14:00")
    prescriber.drop_draft(place)
    assert note_drafts.others(nurse, note_id) == []
