"""A weight typed in the wrong unit is asked about; a dose far from the last one, or too fast, is not let pass."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import BadValue
from clinicdesk.rules.body_weight import dosing_weight
from clinicdesk.rules.dosing import calculate, check_change, check_dose, check_rates
from clinicdesk.rules.protocol import Caps, DrugVolume, Provenance, WeightBasis
from clinicdesk.rules.quantities import GRAMS_PER_POUND
from clinicdesk.rules.weighing import weigh_again

A_TEST = Provenance("a test", unverified=True, owner="")
DAY = date(2026, 3, 2)


@pytest.mark.parametrize(("grams", "asks"), [(82_400, False), (98_880, False), (98_881, True), (65_920, False)])
def test_a_jump_of_more_than_a_fifth_asks(grams: int, asks: bool) -> None:
    question = weigh_again(grams, earlier_grams=82_400, earlier_on=DAY, height=1_650)
    assert (question is not None) is asks
    if question:
        assert "82.4 kg on 02-Mar-2026" in question
        assert "lb" in question


@given(st.integers(35_000, 150_000))
def test_pounds_typed_as_kilograms_always_ask_where_a_weight_is_known(grams: int) -> None:
    typed = int(grams * 1000 / GRAMS_PER_POUND)
    assert weigh_again(typed, earlier_grams=grams, earlier_on=DAY) is not None


def test_without_an_earlier_weight_the_body_mass_index_asks() -> None:
    assert weigh_again(82_400, height=1_650) is None
    assert "body mass index of 66.5" in str(weigh_again(181_000, height=1_650))
    assert "body mass index of 12.9" in str(weigh_again(35_000, height=1_650))
    assert weigh_again(181_000) is None


def test_height_and_sex_at_birth_are_asked_for() -> None:
    with pytest.raises(BadValue, match="Measure the height first") as caught:
        dosing_weight(WeightBasis.IDEAL, 82_400)
    assert caught.value.field == "height"
    with pytest.raises(BadValue, match="Add the sex at birth"):
        dosing_weight(WeightBasis.ADJUSTED, 82_400, 1_650, "intersex")
    with pytest.raises(BadValue, match=r"begins at 152\.4 cm"):
        dosing_weight(WeightBasis.IDEAL, 52_000, 1_500, "female")


@pytest.mark.parametrize(
    ("dose", "words"),
    [
        (51_500, None),
        (51_600, "25% more than the last dose of 41.2 mg"),
        (30_900, None),
        (30_800, "25% less than the last"),
    ],
)
def test_a_change_above_the_step_is_told(dose: int, words: str | None) -> None:
    caps = Caps(100_000, (100, 1_000), A_TEST, ask_when_changed_percent=25)
    told = check_change(caps, dose, 41_200)
    assert (told is None) is (words is None)
    assert words is None or words in str(told)
    assert check_change(Caps(100_000, (100, 1_000), A_TEST), 99_000, 41_200) is None


def test_a_dose_below_the_smallest_is_refused() -> None:
    caps = Caps(100_000, (1, 1_000), A_TEST, min_dose_micrograms=10_000)
    with pytest.raises(BadValue, match="less than this protocol's smallest dose of 10 mg"):
        check_dose(caps, 9_900, 80_000)


@given(st.integers(1, 1_000), st.integers(35_000, 220_000), st.integers(5, 240), st.integers(5_000, 100_000))
def test_no_rate_above_the_cap_passes(per_kg: int, grams: int, minutes: int, most: int) -> None:
    try:
        dose = calculate(
            micrograms_per_kg=per_kg,
            weight_grams=grams,
            concentration_micrograms_per_ml=50_000,
            bag_microlitres=100_000,
            drug_volume=DrugVolume.REPLACED,
            duration_minutes=minutes,
        )
        check_rates(Caps(10_000_000, (1, 100_000), A_TEST, max_micrograms_per_hour=most), dose)
    except BadValue:
        return
    # One step of rounding, 0.1 mg, is all that a dose may be above.
    assert (dose.dose_micrograms - 100) * 60 < most * minutes
