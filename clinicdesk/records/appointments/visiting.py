"""The day of a visit at the front desk: arrival, check-in, and for visits without a session their beginning and end."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import visit_types
from clinicdesk.records.appointments import checking, reading
from clinicdesk.records.appointments.appointment import Appointment, Stage
from clinicdesk.records.sessions.events import moment_columns, now_of, when
from clinicdesk.rules.timeline import EventKind, Moment
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Change, insert, update

_AROUND = timedelta(hours=12)
"""A patient may come for a visit of the same day, or within half a day of it where midnight lies between."""


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What was made sure of at the desk.

    ``identified_by`` names the two identifiers the patient said, for example ``("name", "birth_date")``. ``same_day``
    holds the answers to the questions of the day itself, by question.
    """

    identified_by: tuple[str, ...]
    contact_confirmed: bool = False
    escort_name: str = ""
    escort_phone: str = ""
    remark: str = ""
    same_day: Mapping[str, str] = field(default_factory=dict)


def arrive(desk: Desk, appointment_id: str, *, occurred_at: datetime | None = None) -> None:
    """Record that the patient is here, for a session in its own course too: now, or when the paper says."""
    at = _moment(desk, occurred_at)
    before = _of_that_day(desk, appointment_id, at.at)
    if before.stage is not Stage.BOOKED:
        raise BadValue(_("This patient is here already, or the visit is over or cancelled."))
    _record(desk, "visit.arrive", before, "arrived", *_in_session(desk, before, EventKind.ARRIVED, at), at=at)


def undo_arrival(desk: Desk, appointment_id: str) -> None:
    """Take an arrival back, as long as nothing else happened since."""
    before = reading.get(desk, appointment_id)
    if before.stage is not Stage.ARRIVED:
        raise BadValue(_("More than the arrival is recorded, or it is taken back already. It stays as it is."))
    at = now_of(desk)
    undone = _in_session(desk, before, EventKind.ARRIVAL_UNDONE, at)
    _record(desk, "visit.undo_arrival", before, "arrival_undone", *undone, at=at)


def check_in(
    desk: Desk, appointment_id: str, *, detail: CheckIn, based_on: str, occurred_at: datetime | None = None
) -> None:
    """Record what was made sure of at the desk; until the visit begins it may be done again, the last one counts."""
    before = reading.get(desk, appointment_id)
    if before.stage not in (Stage.ARRIVED, Stage.CHECKED_IN, Stage.PREPARATION):
        raise BadValue(_("Check in a patient who is here, before the visit begins."))
    if len({*detail.identified_by}) < 2:
        raise BadValue(_("Ask for two identifiers, for example name and date of birth."), "identified_by")
    escort = {"escort_name": detail.escort_name.strip(), "escort_phone": detail.escort_phone.strip()}
    said = {**asdict(detail), **escort, "remark": detail.remark.strip()}
    kept = {name: value for name, value in said.items() if value}
    at = _moment(desk, occurred_at)
    also = _escort_in_session(desk, before, escort["escort_name"], escort["escort_phone"], at)
    _record(desk, "visit.check_in", before, "checked_in", *also, at=at, detail=kept, based_on=based_on)


def last_check_in(desk: Desk, appointment_id: str) -> CheckIn | None:
    """Return what was made sure of at the last check-in, or None."""
    desk.may_see("plan")
    row = desk.row(
        "SELECT x.detail FROM appointment_events x JOIN search_entries e ON e.id = x.version "
        "WHERE x.appointment_id = ? AND x.kind = 'checked_in' ORDER BY e.seq DESC LIMIT 1",
        appointment_id,
    )
    if row is None:
        return None
    said = json.loads(row["detail"])
    return CheckIn(**{**said, "identified_by": tuple(said["identified_by"])})


def begin(desk: Desk, appointment_id: str, *, occurred_at: datetime | None = None) -> None:
    """Record that a visit without a session has begun: now, or when the paper says."""
    before = reading.get(desk, appointment_id)
    _refuse_session(before)
    # Nobody arrives for a call.
    called = before.stage is Stage.BOOKED and visit_types.is_by_phone(before.kind)
    if before.stage not in (Stage.ARRIVED, Stage.CHECKED_IN) and not called:
        raise BadValue(_("This visit has begun already, or nobody has come for it yet."))
    _record(desk, "visit.begin", before, "began", at=_moment(desk, occurred_at))


def leave(desk: Desk, appointment_id: str, *, occurred_at: datetime | None = None) -> None:
    """Record that the patient of a visit without a session has left: now, or when the paper says."""
    before = reading.get(desk, appointment_id)
    _refuse_session(before)
    if before.stage not in (Stage.ARRIVED, Stage.CHECKED_IN, Stage.IN_TREATMENT):
        raise BadValue(_("This patient is not here."))
    _record(desk, "visit.leave", before, "left", at=_moment(desk, occurred_at))


def _moment(desk: Desk, occurred_at: datetime | None) -> Moment:
    """Return when something happened; a time given is checked as those of a session are."""
    return now_of(desk) if occurred_at is None else when(desk, occurred_at)


def _of_that_day(desk: Desk, appointment_id: str, at: datetime) -> Appointment:
    before = reading.get(desk, appointment_id)
    if before.patient_id is None:
        raise BadValue(_("Blocked time is for nobody; nobody arrives for it."))
    same_day = checking.clinic_day(desk, before.starts_at) == checking.clinic_day(desk, at)
    if not same_day and abs(at - before.starts_at) > _AROUND:
        raise BadValue(_("This visit is on another day. Move it to today first."))
    return before


def _refuse_session(before: Appointment) -> None:
    if before.session_id is not None:
        raise BadValue(_("A treatment begins and ends in its session. Open the session."))


def _record(
    desk: Desk,
    action: str,
    before: Appointment,
    kind: str,
    *also: Change,
    at: Moment,
    detail: dict[str, object] | None = None,
    based_on: str | None = None,
) -> None:
    """Write one event of a booking. The booking's row is written too, so that of two desks one finds it changed."""
    event = insert(
        "appointment_events",
        desk.new_id(),
        appointment_id=before.id,
        patient_id=before.patient_id,
        kind=kind,
        occurred_at=as_text(at.at),
        detail=json.dumps(detail or {}, sort_keys=True, ensure_ascii=False),
        transcribed=int(desk.transcribing),
    )
    touched = update("appointments", before.id, based_on or before.version)
    desk.record(action, touched, event, *also, patient=before.patient_id)


def _escort_in_session(desk: Desk, before: Appointment, name: str, phone: str, at: Moment) -> list[Change]:
    """Return the escort as the checks before the start look for it, or nothing where nobody was named."""
    if not name:
        return []
    said = json.dumps({"item": "escort", "name": name, "phone": phone}, sort_keys=True, ensure_ascii=False)
    return _in_session(desk, before, EventKind.CHECKED_IN, at, detail=said)


def _in_session(desk: Desk, before: Appointment, kind: EventKind, at: Moment, **columns: str) -> list[Change]:
    if before.session_id is None:
        return []
    row = insert(
        "session_events",
        desk.new_id(),
        session_id=before.session_id,
        patient_id=before.patient_id,
        kind=str(kind),
        transcribed=int(desk.transcribing),
        **columns,
        **moment_columns("occurred_at", at),
    )
    return [row]
