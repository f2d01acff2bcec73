"""Booking, moving, cancelling: each one entry of the ledger, with the planned day of a session beside it."""

from collections.abc import Collection
from datetime import timedelta

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import chairs, visit_types
from clinicdesk.records.appointments import checking, claims, reading
from clinicdesk.records.appointments.appointment import BEGUN, Appointment, Slot, Stage, State, holds
from clinicdesk.records.identities import surviving
from clinicdesk.records.sessions.reading import line
from clinicdesk.records.sessions.session import SessionLine
from clinicdesk.rules.timeline import BEFORE_START
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Change, Value, insert, update

_OVER = frozenset({Stage.DISCHARGED, Stage.NOT_TREATED, Stage.CANCELLED, Stage.NO_SHOW})


def book(
    desk: Desk,
    *,
    patient_id: str | None,
    kind: str,
    slot: Slot,
    session_id: str | None = None,
    remark: str = "",
    outside_hours: bool = False,
) -> str:
    """Book a visit, or (without a patient) block time, and return the booking's id.

    Raises ``Clash`` where the chair, the clinician or the patient is taken, ``BadValue`` naming the field at fault. A
    time at which the clinic is closed is such a fault unless ``outside_hours``.
    """
    visit = visit_types.get(kind)
    checking.refuse_impossible(desk, slot, outside_hours=outside_hours)
    checking.refuse_place(desk, visit, slot)
    patient = checking.bookable_patient(desk, visit, patient_id)
    if (session_id is not None) != (kind == visit_types.SESSION):
        raise BadValue(_("A treatment session is booked from the patient's series. Plan a series first."), "kind")
    appointment_id = desk.new_id()

    def attempt() -> str:
        claimed = claims.read(desk, _held(slot, patient), [checking.clinic_day(desk, slot.starts_at)])
        session = _session_to_book(desk, session_id, patient) if session_id else None
        checking.refuse_clash(desk, slot, patient, checking.taken_at(desk, slot.span))
        desk.record(
            "appointment.book",
            *claims.written(claimed, appointment_id),
            booked(appointment_id, patient, kind, slot, session_id, remark),
            *([planned(desk, session, slot)] if session else []),
            patient=patient,
        )
        return appointment_id

    return claims.retried(attempt)


def change(
    desk: Desk,
    appointment_id: str,
    *,
    slot: Slot,
    based_on: str,
    remark: str | None = None,
    outside_hours: bool = False,
) -> None:
    """Move a booking, stretch it, or give it another chair or clinician. ``remark`` None leaves the remark as it is.

    A patient who is here stays on the same day; a visit that has begun keeps its start and its place, and only its
    length can change. Raises as ``book`` does, and ``ChangedElsewhere``.
    """

    def attempt() -> None:
        before = reading.get(desk, appointment_id)
        _refuse_move(desk, before, slot)
        if slot != before.slot:
            # What stays where it is was accepted once; closing a day later must not lock its remark.
            checking.refuse_impossible(desk, slot, outside_hours=outside_hours or before.stage in BEGUN)
            checking.refuse_place(desk, visit_types.get(before.kind), slot, before)
        changes = moving(desk, before, slot, based_on=based_on, remark=remark)
        desk.record("appointment.change", *changes, patient=before.patient_id)

    claims.retried(attempt)


def moving(
    desk: Desk,
    before: Appointment,
    slot: Slot,
    *,
    based_on: str,
    remark: str | None = None,
    also_moving: Collection[str] = (),
) -> list[Change]:
    """Return the changes that move one booking, its session and its claims. Raises ``Clash``.

    ``also_moving`` are bookings that leave their places in the same entry.
    """
    days = {checking.clinic_day(desk, before.starts_at), checking.clinic_day(desk, slot.starts_at)}
    held = _held(slot, before.patient_id) | _held(before.slot, before.patient_id)
    claimed = claims.read(desk, held, days)
    checking.refuse_clash(
        desk, slot, before.patient_id, checking.taken_at(desk, slot.span, but={before.id, *also_moving})
    )
    words: dict[str, Value] = {} if remark is None else {"remark": remark.strip() or None}
    changes = [
        *claims.written(claimed, before.id),
        update(
            "appointments",
            before.id,
            based_on,
            starts_at=as_text(slot.starts_at),
            minutes=slot.minutes,
            chair_id=slot.chair_id,
            staff_id=slot.staff_id,
            **words,
        ),
    ]
    if before.session_id and (before.starts_at, before.chair_id) != (slot.starts_at, slot.chair_id):
        changes.append(planned(desk, line(desk, before.session_id), slot))
    return changes


def cancel(desk: Desk, appointment_id: str, *, reason: str, based_on: str) -> None:
    """Cancel a booking. Its session stays planned on its day, without time and chair, and is to be booked again."""
    before = reading.get(desk, appointment_id)
    if not reason.strip():
        raise BadValue(_("Say why it is cancelled."), "reason")
    if before.stage is not Stage.BOOKED:
        raise BadValue(_("Only a visit that nobody has come for can be cancelled. Take the arrival back first."))
    desk.record(
        "appointment.cancel",
        *leaving(desk, before, State.CANCELLED, reason, based_on=based_on),
        patient=before.patient_id,
        reason=reason.strip(),
    )


def mark_no_show(desk: Desk, appointment_id: str, *, reason: str, based_on: str) -> None:
    """Record that the patient did not come; "not reached yet" is one reason. The session is to be booked again."""
    before = reading.get(desk, appointment_id)
    if before.patient_id is None:
        raise BadValue(_("Blocked time has no patient who could miss it. Cancel it instead."))
    if before.stage is not Stage.BOOKED:
        raise BadValue(_("This patient came, or the visit is cancelled already."))
    if before.starts_at > desk.now():
        raise BadValue(_("This visit has not begun yet. Cancel it instead."))
    if not reason.strip():
        raise BadValue(_("Say what you know, for example “Not reached yet”."), "reason")
    desk.record(
        "appointment.no_show",
        *leaving(desk, before, State.NO_SHOW, reason, based_on=based_on),
        patient=before.patient_id,
        reason=reason.strip(),
    )


def rebook(
    desk: Desk, appointment_id: str, *, slot: Slot, remark: str | None = None, outside_hours: bool = False
) -> str:
    """Book anew what was cancelled or missed, for the same patient and purpose, and return the new booking's id.

    The old booking stays as it is. ``remark`` None takes over the old one's.
    """
    old = reading.get(desk, appointment_id)
    if old.stage not in (Stage.CANCELLED, Stage.NO_SHOW):
        raise BadValue(_("This visit still stands. Move it instead."))
    return book(
        desk,
        patient_id=old.patient_id,
        kind=old.kind,
        slot=slot,
        session_id=old.session_id,
        remark=old.remark if remark is None else remark,
        outside_hours=outside_hours,
    )


def usual_minutes(desk: Desk, kind: str, session_id: str | None = None) -> int:
    """Return how long a visit of a kind is usually booked for; a session as long as its protocol says."""
    if session_id is None:
        return visit_types.get(kind).minutes
    from clinicdesk.records import pinned_protocols

    row = desk.row(
        "SELECT r.protocol_id FROM sessions s JOIN series r ON r.id = s.series_id WHERE s.id = ?", session_id
    )
    return pinned_protocols.read(desk, row["protocol_id"]).visit_minutes if row else visit_types.get(kind).minutes


# Changes that other verbs make part of a larger entry -----------------------------------------------------------------


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


def _held(slot: Slot, patient_id: str | None) -> frozenset[str]:
    return holds(slot.chair_id, slot.staff_id, patient_id)


def _session_to_book(desk: Desk, session_id: str, patient_id: str | None) -> SessionLine:
    session = line(desk, session_id)
    if surviving(desk, session.patient_id) != patient_id:
        raise BadValue(_("This session belongs to another patient. Choose it from this patient's series."))
    if session.phase not in BEFORE_START:
        raise BadValue(_("This session has started or is over. It cannot be booked."))
    standing = reading.of_session(desk, session_id)
    if standing is not None and standing.state is State.BOOKED:
        local = desk.local(standing.starts_at)
        raise BadValue(
            _("This session is booked already, for {day} at {time}. Move that booking instead.").format(
                day=formats.format_day(local.date()), time=formats.format_time(local)
            )
        )
    return session


def _refuse_move(desk: Desk, before: Appointment, slot: Slot) -> None:
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
