"""What can be done with a consent next, as buttons: what is offered, in which order, and what each is called."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.consents import Consent, Status
from clinicdesk.records.wordings import Signer, TakenBack, TextKind
from ui.consent.sentences import missing_roles

BESIDE = "beside "
"""What the key of a step begins with in which somebody signs beside the patient; the role follows."""

_BESIDE = {
    Signer.CLINICIAN: (_("Sign as c&linician…"), "consent.countersign"),
    Signer.WITNESS: (_("&Witness signs…"), "consent.attest"),
    Signer.INTERPRETER: (_("&Interpreter signs…"), "consent.attest"),
    Signer.GUARDIAN: (_("&Representative signs…"), "consent.attest"),
}
_TAKEN_BACK = frozenset({TextKind.TREATMENT, TextKind.AGREEMENT, TextKind.RELEASE})


@dataclass(frozen=True, slots=True)
class Step:
    """One button. ``key`` is what the tab does; ``kind`` and ``icon`` are those of the button."""

    key: str
    words: str
    icon: str
    kind: str = ""


def steps(desk: Desk, consent: Consent) -> list[Step]:
    """Return the steps this person may take, the most likely one first."""
    found = _open_steps(desk, consent) if consent.status is Status.PREPARED else _later_steps(desk, consent)
    return list(found)


def most_urgent(desk: Desk, found: Sequence[Consent]) -> Consent | None:
    """Return the consent on which this person has something to do, a question first; else the newest.

    ``found`` is in the order of the chart, the newest first. Of several the oldest is next.
    """
    ranked = [(rank, consent) for consent in reversed(found) if (rank := _rank(desk, consent)) is not None]
    if ranked:
        return min(ranked, key=lambda one: one[0])[1]
    return found[0] if found else None


def _rank(desk: Desk, consent: Consent) -> int | None:
    """Return how soon a consent is this person's to see to, the lowest first; None when nothing is to be done."""
    keys = {step.key for step in steps(desk, consent) if step.kind == "primary"}
    if not keys:
        return None
    order = ("answer", BESIDE + Signer.CLINICIAN, "hand_over")
    return next((rank for rank, key in enumerate(order) if key in keys), len(order))


def _open_steps(desk: Desk, consent: Consent) -> Iterator[Step]:
    may = desk.may
    if consent.open_questions and may("consent.answer"):
        yield Step("answer", _("A&nswer the question…"), "pen-line", "primary")
    if may("consent.sign") and consent.is_adopted and not consent.open_questions:
        yield Step("hand_over", _("&Hand over to sign…"), "signature", "primary")
    yield Step("form", _("Show &form"), "printer")
    if may("consent.sign_on_paper") and consent.is_adopted:
        yield Step("paper_signed", _("Signed on pa&per…"), "file-pen")
    if may("consent.ask"):
        yield Step("ask", _("Write down a &question…"), "circle-help")
    if may("consent.decline"):
        yield Step("decline", _("&Declined…"), "x")
    if may("consent.void"):
        yield Step("void", _("&Void the form…"), "trash-2", "quiet")


def _later_steps(desk: Desk, consent: Consent) -> Iterator[Step]:
    may = desk.may
    if consent.status in (Status.INCOMPLETE, Status.SIGNED) and consent.seal is not None:
        for place, role in enumerate(missing_roles(consent)):
            words, action = _BESIDE[role]
            if may(action):
                yield Step(BESIDE + role, words, "signature", "" if place else "primary")
    if consent.is_on_paper and consent.was_given:
        yield from _paper_steps(desk, consent)
    if consent.signed_paper is not None:
        yield Step("signed", _("Show si&gned form"), "file-check")
    if consent.status not in (Status.SIGNED, Status.INCOMPLETE) or consent.signed_paper is None:
        closed = consent.status in (Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN, Status.VOIDED)
        yield Step("form", _("Show mar&ked copy") if closed else _("Show &form"), "printer")
    if consent.was_given and may("consent.copy_given"):
        yield Step("copy", _("Give a cop&y…"), "copy")
    if consent.was_given and consent.status is not Status.SUPERSEDED and consent.kind in _TAKEN_BACK:
        yield from _withdrawing(desk, consent)
    if consent.status is Status.WITHDRAWN and consent.taken_back is TakenBack.SPOKEN and may("consent.prepare"):
        yield Step("withdrawal_form", _("Prepare a withdrawal for&m"), "file-plus")


def _paper_steps(desk: Desk, consent: Consent) -> Iterator[Step]:
    kinds = {event.kind for event in consent.events}
    at_home = any(event.detail.get("at_home") for event in consent.events)
    if at_home and "identified" not in kinds and desk.may("consent.identify"):
        yield Step("identify", _("Who &signed it…"), "user-round-check", "primary")
    wants_talk = at_home or Signer.CLINICIAN in consent.missing_signers
    if wants_talk and "explained" not in kinds and desk.may("consent.explain"):
        yield Step("talk", _("Record the &talk…"), "stethoscope", "primary")
    for role in (Signer.WITNESS, Signer.INTERPRETER):
        if role in consent.missing_signers and desk.may("consent.attest"):
            yield Step(BESIDE + role, _BESIDE[role][0], "signature", "primary")
    if desk.may("consent.scan_received"):
        words = _("Replace sca&n…") if consent.scan else _("Add sca&n…")
        yield Step("scan", words, "upload", "" if consent.scan else "primary")


def _withdrawing(desk: Desk, consent: Consent) -> Iterator[Step]:
    if consent.taken_back is TakenBack.SPOKEN and desk.may("consent.withdraw"):
        yield Step("withdraw", _("Withdr&aw…"), "circle-x")
    elif consent.taken_back is TakenBack.WRITTEN and desk.may("consent.prepare"):
        yield Step("withdrawal_form", _("Prepare the withdrawal for&m"), "circle-x")
