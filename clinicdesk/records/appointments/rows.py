"""The rows of a booking and of its session, for every entry that books, moves or gives up a place."""

from clinicdesk.desk import Desk
from clinicdesk.records import chairs
from clinicdesk.records.appointments.appointment import Appointment, Slot, State
from clinicdesk.records.sessions.reading import line
from clinicdesk.records.sessions.session import SessionLine
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Change, Value, insert, update


def booked(
    appointment_id: str, patient_id: str | None, kind: str, slot: Slot, session_id: str | None = None, remark: str = ""
) -> Change:
    """Return the row of a new booking."""
    return insert(
        "appointments",
        appointment_id,
        patient_id=patient_id,
        session_id=session_id,
        kind=kind,
        starts_at=as_text(slot.starts_at),
        minutes=slot.minutes,
        chair_id=slot.chair_id,
        staff_id=slot.staff_id,
        remark=remark.strip() or None,
    )


def planned(desk: Desk, session: SessionLine, slot: Slot) -> Change:
    """Return the change that gives a session the day, time and chair of its booking."""
    return update("sessions", session.id, session.version, **planned_columns(desk, slot))


def planned_columns(desk: Desk, slot: Slot) -> dict[str, Value]:
    """Return how a slot stands in the row of its session: the clinic's day and time, and the chair's name."""
    local = desk.local(slot.starts_at)
    return {
        "planned_on": local.date().isoformat(),
        "planned_time": local.strftime("%H:%M"),
        "chair": chairs.get(desk, slot.chair_id).name if slot.chair_id else None,
    }


def leaving(desk: Desk, before: Appointment, state: State, reason: str, *, based_on: str) -> list[Change]:
    """Return the changes that give a place up: the booking's state, and its session without time and chair."""
    changes = [update("appointments", before.id, based_on, state=str(state), state_reason=reason.strip())]
    if before.session_id:
        session = line(desk, before.session_id)
        changes.append(update("sessions", session.id, session.version, planned_time=None, chair=None))
    return changes
