"""What is shown follows the rules for safe display, whatever the value."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk import formats

AMOUNTS = st.integers(0, 10**9)
TRAILING_ZERO = re.compile(r"\.\d*0(?!\d)")
BARE_POINT = re.compile(r"(?<!\d)\.\d|\d\.(?!\d)")
BARE_THOUSAND = re.compile(r"\d{4}")


def assert_safe(text: str) -> None:
    """Hold a dose, volume or rate against the list of error-prone ways to write it."""
    number = text.split()[0]
    assert not TRAILING_ZERO.search(number)
    assert not BARE_POINT.search(number)
    assert not BARE_THOUSAND.search(number.split(".")[0])
    assert "e" not in number.lower()
    assert "µ" not in text
    assert "/" not in text
    assert re.fullmatch(r"[\d,]+(\.\d+)?( [A-Za-z]+)+", text)


@given(AMOUNTS)
def test_amounts_are_written_safely_and_exactly(amount: int) -> None:
    for text in (
        formats.format_dose(amount), formats.format_volume(amount), formats.format_rate(amount),
        formats.format_concentration(amount),
    ):  # fmt: skip
        assert_safe(text)
        number, unit = text.replace(",", "").split()[:2]
        assert Decimal(number) * (1 if unit == "mcg" else 1000) == amount


@pytest.mark.parametrize(
    ("micrograms", "text"),
    [(41_200, "41.2 mg"), (5_000, "5 mg"), (500, "0.5 mg"), (50, "50 mcg"), (0, "0 mg"), (1_200_000, "1,200 mg"),
     (100, "0.1 mg"), (41_234, "41.234 mg")],
)  # fmt: skip
def test_doses(micrograms: int, text: str) -> None:
    assert formats.format_dose(micrograms) == text


def test_weights_show_kilograms_and_pounds() -> None:
    assert formats.format_weight(82_400) == "82.4 kg (181.7 lb)"
    assert formats.format_weight(82_100) == "82.1 kg (181 lb)"


@given(st.integers(2_000, 650_000))
def test_pounds_are_right_to_half_a_tenth(grams: int) -> None:
    pounds = Decimal(formats.format_weight(grams).split("(")[1].split()[0].replace(",", ""))
    assert abs(pounds * Decimal("453.59237") - grams) <= Decimal("453.59237") / 20


def test_dates() -> None:
    day = date(2025, 12, 9)
    assert formats.format_date(day) == "09-Dec-2025"
    assert formats.format_date(None) == "Not recorded"
    assert formats.format_day(day) == "Tue 09-Dec-2025"
    moment = datetime(2025, 12, 9, 0, 5, tzinfo=UTC)
    assert formats.format_time(moment) == "00:05"
    assert formats.format_date_time(moment) == "09-Dec-2025 00:05"


@given(st.dates())
def test_every_date_names_its_weekday_and_month(day: date) -> None:
    text = formats.format_day(day)
    assert re.fullmatch(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d\d-[A-Z][a-z]{2}-\d{4}", text)
    assert text.startswith(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[day.weekday()])


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 min"), (5, "5 min"), (60, "1 h"), (65, "1 h 5 min"), (-65, "-1 h 5 min")]
)
def test_durations(minutes: int, text: str) -> None:
    assert formats.format_duration(minutes) == text


def test_timers() -> None:
    assert formats.format_timer(425_999) == "7:05"
    assert formats.format_timer(4_025_000) == "1:07:05"
    assert formats.format_timer(-5) == "0:00"


@pytest.mark.parametrize(
    ("born", "text"),
    [(date(1968, 7, 21), "58 y"), (date(2025, 5, 1), "18 months"), (date(2026, 10, 20), "1 month"),
     (date(2026, 11, 22), "1 day"), (date(2026, 11, 23), "0 days")],
)  # fmt: skip
def test_ages(born: date, text: str) -> None:
    assert formats.format_age(born, date(2026, 11, 23)) == text


def test_the_banner_says_born_and_age() -> None:
    assert formats.format_born(date(1968, 7, 21), date(2026, 11, 23)) == "21-Jul-1968 (58 y)"
    assert formats.format_born(None, date(2026, 11, 23)) == "Not known"


@pytest.mark.parametrize(
    ("family", "given_name", "title", "text"),
    [("Lindqvist", "Per", "Mr", "LINDQVIST, Per (Mr)"), ("Ångström", "Zoë", "", "ÅNGSTRÖM, Zoë"),
     ("Groß", "Łukasz", "", "GROß, Łukasz"), ("", "Nguyễn", "", "Nguyễn"), ("", "", "Mr", "Not known"),
     ("<b>x</b>", "y", "", "<B>X</B>, y")],
)  # fmt: skip
def test_names(family: str, given_name: str, title: str, text: str) -> None:
    assert formats.format_name(family, given_name, title) == text


def test_drugs_show_as_the_clinic_says() -> None:
    assert formats.format_drug("ketamine") == "ketAMINE"
    assert formats.format_drug("ondansetron") == "ondansetron"
    assert formats.format_drug("ketamine", {"ketamine": "ketamine (S/R)"}) == "ketamine (S/R)"
    assert formats.format_drug("Ketamine hydrochloride, vial") == "ketAMINE hydrochloride, vial"
    assert formats.format_drug("esketamine") == "esketamine"
    assert formats.plain_drug("ketAMINE hydrochloride") == "ketamine hydrochloride"
    assert formats.plain_drug("Ketamine") == "Ketamine"


def test_a_rate_reads_as_the_pump_shows_it() -> None:
    assert formats.format_rate(150_000) == "150 mL per hour"


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (("8 Lakeview Drive", "Duluth", "MN", "55804", ""), "8 Lakeview Drive, Duluth, MN 55804"),
        (("Domplatz 1", "Münster", "", "48143", "Germany"), "Domplatz 1, 48143 Münster, Germany"),
        (("", "Duluth", "", "", ""), "Duluth"),
        (("", "", "MN", "", ""), "MN"),
        (("", "", "", "", ""), ""),
    ],
)
def test_an_address_reads_as_it_is_written_where_it_lies(parts: tuple[str, ...], line: str) -> None:
    names = ("street", "city", "region", "postal_code", "country")

    assert formats.format_address(**dict(zip(names, parts, strict=True))) == line
