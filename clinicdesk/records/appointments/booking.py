"""Booking, moving, cancelling: each one entry of the ledger, with the planned day of a session beside it."""

from collections.abc import Sequence

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import pinned_protocols, visit_types
from clinicdesk.records.appointments import checking, claims, reading, rows
from clinicdesk.records.appointments.appointment import Slot, Stage, State
from clinicdesk.records.appointments.moving import Move, move_all
from clinicdesk.records.identities import surviving
from clinicdesk.records.sessions.reading import line
from clinicdesk.records.sessions.session import SessionLine
from clinicdesk.rules.timeline import BEFORE_START
from clinicdesk.storage.entry import Change


def book(
    desk: Desk,
    *,
    patient_id: str | None,
    kind: str,
    slot: Slot,
    session_id: str | None = None,
    remark: str = "",
    outside_hours: bool = False,
    also: Sequence[Change] = (),
) -> str:
    """Book a visit, or (without a patient) block time, and return the booking's id. ``also`` is part of the entry.

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
        claimed = claims.read(desk, claims.names(desk, slot, patient))
        session = _session_to_book(desk, session_id, patient) if session_id else None
        checking.refuse_clash(desk, slot, patient, checking.taken_at(desk, slot.span))
        desk.record(
            "appointment.book",
            *claims.written(claimed, appointment_id),
            rows.booked(appointment_id, patient, kind, slot, session_id, remark),
            *([rows.planned(desk, session, slot)] if session else []),
            *also,
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

    move_all(
        desk,
        "appointment.change",
        [Move(reading.get(desk, appointment_id), slot, based_on=based_on, remark=remark)],
        outside_hours=outside_hours,
    )


def cancel(desk: Desk, appointment_id: str, *, reason: str, based_on: str) -> None:
    """Cancel a booking. Its session stays planned on its day, without time and chair, and is to be booked again."""
    before = reading.get(desk, appointment_id)
    if not reason.strip():
        raise BadValue(_("Say why it is cancelled."), "reason")
    if before.stage is not Stage.BOOKED:
        raise BadValue(_("Only a visit that nobody has come for can be cancelled. Take the arrival back first."))
    desk.record(
        "appointment.cancel",
        *rows.leaving(desk, before, State.CANCELLED, reason, based_on=based_on),
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
        *rows.leaving(desk, before, State.NO_SHOW, reason, based_on=based_on),
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
    row = desk.row(
        "SELECT r.protocol_id FROM sessions s JOIN series r ON r.id = s.series_id WHERE s.id = ?", session_id
    )
    return pinned_protocols.read(desk, row["protocol_id"]).visit_minutes if row else visit_types.get(kind).minutes


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
