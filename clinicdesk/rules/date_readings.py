"""Everything a typed date of birth may mean, for looking somebody up: the two orders, both centuries, parts of a date.

To record a date one meaning must be chosen (``dates.parse_birth_date``). To find somebody all of them are looked for:
whoever was born on none of them is not found, and a name beside the date decides.
"""

import re
from collections.abc import Iterator
from datetime import date

from clinicdesk.rules.dates import LONG_MONTHS, OLDEST_AGE_YEARS

LONGEST_DATE = 4
"""Words of the longest date: "21st of July 1986"."""

_BETWEEN = r"[-/. ,]+"
_MONTH = r"([a-z]{3,9})\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"'?(\d{4}|\d{2})"
_OF = r"(?: ?of)?[-/. ,]*"

# Each with the order of its groups: d day, m month, y year; n is the name of a month.
_WRITTEN = tuple(
    (re.compile(pattern), order)
    for pattern, order in (
        (rf"{_DAY}{_OF}{_MONTH}[-/. ,]*{_YEAR}", "dny"),
        (rf"{_MONTH}[-/. ]*{_DAY}{_BETWEEN}{_YEAR}", "ndy"),
        (rf"(\d{{4}})[-/. ,]*{_MONTH}[-/. ,]*{_DAY}", "ynd"),
        (rf"{_DAY}{_OF}{_MONTH}", "dn"),
        (rf"{_MONTH}[-/. ]*{_DAY}", "nd"),
        (rf"{_MONTH}[-/. ,]*'?(\d{{4}})", "ny"),
        (rf"(\d{{4}})[-/. ,]*{_MONTH}", "yn"),
    )
)
_NUMBERS = tuple(
    (re.compile(pattern), orders)
    for pattern, orders in (
        (rf"(\d{{1,2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}{_YEAR}", ("dmy", "mdy")),
        (rf"(\d{{4}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{1,2}})", ("ymd",)),
        (rf"(\d{{2}}){_BETWEEN}(\d{{1,2}}){_BETWEEN}(\d{{1,2}})", ("ymd",)),
        (rf"(\d{{1,2}}){_BETWEEN}(\d{{4}})", ("my",)),
        (rf"(\d{{4}}){_BETWEEN}(\d{{1,2}})", ("ym",)),
        (r"(\d{1,2})[-/.](\d{1,2})", ("dm", "md")),
    )
)
_DIGITS = tuple(
    (re.compile(pattern), orders)
    for pattern, orders in (
        (r"(\d\d)(\d\d)(\d{4})", ("dmy", "mdy")),
        (r"(\d{4})(\d\d)(\d\d)", ("ymd",)),
        (r"(\d)(\d\d)(\d{4})", ("dmy", "mdy")),
        (r"(\d\d)(\d)(\d{4})", ("dmy", "mdy")),
        (r"(\d\d)(\d\d)(\d\d)", ("dmy", "mdy", "ymd")),
        (r"(\d{4})(\d\d)", ("ym",)),
        (r"(\d\d)(\d{4})", ("my",)),
        (r"(\d{4})", ("y",)),
    )
)


def readings(typed: str, today: date) -> tuple[str, ...]:
    """Return the dates of birth a text may mean, empty when it is none.

    A whole date is written ``19860721``, a month ``198607``, a year ``1986``, a day of any year ``--0721`` (ISO 8601).

    >>> readings("03051986", date(2026, 3, 2)), readings("21 jul", date(2026, 3, 2))
    (('19860503', '19860305'), ('--0721',))
    """
    text = " ".join(typed.casefold().replace("’", "'").split())
    if not any(sign.isdigit() for sign in text) or not text.isascii():
        return ()
    found = [key for order, parts in _parts(text) for key in _keys(order, parts, today)]
    return tuple(dict.fromkeys(found))


def _parts(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each way to read the text: the order, and what stands for day, month and year."""
    for pattern, order in _WRITTEN:
        if found := pattern.fullmatch(text):
            yield order, found.groups()
    for pattern, orders in (*_NUMBERS, *_DIGITS):
        if found := pattern.fullmatch(text):
            for order in orders:
                yield order, found.groups()


def _keys(order: str, parts: tuple[str, ...], today: date) -> Iterator[str]:
    by_kind = dict(zip(order, parts, strict=True))
    month = _month(by_kind["n"]) if "n" in by_kind else int(by_kind.get("m", 1))
    day = int(by_kind.get("d", 1))
    if "y" not in by_kind:
        if _is_day(2000, month, day):
            yield f"--{month:02d}{day:02d}"
        return
    for year in _years(by_kind["y"], today):
        if _is_day(year, month, day) and date(year, month, day) <= today:
            months, days = "m" in by_kind or "n" in by_kind, "d" in by_kind
            yield f"{year:04d}" + f"{month:02d}" * months + f"{day:02d}" * days


def _years(year: str, today: date) -> Iterator[int]:
    """Yield the years two or four figures may mean that somebody alive may be born in, the latest first."""
    candidates = [int(year)] if len(year) == 4 else [2000 + int(year), 1900 + int(year)]
    return (full for full in candidates if today.year - OLDEST_AGE_YEARS <= full <= today.year)


def _month(name: str) -> int:
    """Return the number of the month, 0 when it is none."""
    return next((number for number, full in enumerate(LONG_MONTHS, 1) if full.lower().startswith(name)), 0)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
