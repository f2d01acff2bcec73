"""Who signs a note, and who signs it after them: PIN, co-signature, handing on, voiding what is signed.

A note waits for its writer, or for whom it was handed on to. A second signature waits for the prescriber who was asked,
or to whom that was handed on. Handing on and voiding are rows of their own: a signed note never changes.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed
from clinicdesk.language import _
from clinicdesk.permissions import CLINICAL, Role
from clinicdesk.records import note_templates, notes, pins, staff
from clinicdesk.records.identities import owner
from clinicdesk.records.notes import Note, NoteKind
from clinicdesk.records.signing_preset import SigningPreset, preset
from clinicdesk.records.staff import StaffMember
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import Change, insert, update

Part = Literal["author", "cosigner"]
"""As what somebody signs: as the one who answers for the text, or after them."""

_INDEX: dict[Part, str] = {"author": "notes", "cosigner": "cosign_notes"}
# CROSS JOIN: from the few that wait, not from all notes.
_WAITING = f"""
SELECT n.id, n.kind, n.written_at, n.about_at, p.id AS whose, p.family_name, p.given_name, p.title,
       coalesce((SELECT json_extract(h.detail, '$.to') FROM note_events h WHERE h.note_id = n.id
                 AND h.kind = 'handed_on' AND json_extract(h.detail, '$.as') = ?
                 ORDER BY h.id DESC LIMIT 1),
                CASE ? WHEN 'author' THEN n.author_id ELSE n.cosigner_id END) AS signer_id
FROM search_unsigned u CROSS JOIN notes n ON n.id = u.subject_id JOIN patients p ON p.id = {owner("n", "notes")}
WHERE u.subject_table = ?
"""


@dataclass(frozen=True, slots=True)
class WaitingNote:
    """A note that waits for one person's signature. ``at`` is when it was written (UTC)."""

    id: str
    patient_id: str
    patient_name: str
    kind: NoteKind
    at: datetime
    signer_id: str


@dataclass(frozen=True, slots=True)
class HandedOn:
    """A note was given to somebody else to sign, as ``part``; ``at`` is UTC."""

    part: Part
    to_name: str
    by_name: str
    at: datetime


def waiting(desk: Desk, part: Part) -> list[WaitingNote]:
    """Return the notes that wait for this person, oldest first."""
    desk.may_see("clinical")
    return [_waiting(row) for row in _rows(desk, part) if row["signer_id"] == desk.person.id]


def waiting_for_anybody(desk: Desk, part: Part) -> list[tuple[str, NoteKind, datetime, str]]:
    """Return each note that waits: id, kind, when it was written (UTC), and for whom; nothing of what it says.

    Psychotherapy notes are not among them: they wait for their author alone, and nobody else learns of them.
    """
    desk.may_see("unsigned")
    return [
        (row["id"], kind, from_text(row["written_at"]), row["signer_id"])
        for row in _rows(desk, part)
        if not (kind := NoteKind(row["kind"])).is_kept_apart
    ]


def signer_of(desk: Desk, note_id: str, part: Part) -> str:
    """Return for whom a note waits; empty where it waits for nobody."""
    found = desk.row(f"{_WAITING} AND n.id = ?", part, part, _INDEX[part], note_id)
    return str(found["signer_id"] or "") if found else ""


def cosigner_wanted(desk: Desk, note: Note) -> str:
    """Return the name of who is still to sign after the first signature, or was asked to; empty where nobody is."""
    wanted = signer_of(desk, note.id, "cosigner")
    if wanted:
        return staff.get(desk, wanted).name
    return note.cosigner.name if note.cosigner is not None and note.is_open else ""


def handed_on(desk: Desk, note_id: str) -> list[HandedOn]:
    """Return how the duty to sign a note went from one to the other, in its order."""
    desk.may_see("clinical")
    rows = desk.rows(
        "SELECT h.detail, h.occurred_at, coalesce(s.name, e.staff) AS by_name FROM note_events h "
        "JOIN search_entries e ON e.id = h.version LEFT JOIN staff s ON s.id = e.staff "
        "WHERE h.note_id = ? AND h.kind = 'handed_on' ORDER BY h.id",
        note_id,
    )
    return [
        HandedOn(detail["as"], detail["to_name"], row["by_name"], from_text(row["occurred_at"]))
        for row in rows
        if (detail := json.loads(row["detail"]))
    ]


def content_hashes(desk: Desk, note: Note) -> dict[str, str]:
    """Return, by signature, the hash (hex) of the entry it came with: what a paper quotes to tie it to the record."""
    rows = desk.rows(
        "SELECT g.id, lower(hex(l.content_hash)) AS content_hash FROM signatures g JOIN ledger l ON l.id = g.version "
        "WHERE g.subject_table = 'notes' AND g.subject_id = ?",
        note.id,
    )
    return {row["id"]: row["content_hash"] for row in rows}


def missing(desk: Desk, note: Note, signing: SigningPreset | None = None) -> tuple[str, ...]:
    """Return what keeps a note from being signed, as sentences; ``signing`` is the clinic's own preset unless given."""
    lacking = notes.missing(note, note_templates.of_note(desk, note))
    sections = ", ".join(_("“{section}”").format(section=title) for title in lacking)
    found = [_("Write something below {sections}.").format(sections=sections)] if lacking else []
    if note.kind in (signing or preset()).cosigned and note.cosigner is None and not desk.may("session.order"):
        found.append(_("Choose the prescriber who signs this as well."))
    return tuple(found)


def cosigners(desk: Desk) -> list[StaffMember]:
    """Return who can be asked for a second signature: the prescribers, but not oneself."""
    return [member for member in staff.with_role(desk, Role.PRESCRIBER) if member.id != desk.person.id]


def cosigners_of(desk: Desk, note: Note) -> list[StaffMember]:
    """Return who can be asked for a second signature of one note: the prescribers who have not signed it."""
    if note.kind.is_kept_apart:
        return []
    signed = {signature.staff_id for signature in note.signatures}
    able = staff.with_role(desk, Role.PRESCRIBER)
    return [m for m in able if m.id not in signed and not (note.is_open and m.id == desk.person.id)]


def signers(desk: Desk) -> list[StaffMember]:
    """Return who can be given a note to sign: the clinicians who work here, but not oneself."""
    return [m for m in staff.everybody(desk) if m.active and m.roles & CLINICAL and m.id != desk.person.id]


def ask(desk: Desk, note: Note, cosigner_id: str | None) -> None:
    """Ask a prescriber to sign as well, or nobody (None); of a signed note only ask. Raises ``ChangedElsewhere``."""
    if note.kind.is_kept_apart:
        raise BadValue(_("A psychotherapy note is read by its author alone: nobody else signs it."), "cosigner")
    if cosigner_id is not None and cosigner_id not in {member.id for member in cosigners_of(desk, note)}:
        raise BadValue(_("Choose a prescriber who works here and has not signed it."), "cosigner")
    if note.is_open:
        change = update("notes", note.id, note.version, cosigner_id=cosigner_id)
        desk.record("note.write", change, patient=note.patient_id)
    elif cosigner_id is not None:
        # Asked once more it would stand in nobody's list: a note has one second signature.
        now = notes.get(desk, note.id)
        if now.voided is not None or any(signature.meaning == "cosigner" for signature in now.signatures):
            raise BadValue(_("This note needs no second signature any more: it has one, or was voided."), "cosigner")
        _hand(desk, note, "cosigner", cosigner_id, "note.cosign")


def sign(desk: Desk, note: Note, *, pin: str) -> None:
    """Sign a note as it was read, with one's PIN or password.

    Raises ``BadValue`` naming what is missing, ``SignInRefused``, ``ChangedElsewhere``, ``Sealed``.
    """
    pins.confirm(desk, pin)
    lacking = missing(desk, note)
    if lacking:
        raise BadValue(_("Before you sign: {what}").format(what=" ".join(lacking)))
    notes.sign(desk, note.id, based_on=note.version)


def cosign(desk: Desk, note: Note, *, pin: str) -> None:
    """Sign a note after its writer, with one's PIN. Raises ``NotAllowed`` for whom it does not wait."""
    pins.confirm(desk, pin)
    wanted = signer_of(desk, note.id, "cosigner")
    if not wanted:
        raise BadValue(_("This note waits for no second signature."))
    if wanted != desk.person.id:
        name = staff.get(desk, wanted).name
        raise NotAllowed(_("Only {name} can co-sign this note. It can be handed on.").format(name=name))
    if _has_signed(desk, note.id, desk.person.id):
        # Asked as the second, and then signed first for the writer: that is one person, not two.
        raise NotAllowed(_("You have signed this note yourself. Hand the second signature on to another prescriber."))
    signature = insert(
        "signatures",
        desk.new_id(),
        subject_table="notes",
        subject_id=note.id,
        patient_id=note.patient_id,
        meaning="cosigner",
        signer_name=desk.person.name,
        staff_id=desk.person.id,
        signed_at=as_text(desk.now()),
    )
    # The same person at two PCs signs once.
    claim = insert("claims", f"co-signature of note {note.id}", holder=note.id)
    try:
        desk.record("note.cosign", claim, signature, patient=note.patient_id)
    except ChangedElsewhere:
        raise BadValue(_("You have signed this note already.")) from None


def hand_on(desk: Desk, note_id: str, *, to_id: str) -> None:
    """Give a note to somebody else to sign; a second signature to another prescriber.

    For whom it waits does that, or an administrator, who learns nothing of what it says.
    """
    found = [part for part in _INDEX if signer_of(desk, note_id, part)]
    if not found:
        raise BadValue(_("This note waits for nobody any more."))
    part = found[0]
    is_mine = signer_of(desk, note_id, part) == desk.person.id
    if not is_mine and not desk.sees("unsigned"):
        raise NotAllowed(_("This note waits for somebody else. They, or an administrator, can hand it on."))
    change, patient_id = handing_on(desk, note_id, part, to_id=to_id)
    desk.record("note.hand_on", change, patient=patient_id)


def handing_on(desk: Desk, note_id: str, part: Part, *, to_id: str) -> tuple[Change, str]:
    """Return the row that gives a note to somebody else to sign, and its patient, for a larger entry.

    Raises ``BadValue`` (field ``to``) where they cannot sign it.
    """
    able = cosigners(desk) if part == "cosigner" else signers(desk)
    if to_id not in {member.id for member in able} or _has_signed(desk, note_id, to_id):
        raise BadValue(_("Choose somebody who may sign it and works here."), "to")
    row = desk.row(f"SELECT n.kind, {owner('n', 'notes')} AS whose FROM notes n WHERE n.id = ?", note_id)
    assert row is not None
    if NoteKind(row["kind"]).is_kept_apart:
        raise NotAllowed(_("A psychotherapy note is read by its author alone. It cannot be handed on."))
    return _event(desk, note_id, row["whose"], "handed_on", **_to(desk, part, to_id)), row["whose"]


def _has_signed(desk: Desk, note_id: str, staff_id: str) -> bool:
    sql = "SELECT 1 FROM signatures WHERE subject_table = 'notes' AND subject_id = ? AND staff_id = ?"
    return desk.row(sql, note_id, staff_id) is not None


def may_void(desk: Desk, note: Note) -> bool:
    """Tell whether this person may void a signed note: its writer, who signed it, or a prescriber."""
    if note.kind.is_kept_apart and desk.person.id != note.author_id:
        return False
    own = desk.person.id in {note.author_id, *(signature.staff_id for signature in note.signatures)}
    return note.is_signed and note.voided is None and desk.may("note.void") and (own or desk.may("session.order"))


def void_signed(desk: Desk, note: Note, *, reason: str) -> None:
    """Void a signed note: it stays readable, with the reason on it, and counts no more.

    Raises ``BadValue`` without a reason or where it does not count already, ``NotAllowed``.
    """
    if not reason.strip():
        raise BadValue(_("Say why this note is voided."), "reason")
    if note.voided is not None or not note.is_signed:
        raise BadValue(_("Only a signed note that still counts can be voided."))
    if not may_void(desk, note):
        raise NotAllowed(_("Only who wrote or signed it, or a prescriber, can void a signed note."))
    event = _event(desk, note.id, note.patient_id, "voided", reason=reason.strip())
    claim = insert("claims", f"voiding of note {note.id}", holder=note.id)
    try:
        # The reason of an entry is read by others than the author of a psychotherapy note.
        told = None if note.kind.is_kept_apart else reason.strip()
        desk.record("note.void", claim, event, patient=note.patient_id, reason=told)
    except ChangedElsewhere:
        raise BadValue(_("This note has been voided already.")) from None


def _hand(desk: Desk, note: Note, part: Part, to_id: str, action: str) -> None:
    event = _event(desk, note.id, note.patient_id, "handed_on", **_to(desk, part, to_id))
    desk.record(action, event, patient=note.patient_id)


def _to(desk: Desk, part: Part, to_id: str) -> dict[str, str]:
    return {"as": part, "to": to_id, "to_name": staff.get(desk, to_id).name}


def _event(desk: Desk, note_id: str, patient_id: str, kind: str, **detail: str) -> Change:
    return insert(
        "note_events",
        desk.new_id(),
        note_id=note_id,
        patient_id=patient_id,
        kind=kind,
        occurred_at=as_text(desk.now()),
        detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
    )


def _rows(desk: Desk, part: Part) -> Iterable[dict[str, Any]]:
    return desk.rows(f"{_WAITING} ORDER BY n.written_at, n.id", part, part, _INDEX[part])


def _waiting(row: dict[str, Any]) -> WaitingNote:
    return WaitingNote(
        id=row["id"],
        patient_id=row["whose"],
        patient_name=formats.format_name(row["family_name"], row["given_name"], row["title"] or ""),
        kind=NoteKind(row["kind"]),
        at=from_text(row["written_at"]),
        signer_id=row["signer_id"],
    )
