"""A letter on the clinic's letterhead: to whom, about whom, the text as it was signed, and by whom."""

from collections.abc import Sequence

from reportlab.platypus import KeepTogether, Spacer
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import fonts, from_desk, page
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.note_text import text
from clinicdesk.printing.styles import paragraph
from clinicdesk.records import letters, note_templates, notes, patients, practice
from clinicdesk.records.care_team import CareMember
from clinicdesk.records.notes import Note
from clinicdesk.records.patients import Patient


def build(desk: Desk, note_id: str) -> bytes:
    """Return a letter as a PDF: signed, or marked as a draft. Raises ``NotFound``, ``NotAllowed``, ``CannotPrint``."""
    note = notes.get(desk, note_id)
    to, patient = letters.recipient_of(desk, note), patients.get(desk, note.patient_id)
    day = desk.local(note.signed_at or desk.now()).date()
    # What is signed cannot be typed anew, nor to whom it was written.
    kept = not note.is_open
    spelled = fonts.spelled_out if kept else str
    story: list[Flowable] = [paragraph(spelled(words)) for words in _address(to)]
    story += [Spacer(0, 5 * mm), paragraph(formats.format_date(day)), paragraph(_about(patient), "subheading")]
    written = list(text(note.body, note_templates.of_note(desk, note), for_good=kept))
    phone = practice.get(desk).phone
    asked = [paragraph(_("Questions: {phone}").format(phone=phone))] if phone else []
    # Who signed never stands alone on a sheet, nor does the heading above the last words.
    signed = KeepTogether([*written[-2:], Spacer(0, 4 * mm), *_signed(desk, note), *asked])
    story += [Spacer(0, 2 * mm), *written[:-2], signed]
    story += _added(desk, note)
    imprint = from_desk.imprint(desk, _("Letter"), spelled(to.named), mark=_mark(note))
    return page.build(story, from_desk.letterhead(desk), imprint, from_desk.about(patient))


def _address(to: CareMember) -> Sequence[str]:
    return [to.name, *filter(None, [to.practice]), *to.address.splitlines()]


def _about(patient: Patient) -> str:
    about = from_desk.about(patient)
    return _("About: {name}, born {born}").format(name=about.name, born=about.birth_date_text)


def _mark(note: Note) -> str:
    if note.voided is not None:
        return _("Voided: does not count")
    return _("Confidential") if note.is_signed else _("Draft, not signed")


def _signed(desk: Desk, note: Note) -> list[Flowable]:
    """Return who signed and when. Signed on the screen: there is nothing to sign by hand."""
    if note.voided is not None:
        when = formats.format_date_time(desk.local(note.voided.at))
        words = _("Voided by {name}, {moment}: {reason}")
        return [
            paragraph(words.format(name=note.voided.by_name, moment=when, reason=fonts.spelled_out(note.voided.reason)))
        ]
    if not note.is_signed:
        return [paragraph(_("Not signed yet. Written by {name}.").format(name=note.author_name))]
    lines = []
    for one in note.signatures:
        as_well = one.meaning == "cosigner"
        also = _("Signed electronically as well by {name}, {moment}")
        words = also if as_well else _("Signed electronically by {name}, {moment}")
        moment = formats.format_date_time(desk.local(one.signed_at))
        lines.append(paragraph(words.format(name=one.signer_name, moment=moment)))
    return lines


def _added(desk: Desk, note: Note) -> list[Flowable]:
    story: list[Flowable] = []
    for one in note.addenda:
        moment = formats.format_date_time(desk.local(one.written_at))
        heading = _("Added by {name}, {moment}").format(name=one.author_name, moment=moment)
        story += [paragraph(heading, "subheading"), *text(one.body, for_good=True)]
    return story
