"""The dates of a series: proposed from the protocol's phases, moved by hand, checked in words.

Sources of the numbers stand in the protocol file; this module only counts days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from clinicdesk.errors import BadValue
from clinicdesk.language import _, ngettext
from clinicdesk.rules.dates import date_text
from clinicdesk.rules.protocol import Phase

_LOOK_AHEAD_DAYS = 90
"""How far the next open day is searched where the protocol sets no longest interval."""


@dataclass(frozen=True, slots=True)
class OpenDays:
    """When the clinic treats: ``weekdays`` (0 is Monday) without the days it is ``closed``."""

    weekdays: frozenset[int]
    closed: frozenset[date] = frozenset()

    def __contains__(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.closed


def propose(
    phases: Sequence[Phase], first_day: date, open_days: OpenDays, last_session: date | None = None
) -> tuple[date, ...]:
    """Return the earliest dates from ``first_day`` on that keep every rule and lie on open days.

    ``last_session`` is the last one before the series, if any. Raises BadValue when no dates keep the rules.
    """
    if not open_days.weekdays:
        raise BadValue(_("Choose at least one weekday for the sessions."))
    plan = [(phase, first) for phase in phases for first in (True, *(False,) * (phase.sessions - 1))]
    dead_ends: set[tuple[int, tuple[date, ...], tuple[date, ...]]] = set()

    def continued(dates: tuple[date, ...], phase_start: int) -> tuple[date, ...] | None:
        if len(dates) == len(plan):
            return dates
        # What is still possible depends on the place in the plan, the last seven days and the start of the phase.
        last_week = tuple(day for day in dates[-7:] if (dates[-1] - day).days < 7)
        state = (len(dates), last_week, dates[phase_start : phase_start + 1])
        if state in dead_ends:
            return None
        phase, is_first = plan[len(dates)]
        start = len(dates) if is_first else phase_start
        for day in _candidates(phase, dates, start, first_day, open_days, last_session):
            if found := continued((*dates, day), start):
                return found
        dead_ends.add(state)
        return None

    dates = continued((), 0)
    if dates is None:
        raise BadValue(
            _("No dates on these days keep the protocol's rules. Choose other weekdays or another first day.")
        )
    return dates


def next_day(
    phases: Sequence[Phase],
    dates: Sequence[date],
    wanted: date,
    open_days: OpenDays,
    not_before: date,
    last_session: date | None = None,
) -> date | None:
    """Return the day nearest to ``wanted``, rather later than earlier, on which the session after ``dates`` may be.

    It keeps every rule towards the sessions before it, is open and not before ``not_before``; None when there is no
    such day. A session beyond the protocol's last follows the rules of its last phase.
    """
    phase, start = phase_at(phases, len(dates))
    first = max(not_before, dates[-1] + timedelta(days=1)) if dates else not_before
    days = _candidates(phase, tuple(dates), start, first, open_days, last_session)
    return min(days, key=lambda day: (abs((day - wanted).days), day < wanted), default=None)


def phase_at(phases: Sequence[Phase], place: int) -> tuple[Phase, int]:
    """Return the phase that the session after ``place`` earlier ones belongs to, and how many lie before that phase.

    A session beyond the protocol's last belongs to its last phase.
    """
    start = 0
    for phase in phases[:-1]:
        if place < start + phase.sessions:
            return phase, start
        start += phase.sessions
    return phases[-1], start


def rest_of(phases: Sequence[Phase], given: int) -> tuple[Phase, ...]:
    """Return what is left of the phases after some sessions; beyond the last session its phase goes on without end."""
    phase, start = phase_at(phases, given)
    later = phases[phases.index(phase) + 1 :]
    left = max(start + phase.sessions - given, 1)
    return (replace(phase, sessions=left), *later)


def pause_words(phases: Sequence[Phase], given: int, last: date | None, next_one: date) -> str | None:
    """Return a sentence when the time to the next session is longer than the phase allows, else None."""
    phase = phase_at(phases, given)[0]
    if last is None or phase.max_days_between is None or (next_one - last).days <= phase.max_days_between:
        return None
    sentence = _("{days} days lie between the last session and the next; the protocol allows {most}.")
    return sentence.format(days=(next_one - last).days, most=phase.max_days_between)


def broken_rules(
    phases: Sequence[Phase], dates: Sequence[date], open_days: OpenDays, last_session: date | None = None
) -> tuple[str, ...]:
    """Return every rule these dates break, in words; empty when all is well."""
    count = sum(phase.sessions for phase in phases)
    broken: list[str] = []
    if len(dates) != count:
        broken.append(_("The protocol has {count} sessions, not {found}.").format(count=count, found=len(dates)))
    start = 0
    for phase in phases:
        last = min(start + phase.sessions, len(dates))
        for place in range(start, last):
            before = dates[place - 1] if place else last_session
            if before is not None:
                broken += _gap_words(phase, place, (dates[place] - before).days)
            broken += _week_words(phase, dates, place)
        if phase.weeks is not None and last > start and (dates[last - 1] - dates[start]).days >= phase.weeks * 7:
            broken.append(_("“{name}” takes longer than {weeks} weeks.").format(name=phase.name, weeks=phase.weeks))
        start = last
    broken += [
        _("Session {number}: the clinic is closed on {day}.").format(number=place, day=date_text(day))
        for place, day in enumerate(dates, start=1)
        if day not in open_days
    ]
    return tuple(broken)


def position_text(number: int, count: int) -> str:
    """Return ``3 of 6``; a visit that ended "not treated" uses no number (0): ``– of 6``."""
    if not number:
        return _("– of {count}").format(count=count)
    return _("{number} of {count}").format(number=number, count=count)


def _candidates(
    phase: Phase,
    dates: tuple[date, ...],
    phase_start: int,
    first_day: date,
    open_days: OpenDays,
    last_session: date | None,
) -> list[date]:
    before = dates[-1] if dates else last_session
    earliest = first_day if before is None else max(first_day, before + timedelta(days=phase.min_days_between))
    longest = phase.max_days_between if dates else None
    latest = dates[-1] + timedelta(days=longest) if longest is not None else earliest + timedelta(_LOOK_AHEAD_DAYS)
    if phase.weeks is not None and phase_start < len(dates):
        # Leave room for the sessions of this phase still to come, or the search would try days that cannot end well.
        still_to_come = phase.sessions - 1 - (len(dates) - phase_start)
        days_left = phase.weeks * 7 - 1 - still_to_come * phase.min_days_between
        latest = min(latest, dates[phase_start] + timedelta(days=days_left))
    span = (latest - earliest).days + 1
    days = (earliest + timedelta(days=offset) for offset in range(max(span, 0)))
    return [day for day in days if day in open_days and _in_week_before(dates, day) < phase.max_per_week]


def _in_week_before(dates: Sequence[date], day: date) -> int:
    return sum(0 <= (day - other).days < 7 for other in dates)


def _gap_words(phase: Phase, place: int, days: int) -> list[str]:
    number = place + 1
    if days <= 0 and place:
        return [_("Session {number} must come after session {before}.").format(number=number, before=place)]
    if days < phase.min_days_between:
        sentence = ngettext(
            "Session {number} is {days} day after the one before; at least {least} are needed.",
            "Session {number} is {days} days after the one before; at least {least} are needed.",
            days,
        )
        return [sentence.format(number=number, days=days, least=phase.min_days_between)]
    if place and phase.max_days_between is not None and days > phase.max_days_between:
        sentence = _("Session {number} is {days} days after the one before; at most {most} are allowed.")
        return [sentence.format(number=number, days=days, most=phase.max_days_between)]
    return []


def _week_words(phase: Phase, dates: Sequence[date], place: int) -> list[str]:
    count = _in_week_before(dates, dates[place])
    if count <= phase.max_per_week:
        return []
    sentence = _("The 7 days up to session {number} hold {count} sessions; at most {most} are allowed.")
    return [sentence.format(number=place + 1, count=count, most=phase.max_per_week)]
