"""How a note came to say what it says: each version of its text, read from the ledger itself."""

from dataclasses import dataclass
from datetime import datetime

from clinicdesk.desk import SYSTEM, Desk
from clinicdesk.language import _
from clinicdesk.records import notes
from clinicdesk.rules import text_differences
from clinicdesk.rules.text_differences import Passage
from clinicdesk.storage.entry import Entry, read_content


@dataclass(frozen=True, slots=True)
class NoteVersion:
    """A text of a note as somebody saved it. ``number`` counts from 1; ``at`` is UTC; ``id`` is that of the entry."""

    id: str
    number: int
    at: datetime
    staff_name: str
    body: str


def versions(desk: Desk, note_id: str) -> list[NoteVersion]:
    """Return the texts a note had, the first one first. Saving without another text makes no version."""
    note = notes.get(desk, note_id)
    names = {row["id"]: row["name"] for row in desk.rows("SELECT id, name FROM staff")}
    names[SYSTEM] = _("ClinicDesk")
    found: list[NoteVersion] = []
    for entry, body in reversed(_texts(desk, note_id, note.version)):
        if not found or found[-1].body != body:
            name = names.get(entry.staff, entry.staff)
            found.append(NoteVersion(entry.id, len(found) + 1, entry.at, name, body))
    return found


def _texts(desk: Desk, note_id: str, version: str) -> list[tuple[Entry, str]]:
    """Return the entries that wrote a text of the note, the latest first: each names the one it was based on."""
    found: list[tuple[Entry, str]] = []
    following: str | None = version
    while following is not None:
        row = desk.row("SELECT content FROM ledger WHERE id = ?", following)
        entry = read_content(row["content"]) if row else None
        following = None
        for change in entry.changes if entry else ():
            if (change.table, change.row_id) != ("notes", note_id):
                continue
            following = change.based_on
            if entry is not None and "body" in change.columns:
                found.append((entry, str(change.columns["body"])))
    return found


def count(desk: Desk, note_id: str) -> int:
    """Return how many texts a note had, the one that stands included."""
    return len(versions(desk, note_id))


def differences(before: NoteVersion | None, after: NoteVersion) -> tuple[Passage, ...]:
    """Return two texts of a note as one; the first one is new as a whole."""
    return text_differences.differences(before.body if before else "", after.body)
