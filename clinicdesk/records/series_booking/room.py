"""The room there is: what is open and what is taken on the days a series may use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import chairs, opening_hours
from clinicdesk.records.appointments import Slot, checking
from clinicdesk.records.appointments.reading import taken_between
from clinicdesk.records.series_booking.proposal import NO_TIME, Place, Wish
from clinicdesk.rules.booking import Span, Taken, nearest_fit


@dataclass(frozen=True, slots=True)
class Room:
    """What is open and what is taken on the days a series may use, read once."""

    hours: Mapping[date, tuple[datetime, datetime] | None]
    taken: Sequence[Taken]
    chairs: Sequence[chairs.Chair]
    names: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, desk: Desk, wish: Wish, first: date, last: date, but: frozenset[str] = frozenset()) -> "Room":
        usable = [one for one in chairs.all(desk) if wish.chair_id in (None, one.id)]
        return cls(
            hours=opening_hours.hours_between(desk, first, last),
            taken=[one for one in taken_between(desk, first, last) if one.id not in but],
            chairs=[one for one in usable if one.kind == "chair"] or usable,
            names={one.id: one.name for one in usable},
        )

    def fit(self, desk: Desk, wish: Wish, day: date, *, chair_id: str | None = None, minutes: int = 0) -> Place:
        """Return the place of a day nearest to what is wished; ``chair_id`` is liked best where any will do.

        ``minutes`` is the length where it is not that of the protocol.
        """
        minutes = minutes or wish.minutes
        hours = self.hours.get(day)
        if hours is None:
            return Place(0, day, None, _("The clinic is closed on {day}.").format(day=formats.format_day(day)))
        if wish.time is None:
            return Place(0, day, None, NO_TIME)
        try:
            wanted = checking.instant(desk, day, wish.time)
        except BadValue as problem:
            return Place(0, day, None, str(problem))
        found: list[tuple[timedelta, bool, int, Slot]] = []
        of_day = [one for one in self.taken if one.span.overlaps(Span(*hours))]
        for rank, chair in enumerate(self.chairs):
            needed = checking.held(Slot(wanted, 1, chair.id, wish.staff_id), wish.patient_id)
            start = nearest_fit(Span(*hours), needed, of_day, minutes, wanted, not_before=desk.now())
            if start is not None:
                slot = Slot(start, minutes, chair.id, wish.staff_id)
                found.append((abs(start - wanted), chair.id != chair_id, rank, slot))
        if not found:
            return Place(0, day, None, self._full(wish, day, hours, minutes))
        slot = min(found, key=lambda one: one[:3])[3]
        return Place(0, day, slot, self._elsewhere(desk, slot, wanted, hours, chair_id))

    def _full(self, wish: Wish, day: date, hours: tuple[datetime, datetime], minutes: int) -> str:
        words = {"day": formats.format_day(day), "length": formats.format_duration(minutes)}
        if (hours[1] - hours[0]) < timedelta(minutes=minutes):
            return _("The clinic is not open long enough on {day} for {length}.").format(**words)
        if len(self.chairs) == 1 and wish.chair_id:
            name = self.names[wish.chair_id]
            return _("{chair} has no {length} free on {day}.").format(chair=name, **words)
        return _("No chair has {length} free on {day}.").format(**words)

    def _elsewhere(
        self, desk: Desk, slot: Slot, wanted: datetime, hours: tuple[datetime, datetime], liked: str | None
    ) -> str:
        if slot.starts_at != wanted:
            inside = Span.of(wanted, slot.minutes).within(Span(*hours))
            words = (
                _("{wanted} is taken: {time} is the nearest.")
                if inside
                else _("{wanted} is outside the opening hours: {time} is the nearest.")
            )
            return words.format(
                wanted=formats.format_time(desk.local(wanted)), time=formats.format_time(desk.local(slot.starts_at))
            )
        if liked and slot.chair_id != liked:
            return _("In {chair}: the usual one is taken.").format(chair=self.names[slot.chair_id or ""])
        return ""
