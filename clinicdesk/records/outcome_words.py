"""The outcomes of the practice in words: each share with its denominator, what is missing, and what was counted how."""

from clinicdesk.language import _, ngettext
from clinicdesk.records.measures.course_words import BASELINE_DEFINITION, recall_words, response_definition
from clinicdesk.rules.measure import Better, Measure
from clinicdesk.rules.outcome_counts import SMALL_GROUP, Counts, Share, can_respond
from clinicdesk.rules.scoring import score_text


def count_words(share: Share) -> str:
    """Return ``12 of 20``, or that there was nobody to count."""
    if not share.of:
        return _("nobody")
    return _("{count} of {of}").format(count=share.count, of=share.of)


def percent_words(share: Share) -> str:
    """Return ``60 % (39 to 78 %)``; of a small group no percentage, but how little it says: ``(6 to 79 %)``."""
    interval = share.interval
    if interval is None:
        return ""
    words = _("({low} to {high} %)\nsmall group") if share.is_small else _("{percent} % ({low} to {high} %)")
    return words.format(
        percent=_percent(share.count / share.of), low=_percent(interval.low), high=_percent(interval.high)
    )


def missing_words(counts: Counts) -> str:
    """Return how many could not be judged by the measure, and why."""
    parts = []
    if counts.no_baseline:
        parts.append(_("{count} no score before").format(count=counts.no_baseline))
    if counts.no_later:
        parts.append(_("{count} none after").format(count=counts.no_later))
    return "\n".join(parts) or _("none")


def under_way_words(counts: Counts) -> str:
    """Return how many are still being treated, who count in no share of completed series; empty for none."""
    return _("{count} under treatment").format(count=counts.under_way) if counts.under_way else ""


def further_words(further_series: int) -> str:
    """Return how many later series are not counted; empty for none."""
    if not further_series:
        return ""
    words = ngettext("{count} later series", "{count} later series", further_series)
    return words.format(count=further_series)


def definitions(measure: Measure) -> list[str]:
    """Return what was counted how, and what it does not say, as sentences to stand below every table."""
    judged = _(
        "Judged by {measure}, which asks about {recall}: who has a score before the first treatment and one after."
    )
    small = _(
        "In brackets: the 95 % confidence interval (Wilson). Groups below {small} are too small for a percentage."
    )
    return [
        _("Each patient counts once in a row, with the first series under this protocol for this indication."),
        _("Series of fluids and vitamins alone are not counted: no score is judged by them."),
        _("Completed: as many treatments began as were planned; who is still under treatment is not counted there."),
        judged.format(measure=measure.title, recall=recall_words(measure.recall_hours)),
        BASELINE_DEFINITION,
        *_response(measure),
        *_remission(measure),
        _("Unwanted events: patients with at least one recorded in the series, during a visit or told later."),
        small.format(small=SMALL_GROUP),
        _(
            "Counted is what was recorded here. Nobody is compared with patients who were not treated, and those who "
            "were asked may differ from those who were not: this does not show what the treatment did."
        ),
    ]


def _response(measure: Measure) -> list[str]:
    if not can_respond(measure):
        return [_("For this questionnaire no rule is known that makes a change a response.")]
    lost = _("Lost: a later score that is no response any more, of those who responded and were asked again.")
    return [response_definition(measure), lost]


def _remission(measure: Measure) -> list[str]:
    limit = measure.response.remission
    if limit is None or measure.main is None:
        return []
    lower = measure.better is Better.LOWER
    words = (
        _("Remission: {score} or less, of those who were not there before the first treatment.")
        if lower
        else _("Remission: {score} or more, of those who were not there before the first treatment.")
    )
    return [words.format(score=score_text(measure.main, limit))]


def _percent(share: float) -> int:
    return round(100 * share)
