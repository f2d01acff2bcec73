"""What one person has to sign, in which order, and with what proof; what waits too long, for the owner."""

from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed, SignInRefused
from clinicdesk.exchange import incoming
from clinicdesk.records import (
    documents,
    note_drafts,
    note_signing,
    note_templates,
    notes,
    overdue_signing,
    sessions,
    staff,
    to_sign,
)
from clinicdesk.records.documents import Source
from clinicdesk.records.note_drafts import NoteDraft
from clinicdesk.records.signing_preset import DAYS, preset, preset_from, preset_or_shipped
from clinicdesk.records.toml_table import FaultyFile
from clinicdesk.resources import read_text
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.exchange import outside_files as made
from tests.records.sessions import steps


@pytest.fixture
def zoe(nurse: Desk) -> str:
    return steps.register_zoe(nurse)


def write(desk: Desk, patient_id: str, body: str = "Slept well.") -> str:
    return notes.write(desk, patient_id=patient_id, kind="progress", body=body)


def left(nurse: Desk, prescriber: Desk, patient_id: str) -> str:
    """Return a session that is over, and in which a patient left before the protocol's time."""
    session_id = steps.plan_for(nurse, patient_id)
    steps.run(nurse, prescriber, session_id)
    sessions.end(nurse, session_id, ended=sessions.EndReason.STOPPED, reason="Nausea")
    steps.discharge(nurse, session_id)
    steps.drug(nurse, session_id)
    return session_id


def keys(desk: Desk) -> list[str]:
    return [item.key for item in to_sign.waiting(desk)]


def test_what_deviates_comes_first_then_the_oldest(nurse: Desk, prescriber: Desk, zoe: str, clock: DrivenClock):
    older = write(nurse, zoe)
    clock.pass_time(minutes=5)
    newer = write(nurse, zoe)
    session_id = left(nurse, prescriber, zoe)
    assert keys(nurse) == [f"session {session_id}", f"note {older}", f"note {newer}"]
    (said,) = [words for words in to_sign.waiting(nurse)[0].deviations if "Stopped early" in words]
    assert said.endswith("Nausea")
    assert to_sign.count(nurse) == 3


def test_only_the_own_pin_or_password_signs(nurse: Desk, zoe: str):
    note_id = write(nurse, zoe)
    (item,) = to_sign.waiting(nurse)
    with pytest.raises(SignInRefused):
        to_sign.sign(nurse, item, pin="wrong")
    with pytest.raises(BadValue, match="Type your PIN"):
        to_sign.sign(nurse, item, pin="")
    assert not notes.get(nurse, note_id).is_signed
    to_sign.sign(nurse, item, pin=PASSWORD)
    (signature,) = notes.get(nurse, note_id).signatures
    assert (signature.staff_id, signature.meaning) == (nurse.person.id, "author")
    assert to_sign.waiting(nurse) == []
    assert to_sign.count(nurse) == 0


def test_only_what_was_read_is_signed(nurse: Desk, zoe: str):
    note_id = write(nurse, zoe)
    (item,) = to_sign.waiting(nurse)
    read = notes.get(nurse, note_id).version
    notes.rewrite(nurse, note_id, body="Did not sleep.", based_on=read)
    with pytest.raises(ChangedElsewhere):
        to_sign.sign(nurse, item, pin=PASSWORD, based_on=read)
    assert not notes.get(nurse, note_id).is_signed


def test_a_session_lacking_something_says_what(nurse: Desk, prescriber: Desk, zoe: str):
    session_id = steps.plan_for(nurse, zoe)
    steps.run(nurse, prescriber, session_id)
    sessions.end(nurse, session_id, ended=sessions.EndReason.COMPLETED)
    steps.discharge(nurse, session_id)
    (item,) = to_sign.waiting(nurse)
    assert to_sign.missing(nurse, item) == ("Record the drug that was given, with its lot.",)
    with pytest.raises(BadValue, match="Before you sign"):
        to_sign.sign(nurse, item, pin=PASSWORD)
    steps.drug(nurse, session_id)
    to_sign.sign(nurse, item, pin=PASSWORD)
    assert [one.key for one in to_sign.waiting(prescriber)] == [f"cosign {session_id}"]


def test_a_second_signature_waits_for_who_was_asked(nurse: Desk, prescriber: Desk, everyone: Desk, zoe: str):
    note_id = write(nurse, zoe)
    note_signing.ask(nurse, notes.get(nurse, note_id), prescriber.person.id)
    assert keys(prescriber) == []
    note_signing.sign(nurse, notes.get(nurse, note_id), pin=PASSWORD)
    assert keys(prescriber) == [f"cosign_note {note_id}"]
    assert keys(everyone) == keys(nurse) == []
    with pytest.raises(NotAllowed, match="Only Dr Pat Osei"):
        note_signing.cosign(everyone, notes.get(everyone, note_id), pin=PASSWORD)
    (item,) = to_sign.waiting(prescriber)
    to_sign.sign(prescriber, item, pin=PASSWORD)
    assert [s.meaning for s in notes.get(nurse, note_id).signatures] == ["author", "cosigner"]
    assert keys(prescriber) == []
    with pytest.raises(BadValue, match="no second signature"):
        note_signing.cosign(prescriber, notes.get(nurse, note_id), pin=PASSWORD)
    assert nurse.clinic.verify() == []


def test_nobody_signs_a_note_twice(nurse: Desk, prescriber: Desk, everyone: Desk, zoe: str):
    note_id = notes.write(nurse, patient_id=zoe, kind="progress", body="Slept well.")
    note_signing.ask(nurse, notes.get(nurse, note_id), prescriber.person.id)
    # Who was to sign after the writer signs for the writer.
    note_signing.sign(prescriber, notes.get(prescriber, note_id), pin=PASSWORD)
    with pytest.raises(NotAllowed, match="signed this note yourself"):
        note_signing.cosign(prescriber, notes.get(prescriber, note_id), pin=PASSWORD)
    note_signing.hand_on(prescriber, note_id, to_id=everyone.person.id)
    note_signing.cosign(everyone, notes.get(everyone, note_id), pin=PASSWORD)
    assert [s.meaning for s in notes.get(nurse, note_id).signatures] == ["clinician", "cosigner"]


def test_a_signed_note_can_still_be_given_to_a_second_signer(nurse: Desk, prescriber: Desk, zoe: str):
    note_id = notes.write_signed(nurse, patient_id=zoe, kind="progress", body="Slept well.")
    note_signing.ask(nurse, notes.get(nurse, note_id), prescriber.person.id)
    assert keys(prescriber) == [f"cosign_note {note_id}"]
    with pytest.raises(BadValue, match="Choose a prescriber"):
        note_signing.ask(nurse, notes.get(nurse, note_id), nurse.person.id)
    assert nurse.clinic.verify() == []


def test_a_second_signature_is_asked_for_once_however_many_look_at_the_note(
    nurse: Desk, prescriber: Desk, everyone: Desk, zoe: str
):
    note_id = notes.write_signed(nurse, patient_id=zoe, kind="progress", body="Slept well.")
    as_read = notes.get(nurse, note_id)
    note_signing.ask(nurse, as_read, prescriber.person.id)
    note_signing.cosign(prescriber, notes.get(prescriber, note_id), pin=PASSWORD)
    with pytest.raises(BadValue, match="no second signature any more"):
        note_signing.ask(nurse, as_read, everyone.person.id)
    assert keys(everyone) == []
    assert [step.to_name for step in note_signing.handed_on(nurse, note_id)] == [prescriber.person.name]


def test_handing_on_moves_it_to_the_other_list(
    nurse: Desk, prescriber: Desk, everyone: Desk, administrator: Desk, zoe: str
):
    note_id = write(nurse, zoe)
    with pytest.raises(NotAllowed):
        note_signing.hand_on(prescriber, note_id, to_id=prescriber.person.id)
    with pytest.raises(BadValue):
        note_signing.hand_on(nurse, note_id, to_id=administrator.person.id)
    note_signing.hand_on(nurse, note_id, to_id=prescriber.person.id)
    assert keys(nurse) == []
    assert keys(prescriber) == [f"note {note_id}"]
    # The owner gives it to somebody else, without reading it.
    note_signing.hand_on(administrator, note_id, to_id=everyone.person.id)
    assert keys(prescriber) == []
    note_signing.sign(everyone, notes.get(everyone, note_id), pin=PASSWORD)
    (signature,) = notes.get(nurse, note_id).signatures
    assert (signature.signer_name, signature.meaning) == ("Sam Rivera, MD", "clinician")
    with pytest.raises(BadValue, match="waits for nobody"):
        note_signing.hand_on(administrator, note_id, to_id=prescriber.person.id)
    assert nurse.clinic.verify() == []


def test_a_second_signature_is_not_handed_back_to_who_signed_first(prescriber: Desk, everyone: Desk, zoe: str):
    note_id = notes.write_signed(
        prescriber, patient_id=zoe, kind="progress", body="Well.", cosigner_id=everyone.person.id
    )
    assert keys(everyone) == [f"cosign_note {note_id}"]
    with pytest.raises(BadValue, match="may sign it"):
        note_signing.hand_on(everyone, note_id, to_id=prescriber.person.id)


def test_a_signed_note_is_voided_with_a_reason_and_stays(nurse: Desk, prescriber: Desk, zoe: str):
    note_id = notes.write_signed(nurse, patient_id=zoe, kind="progress", body="Well.", cosigner_id=prescriber.person.id)
    other = staff.sign_in(nurse.clinic, login="nina", password=PASSWORD, workstation="OTHER-PC")
    read = notes.get(nurse, note_id)
    with pytest.raises(BadValue, match="Say why"):
        note_signing.void_signed(nurse, read, reason=" ")
    assert note_signing.may_void(prescriber, read)
    note_signing.void_signed(nurse, read, reason="Written about somebody else")
    voided = notes.get(nurse, note_id).voided
    assert voided is not None
    assert (voided.reason, voided.by_name) == ("Written about somebody else", "Nina Okafor, RN")
    assert notes.get(nurse, note_id).body == "Well."
    assert keys(prescriber) == []
    with pytest.raises(BadValue, match="already"):
        note_signing.void_signed(other, read, reason="Again")
    assert nurse.clinic.verify() == []


def test_another_nurse_does_not_void_what_is_signed(nurse: Desk, everyone: Desk, zoe: str):
    staff.add(everyone, login="nick", name="Nick Hall, RN", roles=["nurse"], password=PASSWORD)  # type: ignore[list-item]
    nick = staff.sign_in(nurse.clinic, login="nick", password=PASSWORD, workstation="TEST-PC")
    note_id = notes.write_signed(nurse, patient_id=zoe, kind="progress", body="Well.")
    assert not note_signing.may_void(nick, notes.get(nick, note_id))
    with pytest.raises(NotAllowed):
        note_signing.void_signed(nick, notes.get(nick, note_id), reason="No")


def test_sessions_of_who_has_left_come_to_every_clinician(
    nurse: Desk, prescriber: Desk, administrator: Desk, everyone: Desk, zoe: str
):
    session_id = left(nurse, prescriber, zoe)
    assert f"session {session_id}" not in keys(everyone)
    for login in ("nina", "pat"):
        member = next(one for one in staff.everybody(administrator) if one.login == login)
        staff.change(administrator, member, name=member.name, roles=member.roles, active=False)
    assert f"session {session_id}" in keys(everyone)


def test_the_owner_learns_who_what_and_how_old_and_nothing_else(
    nurse: Desk, prescriber: Desk, administrator: Desk, zoe: str, clock: DrivenClock
):
    note_id = write(nurse, zoe, "Thinks of moving house.")
    session_id = left(nurse, prescriber, zoe)
    assert overdue_signing.overdue(administrator) == []
    assert overdue_signing.sentence([]) == ""
    clock.pass_time(days=preset().overdue_after_days["note"])
    assert overdue_signing.overdue(administrator) == []
    clock.pass_time(days=1)
    found = overdue_signing.overdue(administrator)
    assert [(one.key, one.what, one.days) for one in found] == [
        (f"note {note_id}", "Progress note", 3),
        (f"session {session_id}", "Session", 3),
    ]
    assert found[0].who == "Nina Okafor, RN"
    assert found[0].may_hand_on
    assert not found[1].may_hand_on
    assert "moving" not in repr(found)
    assert "NGSTR" not in repr(found)
    assert overdue_signing.sentence(found).startswith("2 signatures are overdue: ")
    assert all(item.overdue for item in to_sign.waiting(nurse))
    for desk in (nurse, prescriber):
        with pytest.raises(NotAllowed):
            overdue_signing.overdue(desk)
    with pytest.raises(NotAllowed):
        notes.get(administrator, note_id)


def test_the_owner_sees_that_somebody_has_left(nurse: Desk, administrator: Desk, zoe: str, clock: DrivenClock):
    write(nurse, zoe)
    clock.pass_time(days=30)
    member = next(one for one in staff.everybody(administrator) if one.login == "nina")
    staff.change(administrator, member, name=member.name, roles=member.roles, active=False)
    (one,) = overdue_signing.overdue(administrator)
    assert one.who == "Nina Okafor, RN (has left)"


def test_an_order_by_word_of_mouth_is_overdue_sooner(
    nurse: Desk, prescriber: Desk, administrator: Desk, zoe: str, clock: DrivenClock
):
    session_id = steps.plan_for(nurse, zoe)
    steps.run(nurse, prescriber, session_id)
    words = "Ondansetron 4 mg IV once"
    sessions.take_verbal_order(nurse, session_id, prescriber_id=prescriber.person.id, words=words, read_back=True)
    clock.pass_time(days=2)
    (one,) = overdue_signing.overdue(administrator)
    assert (one.kind, one.who, one.what, one.days) == ("verbal", "Dr Pat Osei", "Verbal order", 2)


def test_reception_has_nothing_to_sign(nurse: Desk, receptionist: Desk, zoe: str):
    write(nurse, zoe)
    assert to_sign.waiting(receptionist) == []
    assert to_sign.count(receptionist) == 0


def test_the_shipped_preset_is_marked_unverified_and_is_what_is_used_without_a_file():
    shipped = preset_from(read_text("presets/signing.toml"))
    assert shipped.unverified
    assert dict(shipped.overdue_after_days) == dict(DAYS)
    assert shipped.cosigned == frozenset()


def test_a_clinic_may_want_all_intakes_signed_twice():
    text = read_text("presets/signing.toml").replace('# notes = ["intake"]', 'notes = ["intake", "letter"]')
    assert preset_from(text).cosigned == {notes.NoteKind.INTAKE, notes.NoteKind.LETTER}


@pytest.mark.parametrize("fault", ["note = -1", 'note = "two"', "notes = 3", ""])
def test_a_faulty_preset_is_named_by_its_line(fault: str):
    text = read_text("presets/signing.toml").replace("note = 2", fault)
    with pytest.raises(FaultyFile):
        preset_from(text)


def test_a_late_entry_is_signed_like_any_other(nurse: Desk, zoe: str, clock: DrivenClock):
    at = clock.now() - timedelta(days=1)
    note_id = notes.write(nurse, patient_id=zoe, kind="phone_call", body="Called.", about_at=at)
    (item,) = to_sign.waiting(nurse)
    to_sign.sign(nurse, item, pin=PASSWORD)
    assert notes.get(nurse, note_id).about_at == at


def test_what_was_typed_and_not_saved_is_not_forgotten_in_signing(nurse: Desk, zoe: str):
    note_id = write(nurse, zoe)
    (item,) = to_sign.waiting(nurse)
    place, read = note_drafts.place_of_note(zoe, note_id), notes.get(nurse, note_id)
    note_drafts.keep(nurse, place, NoteDraft(read.kind, "Slept well. Dreams of water.", None, read.version))
    (sentence,) = to_sign.missing(nurse, item)
    assert sentence.startswith("You typed more in this note")
    with pytest.raises(BadValue, match="You typed more"):
        to_sign.sign(nurse, item, pin=PASSWORD)
    nurse.drop_draft(place)
    assert to_sign.missing(nurse, item) == ()
    to_sign.sign(nurse, item, pin=PASSWORD)


def test_what_was_begun_and_never_saved_is_not_forgotten(nurse: Desk, prescriber: Desk, zoe: str, clock: DrivenClock):
    signed = notes.write_signed(nurse, patient_id=zoe, kind="progress", body="Slept well.")
    kind = notes.NoteKind.PROGRESS
    note_drafts.keep(nurse, note_drafts.place_of_note(zoe, None), NoteDraft(kind, "Dreams of water.", None, None))
    note_drafts.keep(nurse, note_drafts.place_of_addendum(signed), NoteDraft(kind, "It was", None, None))
    note_drafts.keep(nurse, note_drafts.place_of_addendum("nowhere"), NoteDraft(kind, "Lost", None, None))
    assert set(keys(nurse)) == {f"begun {zoe}", f"begun_addendum {signed}"}
    item = next(one for one in to_sign.waiting(nurse) if one.kind == "begun")
    assert item.what == "Begun, not saved: Progress note"
    assert to_sign.count(nurse) == 2
    assert keys(prescriber) == []
    with pytest.raises(BadValue, match="in no record yet"):
        to_sign.sign(nurse, item, pin=PASSWORD)
    clock.pass_time(days=9)
    assert all(one.overdue for one in to_sign.waiting(nurse))
    note_drafts.keep(nurse, note_drafts.place_of_note(zoe, None), NoteDraft(kind, " ", None, None))
    assert keys(nurse) == [f"begun_addendum {signed}"]


def test_a_kind_that_is_signed_twice_asks_for_the_second_signer(nurse: Desk, prescriber: Desk, zoe: str):
    text = read_text("presets/signing.toml").replace('# notes = ["intake"]', 'notes = ["progress"]')
    twice = preset_from(text)
    note_id = write(nurse, zoe)
    (sentence,) = note_signing.missing(nurse, notes.get(nurse, note_id), twice)
    assert sentence == "Choose the prescriber who signs this as well."
    assert note_signing.missing(prescriber, notes.get(nurse, note_id), twice) == ()
    note_signing.ask(nurse, notes.get(nurse, note_id), prescriber.person.id)
    assert note_signing.missing(nurse, notes.get(nurse, note_id), twice) == ()
    note_signing.ask(nurse, notes.get(nurse, note_id), None)
    assert notes.get(nurse, note_id).cosigner is None


def test_with_a_faulty_preset_signing_goes_on_and_the_owner_is_told():
    found = preset_or_shipped("note = ")
    assert dict(found.overdue_after_days) == dict(DAYS)
    assert found.problem.startswith("presets/signing.toml: ")


def test_an_order_and_a_document_take_the_pin_too(
    nurse: Desk, prescriber: Desk, receptionist: Desk, zoe: str, clock: DrivenClock
):
    session_id = steps.plan_for(nurse, zoe)
    steps.run(nurse, prescriber, session_id)
    words = "Ondansetron 4 mg IV once"
    sessions.take_verbal_order(nurse, session_id, prescriber_id=prescriber.person.id, words=words, read_back=True)
    clock.pass_time(minutes=1)
    document_id = documents.file(
        receptionist,
        patient_id=zoe,
        incoming=incoming.from_bytes(made.pdf("Potassium 4.1")),
        source=Source.DROPPED,
        kind="lab_result",
        reviewer_id=prescriber.person.id,
    )
    for item in to_sign.waiting(prescriber):
        assert to_sign.missing(prescriber, item) == ()
        with pytest.raises(SignInRefused):
            to_sign.sign(prescriber, item, pin="wrong")
        clock.pass_time(minutes=30)
        to_sign.sign(prescriber, item, pin=PASSWORD)
    assert to_sign.waiting(prescriber) == []
    assert sessions.verbal_to_sign(prescriber) == []
    assert documents.get(prescriber, document_id).reviewed_by == "Dr Pat Osei"


def test_an_unsigned_or_voided_note_is_not_voided_as_a_signed_one(nurse: Desk, zoe: str):
    note_id = write(nurse, zoe)
    with pytest.raises(BadValue, match="Only a signed note"):
        note_signing.void_signed(nurse, notes.get(nurse, note_id), reason="Wrong")


def test_a_note_lacking_what_its_template_asks_for_is_not_signed(nurse: Desk, zoe: str):
    template = next(one for one in note_templates.templates().values() if any(s.required for s in one.sections))
    body = note_templates.prefilled(nurse, template, zoe)
    note_id = notes.write(nurse, patient_id=zoe, kind=template.kind, body=body, template=template)
    (item,) = to_sign.waiting(nurse)
    wanted = ", ".join(f"“{section.title}”" for section in template.sections if section.required)
    assert to_sign.missing(nurse, item) == (f"Write something below {wanted}.",)
    with pytest.raises(BadValue, match="Before you sign"):
        to_sign.sign(nurse, item, pin=PASSWORD)
    assert not notes.get(nurse, note_id).is_signed


def test_a_document_is_handed_on_to_another_reviewer(
    nurse: Desk, prescriber: Desk, administrator: Desk, receptionist: Desk, zoe: str
):
    document_id = documents.file(
        receptionist,
        patient_id=zoe,
        incoming=incoming.from_bytes(made.pdf("Potassium 4.1")),
        source=Source.DROPPED,
        kind="lab_result",
        title="Potassium",
        reviewer_id=nurse.person.id,
    )
    (item,) = to_sign.waiting(nurse)
    assert prescriber.person.id in {one.id for one in to_sign.able_to_take(nurse, item.kind)}
    assert nurse.person.id not in {one.id for one in to_sign.able_to_take(nurse, item.kind)}
    to_sign.hand_on(nurse, item.kind, item.id, to_id=prescriber.person.id)
    assert keys(nurse) == []
    assert keys(prescriber) == [f"document {document_id}"]
    assert documents.get(prescriber, document_id).title == "Potassium"
    with pytest.raises(NotAllowed):
        to_sign.hand_on(administrator, item.kind, item.id, to_id=nurse.person.id)
