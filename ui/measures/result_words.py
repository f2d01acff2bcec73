"""A result in the words of staff: its score with what it is called, how it came in, and what became of it."""

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.measures import FilledBy, Result, Way, files, findings
from clinicdesk.rules import scoring
from clinicdesk.rules.measure import Measure, ScoreRule
from ui.measures.said import said


def when(desk: Desk, result: Result) -> str:
    """Return when it was answered; a sheet of which only the day is known says only the day."""
    at = desk.local(result.answered_at)
    if result.way in (Way.PAPER, Way.TOTAL) and (at.hour, at.minute) == (0, 0):
        return formats.format_date(at.date())
    return formats.format_date_time(at)


def main_score(desk: Desk, result: Result, sex: str) -> str:
    """Return the score that is followed, with what it is called; or why there is none, or why it counts no more."""
    measure = files.of_file(desk, result.file_id)
    if measure.main is None:
        words = findings.instead_of_score(measure, result)
        words = words[:1].upper() + words[1:]
    else:
        words = score(measure, measure.main, result, sex)
    if result.voided_reason is not None:
        return _("Voided. It was: {score}").format(score=words)
    if result.corrected_by is not None:
        return _("Corrected. It was: {score}").format(score=words)
    return words


def score(measure: Measure, rule: ScoreRule, result: Result, sex: str) -> str:
    """Return one score with what it is called."""
    value = result.scores.get(rule.id)
    if value is None:
        return _("No score: answers are missing")
    band = scoring.band_of(measure, rule.id, value, sex)
    words = scoring.score_text(rule, value)
    return f"{words} · {band.text}" if band else words


def way(result: Result) -> str:
    """Return how it came in, and whose answers they are."""
    words = _WAYS[result.way]
    return f"{words}, {_('for the patient')}" if result.filled_by is FilledBy.PROXY else words


def answer(measure: Measure, item_id: str, result: Result) -> str:
    """Return one answer as number and words; left out and never asked are told apart."""
    if item_id not in result.answers:
        return _("not asked")
    value = result.answers[item_id]
    if value is None:
        return _("no answer")
    words = next((said(one.text, "en") for one in measure.item(item_id).choices if one.value == value), "")
    return f"{value} · {words}" if words else str(value)


_WAYS = {
    Way.SCREEN: _("On the screen"),
    Way.READ_ALOUD: _("Read aloud"),
    Way.PAPER: _("From paper"),
    Way.TOTAL: _("Only the score"),
}
