"""Proposing a place for each session of a series, and putting one where a person wants it."""

from dataclasses import replace
from datetime import date, time, timedelta

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import chairs, opening_hours, series, visit_types
from clinicdesk.records.appointments import Slot, checking
from clinicdesk.records.identities import surviving
from clinicdesk.records.series_booking.proposal import NO_TIME, Place, Proposal, Wish
from clinicdesk.records.series_booking.room import Room
from clinicdesk.rules import spacing
from clinicdesk.rules.protocol import Protocol
from clinicdesk.rules.spacing import OpenDays

LOOK_BEYOND = timedelta(days=28)
"""How far behind the last proposed day the schedule is read, because full days push the rest back."""


def propose(
    desk: Desk,
    *,
    patient_id: str,
    protocol: Protocol,
    first_day: date,
    time: time | None,
    chair_id: str | None = None,
    staff_id: str | None = None,
    weekdays: frozenset[int] | None = None,
) -> Proposal:
    """Return a place for each session, by the protocol's spacing, the opening hours and what is booked already.

    Days without room are left out as closed days are, as far as the protocol's rules allow; then a session keeps its
    day and has no slot. Raises ``BadValue`` where no dates keep the rules at all.
    """
    wish = Wish(surviving(desk, patient_id), protocol, first_day, time, chair_id, staff_id, weekdays)
    checking.refuse_closed_chart(desk, wish.patient_id)
    open_days = opening_hours.open_days(desk, weekdays)
    before = series.last_session_before(desk, wish.patient_id, first_day)
    plain = spacing.propose(protocol.phases, first_day, open_days, before)
    last = plain[-1] + LOOK_BEYOND
    room = Room.read(desk, wish, first_day, last)
    full = frozenset(day for day in room.hours if day in open_days and room.fit(desk, wish, day).slot is None)
    free = OpenDays(open_days.weekdays, open_days.closed | full)
    days = _days_with_room(protocol, first_day, free, before, last) or plain
    places = tuple(replace(room.fit(desk, wish, day), number=number) for number, day in enumerate(days, start=1))
    return Proposal(wish, places, spacing.broken_rules(protocol.phases, days, open_days, before))


def _days_with_room(
    protocol: Protocol, first_day: date, open_days: OpenDays, before: date | None, last: date
) -> tuple[date, ...] | None:
    """Return days that keep the rules and have room, or None where there are none up to ``last``."""
    try:
        days = spacing.propose(protocol.phases, first_day, open_days, before)
    except BadValue:
        return None
    return days if days[-1] <= last else None


def with_place(
    desk: Desk, proposal: Proposal, number: int, day: date, at: time | None, chair_id: str | None
) -> Proposal:
    """Return the proposal with one session exactly where a person wants it, or the reason why it cannot be there."""
    wish = proposal.wish
    place = Place(number, day, None)
    try:
        place = Place(number, day, _exact(desk, wish, day, at, chair_id))
    except ClinicDeskError as problem:
        place = replace(place, reason=str(problem))
    places = tuple(place if one.number == number else one for one in proposal.places)
    days = [one.day for one in places]
    before = series.last_session_before(desk, wish.patient_id, days[0])
    open_days = opening_hours.open_days(desk)
    return Proposal(wish, places, spacing.broken_rules(wish.protocol.phases, days, open_days, before))


def _exact(desk: Desk, wish: Wish, day: date, at: time | None, chair_id: str | None) -> Slot:
    """Return the slot a person asks for; without a chair the first one that is free then. Raises why it cannot be."""
    if at is None:
        raise BadValue(NO_TIME)
    start = checking.instant(desk, day, at)
    usable = [chair_id] if chair_id else [one.id for one in chairs.all(desk) if one.kind == "chair"]
    problem: ClinicDeskError | None = None
    for one in usable:
        slot = Slot(start, wish.minutes, one, wish.staff_id)
        try:
            checking.refuse_impossible(desk, slot, outside_hours=False)
            checking.refuse_place(desk, visit_types.get(visit_types.SESSION), slot)
            checking.refuse_clash(desk, slot, wish.patient_id, checking.taken_at(desk, slot.span))
        except ClinicDeskError as why:
            problem = problem or why
        else:
            return slot
    raise problem or BadValue(_("No chair is in use. An administrator can add one in the settings."), "chair_id")
