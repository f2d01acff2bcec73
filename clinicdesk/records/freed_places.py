"""Places on the schedule that somebody gave up, whom on the waiting list each suits, and taking one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, visit_types, waiting_list
from clinicdesk.records.appointments import Slot, State
from clinicdesk.records.appointments.checking import held, taken_at
from clinicdesk.records.waiting_list import WaitingEntry
from clinicdesk.rules.booking import clashes

AHEAD = timedelta(days=60)
"""How far ahead given-up places are offered. Our own choice."""
MOST = 40
"""The most places looked at; the nearest come first."""


@dataclass(frozen=True, slots=True)
class FreedPlace:
    """A place that is free again: when, where and whose time. ``where`` says chair and clinician in words."""

    slot: Slot
    where: str


def free_again(desk: Desk) -> list[FreedPlace]:
    """Return the places of cancelled bookings still to come that nobody has taken since, by time."""
    now = desk.now()
    today = desk.local(now).date()
    given_up = appointments.between(desk, today, today + AHEAD, states=(State.CANCELLED,))
    found: dict[Slot, FreedPlace] = {}
    for one in given_up:
        # Without a chair or a clinician it never kept anybody out.
        if one.starts_at > now and one.slot not in found and held(one.slot, None) and _is_free(desk, one.slot):
            found[one.slot] = FreedPlace(one.slot, ", ".join(part for part in (one.chair, one.staff) if part))
            if len(found) == MOST:
                break
    return list(found.values())


def offers(desk: Desk, places: Iterable[FreedPlace]) -> dict[str, list[FreedPlace]]:
    """Return which of these places suit whom, each as the part of it that suits: the id of the wish → them, by time."""
    found: dict[str, list[FreedPlace]] = {}
    for place in places:
        for entry in waiting_list.fitting(desk, place.slot):
            if visit_types.get(entry.kind).needs_chair and place.slot.chair_id is None:
                continue
            part = waiting_list.place_in(desk, entry, place.slot)
            if part is not None:
                found.setdefault(entry.id, []).append(FreedPlace(part, place.where))
    return found


def take(desk: Desk, entry: WaitingEntry, place: FreedPlace) -> str:
    """Book somebody who waits into a place offered to them, off the list in the same entry; return the booking's id.

    A session that is booked for later moves here. Raises ``Clash`` when somebody else took the place,
    ``ChangedElsewhere`` when somebody else gave this patient one, and ``BadValue``.
    """
    return waiting_list.take(desk, entry, place.slot)


def _is_free(desk: Desk, slot: Slot) -> bool:
    return not clashes(slot.span, held(slot, None), taken_at(desk, slot.span))
