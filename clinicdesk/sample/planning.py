"""Planning series in the sample clinic, and ending one early."""

from datetime import datetime, time, timedelta
from typing import Any

from clinicdesk.records import series, sessions
from clinicdesk.sample.stage import Stage, Story

_PLAN_HOUR = time(8, 35)


def planning(stage: Stage, plan: dict[str, Any]) -> Story:
    """Tell how a prescriber plans a series, and how the front desk gives its visit of today an hour and a chair."""
    yield stage.at(plan["planned_day"], _PLAN_HOUR)
    patient = plan["patient"]
    days = [stage.day(day) for day in plan["days"]]
    indications = stage.people[patient]["facts"]["indications"]
    series.plan(
        stage.desks[plan.get("by", "prescriber")],
        patient_id=stage.patients[patient],
        protocol_name=plan["protocol"],
        days=days,
        time=plan["time"],
        indication=indications[0]["name"],
    )
    yield stage.at(plan["planned_day"], _PLAN_HOUR) + timedelta(minutes=4)
    for number, visit in plan.get("visits", {}).items():
        if "starts_in" in visit:
            _give_hour(stage, plan, int(number), visit)


def _give_hour(stage: Stage, plan: dict[str, Any], number: int, visit: dict[str, Any]) -> None:
    desk = stage.desks["receptionist"]
    line = sessions.line(desk, stage.session(plan["patient"], plan["days"][0], number))
    hour = _planned_hour(stage, stage.clock.present + timedelta(minutes=visit["starts_in"]))
    series.move(desk, line.id, day=line.planned_on, time=hour, based_on=line.version, chair=visit["chair"])


def _planned_hour(stage: Stage, start: datetime) -> time:
    """Return the quarter of an hour somebody is expected, about twenty minutes before the start.

    Near midnight a visit of today may have to begin yesterday or tomorrow: it is then expected at the edge of today.
    """
    local = (start - timedelta(minutes=20)).astimezone(stage.zone)
    if local.date() < stage.today():
        return time(0, 0)
    if local.date() > stage.today():
        return time(23, 45)
    return time(local.hour, local.minute // 15 * 15)


def ending(stage: Stage, plan: dict[str, Any]) -> Story:
    """Tell how a series is ended early."""
    ended = plan["ended"]
    yield stage.at(ended["day"], ended["time"])
    desk = stage.desks["prescriber"]
    found = series.of_patient(desk, stage.patients[plan["patient"]])[0]
    series.end(desk, found.id, reason=ended["reason"], based_on=found.version)
