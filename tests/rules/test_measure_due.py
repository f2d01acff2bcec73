"""When a questionnaire is due, and when an answer counts for it: worked days, and what holds for every plan."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules import measure_due
from clinicdesk.rules.dose_rules import Provenance
from clinicdesk.rules.measure_due import Answer, MeasureDue, PlannedVisit, SeriesPlan, When

ZONE = ZoneInfo("America/New_York")
WHERE = Provenance("This project's own choice", unverified=True, owner="")
MONDAY = date(2026, 3, 2)
DAYS = tuple(MONDAY + timedelta(days=offset) for offset in (0, 2, 4, 7, 9, 11))


def at(day: date, hour: int = 9, minute: int = 30) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def visit(number: int, day: date, *, given: bool = False) -> PlannedVisit:
    began, over = (at(day), at(day, 10, 10)) if given else (None, None)
    return PlannedVisit(f"visit{number}", day, at(day), began, over)


def plan(*when: When, given: int = 0, ended_on: date | None = None, follow_up_days: int = 0) -> SeriesPlan:
    visits = tuple(visit(number, day, given=number <= given) for number, day in enumerate(DAYS, start=1))
    if ended_on:
        visits = visits[:given]
    asked = tuple(MeasureDue("phq-9", one, WHERE, follow_up_days) for one in when)
    return SeriesPlan("series", asked, visits, len(DAYS), ended_on)


def keys(of: SeriesPlan, now: datetime, *answers: datetime, skipped: frozenset[str] = frozenset()) -> list[str]:
    given_at = [Answer("phq-9", one) for one in answers]
    return [one.due_key for one in measure_due.due(of, given_at, skipped, now, ZONE)]


def test_the_baseline_is_asked_for_two_weeks_before_the_first_treatment() -> None:
    of = plan(When.BASELINE)
    assert keys(of, at(MONDAY - timedelta(days=15))) == []
    assert keys(of, at(MONDAY - timedelta(days=14))) == ["series baseline phq-9"]
    # An answer of the week before counts, one of a month before does not.
    assert keys(of, at(MONDAY), at(MONDAY - timedelta(days=5))) == []
    assert keys(of, at(MONDAY), at(MONDAY - timedelta(days=30))) == ["series baseline phq-9"]


def test_once_the_first_treatment_has_begun_there_is_no_baseline_any_more() -> None:
    of = plan(When.BASELINE, given=1)
    assert keys(of, at(MONDAY, 9, 31)) == []
    (lost,) = measure_due.missed(of, (), frozenset(), at(MONDAY, 9, 31), ZONE)
    assert lost.due_key == "series baseline phq-9"


def test_a_form_finished_just_after_the_start_counts_for_what_it_was_given_for() -> None:
    of, now = plan(When.BASELINE, given=1), at(MONDAY, 11)
    late = [Answer("phq-9", at(MONDAY, 9, 33), "series baseline phq-9")]
    assert measure_due.missed(of, late, frozenset(), now, ZONE) == ()
    other = [Answer("phq-9", at(MONDAY, 9, 33), "something else")]
    assert len(measure_due.missed(of, other, frozenset(), now, ZONE)) == 1


def test_a_series_that_is_put_off_asks_for_its_baseline_anew() -> None:
    of = plan(When.BASELINE)
    answered = at(MONDAY - timedelta(days=1))
    later = tuple(visit(number, day + timedelta(days=30)) for number, day in enumerate(DAYS, start=1))
    put_off = SeriesPlan("series", of.measures, later, len(DAYS))
    now = at(MONDAY + timedelta(days=29))
    assert keys(of, at(MONDAY), answered) == []
    assert keys(put_off, now, answered) == ["series baseline phq-9"]


def test_before_each_session_from_the_day_before_until_it_begins() -> None:
    of = plan(When.BEFORE_SESSION, given=1)
    third = DAYS[2]
    assert keys(of, at(DAYS[1], 8)) == ["visit2 before_session phq-9"]
    assert keys(of, at(third - timedelta(days=1), 0, 1)) == ["visit3 before_session phq-9"]
    assert keys(of, at(third, 8), at(third - timedelta(days=1))) == []
    # An answer of two days before was about something else.
    assert keys(of, at(third, 8), at(third - timedelta(days=2))) == ["visit3 before_session phq-9"]
    # Late in the day it is overdue, on the next day it is gone.
    (one,) = measure_due.due(of, (), frozenset(), at(third, 10), ZONE)
    assert one.overdue
    assert one.session_id == "visit3"
    assert "visit3 before_session phq-9" not in keys(of, at(third + timedelta(days=1), 0, 1))


def test_the_baseline_is_what_is_asked_before_the_first_session() -> None:
    of = plan(When.BASELINE, When.BEFORE_SESSION)
    assert keys(of, at(MONDAY, 8)) == ["series baseline phq-9"]
    assert keys(plan(When.BEFORE_SESSION), at(MONDAY, 8)) == ["visit1 before_session phq-9"]


def test_sessions_on_two_days_running_share_no_answer() -> None:
    visits = (visit(1, MONDAY, given=True), visit(2, MONDAY + timedelta(days=1)))
    of = SeriesPlan("series", (MeasureDue("phq-9", When.BEFORE_SESSION, WHERE),), visits, 2)
    assert keys(of, at(MONDAY, 18)) == []
    assert keys(of, at(MONDAY + timedelta(days=1), 8), at(MONDAY, 8)) == ["visit2 before_session phq-9"]


def test_the_day_after_and_the_one_after_that() -> None:
    of = plan(When.DAY_AFTER, given=3)
    friday = DAYS[2]
    assert keys(of, at(friday, 18)) == []
    assert keys(of, at(friday + timedelta(days=1))) == ["visit3 day_after phq-9"]
    (one,) = measure_due.due(of, (), frozenset(), at(friday + timedelta(days=2)), ZONE)
    assert one.overdue
    assert keys(of, at(friday + timedelta(days=3))) == []
    # The next treatment ends the time of the one before.
    assert keys(of, at(DAYS[1], 8)) == ["visit1 day_after phq-9"]
    assert keys(of, at(DAYS[1], 9, 31)) == []


def test_weekly_from_the_first_treatment_to_the_last() -> None:
    of = plan(When.WEEKLY, given=6)
    assert keys(of, at(MONDAY + timedelta(days=6))) == []
    assert keys(of, at(MONDAY + timedelta(days=7))) == ["series weekly-1 phq-9"]
    assert keys(of, at(MONDAY + timedelta(days=14))) == []
    followed = plan(When.WEEKLY, given=6, follow_up_days=14)
    assert keys(followed, at(MONDAY + timedelta(days=21))) == ["series weekly-3 phq-9"]
    assert keys(followed, at(MONDAY + timedelta(days=21)), at(MONDAY + timedelta(days=21), 8)) == []
    assert keys(followed, at(MONDAY + timedelta(days=28))) == []


def test_monthly_knows_short_months() -> None:
    first = date(2026, 1, 31)
    visits = (visit(1, first, given=True),)
    of = SeriesPlan("series", (MeasureDue("phq-9", When.MONTHLY, WHERE, 366),), visits, 1)
    assert keys(of, at(date(2026, 2, 27))) == []
    assert keys(of, at(date(2026, 2, 28))) == ["series monthly-1 phq-9"]
    assert keys(of, at(date(2026, 3, 31))) == ["series monthly-2 phq-9"]
    assert keys(of, at(date(2027, 1, 31))) == ["series monthly-12 phq-9"]


def test_another_series_takes_the_questions_over() -> None:
    of = plan(When.WEEKLY, given=6, follow_up_days=180)
    taken_over = SeriesPlan("series", of.measures, of.visits, 6, followed_until=MONDAY + timedelta(days=20))
    assert keys(of, at(MONDAY + timedelta(days=21))) == ["series weekly-3 phq-9"]
    assert keys(taken_over, at(MONDAY + timedelta(days=21))) == []


def test_the_end_is_after_the_last_treatment_or_when_the_series_is_ended() -> None:
    assert keys(plan(When.END, given=5), at(DAYS[5], 18)) == []
    assert keys(plan(When.END, given=6), at(DAYS[5], 18)) == ["series end phq-9"]
    assert keys(plan(When.END, given=6), at(DAYS[5] + timedelta(days=29))) == []
    early = plan(When.END, given=2, ended_on=DAYS[3])
    assert keys(early, at(DAYS[3], 18)) == ["series end phq-9"]
    # An answer from before the end tells nothing of it.
    assert keys(early, at(DAYS[3], 18), at(DAYS[2])) == ["series end phq-9"]
    assert keys(plan(When.END, given=0, ended_on=DAYS[0]), at(DAYS[3])) == []


def test_what_is_skipped_is_not_asked_and_not_missed() -> None:
    of = plan(When.BASELINE, When.DAY_AFTER, given=1)
    skipped = frozenset({"series baseline phq-9", "visit1 day_after phq-9"})
    now = at(MONDAY + timedelta(days=1))
    assert keys(of, now, skipped=skipped) == []
    assert measure_due.missed(of, (), skipped, now + timedelta(days=9), ZONE) == ()


def test_a_plan_without_visits_asks_nothing() -> None:
    of = SeriesPlan("series", (MeasureDue("phq-9", When.BASELINE, WHERE),), (), 6)
    assert measure_due.due(of, (), frozenset(), at(MONDAY), ZONE) == ()


WHENS = st.lists(st.sampled_from(When), min_size=1, unique=True)


@given(WHENS, st.integers(0, 6), st.integers(-20, 200), st.integers(0, 366))
def test_an_answer_given_now_settles_everything_that_is_due_now(
    when: list[When], treated: int, days: int, follow_up_days: int
) -> None:
    of = plan(*when, given=treated, follow_up_days=follow_up_days)
    now = at(MONDAY + timedelta(days=days), 8)
    assert measure_due.due(of, [Answer("phq-9", now)], frozenset(), now, ZONE) == ()
    # Of another measure it settles nothing.
    other = measure_due.due(of, [Answer("gad-7", now)], frozenset(), now, ZONE)
    assert other == measure_due.due(of, (), frozenset(), now, ZONE)


@given(WHENS, st.integers(0, 6), st.integers(-20, 200), st.integers(0, 366))
def test_every_time_is_due_or_missed_and_has_a_key_of_its_own(
    when: list[When], treated: int, days: int, follow_up_days: int
) -> None:
    of = plan(*when, given=treated, follow_up_days=follow_up_days)
    now = at(MONDAY + timedelta(days=days), 8)
    begun = measure_due.times(of, now, ZONE)
    waiting = measure_due.due(of, (), frozenset(), now, ZONE)
    lost = measure_due.missed(of, (), frozenset(), now, ZONE)
    assert len({one.due_key for one in begun}) == len(begun)
    assert {one.due_key for one in begun} == {one.due_key for one in (*waiting, *lost)}
    assert not {one.due_key for one in waiting} & {one.due_key for one in lost}
    assert all(one.until is None or one.from_at <= one.until for one in begun)


@given(WHENS, st.integers(0, 6), st.integers(-20, 400), st.integers(0, 366), st.integers(0, 23))
def test_what_is_over_is_left_out_and_nothing_else(
    when: list[When], treated: int, days: int, follow_up_days: int, hour: int
) -> None:
    of = plan(*when, given=treated, follow_up_days=follow_up_days)
    now = at(MONDAY + timedelta(days=days), hour)
    every = measure_due.times(of, now, ZONE)
    assert measure_due.due(of, (), frozenset(), now, ZONE) == measure_due.waiting(every, (), frozenset(), now)
    assert set(measure_due.times(of, now, ZONE, open_only=True)) <= set(every)
