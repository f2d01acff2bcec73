"""What became of the patients of a practice, counted: by indication and protocol, each patient once, nothing hidden.

Definitions:

- Each patient counts **once in a row**, with the first series under this protocol for this indication: the interval of
  a share takes its cases to be independent, and the series of one person are not. Later ones are counted beside.
- **Started**: a treatment of the series began. **Completed**: as many treatments began as were planned. Whoever is
  still under treatment is counted beside, and stands in no denominator of completion.
- **Response, remission, loss of response**: as ``rules.response`` judges one series by one measure. Judged are those
  with a score before the first treatment and one after it; everybody else is counted as missing, with the reason.
  Who was in remission before the first treatment cannot come into it, and is left out of that denominator.
- **Loss of response**: of those who responded and were asked again afterwards.
- **Unwanted events**: patients with at least one recorded in the series, told of during a visit or later.

Counted is what was recorded. There is no group without the treatment: no effect is claimed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from clinicdesk.rules.intervals import Interval, wilson
from clinicdesk.rules.measure import Measure
from clinicdesk.rules.response import Course, in_remission

SMALL_GROUP = 10
"""Below so many a percentage says more than the numbers do, and is left out. Our own choice."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def interval(self) -> Interval | None:
        """The 95 % confidence interval; None of nobody."""
        return wilson(self.count, self.of) if self.of else None

    @property
    def is_small(self) -> bool:
        """Whether there are too few for a percentage."""
        return self.of < SMALL_GROUP


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of somebody by the measure that is looked at.

    ``had_later``: there is a score after the first treatment, and one before it. ``was_remission``: before the first
    treatment already. ``asked_again``: there is a score after the first response.
    """

    had_baseline: bool
    had_later: bool
    was_remission: bool
    responded: bool
    remitted: bool
    asked_again: bool
    lost: bool

    @classmethod
    def of(cls, measure: Measure, found: Course) -> "Judged":
        """Return what a course comes to."""
        base, latest, first = found.baseline, found.latest, found.first_response
        return cls(
            had_baseline=base is not None,
            # The latest score is the one before the first treatment where there is none after it.
            had_later=base is not None and latest is not None and latest.id != base.id,
            was_remission=base is not None and in_remission(measure, base),
            responded=first is not None,
            remitted=found.first_remission is not None,
            # The latest score comes after the first response, or is that one; two may be of one moment.
            asked_again=first is not None and latest is not None and latest.id != first.id,
            lost=found.lost is not None,
        )


@dataclass(frozen=True, slots=True)
class Treated:
    """One patient's first series of a row.

    ``unwanted`` and ``severe``: how many events were recorded, and how many of them were severe or life-threatening.
    """

    planned: int
    given: int
    ended: bool
    unwanted: int
    severe: int
    judged: Judged


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of one row.

    ``response``, ``remission`` and ``lost`` are None where the measure has no such rule. ``no_baseline`` and
    ``no_later`` are the patients who could not be judged, each counted once.
    """

    started: int
    under_way: int
    completed: Share
    no_baseline: int
    no_later: int
    response: Share | None
    remission: Share | None
    lost: Share | None
    adverse: Share
    severe: Share


def counted(measure: Measure, group: Iterable[Treated]) -> Counts:
    """Count a group; see the definitions of this module."""
    everybody = list(group)
    over = [one for one in everybody if one.ended or one.given >= one.planned]
    with_baseline = [one.judged for one in everybody if one.judged.had_baseline]
    judged = [one for one in with_baseline if one.had_later]
    responded = [one for one in judged if one.responded]
    asked_again = [one for one in responded if one.asked_again]
    outside = [one for one in judged if not one.was_remission]
    started, responses, remissions = len(everybody), can_respond(measure), measure.response.remission is not None
    return Counts(
        started=started,
        under_way=started - len(over),
        completed=Share(sum(one.given >= one.planned for one in over), len(over)),
        no_baseline=started - len(with_baseline),
        no_later=len(with_baseline) - len(judged),
        response=Share(len(responded), len(judged)) if responses else None,
        remission=Share(sum(one.remitted for one in outside), len(outside)) if remissions else None,
        lost=Share(sum(one.lost for one in asked_again), len(asked_again)) if responses else None,
        adverse=Share(sum(one.unwanted > 0 for one in everybody), started),
        severe=Share(sum(one.severe > 0 for one in everybody), started),
    )


def can_respond(measure: Measure) -> bool:
    """Tell whether the measure says what a response is."""
    return measure.response.response_percent is not None or measure.response.response_points is not None
