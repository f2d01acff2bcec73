"""Proposed series keep every rule of their protocol; moved ones say which rule they break."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import BadValue
from clinicdesk.rules.protocol import Phase
from clinicdesk.rules.spacing import OpenDays, broken_rules, next_day, position_text, propose

from .samples import A_TEST, BOOSTER, INDUCTION

MONDAY = date(2026, 11, 23)
MONDAY_TO_FRIDAY = OpenDays(frozenset(range(5)))
DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))
WEEKDAYS = st.frozensets(st.integers(0, 6), min_size=1)


@st.composite
def phases(draw: st.DrawFn) -> Phase:
    least = draw(st.integers(1, 10))
    most = draw(st.none() | st.integers(least, 21))
    return Phase(
        "A phase", draw(st.integers(1, 7)), least, most, draw(st.integers(1, 4)), draw(st.integers(1, 8)), A_TEST
    )


def assert_keeps_rules(
    plan: Sequence[Phase], dates: Sequence[date], first: date, open_days: OpenDays, last_session: date | None
) -> None:
    """Count the days independently of the code under test."""
    assert len(dates) == sum(phase.sessions for phase in plan)
    assert dates[0] >= first
    assert all(day in open_days for day in dates)
    start = 0
    for phase in plan:
        own = dates[start : start + phase.sessions]
        for place, day in enumerate(own, start=start):
            before = dates[place - 1] if place else last_session
            if before:
                assert (day - before).days >= phase.min_days_between
            if place and phase.max_days_between:
                assert (day - dates[place - 1]).days <= phase.max_days_between
            week = {day - timedelta(days=back) for back in range(7)}
            assert len(week & set(dates[: place + 1])) <= phase.max_per_week
        if phase.weeks:
            assert (own[-1] - own[0]).days < phase.weeks * 7
        start += phase.sessions


@given(st.lists(phases(), min_size=1, max_size=2), DAYS, WEEKDAYS, st.frozensets(st.integers(0, 40), max_size=12))
def test_a_proposal_keeps_every_rule(
    plan: list[Phase], first: date, weekdays: frozenset[int], shut: frozenset[int]
) -> None:
    open_days = OpenDays(weekdays, frozenset(first + timedelta(days=offset) for offset in shut))
    try:
        dates = propose(plan, first, open_days)
    except BadValue:
        return
    assert_keeps_rules(plan, dates, first, open_days, None)
    assert list(dates) == sorted(set(dates))
    assert broken_rules(plan, dates, open_days) == ()


@given(DAYS)
def test_six_sessions_fit_into_two_to_three_weeks(first: date) -> None:
    dates = propose([INDUCTION], first, MONDAY_TO_FRIDAY)
    assert_keeps_rules([INDUCTION], dates, first, MONDAY_TO_FRIDAY, None)
    assert 11 <= (dates[-1] - dates[0]).days < 21


@given(st.lists(st.integers(-30, 60), min_size=6, max_size=6))
def test_broken_rules_are_silent_only_when_all_is_kept(offsets: list[int]) -> None:
    dates = tuple(MONDAY + timedelta(days=offset) for offset in offsets)
    if broken_rules([INDUCTION], dates, MONDAY_TO_FRIDAY) == ():
        assert_keeps_rules([INDUCTION], dates, min(dates), MONDAY_TO_FRIDAY, None)


def test_monday_wednesday_friday_is_found() -> None:
    dates = propose([INDUCTION], MONDAY, MONDAY_TO_FRIDAY)
    assert [day.strftime("%a %d") for day in dates] == ["Mon 23", "Wed 25", "Fri 27", "Mon 30", "Wed 02", "Fri 04"]


def test_a_closed_day_is_stepped_over() -> None:
    thanksgiving = OpenDays(frozenset({0, 3}), frozenset({date(2026, 11, 26)}))
    later = replace(INDUCTION, weeks=4)
    assert propose([later], MONDAY, thanksgiving)[:2] == (MONDAY, date(2026, 11, 30))


def test_a_first_choice_that_leads_nowhere_is_taken_back() -> None:
    # From Monday the next open day is too far; from Wednesday it is not.
    two = replace(INDUCTION, sessions=2, max_days_between=7)
    shut = frozenset(MONDAY + timedelta(days=offset) for offset in range(3, 9))
    assert propose([two], MONDAY, OpenDays(frozenset(range(7)), shut))[0] >= MONDAY
    days = propose(
        [replace(two, min_days_between=5)], MONDAY, OpenDays(frozenset({0, 2}), frozenset({date(2026, 11, 30)}))
    )
    assert days == (date(2026, 11, 25), date(2026, 12, 2))


def test_no_dates_is_said_in_one_sentence() -> None:
    with pytest.raises(BadValue, match="Choose other weekdays"):
        propose([INDUCTION], MONDAY, OpenDays(frozenset({1})))
    with pytest.raises(BadValue, match="at least one weekday"):
        propose([INDUCTION], MONDAY, OpenDays(frozenset()))


def test_a_booster_keeps_its_distance_from_the_last_session() -> None:
    assert propose([BOOSTER], MONDAY, MONDAY_TO_FRIDAY, last_session=date(2026, 11, 20)) == (date(2026, 11, 27),)
    assert broken_rules([BOOSTER], [MONDAY], MONDAY_TO_FRIDAY, last_session=date(2026, 11, 20)) == (
        "Session 1 is 3 days after the one before; at least 7 are needed.",
    )


@pytest.mark.parametrize(
    ("number", "day", "words"),
    [
        (2, date(2026, 11, 24), "Session 2 is 1 day after the one before; at least 2 are needed."),
        (2, date(2026, 11, 20), "Session 2 must come after session 1."),
        (6, date(2026, 12, 14), "Session 6 is 12 days after the one before; at most 7 are allowed."),
        (6, date(2026, 12, 14), "“First series” takes longer than 3 weeks."),
        (6, date(2026, 12, 5), "Session 6: the clinic is closed on 05-Dec-2026."),
        (4, date(2026, 11, 29), "The 7 days up to session 4 hold 4 sessions; at most 3 are allowed."),
    ],
)
def test_a_moved_session_says_which_rule_it_breaks(number: int, day: date, words: str) -> None:
    dates = list(propose([INDUCTION], MONDAY, MONDAY_TO_FRIDAY))
    dates[number - 1] = day
    assert words in broken_rules([INDUCTION], dates, MONDAY_TO_FRIDAY)


@given(st.lists(phases(), min_size=1, max_size=2), DAYS, WEEKDAYS, st.integers(-20, 20))
def test_the_next_day_keeps_every_rule_and_is_the_nearest(
    plan: list[Phase], first: date, weekdays: frozenset[int], offset: int
) -> None:
    open_days = OpenDays(weekdays)
    dates: list[date] = []
    for place in range(sum(phase.sessions for phase in plan)):
        wanted = (dates[-1] if dates else first) + timedelta(days=3 + offset * (place % 2))
        day = next_day(plan, dates, wanted, open_days, first)
        said = {d: broken_rules(plan, [*dates, d], open_days) for d in _around(wanted, 21) if d >= first}
        allowed = [d for d, words in said.items() if not [word for word in words if "The protocol has" not in word]]
        # Room is kept for the sessions of a phase still to come: nearer days may be allowed that end badly.
        exact = all(phase.weeks is None for phase in plan)
        if day is None or abs((day - wanted).days) > 21:
            assert not (exact and allowed)
            return
        assert day in allowed
        assert not exact or abs((day - wanted).days) == min(abs((d - wanted).days) for d in allowed)
        dates.append(day)


def _around(day: date, days: int) -> list[date]:
    return [day + timedelta(days=offset) for offset in range(-days, days + 1)]


def test_a_session_beyond_the_last_follows_the_last_phase() -> None:
    dates = propose([INDUCTION], MONDAY, MONDAY_TO_FRIDAY)
    seventh = dates[-1] + timedelta(days=3)
    assert next_day([INDUCTION], dates, seventh, MONDAY_TO_FRIDAY, MONDAY) == seventh
    assert next_day([INDUCTION], dates, seventh, MONDAY_TO_FRIDAY, dates[-1] + timedelta(days=8)) is None
    assert next_day([BOOSTER], dates[:1], MONDAY, MONDAY_TO_FRIDAY, MONDAY) == MONDAY + timedelta(days=7)
    assert next_day([BOOSTER], [], MONDAY, MONDAY_TO_FRIDAY, MONDAY) == MONDAY


def test_a_wrong_count_is_said() -> None:
    assert broken_rules([INDUCTION], [MONDAY], MONDAY_TO_FRIDAY) == ("The protocol has 6 sessions, not 1.",)


def test_position() -> None:
    assert position_text(3, 6) == "3 of 6"
