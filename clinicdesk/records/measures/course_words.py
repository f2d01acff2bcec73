"""What became of somebody in a series, as sentences, each with its definition: for the screen, reports and letters."""

from dataclasses import dataclass

from clinicdesk import formats
from clinicdesk.language import _, ngettext
from clinicdesk.records.measures.courses import Followed, Span
from clinicdesk.rules.measure import WHOLE_LIFE_HOURS, Better, Measure
from clinicdesk.rules.response import Point, percent_from, response_line
from clinicdesk.rules.scoring import band_of, score_text

_HOURS_OF_A_DAY = 24
_HOURS_OF_A_WEEK = 7 * 24
_HOURS_OF_A_YEAR = 365 * 24


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence and the definition behind it, which stands beside it wherever it is shown."""

    words: str
    definition: str


def told_of(followed: Followed, span: Span) -> tuple[Told, ...]:
    """Return what became of somebody in a series by one measure, the baseline first."""
    base = span.course.baseline
    if base is None:
        words = _("No {measure} from before the first treatment: a response cannot be judged.")
        return (Told(words.format(measure=followed.measure.title), BASELINE_DEFINITION), *_latest(followed, span))
    rules = followed.measure.response
    told = [Told(_("Baseline {score}.").format(score=_score(followed, base)), BASELINE_DEFINITION)]
    if rules.response_percent is not None or rules.response_points is not None:
        told += [_response(followed, span, base), *_time(followed, span)]
    if rules.remission is not None:
        told.append(_remission(followed, span, base, rules.remission))
    told += _loss(followed, span)
    return (*told, *_latest(followed, span))


def recall_words(hours: int) -> str:
    """Return how far a measure looks back: ``the last 2 weeks``, or ``this moment``."""
    if not hours:
        return _("this moment")
    if hours >= WHOLE_LIFE_HOURS:
        return _("the whole life")
    if hours % _HOURS_OF_A_YEAR == 0:
        years = hours // _HOURS_OF_A_YEAR
        return ngettext("the last year", "the last {count} years", years).format(count=years)
    if hours % _HOURS_OF_A_WEEK == 0:
        weeks = hours // _HOURS_OF_A_WEEK
        return ngettext("the last week", "the last {count} weeks", weeks).format(count=weeks)
    if hours % _HOURS_OF_A_DAY == 0:
        days = hours // _HOURS_OF_A_DAY
        return ngettext("the last day", "the last {count} days", days).format(count=days)
    return ngettext("the last hour", "the last {count} hours", hours).format(count=hours)


def time_words(hours: int) -> str:
    """Return a time to response: whole days, below two days whole hours."""
    if hours < 2 * _HOURS_OF_A_DAY:
        return ngettext("{count} hour", "{count} hours", hours).format(count=hours)
    return ngettext("{count} day", "{count} days", hours // _HOURS_OF_A_DAY).format(count=hours // _HOURS_OF_A_DAY)


def response_definition(measure: Measure) -> str:
    """Return when a score of a measure counts as a response, and that nobody verified it where that is so."""
    rules, better = measure.response, measure.better is Better.LOWER
    ways = []
    if rules.response_percent is not None:
        sentence = (
            _("{percent} % or more below the baseline") if better else _("{percent} % or more above the baseline")
        )
        ways.append(sentence.format(percent=rules.response_percent))
    if rules.response_points is not None and measure.main is not None:
        if ways:
            sentence = _("{points} points or more below it") if better else _("{points} points or more above it")
        elif better:
            sentence = _("{points} points or more below the baseline")
        else:
            sentence = _("{points} points or more above the baseline")
        ways.append(sentence.format(points=score_text(measure.main, rules.response_points)))
    words = _("A response is a score {ways}.").format(ways=_(" or ").join(ways))
    return f"{words} {_unverified(measure)}".strip()


def change_words(followed: Followed, baseline: int, total: int) -> str:
    """Return a change from the baseline with its sign: in per cent, or in points where the measure counts by them."""
    percent = percent_from(baseline, total) if followed.measure.response.response_percent is not None else None
    change = percent if percent is not None else total - baseline
    unit = " %" if percent is not None else ""
    size = str(abs(change)) if percent is not None else score_text(followed.rule, abs(change))
    sign = "−" if change < 0 else "+" if change > 0 else ""
    return f"{sign}{size}{unit}"


BASELINE_DEFINITION = _("The baseline is the last score at or before the first treatment of the series.")


def _unverified(measure: Measure) -> str:
    return _("Nobody has verified this against the primary source.") if measure.response.provenance.unverified else ""


def _score(followed: Followed, point: Point) -> str:
    """Return a score with what it is called and when it was: ``18 (moderately severe) on 02-Nov-2026``."""
    total = point.total or 0
    band = band_of(followed.measure, followed.rule.id, total, followed.sex)
    words = score_text(followed.rule, total) + (f" ({band.text})" if band else "")
    return _("{score} on {day}").format(score=words, day=formats.format_date(point.at.date()))


def _response(followed: Followed, span: Span, base: Point) -> Told:
    definition = response_definition(followed.measure)
    line = response_line(followed.measure, base.total or 0)
    if line is not None:
        here = _("Here: {score} or less.") if followed.measure.better is Better.LOWER else _("Here: {score} or more.")
        definition += " " + here.format(score=score_text(followed.rule, line))
    first = span.course.first_response
    if first is None:
        return Told(_("No response so far."), definition)
    return Told(_("Response: {score}.").format(score=_score(followed, first)), definition)


def _time(followed: Followed, span: Span) -> list[Told]:
    course = span.course
    if course.first_response is None:
        return []
    definition = _(
        "From the first treatment to the first response that does not overlap. {measure} asks about {recall}: "
        "what was answered sooner after the first treatment, or after the answer before, is not used for it."
    ).format(measure=followed.measure.title, recall=recall_words(followed.measure.recall_hours))
    if course.hours_to_response is None:
        return [Told(_("Time to response: not known, every response so far overlaps."), definition)]
    return [Told(_("Time to response: {time}.").format(time=time_words(course.hours_to_response)), definition)]


def _loss(followed: Followed, span: Span) -> list[Told]:
    course = span.course
    if course.lost is None:
        return []
    words = _("Response lost: {score}").format(score=_score(followed, course.lost))
    words += _(", and found again since.") if course.holds else "."
    return [Told(words, _("Lost is the first score after a response that is no response any more."))]


def _remission(followed: Followed, span: Span, base: Point, limit: int) -> Told:
    lower = followed.measure.better is Better.LOWER
    sentence = _("Remission is a score of {score} or less.") if lower else _("Remission is a score of {score} or more.")
    definition = f"{sentence.format(score=score_text(followed.rule, limit))} {_unverified(followed.measure)}".strip()
    first = span.course.first_remission
    if first is not None:
        return Told(_("Remission: {score}.").format(score=_score(followed, first)), definition)
    there = base.total is not None and (base.total <= limit if lower else base.total >= limit)
    words = _("The baseline was a remission already.") if there else _("No remission so far.")
    return Told(words, definition)


def _latest(followed: Followed, span: Span) -> tuple[Told, ...]:
    latest, base = span.course.latest, span.course.baseline
    if latest is None or latest.at <= span.since:
        return (Told(_("Nothing answered since the first treatment."), ""),)
    words = _("Latest {score}").format(score=_score(followed, latest))
    if base is None or base.total is None or latest.total is None:
        return (Told(words + ".", ""),)
    change = change_words(followed, base.total, latest.total)
    words = _("{latest}: {change} from the baseline.").format(latest=words, change=change)
    told = (Told(words, _("A change is told, not what it came from.")),)
    first = followed.first_baseline
    if first is None or first.total is None or first.id == base.id:
        return told
    change = change_words(followed, first.total, latest.total)
    words = _("Before the first series: {score}; since then {change}.").format(
        score=_score(followed, first), change=change
    )
    return (*told, Told(words, _("A later series often begins with a better score, and is judged by its own.")))
