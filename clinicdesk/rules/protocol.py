"""What an infusion protocol says. Every number in it comes from a file and carries where it is from.

The files lie in ``resources/protocols`` and ``resources/presets``; ``clinicdesk.records.protocols`` reads them.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from clinicdesk.rules.vitals import Kind


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where numbers come from. ``unverified``: nobody read the primary source; ``owner``: who in the clinic answers."""

    source: str
    unverified: bool
    owner: str


@dataclass(frozen=True, slots=True)
class DoseRule:
    """The dose by weight and the time it is given over."""

    micrograms_per_kg: int
    duration_minutes: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Caps:
    """The most a session may give, and the range of doses per kilogram (inclusive) that needs no second thought."""

    max_dose_micrograms: int
    plausible_micrograms_per_kg: tuple[int, int]
    provenance: Provenance


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
class Phase:
    """One stretch of a series with one rhythm. Days between are from session to session; None means no such rule.

    ``weeks``: the whole phase lies within so many weeks, counted from its first session. ``max_per_week``: at most so
    many sessions in any seven days. In a first phase ``min_days_between`` also counts from the last session before
    the series.
    """

    name: str
    sessions: int
    min_days_between: int
    max_days_between: int | None
    max_per_week: int
    weeks: int | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class VitalsSchedule:
    """When vital signs are due, in minutes from the start of the infusion.

    First at ``at_minutes``; if the infusion still runs after the last of them, every ``during_every_minutes``; after
    its end every ``after_every_minutes`` until discharge (None: no further ones). A set taken up to ``early_minutes``
    before it is due counts; it is overdue ``overdue_after_minutes`` after it was due.
    """

    id: str
    title: str
    kinds: tuple[Kind, ...]
    at_minutes: tuple[int, ...]
    during_every_minutes: int | None
    after_every_minutes: int | None
    early_minutes: int
    overdue_after_minutes: int
    provenance: Provenance


class Level(IntEnum):
    """How serious a finding is; higher is more serious."""

    NOTICE = 1
    HOLD = 2
    STOP = 3


class Comparison(StrEnum):
    """How a value is held against a limit. RISE and FALL compare with the session's own baseline."""

    ABOVE = "above"
    AT_OR_ABOVE = "at_or_above"
    BELOW = "below"
    AT_OR_BELOW = "at_or_below"
    RISE_AT_OR_ABOVE = "rise_at_or_above"
    FALL_AT_OR_ABOVE = "fall_at_or_above"


class When(StrEnum):
    """When a limit counts: before the start only, or at any time."""

    BEFORE = "before"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class LimitRule:
    """One limit of a preset: fires when ``kind`` compares to ``value`` as said."""

    kind: Kind
    comparison: Comparison
    value: int
    level: Level
    when: When


@dataclass(frozen=True, slots=True)
class LimitPreset:
    """A named set of limits. It is the clinic's policy, not a guideline."""

    id: str
    title: str
    rules: tuple[LimitRule, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class FastingPreset:
    """How long before the start the patient takes nothing: solid food and clear liquids, in minutes."""

    id: str
    title: str
    solids_minutes: int
    clear_liquids_minutes: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One thing to be true before the patient leaves. ``id`` is stored with the answer and never changes."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class DischargeChecklist:
    """The items in the order they are asked."""

    items: tuple[ChecklistItem, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class VisitLength:
    """How long a visit takes the chair, besides the time the drug is given: before it and after it, in minutes."""

    preparation_minutes: int
    recovery_minutes: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Protocol:
    """A way to give a treatment. ``consents`` are the ids of the consent texts that cover it."""

    id: str
    version: str
    title: str
    treatment: str
    drug: str
    route: str
    consents: tuple[str, ...]
    dose: DoseRule
    caps: Caps
    bag: Bag
    phases: tuple[Phase, ...]
    vitals: VitalsSchedule
    limits: LimitPreset
    fasting: FastingPreset
    escort_required: bool
    discharge: DischargeChecklist
    visit: VisitLength

    @property
    def visit_minutes(self) -> int:
        """How long a visit is booked for: preparation, infusion and recovery."""
        return self.visit.preparation_minutes + self.dose.duration_minutes + self.visit.recovery_minutes

    @property
    def sessions(self) -> int:
        """How many sessions a whole series has."""
        return sum(phase.sessions for phase in self.phases)
