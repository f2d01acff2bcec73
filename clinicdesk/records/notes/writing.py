"""Writing notes: saved unsigned, rewritten, signed, added to, voided. Saving is never refused for what is missing."""

from dataclasses import dataclass
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, Sealed
from clinicdesk.language import _
from clinicdesk.records import published
from clinicdesk.records.identities import surviving
from clinicdesk.records.notes.note import Note
from clinicdesk.records.notes.reading import get, sessions_to_link
from clinicdesk.rules import note_sections
from clinicdesk.rules.note_sections import NoteKind, Template
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Change, Value, insert, update


@dataclass(frozen=True, slots=True)
class About:
    """What a note says beside its text.

    ``about_at`` (UTC) makes it a late entry. ``cosigner_id`` is the person asked to sign as well, ``recipient_id`` the
    row of the care team a letter goes to.
    """

    session_id: str | None = None
    about_at: datetime | None = None
    cosigner_id: str | None = None
    recipient_id: str | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What can still be changed of an unsigned note beside its text, see ``About``; None: nothing of it."""

    about_at: datetime | None
    cosigner_id: str | None


def write(
    desk: Desk,
    *,
    patient_id: str,
    kind: NoteKind | str,
    body: str,
    session_id: str | None = None,
    template: Template | None = None,
    about_at: datetime | None = None,
    cosigner_id: str | None = None,
    recipient_id: str | None = None,
) -> str:
    """Save a new, unsigned note and return its id.

    The ``template`` it was begun from is kept with the clinic as it was. ``about_at`` (UTC) makes it a late entry.
    Raises ``BadValue`` for an empty text, a session of somebody else, and a late entry about the future.
    """
    patient_id = surviving(desk, patient_id)
    about = About(session_id, about_at, cosigner_id, recipient_id)
    note_id, changes = _new(desk, patient_id, NoteKind(kind), _text(body), template, about)
    desk.record("note.write", *changes, patient=patient_id)
    return note_id


def rewrite(desk: Desk, note_id: str, *, body: str, based_on: str, stated: Stated | None = None) -> str:
    """Save another text of an unsigned note, read at version ``based_on``; return the new version.

    Without ``stated``, what is said beside the text stays as it is. Raises ``ChangedElsewhere`` when somebody saved
    meanwhile, ``Sealed`` when somebody signed.
    """
    note = _open_note(desk, note_id)
    columns: dict[str, Value] = {"body": _text(body)}
    if stated is not None:
        if note.kind.is_kept_apart and stated.cosigner_id:
            raise BadValue(_("A psychotherapy note is read by its author alone: nobody else signs it."), "cosigner")
        columns |= {"about_at": _about_at(desk, stated.about_at), "cosigner_id": stated.cosigner_id}
    return desk.record("note.write", update("notes", note_id, based_on, **columns), patient=note.patient_id).id


def missing(note: Note | str, template: Template | None) -> tuple[str, ...]:
    """Return the sections that signing asks for and below which nothing stands. A free text asks for none."""
    if template is None:
        return ()
    return note_sections.missing(note if isinstance(note, str) else note.body, template)


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


def write_signed(
    desk: Desk,
    *,
    patient_id: str,
    kind: NoteKind | str,
    body: str,
    session_id: str | None = None,
    template: Template | None = None,
    about_at: datetime | None = None,
    cosigner_id: str | None = None,
    recipient_id: str | None = None,
) -> str:
    """Save a new note and sign it, in one entry; return its id."""
    patient_id = surviving(desk, patient_id)
    about = About(session_id, about_at, cosigner_id, recipient_id)
    note_id, changes = _new(desk, patient_id, NoteKind(kind), _text(body), template, about)
    signature = _signature(desk, note_id, patient_id, desk.person.id)
    desk.record("note.sign", *changes, signature, patient=patient_id)
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
    # The reason of an entry is read by others than the author of a psychotherapy note.
    told = None if note.kind.is_kept_apart else reason.strip()
    desk.record("note.void", change, patient=note.patient_id, reason=told)


def _new(
    desk: Desk, patient_id: str, kind: NoteKind, body: str, template: Template | None, about: About
) -> tuple[str, tuple[Change, ...]]:
    if kind.is_kept_apart and about.cosigner_id:
        raise BadValue(_("A psychotherapy note is read by its author alone: nobody else signs it."), "cosigner")
    if kind.is_kept_apart and about.recipient_id:
        raise BadValue(_("A psychotherapy note is no letter. Write a letter instead."), "recipient")
    linked = about.session_id
    if linked is not None and linked not in {session.id for session in sessions_to_link(desk, patient_id)}:
        raise BadValue(_("This session belongs to somebody else. Choose a session of this patient."), "session")
    file_id: str | None = None
    kept: tuple[Change, ...] = ()
    if template is not None:
        file_id, kept = published.pin(desk, kind="note", name=template.id, version=template.version, body=template.text)
    note_id = desk.new_id()
    row = insert(
        "notes",
        note_id,
        patient_id=patient_id,
        session_id=linked,
        kind=kind.value,
        body=body,
        author_id=desk.person.id,
        written_at=as_text(desk.now()),
        template_id=file_id,
        about_at=_about_at(desk, about.about_at),
        cosigner_id=about.cosigner_id,
        recipient_id=about.recipient_id,
    )
    return note_id, (*kept, row)


def _about_at(desk: Desk, at: datetime | None) -> str | None:
    if at is not None and at > desk.now():
        raise BadValue(_("This time has not come yet. A late entry tells what happened before."), "about_at")
    return as_text(at) if at is not None else None


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
    if note.voided is not None:
        raise BadValue(_("This note was voided. Write a new one."))
    return note


def _text(body: str) -> str:
    """Return the text without blank ends. Raises ``BadValue`` when nothing is left."""
    if not body.strip():
        raise BadValue(_("There is no text yet. Write something first."), "body")
    return body.strip("\n").rstrip()
