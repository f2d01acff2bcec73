"""The volume given, against a model that knows nothing of ours: it counts drops, millisecond by millisecond."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinicdesk.errors import BadValue
from clinicdesk.rules.infusing import Bolus, PumpReading, allowed_difference, infused_microlitres
from clinicdesk.rules.timeline import Event, EventKind, Moment, stretches

BEGAN = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
# A step of the model. All that happens in it happens at its beginning.
STEP_MS = 1_000


def moment(step: int) -> Moment:
    return Moment(BEGAN + timedelta(milliseconds=step * STEP_MS), "boot", 5_000 + step * STEP_MS)


def begun(rate: int | None) -> list[Event]:
    """Return the events of an infusion that has begun."""
    at = moment(0)
    return [Event(kind, at.at, at.boot, at.uptime_ms, rate) for kind in (EventKind.READY, EventKind.STARTED)]


@dataclass
class Drops:
    """A pump that is asked at each step what it does; it adds up what leaves it in exact fractions."""

    rate: int = 0
    flowing: bool = False
    over: bool = False
    given: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        self.boluses: list[list[Fraction]] = []

    def happens(self, kind: str, number: int, minutes: int) -> None:
        if kind == "rate":
            self.rate = number
        elif kind == "pause":
            self.flowing = False
        elif kind == "resume":
            self.flowing = True
        elif kind == "end":
            self.flowing, self.over = False, True
        elif kind == "read":
            self.given = Fraction(number)
        elif kind == "bolus" and minutes:
            each = Fraction(number, minutes * 60_000 // STEP_MS)
            self.boluses.append([each, Fraction(number)])
        elif kind == "bolus":
            self.given += number

    def step(self) -> None:
        if not self.flowing or self.over:
            return
        self.given += Fraction(self.rate * STEP_MS, 3_600_000)
        for bolus in self.boluses:
            amount = min(bolus)
            bolus[1] -= amount
            self.given += amount


# What happens: kind, number, minutes; then how many steps pass.
happening = st.tuples(
    st.sampled_from(["rate", "pause", "resume", "bolus", "read", "end"]),
    st.integers(1, 400_000),
    st.integers(0, 3),
    st.integers(0, 400),
)
course = st.lists(happening, max_size=12)


def play(first_rate: int, happened: list[tuple[str, int, int, int]]) -> tuple[Drops, int, int]:
    """Play a course in both worlds; return the model, the end, and what ours says."""
    drops = Drops(rate=first_rate, flowing=True)
    events = begun(first_rate)
    pumped: list[Bolus | PumpReading] = []
    now = 0
    for kind, number, minutes, passing in happened:
        kinds = {"pause": EventKind.PAUSED, "resume": EventKind.RESUMED, "end": EventKind.ENDED}
        if drops.over and kind != "read":
            continue
        if (kind == "pause") != drops.flowing and kind in ("pause", "resume"):
            continue
        if kind == "bolus" and not drops.flowing:
            continue
        drops.happens(kind, number, minutes)
        at = moment(now)
        if kind == "rate":
            events.append(Event(EventKind.RATE_CHANGED, at.at, "boot", at.uptime_ms, number))
        elif kind in kinds:
            events.append(Event(kinds[kind], at.at, "boot", at.uptime_ms))
        elif kind == "bolus":
            pumped.append(Bolus(at, number, minutes))
        else:
            pumped.append(PumpReading(at, number))
        for _step in range(passing):
            drops.step()
            now += 1
    ours = infused_microlitres(stretches(events, moment(now)), pumped, moment(now))
    return drops, now, ours


@given(st.integers(1, 1_200_000), course)
def test_rates_pauses_boluses_and_readings_integrate_exactly(
    first_rate: int, happened: list[tuple[str, int, int, int]]
) -> None:
    drops, _now, ours = play(first_rate, happened)
    assert abs(drops.given - ours) <= Fraction(1, 2)


@given(st.integers(1, 1_200_000), course, st.data())
def test_it_does_not_matter_in_which_order_boluses_were_written_down(
    first_rate: int, happened: list[tuple[str, int, int, int]], data: st.DataObject
) -> None:
    without = [one for one in happened if one[0] != "read"]
    given_at = [(Bolus(moment(7 * n), one[1], one[2])) for n, one in enumerate(without) if one[0] == "bolus"]
    events = begun(first_rate)
    flow = stretches(events, moment(600))
    shuffled = data.draw(st.permutations(given_at))
    assert infused_microlitres(flow, given_at, moment(600)) == infused_microlitres(flow, shuffled, moment(600))


def test_a_reading_counts_from_its_time_on_and_not_before() -> None:
    flow = stretches(begun(60_000), moment(600))
    readings = [PumpReading(moment(300), 4_000)]
    assert infused_microlitres(flow, readings, moment(600)) == 4_000 + 5_000
    assert infused_microlitres(flow, readings, moment(600), read=False) == 10_000
    assert infused_microlitres(flow, readings, moment(240)) == 4_000  # of rate and time: 60 mL per hour × 4 min
    assert infused_microlitres(flow, [*readings, PumpReading(moment(300), 4_500)], moment(300)) == 4_500


def test_what_was_given_at_once_before_a_reading_is_in_it() -> None:
    flow = stretches(begun(60_000), moment(600))
    bolus, reading = Bolus(moment(300), 2_000, 0), PumpReading(moment(300), 7_000)
    assert infused_microlitres(flow, [bolus, reading], moment(300)) == 7_000
    assert infused_microlitres(flow, [reading, bolus], moment(300)) == 9_000


def test_nothing_flows_before_the_start_and_an_unknown_rate_is_said() -> None:
    assert infused_microlitres((), [], moment(0)) == 0
    with pytest.raises(BadValue, match="rate was not recorded"):
        infused_microlitres(stretches(begun(None), moment(9)), [], moment(9))


def test_across_a_restart_of_the_pc_the_wall_clock_goes_on() -> None:
    later = Moment(BEGAN + timedelta(minutes=10), "second boot", 1)
    flow = stretches(begun(60_000), later)
    assert infused_microlitres(flow, [Bolus(moment(60), 6_000, 2)], later) == 10_000 + 6_000


def test_a_small_difference_of_the_pump_needs_no_words() -> None:
    assert allowed_difference(20_000) == 2_000
    assert allowed_difference(100_000) == 5_000
