"""What must be there before a questionnaire can be recorded; what a single answer can be, ``scoring`` knows."""

from collections.abc import Mapping

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.measures.result import Way
from clinicdesk.rules.measure import Measure, Method

Answers = Mapping[str, int | None]


def check(measure: Measure, answers: Answers, typed: Mapping[str, int], way: Way) -> None:
    """Raise ``BadValue`` for what cannot be; its ``field`` is the id of the item or the score it is about."""
    if not answers and not typed:
        raise BadValue(_("Nothing is filled in yet. Type at least one answer or the score."))
    _check_least(measure, answers, typed)
    if way is Way.TOTAL and measure.suicide_item and measure.suicide_item not in answers:
        # A total says nothing of suicidal thoughts: blank is not zero, so their item is asked by itself.
        raise BadValue(
            _("The score does not say what was answered about suicidal thoughts. Type it, or say it is not known."),
            measure.suicide_item,
        )


def _check_least(measure: Measure, answers: Answers, typed: Mapping[str, int]) -> None:
    """A sum cannot be less than the answers it is made of: somebody looked at the wrong line of the sheet."""
    for rule in measure.scores:
        least = sum(answers.get(item) or 0 for item in rule.items) if rule.method is Method.SUM else 0
        if rule.id in typed and typed[rule.id] < least * rule.per:
            raise BadValue(
                _("{title} cannot be less than {least}, which is what was answered beside it.").format(
                    title=rule.title, least=least
                ),
                rule.id,
            )
