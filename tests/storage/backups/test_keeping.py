"""Which backups a place keeps."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.storage.backups.files import BackupFile
from clinicdesk.storage.backups.keeping import to_remove

NOW = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)


def made(at: datetime) -> BackupFile:
    return BackupFile(Path(f"{at:%Y%m%d%H%M%S}"), "f", "k", 1, "c", at, 1)


def kept(ages: list[timedelta], days: int, weeks: int, months: int) -> list[timedelta]:
    files = {age: made(NOW - age) for age in ages}
    gone = set(to_remove(list(files.values()), NOW, days, weeks, months))
    return sorted(age for age, file in files.items() if file not in gone)


def test_the_newest_of_each_day_week_and_month_stays() -> None:
    every_evening = [timedelta(days=day) for day in range(400)] + [timedelta(days=day, hours=6) for day in range(400)]

    left = kept(every_evening, 3, 2, 3)

    # Monday the 23rd, Sunday, Saturday; this week and the last (Sunday); November, October 31, September 30.
    assert [str((NOW - age).date()) for age in left] == [
        "2026-11-23", "2026-11-22", "2026-11-21", "2026-10-31", "2026-09-30",
    ]  # fmt: skip
    assert all(age.seconds == 0 for age in left)  # the later one of each day


def test_a_clinic_that_was_closed_loses_nothing_by_it() -> None:
    holidays_ago = [timedelta(days=30 + day) for day in range(3)]

    assert kept(holidays_ago, 3, 0, 0) == holidays_ago


def test_a_day_is_a_day_of_the_clinic() -> None:
    zone = ZoneInfo("America/New_York")
    evening, next_morning = datetime(2026, 3, 2, 1, 30, tzinfo=UTC), datetime(2026, 3, 2, 14, 0, tzinfo=UTC)

    gone = to_remove([made(evening), made(next_morning)], datetime(2026, 3, 3, tzinfo=UTC).astimezone(zone), 2, 0, 0)

    assert gone == []  # one is of 1 March there, one of 2 March


@given(
    st.lists(st.integers(min_value=-48, max_value=24 * 900), unique=True, min_size=1, max_size=80),
    st.integers(1, 30),
    st.integers(0, 20),
    st.integers(0, 30),
)
def test_the_newest_and_those_of_the_future_always_stay_and_never_more_than_the_rules_say(
    hours: list[int], days: int, weeks: int, months: int
) -> None:
    ages = [timedelta(hours=hour) for hour in hours]

    left = kept(ages, days, weeks, months)

    assert min(ages) in left
    future = [age for age in ages if age < timedelta(0)]
    assert set(future) <= set(left)
    assert len(left) <= len(future) + days + weeks + months + 1
