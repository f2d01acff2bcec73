"""Was the weight typed in the right unit? Pounds typed as kilograms more than double a dose.

A weight that jumped by more than a fifth, or, where no earlier one is known, a body mass index no adult in a chair has,
asks to weigh again. 20 per cent and the range of the index are this project's own; 181 typed for 82 kg is 120 per cent.
"""

from datetime import date

from clinicdesk.language import _
from clinicdesk.rules.body_weight import body_mass_index_tenths
from clinicdesk.rules.dates import date_text
from clinicdesk.rules.quantities import decimal_text, kilograms_text, pounds_text

JUMP_PERCENT = 20
PLAUSIBLE_INDEX_TENTHS = (130, 600)
"""Body mass index from 13 to 60, in tenths."""


def weigh_again(
    weight_grams: int, *, earlier_grams: int | None = None, earlier_on: date | None = None, height: int | None = None
) -> str | None:
    """Return why the patient should be weighed again, or None. ``height`` is in millimetres."""
    if earlier_grams:
        change = abs(weight_grams - earlier_grams) * 100
        if change <= JUMP_PERCENT * earlier_grams:
            return None
        return _("Weight {weight} ({pounds}) is far from {earlier} on {day}. Weigh again, and check the unit.").format(
            weight=kilograms_text(weight_grams),
            pounds=pounds_text(weight_grams),
            earlier=kilograms_text(earlier_grams),
            day=date_text(earlier_on) if earlier_on else _("the last visit"),
        )
    if not height:
        return None
    index = body_mass_index_tenths(weight_grams, height)
    low, high = PLAUSIBLE_INDEX_TENTHS
    if low <= index <= high:
        return None
    return _("Weight {weight} ({pounds}) makes a body mass index of {index}. Weigh again, and check the unit.").format(
        weight=kilograms_text(weight_grams), pounds=pounds_text(weight_grams), index=decimal_text(index, 10)
    )
