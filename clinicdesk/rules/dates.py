"""Dates and times as people type them, read without ever guessing the order of day and month.

What is accepted follows the NHS CUI date rules (D+Tc-0002, 0008): free text such as ``21jul68``, ``21/7/1968``,
``1968-07-21``, ``t`` for today, ``+7`` for a week from today. Dates are shown as ``21-Jul-1968`` (D+Ta-0002).
"""

import re
from datetime import date, time, timedelta

from clinicdesk.errors import BadValue
from clinicdesk.language import _

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
OLDEST_AGE_YEARS = 130
"""Nobody has been known to live longer (the oldest verified age is 122 years)."""

_ISO = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})|(\d{4})(\d{2})(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([a-z]{3,9})\.?[-/., ]*(\d{4}|\d{2})")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?[-/ ]*(\d{1,2})(?:st|nd|rd|th)?[-/., ]+(\d{4}|\d{2})")
_FROM_TODAY = re.compile(r"([+-])\s*(\d{1,4})\s*([dw]?)")
_TIME = re.compile(r"(\d{1,2})[:.h]?(\d{2})\s*(am|pm)?|(\d{1,2})\s*(am|pm)")


class AmbiguousDate(BadValue):
    """The day and the month could be either way round; ``choices`` are the two dates it may be, for a screen to offer.

    The sentence itself holds neither, because it may be a date of birth.
    """

    def __init__(self, choices: tuple[date, date]) -> None:
        super().__init__(_("Day or month first? Type it like 05-Mar-1970."))
        self.choices = choices


def date_text(day: date) -> str:
    """Return ``21-Jul-1968``, whatever the language of the PC (NHS CUI D+Ta-0002 to 0010)."""
    return f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year:04d}"


def parse_date(text: str, today: date) -> date:
    """Read a typed date. A two-digit year is the one nearest to today.

    Raises AmbiguousDate when day and month could be swapped, BadValue when it is no date.
    """
    return _parsed(text, today, latest_year=today.year + 49)


def parse_birth_date(text: str, today: date) -> date:
    """Read a typed date of birth. A two-digit year is the latest one that is not in the future.

    Raises AmbiguousDate, or BadValue when it is no date, lies in the future or more than 130 years back.
    """
    return checked_birth_date(_parsed(text, today, latest_year=today.year, latest_day=today), today)


def checked_birth_date(born: date, today: date) -> date:
    """Return the date of birth, or raise BadValue when nobody alive can have it."""
    if born > today:
        raise BadValue(_("Born in the future. Check the year."))
    if age_years(born, today) > OLDEST_AGE_YEARS:
        raise BadValue(_("Born more than 130 years ago. Check the year."))
    return born


def age_years(born: date, on: date) -> int:
    """Return the age in completed years on a day; somebody born on 29 February turns older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age_months(born: date, on: date) -> int:
    """Return the age in completed months on a day."""
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def parse_time(text: str) -> time:
    """Read a typed time of day: ``0940``, ``9:40``, ``9.40 pm``, ``9 am``. Raises BadValue."""
    found = _TIME.fullmatch(text.strip().lower())
    if found:
        hour, minute = int(found[1] or found[4]), int(found[2] or 0)
        half = found[3] or found[5]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        elif half:
            hour = 99
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise BadValue(_("This is not a time. Type it with 24 hours, for example 09:40 or 1520."))


def _parsed(text: str, today: date, latest_year: int, latest_day: date | None = None) -> date:
    typed = " ".join(text.strip().lower().split())
    if typed in ("t", "today"):
        return today
    if relative := _FROM_TODAY.fullmatch(typed):
        return _from_today(relative, today)
    for day, month, year in _readings(typed):
        full = _full_year(year, day, month, latest_year, latest_day)
        first = _date_or_none(full, month, day)
        if _NUMBERS.fullmatch(typed):
            second = _date_or_none(_full_year(year, month, day, latest_year, latest_day), day, month)
            if first and second and first != second:
                raise AmbiguousDate((first, second) if first.month < second.month else (second, first))
            first = first or second
        if first:
            return first
        raise BadValue(_("There is no such day. Check day and month."))
    raise BadValue(_("This is not a date. Type it like 21-Jul-1968."))


def _readings(typed: str) -> list[tuple[int, int, str]]:
    """Return (day, month, year text) as typed, day before month where only figures are given; empty if none fits."""
    if found := _ISO.fullmatch(typed):
        year, month, day = (found[1], found[2], found[3]) if found[1] else (found[4], found[5], found[6])
        return [(int(day), int(month), year)]
    if found := _NUMBERS.fullmatch(typed):
        return [(int(found[1]), int(found[2]), found[3])]
    if (found := _DAY_FIRST.fullmatch(typed)) and (named := _month(found[2])):
        return [(int(found[1]), named, found[3])]
    if (found := _MONTH_FIRST.fullmatch(typed)) and (named := _month(found[1])):
        return [(int(found[2]), named, found[3])]
    return []


def _month(name: str) -> int | None:
    for number, full in enumerate(LONG_MONTHS, start=1):
        if full.lower().startswith(name):
            return number
    return None


def _full_year(year: str, day: int, month: int, latest_year: int, latest_day: date | None) -> int:
    if len(year) == 4:
        return int(year)
    full = latest_year - (latest_year - int(year)) % 100
    candidate = _date_or_none(full, month, day)
    return full - 100 if latest_day and candidate and candidate > latest_day else full


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_today(relative: re.Match[str], today: date) -> date:
    days = int(relative[2]) * (7 if relative[3] == "w" else 1)
    try:
        return today + timedelta(days=days if relative[1] == "+" else -days)
    except OverflowError as too_far:
        raise BadValue(_("This date is too far away. Type the date itself.")) from too_far
