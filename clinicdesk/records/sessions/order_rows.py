"""How an order's numbers are kept, and read again: those that were signed, not worked out anew."""

import json
from collections.abc import Mapping
from typing import Any

from clinicdesk.rules.devices import DeviceDose
from clinicdesk.rules.dosing import Dose, DoseArithmetic, dose_for
from clinicdesk.rules.fluids import FluidDose
from clinicdesk.rules.protocol import DrugVolume, TreatmentKind, WeightBasis
from clinicdesk.rules.stages import restored, stored
from clinicdesk.storage.entry import Value


def columns(dose: Dose) -> dict[str, Value]:
    """Return the columns of an order that hold its numbers."""
    if isinstance(dose, DeviceDose):
        return {
            "kind": str(TreatmentKind.DEVICES),
            "dose_micrograms": dose.dose_micrograms,
            "device_micrograms": dose.device_micrograms,
            "duration_minutes": dose.duration_minutes,
        }
    if isinstance(dose, FluidDose):
        return {
            "kind": str(TreatmentKind.FLUID),
            "bag_volume_microlitres": dose.total_microlitres,
            "duration_minutes": dose.duration_minutes,
            "rate_microlitres_per_hour": dose.rate_microlitres_per_hour,
            "contents": json.dumps(dose.contents, ensure_ascii=False),
        }
    return {
        "kind": str(TreatmentKind.INFUSION),
        "micrograms_per_kg": dose.micrograms_per_kg,
        "weight_grams": dose.weight_grams,
        "weight_basis": str(dose.weight_basis),
        "actual_weight_grams": dose.actual_weight_grams,
        "height_millimetres": dose.height_millimetres,
        "dose_micrograms": dose.dose_micrograms,
        "concentration_micrograms_per_ml": dose.concentration_micrograms_per_ml,
        "drug_volume_microlitres": dose.drug_microlitres,
        "bag_volume_microlitres": dose.bag_microlitres,
        "drug_volume_added": int(dose.drug_volume is DrugVolume.ADDED),
        "duration_minutes": dose.duration_minutes,
        "rate_microlitres_per_hour": dose.rate_microlitres_per_hour,
        "stages": json.dumps(stored(dose.stages), ensure_ascii=False),
    }


def dose_of(row: Mapping[str, Any]) -> Dose:
    """Return the numbers of a stored order."""
    kind = TreatmentKind(row["kind"])
    if kind is TreatmentKind.DEVICES:
        devices = row["dose_micrograms"] // row["device_micrograms"]
        between = row["duration_minutes"] // (devices - 1) if devices > 1 else 0
        return DeviceDose(row["dose_micrograms"], row["device_micrograms"], between)
    if kind is TreatmentKind.FLUID:
        return FluidDose(
            fluid=row["drug"],
            contents=tuple(json.loads(row["contents"])),
            total_microlitres=row["bag_volume_microlitres"],
            duration_minutes=row["duration_minutes"],
            rate_microlitres_per_hour=row["rate_microlitres_per_hour"],
        )
    return _by_weight(row)


def _by_weight(row: Mapping[str, Any]) -> DoseArithmetic:
    added = bool(row["drug_volume_added"])
    stages = restored(json.loads(row["stages"]))
    by_stages = sum(stage.dose_micrograms for stage in stages)
    return DoseArithmetic(
        micrograms_per_kg=row["micrograms_per_kg"],
        weight_grams=row["weight_grams"],
        calculated_micrograms=by_stages or dose_for(row["micrograms_per_kg"], row["weight_grams"]),
        dose_micrograms=row["dose_micrograms"],
        concentration_micrograms_per_ml=row["concentration_micrograms_per_ml"],
        drug_microlitres=row["drug_volume_microlitres"],
        bag_microlitres=row["bag_volume_microlitres"],
        drug_volume=DrugVolume.ADDED if added else DrugVolume.REPLACED,
        total_microlitres=row["bag_volume_microlitres"] + (row["drug_volume_microlitres"] if added else 0),
        duration_minutes=row["duration_minutes"],
        rate_microlitres_per_hour=row["rate_microlitres_per_hour"],
        weight_basis=WeightBasis(row["weight_basis"] or WeightBasis.ACTUAL),
        actual_weight_grams=row["actual_weight_grams"] or row["weight_grams"],
        height_millimetres=row["height_millimetres"],
        stages=stages,
    )
