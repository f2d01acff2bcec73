"""Somebody leaves: what waits for them is handed on, nobody signs for them, and nothing is lost."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotAllowed, SignInRefused
from clinicdesk.exchange import incoming
from clinicdesk.permissions import Role
from clinicdesk.records import (
    documents,
    duty,
    leaving,
    messages,
    note_drafts,
    note_signing,
    notes,
    sessions,
    staff,
    to_sign,
)
from clinicdesk.records.documents import Source
from clinicdesk.records.leaving import What
from clinicdesk.records.measures import alerts
from clinicdesk.records.messages import Receiver
from clinicdesk.records.note_drafts import NoteDraft
from clinicdesk.records.staff import StaffMember
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.exchange import outside_files as made
from tests.records.sessions import steps
from tests.records.test_measure_alerts import NINE, fill_in


@pytest.fixture
def zoe(nurse: Desk) -> str:
    return steps.register_zoe(nurse)


@pytest.fixture
def otto(nurse: Desk, administrator: Desk) -> Desk:
    staff.add(administrator, login="otto", name="Otto Berg, RN", roles=[Role.NURSE], password=PASSWORD)
    return staff.sign_in(nurse.clinic, login="otto", password=PASSWORD, workstation="OTHER-PC")


def member(desk: Desk) -> StaffMember:
    return staff.get(desk, desk.person.id)


def write(desk: Desk, patient_id: str, body: str = "Slept well.") -> str:
    return notes.write(desk, patient_id=patient_id, kind="progress", body=body)


def test_who_has_nothing_open_leaves_nothing(administrator: Desk, nurse: Desk) -> None:
    assert leaving.waiting_for(administrator, nurse.person.id).is_nothing
    leaving.leave(administrator, member(nurse), {})
    assert not member(nurse).active
    assert leaving.left_behind(administrator) == []


def test_only_an_administrator_sees_what_waits_for_others_and_hands_it_on(nurse: Desk, prescriber: Desk) -> None:
    with pytest.raises(NotAllowed):
        leaving.waiting_for(nurse, prescriber.person.id)
    with pytest.raises(NotAllowed):
        leaving.leave(nurse, member(prescriber), {})


def test_notes_go_to_a_clinician_who_then_signs_them(
    administrator: Desk, nurse: Desk, otto: Desk, zoe: str, receptionist: Desk
) -> None:
    note_id = write(nurse, zoe)
    left = leaving.waiting_for(administrator, nurse.person.id)
    assert (left.notes, left.is_nothing) == ((note_id,), False)
    assert {one.login for one in leaving.able_to_take(administrator, What.NOTES, nurse.person.id)} == {
        "otto",
        "pat",
        "all",
    }
    for nobody in (nurse, receptionist):
        with pytest.raises(BadValue) as refused:
            leaving.leave(administrator, member(nurse), {What.NOTES: nobody.person.id})
        assert refused.value.field == "notes"
    assert member(nurse).active
    leaving.leave(administrator, member(nurse), {What.NOTES: otto.person.id})

    assert [item.key for item in to_sign.waiting(otto)] == [f"note {note_id}"]
    note_signing.sign(otto, notes.get(otto, note_id), pin=PASSWORD)
    assert notes.get(otto, note_id).author_id == nurse.person.id
    actions = [entry.action for entry in administrator.clinic.ledger.entries_after(0)]
    assert "staff.hand_on" in actions
    with pytest.raises(SignInRefused):
        staff.sign_in(nurse.clinic, login="nina", password=PASSWORD, workstation="x")


def test_a_second_signature_goes_to_a_prescriber(
    administrator: Desk, nurse: Desk, prescriber: Desk, everyone: Desk, zoe: str
) -> None:
    note_id = write(nurse, zoe)
    note_signing.ask(nurse, notes.get(nurse, note_id), prescriber.person.id)
    note_signing.sign(nurse, notes.get(nurse, note_id), pin=PASSWORD)
    assert leaving.waiting_for(administrator, prescriber.person.id).cosigns == (note_id,)
    able = leaving.able_to_take(administrator, What.COSIGNS, prescriber.person.id)
    assert [one.login for one in able] == ["all"]
    leaving.leave(administrator, member(prescriber), {What.COSIGNS: everyone.person.id})
    assert [item.key for item in to_sign.waiting(everyone)] == [f"cosign_note {note_id}"]


def test_documents_to_review_go_to_another_clinician(
    administrator: Desk, nurse: Desk, receptionist: Desk, otto: Desk, zoe: str
) -> None:
    document_id = documents.file(
        receptionist,
        patient_id=zoe,
        incoming=incoming.from_bytes(made.pdf("Potassium 4.1")),
        source=Source.DROPPED,
        kind="lab_result",
        reviewer_id=nurse.person.id,
    )
    assert leaving.waiting_for(administrator, nurse.person.id).documents == (document_id,)
    leaving.leave(administrator, member(nurse), {What.DOCUMENTS: otto.person.id})
    assert [one.document.id for one in documents.to_review(otto)] == [document_id]


def test_begun_texts_go_on_with_a_line_that_says_whose_they_were(
    administrator: Desk, nurse: Desk, otto: Desk, zoe: str
) -> None:
    place = note_drafts.place_of_new_note(nurse, zoe)
    note_drafts.keep(nurse, place, NoteDraft(notes.NoteKind.PROGRESS, "Half a thought", None, None))
    nurse.keep_draft("registration:new", {"family_name": "Doe"})
    left = leaving.waiting_for(administrator, nurse.person.id)
    assert (left.drafts, left.forms) == ((place,), 1)
    leaving.leave(administrator, member(nurse), {What.DRAFTS: otto.person.id})

    taken = note_drafts.find(otto, place)
    assert taken is not None
    assert taken.body == "Half a thought\n\n(Begun by Nina Okafor, RN; handed on 02-Mar-2026.)"
    assert note_drafts.find(nurse, place) is None
    assert [item.kind for item in to_sign.waiting(otto)] == ["begun"]


def test_what_is_begun_of_a_psychotherapy_note_stays_its_authors(
    administrator: Desk, nurse: Desk, prescriber: Desk, zoe: str
) -> None:
    note_id = notes.write(prescriber, patient_id=zoe, kind="psychotherapy", body="Hers alone")
    kind = notes.NoteKind.PSYCHOTHERAPY
    for place, draft_kind in (
        (note_drafts.place_of_new_note(prescriber, zoe), kind),
        (note_drafts.place_of_note(zoe, note_id), kind),
        (note_drafts.place_of_addendum(note_id), notes.NoteKind.PROGRESS),
    ):
        note_drafts.keep(prescriber, place, NoteDraft(draft_kind, "Hers alone", None, None))
    left = leaving.waiting_for(administrator, prescriber.person.id)
    assert (left.notes, left.drafts, left.forms) == ((), (), 3)
    leaving.leave(administrator, member(prescriber), dict.fromkeys(What, nurse.person.id))
    assert nurse.clinic.local.drafts(nurse.person.id) == []


def test_what_the_taker_types_in_the_same_place_stays(administrator: Desk, nurse: Desk, otto: Desk, zoe: str) -> None:
    place = note_drafts.place_of_new_note(nurse, zoe)
    for desk, body in ((nurse, "Hers"), (otto, "His")):
        note_drafts.keep(desk, place, NoteDraft(notes.NoteKind.PROGRESS, body, None, None))
    leaving.leave(administrator, member(nurse), {What.DRAFTS: otto.person.id})
    kept, hers = note_drafts.find(otto, place), note_drafts.find(nurse, place)
    assert kept is not None
    assert hers is not None
    assert (kept.body, hers.body) == ("His", "Hers")


def test_a_call_that_was_taken_is_seen_to_by_somebody_else(
    administrator: Desk, nurse: Desk, otto: Desk, receptionist: Desk, zoe: str
) -> None:
    fill_in(receptionist, zoe, NINE)
    (call,) = alerts.open_alerts(nurse)
    alerts.take(nurse, call.id)
    assert leaving.waiting_for(administrator, nurse.person.id).alerts == (call.id,)
    leaving.leave(administrator, member(nurse), {What.ALERTS: otto.person.id})
    assert alerts.get(otto, call.id).taken_by == "Otto Berg, RN"
    alerts.settle(otto, call.id, done="Talked with her: no plan, no intent.")


def test_messages_are_sent_on_in_their_senders_name_and_the_administrator_reads_none(
    administrator: Desk, nurse: Desk, otto: Desk, receptionist: Desk, zoe: str
) -> None:
    to_her = messages.send(
        receptionist, to=Receiver("", staff_id=nurse.person.id), body="Please call Zoe back.", patient_id=zoe
    )
    to_all = messages.send(receptionist, to=messages.to_clinicians(), body="Who restocks?")
    messages.take(nurse, to_all)
    done = messages.send(receptionist, to=Receiver("", staff_id=nurse.person.id), body="Thanks.")
    messages.finish(nurse, done)
    assert set(leaving.waiting_for(administrator, nurse.person.id).messages) == {to_her, to_all}
    leaving.leave(administrator, member(nurse), {What.MESSAGES: otto.person.id})

    found = {one.body.splitlines()[0]: one for one in messages.inbox(otto)}
    assert set(found) == {"Please call Zoe back.", "Who restocks?"}
    assert found["Please call Zoe back."].from_name == "Rita Moss"
    assert found["Please call Zoe back."].body.endswith("(Was for Nina Okafor, RN, who has left.)")
    with pytest.raises(NotAllowed):
        messages.get(administrator, found["Please call Zoe back."].id)
    assert messages.get(receptionist, to_her).remark == "Handed on to Otto Berg, RN."


def test_nobody_leaves_while_they_answer_for_a_chair(
    administrator: Desk, nurse: Desk, prescriber: Desk, zoe: str
) -> None:
    session_id = steps.plan_for(nurse, zoe)
    steps.run(nurse, prescriber, session_id)
    assert leaving.waiting_for(administrator, nurse.person.id).chairs == (session_id,)
    with pytest.raises(NotAllowed, match="takes the chair over"):
        leaving.leave(administrator, member(nurse), {})
    assert member(nurse).active


def test_what_cannot_be_handed_on_is_counted(
    administrator: Desk, nurse: Desk, prescriber: Desk, zoe: str, clock: DrivenClock
) -> None:
    session_id = steps.plan_for(nurse, zoe)
    steps.run(nurse, prescriber, session_id)
    order = sessions.take_verbal_order(
        nurse, session_id, prescriber_id=prescriber.person.id, words="Ondansetron 4 mg IV", read_back=True
    )
    today = nurse.local(clock.now()).date()
    duty.name(nurse, today, prescriber.person.id, based_on=None)
    left = leaving.waiting_for(administrator, prescriber.person.id)
    assert (left.verbal_orders, left.duties, left.chairs) == ((order,), 1, ())


def test_the_last_administrator_hands_nothing_on(everyone: Desk, otto: Desk, zoe: str) -> None:
    ada = next(one for one in staff.everybody(everyone) if one.login == "ada")
    leaving.leave(everyone, ada, {})
    note_id = write(everyone, zoe)
    with pytest.raises(NotAllowed, match="last administrator"):
        leaving.leave(everyone, member(everyone), {What.NOTES: otto.person.id})
    assert leaving.waiting_for(everyone, everyone.person.id).notes == (note_id,)


def test_what_temporary_staff_left_waits_for_the_administrator(
    administrator: Desk, nurse: Desk, otto: Desk, zoe: str, clock: DrivenClock
) -> None:
    note_id = write(nurse, zoe)
    nina = member(nurse)
    today = nurse.local(clock.now()).date()
    staff.change(administrator, nina, name=nina.name, roles=nina.roles, active=True, ends_on=today)
    clock.pass_time(days=1)
    staff.sign_in(nurse.clinic, login="ada", password=PASSWORD, workstation="x")
    ((gone, left),) = leaving.left_behind(administrator)
    assert (gone.login, left.notes) == ("nina", (note_id,))
    leaving.hand_on(administrator, gone, {What.NOTES: otto.person.id})
    assert leaving.left_behind(administrator) == []


# Who stays in another role ----------------------------------------------------------------------------------------


def change_roles(desk: Desk, known: StaffMember, *roles: Role) -> None:
    staff.change(desk, known, name=known.name, roles=roles, active=True)


def test_whose_role_goes_leaves_what_only_it_could_do(administrator: Desk, nurse: Desk, otto: Desk, zoe: str) -> None:
    note_id = write(nurse, zoe)
    to_nina = Receiver(nurse.person.name, staff_id=nurse.person.id)
    messages.send(otto, to=to_nina, body="Call the pharmacy.")
    change_roles(administrator, member(nurse), Role.RECEPTIONIST)
    ((left, waits),) = leaving.left_behind(administrator)
    assert (left.login, waits.notes) == ("nina", (note_id,))
    assert What.NOTES in leaving.out_of_reach(left)
    assert What.MESSAGES not in leaving.out_of_reach(left)
    leaving.hand_on(administrator, left, {What.NOTES: otto.person.id})
    assert leaving.left_behind(administrator) == []
    assert staff.get(administrator, left.id).active


def test_who_still_can_has_left_nothing(administrator: Desk, nurse: Desk, zoe: str) -> None:
    write(nurse, zoe)
    change_roles(administrator, member(nurse), Role.NURSE, Role.RECEPTIONIST)
    assert leaving.left_behind(administrator) == []


@pytest.mark.parametrize(("roles", "active"), [([Role.RECEPTIONIST], True), ([Role.NURSE], False)])
def test_nobody_loses_the_role_or_the_sign_in_while_they_answer_for_a_chair(
    administrator: Desk, nurse: Desk, prescriber: Desk, zoe: str, roles: list[Role], active: bool
) -> None:
    steps.run(nurse, prescriber, steps.plan_for(nurse, zoe))
    known = member(nurse)
    with pytest.raises(NotAllowed, match="answers for a patient in a chair"):
        staff.change(administrator, known, name=known.name, roles=roles, active=active)
    assert member(nurse) == known
    change_roles(administrator, known, Role.NURSE, Role.RECEPTIONIST)
