"""Where on a timetable something to be booked hangs at first, and what slot a place on the timetable is."""

from __future__ import annotations

from datetime import date, time

from clinicdesk.desk import Desk
from clinicdesk.records import appointments
from clinicdesk.records.appointments import Slot
from ui.schedule.carried import Carried
from ui.schedule.timetable import By, Timetable


def first_place(table: Timetable, day: date, at: time | None, place: str | None) -> tuple[int, int] | None:
    """Return the column and minute for a day and time: in the column of a place if it is shown, else in the first.

    None where the day is not shown. Without a time it hangs where the day opens.
    """
    numbers = [number for number, column in enumerate(table.columns) if column.day == day]
    if not numbers:
        return None
    column = next((number for number in numbers if table.columns[number].place.id == place), numbers[0])
    opens = table.columns[column].opens
    start = (table.first if opens is None else opens) if at is None else at.hour * 60 + at.minute
    return column, start


def slot_of(desk: Desk, table: Timetable, carried: Carried, by: By) -> Slot:
    """Return when and where something hangs. The chair follows the columns, or the clinician does.

    Raises ``BadValue`` in the hour that a change of the clock leaves out or repeats.
    """
    column = table.columns[carried.column]
    starts = appointments.instant(desk, column.day, time(carried.start // 60, carried.start % 60))
    one = carried.appointment
    chair_id, staff_id = (one.chair_id, one.staff_id) if one else (None, None)
    if by is By.CHAIR:
        chair_id = column.place.id
    else:
        staff_id = column.place.id
    return Slot(starts, carried.minutes, chair_id, staff_id)
