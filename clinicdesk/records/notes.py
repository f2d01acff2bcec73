"""Notes: what a clinician writes about a patient; saved unsigned, rewritten, signed, added to, or voided.

A signed note never changes: what must be said later is an addendum, which counts as signed when it is written.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound, Sealed
from clinicdesk.language import _
from clinicdesk.records.identities import of_person, owner, surviving
from clinicdesk.records.session_place import place
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import Change, insert, update


class NoteKind(StrEnum):
    """What a note is about. The values are stored, so they never change."""

    SESSION = "session"
    PROGRESS = "progress"
    PHONE_CALL = "phone_call"
    INTAKE = "intake"
    LETTER = "letter"


def kind_name(kind: NoteKind) -> str:
    """Return the kind as people say it."""
    return {
        NoteKind.SESSION: _("Session note"),
        NoteKind.PROGRESS: _("Progress note"),
        NoteKind.PHONE_CALL: _("Phone call"),
        NoteKind.INTAKE: _("Intake"),
        NoteKind.LETTER: _("Letter"),
    }[kind]


@dataclass(frozen=True, slots=True)
class Addendum:
    """What was added to a signed record, by whom and when (UTC)."""

    id: str
    body: str
    author_name: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class LinkedSession:
    """The session a note is about: number ``number`` of ``count``, planned on a day of the clinic."""

    id: str
    number: int
    count: int
    day: date


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it stands. Times are UTC; ``signed_at`` is None while it is unsigned."""

    id: str
    version: str
    patient_id: str
    kind: NoteKind
    body: str
    author_id: str
    author_name: str
    written_at: datetime
    changed_at: datetime
    changed_by: str
    session: LinkedSession | None
    signer_name: str | None
    signed_at: datetime | None
    voided_reason: str | None
    addenda: tuple[Addendum, ...]

    @property
    def is_signed(self) -> bool:
        """Whether the note is closed by a signature."""
        return self.signed_at is not None

    @property
    def is_open(self) -> bool:
        """Whether the note can still be written on: neither signed nor voided."""
        return self.signed_at is None and self.voided_reason is None


@dataclass(frozen=True, slots=True)
class UnsignedNote:
    """A line of the list "To sign"."""

    id: str
    patient_id: str
    family_name: str
    given_name: str
    kind: NoteKind
    written_at: datetime


# Reading --------------------------------------------------------------------------------------------------------------

_NOTES = f"""
SELECT n.*, {owner("n", "notes")} AS patient_id, coalesce(a.name, n.author_id) AS author_name,
       e.at AS changed_at, coalesce(c.name, e.staff) AS changed_by,
       g.signer_name, g.signed_at, {place("s")} AS number, s.planned_on, r.planned_count
FROM notes n
LEFT JOIN staff a ON a.id = n.author_id
JOIN search_entries e ON e.id = n.version
LEFT JOIN staff c ON c.id = e.staff
LEFT JOIN signatures g ON g.subject_table = 'notes' AND g.subject_id = n.id
LEFT JOIN sessions s ON s.id = n.session_id
LEFT JOIN series r ON r.id = s.series_id
"""
_ADDENDA = """
SELECT d.*, coalesce(a.name, d.author_id) AS author_name FROM addenda d LEFT JOIN staff a ON a.id = d.author_id
"""


def of_patient(desk: Desk, patient_id: str) -> list[Note]:
    """Return a patient's notes, newest first, voided ones included."""
    desk.may_see("clinical")
    rows = list(
        desk.rows(f"{_NOTES} WHERE {of_person('n', 'notes')} ORDER BY n.written_at DESC, n.id DESC", patient_id)
    )
    added = desk.rows(
        f"{_ADDENDA} JOIN json_each(?) j ON d.subject_id = j.value WHERE d.subject_table = 'notes' "
        "ORDER BY d.written_at, d.id",
        json.dumps([row["id"] for row in rows]),
    )
    return _notes(rows, added)


def of_session(desk: Desk, session_id: str) -> list[Note]:
    """Return the notes linked to a session, oldest first, without the voided ones."""
    desk.may_see("clinical")
    rows = list(desk.rows(f"{_NOTES} WHERE n.session_id = ? AND n.voided_reason IS NULL ORDER BY n.id", session_id))
    return [_note(row, addenda_to(desk, "notes", row["id"])) for row in rows]


def get(desk: Desk, note_id: str) -> Note:
    """Return one note. Raises ``NotFound``."""
    desk.may_see("clinical")
    row = desk.row(f"{_NOTES} WHERE n.id = ?", note_id)
    if row is None:
        raise NotFound(_("This note is not in this clinic."))
    return _note(row, addenda_to(desk, "notes", note_id))


def addenda_to(desk: Desk, subject_table: str, subject_id: str) -> tuple[Addendum, ...]:
    """Return what was added to a signed row, oldest first."""
    desk.may_see("clinical")
    rows = desk.rows(
        f"{_ADDENDA} WHERE d.subject_table = ? AND d.subject_id = ? ORDER BY d.written_at, d.id",
        subject_table,
        subject_id,
    )
    return tuple(map(_addendum, rows))


def unsigned(desk: Desk) -> list[UnsignedNote]:
    """Return the notes this person wrote and nobody signed, oldest first."""
    desk.may_see("clinical")
    rows = desk.rows(
        f"SELECT n.id, p.id AS patient_id, n.kind, n.written_at, p.family_name, p.given_name "
        f"FROM search_unsigned u JOIN notes n ON n.id = u.subject_id JOIN patients p ON p.id = {owner('n', 'notes')} "
        "WHERE u.subject_table = 'notes' AND n.author_id = ? ORDER BY n.written_at, n.id",
        desk.person.id,
    )
    return [
        UnsignedNote(
            id=row["id"],
            patient_id=row["patient_id"],
            family_name=row["family_name"],
            given_name=row["given_name"],
            kind=NoteKind(row["kind"]),
            written_at=from_text(row["written_at"]),
        )
        for row in rows
    ]


def sessions_to_link(desk: Desk, patient_id: str) -> list[LinkedSession]:
    """Return the sessions a note of this patient can be linked to, newest first."""
    desk.may_see("clinical")
    rows = desk.rows(
        f"SELECT s.id AS session_id, {place('s')} AS number, s.planned_on, r.planned_count FROM sessions s "
        f"JOIN series r ON r.id = s.series_id WHERE {of_person('s', 'sessions')} AND s.voided_reason IS NULL "
        "ORDER BY s.planned_on DESC, s.number DESC",
        patient_id,
    )
    return [session for row in rows if (session := _linked(row))]


def _notes(rows: Iterable[dict[str, Any]], added: Iterable[dict[str, Any]]) -> list[Note]:
    by_note: dict[str, list[Addendum]] = {}
    for row in added:
        by_note.setdefault(row["subject_id"], []).append(_addendum(row))
    return [_note(row, by_note.get(row["id"], ())) for row in rows]


def _note(row: dict[str, Any], added: Sequence[Addendum]) -> Note:
    return Note(
        id=row["id"],
        version=row["version"],
        patient_id=row["patient_id"],
        kind=NoteKind(row["kind"]),
        body=row["body"],
        author_id=row["author_id"],
        author_name=row["author_name"],
        written_at=from_text(row["written_at"]),
        changed_at=from_text(row["changed_at"]),
        changed_by=row["changed_by"],
        session=_linked(row),
        signer_name=row["signer_name"],
        signed_at=from_text(row["signed_at"]) if row["signed_at"] else None,
        voided_reason=row["voided_reason"],
        addenda=tuple(added),
    )


def _addendum(row: dict[str, Any]) -> Addendum:
    return Addendum(row["id"], row["body"], row["author_name"], from_text(row["written_at"]))


def _linked(row: dict[str, Any]) -> LinkedSession | None:
    if row["session_id"] is None or row["number"] is None:
        return None
    return LinkedSession(row["session_id"], row["number"], row["planned_count"], date.fromisoformat(row["planned_on"]))


# Writing --------------------------------------------------------------------------------------------------------------


def write(desk: Desk, *, patient_id: str, kind: NoteKind | str, body: str, session_id: str | None = None) -> str:
    """Save a new, unsigned note and return its id. Raises ``BadValue`` for an empty text."""
    patient_id = surviving(desk, patient_id)
    note_id, change = _new(desk, patient_id, NoteKind(kind), _text(body), session_id)
    desk.record("note.write", change, patient=patient_id)
    return note_id


def rewrite(desk: Desk, note_id: str, *, body: str, based_on: str) -> str:
    """Save another text of an unsigned note, read at version ``based_on``; return the new version.

    Raises ``ChangedElsewhere`` when somebody saved meanwhile, ``Sealed`` when somebody signed.
    """
    note = _open_note(desk, note_id)
    change = update("notes", note_id, based_on, body=_text(body))
    return desk.record("note.write", change, patient=note.patient_id).id


def sign(desk: Desk, note_id: str, *, body: str | None = None, based_on: str | None = None) -> None:
    """Sign a note, and with ``body`` save its last text in the same entry. Afterwards nobody can change it.

    ``based_on`` is the version the person has read; without it the newest is signed. Raises ``ChangedElsewhere``
    when what was read is no longer what is there, and ``Sealed`` when it is signed already.
    """
    note = _open_note(desk, note_id)
    columns = {} if body is None else {"body": _text(body)}
    # Written even without a new text: the version check makes sure that what was read is what is signed.
    final = update("notes", note_id, based_on or note.version, **columns)
    signature = _signature(desk, note_id, note.patient_id, written_by=note.author_id)
    desk.record("note.sign", final, signature, patient=note.patient_id)


def write_signed(desk: Desk, *, patient_id: str, kind: NoteKind | str, body: str, session_id: str | None = None) -> str:
    """Save a new note and sign it, in one entry; return its id."""
    patient_id = surviving(desk, patient_id)
    note_id, change = _new(desk, patient_id, NoteKind(kind), _text(body), session_id)
    desk.record("note.sign", change, _signature(desk, note_id, patient_id, desk.person.id), patient=patient_id)
    return note_id


def addendum(desk: Desk, note_id: str, *, body: str) -> str:
    """Add to a signed note; return the addendum's id. Raises ``BadValue`` while the note is unsigned."""
    note = get(desk, note_id)
    if not note.is_signed:
        raise BadValue(_("This note is not signed yet. Change its text instead of adding to it."))
    addendum_id = desk.new_id()
    change = insert(
        "addenda",
        addendum_id,
        patient_id=note.patient_id,
        subject_table="notes",
        subject_id=note_id,
        body=_text(body),
        author_id=desk.person.id,
        written_at=as_text(desk.now()),
    )
    desk.record("note.addendum", change, patient=note.patient_id)
    return addendum_id


def void(desk: Desk, note_id: str, *, reason: str, based_on: str) -> None:
    """Void an unsigned note that should not have been written; it stays readable with the reason.

    Raises ``BadValue`` without a reason, ``Sealed`` for a signed note, ``ChangedElsewhere``.
    """
    if not reason.strip():
        raise BadValue(_("Say why this note is voided."), "reason")
    note = _open_note(desk, note_id)
    change = update("notes", note_id, based_on, voided_reason=reason.strip())
    desk.record("note.void", change, patient=note.patient_id, reason=reason.strip())


def _new(desk: Desk, patient_id: str, kind: NoteKind, body: str, session_id: str | None) -> tuple[str, Change]:
    if session_id is not None and session_id not in {session.id for session in sessions_to_link(desk, patient_id)}:
        raise BadValue(_("This session belongs to somebody else. Choose a session of this patient."), "session")
    note_id = desk.new_id()
    return note_id, insert(
        "notes",
        note_id,
        patient_id=patient_id,
        session_id=session_id,
        kind=kind.value,
        body=body,
        author_id=desk.person.id,
        written_at=as_text(desk.now()),
    )


def _signature(desk: Desk, note_id: str, patient_id: str, written_by: str) -> Change:
    return insert(
        "signatures",
        desk.new_id(),
        subject_table="notes",
        subject_id=note_id,
        patient_id=patient_id,
        meaning="author" if written_by == desk.person.id else "clinician",
        signer_name=desk.person.name,
        staff_id=desk.person.id,
        signed_at=as_text(desk.now()),
    )


def _open_note(desk: Desk, note_id: str) -> Note:
    note = get(desk, note_id)
    if note.is_signed:
        raise Sealed
    if note.voided_reason is not None:
        raise BadValue(_("This note was voided. Write a new one."))
    return note


def _text(body: str) -> str:
    """Return the text without blank ends. Raises ``BadValue`` when nothing is left."""
    if not body.strip():
        raise BadValue(_("There is no text yet. Write something first."), "body")
    return body.strip("\n").rstrip()
