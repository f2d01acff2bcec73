"""For how long something counts: counted in days, both ends included."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.validity import SOON_DAYS, Held, State, Subject, last_day, run_out, standing, state_until

DONE = date(2026, 3, 2)


def test_the_last_day_still_counts_and_the_next_does_not():
    assert standing(DONE, 30, date(2026, 4, 1)) is State.SOON
    assert standing(DONE, 30, date(2026, 4, 2)) is State.EXPIRED


def test_what_was_never_done_is_missing_not_expired():
    assert standing(None, 30, DONE) is State.MISSING
    assert state_until(None, DONE) is State.MISSING


@given(days=st.integers(1, 3000), later=st.integers(-50, 4000))
def test_it_counts_exactly_so_many_days(days: int, later: int):
    on = DONE + timedelta(days=later)
    counts = standing(DONE, days, on) in (State.VALID, State.SOON)
    assert counts is (later <= days)


@given(days=st.integers(1, 3000), later=st.integers(0, 4000))
def test_a_day_later_it_never_counts_for_longer(days: int, later: int):
    order = [State.VALID, State.SOON, State.EXPIRED]
    now, then = (order.index(standing(DONE, days, DONE + timedelta(days=n))) for n in (later, later + 1))
    assert then >= now


@given(days=st.integers(SOON_DAYS, 3000))
def test_it_is_told_ahead_for_two_weeks(days: int):
    until = last_day(DONE, days)
    told = [n for n in range(days + 1) if standing(DONE, days, DONE + timedelta(days=n)) is State.SOON]
    assert len(told) == SOON_DAYS
    assert DONE + timedelta(days=told[-1]) == until


def test_run_out_lists_what_is_expired_or_never_was():
    things = [
        Held(Subject.WEIGHT, "weight", "Weight", DONE, DONE),
        Held(Subject.WORKUP, "pdmp", "PDMP", None, None),
        Held(Subject.CONSENT, "c", "Consent", DONE, date.max),
    ]
    assert [one.key for one in run_out(things, DONE + timedelta(days=1))] == ["weight", "pdmp"]
