"""Sessions that come into a series later: what a pause or a visit "not treated" left out, or more than were planned."""

from dataclasses import dataclass, replace
from datetime import date, time

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import opening_hours, series, series_steps, visit_types
from clinicdesk.records.appointments import claims, rows
from clinicdesk.records.series import Series
from clinicdesk.records.series_booking.planning import columns_of, refuse_clashes, refuse_impossible
from clinicdesk.records.series_booking.proposal import Place, Wish
from clinicdesk.records.series_booking.proposing import LOOK_BEYOND
from clinicdesk.records.series_booking.room import Room
from clinicdesk.records.series_steps import StepKind
from clinicdesk.rules import spacing
from clinicdesk.rules.timeline import Phase
from clinicdesk.storage.entry import insert, update

MOST_AT_ONCE = 30
"""More sessions than this are a new series. Our own choice."""


@dataclass(frozen=True, slots=True)
class Addition:
    """Where sessions that come into a series would go.

    ``owed``: how many of them the plan held already. ``pause``: what is to be said about the time since the last one.
    """

    series: Series
    wish: Wish
    places: tuple[Place, ...]
    owed: int
    pause: str | None

    @property
    def kind(self) -> StepKind:
        """What it is called in the record: more sessions, sessions given again, or the end of a pause."""
        if len(self.places) > self.owed:
            return StepKind.EXTENDED
        return StepKind.REPEATED


def propose_more(
    desk: Desk, series_id: str, *, count: int, first_day: date, time: time | None, chair_id: str | None = None
) -> Addition:
    """Return a place for each of ``count`` further sessions, by the protocol's spacing and what is booked already.

    A session beyond the protocol's last follows the rules of its last phase. Raises ``BadValue`` where no days do.
    """
    planned = series.get(desk, series_id)
    series_steps.refuse_ended(planned)
    if not 0 < count <= MOST_AT_ONCE:
        raise BadValue(_("Add between 1 and {most} sessions.").format(most=MOST_AT_ONCE), "count")
    standing = [line.planned_on for line in planned.sessions if line.phase is not Phase.NOT_TREATED]
    days = _days(desk, planned, standing, count, first_day)
    wish = Wish(planned.patient_id, planned.protocol, first_day, time, chair_id)
    room = Room.read(desk, wish, days[0], days[-1] + LOOK_BEYOND)
    number = max((line.number for line in planned.sessions), default=0)
    places = tuple(replace(room.fit(desk, wish, day), number=number + place) for place, day in enumerate(days, start=1))
    given = [day for day in standing if day < days[0]]
    pause = spacing.pause_words(planned.protocol.phases, len(given), max(given, default=None), days[0])
    return Addition(planned, wish, places, series_steps.left_to_plan(planned), pause)


def _days(desk: Desk, planned: Series, standing: list[date], count: int, first_day: date) -> tuple[date, ...]:
    # After a pause the longest interval is broken already; the rest is planned as a beginning of its own.
    phases = spacing.rest_of(planned.protocol.phases, len(standing))
    last = max([*standing, *_last_elsewhere(desk, planned, first_day)], default=None)
    open_days = opening_hours.open_days(desk)
    found: list[date] = []
    wanted = first_day
    for _one in range(count):
        day = spacing.next_day(phases, found, wanted, open_days, wanted, last)
        if day is None:
            raise BadValue(_("No day keeps the protocol's rules. Choose another first day."), "first_day")
        found.append(day)
        wanted = day
    return tuple(found)


def _last_elsewhere(desk: Desk, planned: Series, day: date) -> list[date]:
    found = series.last_session_before(desk, planned.patient_id, day)
    return [] if found is None else [found]


def add(desk: Desk, addition: Addition, *, reason: str | None, outside_hours: bool = False) -> None:
    """Plan and book the sessions of an addition in one entry. More sessions than were planned need a reason.

    Raises ``Clash`` when a place was taken meanwhile, ``ChangedElsewhere`` when the plan was changed.
    """
    planned, wish = addition.series, addition.wish
    extra = max(len(addition.places) - addition.owed, 0)
    if extra and not (reason or "").strip():
        raise BadValue(_("Say why the series gets more sessions than were planned."), "reason")
    for place in addition.places:
        refuse_impossible(desk, place, outside_hours=outside_hours)
    names = {name for one in addition.places if one.slot for name in claims.names(desk, one.slot, wish.patient_id)}

    def attempt() -> None:
        claimed = claims.read(desk, names)
        refuse_clashes(desk, addition.places, wish.patient_id)
        ids = [desk.new_id() for _place in addition.places]
        steps = series_steps.steps_of(desk, planned.id)
        kind = StepKind.RESUMED if series_steps.is_paused(steps) and not extra else addition.kind
        # Written also where the number stays: who ended the series or added to it meanwhile comes first.
        counted = update("series", planned.id, planned.version, planned_count=planned.planned_count + extra)
        desk.record(
            "series.change",
            *claims.written(claimed, planned.id),
            *series_steps.step(desk, planned, kind, sessions=len(ids), reason=reason),
            counted,
            *(
                insert(
                    "sessions",
                    session_id,
                    patient_id=planned.patient_id,
                    series_id=planned.id,
                    number=place.number,
                    **columns_of(desk, place),
                )
                for session_id, place in zip(ids, addition.places, strict=True)
            ),
            *(
                rows.booked(desk.new_id(), wish.patient_id, visit_types.SESSION, place.slot, session_id)
                for session_id, place in zip(ids, addition.places, strict=True)
                if place.slot
            ),
            patient=planned.patient_id,
            reason=(reason or "").strip() or None,
        )

    claims.retried(attempt)
