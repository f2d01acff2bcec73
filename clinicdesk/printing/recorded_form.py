"""A form as the record has it: to be signed, signed on paper, and what became of it since."""

from dataclasses import replace

from clinicdesk.desk import Desk
from clinicdesk.formats import format_name
from clinicdesk.printing import fonts, seal_facts, sealed_form
from clinicdesk.printing.form_story import NOTHING, Form
from clinicdesk.printing.form_words import FormWords
from clinicdesk.printing.letterhead import About
from clinicdesk.printing.signature_lines import SignatureLine
from clinicdesk.records import consents, patients
from clinicdesk.records.consents import Consent, ConsentEvent, Signature, Status, sealing
from clinicdesk.records.consents.filling import clinic_values
from clinicdesk.records.patients import Patient, format_record_number
from clinicdesk.records.wordings import Signer, Wording

_CLOSED = (Status.DECLINED, Status.WITHDRAWN, Status.EXPIRED, Status.SUPERSEDED, Status.VOIDED)


def blank(desk: Desk, wording: Wording) -> Form:
    """Return a text for nobody in particular."""
    words = FormWords(wording.language)
    mark = words("sample_wording") if wording.is_sample else ""
    return Form(wording, words, clinic_values(desk), About(), None, wording.signers, mark=mark)


def read(desk: Desk, consent: Consent) -> Form:
    """Return the form with what was signed on the screen, if anything was, and with what became of it."""
    sealed = sealing.newest(desk, consent)
    form = sealed_form.read(sealed) if sealed else _unsealed(desk, consent)
    marks = [_mark(desk, consent, form.words), "" if consent.is_adopted else form.words("sample_wording")]
    return replace(form, notes=_notes(desk, consent, form.words), mark=" · ".join(filter(None, marks)))


def about(patient: Patient, words: FormWords) -> About:
    """Return the patient as on every sheet. An unknown date of birth is said, so that nobody writes one in."""
    given = " ".join(part for part in (patient.given_name, patient.middle_name) if part)
    born = words.day(patient.birth_date) if patient.birth_date else words("birth_date_unknown")
    name = format_name(patient.family_name, given, patient.title)
    return About(name, born, format_record_number(patient.record_number))


def _unsealed(desk: Desk, consent: Consent) -> Form:
    wording = consents.text_of(desk, consent)
    words = FormWords(wording.language)
    until = consent.valid_until if consent.is_on_paper else None
    return Form(
        wording=wording,
        words=words,
        values=consent.filled,
        about=about(patients.get(desk, consent.patient_id), words),
        number=consent.form_number,
        signers=consent.signers,
        lines={one.role: _line(desk, consent, one, words) for one in consent.signatures},
        until=words.day(until) if until else "",
        facts=[fact for one in consent.signatures for fact in _facts(one, words)],
    )


def _line(desk: Desk, consent: Consent, one: Signature, words: FormWords) -> SignatureLine:
    """Return a signature that stands on paper: the strokes are there, and only the day is known."""
    remarks = [words("on_paper_scan_kept" if consent.scan else "on_paper_scan_follows")]
    remarks += [words("mark_on_paper")] if one.detail.get("mark") else []
    return SignatureLine(
        role=words.role(one.role),
        name=one.signer_name,
        moment=words.day(desk.local(one.signed_at).date()),
        remark=" · ".join(remarks),
        more=sealed_form.signed_as(words, one.role, one.detail),
    )


def _facts(one: Signature, words: FormWords) -> seal_facts.Facts:
    if one.role is not Signer.GUARDIAN or sealed_form.fits_below(one.detail):
        return []
    said = one.detail
    found = seal_facts.represents(words, one.signer_name, said.get("relation", ""), said.get("authority", ""))
    return [(label, fonts.spelled_out(text)) for label, text in found]


# What became of it ---------------------------------------------------------------------------------------------


def _notes(desk: Desk, consent: Consent, words: FormWords) -> list[str]:
    if consent.status is Status.INCOMPLETE:
        roles = ", ".join(words.role(who) for who in consent.missing_signers)
        return [words("still_to_sign", roles=roles)]
    event = consent.deciding_event
    if event is None or consent.status not in _CLOSED:
        return []
    sentences = [_what_became(desk, consent, event, words)]
    if event.reason:
        sentences.append(words("reason", reason=fonts.spelled_out(event.reason)))
    if consent.signed_paper:
        sentences.append(words("kept_unchanged"))
    return sentences


def _what_became(desk: Desk, consent: Consent, event: ConsentEvent, words: FormWords) -> str:
    moment = words.moment(desk.local(event.occurred_at))
    told = {"name": fonts.spelled_out(event.by_name or NOTHING), "moment": moment}
    match consent.status:
        case Status.DECLINED:
            return words("declined_by", **told)
        case Status.WITHDRAWN:
            return words("withdrawn_by", **told)
        case Status.VOIDED:
            return words("voided_by", **told)
        case Status.SUPERSEDED:
            later = _superseded(consent)
            moment = words.moment(desk.local(later.occurred_at))
            return words("superseded", number=f"{later.detail.get('by_form', 0):06d}", moment=moment)
        case _:
            return words("counted_until", day=words.day(event.valid_until)) if event.valid_until else ""


def _mark(desk: Desk, consent: Consent, words: FormWords) -> str:
    if consent.status is Status.INCOMPLETE:
        return words("mark_incomplete")
    if consent.status is Status.SCAN_TO_FOLLOW:
        return words("on_paper_scan_follows")
    event = _superseded(consent) if consent.status is Status.SUPERSEDED else consent.deciding_event
    if event is None or consent.status not in _CLOSED:
        return ""
    day = consent.valid_until if consent.status is Status.EXPIRED else desk.local(event.occurred_at).date()
    return words(f"mark_{consent.status}", day=words.day(day)) if day else ""


def _superseded(consent: Consent) -> ConsentEvent:
    return next(event for event in consent.events if event.kind == "superseded")
