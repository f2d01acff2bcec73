"""Shifting the rest of a series after one of its sessions was moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import appointments, opening_hours, series, sessions
from clinicdesk.records.appointments import Appointment, Slot, State, checking
from clinicdesk.records.appointments.moving import Move, move_all
from clinicdesk.records.series_booking.proposal import Place, Wish
from clinicdesk.records.series_booking.proposing import LOOK_BEYOND
from clinicdesk.records.series_booking.room import Room
from clinicdesk.records.sessions import SessionLine
from clinicdesk.rules import spacing
from clinicdesk.rules.booking import Taken
from clinicdesk.rules.spacing import OpenDays
from clinicdesk.rules.timeline import BEFORE_START, Phase
from clinicdesk.storage.entry import Change, Value, update


@dataclass(frozen=True, slots=True)
class ShiftedSession:
    """Where a later session goes when the rest is shifted. ``place`` has no slot where it was not booked, or cannot be.

    ``booked`` is its booking as it stands, if any; ``time`` the planned time of one that is not booked.
    """

    line: SessionLine
    booked: Appointment | None
    place: Place
    time: time | None


@dataclass(frozen=True, slots=True)
class Shift:
    """The sessions after one that was moved, each so many days later (or earlier), as near as the rules allow."""

    sessions: tuple[ShiftedSession, ...]
    broken: tuple[str, ...]

    @property
    def unplaced(self) -> tuple[ShiftedSession, ...]:
        """The booked sessions for which no new place was found: they keep the place they have."""
        return tuple(one for one in self.sessions if one.booked and one.place.slot is None)


def shift_rest(desk: Desk, session_id: str, *, days: int) -> Shift:
    """Return where the open sessions after one that was moved would go, shifted by some days; nothing is recorded.

    Each goes to the allowed and open day nearest to its own day plus ``days`` that has room, at its time of day and in
    its chair where that is free. Sessions that somebody has arrived for stay.
    """
    return _Shifting.of(desk, sessions.line(desk, session_id), timedelta(days=days)).result()


def move_with_rest(
    desk: Desk, session_id: str, *, day: date, time: time | None, based_on: str, chair_id: str | None = None
) -> Shift:
    """Return a shift that puts one session exactly where it is wanted, and the open sessions after it as far along.

    In one entry with the rest it may take the day that one of those had. Nothing is recorded. Raises ``BadValue`` or
    ``Clash`` where the session itself cannot go there; ``based_on`` is the version of it that was seen.
    """
    line = sessions.line(desk, session_id)
    if line.phase not in BEFORE_START:
        raise BadValue(_("This session has started or is over. It cannot be moved."))
    shifting = _Shifting.of(desk, line, day - line.planned_on)
    booked = appointments.of_session(desk, session_id)
    slot = None
    if booked is not None and booked.state is State.BOOKED:
        slot = series.new_slot(desk, booked, day, time, chair_id)
        going = [booked.id, *shifting.bookings]
        checking.refuse_impossible(desk, slot, outside_hours=False)
        checking.refuse_clash(desk, slot, booked.patient_id, checking.taken_at(desk, slot.span, but=going))
    place = Place(line.number, day, slot)
    seen = replace(line, version=based_on)
    return shifting.result(ShiftedSession(seen, booked if slot else None, place, time))


def apply_shift(desk: Desk, shift: Shift) -> None:
    """Record a shift in one entry. Sessions without a new place keep the one they have.

    Raises ``ChangedElsewhere`` or ``Clash`` when something was changed since it was proposed.
    """
    moves = [
        Move(one.booked, one.place.slot, based_on=one.booked.version, session_based_on=one.line.version)
        for one in shift.sessions
        if one.booked and one.place.slot
    ]
    unbooked: list[Change] = [
        update("sessions", one.line.id, one.line.version, **_unbooked_columns(one))
        for one in shift.sessions
        if one.booked is None and (one.place.day, one.time) != (one.line.planned_on, one.line.planned_time)
    ]
    if moves:
        move_all(desk, "session.move", moves, *unbooked)
    elif unbooked:
        desk.record("session.move", *unbooked, patient=shift.sessions[0].line.patient_id)


def _unbooked_columns(one: ShiftedSession) -> dict[str, Value]:
    return {
        "planned_on": one.place.day.isoformat(),
        "planned_time": one.time.strftime("%H:%M") if one.time else None,
    }


class _Shifting:
    """Works out a shift, session by session, each by the rules towards those before it."""

    def __init__(
        self,
        desk: Desk,
        planned: series.Series,
        fixed: Sequence[SessionLine],
        later: Sequence[SessionLine],
        booked: Mapping[str, Appointment],
        by: timedelta,
    ) -> None:
        self._desk, self._planned, self._later, self._booked, self._by = desk, planned, later, booked, by
        self._dates = [one.planned_on for one in fixed]
        self._today = checking.clinic_day(desk, desk.now())
        self._open = opening_hours.open_days(desk)

    @classmethod
    def of(cls, desk: Desk, moved: SessionLine, by: timedelta) -> "_Shifting":
        """Prepare the shift of what comes after one session of its series."""
        planned = series.get(desk, moved.series_id)
        lines = sorted(planned.sessions, key=lambda one: one.number)
        later = [one for one in lines if one.number > moved.number]
        booked = appointments.of_sessions(desk, [one.id for one in later if one.phase is Phase.PLANNED])
        standing = {key: one for key, one in booked.items() if one.state is State.BOOKED}
        return cls(desk, planned, [one for one in lines if one.number <= moved.number], later, standing, by)

    @property
    def bookings(self) -> list[str]:
        """The bookings that leave their places."""
        return [one.id for one in self._booked.values()]

    def result(self, first: ShiftedSession | None = None) -> Shift:
        """Return the shift, behind a ``first`` session that goes to a place of its own."""
        shifted = [first] if first else []
        own = first.place.slot if first else None
        if first:
            self._dates[-1] = first.place.day
        if self._later:
            room = self._read_room(own)
            for one in self._later:
                if one.phase is Phase.PLANNED:
                    place = self._place(one, room)
                    shifted.append(ShiftedSession(one, self._booked.get(one.id), place, one.planned_time))
                    self._dates.append(place.day)
                else:
                    self._dates.append(one.planned_on)
        before = series.last_session_before(self._desk, self._planned.patient_id, min(self._dates))
        rules = self._planned.protocol.phases
        broken = spacing.broken_rules(rules, self._dates, self._open, before)
        return Shift(tuple(shifted), broken if len(self._dates) == self._planned.planned_count else ())

    def _read_room(self, own: Slot | None) -> Room:
        wish = self._wish(self._later[0])
        days = [one.planned_on + self._by for one in self._later]
        first, last = max(min(days) - timedelta(days=7), self._today), max(days) + LOOK_BEYOND
        room = Room.read(self._desk, wish, first, max(first, last), frozenset(self.bookings))
        if own is None:
            return room
        return replace(room, taken=[*room.taken, Taken("", own.span, checking.held(own, self._planned.patient_id))])

    def _wish(self, one: SessionLine) -> Wish:
        booked = self._booked.get(one.id)
        return Wish(
            self._planned.patient_id,
            self._planned.protocol,
            one.planned_on,
            one.planned_time or time(0),
            staff_id=booked.staff_id if booked else None,
        )

    def _place(self, one: SessionLine, room: Room) -> Place:
        booked, wanted = self._booked.get(one.id), one.planned_on + self._by
        closed = set(self._open.closed)
        while True:
            # Full days are left out one after the other, until one has room or the rules leave none.
            free = OpenDays(self._open.weekdays, frozenset(closed))
            day = spacing.next_day(self._planned.protocol.phases, self._dates, wanted, free, self._today)
            if day is None:
                words = _("No day near {day} keeps the protocol's rules and has room. It stays where it is.")
                return Place(one.number, one.planned_on, None, words.format(day=formats.format_day(wanted)))
            if booked is None:
                return Place(one.number, day, None)
            wish = replace(self._wish(one), time=self._desk.local(booked.starts_at).time())
            found = room.fit(self._desk, wish, day, chair_id=booked.chair_id, minutes=booked.minutes)
            if found.slot is not None:
                return replace(found, number=one.number)
            closed.add(day)
