"""Phone numbers in any writing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.phone_numbers import digits_of, phone_text, split_extension


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2185550142", "218 555 0142"),
        ("218-555-0142", "218 555 0142"),
        ("(218) 555-0142", "218 555 0142"),
        ("218.555.0142", "218 555 0142"),
        ("1-218-555-0142", "+1 218 555 0142"),
        ("+12185550142", "+1 218 555 0142"),
        ("001 218 555 0142", "+1 218 555 0142"),
        ("Tel: (218) 555-0142", "218 555 0142"),
        ("cell 218 555 0142", "218 555 0142"),
        ("218-555-0142 x12", "218 555 0142 ext. 12"),
        ("218-555-0142x12", "218 555 0142 ext. 12"),
        ("218-555-0142 ext. 12", "218 555 0142 ext. 12"),
        ("218-555-0142, extension 4031", "218 555 0142 ext. 4031"),
        ("218 555 0142 #7", "218 555 0142 ext. 7"),
        ("+44 20 7946 0958", "+44 20 7946 0958"),
        ("+44 (0)20 7946-0958", "+44 20 7946 0958"),
        ("0049 251 12345", "+49 251 12345"),
        ("020 7946 0958", "020 7946 0958"),
        ("01 42 68 53 00", "01 42 68 53 00"),
        ("555-0142", "555-0142"),
        ("555-014-2233", "555-014-2233"),
        ("218 555 0142 ask for Ann", "218 555 0142 ask for Ann"),
        ("none", "none"),
        ("", ""),
        ("#31", "#31"),
    ],
)
def test_any_writing_is_put_into_one(typed: str, written: str) -> None:
    assert phone_text(typed) == written
    assert phone_text(written) == written


@pytest.mark.parametrize(
    "typed", ["218 555 0142", "+1 (218) 555-0142", "1 218 555 0142", "001-218-555-0142", "218 555 0142 ext. 9"]
)
def test_one_number_has_one_row_of_digits(typed: str) -> None:
    assert digits_of(typed) == "2185550142"


def test_the_zero_that_is_only_dialled_at_home_is_no_part_of_a_number_abroad() -> None:
    assert digits_of("+49 (0)251 12345") == digits_of("0049 251 12345") == "4925112345"
    assert digits_of("(0)251 12345") == "025112345"


def test_a_short_number_has_no_extension() -> None:
    assert split_extension("x12") == ("x12", "")
    assert split_extension("911") == ("911", "")


@given(st.text(max_size=40))
def test_no_digit_is_ever_lost(typed: str) -> None:
    kept = [sign for sign in phone_text(typed) if sign.isdecimal()]
    # Only a "00" or "(0)" before a country code goes, and only a "1" for +1 can come.
    assert len(kept) >= sum(sign.isdecimal() for sign in typed) - 3
    assert phone_text(phone_text(typed)) == phone_text(typed)


@given(st.from_regex(r"[2-9][0-9]{2}[-. ]?[2-9][0-9]{2}[-. ]?[0-9]{4}( ?x[0-9]{1,4})?", fullmatch=True))
def test_writing_a_number_anew_does_not_change_what_is_dialled(typed: str) -> None:
    assert digits_of(phone_text(typed)) == digits_of(typed)
    assert split_extension(phone_text(typed))[1] == split_extension(typed)[1]
