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
    _check_parts(measure, typed)
    if way is Way.TOTAL and measure.suicide_item and measure.suicide_item not in answers:
        # A total says nothing of suicidal thoughts: blank is not zero, so their item is asked by itself.
        raise BadValue(
            _("The score does not say what was answered about suicidal thoughts. Type it, or – where it is not known."),
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


def _check_parts(measure: Measure, typed: Mapping[str, int]) -> None:
    """No part is more than the whole, and parts that make the whole come to it."""
    sums = [rule for rule in measure.scores if rule.id in typed and rule.method is Method.SUM]
    for whole in sums:
        parts, covered = 0, set[str]()
        for part in sums:
            if not set(part.items) < set(whole.items):
                continue
            if typed[part.id] > typed[whole.id]:
                raise BadValue(
                    _("{part} cannot be more than {whole}.").format(part=part.title, whole=whole.title), part.id
                )
            if covered.isdisjoint(part.items):
                parts, covered = parts + typed[part.id], covered | set(part.items)
        if covered == set(whole.items) and parts != typed[whole.id]:
            words = _("The parts make {sum}, and {whole} is {total}. One of them is read from the wrong line.")
            raise BadValue(words.format(sum=parts, whole=whole.title, total=typed[whole.id]), whole.id)
