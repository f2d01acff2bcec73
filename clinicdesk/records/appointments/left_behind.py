"""Bookings that something else left behind: the clinic closes, a chair goes, a colleague leaves, the patient has died.

Nothing of that moves or cancels a booking by itself; a person does, and here is what waits for them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import chairs, opening_hours, staff
from clinicdesk.records.appointments.appointment import Appointment, Stage
from clinicdesk.records.appointments.reading import between
from clinicdesk.records.patient_details import happened
from clinicdesk.rules.booking import Span


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A standing booking that cannot stay as it is, and why, in a sentence."""

    appointment: Appointment
    reason: str


def outside_hours(desk: Desk, first: date, last: date) -> list[Appointment]:
    """Return the patients' standing bookings that a closed day or new hours leave outside, by start.

    What was booked outside after the hours were set was meant like that.
    """
    return _outside(desk, _standing(desk, first, last), first, last)


def left_behind(desk: Desk, first: date, last: date) -> list[LeftBehind]:
    """Return the patients' bookings that are to be moved or cancelled, each with the most telling reason, by start."""
    standing = _standing(desk, first, last)
    outside = {one.id for one in _outside(desk, standing, first, last)}
    gone = {one.id: one.name for one in chairs.all(desk, retired=True) if one.retired}
    left = {one.id: one.name for one in staff.everybody(desk) if not one.active}
    people = _people(desk, standing)
    found: list[LeftBehind] = []
    for one in standing:
        reason = _about_patient(one, people.get(one.patient_id or "", {}))
        if not reason and one.id in outside:
            day = formats.format_day(desk.local(one.starts_at).date())
            reason = _("The clinic is closed on {day} or at this time.").format(day=day)
        if not reason and one.chair_id in gone:
            reason = _("{chair} is no longer in use.").format(chair=one.chair)
        if not reason and one.staff_id in left:
            reason = _("{name} no longer works here.").format(name=one.staff)
        if reason:
            found.append(LeftBehind(one, reason))
    return found


def _standing(desk: Desk, first: date, last: date) -> list[Appointment]:
    return [one for one in between(desk, first, last) if one.patient_id is not None and one.stage is Stage.BOOKED]


def _outside(desk: Desk, standing: Sequence[Appointment], first: date, last: date) -> list[Appointment]:
    hours = opening_hours.hours_between(desk, first, last)
    changed = opening_hours.changed_last(desk, first, last)
    found = []
    for one in standing:
        day = desk.local(one.starts_at).date()
        open_ = hours[day]
        if one.version < changed[day] and (open_ is None or not one.slot.span.within(Span(*open_))):
            found.append(one)
    return found


def _people(desk: Desk, standing: Sequence[Appointment]) -> Mapping[str, dict[str, Any]]:
    rows = desk.rows(
        f"SELECT p.id, p.version, {happened('deceased_on')} AS deceased, {happened('moved_away_on')} AS moved_away, "
        "p.voided_reason FROM json_each(?) j "
        "JOIN patients p ON p.id = j.value",
        json.dumps(sorted({one.patient_id for one in standing if one.patient_id})),
    )
    return {row["id"]: row for row in rows}


def _about_patient(one: Appointment, row: Mapping[str, Any]) -> str:
    if row.get("deceased"):
        return _("The patient has died.")
    if row.get("voided_reason"):
        return _("The patient's record was voided.")
    # Who was booked after they moved comes from farther away.
    if row.get("moved_away") and one.version < row["version"]:
        return _("The patient has moved away.")
    return ""
