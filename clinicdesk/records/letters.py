"""Letters to those who treat a patient as well: notes with a recipient, and what was done with them once signed.

A letter is written, signed, added to and voided as any note is. That it was sent is a row of its own: by whom, when,
how, and by which permission of the patient, or why without one. Nothing is sent from here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.formats import format_date
from clinicdesk.language import _
from clinicdesk.records import care_team, disclosures, note_templates, notes, releases
from clinicdesk.records.care_team import CareMember
from clinicdesk.records.disclosures import Basis
from clinicdesk.records.identities import of_person, owner, surviving
from clinicdesk.records.notes import Note, NoteKind
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.records.releases import Release
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import Change, insert


class Way(StrEnum):
    """How a letter left the clinic. The values are stored, so they never change."""

    POST = "post"
    FAX = "fax"
    EMAIL = "email"
    PORTAL = "portal"
    PATIENT = "patient"


def way_name(way: Way) -> str:
    """Return the way as people say it."""
    return {
        Way.POST: _("By post"),
        Way.FAX: _("By fax"),
        Way.EMAIL: _("By e-mail, encrypted"),
        Way.PORTAL: _("Through a portal"),
        Way.PATIENT: _("Given to the patient"),
    }[way]


@dataclass(frozen=True, slots=True)
class Sent:
    """That a letter left: on which day, how, to which number or address, and who said so.

    ``release`` is the number of the permission it rests on, ``despite`` why it was sent without one.
    """

    id: str
    on: date
    way: Way
    to: str
    by_name: str
    release: str
    despite: str


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter without its text: what the front desk sees of it. Times are UTC; ``sent`` is the latest sending."""

    note_id: str
    patient_id: str
    recipient_id: str
    recipient: str
    author_name: str
    written_at: datetime
    signed_at: datetime | None
    voided: bool
    sent: Sent | None

    @property
    def can_be_sent(self) -> bool:
        """Whether it is signed and counts."""
        return self.signed_at is not None and not self.voided


def write(desk: Desk, *, patient_id: str, recipient_id: str, body: str) -> str:
    """Save a new, unsigned letter to somebody of the patient's care team and return the note's id.

    Raises ``BadValue`` for an empty text and for a recipient who is not on the patient's care team.
    """
    if recipient_id not in {member.id for member in care_team.of_patient(desk, patient_id)}:
        raise BadValue(_("This recipient is not in the patient's care team. Add them first."), "recipient")
    template = note_templates.of_kind(NoteKind.LETTER)
    return notes.write(
        desk, patient_id=patient_id, kind=NoteKind.LETTER, body=body, template=template, recipient_id=recipient_id
    )


def recipient_of(desk: Desk, note: Note) -> CareMember:
    """Return whom a letter goes to, as the care team has them now. Raises ``NotFound`` for a letter to nobody."""
    if note.recipient is None:
        raise NotFound(_("This letter names nobody it goes to. Write a new one from the care team."))
    return care_team.get(desk, note.recipient.id)


_SENT = """
(SELECT json_array(v.id, v.detail, coalesce(b.name, w.staff)) FROM note_events v
 JOIN search_entries w ON w.id = v.version LEFT JOIN staff b ON b.id = w.staff
 WHERE v.note_id = n.id AND v.kind = 'sent' ORDER BY v.id DESC LIMIT 1)
"""
_LINES = f"""
SELECT n.id, n.recipient_id, {owner("n", "notes")} AS whose, n.written_at, coalesce(a.name, n.author_id) AS author_name,
       coalesce(t.name, '') AS recipient, {_SENT} AS sent,
       (SELECT min(g.signed_at) FROM signatures g WHERE g.subject_table = 'notes' AND g.subject_id = n.id) AS signed_at,
       n.voided_reason IS NOT NULL
       OR EXISTS (SELECT 1 FROM note_events x WHERE x.note_id = n.id AND x.kind = 'voided') AS voided
FROM notes n LEFT JOIN staff a ON a.id = n.author_id LEFT JOIN care_team t ON t.id = n.recipient_id
"""


def of_patient(desk: Desk, patient_id: str) -> list[LetterLine]:
    """Return the letters about a patient without their texts, the newest first. For everybody: reception sends them."""
    desk.may_see("contact")
    rows = desk.rows(
        f"{_LINES} WHERE {of_person('n', 'notes')} AND n.kind = 'letter' ORDER BY n.written_at DESC, n.id DESC",
        patient_id,
    )
    return [_line(row) for row in rows]


def line(desk: Desk, note_id: str) -> LetterLine:
    """Return one letter without its text. Raises ``NotFound``."""
    desk.may_see("contact")
    row = desk.row(f"{_LINES} WHERE n.id = ? AND n.kind = 'letter'", note_id)
    if row is None:
        raise NotFound(_("This letter is not in this clinic."))
    return _line(row)


def record_sent(
    desk: Desk, note_id: str, *, way: Way | str, to: str = "", on: date | None = None, despite: str = ""
) -> str:
    """Write down that a signed letter left, and return the row's id. Raises ``BadValue`` and ``NotFound``.

    Where no permission of the patient names the recipient, ``despite`` says why it may be sent: only a person can tell
    that the law allows it, or that two names mean the same. Who gives it to the patient needs neither.
    """
    letter, today = line(desk, note_id), desk.local(desk.now()).date()
    if not letter.can_be_sent:
        raise BadValue(_("Only a signed letter that still counts can be sent. Sign it first."))
    day, where, why = on or today, clean_line(to), clean_line(despite)
    if day > today:
        raise BadValue(_("This day is still to come. Write the letter down when it has left."), "on")
    for field, text in (("to", where), ("despite", why)):
        if len(text) > LONGEST_TEXT:
            raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), field)
    detail = {"way": Way(way).value, "to": where, "on": day.isoformat()}
    release = release_for(desk, letter)
    if release.covers_a_letter and release.permission is not None:
        detail["release"] = str(release.permission.form_number)
    elif why:
        detail["despite"] = why
    elif Way(way) is not Way.PATIENT:
        raise BadValue(_("No permission names this recipient. Say why the letter may be sent."), "despite")
    row_id, kept = desk.new_id(), surviving(desk, letter.patient_id)
    row = insert(
        "note_events",
        row_id,
        note_id=note_id,
        patient_id=kept,
        kind="sent",
        occurred_at=as_text(desk.now()),
        detail=json.dumps(detail, ensure_ascii=False, sort_keys=True),
    )
    desk.record("note.send", row, *_disclosure(desk, letter, detail, day), patient=kept)
    return row_id


def _disclosure(desk: Desk, letter: LetterLine, detail: Mapping[str, str], day: date) -> list[Change]:
    """Return what the sending of a letter adds to what left the clinic, in the same entry."""
    way, to = Way(detail["way"]), letter.recipient or _("Nobody named")
    basis = Basis.AUTHORISED if "release" in detail else Basis.TREATMENT
    purpose = detail.get("despite") or _("Treatment by somebody who treats the patient as well")
    if way is Way.PATIENT:
        purpose, to, basis = _("To hand on to {name}").format(name=to), _("The patient"), Basis.PATIENT
    today = desk.local(desk.now()).date()
    _id, changes = disclosures.changes(
        desk,
        letter.patient_id,
        recipient=to,
        recipient_address=detail["to"],
        what=_("Letter of {day}").format(day=format_date(desk.local(letter.written_at).date())),
        purpose=purpose,
        basis=basis,
        way=_WAYS[way],
        at=None if day == today else datetime.combine(day, time(12), desk.zone()),
        note_id=letter.note_id,
    )
    return changes


_WAYS: Mapping[Way, disclosures.Way] = {
    Way.POST: disclosures.Way.POST,
    Way.FAX: disclosures.Way.FAX,
    Way.EMAIL: disclosures.Way.EMAIL,
    Way.PORTAL: disclosures.Way.PORTAL,
    Way.PATIENT: disclosures.Way.HANDED_OVER,
}


def release_for(desk: Desk, letter: LetterLine) -> Release:
    """Return what the patient's permissions say about whom a letter goes to."""
    if not letter.recipient_id:
        return Release("", None)
    return releases.of(desk, letter.patient_id, care_team.get(desk, letter.recipient_id))


def _line(row: Mapping[str, Any]) -> LetterLine:
    return LetterLine(
        note_id=row["id"],
        patient_id=row["whose"],
        recipient_id=row["recipient_id"] or "",
        recipient=row["recipient"],
        author_name=row["author_name"],
        written_at=from_text(row["written_at"]),
        signed_at=from_text(row["signed_at"]) if row["signed_at"] else None,
        voided=bool(row["voided"]),
        sent=_sent(row["sent"]) if row["sent"] else None,
    )


def _sent(text: str) -> Sent:
    event_id, said, by_name = json.loads(text)
    detail = json.loads(said)
    return Sent(
        id=event_id,
        on=date.fromisoformat(detail["on"]),
        way=Way(detail["way"]),
        to=detail.get("to", ""),
        by_name=by_name,
        release=detail.get("release", ""),
        despite=detail.get("despite", ""),
    )
