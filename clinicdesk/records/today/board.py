"""The board of a day: who is expected, who is here, what is running, what is unsigned, and the next step of each.

A receptionist sees where a visit stands and what is missing, never clinical content.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import eligibility
from clinicdesk.records.appointments import Stage
from clinicdesk.records.consents import needs
from clinicdesk.records.to_sign import session_title
from clinicdesk.records.today.badges import badges_of
from clinicdesk.records.today.facts import Facts
from clinicdesk.records.today.row import OVER, Badge, BoardRow, Due
from clinicdesk.records.today.steps import next_step
from clinicdesk.records.today.visits import Visit, on_day
from clinicdesk.records.today.watch import vitals_due
from clinicdesk.rules.names import fold
from clinicdesk.rules.timeline import Phase

LONG_WAIT = timedelta(minutes=20)
"""How long somebody who is here waits before the board says so in colour. Our own choice."""

_WATCHED = frozenset({Phase.RUNNING, Phase.PAUSED, Phase.RECOVERY})
_WAITING = frozenset({Stage.ARRIVED, Stage.CHECKED_IN})


def board(desk: Desk, day: date) -> list[BoardRow]:
    """Return the visits of the clinic's day, and above them those of earlier days that still run or wait to be signed.

    Visits of a day are in the order of their times; those without a time come last.
    """
    desk.may_see("plan")
    visits = on_day(desk, day)
    facts = Facts(
        desk,
        day,
        [visit.booked for visit in visits if visit.booked],
        [visit.session for visit in visits if visit.session],
    )
    coming = [v.session.id for v in visits if v.session and v.stage not in OVER]
    papers, suits = needs.of_visits(desk, coming), eligibility.of_visits(desk, coming)
    watched = {v.session.id: facts.protocols[v.session.id] for v in visits if v.session and v.phase in _WATCHED}
    due = vitals_due(desk, watched)
    namesakes = _namesakes(visits, facts)
    rows = (_row(desk, visit, facts, due, badges_of(desk, visit, facts, papers, suits, namesakes)) for visit in visits)
    return [replace(row, has_namesake=True) if row.patient_id in namesakes else row for row in rows]


def _row(desk: Desk, visit: Visit, facts: Facts, vitals: Mapping[str, Due], badges: tuple[Badge, ...]) -> BoardRow:
    person = facts.people[visit.patient_id]
    at = visit.starts_at(desk)
    booked, session = visit.booked, visit.session
    arrived_at, minutes = _arrived_at(desk, visit, facts), _minutes(visit, facts)
    return BoardRow(
        key=visit.key,
        appointment_id=booked.id if booked else None,
        session_id=session.id if session else None,
        patient_id=visit.patient_id,
        day=visit.day(desk),
        starts_at=at,
        ends_at=desk.local(at.astimezone(UTC) + timedelta(minutes=minutes)) if at else None,
        minutes=minutes,
        patient_name=formats.format_name(person.family_name, person.given_name, person.title),
        birth_date=person.birth_date,
        visit=session_title(session) if session else (booked.title if booked else ""),
        chair=(booked.chair if booked else "") or (session.chair if session else "") or "",
        staff=booked.staff if booked else "",
        stage=visit.stage,
        phase=visit.phase,
        signed=visit.signed,
        arrived_at=arrived_at,
        due=_due(visit, facts, vitals, at, arrived_at),
        badges=badges,
        next_step=next_step(desk, visit, facts.today),
        has_measures_due=any(item.by_patient for item in facts.measures_due.get(visit.patient_id, ())),
    )


def _due(
    visit: Visit, facts: Facts, vitals: Mapping[str, Due], at: datetime | None, arrived_at: datetime | None
) -> Due | None:
    """Return what comes next: the start that is late, the patient who waits, the next vital signs."""
    if visit.stage is Stage.BOOKED and at and at.date() == facts.today and facts.now > at:
        minutes = (facts.now - at) // timedelta(minutes=1)
        return Due(_("Late {time}").format(time=formats.format_duration(minutes)), "warn") if minutes else None
    if visit.stage in _WAITING and arrived_at:
        waited = max(facts.now - arrived_at, timedelta())
        words = _("Waits {time}").format(time=formats.format_duration(waited // timedelta(minutes=1)))
        return Due(words, "warn" if waited >= LONG_WAIT else "")
    return vitals.get(visit.session.id) if visit.session else None


def _arrived_at(desk: Desk, visit: Visit, facts: Facts) -> datetime | None:
    if visit.booked and visit.booked.arrived_at:
        return desk.local(visit.booked.arrived_at)
    return facts.arrived.get(visit.session.id) if visit.session else None


def _minutes(visit: Visit, facts: Facts) -> int:
    if visit.booked:
        return visit.booked.minutes
    return facts.protocols[visit.session.id].visit_minutes if visit.session else 0


def _namesakes(visits: Sequence[Visit], facts: Facts) -> frozenset[str]:
    """Return the patients of the day who share family name and first given name with another one."""
    names = {patient_id: _name(facts, patient_id) for patient_id in {visit.patient_id for visit in visits}}
    often = Counter(names.values())
    return frozenset(patient_id for patient_id, name in names.items() if often[name] > 1)


def _name(facts: Facts, patient_id: str) -> tuple[str, str]:
    person = facts.people[patient_id]
    return _folded(person.family_name, person.given_name)


@lru_cache(maxsize=1000)
def _folded(family: str, given: str) -> tuple[str, str]:
    """Fold a name once: the same people are compared at each redraw."""
    return fold(family), next(iter(fold(given).split()), "")
