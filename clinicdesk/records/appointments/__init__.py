"""Appointments: who comes when, where and to whom; each verb one entry of the ledger.

``appointment.py`` says what one is, ``reading.py`` finds them, ``booking.py`` books, moves and cancels, ``visiting.py``
is the front desk on the day, ``collisions.py`` says what a late visit pushes.
"""

from clinicdesk.records.appointments.appointment import (
    BEGUN,
    GONE,
    HERE,
    Appointment,
    Slot,
    Stage,
    State,
)
from clinicdesk.records.appointments.booking import book, cancel, change, mark_no_show, rebook, usual_minutes
from clinicdesk.records.appointments.checking import clinic_day, instant
from clinicdesk.records.appointments.collisions import Collision, PushedVisit, collisions, move_on
from clinicdesk.records.appointments.left_behind import LeftBehind, left_behind, outside_hours
from clinicdesk.records.appointments.reading import (
    Unbooked,
    between,
    get,
    of_patient,
    of_session,
    of_sessions,
    on_day,
    unbooked_sessions,
)
from clinicdesk.records.appointments.visiting import (
    CheckIn,
    arrive,
    begin,
    check_in,
    last_check_in,
    leave,
    undo_arrival,
)

__all__ = [
    "BEGUN",
    "GONE",
    "HERE",
    "Appointment",
    "CheckIn",
    "Collision",
    "LeftBehind",
    "PushedVisit",
    "Slot",
    "Stage",
    "State",
    "Unbooked",
    "arrive",
    "begin",
    "between",
    "book",
    "cancel",
    "change",
    "check_in",
    "clinic_day",
    "collisions",
    "get",
    "instant",
    "last_check_in",
    "leave",
    "left_behind",
    "mark_no_show",
    "move_on",
    "of_patient",
    "of_session",
    "of_sessions",
    "on_day",
    "outside_hours",
    "rebook",
    "unbooked_sessions",
    "undo_arrival",
    "usual_minutes",
]
