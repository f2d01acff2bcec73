"""Notes: saved, rewritten with a version check, signed for good, added to, voided with a reason."""

from datetime import timedelta

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed, NotFound, Sealed
from clinicdesk.records import note_drafts, note_signing, notes
from clinicdesk.records.notes import NoteKind
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.entry import insert
from tests.conftest import PASSWORD
from tests.records.sessions import steps


def register(desk: Desk, number: int = 1, family: str = "Ångström", given: str = "Zoë") -> str:
    patient_id = desk.new_id()
    row = insert("patients", patient_id, record_number=number, family_name=family, given_name=given)
    desk.record("patient.register", row, patient=patient_id)
    return patient_id


@pytest.fixture
def patient(nurse: Desk) -> str:
    return register(nurse)


def test_a_note_is_saved_unsigned_and_listed_for_its_author_to_sign(nurse: Desk, prescriber: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind=NoteKind.PHONE_CALL, body="Asked about fasting.\n")
    note = notes.get(nurse, note_id)
    assert (note.kind, note.body, note.author_name) == (
        NoteKind.PHONE_CALL,
        "Asked about fasting.",
        "Nina Okafor, RN",
    )
    assert note.is_open
    assert not note.is_signed
    assert [line.id for line in notes.unsigned(nurse)] == [note_id]
    assert notes.unsigned(prescriber) == []


def test_rewriting_gives_a_new_version_and_the_old_one_is_refused(nurse: Desk, prescriber: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="First")
    read = notes.get(nurse, note_id)
    second = notes.rewrite(prescriber, note_id, body="Second", based_on=read.version)
    with pytest.raises(ChangedElsewhere) as refused:
        notes.rewrite(nurse, note_id, body="Mine", based_on=read.version)
    assert refused.value.staff_name == "Dr Pat Osei"
    now = notes.get(nurse, note_id)
    assert (now.body, now.version, now.changed_by, now.author_name) == (
        "Second",
        second,
        "Dr Pat Osei",
        "Nina Okafor, RN",
    )


def test_a_signed_note_is_closed_for_everybody(nurse: Desk, prescriber: Desk, patient: str, clock: DrivenClock):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="Calm and awake.")
    version = notes.get(nurse, note_id).version
    clock.pass_time(minutes=5)
    notes.sign(nurse, note_id)
    note = notes.get(nurse, note_id)
    assert note.signed_at == clock.now()
    assert note.signer_name == "Nina Okafor, RN"
    assert notes.unsigned(nurse) == []
    for desk in (nurse, prescriber):
        with pytest.raises(Sealed):
            notes.rewrite(desk, note_id, body="Other", based_on=note.version)
        with pytest.raises(Sealed):
            notes.sign(desk, note_id)
        with pytest.raises(Sealed):
            notes.void(desk, note_id, reason="Wrong patient", based_on=version)
    assert notes.get(nurse, note_id).body == "Calm and awake."


def test_beneath_the_signature_the_ledger_itself_refuses(nurse: Desk, patient: str):
    from clinicdesk.storage.entry import update

    note_id = notes.write_signed(nurse, patient_id=patient, kind="intake", body="Intake done.")
    version = notes.get(nurse, note_id).version
    with pytest.raises(Sealed):
        nurse.record("note.write", update("notes", note_id, version, body="Other"), patient=patient)


def test_what_was_read_is_what_is_signed(nurse: Desk, prescriber: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="Read this")
    read = notes.get(nurse, note_id)
    notes.rewrite(prescriber, note_id, body="Something else", based_on=read.version)
    with pytest.raises(ChangedElsewhere):
        notes.sign(nurse, note_id, based_on=read.version)
    assert not notes.get(nurse, note_id).is_signed


def test_the_last_text_is_saved_and_signed_in_one_entry(clinic: Clinic, nurse: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="Half")
    before = len(list(clinic.ledger.entries_after(0)))
    notes.sign(nurse, note_id, body="Whole", based_on=notes.get(nurse, note_id).version)
    assert len(list(clinic.ledger.entries_after(0))) == before + 1
    note = notes.get(nurse, note_id)
    assert (note.body, note.is_signed) == ("Whole", True)


def test_an_addendum_needs_a_signed_note_and_stands_beside_it(nurse: Desk, prescriber: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="Body")
    with pytest.raises(BadValue):
        notes.addendum(nurse, note_id, body="More")
    notes.sign(nurse, note_id)
    notes.addendum(prescriber, note_id, body="Seen and agreed.")
    for note in (notes.get(nurse, note_id), notes.of_patient(nurse, patient)[0]):
        assert [(added.body, added.author_name) for added in note.addenda] == [("Seen and agreed.", "Dr Pat Osei")]
        assert note.body == "Body"


def test_voiding_needs_a_reason_and_keeps_the_text(nurse: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="Wrong chart")
    version = notes.get(nurse, note_id).version
    with pytest.raises(BadValue) as refused:
        notes.void(nurse, note_id, reason="  ", based_on=version)
    assert refused.value.field == "reason"
    notes.void(nurse, note_id, reason="Wrong patient", based_on=version)
    note = notes.get(nurse, note_id)
    assert (note.voided_reason, note.body, note.is_open) == ("Wrong patient", "Wrong chart", False)
    assert notes.unsigned(nurse) == []
    with pytest.raises(BadValue):
        notes.sign(nurse, note_id)


def test_reception_neither_reads_nor_writes_notes(nurse: Desk, receptionist: Desk, patient: str):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="Private")
    for read in (
        lambda: notes.of_patient(receptionist, patient),
        lambda: notes.get(receptionist, note_id),
        lambda: notes.unsigned(receptionist),
        lambda: notes.write(receptionist, patient_id=patient, kind="progress", body="x"),
        lambda: notes.write_signed(receptionist, patient_id=patient, kind="progress", body="x"),
    ):
        with pytest.raises(NotAllowed):
            read()


@pytest.mark.parametrize("body", ["", "  \n\t "])
def test_a_note_without_text_is_not_saved(nurse: Desk, patient: str, body: str):
    with pytest.raises(BadValue):
        notes.write(nurse, patient_id=patient, kind="progress", body=body)
    assert notes.of_patient(nurse, patient) == []


def test_newest_first_and_only_this_patients(nurse: Desk, patient: str, clock: DrivenClock):
    other = register(nurse, 2, "Nguyễn", "Ánh")
    for body in ("one", "two"):
        notes.write(nurse, patient_id=patient, kind="progress", body=body)
        clock.pass_time(minutes=1)
    notes.write(nurse, patient_id=other, kind="progress", body="not here")
    assert [note.body for note in notes.of_patient(nurse, patient)] == ["two", "one"]


def test_markup_stays_what_it_is(nurse: Desk, patient: str):
    body = "<b>bold</b> & <img src=x> 🙂 العربية"
    note_id = notes.write(nurse, patient_id=patient, kind="letter", body=body)
    assert notes.get(nurse, note_id).body == body


def test_an_unknown_note_is_not_found(nurse: Desk):
    with pytest.raises(NotFound):
        notes.get(nurse, "nowhere")


def test_a_draft_belongs_to_one_person_and_comes_back(nurse: Desk, prescriber: Desk, patient: str):
    place = note_drafts.place_of_note(patient, None)
    note_drafts.keep(nurse, place, note_drafts.NoteDraft(NoteKind.INTAKE, "Half a sen", None, None))
    found = note_drafts.find(nurse, place)
    assert found is not None
    assert (found.kind, found.body, found.saved_at) == (NoteKind.INTAKE, "Half a sen", nurse.now())
    assert note_drafts.find(prescriber, place) is None
    nurse.drop_draft(place)
    assert note_drafts.find(nurse, place) is None


def test_a_late_entry_keeps_both_times_and_may_be_corrected_until_it_is_signed(
    nurse: Desk, patient: str, clock: DrivenClock
):
    happened = clock.now() - timedelta(days=2)
    note_id = notes.write(nurse, patient_id=patient, kind="phone_call", body="Called.", about_at=happened)
    note = notes.get(nurse, note_id)
    assert (note.about_at, note.written_at) == (happened, clock.now())
    stated = notes.Stated(about_at=None, cosigner_id=None)
    notes.rewrite(nurse, note_id, body="Called.", based_on=note.version, stated=stated)
    assert notes.get(nurse, note_id).about_at is None


@pytest.mark.parametrize("ahead", [timedelta(seconds=1), timedelta(days=1)])
def test_a_late_entry_is_not_about_the_future(nurse: Desk, patient: str, clock: DrivenClock, ahead: timedelta):
    with pytest.raises(BadValue) as refused:
        notes.write(nurse, patient_id=patient, kind="progress", body="x", about_at=clock.now() + ahead)
    assert refused.value.field == "about_at"
    notes.write(nurse, patient_id=patient, kind="progress", body="x", about_at=clock.now())


def test_saving_text_alone_leaves_what_is_said_beside_it(
    nurse: Desk, prescriber: Desk, patient: str, clock: DrivenClock
):
    asked = prescriber.person.id
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="x", about_at=clock.now(), cosigner_id=asked)
    notes.rewrite(prescriber, note_id, body="y", based_on=notes.get(nurse, note_id).version)
    note = notes.get(nurse, note_id)
    assert note.cosigner is not None
    assert (note.body, note.about_at, note.cosigner.name) == ("y", clock.now(), "Dr Pat Osei")
    notes.sign(nurse, note_id)
    signed = notes.get(nurse, note_id)
    assert signed.cosigner == note.cosigner
    assert [one.meaning for one in signed.signatures] == ["author"]


def test_all_signatures_are_read_the_closing_one_first(nurse: Desk, prescriber: Desk, patient: str, clock: DrivenClock):
    note_id = notes.write(nurse, patient_id=patient, kind="progress", body="x", cosigner_id=prescriber.person.id)
    notes.sign(nurse, note_id)
    clock.pass_time(minutes=3)
    note_signing.cosign(prescriber, notes.get(prescriber, note_id), pin=PASSWORD)
    note = notes.get(nurse, note_id)
    assert [(one.signer_name, one.meaning) for one in note.signatures] == [
        ("Nina Okafor, RN", "author"),
        ("Dr Pat Osei", "cosigner"),
    ]
    assert note.signer_name == "Nina Okafor, RN"
    assert len(notes.of_patient(nurse, patient)) == 1


def test_a_signed_note_that_was_voided_counts_no_more_and_keeps_its_signatures(nurse: Desk):
    patient = steps.register_zoe(nurse)
    session_id = steps.plan_for(nurse, patient)
    note_id = notes.write_signed(nurse, patient_id=patient, kind="session", body="x", session_id=session_id)
    assert [one.id for one in notes.of_session(nurse, session_id)] == [note_id]
    note_signing.void_signed(nurse, notes.get(nurse, note_id), reason="Wrong patient")
    note = notes.get(nurse, note_id)
    assert note.voided is not None
    assert (note.voided.reason, note.voided.by_name, note.is_signed) == ("Wrong patient", "Nina Okafor, RN", True)
    assert notes.of_session(nurse, session_id) == []
    assert [one.id for one in notes.of_patient(nurse, patient)] == [note_id]
