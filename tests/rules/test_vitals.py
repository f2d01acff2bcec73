"""Typed vital signs: read, refused with one sentence, or asked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import BadValue
from clinicdesk.rules.vitals import MEASURES, Kind, check, parse_pressure, parse_reading, parse_weight, show


@pytest.mark.parametrize("typed", ["147/88", "147 88", " 147 / 88 ", "147-88", "147/88 mmHg"])
def test_blood_pressure_is_read(typed: str) -> None:
    typed_pressure = parse_pressure(typed)
    assert typed_pressure.values == {Kind.SYSTOLIC: 147, Kind.DIASTOLIC: 88}
    assert typed_pressure.question is None


@pytest.mark.parametrize(
    ("typed", "word"),
    [("80/120", "first number must be the higher"), ("120/120", "higher"), ("7000/80", "between"),
     ("147", "two numbers"), ("", "two numbers"), ("147/", "two numbers"), ("a/b", "two numbers"),
     ("100/5", "between")],
)  # fmt: skip
def test_impossible_blood_pressure_is_refused(typed: str, word: str) -> None:
    with pytest.raises(BadValue, match=word):
        parse_pressure(typed)


def test_unusual_blood_pressure_is_asked_about() -> None:
    question = parse_pressure("240/100").question
    assert question == "Systolic blood pressure 240 mmHg is unusual. Is it right?"


@pytest.mark.parametrize(
    ("typed", "grams"),
    [("82.4", 82_400), ("82,4 kg", 82_400), ("82.4kg", 82_400), ("181 lb", 82_100), ("181.5 lbs", 82_327),
     ("60", 60_000)],
)  # fmt: skip
def test_weight_becomes_grams(typed: str, grams: int) -> None:
    assert parse_weight(typed).values == {Kind.WEIGHT: grams}


@pytest.mark.parametrize("typed", ["7000 kg", "0.5 kg", "0", "-5", "82.4 stone", "82.4.1", "heavy", "", "1e3", "82 %"])
def test_impossible_weight_is_refused(typed: str) -> None:
    with pytest.raises(BadValue, match=r"Weight (cannot be|must be)"):
        parse_weight(typed)


def test_unusual_weight_is_asked_about() -> None:
    assert parse_weight("30 kg").question == "Weight 30 kg is unusual. Is it right?"


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [(Kind.SPO2, "98%", 98), (Kind.HEART_RATE, "72 bpm", 72), (Kind.TEMPERATURE, "36.8", 368), (Kind.PAIN, "0", 0),
     (Kind.TEMPERATURE, "98.6 F", 370), (Kind.SEDATION, "5", 5), (Kind.RESPIRATORY_RATE, "14", 14)],
)  # fmt: skip
def test_readings_are_read(kind: Kind, typed: str, value: int) -> None:
    assert parse_reading(kind, typed).values == {kind: value}


def test_a_whole_pressure_typed_into_one_of_its_fields_fills_both() -> None:
    assert parse_reading(Kind.SYSTOLIC, "147/88") == parse_pressure("147/88")
    assert parse_reading(Kind.DIASTOLIC, "88").values == {Kind.DIASTOLIC: 88}


@pytest.mark.parametrize(
    ("kind", "typed"),
    [(Kind.SPO2, "101"), (Kind.SPO2, "98.5"), (Kind.SEDATION, "6"), (Kind.PAIN, "11"), (Kind.TEMPERATURE, "98.6"),
     (Kind.HEART_RATE, "0"), (Kind.HEART_RATE, "72 kg"), (Kind.SPO2, "x")],
)  # fmt: skip
def test_impossible_readings_are_refused(kind: Kind, typed: str) -> None:
    with pytest.raises(BadValue) as refused:
        parse_reading(kind, typed)
    assert str(refused.value).endswith(".")


@given(st.sampled_from(Kind), st.integers(-1000, 1_000_000))
def test_every_value_is_refused_asked_about_or_taken(kind: Kind, value: int) -> None:
    low, high = MEASURES[kind].possible
    if low <= value <= high:
        asked = check(kind, value) is not None
        assert asked is not (MEASURES[kind].plausible[0] <= value <= MEASURES[kind].plausible[1])
    else:
        with pytest.raises(BadValue):
            check(kind, value)


@given(st.sampled_from(Kind), st.data())
def test_what_is_shown_can_be_typed_back(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(st.integers(*MEASURES[kind].possible))
    if kind in (Kind.SYSTOLIC, Kind.DIASTOLIC):
        return
    assert parse_reading(kind, show(kind, value)).values == {kind: value}


@given(st.sampled_from(Kind), st.text(max_size=12))
def test_no_text_breaks_the_reader(kind: Kind, typed: str) -> None:
    try:
        values = parse_reading(kind, typed).values
    except BadValue:
        return
    for found, value in values.items():
        assert MEASURES[found].possible[0] <= value <= MEASURES[found].possible[1]


def test_ranges_nest() -> None:
    for measure in MEASURES.values():
        assert measure.possible[0] <= measure.plausible[0] < measure.plausible[1] <= measure.possible[1]
    assert set(MEASURES) == set(Kind)
