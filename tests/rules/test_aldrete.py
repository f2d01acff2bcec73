"""The modified Aldrete score in both published definitions: the same reading gives different points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.records.protocols import load_presets
from clinicdesk.rules import aldrete
from clinicdesk.rules.aldrete import PressureIn
from clinicdesk.rules.vitals import Kind

MMHG, PERCENT = PressureIn.MMHG, PressureIn.PERCENT
SCORES = load_presets()[0].scores


@pytest.mark.parametrize(
    ("before", "systolic", "mmhg", "percent"),
    [
        (120, 120, 2, 2),
        (120, 140, 2, 2),
        (120, 141, 1, 2),
        (120, 144, 1, 2),
        (120, 145, 1, 1),
        (120, 169, 1, 1),
        (120, 170, 0, 1),
        (120, 179, 0, 1),
        (120, 180, 0, 0),
        (160, 128, 1, 2),
        (160, 127, 1, 1),
        (90, 70, 2, 1),
        (90, 45, 1, 0),
    ],
)
def test_a_reading_against_the_baseline_in_both_definitions(
    before: int, systolic: int, mmhg: int, percent: int
) -> None:
    assert aldrete.circulation(systolic, before, MMHG) == mmhg
    assert aldrete.circulation(systolic, before, PERCENT) == percent


def test_without_a_baseline_or_a_reading_a_person_answers() -> None:
    assert aldrete.circulation(None, 120, MMHG) is None
    assert aldrete.circulation(120, None, PERCENT) is None


@pytest.mark.parametrize(
    ("spo2", "oxygen", "points"),
    [
        (93, False, 2),
        (92, False, None),
        (89, False, None),
        (97, True, 1),
        (91, True, 1),
        (90, True, None),
        (89, True, 0),
    ],
)
def test_saturation_counts_only_where_the_score_says_so(spo2: int, oxygen: bool, points: int | None) -> None:
    assert aldrete.saturation(spo2, on_oxygen=oxygen) == points


@pytest.mark.parametrize(
    ("kind", "value", "points"),
    [
        (Kind.SEDATION, 5, 2),
        (Kind.SEDATION, 4, 1),
        (Kind.SEDATION, 3, 1),
        (Kind.SEDATION, 2, 0),
        (Kind.RASS, 0, 2),
        (Kind.RASS, -3, 1),
        (Kind.RASS, -4, 0),
        (Kind.RASS, 2, None),
    ],
)
def test_how_awake_somebody_is(kind: Kind, value: int, points: int | None) -> None:
    assert aldrete.consciousness({kind: value}) == points


@given(before=st.integers(60, 220), nearer=st.integers(0, 120), further=st.integers(0, 120))
def test_further_from_the_baseline_never_gives_more_points(before: int, nearer: int, further: int) -> None:
    near, far = sorted((nearer, further))
    for definition in PressureIn:
        low = aldrete.circulation(before + far, before, definition)
        high = aldrete.circulation(before + near, before, definition)
        assert low is not None
        assert high is not None
        assert low <= high


def test_both_definitions_are_files_that_say_which_they_are() -> None:
    assert {score.definition for score in SCORES.values()} == {str(one) for one in PressureIn}
    for score in SCORES.values():
        assert score.provenance.unverified
        assert "World J" in score.provenance.source or "ASJA" in score.provenance.source
        assert [sorted(answer.points for answer in item.answers) for item in score.items] == [[0, 1, 2]] * 5


def test_a_sum_needs_every_item() -> None:
    score = next(iter(SCORES.values()))
    points = {item.id: 2 for item in score.items}
    assert aldrete.total(score, points) == 10
    del points["activity"]
    assert aldrete.total(score, points) is None


def test_what_is_not_in_the_score_is_not_counted() -> None:
    score = next(iter(SCORES.values()))
    found = aldrete.counted(score, {Kind.SYSTOLIC: 120, Kind.SPO2: 98}, {Kind.SYSTOLIC: 118}, on_oxygen=False)
    assert found == {"circulation": 2, "saturation": 2}
