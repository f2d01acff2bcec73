"""The consent form: blank, filled in to be signed on paper, as it was signed, and as it stands later."""

from dataclasses import replace

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.printing import from_desk, page, qr, recorded_form, scanned, seal_facts, sealed_form
from clinicdesk.printing.form_story import Form, story
from clinicdesk.printing.form_words import FormWords
from clinicdesk.printing.letterhead import Imprint, SheetCode
from clinicdesk.records import anchors, consents, patients, wordings
from clinicdesk.records.consents import Consent, Sealed, Status, short_form
from clinicdesk.records.wordings import Wording, text_key


def blank(desk: Desk, text_name: str) -> bytes:
    """Return a text with lines to write on, for nobody in particular. Raises ``NotFound``.

    ``text_name`` is its key, such as ``iv-ketamine-mood.en``; without a language the English text, else the first.
    """
    offered = wordings.offered(desk)
    same_name = [one for one in offered.values() if one.id == text_name]
    wording = offered.get(text_name) or offered.get(text_key(text_name, "en")) or next(iter(same_name), None)
    if wording is None:
        names = ", ".join(offered)
        raise NotFound(_("There is no consent text “{name}”. There are: {names}.").format(name=text_name, names=names))
    return of_wording(desk, wording)


def of_wording(desk: Desk, wording: Wording) -> bytes:
    """Return how a text prints, adopted or not: for a look before it is published, and for a blank form."""
    return _build(desk, recorded_form.blank(desk, wording))


def current(desk: Desk, consent: Consent) -> bytes:
    """Return the form as it stands now.

    To be signed: filled in, with a QR code on each sheet. Signed and counting: exactly what was signed, byte for byte.
    Not complete, declined, expired, replaced or withdrawn: a copy that says so on every sheet, with what was signed.
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
    words = FormWords(consent.language)
    about = recorded_form.about(patients.get(desk, consent.patient_id), words)
    imprint = _imprint(desk, words, words.title(consent.kind), _named(words, consent), words("scan"))
    return scanned.as_pdf(content, from_desk.letterhead(desk), imprint, about)


def copy(desk: Desk, consent: Consent) -> bytes:
    """Return the form made anew from seal and record, with what became of it."""
    code = _form_code(desk, consent) if consent.status is Status.PREPARED else None
    return _build(desk, recorded_form.read(desk, consent), code)


def of_seal(desk: Desk, sealed: Sealed) -> bytes:
    """Return the paper of a seal, made from the seal alone: equal seals give equal bytes.

    Raises ``CannotPrint`` for a name no font can print.
    """
    form = sealed_form.read(sealed)
    head = sealed_form.letterhead(desk, sealed)
    signed_at = seal_facts.local(sealed, sealed.data["signatures"][-1]["signed_at"])
    imprint = Imprint(
        form.words.title(form.wording.kind),
        _form_words(form),
        "",
        signed_at,
        form.words("for_both"),
        proof=_proof(form),
        code=None,
        words=form.words.sheet,
    )
    return page.build(story(form, page.content_width(head.paper_size)), head, imprint, form.about)


def _build(desk: Desk, form: Form, code: SheetCode | None = None) -> bytes:
    """Print a form now, for the person at this desk."""
    head = sealed_form.letterhead(desk, form.sealed) if form.sealed else from_desk.letterhead(desk)
    imprint = _imprint(desk, form.words, form.words.title(form.wording.kind), _form_words(form), form.mark)
    # A blank form holds nothing of the record.
    record_at = anchors.stamp(desk) if form.number is not None else ""
    imprint = replace(imprint, code=code, proof=_proof(form), record_at=record_at)
    return page.build(story(form, page.content_width(head.paper_size)), head, imprint, form.about)


def _imprint(desk: Desk, words: FormWords, title: str, form_words: str, mark: str) -> Imprint:
    made_at, audience = desk.local(desk.now()), words("for_both")
    return Imprint(title, form_words, desk.person.name, made_at, audience, mark, words=words.sheet)


def _form_words(form: Form) -> str:
    """Return number, text and version of a form, as they stand at the foot of each sheet."""
    text = form.words("text_version", text=form.wording.key, version=form.wording.version)
    return text if form.number is None else f"{form.words.form(form.number)} · {text}"


def _named(words: FormWords, consent: Consent) -> str:
    text = words("text_version", text=consent.key, version=consent.text_version)
    return f"{words.form(consent.form_number)} · {text}"


def _proof(form: Form) -> str:
    if form.sealed is None:
        return ""
    signed_at = seal_facts.moment(form.sealed, form.sealed.data["signatures"][-1]["signed_at"], form.words)
    return form.words("fingerprint_line", fingerprint=short_form(form.sealed.sha256), moment=signed_at)


def _form_code(desk: Desk, consent: Consent) -> SheetCode:
    clinic, mark = consents.clinic_mark(desk), consents.form_mark(desk, consent)

    def text(page_number: int, pages: int) -> str:
        return qr.form_text(clinic, consent.form_number, page_number, pages, mark)

    return SheetCode(text, FormWords(consent.language).form(consent.form_number))
