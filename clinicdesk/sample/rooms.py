"""The chairs and the opening hours of the sample clinic, and where in them a visit finds a place."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from clinicdesk.errors import ClinicDeskError
from clinicdesk.records import chairs, opening_hours
from clinicdesk.records.appointments import Slot, checking
from clinicdesk.sample.stage import Stage, read

_AROUND_NOW = timedelta(hours=5)


def furnish(stage: Stage) -> None:
    """Add the chairs and rooms a new clinic does not have, and open it at the hour the sample is made."""
    desk = stage.desks["administrator"]
    for room in read("front_desk")["rooms"]:
        chairs.add(desk, name=room["name"], kind=room["kind"])
    now = stage.clock.present.astimezone(stage.zone)
    early, late = now - _AROUND_NOW, now + _AROUND_NOW
    opens = time(early.hour) if early.date() == now.date() else time(0)
    closes = time(late.hour, 59) if late.date() == now.date() else time(23, 59)
    usual = opening_hours.week(desk)[now.weekday()]
    if usual is None or opens < usual[0] or closes > usual[1]:
        wider = (opens, closes) if usual is None else (min(opens, usual[0]), max(closes, usual[1]))
        opening_hours.set_day(desk, now.weekday(), wider)


def chair_id(stage: Stage, name: str) -> str:
    """Return the id of a chair or room by its name."""
    return next(one.id for one in chairs.all(stage.desks["receptionist"]) if one.name == name)


def place(
    stage: Stage, start: datetime, minutes: int, *, patient_id: str | None, names: Sequence[str], staff_id: str | None
) -> Slot | None:
    """Return the first of some chairs in which a visit finds a place at a time, cut off at midnight; else None."""
    desk = stage.desks["receptionist"]
    midnight = datetime.combine(start.astimezone(stage.zone).date() + timedelta(days=1), time(0), stage.zone)
    minutes = min(minutes, int((midnight - start) / timedelta(minutes=1)))
    for name in names:
        slot = Slot(start, minutes, chair_id(stage, name), staff_id)
        try:
            checking.refuse_impossible(desk, slot, outside_hours=True)
            checking.refuse_clash(desk, slot, patient_id, checking.taken_at(desk, slot.span))
        except ClinicDeskError:
            continue
        return slot
    return None
