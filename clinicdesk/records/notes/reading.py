"""Reading notes. Clinical text: for those who treat."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.records import kept_apart as apart
from clinicdesk.records.identities import of_person, owner
from clinicdesk.records.notes.note import (
    Addendum,
    Addressee,
    Cosigner,
    LinkedSession,
    Note,
    NoteSignature,
    UnsignedNote,
    Voided,
)
from clinicdesk.records.session_place import place
from clinicdesk.rules.note_sections import NoteKind
from clinicdesk.storage.clock import from_text

_NOTES = f"""
SELECT n.*, {owner("n", "notes")} AS belongs_to, coalesce(a.name, n.author_id) AS author_name,
       e.at AS changed_at, coalesce(c.name, e.staff) AS changed_by,
       {place("s")} AS number, s.planned_on, r.planned_count, k.name AS cosigner_name,
       t.name AS recipient_name, coalesce(t.practice, '') AS recipient_practice,
       (SELECT json_group_array(json_array(g.id, g.staff_id, g.signer_name, g.meaning, g.signed_at))
        FROM (SELECT * FROM signatures WHERE subject_table = 'notes' AND subject_id = n.id ORDER BY signed_at, id) g
       ) AS signatures,
       (SELECT json_array(json_extract(v.detail, '$.reason'), coalesce(b.name, w.staff), v.occurred_at)
        FROM note_events v JOIN search_entries w ON w.id = v.version LEFT JOIN staff b ON b.id = w.staff
        WHERE v.note_id = n.id AND v.kind = 'voided' ORDER BY v.id LIMIT 1) AS voided_event
FROM notes n
LEFT JOIN staff a ON a.id = n.author_id
JOIN search_entries e ON e.id = n.version
LEFT JOIN staff c ON c.id = e.staff
LEFT JOIN sessions s ON s.id = n.session_id
LEFT JOIN series r ON r.id = s.series_id
LEFT JOIN staff k ON k.id = n.cosigner_id
LEFT JOIN care_team t ON t.id = n.recipient_id
"""
_ADDENDA = """
SELECT d.*, coalesce(a.name, d.author_id) AS author_name FROM addenda d LEFT JOIN staff a ON a.id = d.author_id
"""


def of_patient(desk: Desk, patient_id: str) -> list[Note]:
    """Return the notes of a patient's chart, newest first, voided ones included; never psychotherapy notes."""
    return _of_patient(desk, patient_id, apart.in_chart("n"))


def kept_apart(desk: Desk, patient_id: str) -> list[Note]:
    """Return the psychotherapy notes this person wrote about a patient, newest first: no part of the chart."""
    return _of_patient(desk, patient_id, f"NOT {apart.in_chart('n')} AND n.author_id = ?", desk.person.id)


def _of_patient(desk: Desk, patient_id: str, condition: str, *values: str) -> list[Note]:
    desk.may_see("clinical")
    rows = list(
        desk.rows(
            f"{_NOTES} WHERE {of_person('n', 'notes')} AND {condition} ORDER BY n.written_at DESC, n.id DESC",
            patient_id,
            *values,
        )
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
    rows = list(desk.rows(f"{_NOTES} WHERE n.session_id = ? AND {apart.in_chart('n')} ORDER BY n.id", session_id))
    read = [_note(row, addenda_to(desk, "notes", row["id"])) for row in rows]
    return [note for note in read if note.voided is None]


def get(desk: Desk, note_id: str) -> Note:
    """Return one note. Raises ``NotFound``, and ``NotAllowed`` for somebody else's psychotherapy note."""
    desk.may_see("clinical")
    row = desk.row(f"{_NOTES} WHERE n.id = ?", note_id)
    if row is None:
        raise NotFound(_("This note is not in this clinic."))
    apart.check(desk, row["kind"], row["author_id"])
    return _note(row, addenda_to(desk, "notes", note_id))


def addenda_to(desk: Desk, subject_table: str, subject_id: str) -> tuple[Addendum, ...]:
    """Return what was added to a signed row, oldest first."""
    desk.may_see("clinical")
    if subject_table == "notes" and apart.is_of_other(desk, subject_id):
        return ()
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
        patient_id=row["belongs_to"],
        kind=NoteKind(row["kind"]),
        body=row["body"],
        template=row["template_id"],
        author_id=row["author_id"],
        author_name=row["author_name"],
        written_at=from_text(row["written_at"]),
        about_at=from_text(row["about_at"]) if row["about_at"] else None,
        changed_at=from_text(row["changed_at"]),
        changed_by=row["changed_by"],
        session=_linked(row),
        cosigner=Cosigner(row["cosigner_id"], row["cosigner_name"]) if row["cosigner_id"] else None,
        recipient=_addressee(row),
        signatures=_signatures(row["signatures"]),
        voided=_voided(row),
        addenda=tuple(added),
    )


def _addendum(row: dict[str, Any]) -> Addendum:
    return Addendum(row["id"], row["body"], row["author_name"], from_text(row["written_at"]))


def _addressee(row: dict[str, Any]) -> Addressee | None:
    if row["recipient_id"] is None:
        return None
    return Addressee(row["recipient_id"], row["recipient_name"], row["recipient_practice"])


def _signatures(found: str) -> tuple[NoteSignature, ...]:
    return tuple(
        NoteSignature(row_id, staff_id, name, meaning, from_text(at))
        for row_id, staff_id, name, meaning, at in json.loads(found)
    )


def _voided(row: dict[str, Any]) -> Voided | None:
    """A signed note is voided by an event, an unsigned one by its own last change."""
    if row["voided_event"] is not None:
        reason, by_name, at = json.loads(row["voided_event"])
        return Voided(reason or "", by_name, from_text(at))
    if row["voided_reason"] is not None:
        return Voided(row["voided_reason"], row["changed_by"], from_text(row["changed_at"]))
    return None


def _linked(row: dict[str, Any]) -> LinkedSession | None:
    if row["session_id"] is None or row["number"] is None:
        return None
    return LinkedSession(row["session_id"], row["number"], row["planned_count"], date.fromisoformat(row["planned_on"]))
