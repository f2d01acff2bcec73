"""Notes of the sample clinic."""

from typing import Any

from clinicdesk.records import notes
from clinicdesk.sample.stage import Stage, Story


def noting(stage: Stage, note: dict[str, Any]) -> Story:
    """Tell how a note is written, signed and added to."""
    yield stage.at(note["day"], note["time"])
    desk = stage.desks[note["by"]]
    patient_id = stage.patients[note["patient"]]
    desk.note_opening(patient_id)
    linked = {s.number: s.id for s in notes.sessions_to_link(desk, patient_id)}
    session_id = linked[note["session"]] if "session" in note else None
    write = notes.write_signed if note.get("signed", True) else notes.write
    note_id = write(desk, patient_id=patient_id, kind=note["kind"], body=note["body"], session_id=session_id)
    if added := note.get("addendum"):
        yield stage.at(added["day"], added["time"])
        notes.addendum(stage.desks[note["by"]], note_id, body=added["body"])
