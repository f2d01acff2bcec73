"""The steps taken at the front desk, each one entry of the ledger: for bookings, and for sessions without one.

They happened now, or (``occurred_at``) when the paper says from which they are typed in.
"""

from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records import appointments, sessions
from clinicdesk.records.appointments import Stage
from clinicdesk.records.sessions.events import moment_columns, now_of
from clinicdesk.records.today.row import BoardRow
from clinicdesk.rules.timeline import EventKind
from clinicdesk.storage.entry import insert


def arrive(desk: Desk, row: BoardRow, *, occurred_at: datetime | None = None) -> None:
    """Record that the patient is here. Raises ``BadValue`` for one who is here already, or comes on another day."""
    if row.appointment_id:
        appointments.arrive(desk, row.appointment_id, occurred_at=occurred_at)
    else:
        sessions.arrive(desk, _session_id(row), occurred_at=occurred_at)


def come_after_all(desk: Desk, row: BoardRow, *, occurred_at: datetime | None = None) -> str:
    """Book a visit that was marked as missed anew for the same time, mark the patient as here, return the new booking.

    Raises ``Clash`` where the place was given to somebody else; then the patient needs another one.
    """
    missed = appointments.get(desk, _appointment_id(row))
    booked = appointments.rebook(desk, missed.id, slot=missed.slot, outside_hours=True)
    appointments.arrive(desk, booked, occurred_at=occurred_at)
    return booked


def did_not_come(desk: Desk, row: BoardRow, *, reason: str) -> None:
    """Record that a booked patient did not come. Raises ``BadValue`` and ``ChangedElsewhere``."""
    booked = appointments.get(desk, _appointment_id(row))
    appointments.mark_no_show(desk, booked.id, reason=reason, based_on=booked.version)


def undo_arrival(desk: Desk, row: BoardRow) -> None:
    """Take an arrival back. Raises ``BadValue`` once more than the arrival is recorded."""
    if row.appointment_id:
        appointments.undo_arrival(desk, row.appointment_id)
        return
    if row.stage is not Stage.ARRIVED:
        raise BadValue(_("More than the arrival is recorded, or it is taken back already. It stays as it is."))
    change = insert(
        "session_events",
        desk.new_id(),
        session_id=_session_id(row),
        patient_id=row.patient_id,
        kind=str(EventKind.ARRIVAL_UNDONE),
        **moment_columns("occurred_at", now_of(desk)),
    )
    desk.record("visit.undo_arrival", change, patient=row.patient_id)


def begin(desk: Desk, row: BoardRow, *, occurred_at: datetime | None = None) -> None:
    """Record that a visit without a session has begun."""
    appointments.begin(desk, _appointment_id(row), occurred_at=occurred_at)


def leave(desk: Desk, row: BoardRow, *, occurred_at: datetime | None = None) -> None:
    """Record that a visit without a session is over."""
    appointments.leave(desk, _appointment_id(row), occurred_at=occurred_at)


def _appointment_id(row: BoardRow) -> str:
    if row.appointment_id is None:
        raise NotFound(_("This appointment is not in this clinic."))
    return row.appointment_id


def _session_id(row: BoardRow) -> str:
    if row.session_id is None:
        raise NotFound(_("This session is not in this clinic."))
    return row.session_id
