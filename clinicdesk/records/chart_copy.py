"""What a copy of the whole chart holds, in its order, and that it left the clinic.

Left out on purpose, and said in the copy: notes of psychotherapy (45 CFR 164.524(a)(1)(i)) unless their author releases
them with a separate permission, messages between colleagues, and who looked at the chart.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from clinicdesk.desk import Desk
from clinicdesk.errors import NotAllowed
from clinicdesk.language import _
from clinicdesk.records import (
    consents,
    disclosures,
    documents,
    eligibility,
    measures,
    notes,
    patients,
    rights,
    series,
    sessions,
)
from clinicdesk.records.disclosures import Basis, Way
from clinicdesk.records.identities import surviving
from clinicdesk.records.notes import Note, words_of
from clinicdesk.records.patients import Patient
from clinicdesk.records.rights import Request, Right
from clinicdesk.rules.spacing import position_text
from clinicdesk.storage.entry import Change

ACTION = "chart.copy"

PartKind = Literal[
    "face-sheet", "chart-lists", "consent-signed", "consent", "eligibility", "series-report", "session",
    "monitoring-form", "measures", "note", "letter", "visits", "requests", "document",
]  # fmt: skip
"""How a part is made: a paper of the program, one of the lists of ``printing.chart_lists``, or a filed document."""


class Section(StrEnum):
    """A chapter of the copy."""

    PERSON = "person"
    CONSENTS = "consents"
    COURSE = "course"
    SESSIONS = "sessions"
    MEASURES = "measures"
    NOTES = "notes"
    DESK = "desk"
    DOCUMENTS = "documents"


def section_name(section: Section) -> str:
    """Return the chapter as people say it."""
    return {
        Section.PERSON: _("Who the patient is"),
        Section.CONSENTS: _("Consents and agreements"),
        Section.COURSE: _("Eligibility and course of treatment"),
        Section.SESSIONS: _("Sessions"),
        Section.MEASURES: _("Questionnaires"),
        Section.NOTES: _("Notes and letters"),
        Section.DESK: _("Appointments, insurance and payments"),
        Section.DOCUMENTS: _("Documents"),
    }[section]


@dataclass(frozen=True, slots=True)
class Part:
    """One paper of the copy. ``subject_id`` is whose or what it is of; ``day`` what it is about, where it has one."""

    section: Section
    kind: PartKind
    subject_id: str
    title: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a copy holds, and in plain sentences what it leaves out."""

    patient: Patient
    parts: tuple[Part, ...]
    left_out: tuple[str, ...]


def facts(desk: Desk, patient_id: str) -> Contents:
    """Return what a copy of this patient's chart holds. Raises ``NotAllowed`` for who may not read charts."""
    desk.may_see("clinical")
    kept = surviving(desk, patient_id)
    parts = (*_person(kept), *_consents(desk, kept), *_course(desk, kept), *_sessions(desk, kept))
    parts += (*_measures(desk, kept), *_notes(desk, kept), *_front_desk(kept), *_documents(desk, kept))
    return Contents(patients.get(desk, kept), parts, left_out())


def check(desk: Desk) -> None:
    """Raise ``NotAllowed`` for who may not make a copy that leaves; reading a whole chart needs less."""
    if not desk.may(ACTION):
        raise NotAllowed(_("Only a clinician makes a copy of a chart. Ask one of them."))


def left_out() -> tuple[str, ...]:
    return (
        _("Notes of psychotherapy, if there are any: they are kept apart and need a permission of their own."),
        _("Messages between colleagues, and who looked at this chart: they are not part of the record of treatment."),
        _("Notes, sessions and forms that nobody has signed are in the copy, and say so."),
    )


def _person(kept: str) -> Iterator[Part]:
    yield Part(Section.PERSON, "face-sheet", kept, _("Face sheet"))
    yield Part(Section.PERSON, "chart-lists", kept, _("Medicines, problems, earlier treatments, care team"))


def _consents(desk: Desk, kept: str) -> Iterator[Part]:
    for consent in sorted(consents.of_patient(desk, kept), key=lambda one: (one.prepared_at, one.form_number)):
        number = f"{consent.form_number:06d}"
        title = _("{title}, form {number}: {state}")
        state = consent.status.words
        kind: PartKind = "consent-signed" if consent.signed_paper else "consent"
        day = desk.local(consent.since).date()
        yield Part(
            Section.CONSENTS, kind, consent.id, title.format(title=consent.title, number=number, state=state), day
        )


def _course(desk: Desk, kept: str) -> Iterator[Part]:
    if eligibility.of_patient(desk, kept):
        yield Part(Section.COURSE, "eligibility", kept, _("Decisions about eligibility, and the work-up"))
    for one in reversed(series.of_patient(desk, kept)):
        yield Part(Section.COURSE, "series-report", one.id, _("Series report: {title}").format(title=one.title))


def _sessions(desk: Desk, kept: str) -> Iterator[Part]:
    lines = sorted(sessions.of_patient(desk, kept), key=lambda line: (line.planned_on, line.number))
    for line in lines:
        session = sessions.get(desk, line.id)
        if not session.events and not session.signatures:
            continue  # only planned: it stands among the appointments
        place = position_text(session.number, session.count)
        title = _("Session {place}").format(place=place)
        yield Part(Section.SESSIONS, "session", session.id, title, session.planned_on)


def _measures(desk: Desk, kept: str) -> Iterator[Part]:
    if measures.of_patient(desk, kept):
        yield Part(Section.MEASURES, "measures", kept, _("Every questionnaire with its answers"))


def _notes(desk: Desk, kept: str) -> Iterator[Part]:
    for note in sorted(notes.of_patient(desk, kept), key=lambda one: (one.written_at, one.id)):
        day = desk.local(note.about_at or note.written_at).date()
        yield Part(Section.NOTES, "note", note.id, _note_title(note), day)


def _note_title(note: Note) -> str:
    words = words_of(note)
    if note.voided is not None:
        return _("{what}, voided").format(what=words)
    return words if note.is_signed else _("{what}, not signed").format(what=words)


def _front_desk(kept: str) -> Iterator[Part]:
    yield Part(Section.DESK, "visits", kept, _("Appointments, insurance and payments"))
    yield Part(Section.DESK, "requests", kept, _("Requests of the patient, and what left the clinic"))


def _documents(desk: Desk, kept: str) -> Iterator[Part]:
    for document in reversed(documents.of_patient(desk, kept)):
        # A summary of a session is printed anew, with what was added since.
        if document.kind.id == "session_summary" and document.source == documents.Source.MADE:
            continue
        title = f"{document.kind.title}: {document.title}" if document.title else document.kind.title
        if document.voided_reason is not None:
            title = _("{what}, voided").format(what=title)
        day = document.dated_on or desk.local(document.filed_at).date()
        yield Part(Section.DOCUMENTS, "document", document.id, title, day)


def record(
    desk: Desk,
    patient_id: str,
    *,
    recipient: str,
    recipient_address: str = "",
    purpose: str,
    basis: Basis | str,
    way: Way | str,
    what: str = "",
    sha256: str | None = None,
    request: Request | None = None,
) -> str:
    """Record that a copy of the chart is given, to whom and why, in one entry; return the disclosure's id.

    With a ``request`` for a copy the same entry ends it. Raises ``BadValue`` naming the field at fault.
    """
    kept = surviving(desk, patient_id)
    said = what or _("Copy of the whole chart")
    disclosure_id, changes = disclosures.changes(
        desk,
        kept,
        recipient=recipient,
        recipient_address=recipient_address,
        what=said,
        purpose=purpose,
        basis=basis,
        way=way,
        request_id=request.id if request else None,
        sha256=sha256,
    )
    ends: list[Change] = []
    if request is not None:
        ends = [rights.sending(desk, request, words=said, way=str(way), recipient=recipient)]
    desk.record(ACTION, *changes, *ends, patient=kept, reason=said)
    return disclosure_id


def open_requests(desk: Desk, patient_id: str) -> list[Request]:
    """Return the requests for a copy that wait, what is due first."""
    found = [one for one in rights.of_patient(desk, patient_id) if one.right is Right.COPY and one.is_open]
    return sorted(found, key=lambda one: one.due_on)
