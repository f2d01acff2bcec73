"""What stands on the board: a visit with its stage, what is due next, what is missing, and the next step."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Literal

from clinicdesk.language import _
from clinicdesk.records.appointments import Stage
from clinicdesk.rules.timeline import Phase

BadgeKind = Literal["danger", "warn", "info", "neutral"]
ChipKind = Literal["danger", "warn", "ok", "info", "violet", "neutral"]


class Action(StrEnum):
    """What the next step of a visit is.

    ARRIVE, COME, BEGIN and LEAVE are done on the board, CHECK_IN in the form beside it, the others in the session.
    """

    ARRIVE = "arrive"
    COME = "come"
    CHECK_IN = "check_in"
    BEGIN = "begin"
    LEAVE = "leave"
    PREPARE = "prepare"
    START = "start"
    OPEN = "open"
    DISCHARGE = "discharge"
    SIGN = "sign"


class Group(StrEnum):
    """The filters of the board."""

    TO_COME = "to_come"
    HERE = "here"
    IN_TREATMENT = "in_treatment"
    RECOVERY = "recovery"
    DONE = "done"
    NOT_COMING = "not_coming"


def group_name(group: Group) -> str:
    """Return a group as people say it."""
    return {
        Group.TO_COME: _("To come"),
        Group.HERE: _("Here"),
        Group.IN_TREATMENT: _("In treatment"),
        Group.RECOVERY: _("Recovery"),
        Group.DONE: _("Done"),
        Group.NOT_COMING: _("Not coming"),
    }[group]


_GROUPS = {
    Stage.BOOKED: Group.TO_COME,
    Stage.ARRIVED: Group.HERE,
    Stage.CHECKED_IN: Group.HERE,
    Stage.PREPARATION: Group.HERE,
    Stage.IN_TREATMENT: Group.IN_TREATMENT,
    Stage.RECOVERY: Group.RECOVERY,
    Stage.DISCHARGED: Group.DONE,
    Stage.NOT_TREATED: Group.DONE,
    Stage.NO_SHOW: Group.NOT_COMING,
    Stage.CANCELLED: Group.NOT_COMING,
}
HERE = frozenset({Stage.ARRIVED, Stage.CHECKED_IN, Stage.PREPARATION})
OVER = frozenset({Stage.DISCHARGED, Stage.NOT_TREATED, Stage.NO_SHOW, Stage.CANCELLED})


@dataclass(frozen=True, slots=True)
class Badge:
    """A few words about something missing or dangerous. ``asks`` says that somebody has to do something about it."""

    text: str
    kind: BadgeKind
    asks: bool = True


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next, and the words on its button."""

    action: Action
    label: str


@dataclass(frozen=True, slots=True)
class Due:
    """What comes next in a visit, with a time: never what was measured. ``kind`` says how urgent it is."""

    words: str
    kind: Literal["", "warn", "danger"] = ""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One visit of a day.

    ``key`` identifies it on the board. Times are in the clinic's zone; ``starts_at`` and ``ends_at`` are None while the
    time is open. ``day`` may be an earlier one. ``phase`` is that of its session, None for other visits.
    ``has_namesake``: somebody else of this day has the same name. ``has_measures_due``: the patient can be handed
    questionnaires.
    """

    key: str
    appointment_id: str | None
    session_id: str | None
    patient_id: str
    day: date
    starts_at: datetime | None
    ends_at: datetime | None
    minutes: int
    patient_name: str
    birth_date: date | None
    visit: str
    chair: str
    staff: str
    stage: Stage
    phase: Phase | None
    signed: bool
    arrived_at: datetime | None
    due: Due | None
    badges: tuple[Badge, ...]
    next_step: NextStep | None
    has_namesake: bool = False
    has_measures_due: bool = False

    @property
    def time(self) -> time | None:
        """When it begins by the clinic's clock."""
        return self.starts_at.time() if self.starts_at else None

    @property
    def group(self) -> Group:
        """Which filter the visit belongs to."""
        return _GROUPS[self.stage]

    @property
    def asks_attention(self) -> bool:
        """Whether something is missing that somebody has to see to."""
        return any(badge.asks for badge in self.badges)


def stage_words(row: BoardRow) -> tuple[str, ChipKind]:
    """Return how the stage of a visit is called on the board, and its kind of chip."""
    if row.signed:
        return _("Signed"), "neutral"
    if row.phase in (Phase.READY, Phase.PAUSED):
        return phase_words(row.phase)
    if row.session_id is None and row.stage in (Stage.IN_TREATMENT, Stage.DISCHARGED):
        return (_("Under way"), "ok") if row.stage is Stage.IN_TREATMENT else (_("Over"), "neutral")
    words: dict[Stage, tuple[str, ChipKind]] = {
        Stage.BOOKED: (_("Booked"), "neutral"),
        Stage.ARRIVED: (_("Arrived"), "info"),
        Stage.CHECKED_IN: (_("Checked in"), "info"),
        Stage.PREPARATION: (_("Preparation"), "violet"),
        Stage.IN_TREATMENT: (_("In treatment"), "ok"),
        Stage.RECOVERY: (_("Recovery"), "warn"),
        Stage.DISCHARGED: (_("Discharged"), "neutral"),
        Stage.NOT_TREATED: (_("Not treated"), "neutral"),
        Stage.NO_SHOW: (_("No-show"), "neutral"),
        Stage.CANCELLED: (_("Cancelled"), "neutral"),
    }
    return words[row.stage]


def phase_words(phase: Phase, *, signed: bool = False) -> tuple[str, ChipKind]:
    """Return how the phase of a session is called in lists of sessions, and its kind of chip."""
    if signed:
        return _("Signed"), "neutral"
    words: dict[Phase, tuple[str, ChipKind]] = {
        Phase.PLANNED: (_("Scheduled"), "neutral"),
        Phase.ARRIVED: (_("Arrived"), "info"),
        Phase.CHECKING: (_("Pre-check"), "violet"),
        Phase.READY: (_("Ready"), "violet"),
        Phase.RUNNING: (_("Infusing"), "ok"),
        Phase.PAUSED: (_("Paused"), "warn"),
        Phase.RECOVERY: (_("Recovery"), "warn"),
        Phase.DISCHARGED: (_("Discharged"), "neutral"),
        Phase.NOT_TREATED: (_("Not treated"), "neutral"),
    }
    return words[phase]
