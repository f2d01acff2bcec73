"""How a letter to somebody who treats a patient as well begins: what is recorded, below the headings of the template.

It claims no effect: what was given, what went wrong and what was scored stand there as recorded, and the judgement is
left to who signs. Nothing the patient said during a visit, no note of the room, and no words of an event are in it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.printing.series_facts import SessionFacts, facts_of, span_text
from clinicdesk.records import chart_facts, medicine_decisions, note_facts, series
from clinicdesk.records.care_team import CareMember
from clinicdesk.records.measures import courses
from clinicdesk.records.measures.courses import Followed
from clinicdesk.records.series import Series
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.measure import Better
from clinicdesk.rules.note_sections import Template
from clinicdesk.rules.scoring import score_text
from clinicdesk.rules.timeline import Phase

MOST_SCORES = 8
"""Scores of one questionnaire in a letter: the first and the latest. The series report has them all. Our own choice."""


def beginning(desk: Desk, template: Template | None, to: CareMember, patient_id: str, series_id: str | None) -> str:
    """Return the text of a new letter, as a person then writes on in it. Raises ``NotFound`` and ``NotAllowed``.

    Without a series it says what the chart says and nothing of a treatment; without a template it only greets.
    """
    desk.may_see("clinical")
    planned = series.get(desk, series_id) if series_id else None
    about = note_facts.Subject(patient_id, None)
    own: Mapping[str, Callable[[], list[str]]] = {
        "indications": lambda: _reason(desk, planned, patient_id),
        "course": lambda: _course(desk, planned),
        "scores": lambda: score_lines(desk, planned),
        "medicines": lambda: medicine_lines(desk, patient_id),
    }
    parts = [_("Dear {name},").format(name=to.name.partition(",")[0])]
    today = formats.format_date(desk.local(desk.now()).date())
    parts.append(_("This is what our record says on {day}.").format(day=today))
    for section in template.sections if template else ():
        if not section.prefill:
            lines = []
        elif section.prefill in own:
            lines = own[section.prefill]()
        else:
            lines = note_facts.SOURCES[section.prefill](desk, about)
        # A heading with nothing recorded below it would only ask the reader what was meant.
        if lines or not section.prefill:
            parts.append("\n".join([section.title, *lines]))
    return "\n\n".join(parts) + "\n"


def _reason(desk: Desk, planned: Series | None, patient_id: str) -> list[str]:
    """Return what the series was planned for, else what the chart lists."""
    if planned is not None and planned.indication:
        return [planned.indication]
    listed = chart_facts.of(desk, patient_id).indications
    return [item.name for item in listed.items] or [_("Not recorded.")]


def medicine_lines(desk: Desk, patient_id: str) -> list[str]:
    """Return what the patient takes, each with what was decided about it for the time of the treatment."""
    listed, decided = chart_facts.of(desk, patient_id).medicines, medicine_decisions.standing(desk, patient_id)
    if not listed.items:
        none = {Answer.NONE: _("Takes no medicines."), Answer.UNKNOWN: _("Not known.")}
        return [none.get(listed.answer, _("Not recorded."))]
    lines = []
    for item in listed.items:
        named = " ".join(part for part in (item.name, item.dose) if part)
        lines.append(f"{named}: {decided[item.id].told}" if item.id in decided else named)
    return lines


def score_lines(desk: Desk, planned: Series | None) -> list[str]:
    """Return the scores of each questionnaire from the baseline of a series on, with their days.

    How somebody felt at one moment is left out: between two infusions that can be dozens of numbers.
    """
    found = courses.in_series(desk, planned) if planned is not None else []
    return [_scores(one) for one in found if one.measure.recall_hours]


def _scores(one: Followed) -> str:
    main = one.measure.main
    assert main is not None, "only measures with a score are followed"
    told = [
        _("{score} on {day}").format(score=score_text(main, result.total), day=formats.format_date(result.answered_at))
        for result in one.results
        if result.total is not None
    ]
    left_out = len(told) - MOST_SCORES
    if left_out > 0:
        more = ngettext("({count} score left out)", "({count} scores left out)", left_out).format(count=left_out)
        told = [told[0], more, *told[left_out + 1 :]]
    better = _("lower is better") if one.measure.better is Better.LOWER else _("higher is better")
    span = _("{low} to {high}").format(low=score_text(main, main.low), high=score_text(main, main.high))
    return f"{one.measure.title} ({span}, {better}): {', '.join(told) or _('no score could be counted')}"


def _course(desk: Desk, planned: Series | None) -> list[str]:
    if planned is None:
        return []
    told = facts_of(desk, planned)
    treated = [one for one in told if one.was_treated]
    if not treated:
        return [_("Planned: {treatment}. Nothing has been given yet.").format(treatment=planned.title)]
    count = ngettext("{count} session", "{count} sessions", len(treated)).format(count=len(treated))
    lines = [
        _("{treatment}: {count}, {span}").format(treatment=planned.title, count=count, span=span_text(told)),
        *(_session(one) for one in treated),
    ]
    not_treated = [formats.format_date(one.day) for one in told if one.session.phase is Phase.NOT_TREATED]
    if not_treated:
        lines.append(_("Came and was not treated: {days}").format(days=", ".join(not_treated)))
    return [*lines, *_next(planned, desk.local(desk.now()).date())]


def _session(one: SessionFacts) -> str:
    given = one.given
    if one.minutes is not None:
        given += " " + _("over {time}").format(time=formats.format_duration(one.minutes))
    parts = [given]
    if one.pressure_before and one.pressure_highest:
        pressure = _("BP {before} before, {highest} highest")
        parts.append(pressure.format(before=one.pressure_before, highest=one.pressure_highest))
    parts += [_unwanted(one.events), one.ending]
    where = _("{place}, {day}").format(place=one.place, day=formats.format_date(one.day))
    return f"{where}: {'; '.join(part for part in parts if part)}"


def _unwanted(events: Sequence[str]) -> str:
    return ", ".join(events) or _("nothing unwanted recorded")


def _next(planned: Series, today: date) -> list[str]:
    """Return what is still to come, and what was planned and has not taken place."""
    if planned.ended_on is not None:
        return [_("The series ended early on {day}.").format(day=formats.format_date(planned.ended_on))]
    open_days = [line.planned_on for line in planned.sessions if line.phase is Phase.PLANNED]
    coming = [day for day in open_days if day >= today]
    words = []
    if missed := len(open_days) - len(coming):
        count = ngettext(
            "{count} planned session has not taken place.", "{count} planned sessions have not taken place.", missed
        )
        words.append(count.format(count=missed))
    if not coming:
        return [*words, _("No further session of this series is planned.")]
    count = ngettext("{count} more session is planned", "{count} more sessions are planned", len(coming))
    next_one = _(", the next on {day}.").format(day=formats.format_date(min(coming)))
    return [*words, count.format(count=len(coming)) + next_one]
