"""The index of what waits for a signature follows from the records, whatever happens to them."""

from clinicdesk.desk import Desk
from clinicdesk.records import note_signing, notes, sessions
from tests.conftest import PASSWORD
from tests.records.sessions import steps


def unsigned(desk: Desk) -> set[tuple[str, str]]:
    return {(row["subject_table"], row["subject_id"]) for row in desk.rows("SELECT * FROM search_unsigned")}


def test_notes_come_and_go(nurse: Desk):
    zoe = steps.register_zoe(nurse)
    first = notes.write(nurse, patient_id=zoe, kind="progress", body="One")
    second = notes.write(nurse, patient_id=zoe, kind="progress", body="Two")
    notes.write_signed(nurse, patient_id=zoe, kind="progress", body="Three")
    assert unsigned(nurse) == {("notes", first), ("notes", second)}
    notes.rewrite(nurse, first, body="One more", based_on=notes.get(nurse, first).version)
    notes.void(nurse, second, reason="Wrong patient", based_on=notes.get(nurse, second).version)
    assert unsigned(nurse) == {("notes", first)}
    notes.sign(nurse, first, body="Last word")
    assert unsigned(nurse) == set()
    assert nurse.clinic.verify() == []


def test_sessions_come_with_their_first_event_and_go_when_signed(nurse: Desk, prescriber: Desk):
    session_id = steps.plan_for(nurse, steps.register_zoe(nurse))
    assert unsigned(nurse) == set()
    steps.run(nurse, prescriber, session_id)
    assert unsigned(nurse) == {("sessions", session_id)}
    assert [line.id for line in sessions.running(nurse)] == [session_id]
    sessions.end(nurse, session_id, ended=sessions.EndReason.COMPLETED)
    steps.discharge(nurse, session_id)
    steps.drug(nurse, session_id)
    assert [line.id for line in sessions.unsigned(nurse)] == [session_id]
    sessions.sign(nurse, session_id)
    assert unsigned(nurse) == {("cosign", session_id)}
    assert [line.id for line in sessions.to_cosign(prescriber)] == [session_id]
    sessions.sign(prescriber, session_id)
    assert unsigned(nurse) == set()
    assert nurse.clinic.verify() == []


def test_a_second_signature_comes_with_the_first_and_goes_with_its_own(nurse: Desk, prescriber: Desk):
    zoe = steps.register_zoe(nurse)
    note_id = notes.write(nurse, patient_id=zoe, kind="intake", body="One", cosigner_id=prescriber.person.id)
    assert unsigned(nurse) == {("notes", note_id)}
    notes.sign(nurse, note_id)
    assert unsigned(nurse) == {("cosign_notes", note_id)}
    note_signing.cosign(prescriber, notes.get(prescriber, note_id), pin=PASSWORD)
    assert unsigned(nurse) == set()
    asked_later = notes.write_signed(nurse, patient_id=zoe, kind="progress", body="Two")
    note_signing.ask(nurse, notes.get(nurse, asked_later), prescriber.person.id)
    assert unsigned(nurse) == {("cosign_notes", asked_later)}
    note_signing.void_signed(nurse, notes.get(nurse, asked_later), reason="Wrong patient")
    assert unsigned(nurse) == set()
    assert nurse.clinic.verify() == []


def test_a_verbal_order_waits_until_its_prescriber_signs_it(nurse: Desk, prescriber: Desk):
    session_id = steps.plan_for(nurse, steps.register_zoe(nurse))
    steps.run(nurse, prescriber, session_id)
    told = {"words": "Ondansetron 4 mg", "read_back": True, "prescriber_id": prescriber.person.id}
    order_id = sessions.take_verbal_order(nurse, session_id, **told)  # type: ignore[arg-type]
    sessions.take_verbal_order(prescriber, session_id, **told)  # type: ignore[arg-type]
    assert unsigned(nurse) == {("sessions", session_id), ("verbal_orders", order_id)}
    sessions.sign_verbal_order(prescriber, order_id)
    assert unsigned(nurse) == {("sessions", session_id)}
    assert nurse.clinic.verify() == []
