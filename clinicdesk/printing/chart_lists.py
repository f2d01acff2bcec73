"""What of a chart has no paper of its own, as sheets of a copy: lists, decisions, questionnaires, visits, requests."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import audiences, from_desk, page
from clinicdesk.printing.session_before import moment_text
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import facts, table
from clinicdesk.records import (
    appointments,
    authorisations,
    care_team,
    chart_facts,
    coverage,
    disclosures,
    eligibility,
    measures,
    medicine_decisions,
    patients,
    payment_words,
    payments,
    rights,
    workups,
)
from clinicdesk.records.appointments import Stage
from clinicdesk.records.measures import Result, Way, files, findings
from clinicdesk.rules import scoring
from clinicdesk.rules.measure import Measure

_NOTHING = _("Nothing is recorded.")
_WAYS = {
    Way.SCREEN: _("on the screen"),
    Way.READ_ALOUD: _("read aloud"),
    Way.PAPER: _("on paper"),
    Way.TOTAL: _("only the score, from a sheet"),
}
Story = list[Flowable]


def build(desk: Desk, kind: str, patient_id: str) -> bytes:
    """Return one of the lists as a PDF. Raises ``NotFound``, ``NotAllowed`` and ``CannotPrint``."""
    title, story_of = _LISTS[kind]
    letterhead = from_desk.letterhead(desk)
    story = [paragraph(title, "title"), *story_of(desk, patient_id, page.content_width(letterhead.paper_size))]
    imprint = from_desk.imprint(desk, title, audiences.PATIENT)
    return page.build(story, letterhead, imprint, from_desk.about(patients.get(desk, patient_id)))


def _lists(desk: Desk, patient_id: str, width: float) -> Story:
    known = chart_facts.of(desk, patient_id)
    stopped = [
        (item.name, item.dose, item.reason, _span(item.started_on, item.ended_on)) for item in known.medicines.ended
    ]
    over = [(item.name, _span(item.started_on, item.ended_on)) for item in known.problems.ended]
    decided = [
        (one.medicine, medicine_decisions.decision_name(one.decision), one.words, formats.format_date(one.decided_on))
        for one in medicine_decisions.of_patient(desk, patient_id)
    ]
    team = [
        (one.named, one.practice, ", ".join(part for part in (one.phone, one.fax, one.email) if part))
        for one in care_team.of_patient(desk, patient_id)
    ]
    return [
        paragraph(_("What counts today stands on the face sheet.")),
        *_table(_("Medicines no longer taken"), (_("Medicine"), _("Dose"), _("Taken for"), _("When")), stopped, width),
        *_table(_("Problems that are over"), (_("Problem"), _("When")), over, width),
        *_table(
            _("Decisions about medicines for the treatment"),
            (_("Medicine"), _("Decision"), _("Remark"), _("Day")), decided, width,
        ),
        *_table(_("Who else treats the patient"), (_("Name"), _("Practice"), _("Reached by")), team, width),
    ]  # fmt: skip


def _eligibility(desk: Desk, patient_id: str, width: float) -> Story:
    story: Story = []
    for one in eligibility.of_patient(desk, patient_id):
        asked = eligibility.pinned(desk, one.file_id)
        words = _("{title}, {day}: {result}")
        day = formats.format_date(one.decided_on)
        story.append(paragraph(words.format(title=asked.title, day=day, result=one.result.words), "heading"))
        pairs = [
            (_("Signed"), _("{name}, {time}").format(name=one.signer_name, time=moment_text(desk, one.signed_at))),
            (_("Counts until"), formats.format_date(one.valid_until)),
            (_("Conditions"), one.conditions),
            (_("Remark"), one.remark),
            (_("Medicines then"), "; ".join(one.medicines)),
        ]
        story.append(facts([pair for pair in pairs if pair[1]], width, columns=1, label_share=0.2))
        rows = [
            (item.asks, _REPLIES[one.replies[item.id]]) for item in asked.contraindications if item.id in one.replies
        ]
        if rows:
            story.append(table((_("Question"), _("Answer")), rows, (5, 1), width))
    looked = [
        (formats.format_date(one.done_on), one.kind.replace("_", " "), one.result.words, one.remark, one.by_name)
        for one in workups.of_patient(desk, patient_id)
    ]
    head = (_("Day"), _("What"), _("Found"), _("Remark"), _("By"))
    return [*story, *_table(_("Work-up"), head, looked, width)]


_REPLIES = {"yes": _("yes"), "no": _("no"), "unknown": _("not known")}


def _measures(desk: Desk, patient_id: str, width: float) -> Story:
    story: Story = []
    for result in sorted(measures.of_patient(desk, patient_id), key=lambda one: (one.answered_at, one.id)):
        measure = files.of_file(desk, result.file_id)
        title = _("{measure}, {time}").format(measure=measure.title, time=moment_text(desk, result.answered_at))
        story.append(paragraph(title, "heading"))
        story.append(paragraph(_told(measure, result)))
        rows = [
            (_said(item.text, result.language) or item.id, _answer(measure, item.id, result))
            for item in measure.items
            if item.id in result.answers
        ]
        if rows:
            story.append(table((_("Question"), _("Answer")), rows, (4, 3), width))
    return story or [paragraph(_NOTHING)]


def _told(measure: Measure, result: Result) -> str:
    """Return the scores, what the answers say beside them, and whether the result counts."""
    parts = []
    for rule in measure.scores:
        value = result.scores.get(rule.id)
        if value is not None:
            parts.append(f"{rule.title}: {scoring.score_text(rule, value)}")
    if found := findings.found(measure, result):
        parts.append(found)
    parts.append(_("answered {way}").format(way=_WAYS[result.way]))
    if result.remark:
        parts.append(result.remark)
    if result.voided_reason is not None:
        parts.append(_("voided: {reason}").format(reason=result.voided_reason))
    if result.corrected_by is not None:
        parts.append(_("corrected by a later one"))
    return "; ".join(parts) + "."


def _answer(measure: Measure, item_id: str, result: Result) -> str:
    value = result.answers[item_id]
    if value is None:
        return _("no answer")
    words = next((_said(c.text, result.language) for c in measure.item(item_id).choices if c.value == value), "")
    return f"{value} · {words}" if words else str(value)


def _said(words: Mapping[str, str], language: str) -> str:
    return words.get(language) or words.get("en") or next(iter(words.values()), "")


_STAGES = {
    Stage.BOOKED: _("Booked"),
    Stage.ARRIVED: _("The patient is here"),
    Stage.CHECKED_IN: _("The patient is here"),
    Stage.DISCHARGED: _("The visit took place"),
    Stage.NOT_TREATED: _("Not treated"),
    Stage.NO_SHOW: _("Did not come"),
    Stage.CANCELLED: _("Cancelled"),
}


def _visits(desk: Desk, patient_id: str, width: float) -> Story:
    booked = [
        (
            moment_text(desk, one.starts_at),
            one.title,
            _STAGES.get(one.stage, _("Under way")),
            one.state_reason or "",
        )
        for one in appointments.of_patient(desk, patient_id)
    ]
    covered = [
        (payment_words.who_pays(one), payment_words.price(one), payment_words.days(one), one.remark)
        for one in coverage.of_patient(desk, patient_id)
    ]
    allowed = [
        (one.number, one.insurer, payment_words.valid(one), payment_words.used(one))
        for one in authorisations.of_patient(desk, patient_id)
    ]
    paid = [
        (formats.format_date(one.paid_on), payment_words.PAYMENTS.get(one.kind, one.kind),
         formats.format_money(one.amount_cents), one.method, one.remark)
        for one in reversed(payments.of_patient(desk, patient_id))
    ]  # fmt: skip
    return [
        *_table(_("Appointments"), (_("When"), _("What"), _("Became of it"), _("Reason")), booked, width),
        *_table(_("How visits are paid"), (_("Who pays"), _("Price"), _("Holds"), _("Remark")), covered, width),
        *_table(_("Prior authorisations"), (_("Number"), _("Insurer"), _("Valid"), _("Used")), allowed, width),
        *_table(_("Payments"), (_("Day"), _("What"), _("Amount"), _("How"), _("Remark")), paid, width),
    ]


def _requests(desk: Desk, patient_id: str, width: float) -> Story:
    asked = [
        (formats.format_date(one.received_on), rights.right_name(one.right), one.asked_by, one.scope,
         "; ".join(f"{rights.step_name(step.step)}, {moment_text(desk, step.at)}: {step.words}" for step in one.events))
        for one in rights.of_patient(desk, patient_id)
    ]  # fmt: skip
    left = [
        (moment_text(desk, one.disclosed_at), one.recipient, one.what, one.purpose, disclosures.basis_name(one.basis))
        for one in disclosures.of_patient(desk, patient_id)
        if one.corrected_by is None
    ]
    return [
        *_table(
            _("What the patient asked for"),
            (_("Day"), _("What"), _("Who asked"), _("About"), _("Became of it")), asked, width,
        ),
        *_table(
            _("What left the clinic before this copy"),
            (_("When"), _("To whom"), _("What"), _("What for"), _("Why it was allowed")), left, width,
        ),
    ]  # fmt: skip


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]], width: float) -> Story:
    if not rows:
        return headed(title, paragraph(_NOTHING))
    return headed(title, table(head, rows, [1.0] * len(head), width))


def _span(first: date | None, last: date | None) -> str:
    """Return from when until when, of two days that may be unknown."""
    return "–".join(formats.format_date(day) if day else "" for day in (first, last)).strip("–")


_LISTS: Mapping[str, tuple[str, Callable[[Desk, str, float], Story]]] = {
    "chart-lists": (_("Lists of the chart"), _lists),
    "eligibility": (_("Eligibility and work-up"), _eligibility),
    "measures": (_("Questionnaires"), _measures),
    "visits": (_("Appointments, insurance and payments"), _visits),
    "requests": (_("Requests and disclosures"), _requests),
}
"""Kind of the part → its title and what makes it."""
