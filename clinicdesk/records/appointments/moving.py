"""Moving bookings: one, or several in one entry, such as the rest of a series or what a late visit pushes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import visit_types
from clinicdesk.records.appointments import checking, claims, rows
from clinicdesk.records.appointments.appointment import BEGUN, Appointment, Slot, Stage
from clinicdesk.records.sessions.reading import line
from clinicdesk.rules.booking import Span, Taken
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Change, Value, update

_OVER = frozenset({Stage.DISCHARGED, Stage.NOT_TREATED, Stage.CANCELLED, Stage.NO_SHOW})


@dataclass(frozen=True, slots=True)
class Move:
    """One booking and where it goes. ``based_on`` is the version it was seen at; ``remark`` None leaves the remark.

    ``session_based_on`` is the version its session was seen at, where a screen shows the session and not the booking.
    """

    before: Appointment
    slot: Slot
    based_on: str
    remark: str | None = None
    session_based_on: str | None = None


def move_all(
    desk: Desk,
    action: str,
    moves: Sequence[Move],
    *also: Change,
    outside_hours: bool = False,
    reason: str | None = None,
) -> None:
    """Record in one entry that some bookings go elsewhere: all of them or none.

    Each is checked against everything that stays and against the others where they go. Raises ``BadValue``, ``Clash``
    or ``ChangedElsewhere``.
    """
    for move in moves:
        _refuse(desk, move, outside_hours=outside_hours)
    names = {
        name
        for move in moves
        for slot in (move.before.slot, move.slot)
        for name in claims.names(desk, slot, move.before.patient_id)
    }

    def attempt() -> None:
        claimed = claims.read(desk, names)
        _refuse_clashes(desk, moves)
        desk.record(
            action,
            *claims.written(claimed, moves[0].before.id),
            *(change for move in moves for change in _changes(desk, move)),
            *also,
            patient=sorted({move.before.patient_id for move in moves if move.before.patient_id}),
            reason=reason,
        )

    claims.retried(attempt)


def _refuse(desk: Desk, move: Move, *, outside_hours: bool) -> None:
    before, slot = move.before, move.slot
    _refuse_stage(desk, before, slot)
    if slot != before.slot:
        # What stays where it is was accepted once; closing a day later must not lock its remark.
        checking.refuse_impossible(desk, slot, outside_hours=outside_hours or before.stage in BEGUN)
        checking.refuse_place(desk, visit_types.get(before.kind), slot, before)


def _refuse_stage(desk: Desk, before: Appointment, slot: Slot) -> None:
    if before.stage in _OVER:
        raise BadValue(_("This visit is over or cancelled. Book a new one."))
    if before.stage is Stage.BOOKED:
        return
    if before.stage in BEGUN:
        if slot != Slot(before.starts_at, slot.minutes, before.chair_id, before.staff_id):
            raise BadValue(_("This visit has begun. Only its length can change."))
        if slot.span.end < desk.now() - timedelta(minutes=1):
            raise BadValue(_("This visit is still going on. It cannot end in the past."), "minutes")
    elif checking.clinic_day(desk, slot.starts_at) != checking.clinic_day(desk, before.starts_at):
        raise BadValue(_("The patient is here. Take the arrival back before you move the visit to another day."))


def _refuse_clashes(desk: Desk, moves: Sequence[Move]) -> None:
    leaving = {move.before.id for move in moves}
    first, last = min(move.slot.starts_at for move in moves), max(move.slot.span.end for move in moves)
    taken = checking.taken_at(desk, Span(first, last), but=leaving)
    for move in moves:
        checking.refuse_clash(desk, move.slot, move.before.patient_id, taken)
        holds = checking.held(move.slot, move.before.patient_id)
        taken.append(Taken(move.before.id, move.slot.span, holds))


def _changes(desk: Desk, move: Move) -> list[Change]:
    before, slot = move.before, move.slot
    words: dict[str, Value] = {} if move.remark is None else {"remark": move.remark.strip() or None}
    changes = [
        update(
            "appointments",
            before.id,
            move.based_on,
            starts_at=as_text(slot.starts_at),
            minutes=slot.minutes,
            chair_id=slot.chair_id,
            staff_id=slot.staff_id,
            **words,
        )
    ]
    if before.session_id and (before.starts_at, before.chair_id) != (slot.starts_at, slot.chair_id):
        based_on = move.session_based_on or line(desk, before.session_id).version
        changes.append(update("sessions", before.session_id, based_on, **rows.planned_columns(desk, slot)))
    return changes
