"""Reading bookings: one, those of a day or several, of a patient, of a session, and the sessions that have none."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.formats import format_name
from clinicdesk.language import _
from clinicdesk.records import visit_types
from clinicdesk.records.appointments import stages
from clinicdesk.records.appointments.appointment import Appointment, State, holds
from clinicdesk.records.identities import kept_under, same_person
from clinicdesk.records.session_place import place
from clinicdesk.rules.booking import Span, Taken
from clinicdesk.rules.spacing import position_text
from clinicdesk.storage.clock import as_text, from_text

LONGEST = timedelta(days=1)
"""No booking is longer: what is still going on at a moment began no earlier than this before it."""

_APPOINTMENTS = f"""
SELECT a.*, p.id AS kept_id, p.family_name, p.given_name, p.birth_date, p.record_number,
       coalesce(c.name, '') AS chair_name, coalesce(w.name, '') AS staff_name,
       {place("s")} AS number, r.planned_count
FROM appointments a LEFT JOIN patients p ON p.id = {kept_under("a.patient_id")}
LEFT JOIN chairs c ON c.id = a.chair_id LEFT JOIN staff w ON w.id = a.staff_id
LEFT JOIN sessions s ON s.id = a.session_id LEFT JOIN series r ON r.id = s.series_id
WHERE {{condition}} ORDER BY a.starts_at, a.id
"""


def get(desk: Desk, appointment_id: str) -> Appointment:
    """Return one booking. Raises ``NotFound``."""
    found = _read(desk, "a.id = ?", appointment_id)
    if not found:
        raise NotFound(_("This appointment is not in this clinic."))
    return found[0]


def on_day(desk: Desk, day: date) -> list[Appointment]:
    """Return everything booked on a day of the clinic, in every state, by start."""
    return between(desk, day, day, states=tuple(State))


def between(desk: Desk, first: date, last: date, *, states: Collection[State] = (State.BOOKED,)) -> list[Appointment]:
    """Return what begins on the days from ``first`` to ``last``, both included, by start. Three queries."""
    return _read(
        desk,
        "a.starts_at >= ? AND a.starts_at < ? AND a.state IN (SELECT value FROM json_each(?))",
        as_text(midnight(desk, first)),
        as_text(midnight(desk, last + timedelta(days=1))),
        json.dumps([str(state) for state in states]),
    )


def overlapping(desk: Desk, start: datetime, end: datetime) -> list[Appointment]:
    """Return the standing bookings that share a moment with a stretch of time, by start."""
    found = _read(
        desk,
        "a.starts_at > ? AND a.starts_at < ? AND a.state = 'booked'",
        as_text(start - LONGEST),
        as_text(end),
    )
    return [one for one in found if one.ends_at > start]


def taken_between(desk: Desk, first: date, last: date) -> list[Taken]:
    """Return what takes time from the start of one day to the end of another, without names: for whole months ahead."""
    desk.may_see("plan")
    rows = desk.rows(
        f"SELECT a.id, a.starts_at, a.minutes, a.chair_id, a.staff_id, {kept_under('a.patient_id')} AS patient_id "
        "FROM appointments a WHERE a.starts_at >= ? AND a.starts_at < ? AND a.state = 'booked' "
        "AND NOT EXISTS (SELECT 1 FROM session_events x WHERE x.session_id = a.session_id AND x.kind = 'not_treated')",
        as_text(midnight(desk, first)),
        as_text(midnight(desk, last + timedelta(days=1))),
    )
    return [
        Taken(
            row["id"],
            Span.of(from_text(row["starts_at"]), row["minutes"]),
            holds(row["chair_id"], row["staff_id"], row["patient_id"]),
        )
        for row in rows
    ]


def of_patient(desk: Desk, patient_id: str) -> list[Appointment]:
    """Return a patient's bookings in every state, by start."""
    return _read(desk, same_person("a.patient_id"), patient_id)


def of_session(desk: Desk, session_id: str) -> Appointment | None:
    """Return the booking of a session that stands, else its latest one, or None."""
    return of_sessions(desk, [session_id]).get(session_id)


def of_sessions(desk: Desk, session_ids: Collection[str]) -> dict[str, Appointment]:
    """Return for each session the booking that stands, else its latest one; those without any are left out."""
    found = _read(desk, "a.session_id IN (SELECT value FROM json_each(?))", json.dumps(list(session_ids)))
    latest = sorted(found, key=lambda one: (one.state is State.BOOKED, one.id))
    return {one.session_id: one for one in latest if one.session_id}


@dataclass(frozen=True, slots=True)
class Unbooked:
    """A planned session without a standing booking; ``lost`` is the latest one, cancelled or missed, if any."""

    session_id: str
    patient_id: str
    patient_name: str
    number: int
    count: int
    planned_on: date
    planned_time: time | None
    protocol_id: str
    lost: Appointment | None


def unbooked_sessions(desk: Desk, first: date, last: date) -> list[Unbooked]:
    """Return the sessions planned from ``first`` to ``last`` for which nobody has arrived and no booking stands.

    Among them are those whose booking was cancelled or missed: they are to be booked again.
    """
    desk.may_see("plan")
    rows = list(
        desk.rows(
            f"SELECT s.id, {place('s')} AS number, s.planned_on, s.planned_time, r.planned_count, "
            "r.protocol_id, p.id AS kept_id, p.family_name, p.given_name "
            "FROM sessions s JOIN series r ON r.id = s.series_id "
            f"JOIN patients p ON p.id = {kept_under('s.patient_id')} "
            "WHERE s.planned_on BETWEEN ? AND ? AND s.voided_reason IS NULL "
            "AND p.voided_reason IS NULL AND p.deceased_on IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM appointments a WHERE a.session_id = s.id AND a.state = 'booked') "
            "ORDER BY s.planned_on, coalesce(s.planned_time, '99:99'), s.id",
            first.isoformat(),
            last.isoformat(),
        )
    )
    ids = [row["id"] for row in rows]
    courses, lost = stages.courses(desk, ids), of_sessions(desk, ids)
    return [_unbooked(row, lost.get(row["id"])) for row in rows if courses[row["id"]].is_untouched]


def midnight(desk: Desk, day: date) -> datetime:
    """Return when a day of the clinic begins, in UTC."""
    return datetime.combine(day, time(0), desk.zone()).astimezone(UTC)


def _read(desk: Desk, condition: str, *values: str) -> list[Appointment]:
    desk.may_see("plan")
    rows = list(desk.rows(_APPOINTMENTS.format(condition=condition), *values))
    courses = stages.courses(desk, [row["session_id"] for row in rows if row["session_id"]])
    records = stages.front_desk(desk, [row["id"] for row in rows])
    return [
        _appointment(row, stages.visit(State(row["state"]), records[row["id"]], courses.get(row["session_id"])))
        for row in rows
    ]


def _appointment(row: dict[str, Any], visit: stages.Visit) -> Appointment:
    return Appointment(
        id=row["id"],
        version=row["version"],
        patient_id=row["kept_id"],
        session_id=row["session_id"],
        kind=row["kind"],
        title=_title(row),
        starts_at=from_text(row["starts_at"]),
        minutes=row["minutes"],
        chair_id=row["chair_id"],
        chair=row["chair_name"],
        staff_id=row["staff_id"],
        staff=row["staff_name"],
        remark=row["remark"] or "",
        state=State(row["state"]),
        state_reason=row["state_reason"] or "",
        stage=visit.stage,
        arrived_at=visit.arrived_at,
        checked_in_at=visit.checked_in_at,
        began_at=visit.began_at,
        left_at=visit.left_at,
        patient_name=_name(row),
        birth_date=date.fromisoformat(row["birth_date"]) if row["birth_date"] else None,
        record_number=row["record_number"],
    )


def _title(row: dict[str, Any]) -> str:
    if row["number"] is None:
        return visit_types.title(row["kind"])
    return _("Session {position}").format(position=position_text(row["number"], row["planned_count"]))


def _name(row: dict[str, Any]) -> str:
    return format_name(row["family_name"] or "", row["given_name"] or "") if row["kept_id"] else ""


def _unbooked(row: dict[str, Any], lost: Appointment | None) -> Unbooked:
    return Unbooked(
        session_id=row["id"],
        patient_id=row["kept_id"],
        patient_name=_name(row),
        number=row["number"],
        count=row["planned_count"],
        planned_on=date.fromisoformat(row["planned_on"]),
        planned_time=time.fromisoformat(row["planned_time"]) if row["planned_time"] else None,
        protocol_id=row["protocol_id"],
        lost=lost,
    )
