"""Series of esketamine in the planner: twice a week for four weeks, then weekly, then weekly or every two weeks."""

from datetime import date, time, timedelta
from itertools import pairwise

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import chairs, protocols, series, series_booking, sessions
from clinicdesk.rules.spacing import broken_rules
from tests.records.sessions import steps

MONDAY = date(2026, 3, 2)


class EveryDay:
    def __contains__(self, day: object) -> bool:
        return True


def propose(desk: Desk, patient_id: str, name: str, first: date) -> list[date]:
    """Return the days the planner proposes for a protocol."""
    proposal = series_booking.propose(
        desk,
        patient_id=patient_id,
        protocol=protocols.load_all()[0][name],
        first_day=first,
        time=time(9, 30),
        chair_id=chairs.all(desk)[0].id,
    )
    return [place.day for place in proposal.places]


@pytest.fixture
def patient(everyone: Desk) -> str:
    return steps.register_zoe(everyone)


def test_induction_is_twice_a_week_for_four_weeks(everyone: Desk, patient: str) -> None:
    days = propose(everyone, patient, "esketamine-induction", MONDAY)
    assert len(days) == 8
    assert (days[-1] - days[0]).days < 28
    for day in days:
        assert sum(timedelta() <= day - other < timedelta(days=7) for other in days) <= 2
    assert broken_rules(protocols.load_all()[0]["esketamine-induction"].phases, days, EveryDay()) == ()


def test_maintenance_is_weekly_and_then_at_most_every_two_weeks(everyone: Desk, patient: str) -> None:
    days = propose(everyone, patient, "esketamine-maintenance", MONDAY)
    phases = protocols.load_all()[0]["esketamine-maintenance"].phases
    weekly = days[: phases[0].sessions]
    assert {(after - before).days for before, after in pairwise(weekly)} <= {7, 8, 9, 10}
    later = days[phases[0].sessions - 1 :]
    assert all(7 <= (after - before).days <= 14 for before, after in pairwise(later))
    assert broken_rules(phases, days, EveryDay()) == ()


def test_two_on_one_day_or_three_in_a_week_break_a_rule() -> None:
    phases = protocols.load_all()[0]["esketamine-induction"].phases
    days = [MONDAY + timedelta(days=offset) for offset in (0, 2, 4, 7, 9, 14, 16, 21)]
    assert broken_rules(phases, days, EveryDay())


def test_a_visit_is_booked_for_the_devices_and_the_two_hours(everyone: Desk, patient: str) -> None:
    induction = protocols.load_all()[0]["esketamine-induction"]
    assert induction.visit_minutes >= 120 + 10
    proposal = series_booking.propose(
        everyone,
        patient_id=patient,
        protocol=induction,
        first_day=MONDAY,
        time=time(9, 30),
        chair_id=chairs.all(everyone)[0].id,
    )
    series_booking.plan(everyone, proposal, indication="Treatment-resistant depression")
    (planned,) = series.of_patient(everyone, patient)
    assert planned.protocol.programme == "spravato-rems"
    assert [line.number for line in sessions.of_series(everyone, planned.id)] == list(range(1, 9))
