"""When a patient may last eat and drink before a visit."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from clinicdesk.rules.protocol import FastingPreset


@dataclass(frozen=True, slots=True)
class LastTimes:
    """The latest moments to eat solid food and to drink clear liquids. Both carry the zone they were asked in."""

    food: datetime
    drink: datetime


def last_times(visit: datetime, fasting: FastingPreset) -> LastTimes:
    """Return when to stop eating and drinking before a visit that begins at an aware moment.

    Counted from the beginning of the visit, not of the infusion: the patient knows only the former, and being fasted
    some minutes too long is the safe side. Counted in hours that pass, so that a change to summer time between bed and
    visit shortens no fast. Source of the hours: the protocol's fasting preset.
    """
    moment = visit.astimezone(UTC)
    return LastTimes(
        (moment - timedelta(minutes=fasting.solids_minutes)).astimezone(visit.tzinfo),
        (moment - timedelta(minutes=fasting.clear_liquids_minutes)).astimezone(visit.tzinfo),
    )
