"""The talk about a consent: the patient's questions, a clinician's answers, and the patient's capacity."""

from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.language import _
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.consents.reading import get
from clinicdesk.records.consents.rows import LONGEST_REASON, event, still_open, typed_name
from clinicdesk.records.consents.sign import UNABLE_ALONE, Capacity
from clinicdesk.records.consents.status import ConsentEvent, Status
from clinicdesk.records.wordings import Signer
from clinicdesk.storage.entry import Entry, insert

_ANSWERED = _("This question was answered already.")


def ask(desk: Desk, consent: Consent, *, question: str, by_name: str) -> Entry:
    """Write down a question of the patient; until a clinician has answered, the form stays prepared."""
    now = still_open(desk, consent)
    words = _typed(question, _("Write the question first."), "question")
    name = typed_name(by_name, _("Type the name of the person who asks."), "by_name")
    row = event(desk, now, "asked", desk.now(), by_name=name, detail={"words": words})
    return desk.record("consent.ask", row, patient=now.patient_id)


def answer(desk: Desk, consent: Consent, question: ConsentEvent, *, words: str) -> Entry:
    """Write down how the clinician at this desk answered a question."""
    now = get(desk, consent.id)
    if question.id not in {one.id for one in now.open_questions}:
        raise BadValue(_ANSWERED)
    said = _typed(words, _("Write in a few words what you answered."), "words")
    row = event(
        desk, now, "answered", desk.now(), by_name=desk.person.name, detail={"question_id": question.id, "words": said}
    )
    claim = insert("claims", f"consent answer {question.id}", holder=now.id)
    try:
        return desk.record("consent.answer", claim, row, patient=now.patient_id)
    except ChangedElsewhere:
        raise BadValue(_ANSWERED) from None


def explain(
    desk: Desk, consent: Consent, *, capacity: Capacity | None, remark: str = "", at: datetime | None = None
) -> Entry:
    """Record that the clinician at this desk explained the form, and the patient's capacity as they found it.

    For a form signed on paper; on the screen the clinician's signature says the same. ``at``: when, else now.
    """
    now = get(desk, consent.id)
    if now.status in (Status.DECLINED, Status.WITHDRAWN, Status.VOIDED):
        raise BadValue(_("This form is closed: {state}.").format(state=now.status.words.lower()))
    if capacity is None:
        raise BadValue(_("Say whether the patient can make this decision."), "capacity")
    alone = now.signature_of(Signer.PATIENT) is not None and now.signature_of(Signer.GUARDIAN) is None
    if capacity is Capacity.ABSENT and alone:
        raise BadValue(UNABLE_ALONE, "capacity")
    when = at or desk.now()
    if when > desk.now():
        raise BadValue(_("The talk cannot be in the future. Check the time."), "at")
    detail = {"capacity": str(capacity), "remark": remark.strip()}
    row = event(desk, now, "explained", when, by_name=desk.person.name, detail=detail)
    return desk.record("consent.explain", row, patient=now.patient_id)


def identify(desk: Desk, consent: Consent, *, how: str) -> Entry:
    """Record that staff made sure who signed a form at home, and how: "photo ID at the front desk"."""
    now = get(desk, consent.id)
    if not now.is_on_paper:
        raise BadValue(_("This is for a form that was signed at home, on paper."))
    words = _typed(how, _("Write how you know who signed, for example “photo ID”."), "how")
    row = event(desk, now, "identified", desk.now(), by_name=desk.person.name, detail={"how": words})
    return desk.record("consent.identify", row, patient=now.patient_id)


def copy_given(desk: Desk, consent: Consent, *, how: str) -> Entry:
    """Record that the patient was given a copy: ``paper``, ``protected_pdf`` or ``not_wanted``."""
    now = get(desk, consent.id)
    row = event(desk, now, "copy_given", desk.now(), by_name=desk.person.name, detail={"how": how})
    return desk.record("consent.copy_given", row, patient=now.patient_id)


def _typed(words: str, sentence: str, field: str) -> str:
    said = words.strip()
    if not said:
        raise BadValue(sentence, field)
    if len(said) > LONGEST_REASON:
        raise BadValue(_("Shorten this to {count} characters.").format(count=LONGEST_REASON), field)
    return said
