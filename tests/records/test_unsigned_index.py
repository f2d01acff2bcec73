"""The index of what waits for a signature follows from the records, whatever happens to them."""

from clinicdesk.desk import Desk
from clinicdesk.records import notes, sessions
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
