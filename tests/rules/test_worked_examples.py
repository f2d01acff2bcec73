"""The arithmetic of doses against examples from elsewhere, and against an independent model in exact fractions."""

import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import BadValue
from clinicdesk.rules.body_weight import (
    adjusted_grams,
    body_mass_index_tenths,
    dosing_weight,
    ideal_grams,
    weight_lines,
)
from clinicdesk.rules.devices import device_dose
from clinicdesk.rules.dosing import DoseArithmetic, calculate, check_rates, dose_given, rate_for
from clinicdesk.rules.infusing import infused_microlitres
from clinicdesk.rules.protocol import Caps, DeviceRule, DrugVolume, Provenance, StageKind, StageRule, WeightBasis
from clinicdesk.rules.timeline import Elapsed, Moment, Stretch
from clinicdesk.rules.vitals import Kind, parse_weight

FILE = Path(__file__).with_name("worked_examples.toml")
EXAMPLES: dict[str, list[dict[str, Any]]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
A_TEST = Provenance("a test", unverified=True, owner="")
START = Moment(datetime(2026, 11, 23, tzinfo=UTC), "boot", 0)


def thousandths(text: str) -> int:
    """Read ``41.2`` as 41,200: milligrams as micrograms, millilitres as microlitres, kilograms as grams."""
    exact = Decimal(text) * 1000
    assert exact == int(exact)
    return int(exact)


def of(kind: str) -> Any:
    return pytest.mark.parametrize("example", EXAMPLES[kind], ids=lambda example: example["source"][:40])


def millimetres(example: dict[str, Any]) -> int:
    if "inches" in example:
        # As the field reads feet and inches: to the nearest millimetre.
        return int((Decimal(example["inches"]) * Decimal("25.4")).to_integral_value(rounding="ROUND_HALF_UP"))
    return int(Decimal(example["centimetres"]) * 10)


def test_there_are_enough_examples_and_each_has_a_source() -> None:
    examples = [example for group in EXAMPLES.values() for example in group]
    assert len(examples) >= 60
    assert all(len(example["source"]) >= 20 for example in examples)


@of("ideal_weight")
def test_ideal_weight(example: dict[str, Any]) -> None:
    assert ideal_grams(millimetres(example), example["sex"]) == thousandths(example["kg"])


@of("adjusted_weight")
def test_adjusted_weight(example: dict[str, Any]) -> None:
    actual = thousandths(example["actual_kg"])
    found = dosing_weight(WeightBasis.ADJUSTED, actual, millimetres(example), example["sex"])
    assert found.grams == thousandths(example["kg"])
    assert weight_lines(found)


@of("body_mass_index")
def test_body_mass_index(example: dict[str, Any]) -> None:
    found = body_mass_index_tenths(thousandths(example["kg"]), millimetres(example))
    assert found * 100 == thousandths(example["index"])


@of("pounds")
def test_pounds(example: dict[str, Any]) -> None:
    assert parse_weight(f"{example['lb']} lb").values[Kind.WEIGHT] == thousandths(example["kg"])


@of("infusion")
def test_infusion(example: dict[str, Any]) -> None:
    found = calculate(
        micrograms_per_kg=thousandths(example["mg_per_kg"]),
        weight_grams=thousandths(example["kg"]),
        concentration_micrograms_per_ml=thousandths(example["strength"]),
        bag_microlitres=thousandths(example["bag_ml"]),
        drug_volume=DrugVolume(example["drug_volume"]),
        duration_minutes=int(example["minutes"]),
    )
    assert found.dose_micrograms == thousandths(example["dose_mg"])
    assert found.drug_microlitres == thousandths(example["drug_ml"])
    assert found.rate_microlitres_per_hour == thousandths(example["rate"])


@of("rate")
def test_rate(example: dict[str, Any]) -> None:
    assert rate_for(thousandths(example["ml"]), int(example["minutes"])) == thousandths(example["rate"])


def steps_of(texts: list[str]) -> tuple[StageRule, ...]:
    parts = [text.split() for text in texts]
    return tuple(StageRule(StageKind(kind), kind.title(), thousandths(per_kg), int(m)) for kind, per_kg, m in parts)


@of("staged")
def test_staged(example: dict[str, Any]) -> None:
    most = example.get("most_mg_per_hour")
    found = calculate(
        micrograms_per_kg=0,
        weight_grams=thousandths(example["kg"]),
        concentration_micrograms_per_ml=thousandths(example["strength"]),
        bag_microlitres=thousandths(example["bag_ml"]),
        drug_volume=DrugVolume.REPLACED,
        duration_minutes=0,
        stages=steps_of(example["steps"]),
        max_micrograms_per_hour=thousandths(most) if most else None,
    )
    assert found.dose_micrograms == thousandths(example["dose_mg"])
    for stage, dose, volume, rate in zip(
        found.stages, example["doses_mg"], example["volumes_ml"], example["rates"], strict=True
    ):
        assert stage.dose_micrograms == thousandths(dose)
        assert stage.volume_microlitres == thousandths(volume)
        assert stage.rate_microlitres_per_hour == thousandths(rate)
    assert found.rate_microlitres_per_hour == found.stages[0].rate_microlitres_per_hour


@of("given")
def test_given(example: dict[str, Any]) -> None:
    stretches, now = [], START
    for rate, minutes in (text.split() for text in example["rates"]):
        lasts = int(minutes) * 60_000
        stretches.append(Stretch(now, Elapsed(lasts, gap=False), True, thousandths(rate)))
        now = now.before(-lasts)
    infused = infused_microlitres(stretches, (), now)
    assert infused == thousandths(example["given_ml"])
    bag = DoseArithmetic(
        micrograms_per_kg=500,
        weight_grams=80_000,
        calculated_micrograms=thousandths(example["dose_mg"]),
        dose_micrograms=thousandths(example["dose_mg"]),
        concentration_micrograms_per_ml=50_000,
        drug_microlitres=0,
        bag_microlitres=thousandths(example["bag_ml"]),
        drug_volume=DrugVolume.REPLACED,
        total_microlitres=thousandths(example["bag_ml"]),
        duration_minutes=40,
        rate_microlitres_per_hour=150_000,
    )
    assert dose_given(bag, infused) == thousandths(example["given_mg"])


@of("devices")
def test_devices(example: dict[str, Any]) -> None:
    rule = DeviceRule(28_000, (56_000, 84_000), 56_000, 84_000, 5, A_TEST)
    found = device_dose(rule, thousandths(example["dose_mg"]))
    assert (found.devices, found.duration_minutes) == (int(example["devices"]), int(example["minutes"]))
    assert (found.total_microlitres, found.rate_microlitres_per_hour) == (0, 0)


# Against a model of its own: fractions, rounded in one place. -----------------------------------------------------

PER_KG = st.integers(50, 2_000)
GRAMS = st.integers(35_000, 220_000)
STEPS = st.lists(
    st.builds(StageRule, st.sampled_from(StageKind), st.just("Step"), PER_KG, st.integers(5, 240)),
    min_size=1,
    max_size=5,
).map(tuple)
MOST = st.one_of(st.none(), st.integers(5_000, 200_000))


def half_up(value: Fraction, step: int) -> int:
    return int((value / step + Fraction(1, 2)) // 1) * step


def staged(steps: tuple[StageRule, ...], grams: int, most: int | None) -> DoseArithmetic | None:
    try:
        return calculate(
            micrograms_per_kg=0,
            weight_grams=grams,
            concentration_micrograms_per_ml=50_000,
            bag_microlitres=1_000_000,
            drug_volume=DrugVolume.REPLACED,
            duration_minutes=0,
            stages=steps,
            max_micrograms_per_hour=most,
        )
    except BadValue:
        return None


@given(STEPS, GRAMS, MOST)
def test_each_step_is_the_exact_amount_rounded_once(steps: tuple[StageRule, ...], grams: int, most: int | None) -> None:
    found = staged(steps, grams, most)
    if found is None:
        return
    for rule, stage in zip(steps, found.stages, strict=True):
        amount = Fraction(rule.micrograms_per_kg * grams, 1000)
        if rule.kind is StageKind.INFUSION:
            amount = (amount if most is None else min(amount, Fraction(most))) * Fraction(rule.minutes, 60)
        assert stage.dose_micrograms == half_up(amount, 100)
        assert stage.rate_microlitres_per_hour == half_up(Fraction(stage.volume_microlitres * 60, rule.minutes), 100)


@given(STEPS, GRAMS, MOST)
def test_the_steps_are_the_bag_and_the_dose(steps: tuple[StageRule, ...], grams: int, most: int | None) -> None:
    found = staged(steps, grams, most)
    if found is None:
        return
    assert sum(stage.dose_micrograms for stage in found.stages) == found.dose_micrograms
    assert sum(stage.volume_microlitres for stage in found.stages) == found.total_microlitres
    assert sum(stage.minutes for stage in found.stages) == found.duration_minutes
    for stage in found.stages:
        exact = Fraction(found.total_microlitres * stage.dose_micrograms, found.dose_micrograms)
        # Each share is rounded by half a microlitre at most; the last one takes what the others left.
        assert abs(stage.volume_microlitres - exact) <= Fraction(len(steps), 2)
    # A line for each step, and no step hidden.
    assert sum(line.count("Step:") for line in found.lines()) >= len(steps)


@given(STEPS, GRAMS, GRAMS, MOST)
def test_a_heavier_person_never_gets_less_in_any_step(
    steps: tuple[StageRule, ...], one: int, other: int, most: int | None
) -> None:
    lighter, heavier = (staged(steps, grams, most) for grams in sorted((one, other)))
    if lighter is None or heavier is None:
        return
    for low, high in zip(lighter.stages, heavier.stages, strict=True):
        assert low.dose_micrograms <= high.dose_micrograms


@given(STEPS, GRAMS, st.integers(5_000, 200_000))
def test_the_cap_per_hour_holds(steps: tuple[StageRule, ...], grams: int, most: int) -> None:
    found = staged(steps, grams, most)
    if found is None:
        return
    for stage in found.stages:
        if stage.kind is StageKind.INFUSION:
            assert stage.dose_micrograms * 60 <= most * stage.minutes + 50 * 60
    # What was lowered to the cap is never refused by it.
    check_rates(Caps(10_000_000, (1, 100_000), A_TEST, max_micrograms_per_hour=most), found)


@given(GRAMS, st.integers(1_524, 2_150), st.sampled_from(["male", "female"]), st.sampled_from(WeightBasis))
def test_a_formula_never_raises_the_weight_and_says_how(actual: int, height: int, sex: str, basis: WeightBasis) -> None:
    found = dosing_weight(basis, actual, height, sex)
    assert found.grams <= actual
    ideal = half_up(Fraction(50_000 if sex == "male" else 45_500) + 2300 * (Fraction(height * 10, 254) - 60), 100)
    if basis is WeightBasis.ACTUAL or ideal >= actual:
        assert found.grams == actual
    elif basis is WeightBasis.IDEAL:
        assert found.grams == ideal
    else:
        assert found.grams == half_up(Fraction(6 * ideal + 4 * actual, 10), 100) == adjusted_grams(actual, ideal)
    assert bool(weight_lines(found)) is (basis is not WeightBasis.ACTUAL)
