"""What a questionnaire or rating scale is: its items, how it is scored, what its scores mean, and where that is from.

The files lie in ``resources/measures``; ``clinicdesk.records.measures`` reads them, ``scoring`` counts, ``response``
says what became of somebody by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from clinicdesk.rules.dose_rules import Provenance

Words = Mapping[str, str]
"""A text by the code of its language. Empty: no text may be shown."""


WHOLE_LIFE_HOURS = 100 * 365 * 24
"""The recall period of a measure that asks whether something ever was: longer than anybody can look back."""


class Shipping(StrEnum):
    """What of a measure the program may hold."""

    TEXT = "text"
    """The official wording is free, and here."""
    OWN_WORDS = "own_words"
    """The criteria are free; the words are ours."""
    SCORE_ONLY = "score_only"
    """The wording is not free: a score is typed, or answers by the number of the item."""


class Method(StrEnum):
    """How a score is made from the values of its items."""

    SUM = "sum"
    MEAN = "mean"
    """The mean, in hundredths: 325 is 3.25."""
    MEAN_OF_SCORES = "mean_of_scores"
    """The mean of other scores, each counted exactly and rounded only in the end."""
    GROUPS = "groups"
    """The sum of the highest value of each group of items."""
    TYPED = "typed"
    """Never counted here: typed from the sheet of whoever holds the wording."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be given."""

    value: int
    text: Words
    loinc: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """At least ``count`` of ``items`` are answered with ``value`` or more."""

    items: tuple[str, ...]
    value: int
    count: int


@dataclass(frozen=True, slots=True)
class Item:
    """One question. ``id`` is stored with the answer and never changes.

    ``text``: its wording; of a score-only measure at most our own label for staff. ``choices`` are the answers; empty
    for a scale from ``low`` to ``high``, whose ends are told by ``ends``. ``scored``: it counts in no score otherwise.
    ``optional``: the measure is complete without it. ``asked_if``: asked only where these answers were given before;
    where they were not, it counts as 0. ``stands_for``: while it is answered, these items are not asked for (one of two
    about weight, a level of risk instead of six questions).
    """

    id: str
    text: Words
    choices: tuple[Choice, ...]
    low: int
    high: int
    ends: tuple[Words, Words] | None = None
    scored: bool = True
    optional: bool = False
    loinc: str = ""
    asked_if: Need | None = None
    stands_for: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[int, ...]:
        """The values that can be recorded, in the order they are shown."""
        return tuple(choice.value for choice in self.choices) or tuple(range(self.low, self.high + 1))


@dataclass(frozen=True, slots=True)
class ScoreRule:
    """One score. The first of a measure is the one that is followed over time.

    ``items`` are its items, those of all ``groups`` together, or for a mean of scores the ids of these.
    Values are whole numbers from ``low`` to ``high``, of which ``per`` make one point (100 for a mean).
    ``missing_allowed``: so many of its items may be unanswered where the instrument itself says so.
    """

    id: str
    title: str
    method: Method
    items: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    low: int
    high: int
    per: int = 1
    missing_allowed: int = 0
    loinc: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """What a score from ``low`` to ``high``, both included, is called.

    ``sex``: only for "female" or "male" at birth.
    """

    score: str
    low: int
    high: int
    text: str
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What holds when all needs of one of ``any_of`` are met: a diagnostic rule, a level of risk. Never a diagnosis.

    Of findings with the same ``group`` only the first that holds is said.
    """

    id: str
    text: str
    any_of: tuple[tuple[Need, ...], ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class AlertRule:
    """An answer, a score or a finding that a clinician must know of at once.

    Exactly one of ``item``, ``score`` and ``finding`` is given. The first two alert from ``at_least`` on or, where it
    is given, from ``at_most`` down (a scale of wakefulness).
    """

    id: str
    words: str
    item: str = ""
    score: str = ""
    finding: str = ""
    at_least: int = 1
    at_most: int | None = None


class Better(StrEnum):
    """In which direction a score gets better."""

    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True)
class ResponseRule:
    """When the first score counts as a response, and as a remission.

    A response is a change for the better by ``response_percent`` of the baseline, or by ``response_points`` (in the
    unit of the score); either alone is enough. None: no such rule is known. ``remission``: at this value or better.
    """

    response_percent: int | None
    response_points: int | None
    remission: int | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Measure:
    """A questionnaire or rating scale.

    Attributes:
        title: The short name, ``PHQ-9``.
        full_title: What it is, in plain words.
        about: What it asks about: ``depression``, ``pain`` …
        filled_by: ``patient`` or ``clinician``: who answers.
        recall_hours: The time an answer looks back over; 0 asks about now, ``WHOLE_LIFE_HOURS`` about all of it.
        asked: The question or instruction above the items, by language.
        suicide_item: The item about suicidal thoughts, or an empty text; asked by itself where only a total is typed.
        licence: What may be done with the wording, and who says so.
    """

    id: str
    version: str
    title: str
    full_title: str
    about: str
    filled_by: str
    recall_hours: int
    shipping: Shipping
    languages: tuple[str, ...]
    asked: Words
    items: tuple[Item, ...]
    scores: tuple[ScoreRule, ...]
    bands: tuple[Band, ...]
    findings: tuple[Finding, ...]
    alerts: tuple[AlertRule, ...]
    better: Better
    response: ResponseRule
    suicide_item: str
    loinc: str
    licence: str
    provenance: Provenance

    @property
    def main(self) -> ScoreRule | None:
        """The score that is followed over time; None where the measure has none (a level of risk)."""
        return self.scores[0] if self.scores else None

    @property
    def has_text(self) -> bool:
        """Whether the items can be shown to whoever answers."""
        return self.shipping is not Shipping.SCORE_ONLY

    def item(self, item_id: str) -> Item:
        """Return an item. Raises ``KeyError``."""
        return {item.id: item for item in self.items}[item_id]
