"""When the questionnaires and ratings a protocol asks for are due, and by when an answer still counts for that time.

How wide the windows are is this project's own choice; the times themselves stand in the protocol's file.
"""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from clinicdesk.rules.dose_rules import Provenance

BASELINE_DAYS = 14
"""So many days before the first treatment an answer is a baseline: as long as PHQ-9 and GAD-7 look back."""
DAY_AFTER_DAYS = 2
"""The day after a treatment, and the one after that for whoever was not reached."""
WEEKLY_SOON, MONTHLY_SOON, END_SOON = timedelta(days=2), timedelta(days=7), timedelta(days=7)
"""So long after it is first due it is overdue."""
END_DAYS = 28
"""So long after the last treatment an answer still tells how a series ended."""
LONGEST_FOLLOW_UP_DAYS = 366
"""The longest a protocol follows its patients after the last treatment."""


class When(StrEnum):
    """At which point of a series a measure is due. The values stand in protocol files and in due keys."""

    BASELINE = "baseline"
    BEFORE_SESSION = "before_session"
    DAY_AFTER = "day_after"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    END = "end"


@dataclass(frozen=True, slots=True)
class MeasureDue:
    """One measure at one point of a series.

    ``follow_up_days``: for so long after the last treatment what is weekly or monthly goes on.
    """

    measure: str
    when: When
    provenance: Provenance
    follow_up_days: int = 0


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """One session of a plan that was not closed as "not treated". Times are aware; ``day`` is the clinic's."""

    id: str
    day: date
    starts_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """What is known of a series. ``visits`` are in the order of their days.

    ``followed_until``: on this day another series took over, and with it the questions.
    """

    id: str
    measures: tuple[MeasureDue, ...]
    visits: tuple[PlannedVisit, ...]
    planned_count: int
    ended_on: date | None = None
    followed_until: date | None = None

    @property
    def given(self) -> tuple[PlannedVisit, ...]:
        """The visits whose treatment began."""
        return tuple(visit for visit in self.visits if visit.started_at is not None)

    @property
    def is_over(self) -> bool:
        """Whether no treatment is to come any more: all were given, or the series was ended early."""
        return self.ended_on is not None or len(self.given) >= self.planned_count


@dataclass(frozen=True, slots=True)
class Answer:
    """That a measure was answered, and when; what was answered does not matter here."""

    measure: str
    at: datetime
    due_key: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """One time at which a measure is asked.

    It can be answered from ``from_at`` on, and is overdue after ``wanted_by``. From ``until`` on an answer would say
    something else; None: that moment is not known yet. ``due_key`` names it for ever: ``<series id> baseline phq-9``.
    """

    measure: str
    due_key: str
    from_at: datetime
    wanted_by: datetime
    until: datetime | None
    overdue: bool
    when: When
    session_id: str | None = None


def due(
    plan: SeriesPlan, answers: Iterable[Answer], skipped: AbstractSet[str], now: datetime, zone: tzinfo
) -> tuple[Due, ...]:
    """Return what is to be asked now, the most urgent first; of equal ones in the order of the protocol."""
    return waiting(times(plan, now, zone, open_only=True), answers, skipped, now)


def waiting(
    begun: Iterable[Due], answers: Iterable[Answer], skipped: AbstractSet[str], now: datetime
) -> tuple[Due, ...]:
    """Return which of some ``times`` are to be asked now, the most urgent first."""
    given = tuple(answers)
    found = [
        one
        for one in begun
        if (one.until is None or now < one.until) and one.due_key not in skipped and not _is_answered(one, given)
    ]
    return tuple(sorted(found, key=lambda one: one.wanted_by))


def missed(
    plan: SeriesPlan, answers: Iterable[Answer], skipped: AbstractSet[str], now: datetime, zone: tzinfo
) -> tuple[Due, ...]:
    """Return what nobody asked while it could be answered, and nobody said why, in the order of time."""
    given = tuple(answers)
    found = [
        one
        for one in times(plan, now, zone)
        if one.until is not None and one.until <= now and one.due_key not in skipped and not _is_answered(one, given)
    ]
    return tuple(sorted(found, key=lambda one: (one.from_at, one.due_key)))


def times(plan: SeriesPlan, now: datetime, zone: tzinfo, *, open_only: bool = False) -> tuple[Due, ...]:
    """Return every time at which something of a plan is or was asked, as far as it has begun.

    ``open_only``: without those of earlier days that nobody can answer any more, which a long follow-up has many of.
    """
    if not plan.visits:
        return ()
    frame = _Frame(plan, now, zone, open_only)
    return tuple(one for asked in plan.measures for one in frame.times_of(asked) if one.from_at <= now)


def _is_answered(wanted: Due, answers: Sequence[Answer]) -> bool:
    """Any answer in its time counts, whatever it was given for; one given for it also when it took a little longer."""
    for answer in answers:
        if answer.measure != wanted.measure or answer.at < wanted.from_at:
            continue
        if wanted.until is None or answer.at < wanted.until or answer.due_key == wanted.due_key:
            return True
    return False


@dataclass(frozen=True)
class _Frame:
    """One series at one moment, in the clinic's zone."""

    plan: SeriesPlan
    now: datetime
    zone: tzinfo
    open_only: bool
    with_baseline: frozenset[str] = field(init=False)
    given: tuple[PlannedVisit, ...] = field(init=False)
    today: date = field(init=False)

    def __post_init__(self) -> None:
        asked = frozenset(one.measure for one in self.plan.measures if one.when is When.BASELINE)
        object.__setattr__(self, "with_baseline", asked)
        object.__setattr__(self, "given", self.plan.given)
        object.__setattr__(self, "today", self.now.astimezone(self.zone).date())

    def times_of(self, asked: MeasureDue) -> Iterator[Due]:
        if asked.when is When.BASELINE:
            yield from self._baseline(asked)
        elif asked.when is When.BEFORE_SESSION:
            yield from self._before_sessions(asked)
        elif asked.when is When.DAY_AFTER:
            yield from self._days_after(asked)
        elif asked.when is When.END:
            yield from self._end(asked)
        else:
            yield from self._again_and_again(asked)

    def _baseline(self, asked: MeasureDue) -> Iterator[Due]:
        if self.plan.ended_on is not None and not self.given:
            return
        # A visit nobody began and nobody closed may stand before those that were given.
        first = self.given[0] if self.given else self.plan.visits[0]
        yield self._due(
            asked,
            self.plan.id,
            self._midnight(first.day, -BASELINE_DAYS),
            first.starts_at or self._midnight(first.day),
            first.started_at,
        )

    def _before_sessions(self, asked: MeasureDue) -> Iterator[Due]:
        first = (self.given or self.plan.visits)[0]
        previous: PlannedVisit | None = None
        tomorrow = self.today + timedelta(days=1)
        for visit in self.plan.visits:
            if visit.day > tomorrow:
                # The visits are in the order of their days: nothing is asked yet for those that follow.
                return
            is_gone = self.open_only and visit.day < self.today
            # The baseline is asked before the first one.
            if not is_gone and not (visit is first and asked.measure in self.with_baseline):
                is_next_day = previous is not None and previous.day >= visit.day - timedelta(days=1)
                yield self._due(
                    asked,
                    visit.id,
                    self._midnight(visit.day, 0 if is_next_day else -1),
                    visit.starts_at or self._midnight(visit.day, 1),
                    visit.started_at or self._midnight(visit.day, 1),
                    visit.id,
                )
            previous = visit

    def _days_after(self, asked: MeasureDue) -> Iterator[Due]:
        given = self.given
        for position, visit in enumerate(given):
            if self.open_only and visit.day < self.today - timedelta(days=DAY_AFTER_DAYS):
                continue
            until = self._midnight(visit.day, 1 + DAY_AFTER_DAYS)
            if position + 1 < len(given):
                # The next treatment has begun: what is asked now is about that one.
                until = min(until, given[position + 1].started_at or until)
            from_at = self._midnight(visit.day, 1)
            if from_at < until:
                yield self._due(asked, visit.id, from_at, self._midnight(visit.day, 2), until, visit.id)

    def _again_and_again(self, asked: MeasureDue) -> Iterator[Due]:
        """What is weekly or monthly, counted from the first treatment."""
        if not self.given:
            return
        first, last = self.given[0].day, self._last_day(asked)
        soon = WEEKLY_SOON if asked.when is When.WEEKLY else MONTHLY_SOON
        number = self._first_number(first, asked.when) if self.open_only else 1
        while (day := _after(first, number, asked.when)) <= min(last, self.today):
            from_at, until = self._midnight(day), self._midnight(_after(first, number + 1, asked.when))
            yield self._due(asked, self.plan.id, from_at, from_at + soon, until, number=number)
            number += 1

    def _first_number(self, first: date, when: When) -> int:
        """Return the number of the week or month that is under way, or the one before."""
        days = (self.today - first).days
        if when is When.WEEKLY:
            return max(1, days // 7)
        months = (self.today.year - first.year) * 12 + self.today.month - first.month
        return max(1, months - 1)

    def _last_day(self, asked: MeasureDue) -> date:
        """Return the day on which something weekly or monthly is asked for the last time."""
        last = self.given[-1].day if self.plan.is_over else max(visit.day for visit in self.plan.visits)
        last += timedelta(days=asked.follow_up_days)
        return min(last, self.plan.followed_until) if self.plan.followed_until else last

    def _end(self, asked: MeasureDue) -> Iterator[Due]:
        if not self.plan.is_over or not self.given:
            return
        last = self.given[-1]
        if last.ended_at is None:
            return
        from_at = last.ended_at
        if self.plan.ended_on is not None:
            from_at = max(from_at, self._midnight(self.plan.ended_on))
        yield self._due(asked, self.plan.id, from_at, from_at + END_SOON, from_at + timedelta(days=END_DAYS))

    def _due(
        self,
        asked: MeasureDue,
        of: str,
        from_at: datetime,
        wanted_by: datetime,
        until: datetime | None,
        session_id: str | None = None,
        number: int = 0,
    ) -> Due:
        when = f"{asked.when}-{number}" if number else str(asked.when)
        return Due(
            measure=asked.measure,
            due_key=f"{of} {when} {asked.measure}",
            from_at=from_at,
            wanted_by=wanted_by,
            until=until,
            overdue=self.now >= wanted_by,
            when=asked.when,
            session_id=session_id,
        )

    def _midnight(self, day: date, days: int = 0) -> datetime:
        return datetime.combine(day + timedelta(days=days), time(), self.zone)


def _after(day: date, number: int, when: When) -> date:
    """Return the day so many weeks or months after a day; of a month without that day, its last."""
    if when is When.WEEKLY:
        return day + timedelta(weeks=number)
    years, month = divmod(day.month - 1 + number, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
