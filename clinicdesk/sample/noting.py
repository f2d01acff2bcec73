"""Notes of the sample clinic."""

from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.records import note_templates, notes
from clinicdesk.records.notes import NoteKind
from clinicdesk.rules.note_sections import Template
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
    template = note_templates.of_kind(NoteKind(note["kind"])) if "below" in note else None
    body = _filled(desk, template, patient_id, session_id, note["below"]) if template else note["body"]
    note_id = write(desk, patient_id=patient_id, kind=note["kind"], body=body, session_id=session_id, template=template)
    if added := note.get("addendum"):
        yield stage.at(added["day"], added["time"])
        notes.addendum(stage.desks[note["by"]], note_id, body=added["body"])


def _filled(desk: Desk, template: Template, patient_id: str, session_id: str | None, below: dict[str, str]) -> str:
    """Return a note that was begun from its template, with words written below its headings."""
    begun = note_templates.prefilled(desk, template, patient_id, session_id)
    return "\n".join(f"{line}\n{below[line]}" if line in below else line for line in begun.split("\n"))
