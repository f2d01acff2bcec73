"""How much an order is, in few words: a dose in milligrams, or the volume of a fluid, of which no dose is made."""

from clinicdesk import formats
from clinicdesk.rules.dosing import Dose


def amount_words(dose: Dose) -> str:
    """Return ``41.2 mg`` or, of a fluid, ``500 mL``."""
    if dose.dose_micrograms:
        return formats.format_dose(dose.dose_micrograms)
    return formats.format_volume(dose.total_microlitres)
