"""The front desk of the sample clinic: visits without treatment, blocked time, cancelled and missed ones, wishes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, eligibility, sessions, visit_types, waiting_list
from clinicdesk.records.appointments import CheckIn, Slot, State
from clinicdesk.rules.spacing import OpenDays
from clinicdesk.sample import rooms
from clinicdesk.sample.planning import expected
from clinicdesk.sample.stage import Stage, Story

_IDENTIFIERS = ("name", "birth_date")


def receive(stage: Stage, patient: str, session_id: str) -> Story:
    """Tell how somebody comes to a treatment: the front desk receives them and asks who they are."""
    desk = stage.desks["receptionist"]
    booked = appointments.of_session(desk, session_id)
    if booked is None or booked.state is not State.BOOKED:
        sessions.arrive(desk, session_id)
        return
    appointments.arrive(desk, booked.id)
    yield desk.now() + timedelta(minutes=4)
    details = stage.people[patient]["details"]
    name, phone = details.get("emergency_name", ""), details.get("emergency_phone", "")
    _check_in(stage.desks["receptionist"], booked.id, name, phone, _same_day(desk, session_id))


def _same_day(desk: Desk, session_id: str) -> dict[str, str]:
    """Return what is answered to the questions of the day: nothing that holds the visit."""
    suits = eligibility.of_visit(desk, session_id)
    asked = eligibility.get(suits.treatment).same_day if suits else ()
    return {item.id: next(one for one in reversed(item.replies) if one not in item.holds_on) for item in asked}


def visit(stage: Stage, entry: dict[str, Any]) -> Story:
    """Tell how a visit that is no treatment is booked, and what becomes of it."""
    yield _booked(stage, entry)
    slot = _slot(stage, entry)
    if slot is None:
        return
    booked = appointments.book(
        stage.desks["receptionist"],
        patient_id=stage.patients[entry["patient"]],
        kind=entry["kind"],
        slot=slot,
        remark=entry.get("remark", ""),
        outside_hours=True,
    )
    for what, act in (("cancelled", appointments.cancel), ("missed", appointments.mark_no_show)):
        if happened := entry.get(what):
            yield _when(stage, happened, slot)
            desk = stage.desks["receptionist"]
            act(desk, booked, reason=happened["reason"], based_on=appointments.get(desk, booked).version)
            return
    if entry.get("comes"):
        yield from _comes(stage, booked, slot)


def treatment_called_off(stage: Stage, entry: dict[str, Any]) -> Story:
    """Tell how the booking of a planned treatment is cancelled: the session is to be booked again."""
    yield _when(stage, entry, None)
    desk = stage.desks["receptionist"]
    coming = [
        one
        for one in appointments.of_patient(desk, stage.patients[entry["patient"]])
        if one.session_id and one.state is State.BOOKED and one.starts_at > desk.now()
    ]
    if coming:
        appointments.cancel(desk, coming[0].id, reason=entry["reason"], based_on=coming[0].version)


def blocked(stage: Stage, entry: dict[str, Any]) -> Story:
    """Tell how a colleague keeps some time free, on each open day of a stretch."""
    yield _booked(stage, entry)
    desk = stage.desks["receptionist"]
    open_days: OpenDays = OpenDays(frozenset(range(5)))
    for number in range(entry["days"][0], entry["days"][1] + 1):
        if stage.day(number) in open_days:
            start = stage.at(number, entry["time"])
            slot = Slot(start, entry["minutes"], None, stage.desks[entry["clinician"]].person.id)
            appointments.book(
                desk,
                patient_id=None,
                kind=visit_types.BLOCKED,
                slot=slot,
                remark=entry["remark"],
                outside_hours=True,
            )


def wish(stage: Stage, entry: dict[str, Any]) -> Story:
    """Tell how somebody is put on the waiting list."""
    yield stage.when(entry)
    waiting_list.add(
        stage.desks["receptionist"],
        patient_id=stage.patients[entry["patient"]],
        kind=entry["kind"],
        minutes=entry["minutes"],
        latest_on=stage.day(entry["until_day"]) if "until_day" in entry else None,
        weekdays=entry.get("weekdays", ()),
        from_time=entry.get("from_time"),
        until_time=entry.get("until_time"),
        remark=entry.get("remark", ""),
    )


def _booked(stage: Stage, entry: dict[str, Any]) -> datetime:
    return stage.when({"day": entry["booked_day"], "time": entry["booked_time"]})


def _slot(stage: Stage, entry: dict[str, Any]) -> Slot | None:
    """Return where a visit finds a place: its room, or none where it needs none."""
    minutes = entry.get("minutes", visit_types.get(entry["kind"]).minutes)
    staff_id = stage.desks[entry["clinician"]].person.id if "clinician" in entry else None
    start = _start(stage, entry)
    if "room" not in entry:
        return Slot(start, minutes, None, staff_id)
    patient_id = stage.patients[entry["patient"]]
    return rooms.place(stage, start, minutes, patient_id=patient_id, names=[entry["room"]], staff_id=staff_id)


def _start(stage: Stage, entry: dict[str, Any]) -> datetime:
    if "starts_in" in entry:
        hour = expected(stage, stage.clock.present + timedelta(minutes=entry["starts_in"]))
        return stage.at(0, hour)
    return stage.when(entry)


def _when(stage: Stage, happened: dict[str, Any], slot: Slot | None) -> datetime:
    """Return when something happened: an hour of a day, or some minutes from now or after the visit's time."""
    if "minutes_after" in happened and slot is not None:
        return slot.starts_at + timedelta(minutes=happened["minutes_after"])
    return stage.when(happened)


def _comes(stage: Stage, booked: str, slot: Slot) -> Story:
    yield slot.starts_at - timedelta(minutes=6)
    appointments.arrive(stage.desks["receptionist"], booked)
    yield slot.starts_at - timedelta(minutes=2)
    _check_in(stage.desks["receptionist"], booked, "", "")
    yield slot.starts_at + timedelta(minutes=3)
    appointments.begin(stage.desks["prescriber"], booked)
    yield slot.starts_at + timedelta(minutes=slot.minutes - 4)
    appointments.leave(stage.desks["receptionist"], booked)


def _check_in(
    desk: Desk, booked: str, escort_name: str, escort_phone: str, same_day: Mapping[str, str] | None = None
) -> None:
    detail = CheckIn(_IDENTIFIERS, contact_confirmed=True, escort_name=escort_name, escort_phone=escort_phone)
    detail = replace(detail, same_day=same_day or {})
    appointments.check_in(desk, booked, detail=detail, based_on=appointments.get(desk, booked).version)
