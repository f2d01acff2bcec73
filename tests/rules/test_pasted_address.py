"""Pasted addresses: understood where the shape is certain, and never lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.rules.pasted_address import Address, parse_address


@pytest.mark.parametrize(
    ("pasted", "parts"),
    [
        ("8 Lakeview Drive, Duluth, MN 55804", ("8 Lakeview Drive", "Duluth", "MN", "55804", "")),
        ("8 Lakeview Drive\nDuluth, MN 55804", ("8 Lakeview Drive", "Duluth", "MN", "55804", "")),
        ("8 Lakeview Drive\r\nDuluth MN 55804-1234\r\nUSA", ("8 Lakeview Drive", "Duluth", "MN", "55804-1234", "USA")),
        ("8 Lakeview Drive, Apt 4B, Duluth, MN, 55804", ("8 Lakeview Drive, Apt 4B", "Duluth", "MN", "55804", "")),
        ("8 Oak Dr\nApt 4B\nDuluth, Minnesota 55804", ("8 Oak Dr, Apt 4B", "Duluth", "Minnesota", "55804", "")),
        ("PO Box 12, St. Paul, MN 55101, United States", ("PO Box 12", "St. Paul", "MN", "55101", "United States")),
        ("1 Main St, New York, New York 10001", ("1 Main St", "New York", "New York", "10001", "")),
        ("8 Lakeview Drive Duluth MN 55804", ("8 Lakeview Drive", "Duluth", "MN", "55804", "")),
        ("12 Hafen Ave. Grand Rapids MI 49503", ("12 Hafen Ave.", "Grand Rapids", "MI", "49503", "")),
        ("10 High Street, Leeds, LS1 4DY", ("10 High Street", "Leeds", "", "LS1 4DY", "")),
        ("10 High Street\nHeadingley\nLeeds LS6 3AA\nUK", ("10 High Street, Headingley", "Leeds", "", "LS6 3AA", "UK")),
        ("2 High St, Leeds, West Yorkshire, ls1 4dy", ("2 High St", "Leeds", "West Yorkshire", "LS1 4DY", "")),
        ("221b Baker Street\nLondon\nNW1 6XE\nEngland", ("221b Baker Street", "London", "", "NW1 6XE", "England")),
        ("Hafenweg 12\n48143 Münster\nDeutschland", ("Hafenweg 12", "Münster", "", "48143", "Deutschland")),
        ("Hafenweg 12, D-48143 Münster", ("Hafenweg 12", "Münster", "", "D-48143", "")),
        ("12 Oak Street St. Paul MN 55101", ("12 Oak Street", "St. Paul", "MN", "55101", "")),
        ("12 Oak Street, St Albans, AL1 3JE", ("12 Oak Street", "St Albans", "", "AL1 3JE", "")),
        ("12 rue de Rivoli, 75004 Paris, France", ("12 rue de Rivoli", "Paris", "", "75004", "France")),
        ("Keizersgracht 12\n1015 CS Amsterdam", ("Keizersgracht 12", "Amsterdam", "", "1015 CS", "")),
        ("Storgatan 5\n114 55 Stockholm\nSverige", ("Storgatan 5", "Stockholm", "", "114 55", "Sverige")),
        ("ul. Długa 3\n00-238 Warszawa", ("ul. Długa 3", "Warszawa", "", "00-238", "")),
        ("Bahnhofstrasse 1\n8001 Zürich\nSchweiz", ("Bahnhofstrasse 1", "Zürich", "", "8001", "Schweiz")),
    ],
)  # fmt: skip
def test_an_address_whose_shape_is_certain_is_taken_apart(pasted: str, parts: tuple[str, ...]) -> None:
    assert parse_address(pasted) == Address(*parts)


@pytest.mark.parametrize(
    "pasted",
    [
        "8 Lakeview Drive",
        "12345 Main Street",
        "Apt 4, 12345 Main Street",
        "Suite 200, 12345 Oak Hill",
        "Duluth, MN 55804",
        "Duluth",
        "48143 Münster",
        "in 55804",
        "c/o Ann, blue house behind the church",
        "Route 2 Box 19 Ely",
        "8 Lakeview Drive Apt 4 MN 55804",
        "10 High Street LS1 4DY",
        "Münster 48143, Hafenweg 12",
        "東京都千代田区1-1",
        ",,,",
        "",
    ],
)
def test_what_is_not_understood_stays_as_the_street(pasted: str) -> None:
    found = parse_address(pasted)
    assert not found.understood
    assert (found.city, found.region, found.country) == ("", "", "")
    assert re.findall(r"\w+", found.street) == re.findall(r"\w+", pasted)


PIECES = st.sampled_from(
    [
        "8",
        "Lakeview",
        "Drive",
        "Duluth",
        "MN",
        "55804",
        "USA",
        ",",
        "\n",
        "Leeds",
        "LS1 4DY",
        "48143",
        "Münster",
        "Apt 4B",
    ]
)


@given(st.lists(PIECES, max_size=9))
def test_no_word_is_ever_lost(pieces: list[str]) -> None:
    pasted = " ".join(pieces)
    found = parse_address(pasted)
    together = " ".join((found.street, found.city, found.region, found.postal_code, found.country))
    assert sorted(re.findall(r"\w+", together)) == sorted(re.findall(r"\w+", pasted))


@given(st.text(max_size=60))
def test_any_text_at_all_can_be_pasted(pasted: str) -> None:
    found = parse_address(pasted)
    kept = re.findall(r"\w", found.street + found.city + found.region + found.postal_code + found.country)
    assert len(kept) >= len(re.findall(r"\w", pasted)) - 2
