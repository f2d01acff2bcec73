"""What a schedule shows: its columns and, in them, the bookings as blocks. Read once, then only drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.permissions import CLINICAL
from clinicdesk.records import appointments, chairs, opening_hours, staff
from clinicdesk.records.appointments import Appointment, State

DAY_MINUTES = 24 * 60
_EARLIEST, _LATEST = 8 * 60, 17 * 60
"""What is shown of a day on which the clinic is closed."""

_AROUND = 60
"""Minutes shown before the clinic opens and after it closes."""


class By(StrEnum):
    """What the columns of a day are."""

    CHAIR = "chair"
    CLINICIAN = "clinician"


@dataclass(frozen=True, slots=True)
class View:
    """Which part of the schedule is shown: ``days`` from ``first``; of one chair or clinician if ``only`` names it."""

    first: date
    days: int
    by: By
    only: str | None = None
    with_cancelled: bool = False

    @property
    def last(self) -> date:
        """The last day shown."""
        return self.first + timedelta(days=self.days - 1)


@dataclass(frozen=True, slots=True)
class Place:
    """A chair, room or clinician; ``id`` is None for bookings that have none."""

    id: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Column:
    """One place on one day. ``opens`` and ``closes`` are minutes of the clinic's day, None while it is closed."""

    day: date
    place: Place
    opens: int | None
    closes: int | None
    closed_because: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One booking in its column, by minutes of the day; ``lane`` of ``lanes`` where several share the time."""

    appointment: Appointment
    column: int
    start: int
    end: int
    lane: int = 0
    lanes: int = 1


@dataclass(frozen=True, slots=True)
class Timetable:
    """Columns and blocks; ``first`` and ``last`` are the minutes of the day between which it is drawn."""

    columns: tuple[Column, ...]
    blocks: tuple[Block, ...]
    first: int
    last: int

    def block_of(self, appointment_id: str) -> Block | None:
        """Return the block of a booking, if it is shown."""
        return next((block for block in self.blocks if block.appointment.id == appointment_id), None)

    def in_column(self, column: int) -> list[Block]:
        """Return the blocks of a column by time, then from left to right."""
        return [block for block in self.blocks if block.column == column]

    def at(self, column: int, minute: int) -> list[Block]:
        """Return the blocks that cover a minute, from left to right."""
        return sorted((b for b in self.in_column(column) if b.start <= minute < b.end), key=lambda b: b.lane)

    def start_at(self, today: date, minute: int) -> tuple[int, int]:
        """Return the column and minute to begin at: the present hour where today is shown, else when it opens."""
        days = [column.day for column in self.columns]
        if today not in days:
            return 0, self.opens
        return days.index(today), min(max(minute // 60 * 60, self.opens), self.last - 60)

    @property
    def opens(self) -> int:
        """When the first of what is shown opens."""
        return min((column.opens for column in self.columns if column.opens is not None), default=self.first)

    def column_of(self, day: date, place_id: str | None) -> int | None:
        """Return where a place stands on a day, or None."""
        for number, column in enumerate(self.columns):
            if column.day == day and column.place.id == place_id:
                return number
        return None


def places(desk: Desk, by: By) -> list[Place]:
    """Return the chairs and rooms in use, or the clinicians who work here, in the order of their columns."""
    if by is By.CHAIR:
        return [Place(chair.id, chair.name) for chair in chairs.all(desk)]
    return [Place(one.id, one.name) for one in staff.everybody(desk) if one.active and one.roles & CLINICAL]


def read(desk: Desk, view: View) -> Timetable:
    """Read what a view shows."""
    states = tuple(State) if view.with_cancelled else (State.BOOKED, State.NO_SHOW)
    found = appointments.between(desk, view.first, view.last, states=states)
    columns = _columns(desk, view, found)
    numbers = {(column.day, column.place.id): number for number, column in enumerate(columns)}
    blocks: list[Block] = []
    for one in found:
        starts = desk.local(one.starts_at)
        number = numbers.get((starts.date(), place_id(one, view.by)))
        if number is not None:
            blocks.append(Block(one, number, *_minutes(starts, desk.local(one.ends_at))))
    return Timetable(tuple(columns), tuple(_side_by_side(blocks)), *_bounds(columns, blocks))


def overruns(desk: Desk) -> dict[str, int]:
    """Return the visits of today that will end late and push others, each with the minute of the day it will end."""
    found: dict[str, int] = {}
    for collision in appointments.collisions(desk, desk.now()):
        starts, ends = desk.local(collision.late.starts_at), desk.local(collision.expected_end)
        found[collision.late.id] = _minutes(starts, ends)[1]
    return found


def place_id(one: Appointment, by: By) -> str | None:
    """Return the chair or the clinician of a booking."""
    return one.chair_id if by is By.CHAIR else one.staff_id


def _columns(desk: Desk, view: View, found: Sequence[Appointment]) -> list[Column]:
    known = places(desk, view.by)
    if view.only is not None:
        known = [place for place in known if place.id == view.only]
    booked: dict[date, dict[str | None, str]] = {}
    for one in found:
        name = one.chair if view.by is By.CHAIR else one.staff
        booked.setdefault(desk.local(one.starts_at).date(), {})[place_id(one, view.by)] = name
    made: list[Column] = []
    closed = {one.day: one.reason for one in opening_hours.closed_days(desk, view.first)}
    for day, hours in opening_hours.hours_between(desk, view.first, view.last).items():
        on_day = booked.get(day, {})
        if hours is None and not on_day and view.days > 1 and day.weekday() >= 5:
            continue  # An empty weekend only takes room.
        opens, closes = (_minutes(desk.local(hours[0]), desk.local(hours[1]))) if hours else (None, None)
        more = [] if view.only else _others(known, on_day, view.by)
        made += [Column(day, place, opens, closes, closed.get(day, "")) for place in (*known, *more)]
    return made


def _others(known: Iterable[Place], on_day: dict[str | None, str], by: By) -> list[Place]:
    """Return the places that only this day needs: a chair out of use, or bookings without any."""
    ids = {place.id for place in known}
    more = [Place(place, name) for place, name in on_day.items() if place is not None and place not in ids]
    if None in on_day:
        more.append(Place(None, _("No chair") if by is By.CHAIR else _("No clinician")))
    return more


def _minutes(start: datetime, end: datetime) -> tuple[int, int]:
    """Return both as minutes of the day in which the first lies; what goes on after midnight ends there."""
    first = start.hour * 60 + start.minute
    last = DAY_MINUTES if end.date() > start.date() else end.hour * 60 + end.minute
    return first, max(last, first + 5)


def _bounds(columns: Iterable[Column], blocks: Iterable[Block]) -> tuple[int, int]:
    """Return whole hours around the opening hours and every booking."""
    opened = [(c.opens - _AROUND, c.closes + _AROUND) for c in columns if c.opens is not None and c.closes is not None]
    shown = [*(opened or [(_EARLIEST, _LATEST)]), *((block.start, block.end) for block in blocks)]
    first = max(min(start for start, _end in shown) // 60 * 60, 0)
    last = min(-(-max(end for _start, end in shown) // 60) * 60, DAY_MINUTES)
    return first, last


def _side_by_side(blocks: list[Block]) -> list[Block]:
    """Give blocks of one column that share some time lanes beside each other."""
    made: list[Block] = []
    together: list[Block] = []
    until, column = 0, -1
    for block in sorted(blocks, key=lambda b: (b.column, b.start, b.appointment.state, -b.end, b.appointment.id)):
        if block.column != column or block.start >= until:
            made += _in_lanes(together)
            together, until, column = [], 0, block.column
        together.append(block)
        until = max(until, block.end)
    return made + _in_lanes(together)


def _in_lanes(together: Sequence[Block]) -> list[Block]:
    free_from: list[int] = []
    lanes: list[int] = []
    for block in together:
        lane = next((number for number, free in enumerate(free_from) if free <= block.start), len(free_from))
        free_from[lane : lane + 1] = [block.end]
        lanes.append(lane)
    return [
        Block(block.appointment, block.column, block.start, block.end, lane, len(free_from))
        for block, lane in zip(together, lanes, strict=True)
    ]
