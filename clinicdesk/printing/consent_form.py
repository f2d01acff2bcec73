"""The consent form: blank, filled in to be signed on paper, as it is signed on the screen, and as it stands later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from reportlab.platypus import KeepTogether, Spacer
from reportlab.platypus.flowables import Flowable

from clinicdesk.desk import Desk
from clinicdesk.errors import CannotPrint, NotFound
from clinicdesk.formats import format_date, format_date_time, format_name
from clinicdesk.language import _
from clinicdesk.printing import fonts, from_desk, markdown, page, scanned
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.letterhead import About, Imprint
from clinicdesk.printing.signature_lines import SignatureLine, signature_lines
from clinicdesk.printing.strokes import Ink
from clinicdesk.printing.styles import paragraph
from clinicdesk.records import consents, patients, wordings
from clinicdesk.records.consents import Consent, Sealed, Signature, Status
from clinicdesk.records.consents.filling import clinic_values
from clinicdesk.records.patients import format_record_number
from clinicdesk.records.wordings import Signer, Wording
from clinicdesk.storage.clock import from_text

NOTHING = "—"
"""Stands in a place of the text that was left empty when the form was signed on the screen."""


@dataclass(frozen=True, slots=True)
class _Form:
    """Everything one form prints."""

    wording: Wording
    values: Mapping[str, str]
    about: About
    form_number: str
    signers: Sequence[str]
    lines: Mapping[str, SignatureLine] = field(default_factory=dict)
    initials: Mapping[str, Ink] = field(default_factory=dict)
    notes: Sequence[str] = ()
    """Sentences about what became of the form, below the title."""
    mark: str = ""
    is_sample: bool = False


def blank(desk: Desk, text_name: str) -> bytes:
    """Return a text with lines to write on, for nobody in particular. Raises ``NotFound``."""
    offered = wordings.offered(desk)
    wording = offered.get(text_name) or offered.get(f"{text_name}.en")
    if wording is None:
        names = ", ".join(offered)
        raise NotFound(_("There is no consent text “{name}”. There are: {names}.").format(name=text_name, names=names))
    return _build(
        desk,
        _Form(wording, clinic_values(desk), About(), wording.form_number, wording.signers, is_sample=wording.is_sample),
    )


def current(desk: Desk, consent: Consent) -> bytes:
    """Return the form as it stands now.

    To be signed: filled in. Signed and counting: exactly what was signed, byte for byte. Declined, expired or
    withdrawn: a copy that says so on every sheet, with what was signed.
    """
    if consent.status is Status.SIGNED and consent.signed_paper:
        return as_signed(desk, consent)
    return copy(desk, consent)


def as_signed(desk: Desk, consent: Consent) -> bytes:
    """Return what was signed: the stored PDF byte for byte, or the scan of the paper. Raises ``NotFound``."""
    if consent.signed_paper is None:
        raise NotFound(_("There is no signed form yet. A form signed on paper needs its scan."))
    content = desk.clinic.blobs.fetch(consent.signed_paper)
    if content.startswith(b"%PDF"):
        return content
    about = from_desk.about(patients.get(desk, consent.patient_id))
    imprint = from_desk.imprint(desk, _("Consent form"), _form_number(consent), _("Scan of the signed paper"))
    return scanned.as_pdf(content, from_desk.letterhead(desk), imprint, about)


def of_seal(desk: Desk, sealed: Sealed) -> bytes:
    """Return the paper of a seal, made from the seal alone: equal seals give equal bytes.

    Raises ``CannotPrint`` for a name no font can print.
    """
    data = sealed.data
    zone = ZoneInfo(data["clinic"]["time_zone"])
    lines = {one["role"]: _sealed_line(one, zone) for one in data["signatures"]}
    aspect = data["signatures"][0]["aspect"]
    initials = {section: Ink.of(strokes, aspect) for section, strokes in data["initials"].items()}
    values = {place: value or NOTHING for place, value in data["filled"].items()}
    number = _form_words(data["form"]["number"], data["text"]["name"], data["text"]["version"])
    form = _Form(
        sealed.wording, values, _sealed_about(data["patient"]), number, data["form"]["signers"], lines, initials
    )
    return _build(desk, form, sealed.signed_at)


def _sealed_line(one: Mapping[str, Any], zone: ZoneInfo) -> SignatureLine:
    at = from_text(one["signed_at"]).astimezone(zone)
    ink = Ink.of(one["strokes"], one["aspect"])
    return SignatureLine(_role(one["role"]), one["name"], format_date_time(at), ink, _("Signed on the screen"))


def _sealed_about(patient: Mapping[str, Any]) -> About:
    given = " ".join(part for part in (patient["given_name"], patient["middle_name"]) if part)
    born = format_date(date.fromisoformat(patient["birth_date"])) if patient["birth_date"] else _("date not known")
    name = format_name(patient["family_name"], given, patient["title"])
    return About(name, born, format_record_number(patient["record_number"]))


def copy(desk: Desk, consent: Consent) -> bytes:
    """Return the form made anew from the record, with what became of it."""
    return _build(desk, _form(desk, consent, _recorded_lines(desk, consent), _recorded_initials(consent)))


# What a form holds -----------------------------------------------------------------------------------------------


def _form(desk: Desk, consent: Consent, lines: Mapping[str, SignatureLine], initials: Mapping[str, Ink]) -> _Form:
    on_screen = any(line.ink for line in lines.values())
    values = {place: value or (NOTHING if on_screen else "") for place, value in consent.filled.items()}
    about = from_desk.about(patients.get(desk, consent.patient_id))
    wording = consents.text_of(desk, consent)
    notes, mark = _notes(desk, consent), _mark(desk, consent)
    return _Form(
        wording,
        values,
        about,
        _form_number(consent),
        consent.signers,
        lines,
        initials,
        notes,
        mark,
        not consent.is_adopted,
    )


def _form_number(consent: Consent) -> str:
    return _form_words(consent.form_number, consent.text_name, consent.text_version)


def _form_words(number: int, text: str, version: int) -> str:
    return _("Form {number:06d} · {text} version {version}").format(number=number, text=text, version=version)


def _role(who: str) -> str:
    return {
        "patient": _("Patient"),
        "guardian": _("Parent, guardian or representative"),
        "clinician": _("Clinician who explained the treatment"),
        "witness": _("Witness"),
        "interpreter": _("Interpreter"),
    }[who]


def _recorded_lines(desk: Desk, consent: Consent) -> dict[str, SignatureLine]:
    found = ((str(who), consent.signature_of(who)) for who in Signer)
    return {who: _recorded_line(desk, consent, who, signature) for who, signature in found if signature}


def _recorded_line(desk: Desk, consent: Consent, who: str, signature: Signature) -> SignatureLine:
    at = desk.local(signature.signed_at)
    if signature.drawn:
        ink = Ink.of(signature.drawn["strokes"], signature.drawn["aspect"])
        return SignatureLine(_role(who), signature.signer_name, format_date_time(at), ink, _("Signed on the screen"))
    # Of paper only the day is known.
    remark = _("Signed on paper, scan is kept") if consent.scan else _("Signed on paper, scan to follow")
    return SignatureLine(_role(who), signature.signer_name, format_date(at.date()), None, remark)


def _recorded_initials(consent: Consent) -> dict[str, Ink]:
    signature = consent.signature_of("patient") or consent.signature_of("guardian")
    if signature is None or not signature.drawn:
        return {}
    aspect = signature.drawn["aspect"]
    return {section: Ink.of(strokes, aspect) for section, strokes in signature.drawn["initials"].items()}


def _notes(desk: Desk, consent: Consent) -> list[str]:
    event = consent.deciding_event
    if event is None or consent.status not in (Status.DECLINED, Status.WITHDRAWN, Status.EXPIRED):
        return []
    moment = format_date_time(desk.local(event.occurred_at))
    if consent.status is Status.EXPIRED:
        sentences = [_("This consent counted until {day}.").format(day=format_date(event.valid_until))]
    elif consent.status is Status.DECLINED:
        sentences = [_("Declined by {name} on {moment}.").format(name=event.by_name, moment=moment)]
    else:
        sentences = [_("Withdrawn by {name} on {moment}.").format(name=event.by_name, moment=moment)]
    if event.reason:
        sentences.append(_("Reason: {reason}").format(reason=event.reason))
    if consent.signed_paper:
        sentences.append(_("The form as it was signed is kept unchanged. This is a copy."))
    return sentences


def _mark(desk: Desk, consent: Consent) -> str:
    event = consent.deciding_event
    if event is None:
        return ""
    day = format_date(desk.local(event.occurred_at).date())
    return {
        Status.DECLINED: _("Declined {day}").format(day=day),
        Status.WITHDRAWN: _("Withdrawn {day}").format(day=day),
        Status.EXPIRED: _("Expired: counted until {day}").format(day=format_date(event.valid_until)),
        Status.SCAN_TO_FOLLOW: _("Signed on paper, scan to follow"),
    }.get(consent.status, "")


# The paper ---------------------------------------------------------------------------------------------------------


def _build(desk: Desk, form: _Form, made_at: datetime | None = None) -> bytes:
    head = from_desk.letterhead(desk)
    mark = " · ".join(part for part in (form.mark, _("Sample wording") if form.is_sample else "") if part)
    moment = desk.local(made_at or desk.now())
    imprint = Imprint(_("Consent form"), form.form_number, desk.person.name, moment, mark)
    fonts.check({_("the name of the person who signs"): line.name for line in form.lines.values()})
    return page.build(_story(form, page.content_width(head.paper_size)), head, imprint, form.about)


def _story(form: _Form, width: float) -> list[Flowable]:
    blocks = form.wording.blocks
    headings = [at for at, block in enumerate(blocks) if block.kind == "heading"]
    agreement = headings[-1] if headings else len(blocks)
    wanted = dict.fromkeys([*form.signers, *form.lines])
    lines = [form.lines.get(who, SignatureLine(_role(who))) for who in wanted]
    signatures = [
        Spacer(0, 1 * mm),
        paragraph(
            _("A signature counts for {days} days, unless it is withdrawn before.").format(
                days=form.wording.valid_days
            ),
            "small",
        ),
        signature_lines(lines, width),
    ]
    end = [*markdown.flowables(blocks[agreement:], form.values, form.initials), *signatures]
    try:
        notes = [paragraph(note, "subheading" if at == 0 else "body") for at, note in enumerate(form.notes)]
    except CannotPrint:
        fonts.check({_("the reason"): " ".join(form.notes)})
        raise
    return [
        paragraph(form.wording.title, "title"),
        *notes,
        *markdown.flowables(blocks[:agreement], form.values, form.initials),
        # What is agreed to and the signatures under it stand on one sheet.
        KeepTogether(end),
    ]
