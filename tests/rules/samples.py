"""Protocol parts and moments for the rules' tests, built by hand so that no rule's test depends on a shipped file."""

from datetime import UTC, datetime, timedelta

from clinicdesk.rules.protocol import (
    Comparison,
    Level,
    LimitPreset,
    LimitRule,
    Phase,
    Provenance,
    VitalsSchedule,
    When,
)
from clinicdesk.rules.timeline import Moment
from clinicdesk.rules.vitals import Kind

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

A_TEST = Provenance("a test", unverified=True, owner="")
INDUCTION = Phase("First series", 6, 2, 7, 3, 3, A_TEST)
BOOSTER = Phase("Booster", 1, 7, None, 1, None, A_TEST)
SCHEDULE = VitalsSchedule(
    id="iv",
    title="IV",
    kinds=(Kind.SYSTOLIC, Kind.DIASTOLIC, Kind.HEART_RATE, Kind.SPO2),
    at_minutes=(10, 20, 30, 40),
    during_every_minutes=10,
    after_every_minutes=15,
    early_minutes=3,
    overdue_after_minutes=3,
    provenance=A_TEST,
)
LIMITS = LimitPreset(
    id="limits",
    title="Limits",
    rules=(
        LimitRule(Kind.SYSTOLIC, Comparison.ABOVE, 140, Level.HOLD, When.BEFORE),
        LimitRule(Kind.SYSTOLIC, Comparison.AT_OR_ABOVE, 160, Level.NOTICE, When.ALWAYS),
        LimitRule(Kind.SYSTOLIC, Comparison.AT_OR_ABOVE, 180, Level.HOLD, When.ALWAYS),
        LimitRule(Kind.SYSTOLIC, Comparison.RISE_AT_OR_ABOVE, 40, Level.HOLD, When.ALWAYS),
        LimitRule(Kind.DIASTOLIC, Comparison.FALL_AT_OR_ABOVE, 30, Level.NOTICE, When.ALWAYS),
        LimitRule(Kind.SPO2, Comparison.BELOW, 92, Level.NOTICE, When.ALWAYS),
        LimitRule(Kind.SPO2, Comparison.BELOW, 90, Level.STOP, When.ALWAYS),
        LimitRule(Kind.HEART_RATE, Comparison.AT_OR_BELOW, 45, Level.NOTICE, When.ALWAYS),
    ),
    provenance=A_TEST,
)


def moment(minutes: float, *, clock: float = 0, boot: str = "a") -> Moment:
    """Return the moment so many minutes after nine, on a PC whose wall clock is ``clock`` minutes off."""
    return Moment(NINE + timedelta(minutes=minutes + clock), boot, int(minutes * 60_000))
