"""The report of a series: what was given in each session, how it went, and what became of the plan."""

from collections.abc import Sequence

from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.figures.doses import dose_figure
from clinicdesk.language import _, ngettext
from clinicdesk.printing import audiences, dose_chart, fonts, from_desk, page
from clinicdesk.printing.series_facts import SessionFacts, facts_of, span_text, unwanted
from clinicdesk.printing.series_scores import scores_of
from clinicdesk.printing.session_outcome import adverse_row
from clinicdesk.printing.styles import bullet, headed, paragraph
from clinicdesk.printing.tables import facts, table
from clinicdesk.records import patients, series, series_steps
from clinicdesk.records.series import Series
from clinicdesk.records.series_steps import SeriesStep, StepKind
from clinicdesk.records.session_deviations import deviations
from clinicdesk.rules.timeline import Phase

_STEPS = {
    StepKind.PAUSED: _("Paused"),
    StepKind.RESUMED: _("Planned on after a pause"),
    StepKind.REPEATED: _("Planned again"),
    StepKind.EXTENDED: _("Extended"),
}


@fonts.spelling_out()
def build(desk: Desk, series_id: str) -> bytes:
    """Return the report as a PDF. Raises ``NotFound``, ``NotAllowed`` and ``CannotPrint``.

    It tells what was recorded and claims nothing: a curve only of scores that were taken, each with its definition.
    Nothing the patient said and no note of the room is on it.
    """
    desk.may_see("clinical")
    planned = series.get(desk, series_id)
    told = facts_of(desk, planned)
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    story: list[Flowable] = [paragraph(_("Series report"), "title"), facts(_about(planned, told), width)]
    story += _sessions(told, width)
    figure = dose_figure([(one.day, str(one.session.number), one.given_micrograms) for one in told if one.was_treated])
    if figure is not None and len(figure.bars) > 1:
        story += headed(_("Doses over the series"), dose_chart.chart(figure, width))
    story += scores_of(desk, planned, width)
    story += _events(desk, told, width)
    story += _otherwise(desk, told)
    story += _plan(desk, planned, width)
    imprint = from_desk.imprint(desk, _("Series report"), audiences.TREATING, _protocol(planned))
    return page.build(story, letterhead, imprint, from_desk.about(patients.get(desk, planned.patient_id)))


def _protocol(planned: Series) -> str:
    return _("Protocol {name}, version {version}").format(name=planned.protocol.id, version=planned.protocol.version)


def _about(planned: Series, told: Sequence[SessionFacts]) -> list[tuple[str, str]]:
    treated = sum(1 for one in told if one.was_treated)
    not_treated = sum(1 for one in told if one.session.phase is Phase.NOT_TREATED)
    count = _("{treated} of {planned} planned").format(treated=treated, planned=planned.planned_count)
    if not_treated:
        more = ngettext("{count} visit not treated", "{count} visits not treated", not_treated)
        count += ", " + more.format(count=not_treated)
    pairs = [
        (_("Protocol"), planned.title),
        (_("For"), planned.indication or _("Not recorded")),
        (_("Sessions given"), count),
        (_("Given"), span_text(list(told)) or _("Nothing yet")),
        (_("Planned by"), planned.planned_by or _("Not recorded")),
    ]
    if planned.ended_on is not None:
        ended = _("{day}: {reason}").format(
            day=formats.format_date(planned.ended_on), reason=planned.ended_reason or ""
        )
        pairs.append((_("Ended early"), ended))
    return pairs


def _sessions(told: Sequence[SessionFacts], width: float) -> list[Flowable]:
    if not told:
        return headed(_("Sessions"), paragraph(_("No session has begun yet.")))
    head = (
        _("Session"), _("Day"), _("Given"), _("Over"), _("BP before"), _("Highest BP"), _("Lowest SpO2"),
        _("What went wrong"), _("Remark"),
    )  # fmt: skip
    rows = [
        (
            one.place or "–",
            formats.format_date(one.day),
            one.given,
            formats.format_duration(one.minutes) if one.minutes is not None else "",
            one.pressure_before,
            one.pressure_highest,
            one.saturation_lowest,
            ", ".join(one.events) or (_("nothing recorded") if one.was_treated else ""),
            one.ending,
        )
        for one in told
    ]
    return headed(_("Sessions"), table(head, rows, (1.2, 1.8, 2.5, 1.1, 1.1, 1.2, 1.1, 2.3, 1.9), width))


def _events(desk: Desk, told: Sequence[SessionFacts], width: float) -> list[Flowable]:
    """Return everything that went wrong over the series, with its session."""
    rows: list[Sequence[str]] = []
    for one in told:
        for event in unwanted(one.session):
            time, what, bad, done, _by = adverse_row(desk, event)
            rows.append(
                (one.place or "–", f"{formats.format_date(desk.local(event.onset_at).date())} {time}", what, bad, done)
            )
    if not rows:
        return []
    head = (_("Session"), _("Onset"), _("What"), _("How bad, cause"), _("Done, outcome"))
    return headed(_("Events over the series"), table(head, rows, (1.1, 2, 3.4, 2.6, 2.6), width))


def _otherwise(desk: Desk, told: Sequence[SessionFacts]) -> list[Flowable]:
    found = [(one, words) for one in told for words in deviations(desk, one.session)]
    if not found:
        return []
    sentence = _("Session {place}: {what}")
    lines = [sentence.format(place=one.place or formats.format_date(one.day), what=words) for one, words in found]
    return [paragraph(_("Otherwise than planned, and why"), "heading"), *(bullet(line) for line in lines)]


def _plan(desk: Desk, planned: Series, width: float) -> list[Flowable]:
    """Return what became of the plan, and what is still to come."""
    story: list[Flowable] = []
    steps = series_steps.steps_of(desk, planned.id)
    if steps:
        rows = [_step_row(step) for step in steps]
        head = (_("Day"), _("What"), _("Reason"), _("By"))
        story += headed(_("Changes of the plan"), table(head, rows, (1.6, 3, 4, 2), width))
    coming = [line for line in planned.sessions if line.phase is Phase.PLANNED]
    if coming:
        days = ", ".join(formats.format_day(line.planned_on) for line in coming)
        story += headed(_("Still planned"), paragraph(days))
    return story


def _step_row(step: SeriesStep) -> Sequence[str]:
    what = _STEPS[step.kind]
    if step.sessions:
        count = ngettext("{count} session", "{count} sessions", step.sessions).format(count=step.sessions)
        what += f", {count}"
    if step.until is not None:
        what += " " + _("until {day}").format(day=formats.format_date(step.until))
    return (formats.format_date(step.on), what, step.reason or "", step.by_name)
