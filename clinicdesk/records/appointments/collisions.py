"""What a late or overrunning visit pushes: which later bookings it collides with, and where they still fit today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import chairs, opening_hours, pinned_protocols
from clinicdesk.records.appointments import checking
from clinicdesk.records.appointments.appointment import BEGUN, GONE, HERE, Appointment, Slot, Stage, holds
from clinicdesk.records.appointments.moving import Move, move_all
from clinicdesk.records.appointments.reading import between, midnight
from clinicdesk.rules.booking import Span, Taken, Visit, clashes, pushed
from clinicdesk.rules.protocol import Protocol

_STEP = timedelta(minutes=5)
_SOON = frozenset({Stage.BOOKED, Stage.ARRIVED, Stage.CHECKED_IN})
_LONGEST_WAIT = timedelta(hours=4)
"""Somebody who has not come so long after their time is not waited for: the visit is a no-show, not late."""


@dataclass(frozen=True, slots=True)
class PushedVisit:
    """A later booking that is in the way: where it still fits today, or (``slot`` None) that it does not."""

    appointment: Appointment
    slot: Slot | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Collision:
    """A visit that is late or goes on too long, until when it will take (UTC), and what it pushes, by start."""

    late: Appointment
    expected_end: datetime
    pushed: tuple[PushedVisit, ...]

    @property
    def minutes_over(self) -> int:
        """By how many minutes it will end later than booked."""
        return (self.expected_end - self.late.ends_at) // timedelta(minutes=1)


def collisions(desk: Desk, now: datetime) -> list[Collision]:
    """Return the visits of today that will end late and push others, the first to collide first."""
    day = checking.clinic_day(desk, now)
    of_day = [one for one in between(desk, day, day) if one.stage not in GONE and one.stage is not Stage.DISCHARGED]
    ends = {one.id: _expected_end(desk, one, now) for one in of_day}
    hours = opening_hours.hours_on(desk, day)
    closes = hours[1] if hours else midnight(desk, day + timedelta(days=1))
    usable = [one for one in chairs.all(desk) if one.kind == "chair"]
    found = [
        Collision(late, ends[late.id], _pushed(desk, late, of_day, ends, [c.id for c in usable], closes, now))
        for late in of_day
        if ends[late.id] > late.ends_at
    ]
    # Who only waits for somebody else's visit to end is in nobody's way by themselves.
    waiting = {pushed.appointment.id for one in found for pushed in one.pushed}
    colliding = [one for one in found if one.pushed and (one.late.stage in BEGUN or one.late.id not in waiting)]
    return sorted(colliding, key=lambda one: (one.pushed[0].appointment.starts_at, one.late.starts_at, one.late.id))


def move_on(desk: Desk, collision: Collision) -> tuple[PushedVisit, ...]:
    """Move in one entry what a late visit pushes, stretch the visit itself, and return what does not fit any more.

    Raises ``ChangedElsewhere`` or ``Clash`` when the day was changed since; then nothing is moved.
    """
    late = collision.late
    minutes = (collision.expected_end - late.starts_at) // timedelta(minutes=1)
    fitting = [one for one in collision.pushed if one.slot is not None]
    if not fitting:
        raise BadValue(_("None of these visits fits before the clinic closes. Book them on another day."))
    moves = [Move(one.appointment, one.slot, based_on=one.appointment.version) for one in fitting if one.slot]
    if len(fitting) == len(collision.pushed):
        # Only where nothing is left in its way can the late visit have the time it takes.
        longer = Slot(late.starts_at, minutes, late.chair_id, late.staff_id)
        moves.append(Move(late, longer, based_on=late.version))
    move_all(desk, "appointment.change", moves, outside_hours=True)
    return tuple(one for one in collision.pushed if one.slot is None)


def _pushed(
    desk: Desk,
    late: Appointment,
    of_day: Sequence[Appointment],
    ends: dict[str, datetime],
    usable: Sequence[str],
    closes: datetime,
    now: datetime,
) -> tuple[PushedVisit, ...]:
    others = [one for one in of_day if one.id != late.id]
    movable = [one for one in others if _is_movable(one, late)]
    taken = Taken(late.id, Span(late.starts_at, ends[late.id]), _holds(late))
    if not clashes(taken.span, taken.holds, [_taken(one, one.ends_at) for one in movable]):
        return ()
    fixed = [_taken(one, ends[one.id]) for one in others if not _is_movable(one, late)]
    by_id = {one.id: one for one in movable}
    answers = pushed(taken, [_visit(one) for one in movable], fixed, _as_held(usable), closes, now)
    return tuple(_answer(desk, by_id[one.visit.id], one.start, one.chair) for one in answers)


def _is_movable(one: Appointment, late: Appointment) -> bool:
    """Only what comes after the late visit, is for a patient and has not begun can be moved."""
    return one.patient_id is not None and one.stage in _SOON and one.starts_at >= late.starts_at


def _answer(desk: Desk, appointment: Appointment, start: datetime | None, chair: str | None) -> PushedVisit:
    if start is None:
        return PushedVisit(appointment, None, _("Does not fit any more before the clinic closes."))
    chair_id = chair.removeprefix("chair ") if chair else None
    slot = Slot(start, appointment.minutes, chair_id, appointment.staff_id)
    time = formats.format_time(desk.local(start))
    if chair_id == appointment.chair_id:
        return PushedVisit(appointment, slot, _("Fits at {time}.").format(time=time))
    name = chairs.get(desk, chair_id).name if chair_id else ""
    return PushedVisit(appointment, slot, _("Fits at {time} in {chair}.").format(time=time, chair=name))


def _expected_end(desk: Desk, one: Appointment, now: datetime) -> datetime:
    """Return until when a visit will really take: as booked, unless it began late, goes on, or nobody has come yet."""
    if one.patient_id is None or (one.stage is Stage.BOOKED and now - one.starts_at > _LONGEST_WAIT):
        return one.ends_at
    protocol = _protocol(desk, one)
    recovery = timedelta(minutes=protocol.visit.recovery_minutes) if protocol else timedelta(0)
    infusion = timedelta(minutes=protocol.duration_minutes) if protocol else timedelta(0)
    length = timedelta(minutes=one.minutes)
    if one.stage in BEGUN:
        rest = infusion + recovery if protocol else length
        end = max((one.began_at or one.starts_at) + rest, now)
    elif one.stage is Stage.PREPARATION:
        end = now + infusion + recovery
    elif one.stage in HERE or now > one.starts_at:
        end = max(now, one.starts_at) + length
    else:
        end = one.ends_at
    return max(one.ends_at, _stepped_up(end))


def _protocol(desk: Desk, one: Appointment) -> Protocol | None:
    if one.session_id is None:
        return None
    row = desk.row(
        "SELECT r.protocol_id FROM sessions s JOIN series r ON r.id = s.series_id WHERE s.id = ?", one.session_id
    )
    return pinned_protocols.read(desk, row["protocol_id"]) if row else None


def _stepped_up(at: datetime) -> datetime:
    """Return the next whole five minutes: nobody moves a patient by two."""
    whole = at.replace(minute=at.minute - at.minute % 5, second=0, microsecond=0)
    return whole if whole == at else whole + _STEP


def _visit(one: Appointment) -> Visit:
    chair = f"chair {one.chair_id}" if one.chair_id else None
    return Visit(one.id, Span(one.starts_at, one.ends_at), holds(None, one.staff_id, one.patient_id), chair)


def _taken(one: Appointment, end: datetime) -> Taken:
    return Taken(one.id, Span(one.starts_at, end), _holds(one))


def _holds(one: Appointment) -> frozenset[str]:
    return holds(one.chair_id, one.staff_id, one.patient_id)


def _as_held(chair_ids: Sequence[str]) -> list[str]:
    return [f"chair {chair_id}" for chair_id in chair_ids]
