"""Bookings as stretches of time: whatever is booked in whatever order, nothing overlaps, and what is free is found."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.booking import (
    STEP_MINUTES,
    Span,
    Taken,
    Visit,
    clashes,
    first_fit,
    free,
    nearest_fit,
    pushed,
)

OPENS = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
DAY = Span(OPENS, OPENS + timedelta(hours=9))
CHAIRS = ("chair 1", "chair 2", "chair 3")
PEOPLE = ("staff a", "staff b", "patient x", "patient y", "patient z")

minutes = st.integers(1, 240)
starts = st.integers(-60, 600).map(lambda minute: OPENS + timedelta(minutes=minute))
held = st.builds(
    lambda chair, people: frozenset({chair, *people}), st.sampled_from(CHAIRS), st.sets(st.sampled_from(PEOPLE))
)
wishes = st.lists(st.tuples(starts, minutes, held), max_size=30)


def accepted(asked: list[tuple[datetime, int, frozenset[str]]]) -> list[Taken]:
    """Book what is asked for, one after the other, and leave out what clashes."""
    taken: list[Taken] = []
    for number, (start, length, holds) in enumerate(asked):
        span = Span.of(start, length)
        if not clashes(span, holds, taken):
            taken.append(Taken(str(number), span, holds))
    return taken


def no_overlap(taken: list[Taken]) -> bool:
    """Tell, minute by minute and in another way than the rule does, whether nobody is in two places."""
    seen: set[tuple[datetime, str]] = set()
    for one in taken:
        length = (one.span.end - one.span.start) // timedelta(minutes=1)
        for minute in range(length):
            for what in one.holds:
                if (key := (one.span.start + timedelta(minutes=minute), what)) in seen:
                    return False
                seen.add(key)
    return True


@given(wishes)
def test_whatever_is_asked_for_nothing_ever_overlaps(asked: list[tuple[datetime, int, frozenset[str]]]) -> None:
    assert no_overlap(accepted(asked))


def test_one_visit_begins_as_another_ends() -> None:
    first = Taken("a", Span.of(OPENS, 60), frozenset({"chair 1"}))
    assert clashes(Span.of(first.span.end, 30), first.holds, [first]) == []
    assert clashes(Span.of(first.span.end - timedelta(minutes=1), 30), first.holds, [first]) == [first]
    assert clashes(Span.of(OPENS, 60), frozenset({"chair 2"}), [first]) == []


@given(wishes, held)
def test_what_is_free_and_what_is_taken_make_up_the_day(
    asked: list[tuple[datetime, int, frozenset[str]]], holds: frozenset[str]
) -> None:
    taken = accepted(asked)
    gaps = free(DAY, holds, taken)
    for minute in range(int((DAY.end - DAY.start) / timedelta(minutes=1))):
        span = Span.of(DAY.start + timedelta(minutes=minute), 1)
        assert any(span.within(gap) for gap in gaps) != bool(clashes(span, holds, taken))


@given(wishes, held, minutes, starts)
def test_what_is_proposed_can_be_booked_and_nothing_earlier_could(
    asked: list[tuple[datetime, int, frozenset[str]]], holds: frozenset[str], length: int, not_before: datetime
) -> None:
    taken = accepted(asked)
    start = first_fit(DAY, holds, taken, length, not_before)
    steps = range(0, int((DAY.end - DAY.start) / timedelta(minutes=1)), STEP_MINUTES)
    possible = [
        at
        for at in (DAY.start + timedelta(minutes=step) for step in steps)
        if at >= not_before and Span.of(at, length).within(DAY) and not clashes(Span.of(at, length), holds, taken)
    ]
    assert start == min(possible, default=None)


@given(wishes, held, minutes, starts)
def test_the_nearest_time_that_fits_is_found(
    asked: list[tuple[datetime, int, frozenset[str]]], holds: frozenset[str], length: int, wanted: datetime
) -> None:
    taken = accepted(asked)
    found = nearest_fit(DAY, holds, taken, length, wanted)
    steps = range(0, int((DAY.end - DAY.start) / timedelta(minutes=1)), STEP_MINUTES)
    times = [wanted, *(DAY.start + timedelta(minutes=step) for step in steps)]
    possible = [
        at for at in times if Span.of(at, length).within(DAY) and not clashes(Span.of(at, length), holds, taken)
    ]
    if not possible:
        assert found is None
        return
    assert found in possible
    assert abs(found - wanted) == min(abs(at - wanted) for at in possible)


def test_a_time_between_the_steps_is_kept_when_it_is_wished() -> None:
    odd = OPENS + timedelta(minutes=37)
    assert nearest_fit(DAY, frozenset({"chair 1"}), [], 60, odd) == odd


visits = st.lists(
    st.tuples(starts, minutes, st.sampled_from(CHAIRS), st.sets(st.sampled_from(PEOPLE))), min_size=1, max_size=12
)


@given(visits, st.integers(5, 240), st.integers(0, 300))
def test_what_a_late_visit_pushes_never_overlaps_again(
    asked: list[tuple[datetime, int, str, set[str]]], late_by: int, now_minute: int
) -> None:
    taken = accepted([(start, length, frozenset({chair, *people})) for start, length, chair, people in asked])
    by_id = {str(n): Visit(str(n), Span.of(a[0], a[1]), frozenset(a[3]), a[2]) for n, a in enumerate(asked)}
    first = min(taken, key=lambda one: one.span.start)
    late = Taken(first.id, Span(first.span.start, first.span.end + timedelta(minutes=late_by)), first.holds)
    now = OPENS + timedelta(minutes=now_minute)
    fixed = [one for one in taken if one.id != first.id and one.span.start < first.span.end]
    later = [by_id[one.id] for one in taken if one.id != first.id and one not in fixed]
    if clashes(late.span, late.holds, fixed):
        return  # what cannot be moved is in the way: nothing that is pushed changes that
    answers = {answer.visit.id: answer for answer in pushed(late, later, fixed, CHAIRS, DAY.end, now)}
    after = [late, *fixed]
    for visit in later:
        answer = answers.get(visit.id)
        if answer is None:
            after.append(Taken(visit.id, visit.span, visit.holds))
        elif answer.start is not None:
            length = int((visit.span.end - visit.span.start) / timedelta(minutes=1))
            holds = visit.people | ({answer.chair} if answer.chair else set())
            after.append(Taken(visit.id, Span.of(answer.start, length), frozenset(holds)))
            assert answer.start >= visit.span.start
            assert answer.start + timedelta(minutes=length) <= DAY.end
    assert no_overlap(after)


def test_a_pushed_visit_goes_to_a_free_chair_before_it_waits() -> None:
    late = Taken("late", Span.of(OPENS, 150), frozenset({"chair 1"}))
    next_one = Visit("next", Span.of(OPENS + timedelta(minutes=120), 60), frozenset({"patient x"}), "chair 1")
    (answer,) = pushed(late, [next_one], [], ["chair 1", "chair 2"], DAY.end, OPENS)
    assert (answer.start, answer.chair) == (next_one.span.start, "chair 2")
    (answer,) = pushed(late, [next_one], [], ["chair 1"], DAY.end, OPENS)
    assert (answer.start, answer.chair) == (late.span.end, "chair 1")
    (answer,) = pushed(late, [next_one], [], ["chair 1"], OPENS + timedelta(minutes=200), OPENS)
    assert answer.start is None
