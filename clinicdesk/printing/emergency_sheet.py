"""The emergency sheet: one sheet for whoever takes over when something goes wrong, made with one key.

It says who the patient is, what they are allergic to, what they take, what was given here and when, how they were in
the last half hour, and whom to call. It is made for the ambulance, so nothing the patient said in confidence is on it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from reportlab.platypus import Spacer
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import audiences, fonts, from_desk, page
from clinicdesk.printing.course_words import dose_words, escort_now, event_words
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.session_course import vitals_table
from clinicdesk.printing.session_outcome import adverse_row
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import facts, table, write_in
from clinicdesk.records import chart_facts, patients, sessions
from clinicdesk.records.chart_facts import ChartFacts
from clinicdesk.records.patients import Patient
from clinicdesk.records.sessions import DrugGiven, OrderedBy, Round, Session
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.fluids import FluidDose
from clinicdesk.rules.names import fold
from clinicdesk.rules.timeline import EventKind, Phase

LOOK_BACK = timedelta(minutes=30)
"""The values of so long before now stand on the sheet; the issue this paper was built for asks for it."""

_LEAST_ROWS = 3
_GIVEN = frozenset(
    {EventKind.STARTED, EventKind.RATE_CHANGED, EventKind.BOLUS, EventKind.DEVICE, EventKind.PAUSED,
     EventKind.RESUMED, EventKind.ENDED, EventKind.OXYGEN}
)  # fmt: skip
_HERE = frozenset({Phase.RUNNING, Phase.PAUSED, Phase.RECOVERY})
_NONE_OF = {
    Answer.NOT_ASKED: _("Not recorded: ask"),
    Answer.UNKNOWN: _("Not known: the patient could not say"),
    Answer.NONE: _("None known"),
}


@fonts.spelling_out()
def build(desk: Desk, patient_id: str) -> bytes:
    """Return the sheet as a PDF: of the session that runs, else of today's; without one of the chart alone.

    Somebody whose role does not include clinical text gets who, whom to call and where, and the sheet says so. Raises
    ``NotFound`` and ``CannotPrint``.
    """
    patient = patients.get(desk, patient_id)
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    now = formats.format_time(desk.local(desk.now()))
    story: list[Flowable] = [paragraph(_("Emergency sheet, {time}").format(time=now), "title")]
    if desk.sees("clinical"):
        session = session_now(desk, patient.id)
        story += _clinical(desk, patient, session, width)
    else:
        session = None
        words = _("Printed without allergies, medicines and treatment: the person printing may not see them.")
        story.append(paragraph(words, "alert"))
    story += headed(_("Whom to call"), facts(_contacts(patient, session), width, columns=1, label_share=0.24))
    handed = [(_("Handed to"), "", _("At"), "")]
    story += [Spacer(0, 4 * mm), write_in((), handed, (1.4, 5, 0.7, 2), width, 9 * mm)]
    about = from_desk.about(patient)
    return page.build(
        story,
        letterhead,
        from_desk.imprint(desk, _("Emergency sheet"), audiences.TAKING_OVER),
        # A sheet that is wanted now prints whatever the name is written in.
        replace(about, name=fonts.spelled_out(about.name)),
    )


def session_now(desk: Desk, patient_id: str) -> Session | None:
    """Return the session a patient is in: the one that runs, else today's last one that has begun, else today's."""
    today = desk.local(desk.now()).date()
    lines = sessions.of_patient(desk, patient_id)
    for wanted in (
        [line for line in lines if line.phase in _HERE],
        [line for line in lines if line.planned_on == today and line.phase is Phase.DISCHARGED],
        [line for line in lines if line.planned_on == today],
    ):
        if wanted:
            return sessions.get(desk, wanted[-1].id)
    return None


def _clinical(desk: Desk, patient: Patient, session: Session | None, width: float) -> list[Flowable]:
    known = chart_facts.of(desk, patient.id)
    story: list[Flowable] = [paragraph(_("Allergies: {what}").format(what=allergies(known)), "alert")]
    if session is not None:
        story += [paragraph(words, "alert") for words in _running(desk, session)]
    story += headed(_("Current medicines"), paragraph(medicines(known)))
    problems = ", ".join(item.name for item in known.problems.items) or _NONE_OF[known.problems.answer]
    story += headed(_("Problems"), paragraph(problems))
    if session is None:
        return story
    weight = session.latest_weight_grams
    story += [paragraph(_("Weight {weight}").format(weight=formats.format_weight(weight)))] if weight else []
    return [*story, *_course(desk, session, width)]


def allergies(known: ChartFacts) -> str:
    """Return the allergies on one line, with what happens; or that there are none, or that nobody knows."""
    listed = [item.substance + (f" ({item.reaction})" if item.reaction else "") for item in known.allergies.items]
    return ", ".join(listed) or _NONE_OF[known.allergies.answer]


def medicines(known: ChartFacts) -> str:
    """Return the current medicines with their doses, or that there are none, or that nobody knows."""
    listed = [" ".join(part for part in (item.name, item.dose) if part) for item in known.medicines.items]
    return "; ".join(listed) or _NONE_OF[known.medicines.answer]


def _running(desk: Desk, session: Session) -> list[str]:
    """Return what runs, or ran last, and how much of it went in, for whoever must decide in a minute."""
    now, order = sessions.now_of(desk), session.order
    if order is None or session.started is None:
        return [_("Nothing has been given in this visit.")] if not session.drugs else []
    since = formats.format_time(desk.local(session.started.at))
    state = {Phase.RUNNING: _("Running since {time}"), Phase.PAUSED: _("Paused, begun at {time}")}
    begun = state.get(session.phase, _("Over, begun at {time}")).format(time=since)
    given = session.given_micrograms(now)
    rate = session.rate_now() if session.phase is Phase.RUNNING else None
    parts = [dose_words(order)]
    parts += [_("now {rate}").format(rate=formats.format_rate(rate))] if rate else []
    goes_on = session.phase in (Phase.RUNNING, Phase.PAUSED)
    so_far = _("{dose} given so far") if goes_on else _("{dose} given")
    parts += [so_far.format(dose=formats.format_dose(given))] if given else []
    contents = order.arithmetic.contents if isinstance(order.arithmetic, FluidDose) else ()
    parts += [_("with {what}").format(what=one) for one in contents]
    return [f"{begun}: " + ", ".join(parts)]


def _course(desk: Desk, session: Session, width: float) -> list[Flowable]:
    story = headed(
        _("Given here, with times"), table((_("Time"), _("What"), _("By")), _given(desk, session), (1, 7, 2), width)
    )
    shown = _last_values(desk, session)
    if shown:
        late = shown[0].taken_at >= desk.now() - LOOK_BACK
        minutes = LOOK_BACK // timedelta(minutes=1)
        title = (
            _("Vital signs of the last {minutes} minutes").format(minutes=minutes) if late else _("Last vital signs")
        )
        story += headed(title, vitals_table(desk, session, width, shown))
    else:
        story += headed(_("Vital signs"), paragraph(_("None recorded.")))
    if session.adverse_events:
        head = (_("Onset"), _("What"), _("How bad, cause"), _("Done, outcome"), _("By"))
        rows = [adverse_row(desk, event) for event in session.adverse_events]
        story += headed(_("What went wrong"), table(head, rows, (1, 3.6, 2.6, 2.6, 2), width))
    return story


def _given(desk: Desk, session: Session) -> list[Sequence[str]]:
    """Return drugs, devices, oxygen and what the pump did, by time."""
    rows: list[tuple[object, Sequence[str]]] = []
    for event in session.events:
        if event.kind in _GIVEN:
            time = formats.format_time(desk.local(event.at))
            rows.append((event.at, (time, event_words(desk, session, event), event.by_name)))
    for drug in session.drugs:
        if _is_in_the_course(session, drug):
            continue
        amount = drug.given_micrograms
        parts = [formats.format_drug(drug.product)]
        if drug.volume_microlitres is not None:
            parts.append(formats.format_volume(drug.volume_microlitres))
        elif amount is not None:
            parts.append(formats.format_dose(amount))
        words = " ".join(parts) + (f", {drug.route}" if drug.route else "")
        rows.append((drug.given_at, (formats.format_time(desk.local(drug.given_at)), words, drug.by_name)))
    return [row for _at, row in sorted(rows, key=lambda pair: pair[0])]  # type: ignore[arg-type, return-value]


def _is_in_the_course(session: Session, drug: DrugGiven) -> bool:
    """Whether a line accounts for what the pump or the devices gave: told twice it would read as given twice."""
    order = session.order
    if order is None or session.started is None or drug.ordered_by in (OrderedBy.STANDING, OrderedBy.VERBAL):
        return False
    return fold(drug.product).split()[:1] == fold(order.drug).split()[:1]


def _last_values(desk: Desk, session: Session) -> list[Round]:
    """Return the rounds of the last half hour; where there are few, the last ones whenever they were."""
    every = sessions.rounds(session)
    since = desk.now() - LOOK_BACK
    late = [one for one in every if one.taken_at >= since]
    return late if len(late) >= _LEAST_ROWS else list(every[-_LEAST_ROWS:])


def _contacts(patient: Patient, session: Session | None) -> list[tuple[str, str]]:
    relation = f" ({patient.emergency_relation})" if patient.emergency_relation else ""
    name = patient.emergency_name + relation if patient.emergency_name else _("Not recorded")
    pairs = [(_("Emergency contact"), f"{name}, {patient.emergency_phone or _('phone not recorded')}")]
    escort = escort_now(session) if session is not None else ""
    pairs += [(_("Escort"), escort or _("Not recorded"))] if session is not None else []
    language = (_("Language"), patient.language) if patient.language else None
    pairs += [language] if language else []
    pairs.append((_("Referring clinician"), patient.referring_clinician or _("Not recorded")))
    return pairs
