"""Psychotherapy notes: kept apart from the chart, read by their author alone.

They are no part of what is read as a patient's notes, of any search, list or count of somebody else, and of no copy
that leaves, see docs/decisions/permissions.md. Everything that reads the table ``notes`` asks here.
"""

from collections.abc import Mapping

from clinicdesk.desk import SYSTEM, Desk
from clinicdesk.errors import NotAllowed
from clinicdesk.language import _
from clinicdesk.rules.note_sections import NoteKind

_APART = f"'{NoteKind.PSYCHOTHERAPY.value}'"


def in_chart(alias: str) -> str:
    """Return the condition that a row of ``notes`` is part of the chart."""
    return f"{alias}.kind <> {_APART}"


def only_reader(note_id: str) -> str:
    """Return the expression for the one person who reads a note, NULL where everybody who treats does."""
    return f"(SELECT ap.author_id FROM notes ap WHERE ap.id = {note_id} AND ap.kind = {_APART})"


def may_read(desk: Desk, kind: NoteKind | str, author_id: str) -> bool:
    """Tell whether a person who reads notes may read this one. The program itself reads no psychotherapy note."""
    return not NoteKind(kind).is_kept_apart or desk.person.id == author_id


def check(desk: Desk, kind: NoteKind | str, author_id: str) -> None:
    """Raise ``NotAllowed`` for a psychotherapy note of somebody else."""
    if not may_read(desk, kind, author_id):
        raise NotAllowed(_("This psychotherapy note is read by its author alone. Ask them."))


def note_of(table: str, row_id: str, columns: Mapping[str, object]) -> str | None:
    """Return the note of which a change of a row tells something, or None."""
    if table == "notes":
        return row_id
    if table == "addenda" and columns.get("subject_table") == "notes":
        return str(columns["subject_id"])
    return str(columns["note_id"]) if table == "note_events" else None


def is_of_other(desk: Desk, note_id: str) -> bool:
    """Tell whether a note is a psychotherapy note that this person does not read."""
    reader = _reader_of(desk, note_id)
    return reader is not None and (desk.person.id == SYSTEM or reader != desk.person.id)


def is_one(desk: Desk, note_id: str) -> bool:
    """Tell whether a note is a psychotherapy note, whoever wrote it: what leaves holds none, its author's neither."""
    return _reader_of(desk, note_id) is not None


def _reader_of(desk: Desk, note_id: str) -> str | None:
    row = desk.row(f"SELECT {only_reader('?')} AS reader", note_id)
    return row["reader"] if row else None
