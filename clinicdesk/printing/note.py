"""A note on paper: its text, who signed and co-signed it, what was added, that it is late, unsigned or voided.

It is a paper for the clinic's own clinicians; what leaves the clinic is a letter.
"""

from reportlab.platypus import KeepTogether, Spacer
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import NotAllowed
from clinicdesk.language import _, ngettext
from clinicdesk.printing import audiences, fonts, from_desk, page
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.note_text import text
from clinicdesk.printing.session_before import moment_text
from clinicdesk.printing.styles import paragraph
from clinicdesk.printing.tables import facts
from clinicdesk.records import note_history, note_signing, note_templates, notes, patients, releases
from clinicdesk.records.notes import Note
from clinicdesk.rules.note_sections import Template
from clinicdesk.rules.spacing import position_text


def build(desk: Desk, note_id: str) -> bytes:
    """Return the note as a PDF. Raises ``NotFound``, ``NotAllowed``, or ``CannotPrint`` for a character no font has.

    What is not signed, waits for a second signature or was voided says so on every sheet. A psychotherapy note is
    printed by its author, and only while a permission of the patient counts that is for such notes alone.
    """
    note = notes.get(desk, note_id)
    permission = _permission(desk, note)
    template = note_templates.of_note(desk, note)
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    story: list[Flowable] = [paragraph(notes.kind_name(note.kind), "title")]
    story += _voided(desk, note)
    story += [facts([*_facts(desk, note), *permission], width, columns=1, label_share=0.14), Spacer(0, 3 * mm)]
    story += text(note.body, template, for_good=not note.is_open)
    story += [Spacer(0, 2 * mm), *_signatures(desk, note)]
    for added in note.addenda:
        title = _("Addendum by {name}, {time}").format(name=added.author_name, time=moment_text(desk, added.written_at))
        story += [paragraph(title, "subheading"), *text(added.body, for_good=True)]
    story += [Spacer(0, 2 * mm), paragraph(_history(desk, note), "small")]
    number, mark = _form_number(desk, note, template), _mark(desk, note)
    imprint = from_desk.imprint(desk, _("Note"), audiences.CLINICIANS, number, mark)
    return page.build(story, letterhead, imprint, from_desk.about(patients.get(desk, note.patient_id)))


def _facts(desk: Desk, note: Note) -> list[tuple[str, str]]:
    written = _("{time}, {name}").format(time=moment_text(desk, note.written_at), name=note.author_name)
    pairs = [(_("Written"), written)]
    if note.about_at is not None:
        words = _("{time}. Late entry: it was written afterwards.")
        pairs.insert(0, (_("About"), words.format(time=moment_text(desk, note.about_at))))
    if note.session is not None:
        place = position_text(note.session.number, note.session.count)
        day = formats.format_date(note.session.day)
        pairs.append((_("Session"), _("{place}, {day}").format(place=place, day=day)))
    if note.recipient is not None:
        to = ", ".join(part for part in (note.recipient.name, note.recipient.practice) if part)
        pairs.append((_("To"), to if note.is_open else fonts.spelled_out(to)))
    return pairs


def _permission(desk: Desk, note: Note) -> list[tuple[str, str]]:
    """Return the permission under which a psychotherapy note is on paper; nothing of any other note."""
    if not note.kind.is_kept_apart:
        return []
    found = releases.of_psychotherapy_notes(desk, note.patient_id)
    if found is None:
        raise NotAllowed(
            _("This needs a permission of the patient for psychotherapy notes and nothing else, signed on the screen.")
        )
    words = _("Permission on form {number:06d}, to {recipient}")
    told = words.format(number=found.form_number, recipient=releases.recipient_of(found))
    return [(_("Released"), fonts.spelled_out(told))]


def _voided(desk: Desk, note: Note) -> list[Flowable]:
    if note.voided is None:
        return []
    by = _("Voided by {name}, {time}: it counts no more.").format(
        name=note.voided.by_name, time=moment_text(desk, note.voided.at)
    )
    why = _("Why: {reason}").format(reason=fonts.spelled_out(note.voided.reason))
    return [paragraph(by, "alert"), paragraph(why), Spacer(0, 2 * mm)]


def _signatures(desk: Desk, note: Note) -> list[Flowable]:
    hashes = note_signing.content_hashes(desk, note)
    parts: list[Flowable] = [paragraph(_("Signatures"), "heading")]
    if not note.signatures:
        parts.append(paragraph(_("Not signed: this text may still change.")))
    for signature in note.signatures:
        words = _MEANINGS.get(signature.meaning, _MEANINGS["clinician"])
        parts.append(
            paragraph(
                words.format(
                    name=signature.signer_name,
                    author=note.author_name,
                    time=moment_text(desk, signature.signed_at),
                    hash=hashes[signature.id][:16],
                )
            )
        )
    for step in note_signing.handed_on(desk, note.id):
        words = _("Co-signature asked of {to} by {name}, {time}")
        words = words if step.part == "cosigner" else _("Handed on to {to} to sign by {name}, {time}")
        told = words.format(to=step.to_name, name=step.by_name, time=moment_text(desk, step.at))
        parts.append(paragraph(told, "small"))
    waits = note_signing.cosigner_wanted(desk, note)
    if waits:
        parts.append(paragraph(_("Waits for the co-signature of {name}.").format(name=waits)))
    return [KeepTogether(parts)]


_MEANINGS = {
    "author": _("Signed electronically by {name}, {time}. Content {hash}"),
    "clinician": _("Signed electronically by {name} for {author}, {time}. Content {hash}"),
    "cosigner": _("Co-signed electronically by {name}, {time}. Content {hash}"),
}


def _history(desk: Desk, note: Note) -> str:
    count = note_history.count(desk, note.id)
    versions = ngettext(
        "The record keeps {count} version of this text.", "The record keeps {count} versions of this text.", count
    )
    added = ngettext("{count} addendum.", "{count} addenda.", len(note.addenda))
    parts = [versions.format(count=count)]
    parts += [added.format(count=len(note.addenda))] if note.addenda else []
    return " ".join(parts)


def _mark(desk: Desk, note: Note) -> str:
    if note.voided is not None:
        return _("Voided")
    if not note.is_signed:
        return _("Not signed yet")
    return _("Co-signature missing") if note_signing.cosigner_wanted(desk, note) else ""


def _form_number(desk: Desk, note: Note, template: Template | None) -> str:
    """Return what ties the sheet to the record: its template, and the hash of the entry that signed it."""
    parts = []
    if template is not None:
        parts.append(_("Template {name}, version {version}").format(name=template.id, version=template.version))
    if note.signatures:
        first = note_signing.content_hashes(desk, note)[note.signatures[0].id]
        parts.append(_("Content {hash}").format(hash=first[:16]))
    return ". ".join(parts)
