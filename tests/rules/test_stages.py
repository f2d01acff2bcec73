"""When the next planned step of an infusion is due."""

from clinicdesk.rules.dosing import calculate
from clinicdesk.rules.protocol import DrugVolume, StageKind, StageRule
from clinicdesk.rules.stages import StageDose, due_stage, restored, stored
from clinicdesk.rules.timeline import Event, EventKind
from tests.rules.samples import NINE, moment

STEPS = (
    StageRule(StageKind.BOLUS, "Bolus", 200, 10),
    StageRule(StageKind.INFUSION, "First rate", 300, 50),
    StageRule(StageKind.INFUSION, "Second rate", 500, 180),
)


def doses() -> tuple[StageDose, ...]:
    return calculate(
        micrograms_per_kg=0,
        weight_grams=80_000,
        concentration_micrograms_per_ml=50_000,
        bag_microlitres=500_000,
        drug_volume=DrugVolume.REPLACED,
        duration_minutes=0,
        stages=STEPS,
    ).stages


def event(kind: EventKind, minute: float, *, stage: int | None = None, clock: float = 0, boot: str = "a") -> Event:
    at = moment(minute, clock=clock, boot=boot)
    return Event(kind, at.at, at.boot, at.uptime_ms, 100_000, stage)


BEGUN = (event(EventKind.READY, -1), event(EventKind.STARTED, 0))


def test_before_the_start_and_without_steps_nothing_is_due() -> None:
    assert due_stage(doses(), (), moment(0)) is None
    assert due_stage((), BEGUN, moment(20)) is None
    assert due_stage(doses()[:1], BEGUN, moment(20)) is None


def test_the_first_rate_is_due_when_the_bolus_is_in() -> None:
    early = due_stage(doses(), BEGUN, moment(4))
    assert early is not None
    assert (early.number, early.is_due, early.late_minutes) == (2, False, 0)
    assert (early.due_at - NINE).total_seconds() == 600
    assert early.words == "First rate: set the rate to 76.9 mL per hour"
    late = due_stage(doses(), BEGUN, moment(13))
    assert late is not None
    assert (late.is_due, late.late_minutes, late.due_at) == (True, 3, early.due_at)


def test_a_step_set_late_ends_late_and_a_pause_puts_it_off() -> None:
    events = (*BEGUN, event(EventKind.RATE_CHANGED, 13, stage=2))
    due = due_stage(doses(), events, moment(20))
    assert due is not None
    assert (due.number, (due.due_at - NINE).total_seconds()) == (3, (13 + 50) * 60)
    paused = (*events, event(EventKind.PAUSED, 30))
    due = due_stage(doses(), paused, moment(40))
    assert due is not None
    assert (due.due_at - NINE).total_seconds() == (40 + 33) * 60
    resumed = (*paused, event(EventKind.RESUMED, 45))
    due = due_stage(doses(), resumed, moment(46))
    assert due is not None
    assert (due.due_at - NINE).total_seconds() == (63 + 15) * 60


def test_another_rate_is_no_step_and_after_the_last_one_there_is_none() -> None:
    events = (*BEGUN, event(EventKind.RATE_CHANGED, 5))
    due = due_stage(doses(), events, moment(6))
    assert due is not None
    assert (due.number, (due.due_at - NINE).total_seconds()) == (2, 600)
    done = (*events, event(EventKind.RATE_CHANGED, 10, stage=2), event(EventKind.RATE_CHANGED, 60, stage=3))
    assert due_stage(doses(), done, moment(90)) is None
    assert due_stage(doses(), (*BEGUN, event(EventKind.ENDED, 8)), moment(90)) is None


def test_a_clock_set_back_changes_nothing_within_one_run_of_the_pc() -> None:
    due = due_stage(doses(), BEGUN, moment(12, clock=-60))
    assert due is not None
    assert (due.is_due, due.late_minutes) == (True, 2)


def test_steps_are_read_as_they_were_kept() -> None:
    assert restored(stored(doses())) == doses()
