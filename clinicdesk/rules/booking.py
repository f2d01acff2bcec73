"""Bookings as stretches of time that hold something: a chair, a person. Pure: what overlaps, what is free, what fits.

Times are aware, and compared as instants: over a change of the clock a stretch is as long as it really takes.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

STEP_MINUTES = 5
"""Proposed starts lie on whole steps of the hour."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time; its end no longer belongs to it, so that one visit may begin as another ends."""

    start: datetime
    end: datetime

    @classmethod
    def of(cls, start: datetime, minutes: int) -> "Span":
        """Return the stretch of some minutes that really pass."""
        start = start.astimezone(UTC)  # minutes added to a local time are those of the wall clock
        return cls(start, start + timedelta(minutes=minutes))

    def overlaps(self, other: "Span") -> bool:
        """Tell whether the two share a moment."""
        return self.start < other.end and other.start < self.end

    def within(self, other: "Span") -> bool:
        """Tell whether this one lies wholly inside the other."""
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class Taken:
    """A booking as far as it keeps others out: ``holds`` names what it needs alone, such as ``chair <id>``."""

    id: str
    span: Span
    holds: frozenset[str]


def clashes(span: Span, holds: Collection[str], taken: Iterable[Taken]) -> list[Taken]:
    """Return what keeps a new booking out: everything at the same time that holds something it needs, by start."""
    found = [one for one in taken if one.span.overlaps(span) and not one.holds.isdisjoint(holds)]
    return sorted(found, key=lambda one: (one.span.start, one.id))


def free(within: Span, holds: Collection[str], taken: Iterable[Taken]) -> list[Span]:
    """Return the stretches of a day in which nothing that is needed is held by others, by start."""
    gaps: list[Span] = []
    start = within.start
    for one in clashes(within, holds, taken):
        if one.span.start > start:
            gaps.append(Span(start, one.span.start))
        start = max(start, one.span.end)
    if start < within.end:
        gaps.append(Span(start, within.end))
    return gaps


def first_fit(
    within: Span, holds: Collection[str], taken: Iterable[Taken], minutes: int, not_before: datetime
) -> datetime | None:
    """Return the first start from a moment on at which a booking fits, or None."""
    starts = _starts(within, holds, taken, minutes, not_before)
    return min(starts, default=None)


def nearest_fit(
    within: Span,
    holds: Collection[str],
    taken: Iterable[Taken],
    minutes: int,
    wanted: datetime,
    not_before: datetime | None = None,
) -> datetime | None:
    """Return the start nearest to the one that is wanted at which a booking fits, rather later than earlier; or None.

    The wanted start itself needs to lie on no whole step.
    """
    whole = list(taken)
    asked = Span.of(wanted, minutes)
    if asked.within(within) and wanted >= (not_before or wanted) and not clashes(asked, holds, whole):
        return wanted
    earliest = not_before or within.start
    later = _starts(within, holds, whole, minutes, max(wanted, earliest))
    earlier = _latest_starts(within, holds, whole, minutes, wanted, earliest)
    return min([*later, *earlier], key=lambda start: (abs(start - wanted), start < wanted), default=None)


def _starts(
    within: Span, holds: Collection[str], taken: Iterable[Taken], minutes: int, not_before: datetime
) -> list[datetime]:
    """Return the earliest start in each gap, from a moment on."""
    gaps = free(within, holds, taken)
    starts = [_stepped_up(max(gap.start, not_before)) for gap in gaps]
    return [start for start, gap in zip(starts, gaps, strict=True) if Span.of(start, minutes).within(gap)]


def _latest_starts(
    within: Span, holds: Collection[str], taken: Sequence[Taken], minutes: int, wanted: datetime, earliest: datetime
) -> list[datetime]:
    """Return the latest start in each gap that is before the wanted one."""
    found: list[datetime] = []
    for gap in free(within, holds, taken):
        start = _stepped_down(min(gap.end - timedelta(minutes=minutes), wanted))
        if start >= max(gap.start, earliest) and Span.of(start, minutes).within(gap):
            found.append(start)
    return found


def _stepped_down(at: datetime) -> datetime:
    # Every zone a clinic is in differs from UTC by whole steps.
    return at - timedelta(minutes=at.minute % STEP_MINUTES, seconds=at.second, microseconds=at.microsecond)


def _stepped_up(at: datetime) -> datetime:
    down = _stepped_down(at)
    return down if down == at else down + timedelta(minutes=STEP_MINUTES)


@dataclass(frozen=True, slots=True)
class Visit:
    """A later booking that a late one may push: what it holds besides its chair, and the chair it is booked into."""

    id: str
    span: Span
    people: frozenset[str]
    chair: str | None

    @property
    def holds(self) -> frozenset[str]:
        """Everything the booking needs alone."""
        return self.people | {self.chair} if self.chair else self.people


@dataclass(frozen=True, slots=True)
class Pushed:
    """Where a booking that is in the way still fits: ``start`` None when it does not fit any more that day."""

    visit: Visit
    start: datetime | None
    chair: str | None

    @property
    def taken(self) -> Taken | None:
        """What it takes where it goes, or None."""
        if self.start is None:
            return None
        holds = self.visit.people | {self.chair} if self.chair else self.visit.people
        return Taken(self.visit.id, Span(self.start, self.start + (self.visit.span.end - self.visit.span.start)), holds)


def pushed(
    late: Taken, later: Sequence[Visit], fixed: Sequence[Taken], chairs: Sequence[str], closes: datetime, now: datetime
) -> list[Pushed]:
    """Return the bookings that a visit running late keeps out, and those that these keep out in turn, by start.

    Each keeps its time and goes to another free chair where there is one; else it goes to the earliest later time, in
    its own chair before others. None is put before its own time, before now, or so that it ends after closing.
    ``fixed`` cannot be moved (visits that have begun, blocked time). What is in the way of another late visit stays
    here: that is told, and moved, with that one.
    """
    placed, causes = [*fixed, late], [late]
    waiting = sorted(later, key=lambda visit: (visit.span.start, visit.id))
    booked = [Taken(visit.id, visit.span, visit.holds) for visit in waiting]
    answers: list[Pushed] = []
    for place, visit in enumerate(waiting):
        if not clashes(visit.span, booked[place].holds, causes):
            placed.append(booked[place])
            continue
        # Those still to come stay where they are if they can: a chair that is free for a whole visit is preferred.
        answer = _put(visit, placed, booked[place + 1 :], chairs, closes, now)
        answers.append(answer)
        if answer.taken is not None:
            placed.append(answer.taken)
            causes.append(answer.taken)
    return answers


def _put(
    visit: Visit,
    placed: Sequence[Taken],
    coming: Sequence[Taken],
    chairs: Sequence[str],
    closes: datetime,
    now: datetime,
) -> Pushed:
    """Place one booking: at its own time beside everything, else as early as it fits among those already placed."""
    minutes = (visit.span.end - visit.span.start) // timedelta(minutes=1)
    from_own = Span(visit.span.start, closes)
    choices = [visit.chair, *(chair for chair in chairs if chair != visit.chair)] if visit.chair else [None]
    found: list[tuple[datetime, bool, int, str | None]] = []
    for rank, chair in enumerate(choices):
        holds = visit.people | {chair} if chair else visit.people
        # Its own chair is worth pushing the next one; a strange chair only where nobody is booked.
        others = [*placed, *coming] if rank else placed
        start = first_fit(from_own, holds, others, minutes, max(visit.span.start, now))
        if start is not None:
            found.append((start, rank > 0, rank, chair))
    if not found:
        return Pushed(visit, None, visit.chair)
    start, _other, _rank, chair = min(found, key=lambda one: one[:3])
    return Pushed(visit, start, chair)
