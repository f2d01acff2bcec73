"""What this person began to write on this PC and nobody else sees: new notes and addenda that are in no record yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.records import note_drafts, notes, patients
from clinicdesk.records.identities import surviving
from clinicdesk.records.notes import NoteKind
from clinicdesk.storage.local import Draft

_NEW, _ADDENDUM = note_drafts.place_of_note("", None), note_drafts.place_of_addendum("")


@dataclass(frozen=True, slots=True)
class Begun:
    """A text that was begun. ``note_id`` is the note it adds to, empty for a new one; ``at`` (UTC) when it was kept."""

    patient_id: str
    note_id: str
    kind: NoteKind
    body: str
    at: datetime


def begun(desk: Desk) -> list[Begun]:
    """Return what this person began and did not save, the oldest first."""
    desk.may_see("clinical")
    return sorted(_read(desk), key=lambda one: (one.at, one.patient_id))


def _read(desk: Desk) -> Iterator[Begun]:
    for draft in desk.clinic.local.drafts(desk.person.id):
        if draft.place.startswith((_NEW, _ADDENDUM)):
            found = _one(desk, draft)
            if found is not None:
                yield found


def _one(desk: Desk, draft: Draft) -> Begun | None:
    """Return a draft with whom it is about; None where it is empty, or the clinic has neither patient nor note."""
    typed = note_drafts.find(desk, draft.place)
    if typed is None or not typed.body.strip():
        return None
    try:
        if draft.place.startswith(_NEW):
            patient_id, note_id = surviving(desk, draft.place.removeprefix(_NEW)), ""
        else:
            note_id = draft.place.removeprefix(_ADDENDUM)
            patient_id = notes.get(desk, note_id).patient_id
        patients.get(desk, patient_id)
    except NotFound:
        return None
    return Begun(patient_id, note_id, typed.kind, typed.body, draft.saved_at)
