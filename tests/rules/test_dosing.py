"""The dose arithmetic is exact, bounded and recomputable by hand."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import BadValue
from clinicdesk.rules.dosing import (
    DoseArithmetic,
    calculate,
    check_balance,
    check_dose,
    dose_for,
    dose_given,
    drug_volume_for,
    rate_for,
)
from clinicdesk.rules.protocol import Caps, DrugVolume, Provenance
from clinicdesk.rules.timeline import Moment

CAPS = Caps(100_000, (100, 1000), Provenance("a test", unverified=True, owner=""))
WEIGHTS = st.integers(2_000, 650_000)
PER_KG = st.integers(1, 5_000)
MOMENT = Moment(datetime(2026, 11, 23, tzinfo=UTC), "boot", 0)


def order(**changes: object) -> DoseArithmetic:
    values: dict[str, object] = {
        "micrograms_per_kg": 500,
        "weight_grams": 82_400,
        "concentration_micrograms_per_ml": 50_000,
        "bag_microlitres": 100_000,
        "drug_volume": DrugVolume.REPLACED,
        "duration_minutes": 40,
    }
    return calculate(**{**values, **changes})  # type: ignore[arg-type]


def test_the_worked_example() -> None:
    assert order().lines() == (
        "0.5 mg per kg × 82.4 kg = 41.2 mg",
        "41.2 mg ÷ 50 mg per mL = 0.824 mL",
        "100 mL in the bag − 0.824 mL taken out + 0.824 mL of drug = 100 mL",
        "100 mL over 40 min = 150 mL per hour",
    )


def test_an_added_volume_counts_in_the_rate() -> None:
    added = order(drug_volume=DrugVolume.ADDED)
    assert added.total_microlitres == 100_824
    assert added.rate_microlitres_per_hour == 151_200
    assert added.lines()[2:] == (
        "100 mL in the bag + 0.824 mL of drug = 100.824 mL",
        "100.824 mL over 40 min ≈ 151.2 mL per hour",
    )


def test_another_ordered_dose_is_shown_beside_the_calculated_one() -> None:
    lines = order(dose_micrograms=40_000).lines()
    assert lines[:3] == (
        "0.5 mg per kg × 82.4 kg = 41.2 mg",
        "Ordered instead: 40 mg ≈ 0.485 mg per kg",
        "40 mg ÷ 50 mg per mL = 0.8 mL",
    )


@given(PER_KG, WEIGHTS)
def test_a_dose_is_the_exact_product_within_half_a_step(per_kg: int, weight: int) -> None:
    dose = dose_for(per_kg, weight)
    assert dose % 100 == 0
    assert abs(Fraction(per_kg * weight, 1000) - dose) <= 50


@given(PER_KG, WEIGHTS, WEIGHTS)
def test_a_heavier_person_never_gets_less(per_kg: int, one: int, other: int) -> None:
    lighter, heavier = sorted((one, other))
    assert dose_for(per_kg, lighter) <= dose_for(per_kg, heavier)


@given(st.integers(1, 10_000_000), st.integers(1, 1_000_000))
def test_a_drug_volume_is_within_half_a_microlitre(dose: int, concentration: int) -> None:
    assert abs(Fraction(dose * 1000, concentration) - drug_volume_for(dose, concentration)) <= Fraction(1, 2)


@given(st.integers(1_000, 3_000_000), st.integers(1, 10_080))
def test_a_rate_is_within_half_a_tenth_of_a_millilitre_per_hour(volume: int, minutes: int) -> None:
    assert abs(Fraction(volume * 60, minutes) - rate_for(volume, minutes)) <= 50


@given(PER_KG, WEIGHTS, st.sampled_from([10_000, 50_000, 100_000]), st.sampled_from(DrugVolume), st.integers(10, 600))
def test_each_printed_step_follows_from_the_one_before(
    per_kg: int, weight: int, strength: int, drug_volume: DrugVolume, minutes: int
) -> None:
    try:
        steps = order(
            micrograms_per_kg=per_kg,
            weight_grams=weight,
            concentration_micrograms_per_ml=strength,
            drug_volume=drug_volume,
            duration_minutes=minutes,
        )
    except BadValue:
        return
    assert steps.drug_microlitres == drug_volume_for(steps.dose_micrograms, strength)
    assert steps.rate_microlitres_per_hour == rate_for(steps.total_microlitres, minutes)
    added = steps.drug_microlitres if drug_volume is DrugVolume.ADDED else 0
    assert steps.total_microlitres == 100_000 + added


@pytest.mark.parametrize("grams", [7_000_000, 500, 0, -1])
def test_impossible_weights_are_refused(grams: int) -> None:
    with pytest.raises(BadValue, match="Weight cannot be"):
        order(weight_grams=grams)


@pytest.mark.parametrize(
    "change",
    [{"micrograms_per_kg": 0}, {"concentration_micrograms_per_ml": 0}, {"bag_microlitres": 0}, {"duration_minutes": 0},
     {"dose_micrograms": 0}, {"dose_micrograms": -5}],
)  # fmt: skip
def test_nothing_is_divided_by_nothing(change: dict[str, int]) -> None:
    with pytest.raises(BadValue, match="more than nothing"):
        order(**change)


def test_more_drug_than_bag_is_refused() -> None:
    with pytest.raises(BadValue, match="more than the bag holds"):
        order(bag_microlitres=500)


def test_caps_refuse_and_unusual_doses_are_asked_about() -> None:
    assert check_dose(CAPS, 41_200, 82_400) == ()
    with pytest.raises(BadValue, match=r"100\.1 mg is more than this protocol's limit of 100 mg"):
        check_dose(CAPS, 100_100, 150_000)
    (question,) = check_dose(CAPS, 90_000, 60_000)
    assert question == "90 mg for 60 kg is outside the usual 0.1 mg to 1 mg per kg. Is it right?"
    assert len(check_dose(CAPS, 2_000, 30_000)) == 2


@given(st.integers(100, 1000), st.integers(35_000, 100_000))
def test_a_calculated_dose_within_the_range_is_never_asked_about(per_kg: int, weight: int) -> None:
    assert check_dose(CAPS, dose_for(per_kg, weight), weight) == ()


def test_the_dose_given_follows_the_volume() -> None:
    whole = order()
    assert dose_given(whole, 100_000) == 41_200
    assert dose_given(whole, 50_000) == 20_600
    assert dose_given(whole, 200_000) == 41_200
    assert dose_given(whole, -1) == 0


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_given_and_wasted_make_what_was_drawn(given_: int, wasted: int) -> None:
    check_balance(given_ + wasted, given_, wasted)
    with pytest.raises(BadValue, match="not accounted for"):
        check_balance(given_ + wasted + 1, given_, wasted)
    with pytest.raises(BadValue, match="more than was drawn"):
        check_balance(given_ + wasted, given_ + 1, wasted)
    with pytest.raises(BadValue, match="less than nothing"):
        check_balance(given_, given_ + 1, -1)
