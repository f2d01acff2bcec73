"""The waiting list: who would take an earlier place, and whom a freed place suits, in the order they were added."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.formats import format_name
from clinicdesk.language import _
from clinicdesk.records import appointments, sessions, visit_types
from clinicdesk.records.appointments import Slot, State
from clinicdesk.records.appointments.checking import held, refuse_closed_chart, taken_at
from clinicdesk.records.appointments.moving import Move, move_all
from clinicdesk.records.identities import kept_under, same_person, surviving
from clinicdesk.records.patient_details import happened
from clinicdesk.records.session_place import place
from clinicdesk.rules.booking import Span, Taken, first_fit
from clinicdesk.rules.spacing import position_text
from clinicdesk.rules.timeline import Phase
from clinicdesk.storage.entry import insert, update

_ENTRIES = f"""
SELECT l.*, p.id AS kept_id, p.family_name, p.given_name, p.phone_mobile, p.phone_home,
       {place("s")} AS number, r.planned_count
FROM waiting_list l JOIN patients p ON p.id = {kept_under("l.patient_id")}
LEFT JOIN sessions s ON s.id = l.session_id LEFT JOIN series r ON r.id = s.series_id
WHERE l.closed_reason IS NULL AND {{condition}} AND NOT EXISTS (
    SELECT 1 FROM session_events x WHERE x.session_id = l.session_id AND x.kind IN ('started', 'not_treated')
) AND (s.id IS NULL OR s.voided_reason IS NULL) ORDER BY l.id
"""


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """A wish: what for, how long, and on which days and between which times of the clinic's clock it could be.

    ``weekdays`` empty: any. ``title`` says what for; ``phone`` is where to call first.
    """

    id: str
    version: str
    patient_id: str
    patient_name: str
    phone: str
    session_id: str | None
    kind: str
    title: str
    minutes: int
    earliest_on: date | None
    latest_on: date | None
    weekdays: frozenset[int]
    from_time: time | None
    until_time: time | None
    remark: str


def add(
    desk: Desk,
    *,
    patient_id: str,
    kind: str,
    minutes: int,
    session_id: str | None = None,
    earliest_on: date | None = None,
    latest_on: date | None = None,
    weekdays: Collection[int] = (),
    from_time: time | None = None,
    until_time: time | None = None,
    remark: str = "",
) -> str:
    """Put a patient on the waiting list, and return the entry's id. Raises ``BadValue`` naming the field at fault."""
    kept = surviving(desk, patient_id)
    refuse_closed_chart(desk, kept)
    _check(kind, minutes, session_id, (earliest_on, latest_on), (from_time, until_time), weekdays)
    if session_id is not None:
        _refuse_session(desk, session_id, kept)
    entry_id = desk.new_id()
    row = insert(
        "waiting_list",
        entry_id,
        patient_id=kept,
        session_id=session_id,
        kind=kind,
        minutes=minutes,
        earliest_on=earliest_on.isoformat() if earliest_on else None,
        latest_on=latest_on.isoformat() if latest_on else None,
        weekdays=json.dumps(sorted(set(weekdays))),
        from_time=from_time.strftime("%H:%M") if from_time else None,
        until_time=until_time.strftime("%H:%M") if until_time else None,
        remark=remark.strip() or None,
    )
    desk.record("waiting.change", row, patient=kept)
    return entry_id


def close(desk: Desk, entry: WaitingEntry, *, reason: str) -> None:
    """Take somebody off the list, for example because they took a place. Raises ``ChangedElsewhere``."""
    if not reason.strip():
        raise BadValue(_("Say why the entry is closed, for example “Took a place”."), "reason")
    desk.record(
        "waiting.change",
        update("waiting_list", entry.id, entry.version, closed_reason=reason.strip()),
        patient=entry.patient_id,
        reason=reason.strip(),
    )


def open(desk: Desk) -> list[WaitingEntry]:  # noqa: A001 - read as ``waiting_list.open(desk)``
    """Return who waits, in the order they were added.

    Left out are patients who have died or were voided, wishes whose last day is over, and sessions that took place.
    """
    return _open(desk, f"NOT {happened('deceased_on')} AND p.voided_reason IS NULL")


def of_patient(desk: Desk, patient_id: str) -> list[WaitingEntry]:
    """Return a patient's open wishes."""
    return _open(desk, same_person("l.patient_id"), patient_id)


def get(desk: Desk, entry_id: str) -> WaitingEntry:
    """Return one open wish. Raises ``NotFound`` when it was closed meanwhile."""
    found = _open(desk, "l.id = ?", entry_id)
    if not found:
        raise NotFound(_("This wish is no longer on the waiting list."))
    return found[0]


def fitting(desk: Desk, freed: Slot) -> list[WaitingEntry]:
    """Return whose wish fits into a freed place, in the order they were added; ``place_in`` says where in it.

    Whether the place itself is still free is checked when it is booked.
    """
    taken = taken_at(desk, freed.span)
    return [one for one in open(desk) if _place_in(desk, one, freed, taken) is not None]


def place_in(desk: Desk, entry: WaitingEntry, freed: Slot) -> Slot | None:
    """Return the earliest part of a freed place that suits a wish, or None.

    It is as long as the wish, on a day and between the times that suit, and when the patient is nowhere else.
    """
    return _place_in(desk, entry, freed, taken_at(desk, freed.span))


def _place_in(desk: Desk, entry: WaitingEntry, freed: Slot, taken: Sequence[Taken]) -> Slot | None:
    day = desk.local(freed.starts_at).date()
    if not _day_suits(entry, day):
        return None
    start, end = freed.starts_at, freed.span.end
    if entry.from_time is not None:
        start = max(start, datetime.combine(day, entry.from_time, desk.zone()).astimezone(UTC))
    if entry.until_time is not None:
        end = min(end, datetime.combine(day, entry.until_time, desk.zone()).astimezone(UTC))
    # Of the patient's own bookings the one that would move into the place is in nobody's way.
    going = appointments.of_session(desk, entry.session_id) if entry.session_id else None
    others = [one for one in taken if going is None or one.id != going.id]
    found = first_fit(Span(start, end), held(Slot(start, 1), entry.patient_id), others, entry.minutes, start)
    return None if found is None else Slot(found, entry.minutes, freed.chair_id, freed.staff_id)


def _day_suits(entry: WaitingEntry, day: date) -> bool:
    return (
        (entry.earliest_on is None or day >= entry.earliest_on)
        and (entry.latest_on is None or day <= entry.latest_on)
        and (not entry.weekdays or day.weekday() in entry.weekdays)
    )


def take(desk: Desk, entry: WaitingEntry, slot: Slot, *, outside_hours: bool = False) -> str:
    """Give somebody who waits a place, close the wish in the same entry, and return the booking's id.

    A session that is booked already moves there. Raises as ``appointments.book`` does.
    """
    closing = update("waiting_list", entry.id, entry.version, closed_reason=_("Took a place"))
    booked = appointments.of_session(desk, entry.session_id) if entry.session_id else None
    if booked is not None and booked.state is State.BOOKED:
        going = Move(booked, slot, based_on=booked.version)
        move_all(desk, "appointment.change", [going], closing, outside_hours=outside_hours)
        return booked.id
    return appointments.book(
        desk,
        patient_id=entry.patient_id,
        kind=entry.kind,
        slot=slot,
        session_id=entry.session_id,
        remark=entry.remark,
        outside_hours=outside_hours,
        also=[closing],
    )


def _check(
    kind: str,
    minutes: int,
    session_id: str | None,
    days: tuple[date | None, date | None],
    times: tuple[time | None, time | None],
    weekdays: Collection[int],
) -> None:
    visit = visit_types.get(kind)
    if not visit.with_patient or (session_id is not None) != (kind == visit_types.SESSION):
        raise BadValue(_("Choose a kind of visit; a treatment session is chosen from the patient's series."), "kind")
    if not 0 < minutes <= timedelta(days=1) // timedelta(minutes=1):
        raise BadValue(_("Give the length in minutes, at most a day."), "minutes")
    if days[0] and days[1] and days[1] < days[0]:
        raise BadValue(_("The last day is before the first."), "latest_on")
    if times[0] and times[1] and times[1] <= times[0]:
        raise BadValue(_("The time until which it could be must be later than the time from which."), "until_time")
    if not set(weekdays) <= set(range(7)):
        raise BadValue(_("Choose weekdays from the list."), "weekdays")


def _refuse_session(desk: Desk, session_id: str, patient_id: str) -> None:
    session = sessions.line(desk, session_id)
    if surviving(desk, session.patient_id) != patient_id:
        raise BadValue(_("This session belongs to another patient. Choose it from this patient's series."))
    if session.phase is not Phase.PLANNED:
        raise BadValue(_("This session has begun or is over. It waits for no other place."))


def _open(desk: Desk, condition: str, *values: str) -> list[WaitingEntry]:
    desk.may_see("plan")
    today = desk.local(desk.now()).date()
    found = [_entry(row) for row in desk.rows(_ENTRIES.format(condition=condition), *values)]
    return [one for one in found if one.latest_on is None or one.latest_on >= today]


def _entry(row: dict[str, Any]) -> WaitingEntry:
    title = visit_types.title(row["kind"])
    if row["number"] is not None:
        title = _("Session {position}").format(position=position_text(row["number"], row["planned_count"]))
    return WaitingEntry(
        id=row["id"],
        version=row["version"],
        patient_id=row["kept_id"],
        patient_name=format_name(row["family_name"], row["given_name"]),
        phone=row["phone_mobile"] or row["phone_home"] or "",
        session_id=row["session_id"],
        kind=row["kind"],
        title=title,
        minutes=row["minutes"],
        earliest_on=date.fromisoformat(row["earliest_on"]) if row["earliest_on"] else None,
        latest_on=date.fromisoformat(row["latest_on"]) if row["latest_on"] else None,
        weekdays=frozenset(json.loads(row["weekdays"])),
        from_time=time.fromisoformat(row["from_time"]) if row["from_time"] else None,
        until_time=time.fromisoformat(row["until_time"]) if row["until_time"] else None,
        remark=row["remark"] or "",
    )
