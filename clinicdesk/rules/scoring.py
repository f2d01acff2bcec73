"""What the answers of a questionnaire come to: its scores, what is still missing, and what calls for a clinician.

Every number of an instrument stands in its file with its source (``resources/measures``); here is only how they are
counted. No score is made up for a missing answer: it is None unless the instrument itself allows so many to be missing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.measure import AlertRule, Band, Finding, Item, Measure, Method, Need, ScoreRule

Answers = Mapping[str, int | None]
"""Item → value. None was left out on purpose; an item without a key was never asked."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What answers come to.

    ``scores``: score → value in the unit of the file, None where it cannot be counted. ``missing``: the items that
    still have to be asked, in the order of the form. ``findings`` and ``alerts`` hold whatever else is answered.
    """

    scores: dict[str, int | None]
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]
    alerts: tuple[AlertRule, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing has to be asked any more."""
        return not self.missing


def scored(measure: Measure, answers: Answers, typed: Mapping[str, int] | None = None) -> Scored:
    """Return what the answers come to.

    ``typed``: scores from a sheet kept elsewhere, in the unit of the file; they stand as they are. Then no item is
    asked for but the one about suicidal thoughts: a blank there is not a zero. Raises ``BadValue`` for an item, an
    answer or a score that the measure does not have.
    """
    typed = typed or {}
    _check(measure, answers, typed)
    given = {item: value for item, value in answers.items() if value is not None}
    missing = _missing(measure, given, typed)
    scores = _scores(measure, given, typed)
    findings = _findings(measure, given)
    alerts = tuple(rule for rule in measure.alerts if _alerts(rule, given, scores, findings))
    return Scored(scores, missing, findings, alerts)


def band_of(measure: Measure, score_id: str, value: int, sex: str = "") -> Band | None:
    """Return what a score is called; None where the file has no word for it.

    A band for this ``sex`` at birth ("female", "male") goes before one for everybody; with another sex, or none known,
    only bands for everybody count.
    """
    fitting = [band for band in measure.bands if band.score == score_id and band.low <= value <= band.high]
    for wanted in (sex, ""):
        for band in fitting:
            if band.sex == wanted:
                return band
    return None


def score_text(rule: ScoreRule, value: int) -> str:
    """Return a score as it is written: ``14``, or ``3.25`` for a mean in hundredths."""
    if rule.per == 1:
        return str(value)
    digits = len(str(rule.per)) - 1
    sign, whole = ("-" if value < 0 else ""), abs(value)
    return f"{sign}{whole // rule.per}.{whole % rule.per:0{digits}d}"


def typed_score(rule: ScoreRule, text: str) -> int:
    """Return a score somebody typed, in the unit of the file. Raises ``BadValue`` for what is no such score."""
    digits = len(str(rule.per)) - 1
    plain = text.strip().replace(",", ".") if digits else text.strip()
    whole, point, part = plain.partition(".")
    numbers = whole.isascii() and whole.isdecimal() and (not point or (part.isascii() and part.isdecimal()))
    if numbers and len(whole) <= 6 and len(part) <= digits:
        value = int(whole) * rule.per + int((part or "0").ljust(digits, "0"))
        if rule.low <= value <= rule.high:
            return value
    raise BadValue(_wanted(rule), rule.id)


def _wanted(rule: ScoreRule) -> str:
    low, high = score_text(rule, rule.low), score_text(rule, rule.high)
    if rule.per == 1:
        return _("{score} is a whole number from {low} to {high}.").format(score=rule.title, low=low, high=high)
    return _("{score} is a number from {low} to {high}, with two decimals at most.").format(
        score=rule.title, low=low, high=high
    )


def _check(measure: Measure, answers: Answers, typed: Mapping[str, int]) -> None:
    items = {item.id: item for item in measure.items}
    for name, value in answers.items():
        if name not in items:
            raise BadValue(_("{measure} has no item {item}.").format(measure=measure.title, item=name), name)
        if value is not None and not _can_be(items[name], value):
            sentence = _("{value} is no answer to item {item} of {measure}.")
            raise BadValue(sentence.format(value=value, item=name, measure=measure.title), name)
    rules = {rule.id: rule for rule in measure.scores}
    for name, value in typed.items():
        if name not in rules:
            raise BadValue(_("{measure} has no score “{score}”.").format(measure=measure.title, score=name), name)
        if not rules[name].low <= value <= rules[name].high:
            raise BadValue(_wanted(rules[name]), name)


def _can_be(item: Item, value: int) -> bool:
    # True is 1 in Python, but no answer of a form.
    return not isinstance(value, bool) and value in item.values


def asked(measure: Measure, answers: Answers) -> tuple[Item, ...]:
    """Return the items to be put to whoever answers, in order, as far as the answers so far tell.

    Left out are those that another answer stands for, and those that follow only from answers that were not given.
    """
    given = {item: value for item, value in answers.items() if value is not None}
    stood_for = _stood_for(measure, given)
    return tuple(
        item
        for item in measure.items
        if item.id in given or (item.id not in stood_for and _state(item.asked_if, measure, given) is True)
    )


def _missing(measure: Measure, given: Mapping[str, int], typed: Mapping[str, int]) -> tuple[str, ...]:
    if typed:
        item = measure.suicide_item
        return (item,) if item and item not in given else ()
    return tuple(item.id for item in asked(measure, given) if not item.optional and item.id not in given)


def _stood_for(measure: Measure, given: Mapping[str, int]) -> set[str]:
    return {other for item in measure.items if item.id in given for other in item.stands_for}


def _state(need: Need | None, measure: Measure, given: Mapping[str, int]) -> bool | None:
    """Return whether a need is met; None while that hangs on an item that can still be answered."""
    if need is None:
        return True
    met = sum(given[name] >= need.value for name in need.items if name in given)
    if met >= need.count:
        return True
    open_items = sum(_open(measure.item(name), measure, given) for name in need.items)
    return None if met + open_items >= need.count else False


def _open(item: Item, measure: Measure, given: Mapping[str, int]) -> bool:
    """Whether an answer to the item may still come and matter."""
    if item.id in given or item.id in _stood_for(measure, given):
        return False
    return not _never_asked(item, measure, given)


def _never_asked(item: Item, measure: Measure, given: Mapping[str, int]) -> bool:
    return item.asked_if is not None and _state(item.asked_if, measure, given) is False


def _scores(measure: Measure, given: Mapping[str, int], typed: Mapping[str, int]) -> dict[str, int | None]:
    exact: dict[str, Fraction | None] = {}
    # A mean of scores needs these first.
    for rule in sorted(measure.scores, key=lambda rule: rule.method is Method.MEAN_OF_SCORES):
        exact[rule.id] = Fraction(typed[rule.id]) if rule.id in typed else _counted(measure, rule, given, exact)
    counted = {rule.id: exact[rule.id] for rule in measure.scores}
    return {name: None if value is None else _rounded(value) for name, value in counted.items()}


def _counted(
    measure: Measure, rule: ScoreRule, given: Mapping[str, int], exact: Mapping[str, Fraction | None]
) -> Fraction | None:
    """Return a score before it is rounded, or None."""
    if rule.method is Method.TYPED:
        return None
    if rule.method is Method.MEAN_OF_SCORES:
        parts = [exact[name] for name in rule.items]
        found = [part for part in parts if part is not None]
        return sum(found, Fraction()) / len(found) if len(found) == len(parts) else None
    values = _values(measure, rule, given)
    missing = [name for name in rule.items if name not in values and name not in _stood_for(measure, given)]
    if len(missing) > rule.missing_allowed or not values:
        return None
    return _METHODS[rule.method](rule, values)


def _values(measure: Measure, rule: ScoreRule, given: Mapping[str, int]) -> dict[str, int]:
    """Return what each item counts; one that earlier answers rule out counts 0, whatever was once put there."""
    values: dict[str, int] = {}
    for name in rule.items:
        if _never_asked(measure.item(name), measure, given):
            values[name] = 0
        elif name in given:
            values[name] = given[name]
    return values


def _sum(rule: ScoreRule, values: Mapping[str, int]) -> Fraction:
    return Fraction(sum(values.values()) * rule.per)


def _mean(rule: ScoreRule, values: Mapping[str, int]) -> Fraction:
    return Fraction(sum(values.values()) * rule.per, len(values))


def _groups(rule: ScoreRule, values: Mapping[str, int]) -> Fraction | None:
    groups = [[values[name] for name in group if name in values] for group in rule.groups]
    return Fraction(sum(map(max, groups)) * rule.per) if all(groups) else None


_METHODS: Mapping[Method, Callable[[ScoreRule, Mapping[str, int]], Fraction | None]] = {
    Method.SUM: _sum,
    Method.MEAN: _mean,
    Method.GROUPS: _groups,
}


def _rounded(value: Fraction) -> int:
    """Return the nearest whole number; a half goes up, as on paper."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _findings(measure: Measure, given: Mapping[str, int]) -> tuple[Finding, ...]:
    """Return what holds. In a group nothing is said while a worse one, which stands before it, may still hold."""
    settled: set[str] = set()
    found: list[Finding] = []
    for finding in measure.findings:
        if finding.group and finding.group in settled:
            continue
        state = _finding_state(finding, measure, given)
        if state is True:
            found.append(finding)
        if state is not False and finding.group:
            settled.add(finding.group)
    return tuple(found)


def _finding_state(finding: Finding, measure: Measure, given: Mapping[str, int]) -> bool | None:
    states = [_all_met(needs, measure, given) for needs in finding.any_of]
    if True in states:
        return True
    return None if None in states else False


def _all_met(needs: tuple[Need, ...], measure: Measure, given: Mapping[str, int]) -> bool | None:
    states = [_state(need, measure, given) for need in needs]
    if False in states:
        return False
    return None if None in states else True


def _alerts(
    rule: AlertRule, given: Mapping[str, int], scores: Mapping[str, int | None], findings: tuple[Finding, ...]
) -> bool:
    if rule.finding:
        return any(finding.id == rule.finding for finding in findings)
    value = given.get(rule.item) if rule.item else scores.get(rule.score)
    if value is None:
        return False
    return value <= rule.at_most if rule.at_most is not None else value >= rule.at_least
