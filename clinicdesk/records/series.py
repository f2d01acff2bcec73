"""Series of sessions: planned from a protocol, moved date by date, ended early."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records import adopted_protocols, appointments, chairs, pinned_protocols, published
from clinicdesk.records.appointments import Appointment, Slot, State
from clinicdesk.records.appointments.checking import refuse_closed_chart
from clinicdesk.records.appointments.moving import Move, move_all
from clinicdesk.records.identities import kept_under, same_person, surviving
from clinicdesk.records.sessions.reading import line, of_series
from clinicdesk.records.sessions.reading import of_patient as sessions_of_patient
from clinicdesk.records.sessions.session import SessionLine
from clinicdesk.rules.protocol import Protocol
from clinicdesk.rules.timeline import BEFORE_START, Phase
from clinicdesk.storage.entry import Change, Value, insert, update


@dataclass(frozen=True, slots=True)
class Series:
    """A planned series. ``sessions`` are by date; ``ended_on`` is set when it was ended early.

    ``indication`` and ``ended_reason`` are clinical: None also for who may not see it.
    """

    id: str
    version: str
    patient_id: str
    protocol: Protocol
    title: str
    indication: str | None
    planned_count: int
    planned_by: str
    ended_on: date | None
    ended_reason: str | None
    sessions: tuple[SessionLine, ...]


def of_patient(desk: Desk, patient_id: str) -> list[Series]:
    """Return a patient's series, the newest first."""
    desk.may_see("plan")
    rows = desk.rows(f"{_SERIES} WHERE {same_person('r.patient_id')} ORDER BY r.id DESC", patient_id)
    return [_series(desk, row) for row in list(rows)]


def programmes_of(desk: Desk, patient_id: str) -> frozenset[str]:
    """Return the programmes that the protocols of a patient's series ask for; series that were ended are left out.

    No session is read for it: a chart of ten years asks each time it is opened.
    """
    desk.may_see("plan")
    rows = desk.rows(
        f"SELECT DISTINCT r.protocol_id FROM series r WHERE {same_person('r.patient_id')} AND r.ended_on IS NULL",
        patient_id,
    )
    return frozenset(pinned_protocols.read(desk, row["protocol_id"]).programme for row in list(rows)) - {""}


def measures_asked(desk: Desk, patient_id: str) -> tuple[str, ...]:
    """Return the measures that a patient's newest series asks for, in the order of its protocol.

    A series that asks for none, as one of fluids, is passed over. No session is read.
    """
    desk.may_see("plan")
    rows = desk.rows(
        f"SELECT r.protocol_id FROM series r WHERE {same_person('r.patient_id')} ORDER BY r.id DESC", patient_id
    )
    for row in list(rows):
        if asked := pinned_protocols.read(desk, row["protocol_id"]).measures:
            return tuple(dict.fromkeys(one.measure for one in asked))
    return ()


def get(desk: Desk, series_id: str) -> Series:
    """Return one series. Raises ``NotFound``."""
    desk.may_see("plan")
    row = desk.row(f"{_SERIES} WHERE r.id = ?", series_id)
    if row is None:
        raise NotFound(_("This series is not in this clinic."))
    return _series(desk, row)


_SERIES = (
    f"SELECT r.*, {kept_under('r.patient_id')} AS patient_id, coalesce(w.name, r.planned_by) AS planner "
    "FROM series r LEFT JOIN staff w ON w.id = r.planned_by"
)


def _series(desk: Desk, row: dict[str, str]) -> Series:
    return Series(
        id=row["id"],
        version=row["version"],
        patient_id=row["patient_id"],
        protocol=pinned_protocols.read(desk, row["protocol_id"]),
        title=row["title"],
        indication=row["indication"] if desk.sees("clinical") else None,
        planned_count=int(row["planned_count"]),
        planned_by=row["planner"] or "",
        ended_on=date.fromisoformat(row["ended_on"]) if row["ended_on"] else None,
        ended_reason=row["ended_reason"] if desk.sees("clinical") else None,
        sessions=tuple(of_series(desk, row["id"])),
    )


def last_session_before(desk: Desk, patient_id: str, day: date) -> date | None:
    """Return the day of the patient's last session before a day, or None; a session not treated does not count."""
    days = [
        s.planned_on
        for s in sessions_of_patient(desk, patient_id)
        if s.planned_on < day and s.phase is not Phase.NOT_TREATED
    ]
    return max(days, default=None)


def plan(
    desk: Desk,
    *,
    patient_id: str,
    protocol_name: str,
    days: Sequence[date],
    time: time | None,
    indication: str | None,
) -> str:
    """Plan a series with one session on each day, keep the protocol as it is today, and return the series' id.

    Nothing is booked by it: ``series_booking.plan`` plans and books. Days that break a rule of the protocol are the
    planner's decision (``spacing.broken_rules`` says them). Raises ``BadValue`` when there are no days or they do not
    follow each other, or when the patient has died.
    """
    kept = surviving(desk, patient_id)
    columns: list[dict[str, Value]] = [
        {"planned_on": day.isoformat(), "planned_time": time.strftime("%H:%M") if time else None} for day in days
    ]
    planned = planning(desk, kept, protocol_name, columns, indication)
    desk.record("series.plan", *planned.changes, patient=kept)
    return planned.series_id


@dataclass(frozen=True, slots=True)
class Planned:
    """A series about to be recorded: its id, those of its sessions in order, and the changes that write them."""

    series_id: str
    session_ids: tuple[str, ...]
    changes: tuple[Change, ...]


def planning(
    desk: Desk, patient_id: str, protocol_name: str, sessions: Sequence[Mapping[str, Value]], indication: str | None
) -> Planned:
    """Return the changes that plan a series: one session for each set of columns, which hold at least a day."""
    days = [str(columns["planned_on"]) for columns in sessions]
    if not days:
        raise BadValue(_("Give the series at least one date."), "days")
    if days != sorted(set(days)):
        raise BadValue(_("Each session must be on a later day than the one before. Check the dates."), "days")
    refuse_closed_chart(desk, patient_id)
    used = adopted_protocols.in_use(desk, protocol_name)
    protocol = used.protocol
    file_id, pinned = published.pin(desk, kind="protocol", name=protocol.id, version=used.version, body=used.text)
    series_id = desk.new_id()
    row = insert(
        "series",
        series_id,
        patient_id=patient_id,
        protocol_name=protocol.id,
        protocol_version=protocol.version,
        protocol_id=file_id,
        title=protocol.title,
        indication=(indication or "").strip() or None,
        planned_count=len(days),
        planned_by=desk.person.id,
    )
    ids = tuple(desk.new_id() for _day in days)
    rows = [
        insert("sessions", session_id, patient_id=patient_id, series_id=series_id, number=number, **columns)
        for number, (session_id, columns) in enumerate(zip(ids, sessions, strict=True), start=1)
    ]
    return Planned(series_id, ids, (*pinned, row, *rows))


def move(
    desk: Desk,
    session_id: str,
    *,
    day: date,
    time: time | None,
    based_on: str,
    chair: str | None = None,
    outside_hours: bool = False,
) -> None:
    """Move a session that has not started to another day or time. ``chair`` None leaves the chair as it is.

    Its booking moves with it, in the same entry; then there must be a time, and ``chair`` is the name of one. Raises
    ``BadValue`` once it has started, ``ChangedElsewhere`` when somebody moved it meanwhile, ``Clash`` where the booking
    cannot go.
    """
    session = line(desk, session_id)
    if session.phase not in BEFORE_START:
        raise BadValue(_("This session has started or is over. It cannot be moved."))
    booked = appointments.of_session(desk, session_id)
    if booked is not None and booked.state is State.BOOKED:
        slot = new_slot(desk, booked, day, time, None if chair is None else _chair_named(desk, chair))
        going = Move(booked, slot, based_on=booked.version, session_based_on=based_on)
        move_all(desk, "session.move", [going], outside_hours=outside_hours)
        return
    columns = {} if chair is None else {"chair": chair.strip() or None}
    change = update(
        "sessions",
        session_id,
        based_on,
        planned_on=day.isoformat(),
        planned_time=time.strftime("%H:%M") if time else None,
        **columns,
    )
    desk.record("session.move", change, patient=session.patient_id)


def new_slot(desk: Desk, booked: Appointment, day: date, at: time | None, chair_id: str | None) -> Slot:
    """Return the slot of a booked session on another day or time; without a chair in the one it has.

    Raises ``BadValue`` without a time, or for one that does not exist on that day.
    """
    if at is None:
        raise BadValue(_("This session is booked. Give a time, or cancel its appointment."), "time")
    return Slot(appointments.instant(desk, day, at), booked.minutes, chair_id or booked.chair_id, booked.staff_id)


def _chair_named(desk: Desk, name: str) -> str:
    found = next((one.id for one in chairs.all(desk) if one.name.casefold() == name.strip().casefold()), None)
    if found is None:
        raise BadValue(_("There is no chair of this name. Choose one from the list."), "chair")
    return found


def end(desk: Desk, series_id: str, *, reason: str, based_on: str) -> None:
    """End a series early: sessions that nobody has arrived for leave the plan, and their bookings are cancelled."""
    if not reason.strip():
        raise BadValue(_("Say why the series ends."), "reason")
    series = get(desk, series_id)
    if series.ended_on is not None:
        raise BadValue(_("This series has ended already."))
    open_sessions = [s for s in series.sessions if s.phase is Phase.PLANNED]
    bookings = appointments.of_sessions(desk, [s.id for s in open_sessions]).values()
    # Reception reads these; the reason, which may be clinical, stands in the series alone.
    cancelled = {"state": str(State.CANCELLED), "state_reason": _("The series has ended")}
    desk.record(
        "series.end",
        update(
            "series",
            series_id,
            based_on,
            ended_on=desk.local(desk.now()).date().isoformat(),
            ended_reason=reason.strip(),
        ),
        *(update("sessions", s.id, s.version, voided_reason=_("The series has ended")) for s in open_sessions),
        *(update("appointments", b.id, b.version, **cancelled) for b in bookings if b.state is State.BOOKED),
        patient=series.patient_id,
        reason=reason.strip(),
    )


__all__ = [
    "BEFORE_START",
    "Planned",
    "Series",
    "end",
    "get",
    "last_session_before",
    "move",
    "new_slot",
    "of_patient",
    "plan",
    "planning",
    "programmes_of",
]
