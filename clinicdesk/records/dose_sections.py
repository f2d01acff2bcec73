"""Read the sections of a protocol file that say how the dose is set: by weight, in devices, or as a fluid."""

from dataclasses import dataclass

from clinicdesk.language import _
from clinicdesk.records.preset_files import DAY_MINUTES, provenance
from clinicdesk.records.toml_table import Table
from clinicdesk.rules.dose_rules import (
    Bag,
    Caps,
    DeviceRule,
    DoseRule,
    DrugVolume,
    FluidRule,
    StageKind,
    StageRule,
    StandingOrder,
    TreatmentKind,
    WeightBasis,
)
from clinicdesk.rules.dosing import per_kg_of

_GRAM_MICROGRAMS = 1_000_000
_LARGEST_PER_KG = 100_000
_WEEK_MINUTES = 7 * DAY_MINUTES


@dataclass(frozen=True, slots=True)
class DoseSections:
    """What a file says about the dose; what does not apply to its kind is None."""

    kind: TreatmentKind
    dose: DoseRule | None = None
    caps: Caps | None = None
    bag: Bag | None = None
    devices: DeviceRule | None = None
    fluid: FluidRule | None = None


def dose_sections(whole: Table) -> DoseSections:
    """Return the sections that belong to the file's ``kind``. Raises FaultyFile."""
    kind = whole.choice("kind", TreatmentKind) if "kind" in whole else TreatmentKind.INFUSION
    if kind is TreatmentKind.DEVICES:
        return DoseSections(kind, devices=_device_rule(whole.table("devices")))
    if kind is TreatmentKind.FLUID:
        return DoseSections(kind, fluid=_fluid_rule(whole.table("fluid")))
    dose, caps = _dose_rule(whole.table("dose")), _caps(whole.table("caps"))
    low, high = caps.plausible_micrograms_per_kg
    if not low <= dose.micrograms_per_kg <= high:
        sentence = _("The dose per kilogram lies outside “plausible_micrograms_per_kg”.")
        raise whole.table("dose").fault("micrograms_per_kg", sentence)
    fastest = caps.max_micrograms_per_kg_per_hour
    for stage in dose.stages:
        if fastest is not None and stage.kind is StageKind.INFUSION and stage.micrograms_per_kg > fastest:
            sentence = _("“{title}” is faster than “max_micrograms_per_kg_per_hour” allows.")
            raise whole.table("caps").fault("max_micrograms_per_kg_per_hour", sentence.format(title=stage.title))
    return DoseSections(kind, dose, caps, _bag(whole.table("bag")))


def standing_orders(whole: Table) -> tuple[StandingOrder, ...]:
    """Return what may be given without asking, or nothing where the file does not say."""
    if "standing_orders" not in whole:
        return ()
    found: list[StandingOrder] = []
    for table in whole.tables("standing_orders"):
        found.append(_standing_order(table))
        if len({one.id for one in found}) < len(found):
            raise table.fault("id", _("Two standing orders have the same id. Give each its own."))
    return tuple(found)


def _standing_order(table: Table) -> StandingOrder:
    order = StandingOrder(
        id=table.text("id"),
        title=table.text("title"),
        drug=table.text("drug"),
        dose_micrograms=table.optional_integer("dose_micrograms", 1, 10 * _GRAM_MICROGRAMS),
        volume_microlitres=table.optional_integer("volume_microlitres", 1, 3_000_000),
        route=table.text("route"),
        most_times=table.integer("most_times", 1, 20),
        minutes_between=table.integer("minutes_between", 0, DAY_MINUTES),
        when=table.text("when"),
        provenance=provenance(table),
    )
    if order.dose_micrograms is None and order.volume_microlitres is None:
        raise table.fault(None, _("A standing order needs “dose_micrograms” or “volume_microlitres”."))
    return order


def _dose_rule(table: Table) -> DoseRule:
    stages = tuple(_stage(stage) for stage in table.tables("stages")) if "stages" in table else ()
    if stages:
        per_kg, minutes = per_kg_of(stages), sum(stage.minutes for stage in stages)
    else:
        per_kg = table.integer("micrograms_per_kg", 1, _LARGEST_PER_KG)
        minutes = table.integer("duration_minutes", 1, _WEEK_MINUTES)
    return DoseRule(
        micrograms_per_kg=per_kg,
        duration_minutes=minutes,
        weight_basis=table.choice("weight_basis", WeightBasis) if "weight_basis" in table else WeightBasis.ACTUAL,
        stages=stages,
        ask_basis_from_bmi=table.optional_integer("ask_basis_from_bmi", 15, 80),
        provenance=provenance(table),
    )


def _stage(table: Table) -> StageRule:
    kind = table.choice("kind", StageKind)
    name = "micrograms_per_kg" if kind is StageKind.BOLUS else "micrograms_per_kg_per_hour"
    stage = StageRule(
        kind=kind,
        title=table.text("title"),
        micrograms_per_kg=table.integer(name, 1, _LARGEST_PER_KG),
        minutes=table.integer("minutes", 1, _WEEK_MINUTES),
    )
    table.done()
    return stage


def _caps(table: Table) -> Caps:
    caps = Caps(
        max_dose_micrograms=table.integer("max_dose_micrograms", 1, 10 * _GRAM_MICROGRAMS),
        min_dose_micrograms=table.optional_integer("min_dose_micrograms", 0, 10 * _GRAM_MICROGRAMS) or 0,
        plausible_micrograms_per_kg=table.pair("plausible_micrograms_per_kg", 1, _LARGEST_PER_KG),
        max_micrograms_per_hour=table.optional_integer("max_micrograms_per_hour", 1, 10 * _GRAM_MICROGRAMS),
        max_micrograms_per_kg_per_hour=table.optional_integer("max_micrograms_per_kg_per_hour", 1, _LARGEST_PER_KG),
        ask_when_changed_percent=table.optional_integer("ask_when_changed_percent", 1, 1000),
        provenance=provenance(table),
    )
    if caps.max_dose_micrograms < caps.min_dose_micrograms:
        raise table.fault("max_dose_micrograms", _("The largest dose is smaller than “min_dose_micrograms”."))
    return caps


def _bag(table: Table) -> Bag:
    return Bag(
        concentration_micrograms_per_ml=table.integer("concentration_micrograms_per_ml", 1, _GRAM_MICROGRAMS),
        volume_microlitres=table.integer("volume_microlitres", 1_000, 3_000_000),
        drug_volume=table.choice("drug_volume", DrugVolume),
        provenance=provenance(table),
    )


def _device_rule(table: Table) -> DeviceRule:
    rule = DeviceRule(
        device_micrograms=table.integer("device_micrograms", 1, _GRAM_MICROGRAMS),
        doses_micrograms=table.integers("doses_micrograms", 1, _GRAM_MICROGRAMS),
        first_dose_micrograms=table.integer("first_dose_micrograms", 1, _GRAM_MICROGRAMS),
        max_dose_micrograms=table.integer("max_dose_micrograms", 1, _GRAM_MICROGRAMS),
        minutes_between=table.integer("minutes_between", 0, 60),
        provenance=provenance(table),
    )
    doses = (*rule.doses_micrograms, rule.first_dose_micrograms)
    if any(dose % rule.device_micrograms for dose in doses):
        raise table.fault("doses_micrograms", _("Each dose must be a whole number of devices."))
    if rule.max_dose_micrograms < max(doses):
        raise table.fault("max_dose_micrograms", _("The largest dose is smaller than a dose of this file."))
    return rule


def _fluid_rule(table: Table) -> FluidRule:
    return FluidRule(
        booked_minutes=table.integer("booked_minutes", 1, DAY_MINUTES),
        ask_above_microlitres=table.integer("ask_above_microlitres", 1_000, 5_000_000),
        ask_above_microlitres_per_hour=table.integer("ask_above_microlitres_per_hour", 1_000, 1_200_000),
        provenance=provenance(table),
    )
