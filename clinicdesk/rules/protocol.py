"""What a protocol says. Every number in it comes from a file and carries where it is from.

What it says about the dose itself stands in ``dose_rules``.

The files lie in ``resources/protocols`` and ``resources/presets``; ``clinicdesk.records.protocols`` reads them.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from clinicdesk.rules.dose_rules import (
    Bag,
    Caps,
    CountsFrom,
    DeviceRule,
    DoseRule,
    DrugVolume,
    FluidRule,
    Provenance,
    SecondCheckRule,
    StageKind,
    StageRule,
    StandingOrder,
    TreatmentKind,
    WeightBasis,
)
from clinicdesk.rules.measure_due import MeasureDue
from clinicdesk.rules.vitals import Kind

__all__ = [
    "AlarmPreset",
    "Bag",
    "Caps",
    "ChecklistItem",
    "Comparison",
    "CountsFrom",
    "DeviceRule",
    "DischargeChecklist",
    "DischargeScore",
    "DoseRule",
    "DrugVolume",
    "FastingPreset",
    "FluidRule",
    "Level",
    "LimitPreset",
    "LimitRule",
    "MeasureDue",
    "Phase",
    "Protocol",
    "Provenance",
    "ScoreAnswer",
    "ScoreItem",
    "SecondCheckRule",
    "StageKind",
    "StageRule",
    "StandingOrder",
    "TreatmentKind",
    "VisitLength",
    "VitalsSchedule",
    "WeightBasis",
    "When",
]


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
    """One limit of a preset: fires when ``kind`` compares to ``value`` as said. ``do``: what is to be done then."""

    kind: Kind
    comparison: Comparison
    value: int
    level: Level
    when: When
    do: str = ""


@dataclass(frozen=True, slots=True)
class LimitPreset:
    """A named set of limits. It is the clinic's policy, not a guideline."""

    id: str
    title: str
    rules: tuple[LimitRule, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class FastingPreset:
    """How long before the start the patient takes nothing: solid food and clear liquids, in minutes.

    ``nasal_minutes``: how long before no nasal spray is used; None where it does not matter.
    """

    id: str
    title: str
    solids_minutes: int
    clear_liquids_minutes: int
    provenance: Provenance
    nasal_minutes: int | None = None

    @property
    def is_asked(self) -> bool:
        """Whether the patient is to have fasted at all."""
        return bool(self.solids_minutes or self.clear_liquids_minutes)


@dataclass(frozen=True, slots=True)
class AlarmPreset:
    """When an alarm grows louder, how often it sounds, and for how long it can be muted. Muting ends by itself."""

    id: str
    title: str
    escalate_after_minutes: int
    chime_every_seconds: int
    loud_every_seconds: int
    mute_minutes: int
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class ScoreAnswer:
    """One answer of an item of a discharge score, and the points it gives."""

    points: int
    text: str


@dataclass(frozen=True, slots=True)
class ScoreItem:
    """One item of a discharge score. ``id`` is stored with the answer and never changes."""

    id: str
    title: str
    answers: tuple[ScoreAnswer, ...]


@dataclass(frozen=True, slots=True)
class DischargeScore:
    """A score a patient reaches before leaving: at least ``leave_from`` points. ``definition`` says which one it is."""

    id: str
    title: str
    definition: str
    items: tuple[ScoreItem, ...]
    leave_from: int
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
    """A way to give a treatment. ``consents`` are the ids of the consent texts that cover it.

    ``dose``, ``caps`` and ``bag`` are there for an infusion, ``devices`` for devices, ``fluid`` for a fluid.
    ``sedation`` is the scale used; ``discharge_score`` is None where none is counted. ``recovery_minutes_at_least``
    is counted from ``recovery_counts_from``. ``programme`` names a safety programme the site, the patient and the
    prescriber take part in; ``eligibility`` the file of what speaks for and against the treatment. ``cosign``: a
    prescriber signs after somebody else has. ``measures``: which questionnaires and ratings are due when.
    """

    id: str
    version: str
    title: str
    treatment: str
    drug: str
    route: str
    consents: tuple[str, ...]
    kind: TreatmentKind
    dose: DoseRule | None
    caps: Caps | None
    bag: Bag | None
    devices: DeviceRule | None
    fluid: FluidRule | None
    phases: tuple[Phase, ...]
    vitals: VitalsSchedule
    limits: LimitPreset
    fasting: FastingPreset
    escort_required: bool
    discharge: DischargeChecklist
    visit: VisitLength
    second_check: SecondCheckRule
    standing_orders: tuple[StandingOrder, ...]
    eligibility: str
    sedation: Kind
    score: DischargeScore | None
    alarms: AlarmPreset
    recovery_minutes_at_least: int
    recovery_counts_from: CountsFrom
    programme: str
    cosign: bool = True
    measures: tuple[MeasureDue, ...] = ()

    @property
    def discharge_score(self) -> str:
        """The id of the score counted before the patient leaves, or an empty text."""
        return self.score.id if self.score else ""

    @property
    def stages(self) -> tuple[StageRule, ...]:
        """The steps of the dose, each with its own rate; empty where one rate gives all of it."""
        return self.dose.stages if self.dose else ()

    @property
    def duration_minutes(self) -> int:
        """How long the drug or fluid is usually given for; for devices from the first to the last of the largest."""
        if self.dose is not None:
            return self.dose.duration_minutes
        if self.devices is not None:
            most = max(self.devices.doses_micrograms) // self.devices.device_micrograms
            return (most - 1) * self.devices.minutes_between
        return self.fluid.booked_minutes if self.fluid else 0

    @property
    def visit_minutes(self) -> int:
        """How long a visit is booked for: preparation, treatment and recovery."""
        return self.visit.preparation_minutes + self.duration_minutes + self.visit.recovery_minutes

    @property
    def sessions(self) -> int:
        """How many sessions a whole series has."""
        return sum(phase.sessions for phase in self.phases)
