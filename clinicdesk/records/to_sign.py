"""What one person has to sign: one list, deviations and overrides on top, then the oldest first; one PIN each.

There is no way to sign several things at once: each was read before it is signed, or the signature says nothing.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.language import _
from clinicdesk.records import begun_notes, documents, note_drafts, note_signing, notes, patients, pins, sessions
from clinicdesk.records.begun_notes import Begun
from clinicdesk.records.documents import ToReview
from clinicdesk.records.note_signing import Part, WaitingNote
from clinicdesk.records.notes import Note
from clinicdesk.records.session_deviations import deviations
from clinicdesk.records.sessions import SessionLine, VerbalToSign
from clinicdesk.records.signing_preset import preset
from clinicdesk.records.staff import StaffMember
from clinicdesk.rules.spacing import position_text
from clinicdesk.rules.timeline import Phase

Kind = Literal["note", "session", "cosign", "cosign_note", "document", "verbal", "begun", "begun_addendum"]
"""``begun`` is a text that is in no record yet: ``id`` is its patient, of a ``begun_addendum`` the note it adds to."""
OVER = (Phase.DISCHARGED, Phase.NOT_TREATED)
"""A session is signed when the patient has gone, or was not treated."""


@dataclass(frozen=True, slots=True)
class ToSign:
    """Something this person has to sign: a note, a session that is over, a verbal order, or a document to review.

    ``at`` is when it was written or took place, in the clinic's time. ``deviations`` says what went otherwise than
    planned or was overridden, each with its reason; ``overdue`` that it waits too long.
    """

    kind: Kind
    id: str
    patient_id: str
    patient_name: str
    what: str
    at: datetime
    deviations: tuple[str, ...] = ()
    overdue: bool = False

    @property
    def key(self) -> str:
        """What tells it apart: a note can wait twice."""
        return f"{self.kind} {self.id}"


def waiting(desk: Desk) -> list[ToSign]:
    """Return what this person has to sign: what deviates or was overridden first, then the oldest first.

    Notes they answer for, second signatures they were asked for, sessions they worked in that are over, for a
    prescriber also sessions that wait for theirs, their verbal orders, and documents they are to review. What they
    began to write and never saved is among them, so that it is not forgotten on this PC.
    """
    if not desk.sees("clinical"):
        return []
    found = [_note(desk, one, "author") for one in note_signing.waiting(desk, "author")]
    found += [_note(desk, one, "cosigner") for one in note_signing.waiting(desk, "cosigner")]
    found += [_begun(desk, one) for one in begun_notes.begun(desk)]
    found += _sessions(desk)
    found += [_to_review(desk, one) for one in documents.to_review(desk)]
    found += [_spoken(desk, one) for one in sessions.verbal_to_sign(desk)]
    return sorted(found, key=lambda item: (not item.deviations, item.at, item.id))


TABLES = frozenset(
    {
        "notes",
        "note_events",
        "addenda",
        "signatures",
        "sessions",
        "session_events",
        "verbal_orders",
        "documents",
        "staff",
    }
)
"""What the list follows from."""


def count(desk: Desk) -> int:
    """Return how much waits for this person, without looking into it."""
    if not desk.sees("clinical"):
        return 0
    of_notes = len(note_signing.waiting(desk, "author")) + len(note_signing.waiting(desk, "cosigner"))
    of_notes += len(begun_notes.begun(desk))
    return of_notes + len(_lines(desk)) + len(documents.to_review(desk)) + len(sessions.verbal_to_sign(desk))


def sign(desk: Desk, item: ToSign, *, pin: str, based_on: str = "") -> None:
    """Sign one thing with this person's PIN or password; a document is marked as reviewed.

    ``based_on`` is the version of a note that was read. Raises ``SignInRefused``, ``BadValue`` (field ``pin``, or
    naming what is missing), ``ChangedElsewhere``, ``Sealed``.
    """
    if item.kind in ("note", "cosign_note"):
        note = notes.get(desk, item.id)
        if unsaved := _unsaved(desk, note):
            raise BadValue(unsaved)
        if based_on and note.version != based_on:
            raise ChangedElsewhere("notes", note.id, note.changed_by, formats.format_time(desk.local(note.changed_at)))
        (note_signing.sign if item.kind == "note" else note_signing.cosign)(desk, note, pin=pin)
        return
    if item.kind in ("begun", "begun_addendum"):
        raise BadValue(" ".join(missing(desk, item)))
    pins.confirm(desk, pin)
    if item.kind == "document":
        documents.review(desk, documents.get(desk, item.id))
    elif item.kind == "verbal":
        sessions.sign_verbal_order(desk, item.id)
    else:
        sessions.sign(desk, item.id)


HANDED_ON: frozenset[Kind] = frozenset({"note", "cosign_note", "document"})
"""What can be given to somebody else. An order is signed by who gave it; a session by those who were there."""


def able_to_take(desk: Desk, kind: Kind) -> list[StaffMember]:
    """Return to whom something can be handed on."""
    if kind == "document":
        return [member for member in documents.reviewers(desk) if member.id != desk.person.id]
    return note_signing.cosigners(desk) if kind == "cosign_note" else note_signing.signers(desk)


def hand_on(desk: Desk, kind: Kind, row_id: str, *, to_id: str) -> None:
    """Give a note to somebody else to sign, or a document to review. Raises ``BadValue`` or ``NotAllowed``."""
    if kind != "document":
        note_signing.hand_on(desk, row_id, to_id=to_id)
        return
    document = documents.get(desk, row_id)
    documents.amend(
        desk,
        document,
        kind=document.kind.id,
        title=document.title,
        dated_on=document.dated_on,
        reviewer_id=to_id,
    )


def missing(desk: Desk, item: ToSign) -> tuple[str, ...]:
    """Return what keeps something from being signed, as sentences."""
    if item.kind == "note":
        note = notes.get(desk, item.id)
        unsaved = _unsaved(desk, note)
        return (unsaved,) if unsaved else note_signing.missing(desk, note)
    if item.kind in ("begun", "begun_addendum"):
        return (_("It is in no record yet: only you see it, on this PC. Open it, then save, sign or discard it."),)
    if item.kind == "session":
        return sessions.missing_to_sign(sessions.get(desk, item.id))
    return ()


def _unsaved(desk: Desk, note: Note) -> str:
    """Say that this person typed more in a note than is saved: what would be signed is not what they wrote last."""
    draft = note_drafts.find(desk, note_drafts.place_of_note(note.patient_id, note.id)) if note.is_open else None
    if draft is None or draft.body.strip() == note.body.strip():
        return ""
    return _("You typed more in this note and have not saved it. Open it, then save or discard what you typed.")


def is_overdue(desk: Desk, kind: Kind, at: datetime) -> bool:
    """Tell whether something of a time of the clinic has waited longer than the preset allows."""
    group = "note" if kind.startswith("begun") else kind.removesuffix("_note")
    allowed = preset().overdue_after_days[group]
    return days_since(desk, at) > allowed


def days_since(desk: Desk, at: datetime) -> int:
    """Return how many days of the calendar have passed."""
    return (desk.local(desk.now()).date() - desk.local(at).date()).days


def _note(desk: Desk, one: WaitingNote, part: Part) -> ToSign:
    kind: Kind = "note" if part == "author" else "cosign_note"
    name = notes.kind_name(one.kind)
    what = name if part == "author" else _("Co-sign: {what}").format(what=name)
    at = desk.local(one.at)
    return ToSign(kind, one.id, one.patient_id, one.patient_name, what, at, overdue=is_overdue(desk, kind, at))


def _begun(desk: Desk, one: Begun) -> ToSign:
    kind: Kind = "begun_addendum" if one.note_id else "begun"
    patient, at = patients.get(desk, one.patient_id), desk.local(one.at)
    name = formats.format_name(patient.family_name, patient.given_name, patient.title)
    what = _("Addendum") if one.note_id else notes.kind_name(one.kind)
    words = _("Begun, not saved: {what}").format(what=what)
    row_id = one.note_id or one.patient_id
    return ToSign(kind, row_id, one.patient_id, name, words, at, overdue=is_overdue(desk, kind, at))


def _sessions(desk: Desk) -> list[ToSign]:
    shown = _lines(desk)
    names = _names(desk, [line for _kind, line in shown])
    return [_session(desk, kind, line, names[line.patient_id]) for kind, line in shown]


def _lines(desk: Desk) -> list[tuple[Kind, SessionLine]]:
    """Return the sessions this person signs, first or after somebody else."""
    over = [line for line in sessions.unsigned(desk) if line.phase in OVER]
    mine = _answers_for(desk, over)
    shown: list[tuple[Kind, SessionLine]] = [("session", line) for line in over if line.id in mine]
    if desk.may("session.order"):
        shown += [("cosign", line) for line in sessions.to_cosign(desk)]
    return shown


def _session(desk: Desk, kind: Kind, line: SessionLine, name: str) -> ToSign:
    what, at = session_title(line), moment_of(desk, line)
    return ToSign(
        kind,
        line.id,
        line.patient_id,
        name,
        what if kind == "session" else _("Co-sign: {session}").format(session=what),
        at,
        tuple(deviations(desk, sessions.get(desk, line.id))),
        is_overdue(desk, kind, at),
    )


def moment_of(desk: Desk, line: SessionLine) -> datetime:
    """Return when a session was planned, in the clinic's time; without a time, the beginning of its day."""
    return datetime.combine(line.planned_on, line.planned_time or time(0), desk.zone())


def _to_review(desk: Desk, one: ToReview) -> ToSign:
    document, at = one.document, desk.local(one.document.filed_at)
    name = formats.format_name(one.family_name, one.given_name)
    what = _("Review: {title}").format(title=document.title)
    overdue = is_overdue(desk, "document", at)
    return ToSign("document", document.id, document.patient_id, name, what, at, overdue=overdue)


def _spoken(desk: Desk, one: VerbalToSign) -> ToSign:
    what, at = _("Verbal order: {words}").format(words=one.words), desk.local(one.said_at)
    overdue = is_overdue(desk, "verbal", at)
    return ToSign("verbal", one.id, one.patient_id, one.patient_name, what, at, overdue=overdue)


def session_title(line: SessionLine) -> str:
    """Return which session of its series it is: ``Session 3 of 6``."""
    return _("Session {position}").format(position=position_text(line.number, line.count))


def _names(desk: Desk, lines: Sequence[SessionLine]) -> dict[str, str]:
    rows = desk.rows(
        "SELECT p.id, p.family_name, p.given_name, p.title FROM json_each(?) j JOIN patients p ON p.id = j.value",
        json.dumps(sorted({line.patient_id for line in lines})),
    )
    return {row["id"]: formats.format_name(row["family_name"], row["given_name"], row["title"] or "") for row in rows}


def _answers_for(desk: Desk, lines: Sequence[SessionLine]) -> frozenset[str]:
    """Return the sessions this person worked in, and those of which nobody who did still works here.

    What waits for colleagues who have left waits for every clinician: nobody else would ever see it.
    """
    return frozenset(
        session_id
        for session_id, people in who_worked(desk, lines).items()
        if desk.person.id in people or not any(people.values())
    )


def who_worked(desk: Desk, lines: Sequence[SessionLine]) -> dict[str, dict[str, bool]]:
    """Return who recorded something in each session, and whether they still work here."""
    found: dict[str, dict[str, bool]] = {line.id: {} for line in lines}
    rows = desk.rows(
        "SELECT DISTINCT x.session_id, e.staff, coalesce(s.active, 0) AS active FROM json_each(?) j "
        "JOIN session_events x ON x.session_id = j.value JOIN search_entries e ON e.id = x.version "
        "LEFT JOIN staff s ON s.id = e.staff",
        json.dumps([line.id for line in lines]),
    )
    for row in rows:
        found[row["session_id"]][row["staff"]] = bool(row["active"])
    return found
