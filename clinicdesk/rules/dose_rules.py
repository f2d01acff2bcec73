"""What a protocol says about the dose: by weight through a pump, in devices of a fixed amount, or a fluid in words.

Every number comes from a file and carries where it is from (see ``clinicdesk.rules.protocol``).
"""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where numbers come from. ``unverified``: nobody read the primary source; ``owner``: who in the clinic answers."""

    source: str
    unverified: bool
    owner: str


class TreatmentKind(StrEnum):
    """In which way a treatment is given. The values are stored, so they never change."""

    INFUSION = "infusion"
    DEVICES = "devices"
    FLUID = "fluid"


class WeightBasis(StrEnum):
    """Which weight a dose is worked out from. The values are stored, so they never change."""

    ACTUAL = "actual"
    IDEAL = "ideal"
    ADJUSTED = "adjusted"


class StageKind(StrEnum):
    """One amount in a short time, or an amount per hour. The values are stored, so they never change."""

    BOLUS = "bolus"
    INFUSION = "infusion"


@dataclass(frozen=True, slots=True)
class StageRule:
    """One stage of a dose: ``micrograms_per_kg`` in all for a bolus, per hour for an infusion, over ``minutes``."""

    kind: StageKind
    title: str
    micrograms_per_kg: int
    minutes: int


@dataclass(frozen=True, slots=True)
class DoseRule:
    """The dose by weight and the time it is given over.

    ``stages``: given in steps, each with its own rate; then ``micrograms_per_kg`` (to the nearest one) and
    ``duration_minutes`` are those of all steps together. Empty: one rate. ``ask_basis_from_bmi``: from this body mass
    index on (whole kg per square metre) the prescriber is reminded that another weight may be meant.
    """

    micrograms_per_kg: int
    duration_minutes: int
    provenance: Provenance
    weight_basis: WeightBasis = WeightBasis.ACTUAL
    stages: tuple[StageRule, ...] = ()
    ask_basis_from_bmi: int | None = None


@dataclass(frozen=True, slots=True)
class Caps:
    """The most a session may give, and the range of doses per kilogram (inclusive) that needs no second thought.

    ``max_micrograms_per_hour`` and ``max_micrograms_per_kg_per_hour``: the fastest it may be given.
    ``ask_when_changed_percent``: a dose that differs by more than this from the last one is asked about.
    """

    max_dose_micrograms: int
    plausible_micrograms_per_kg: tuple[int, int]
    provenance: Provenance
    min_dose_micrograms: int = 0
    max_micrograms_per_hour: int | None = None
    max_micrograms_per_kg_per_hour: int | None = None
    ask_when_changed_percent: int | None = None


class DrugVolume(StrEnum):
    """Whether the drug's volume comes on top of the bag's volume, or as much fluid is taken out first."""

    ADDED = "added"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Bag:
    """How the drug is usually diluted here; every value can be changed in the order."""

    concentration_micrograms_per_ml: int
    volume_microlitres: int
    drug_volume: DrugVolume
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class DeviceRule:
    """Devices of a fixed amount, given one after the other with ``minutes_between``.

    ``doses_micrograms`` are the doses that need no second thought, ``first_dose_micrograms`` the one a series begins
    with; above ``max_dose_micrograms`` an order is refused.
    """

    device_micrograms: int
    doses_micrograms: tuple[int, ...]
    first_dose_micrograms: int
    max_dose_micrograms: int
    minutes_between: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class FluidRule:
    """A fluid whose content and amount the prescriber writes. The numbers only catch slips of the hand.

    ``booked_minutes``: how long a visit is booked for. Above the other two an order is asked about.
    """

    booked_minutes: int
    ask_above_microlitres: int
    ask_above_microlitres_per_hour: int
    provenance: Provenance


class SecondCheckRule(StrEnum):
    """Whether a second person works the dose out anew before the start. The values stand in protocol files."""

    REQUIRED = "required"
    ALONE_WITH_REASON = "alone_with_reason"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class StandingOrder:
    """What may be given without asking a prescriber each time, and within which limits. ``id`` is stored with it.

    ``when`` says in words what it is for. At most ``most_times`` in a session, ``minutes_between`` apart.
    """

    id: str
    title: str
    drug: str
    dose_micrograms: int | None
    volume_microlitres: int | None
    route: str
    most_times: int
    minutes_between: int
    when: str
    provenance: Provenance


class CountsFrom(StrEnum):
    """From when the time until the patient may leave is counted. The values stand in protocol files."""

    START = "start"
    FIRST_DEVICE = "first_device"
    LAST_DEVICE = "last_device"
    END = "end"
