"""The points of the modified Aldrete score that follow from vital signs; a clinician answers the rest.

The score is published with two definitions of its circulation item, which give different points for one reading: 20 and
50 mmHg away from the level before the drug (Kim 2015, World J Gastroenterol, Table 2), and 20 and 50 per cent of it
(ASJA 2022, Table 5). The protocol names one, and what is recorded says which. Where a boundary belongs neither source
settles for whole numbers: exactly 20 counts as within, exactly 50 as beyond, which is our own, careful reading.
"""

from collections.abc import Mapping
from enum import StrEnum

from clinicdesk.rules.protocol import DischargeScore
from clinicdesk.rules.vitals import Kind


class PressureIn(StrEnum):
    """How far a blood pressure is from the baseline is counted in these. The values stand in the preset file."""

    MMHG = "mmhg"
    PERCENT = "percent"


CIRCULATION, CONSCIOUSNESS, SATURATION = "circulation", "consciousness", "saturation"
"""The ids of the items that vital signs can answer."""


def counted(
    score: DischargeScore, values: Mapping[Kind, int], baseline: Mapping[Kind, int], *, on_oxygen: bool
) -> dict[str, int]:
    """Return the points, by item, that these values answer; ``values`` holds only what was read lately.

    An item that they leave open is not there: a person answers it.
    """
    found = {
        CIRCULATION: circulation(values.get(Kind.SYSTOLIC), baseline.get(Kind.SYSTOLIC), PressureIn(score.definition)),
        CONSCIOUSNESS: consciousness(values),
        SATURATION: saturation(values.get(Kind.SPO2), on_oxygen=on_oxygen),
    }
    items = {item.id for item in score.items}
    return {item: points for item, points in found.items() if points is not None and item in items}


def circulation(systolic: int | None, before: int | None, counted_in: PressureIn) -> int | None:
    """Return the points for a systolic pressure against the one before the drug, both in mmHg."""
    if systolic is None or not before:
        return None
    away, unit = abs(systolic - before), 1
    if counted_in is PressureIn.PERCENT:
        # In hundredths of the baseline, so that nothing is rounded.
        away, unit = away * 100, before
    if away <= 20 * unit:
        return 2
    return 1 if away < 50 * unit else 0


def saturation(spo2: int | None, *, on_oxygen: bool) -> int | None:
    """Return the points for an oxygen saturation in per cent.

    90 to 92 per cent on room air, and exactly 90 with oxygen, lie between the published lines: a person decides.
    """
    if spo2 is None:
        return None
    if on_oxygen:
        return 1 if spo2 > 90 else 0 if spo2 < 90 else None
    return 2 if spo2 > 92 else None


def consciousness(values: Mapping[Kind, int]) -> int | None:
    """Return the points for how awake the patient is, from MOAA/S or RASS, whichever was read.

    Our own reading of the two scales: who answers readily to the name is fully awake, who answers to a voice wakes when
    called. Somebody agitated (RASS above 0) is left to a person.
    """
    moaas, rass = values.get(Kind.SEDATION), values.get(Kind.RASS)
    if moaas is not None:
        return 2 if moaas == 5 else 1 if moaas >= 3 else 0
    if rass is None or rass > 0:
        return None
    return 2 if rass == 0 else 1 if rass >= -3 else 0


def total(score: DischargeScore, points: Mapping[str, int]) -> int | None:
    """Return the sum, or None while an item is not answered."""
    if any(item.id not in points for item in score.items):
        return None
    return sum(points[item.id] for item in score.items)
