"""What somebody reads before signing: the thing itself in plain sections, so that nothing is signed unseen."""

from dataclasses import dataclass, replace
from datetime import datetime

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.printing.course_words import PRIVATE, event_words, is_told
from clinicdesk.printing.session_before import checks, session_facts
from clinicdesk.records import begun_notes, documents, note_drafts, note_templates, notes, patients, sessions
from clinicdesk.records.notes import Note
from clinicdesk.records.sessions import AdverseEvent, DrugGiven, Session, SessionEvent
from clinicdesk.records.to_sign import ToSign
from clinicdesk.rules import note_sections
from clinicdesk.rules.adverse import WORDS, Severity, kind_words
from clinicdesk.rules.note_sections import Template


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it, typed text among it; without a heading it belongs to the one before."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What is read: whose it is, ``about`` in one line, then sections. ``version`` is that of a note as it was read.

    ``born`` tells namesakes apart: date of birth, age and record number.
    """

    about: str
    sections: tuple[Section, ...]
    version: str = ""
    note: Note | None = None
    session: Session | None = None
    born: str = ""


def content_of(desk: Desk, item: ToSign) -> Content:
    """Return what one thing of the list says. Raises ``NotFound``."""
    return replace(_content(desk, item), born=_born(desk, item.patient_id))


def _born(desk: Desk, patient_id: str) -> str:
    patient = patients.get(desk, patient_id)
    born = formats.format_born(patient.birth_date, desk.local(desk.now()).date())
    number = patients.format_record_number(patient.record_number)
    return _("Born {born}. Record number {number}").format(born=born, number=number)


def _content(desk: Desk, item: ToSign) -> Content:
    if item.kind in ("note", "cosign_note"):
        return _note(desk, notes.get(desk, item.id))
    if item.kind == "verbal":
        return _verbal(desk, item)
    if item.kind == "document":
        return _document(desk, item)
    if item.kind in ("begun", "begun_addendum"):
        return _begun(desk, item)
    return _session(desk, sessions.get(desk, item.id))


def _note(desk: Desk, note: Note) -> Content:
    words = [_("Written {time} by {name}.").format(time=_when(desk, note.written_at), name=note.author_name)]
    if note.about_at is not None:
        words.append(_("Late entry about {time}.").format(time=_when(desk, note.about_at)))
    if note.session is not None:
        day = formats.format_date(note.session.day)
        place = _("session {number} of {count}").format(number=note.session.number, count=note.session.count)
        words.append(_("About {session}, {day}.").format(session=place, day=day))
    for signature in note.signatures:
        signed = _("Signed {time} by {name}.")
        words.append(signed.format(time=_when(desk, signature.signed_at), name=signature.signer_name))
    others = note_drafts.others(desk, note.id) if note.is_open else []
    if others:
        words.append(_("Also being written by {names}.").format(names=", ".join(one.name for one in others)))
    sections = _by_headings(note.body, note_templates.of_note(desk, note))
    sections += [
        Section(_("Addendum, {time}, {name}").format(time=_when(desk, a.written_at), name=a.author_name), (a.body,))
        for a in note.addenda
    ]
    return Content("  ".join(words), tuple(sections), note.version, note)


def _by_headings(body: str, template: Template | None) -> list[Section]:
    """Return a text by the headings of its template; what stands before the first has none."""
    found = dict(note_sections.headings(body, template)) if template else {}
    lines, sections = list[str](), list[Section]()
    title = ""
    for number, line in enumerate(body.split("\n")):
        if number in found:
            sections.append(Section(title, ("\n".join(lines).strip(),)))
            title, lines = found[number], []
        else:
            lines.append(line)
    sections.append(Section(title, ("\n".join(lines).strip(),)))
    return [section for section in sections if section.title or section.lines[0]]


def _verbal(desk: Desk, item: ToSign) -> Content:
    order = next((one for one in sessions.verbal_to_sign(desk) if one.id == item.id), None)
    if order is None:
        raise NotFound(_("You have signed this order already."))
    about = _("Written down by {name}, {time}. Read back to you.")
    return Content(
        about.format(name=order.by_name, time=_when(desk, order.said_at)),
        (Section(order.series_title, (f"“{order.words}”",)),),
    )


def _document(desk: Desk, item: ToSign) -> Content:
    document = documents.get(desk, item.id)
    filed = _("Filed {time} by {name}.").format(time=_when(desk, document.filed_at), name=document.filed_by)
    return Content(f"{document.kind.title}. {filed}", ())


def _begun(desk: Desk, item: ToSign) -> Content:
    wanted = item.id if item.kind == "begun_addendum" else ""
    found = [one for one in begun_notes.begun(desk) if (one.patient_id, one.note_id) == (item.patient_id, wanted)]
    if not found:
        raise NotFound(_("This text was saved or discarded meanwhile."))
    about = _("Kept {time} on this PC.").format(time=_when(desk, found[0].at))
    return Content(about, (Section("", (found[0].body,)),))


def _session(desk: Desk, session: Session) -> Content:
    told = [event for event in session.events if is_told(event)]
    private = [event for event in session.events if event.kind in PRIVATE]
    parts = [
        (_("What it was"), [_pair(*pair) for pair in session_facts(desk, session)]),
        (_("Before the start"), [_pair(*pair) for pair in checks(desk, session)]),
        (_("Drugs"), [_drug(desk, drug) for drug in session.drugs]),
        (_("Adverse events"), [_adverse(desk, event) for event in session.adverse_events]),
        (_("Course"), [_course(desk, session, event) for event in told]),
        (_("Patient's words and the room"), [_course(desk, session, event) for event in private]),
    ]
    parts += [
        (_("Signed {time} by {name}.").format(time=_when(desk, one.signed_at), name=one.signer_name), [""])
        for one in session.signatures
    ]
    parts += [
        (_("Addendum, {time}, {name}").format(time=_when(desk, a.written_at), name=a.author_name), [a.body])
        for a in session.addenda
    ]
    sections = tuple(Section(title, tuple(lines)) for title, lines in parts if lines)
    return Content(session.title, sections, session=session)


def _course(desk: Desk, session: Session, event: SessionEvent) -> str:
    time = formats.format_time(desk.local(event.at))
    return _("{time}  {what} ({name})").format(time=time, what=event_words(desk, session, event), name=event.by_name)


def _drug(desk: Desk, drug: DrugGiven) -> str:
    parts = [formats.format_drug(drug.product)]
    for words, amount in (
        (_("drawn {amount}"), drug.drawn_micrograms),
        (_("given {amount}"), drug.given_micrograms),
        (_("wasted {amount}"), drug.wasted_micrograms),
        (_("returned {amount}"), drug.returned_micrograms),
    ):
        if amount:
            parts.append(words.format(amount=formats.format_dose(amount)))
    if drug.volume_microlitres is not None:
        parts.append(formats.format_volume(drug.volume_microlitres))
    parts.append(_("lot {lot}").format(lot=drug.lot) if drug.lot else _("lot not recorded"))
    if drug.witness_name:
        parts.append(_("witness {name}").format(name=drug.witness_name))
    return _("{time}  {what}").format(time=formats.format_time(desk.local(drug.given_at)), what=", ".join(parts))


def _adverse(desk: Desk, event: AdverseEvent) -> str:
    words = _("{time}  {what}, {severity}").format(
        time=formats.format_time(desk.local(event.onset_at)),
        what=kind_words(event.kind),
        severity=WORDS[Severity(event.severity)].lower(),
    )
    return f"{words}: {event.narrative}" if event.narrative else words


def _pair(title: str, value: str) -> str:
    return _("{title}: {value}").format(title=title, value=value)


def _when(desk: Desk, at: datetime) -> str:
    return formats.format_date_time(desk.local(at))
