"""What is known of a questionnaire, so that whoever answers for it can read its numbers: no rule is silent."""

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.measures.course_words import recall_words, response_definition
from clinicdesk.records.measures.files import InUse
from clinicdesk.rules.measure import Band, Better, Measure, ScoreRule
from clinicdesk.rules.scoring import score_text


def known(desk: Desk, one: InUse) -> str:
    """Return it as lines: what it is and asks, by whose licence, what its scores are called and what calls somebody."""
    measure = one.measure
    lines = [
        _("{title}. It asks about {recall}.").format(
            title=measure.full_title, recall=recall_words(measure.recall_hours)
        )
    ]
    if one.installed is not None:
        day = formats.format_date(desk.local(one.installed.at).date())
        said = _("Installed by {name}, {day}: {licence}")
        lines.append(said.format(name=one.installed.by, day=day, licence=one.installed.licence))
    lines += [*_bands(measure), *_response(measure), _calls(measure)]
    lines.append(_("Licence: {words}").format(words=measure.licence))
    lines.append(_("Source: {words}").format(words=measure.provenance.source))
    return "\n".join(lines)


def _bands(measure: Measure) -> list[str]:
    rules = {rule.id: rule for rule in measure.scores}
    told = [_band(rules[band.score], band) for band in measure.bands]
    return [_("Scores are called: {bands}.").format(bands="; ".join(told))] if told else []


def _band(rule: ScoreRule, band: Band) -> str:
    low, high = score_text(rule, band.low), score_text(rule, band.high)
    words = {"female": _("{low} to {high} {text} (women)"), "male": _("{low} to {high} {text} (men)")}.get(
        band.sex, _("{low} to {high} {text}")
    )
    return words.format(low=low, high=high, text=band.text)


def _response(measure: Measure) -> list[str]:
    rule, told = measure.response, []
    if rule.response_percent is not None or rule.response_points is not None:
        told.append(response_definition(measure))
    if rule.remission is not None and measure.main is not None:
        less, more = _("Remission is a score of {score} or less."), _("Remission is a score of {score} or more.")
        words = less if measure.better is Better.LOWER else more
        told.append(words.format(score=score_text(measure.main, rule.remission)))
    return [" ".join(told)] if told else []


def _calls(measure: Measure) -> str:
    if not measure.alerts:
        return _("No answer calls for a clinician.")
    return _("Calls for a clinician at once: {rules}").format(rules=" ".join(rule.words for rule in measure.alerts))
