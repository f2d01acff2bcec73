"""The letter to the referring clinician or the therapist: what was given, how it went, what comes next.

It claims no effect: it gives what was recorded and leaves the judgement to who signs it. Nothing the patient said
during a visit and no note of the room is in it.
"""

from collections.abc import Sequence
from typing import get_args

from reportlab.platypus import KeepTogether, Spacer
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import CannotPrint, NotFound
from clinicdesk.language import _, ngettext
from clinicdesk.printing import from_desk, page
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.series_facts import SessionFacts, facts_of, span_text
from clinicdesk.printing.signature_lines import SignatureLine, signature_lines
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import table
from clinicdesk.records import letters, patients, practice, releases, series
from clinicdesk.records.patients import Patient
from clinicdesk.records.releases import Recipient
from clinicdesk.records.series import Series
from clinicdesk.rules.timeline import Phase


def build(desk: Desk, series_id: str, recipient: Recipient) -> bytes:
    """Return the letter about a series as a PDF, to be signed by hand.

    Raises ``NotFound``, ``NotAllowed``, or ``CannotPrint`` where the chart names no recipient.
    """
    desk.may_see("clinical")
    planned = series.get(desk, series_id)
    patient = patients.get(desk, planned.patient_id)
    to = releases.recipient_name(desk, patient.id, recipient)
    if not to:
        raise CannotPrint(_("The chart does not say who this letter goes to. Add it under Change details."))
    told = facts_of(desk, planned)
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    story: list[Flowable] = [paragraph(to, "large")]
    story.append(paragraph(formats.format_date(desk.local(desk.now()).date())))
    story.append(paragraph(_about(patient), "subheading"))
    story += [Spacer(0, 2 * mm), *(paragraph(words) for words in _opening(planned, told))]
    story += _given(told, width)
    story.append(paragraph(_("Course"), "heading"))
    story += [paragraph(words) for words in _course(told)]
    own = letters.own_words(desk, series_id, recipient)
    story += [paragraph(own)] if own else []
    story += [paragraph(_("What comes next"), "heading"), paragraph(_next(planned))]
    phone = practice.get(desk).phone
    story += [paragraph(_("Questions: {phone}").format(phone=phone))] if phone else []
    signer = signature_lines([SignatureLine(_("Signed by"), desk.person.name)], width)
    story.append(KeepTogether([Spacer(0, 4 * mm), signer]))
    imprint = from_desk.imprint(desk, _("Letter"), to, mark=_("Confidential"))
    return page.build(story, letterhead, imprint, from_desk.about(patient))


def subject(text: str) -> tuple[str, Recipient]:
    """Read ``SERIES_ID referring``. Raises ``NotFound``."""
    series_id, _blank, recipient = text.partition(" ")
    if recipient not in get_args(Recipient):
        raise NotFound(_("A letter goes to the referring clinician or to the therapist."))
    return series_id, recipient  # type: ignore[return-value]


def _about(patient: Patient) -> str:
    about = from_desk.about(patient)
    return _("About: {name}, born {born}").format(name=about.name, born=about.birth_date_text)


def _opening(planned: Series, told: Sequence[SessionFacts]) -> list[str]:
    treated = [one for one in told if one.was_treated]
    if not treated:
        return [
            _("The patient is booked for {treatment} here. Nothing has been given yet.").format(treatment=planned.title)
        ]
    count = ngettext("{count} session", "{count} sessions", len(treated)).format(count=len(treated))
    words = _("The patient was treated here with {treatment}: {count}, {span} (planned as “{title}”).").format(
        treatment=planned.protocol.treatment, count=count, span=span_text(list(told)), title=planned.title
    )
    reason = _("It was given for: {indication}.").format(indication=planned.indication) if planned.indication else ""
    return [part for part in (words, reason) if part]


def _given(told: Sequence[SessionFacts], width: float) -> list[Flowable]:
    treated = [one for one in told if one.was_treated]
    if not treated:
        return []
    head = (_("Session"), _("Day"), _("Given"), _("Over"), _("BP before"), _("Highest BP"), _("What went wrong"))
    rows = [
        (
            one.place,
            formats.format_date(one.day),
            one.given,
            formats.format_duration(one.minutes) if one.minutes is not None else "",
            one.pressure_before,
            one.pressure_highest,
            ", ".join(one.events) or _("nothing recorded"),
        )
        for one in treated
    ]
    return headed(_("What was given"), table(head, rows, (1.2, 1.8, 2.2, 1.2, 1.3, 1.3, 3.4), width))


def _course(told: Sequence[SessionFacts]) -> list[str]:
    treated = [one for one in told if one.was_treated]
    troubled = [one for one in treated if one.events]
    not_treated = [one for one in told if one.session.phase is Phase.NOT_TREATED]
    words = []
    if treated and not troubled:
        words.append(_("No unwanted event was recorded."))
    elif troubled:
        count = ngettext(
            "Unwanted events were recorded in {count} session; they stand in the table above.",
            "Unwanted events were recorded in {count} sessions; they stand in the table above.",
            len(troubled),
        )
        words.append(count.format(count=len(troubled)))
    if not_treated:
        days = ", ".join(formats.format_date(one.day) for one in not_treated)
        words.append(_("The patient came and was not treated on: {days}.").format(days=days))
    endings = [f"{one.place}: {one.ending}" for one in treated if one.ending]
    return [*words, *endings]


def _next(planned: Series) -> str:
    if planned.ended_on is not None:
        return _("The series ended early on {day}.").format(day=formats.format_date(planned.ended_on))
    coming = [line.planned_on for line in planned.sessions if line.phase is Phase.PLANNED]
    if not coming:
        return _("No further session of this series is planned.")
    count = ngettext("{count} more session is planned", "{count} more sessions are planned", len(coming))
    return (count + _(", the next on {day}.")).format(count=len(coming), day=formats.format_date(min(coming)))
