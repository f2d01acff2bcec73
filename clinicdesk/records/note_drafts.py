"""Drafts of notes and addenda: what a person typed and has not saved. They survive a crash and are nobody else's.

That somebody else types in the same note is told, by name; what they type is not.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.records.identities import registrations
from clinicdesk.records.notes import NoteKind


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A text being typed. ``based_on`` is the version of the note it started from, None for a new note.

    ``template`` is the id of the template a new note began with, empty for a blank page. ``late`` is what was typed as
    the time of a late entry, as it was typed; ``cosigner_id`` who was chosen to sign as well.
    """

    kind: NoteKind
    body: str
    session_id: str | None
    based_on: str | None
    saved_at: datetime | None = None
    template: str = ""
    late: str = ""
    cosigner_id: str = ""


@dataclass(frozen=True, slots=True)
class OtherWriter:
    """Somebody else with an unsaved text in the same note; ``saved_at`` (UTC) is when it was kept last."""

    name: str
    saved_at: datetime


def place_of_note(patient_id: str, note_id: str | None) -> str:
    """Return the draft's place: one for each note, and one for a new note of each patient."""
    return f"note:{note_id}" if note_id else f"note:new:{patient_id}"


def place_of_new_note(desk: Desk, patient_id: str) -> str:
    """Return the place of a new note: where this person has begun one, also under a registration merged since."""
    places = [place_of_note(one, None) for one in registrations(desk, patient_id) or [patient_id]]
    return next((place for place in places if desk.draft(place)), places[0])


def place_of_addendum(note_id: str) -> str:
    """Return the place of an addendum being typed."""
    return f"addendum:{note_id}"


def keep(desk: Desk, place: str, draft: NoteDraft) -> datetime:
    """Save a draft; return when. Nothing that was typed is ever refused."""
    body = {
        "kind": draft.kind.value,
        "body": draft.body,
        "session_id": draft.session_id,
        "template": draft.template,
        "late": draft.late,
        "cosigner_id": draft.cosigner_id,
    }
    return desk.keep_draft(place, body, draft.based_on)


def find(desk: Desk, place: str) -> NoteDraft | None:
    """Return this person's draft of a place, or None."""
    kept = desk.draft(place)
    if kept is None:
        return None
    body = json.loads(kept.body)
    return NoteDraft(
        NoteKind(body["kind"]),
        body["body"],
        body["session_id"],
        kept.based_on,
        kept.saved_at,
        body.get("template", ""),
        body.get("late", ""),
        body.get("cosigner_id", ""),
    )


def others(desk: Desk, note_id: str) -> list[OtherWriter]:
    """Return who else has typed something in a note and not saved it, the latest first."""
    desk.may_see("clinical")
    found = desk.clinic.local.others_drafts(desk.person.id, place_of_note("", note_id))
    names = {row["id"]: row["name"] for row in desk.rows("SELECT id, name FROM staff")} if found else {}
    return [OtherWriter(names.get(staff_id, staff_id), at) for staff_id, at in found]
