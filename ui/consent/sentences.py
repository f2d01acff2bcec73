"""What became of a consent, in sentences: who signed what and when, who still has to, and what the patient asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import consents
from clinicdesk.records.consents import Capacity, Consent, ConsentEvent, Signature, Status
from clinicdesk.records.wordings import Signer, must_sign_again, signer_words
from clinicdesk.rules.languages import language_name

_CLOSED = {
    "declined": _("Declined {when} by {name}."),
    "withdrawn": _("Withdrawn {when} by {name}."),
    "voided": _("Voided {when} by {name}."),
}
_COPIES = {
    "paper": _("A copy was given on paper, {when}."),
    "protected_pdf": _("A copy was given as a protected PDF, {when}."),
    "not_wanted": _("No copy was wanted, {when}."),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line. ``role`` is that of its label: ``strong``, ``muted`` or none; ``tone`` colours what is urgent."""

    words: str
    role: str = ""
    tone: str = ""


def form_number(consent: Consent) -> str:
    """Return how the form is numbered, ``000007``."""
    return f"{consent.form_number:06d}"


def since(desk: Desk, consent: Consent) -> str:
    """Return when it came to stand where it stands; of signed paper only the day is known."""
    event = consent.deciding_event
    if event is not None and event.kind == "signed_on_paper":
        return formats.format_date(desk.local(consent.since).date())
    return formats.format_date_time(desk.local(consent.since))


def sentences(desk: Desk, consent: Consent) -> list[Sentence]:
    """Return everything there is to say about a consent, what counts first."""
    return [
        *_form(consent),
        *_ended(desk, consent),
        *_standing(desk, consent),
        *_signed(desk, consent),
        *_missing(consent),
        *_questions(desk, consent),
        *_talk(desk, consent),
        *_paper(desk, consent),
        *_kept(desk, consent),
    ]


def _form(consent: Consent) -> Iterator[Sentence]:
    words = _("Form {number} · version {version} · {language}")
    yield Sentence(
        words.format(
            number=form_number(consent), version=consent.text_version, language=language_name(consent.language)
        ),
        "muted",
    )
    if not consent.is_adopted and consent.status is Status.PREPARED:
        yield Sentence(_("Sample wording: nobody at the clinic stands for it yet, so it cannot be signed."), "strong")


def _ended(desk: Desk, consent: Consent) -> Iterator[Sentence]:
    """Say that it was declined, withdrawn or voided. The front desk sees the state, not the reason."""
    event = consent.deciding_event
    if event is None or event.kind not in _CLOSED:
        return
    yield Sentence(_CLOSED[event.kind].format(when=since(desk, consent), name=event.by_name), "strong")
    if event.reason and (desk.sees("clinical") or event.kind == "voided"):
        yield Sentence(_("Reason: {reason}").format(reason=event.reason))
    if number := event.detail.get("by_form"):
        yield Sentence(_("The withdrawal is signed on form {number:06d}.").format(number=number))


def _standing(desk: Desk, consent: Consent) -> Iterator[Sentence]:
    if consent.status is Status.PREPARED:
        moment = formats.format_date_time(desk.local(consent.prepared_at))
        yield Sentence(_("Prepared {moment}. It waits to be signed.").format(moment=moment))
        empty = [consents.place_words(place) for place, value in consent.filled.items() if not value]
        if empty:
            yield Sentence(_("Left empty: {places}.").format(places=", ".join(empty)), "muted")
    if consent.status is Status.SUPERSEDED:
        event = next(one for one in consent.events if one.kind == "superseded")
        number = event.detail.get("by_form")
        words = _("Replaced by form {number:06d}.").format(number=number) if number else _("Replaced by a newer form.")
        yield Sentence(words, "strong")
    elif consent.was_given and consent.valid_until is not None:
        words = _("Counted until {day}.") if consent.status is Status.EXPIRED else _("Counts until {day}.")
        yield Sentence(words.format(day=formats.format_date(consent.valid_until)))
    newer = must_sign_again(desk).get(consent.key, 0) > consent.text_version
    if newer and consent.status is Status.PREPARED:
        yield Sentence(_("There is a newer version of this text. Prepare a new form instead."), "strong")
    elif newer and consent.counts:
        yield Sentence(_("There is a newer version of this text. Have it signed before a session."), "strong")


def _signed(desk: Desk, consent: Consent) -> Iterator[Sentence]:
    for one in consent.signatures:
        at = desk.local(one.signed_at)
        when = formats.format_date(at.date()) if one.is_on_paper else formats.format_date_time(at)
        yield Sentence(_("{role}: {name}, {when}.").format(role=_role(one), name=one.signer_name, when=when))


def _role(one: Signature) -> str:
    """Return as what somebody signed, with what makes it valid: ``Interpreter (Spanish)``, ``Patient (a mark)``."""
    said = [str(one.detail[key]) for key in ("relation", "authority") if one.detail.get(key)]
    if one.detail.get("language"):
        said.append(language_name(str(one.detail["language"])))
    if one.detail.get("mark"):
        said.append(_("a mark"))
    if one.is_on_paper:
        said.append(_("on paper"))
    role = signer_words(one.role)
    return f"{role} ({', '.join(said)})" if said else role


def _missing(consent: Consent) -> Iterator[Sentence]:
    if consent.status is Status.INCOMPLETE:
        people = ", ".join(signer_words(who).lower() for who in consent.missing_signers)
        yield Sentence(_("Still to sign: {people}.").format(people=people), "strong")
    kinds = {event.kind for event in consent.events}
    if any(event.detail.get("at_home") for event in consent.events):
        if "identified" not in kinds:
            yield Sentence(_("Signed at home: make sure who signed it, and record how."), "strong")
        if "explained" not in kinds:
            yield Sentence(_("Signed at home: a clinician records the talk about it."), "strong")


def _questions(desk: Desk, consent: Consent) -> Iterator[Sentence]:
    """Say what the patient asked and what was answered. The front desk sees that it was, not the words."""
    answers = {event.detail.get("question_id"): event for event in consent.events if event.kind == "answered"}
    clinical = desk.sees("clinical")
    for event in consent.events:
        if event.kind != "asked":
            continue
        yield _said(_("{name} has a question, {when}."), _("{name} asked, {when}: “{words}”"), desk, event, clinical)
        answer = answers.get(event.id)
        if answer is None:
            waits = _("Not answered yet; the form waits for it.")
            yield Sentence(waits if clinical else _("A clinician answers it; the form waits for it."), "strong")
        else:
            that, what = _("Answered by {name}, {when}."), _("Answered by {name}, {when}: “{words}”")
            yield _said(that, what, desk, answer, clinical)


def _said(that: str, what: str, desk: Desk, event: ConsentEvent, clinical: bool) -> Sentence:
    words = str(event.detail.get("words", ""))
    return Sentence((what if clinical else that).format(name=event.by_name, when=_when(desk, event), words=words))


def _talk(desk: Desk, consent: Consent) -> Iterator[Sentence]:
    if (event := consent.explained) is not None:
        yield Sentence(_("Explained by {name}, {when}.").format(name=event.by_name, when=_when(desk, event)))
        if desk.sees("clinical"):
            capacity = Capacity(event.detail["capacity"]).words
            remark = str(event.detail.get("remark") or "")
            yield Sentence(". ".join(part for part in (capacity, remark) if part) + ".")


def _paper(desk: Desk, consent: Consent) -> Iterator[Sentence]:
    for event in consent.events:
        if event.kind == "identified":
            words = _("Who signed: {how}, seen by {name}, {when}.")
            yield Sentence(words.format(how=event.detail.get("how", ""), name=event.by_name, when=_when(desk, event)))
    if consent.is_on_paper:
        scan = next((one for one in reversed(consent.events) if one.kind == "scan_received"), None)
        if scan is not None:
            yield Sentence(_("The scan of the signed paper is kept with it, {when}.").format(when=_when(desk, scan)))
        elif consent.was_given:
            yield Sentence(_("The scan of the signed paper is to follow."))
    for event in consent.events:
        if event.kind == "copy_given":
            words = _COPIES.get(str(event.detail.get("how")), _("A copy was given, {when}."))
            yield Sentence(words.format(when=_when(desk, event)))


def _kept(desk: Desk, consent: Consent) -> Iterator[Sentence]:
    for event in consent.events:
        if event.kind == "kept":
            # A clinician's reason may say more of the patient than the front desk needs.
            why = desk.sees("clinical")
            words = (
                _("Kept all the same by {name}, {when}: {reason}") if why else _("Kept all the same by {name}, {when}.")
            )
            yield Sentence(words.format(name=event.by_name, when=_when(desk, event), reason=event.reason), "muted")


def _when(desk: Desk, event: ConsentEvent) -> str:
    return formats.format_date_time(desk.local(event.occurred_at))


def proof_sentences(desk: Desk, consent: Consent) -> tuple[bool | None, list[Sentence]]:
    """Return whether it is what was signed, recomputed now, and how to say so; None while there is nothing to check."""
    try:
        proof = consents.prove(desk, consent)
    except ClinicDeskError as problem:
        return False, [Sentence(str(problem), "strong", "danger")]
    if proof.ok is None:
        return None, []
    if not proof.ok:
        return False, [Sentence(sentence, "strong", "danger") for sentence in proof.faults]
    words = _("Fingerprint {short}").format(short=consents.short_form(consent.seal.sha256)) if consent.seal else ""
    return True, [Sentence(words, "muted")] if words else []


def missing_roles(consent: Consent) -> tuple[Signer, ...]:
    """Return who still signs beside the patient."""
    return tuple(who for who in consent.missing_signers if who is not Signer.PATIENT)
