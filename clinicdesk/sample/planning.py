"""Planning series in the sample clinic, each session with its place, and ending one early."""

from datetime import date, datetime, time, timedelta
from typing import Any

from clinicdesk.records import opening_hours, pinned_protocols, series, series_booking, sessions
from clinicdesk.records.series_booking import Place, Proposal, Wish
from clinicdesk.rules import spacing
from clinicdesk.rules.protocol import Protocol
from clinicdesk.sample import rooms
from clinicdesk.sample.stage import Stage, Story, read

_PLAN_HOUR = time(8, 35)
_EXPECTED_BEFORE = timedelta(minutes=20)
_OTHER_HOURS = (0, 2, -2)
"""Hours by which a visit is put off where all chairs are taken, the usual one first."""


def planning(stage: Stage, plan: dict[str, Any]) -> Story:
    """Tell how a prescriber plans a series and books its visits."""
    yield stage.at(plan["planned_day"], _PLAN_HOUR)
    patient = plan["patient"]
    protocol, _body = pinned_protocols.current(plan["protocol"])
    days = _days(stage, plan, protocol)
    places = tuple(_place(stage, plan, protocol, number, day) for number, day in enumerate(days, start=1))
    series_booking.plan(
        stage.desks[plan.get("by", "prescriber")],
        Proposal(Wish(stage.patients[patient], protocol, days[0], plan["time"]), places, ()),
        indication=stage.people[patient]["facts"]["indications"][0]["name"],
        leave_unplaced=True,
        outside_hours=True,
    )
    yield stage.at(plan["planned_day"], _PLAN_HOUR) + timedelta(minutes=4)
    for found in (one for one in places if one.slot is None):
        _give_hour(stage, plan, found)


def _days(stage: Stage, plan: dict[str, Any], protocol: Protocol) -> list[date]:
    """Return the days of a plan; those to come lie on open days, by the protocol's rules."""
    open_days = opening_hours.open_days(stage.desks["receptionist"])
    days: list[date] = []
    for number in plan["days"]:
        day = stage.day(number)
        if number > 0:
            day = spacing.next_day(protocol.phases, days, day, open_days, stage.day(1)) or day
        days.append(day)
    return days


def _place(stage: Stage, plan: dict[str, Any], protocol: Protocol, number: int, day: date) -> Place:
    visit = plan.get("visits", {}).get(str(number), {})
    hour = _hour(stage, plan, visit)
    others = [one for one in read("front_desk")["treatment_chairs"] if one != visit.get("chair")]
    shifts = (0,) if "starts_in" in visit else _OTHER_HOURS
    found = (
        rooms.place(
            stage,
            datetime.combine(day, hour, stage.zone) + timedelta(hours=shift),
            protocol.visit_minutes,
            patient_id=stage.patients[plan["patient"]],
            names=[visit["chair"], *others] if "chair" in visit else others,
            staff_id=None,
        )
        for shift in shifts
    )
    return Place(number, day, next((slot for slot in found if slot is not None), None))


def _hour(stage: Stage, plan: dict[str, Any], visit: dict[str, Any]) -> time:
    """Return when somebody is expected: for a visit of today, which is told by its start, a while before that."""
    if "starts_in" not in visit:
        hour: time = plan["time"]
        return hour
    return expected(stage, stage.clock.present + timedelta(minutes=visit["starts_in"]) - _EXPECTED_BEFORE)


def expected(stage: Stage, at: datetime) -> time:
    """Return the quarter of an hour before a moment.

    Near midnight a visit of today may have to begin yesterday or tomorrow: it is then expected at the edge of today.
    """
    local = at.astimezone(stage.zone)
    if local.date() < stage.today():
        return time(0, 0)
    if local.date() > stage.today():
        return time(23, 45)
    return time(local.hour, local.minute // 15 * 15)


def _give_hour(stage: Stage, plan: dict[str, Any], found: Place) -> None:
    """Write down the hour of a visit that found no place: only near midnight, where all of today is squeezed in."""
    desk = stage.desks["receptionist"]
    line = sessions.line(desk, stage.session(plan["patient"], plan["days"][0], found.number))
    hour = _hour(stage, plan, plan.get("visits", {}).get(str(found.number), {}))
    series.move(desk, line.id, day=line.planned_on, time=hour, based_on=line.version)


def ending(stage: Stage, plan: dict[str, Any]) -> Story:
    """Tell how a series is ended early."""
    ended = plan["ended"]
    yield stage.at(ended["day"], ended["time"])
    desk = stage.desks["prescriber"]
    found = series.of_patient(desk, stage.patients[plan["patient"]])[0]
    series.end(desk, found.id, reason=ended["reason"], based_on=found.version)
