"""Which questionnaires and ratings are due for whom: for the chart, the check-in and the board of a day.

That something is due says nothing clinical, so that the front desk can hand it over. What was answered is not read.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import pinned_protocols
from clinicdesk.records.identities import kept_under, owner
from clinicdesk.records.measures import files
from clinicdesk.records.toml_table import FaultyFile
from clinicdesk.rules import measure_due
from clinicdesk.rules.measure import Measure
from clinicdesk.rules.measure_due import Answer, Due, PlannedVisit, SeriesPlan, When
from clinicdesk.rules.protocol import TreatmentKind
from clinicdesk.storage.clock import as_text, from_text

_PEOPLE = """
WITH people AS (SELECT i.kept_under, i.patient_id FROM json_each(?) j
                JOIN search_identities w ON w.patient_id IN (j.value)
                JOIN search_identities i ON i.kept_under = w.kept_under)
"""
# Series of long ago ask nothing any more; their sessions need not be read.
_SERIES = f"""
{_PEOPLE}
SELECT DISTINCT r.id, {kept_under("r.patient_id")} AS patient_id, r.protocol_id, r.planned_count, r.ended_on
FROM people w JOIN series r ON r.patient_id = w.patient_id
WHERE EXISTS (SELECT 1 FROM sessions s WHERE s.series_id = r.id AND s.planned_on >= ? AND s.voided_reason IS NULL)
ORDER BY r.id
"""
_VISITS = """
SELECT s.id, s.series_id, s.planned_on, s.planned_time FROM json_each(?) j JOIN sessions s ON s.series_id = j.value
WHERE s.voided_reason IS NULL
AND NOT EXISTS (SELECT 1 FROM session_events u WHERE u.session_id = s.id AND u.kind = 'not_treated')
ORDER BY s.planned_on, coalesce(s.planned_time, '99:99'), s.id
"""
_TREATED = """
SELECT x.session_id, x.kind, min(x.occurred_at) AS at
FROM json_each(?) j JOIN session_events x INDEXED BY session_events_of_treatments ON x.session_id = j.value
WHERE x.kind IN ('started', 'ended') GROUP BY x.session_id, x.kind
"""
_ANSWERS = f"""
{_PEOPLE}, theirs AS (
    SELECT m.id FROM people w JOIN measure_results m ON m.patient_id = w.patient_id
    UNION SELECT f.subject_id FROM misfiled f
    WHERE f.subject_table = 'measure_results' AND f.belongs_to IN (SELECT patient_id FROM people))
SELECT {owner("m", "measure_results")} AS kept, m.measure, m.answered_at, m.due_key, m.file_id,
       CASE m.way WHEN 'screen' THEN (SELECT json_group_array(k.key) FROM json_each(m.answers) k) END AS asked
FROM theirs t JOIN measure_results m ON m.id = t.id
WHERE m.answered_at >= ? AND NOT EXISTS (SELECT 1 FROM measure_results n WHERE n.corrects = m.id)
AND NOT EXISTS (SELECT 1 FROM measure_events v WHERE v.result_id = m.id AND v.kind = 'voided')
"""
# A skip is of a due date, and that of a series: whoever it was written under.
_SKIPPED = f"""
{_PEOPLE}
SELECT m.due_key FROM people w JOIN measure_skips m ON m.patient_id = w.patient_id
UNION SELECT m.due_key FROM misfiled f JOIN measure_skips m ON m.id = f.subject_id
WHERE f.subject_table = 'measure_skips' AND f.belongs_to IN (SELECT patient_id FROM people)
"""
_TREATED_LATELY = f"""
SELECT DISTINCT {kept_under("r.patient_id")} AS patient_id
FROM (SELECT DISTINCT series_id FROM sessions WHERE planned_on BETWEEN ? AND ? AND voided_reason IS NULL) lately
JOIN series r ON r.id = lately.series_id
"""
_OF_SESSIONS = f"""
SELECT s.id, {owner("s", "sessions")} AS patient_id FROM json_each(?) j JOIN sessions s ON s.id = j.value
"""
_ASKS_FOR = timedelta(days=measure_due.LONGEST_FOLLOW_UP_DAYS + 31)
"""So long after its last session a series may still ask something."""

_BY_PHONE = frozenset({When.DAY_AFTER, When.WEEKLY, When.MONTHLY, When.END})


@dataclass(frozen=True, slots=True)
class MeasureDueItem:
    """One measure to be asked of one patient now, however many reasons there are.

    ``due_key`` names the most urgent of its times; an answer counts for all of ``due_keys``. ``words`` say when it
    was due: "before session 3". ``by_patient``: the patient can fill it in on a screen; else a clinician rates.
    """

    patient_id: str
    measure: str
    title: str
    due_key: str
    due_keys: tuple[str, ...]
    series_id: str
    session_id: str | None
    when: When
    words: str
    from_at: datetime
    wanted_by: datetime
    until: datetime | None
    overdue: bool
    by_patient: bool

    @property
    def badge(self) -> str:
        """It in two words, for the board."""
        return _("{measure} due").format(measure=self.title)


def of_patient(desk: Desk, patient_id: str) -> tuple[MeasureDueItem, ...]:
    """Return what is to be asked of a patient now, the most urgent first."""
    return next(iter(of_patients(desk, [patient_id]).values()), ())


def of_visits(desk: Desk, session_ids: Iterable[str]) -> dict[str, tuple[MeasureDueItem, ...]]:
    """Return what is to be asked now of those who come to some sessions, by session; nothing due is left out."""
    rows = list(desk.rows(_OF_SESSIONS, json.dumps(list(session_ids))))
    found = of_patients(desk, {row["patient_id"] for row in rows})
    return {row["id"]: found[row["patient_id"]] for row in rows if row["patient_id"] in found}


def of_patients(desk: Desk, patient_ids: Iterable[str]) -> dict[str, tuple[MeasureDueItem, ...]]:
    """Return what is to be asked now of several patients, in a handful of queries; nothing due is left out.

    The keys are the registrations that are kept.
    """
    desk.may_see("plan")
    now, zone = desk.now(), desk.zone()
    plans = _plans(desk, sorted(patient_ids))
    begun = [(plan, times) for plan in plans if (times := measure_due.times(plan.series, now, zone, open_only=True))]
    if not begun:
        return {}
    people = json.dumps(sorted({plan.patient_id for plan in plans}))
    answers = _answers(desk, people, min(one.from_at for _plan, times in begun for one in times))
    skipped = frozenset(row["due_key"] for row in desk.rows(_SKIPPED, people))
    known = files.offered(desk)
    found: dict[str, list[tuple[_Plan, Due]]] = defaultdict(list)
    for plan, times in begun:
        for one in measure_due.waiting(times, answers.get(plan.patient_id, ()), skipped, now):
            found[plan.patient_id].append((plan, one))
    return {patient_id: _items(known, waiting) for patient_id, waiting in found.items()}


def by_phone(desk: Desk) -> dict[str, tuple[MeasureDueItem, ...]]:
    """Return what is to be asked now without a visit, by patient: the day after a treatment, weekly, at the end …

    Whether somebody comes today anyway, and may be called, is for the caller to know.
    """
    today = desk.local(desk.now()).date()
    rows = desk.rows(_TREATED_LATELY, (today - _ASKS_FOR).isoformat(), today.isoformat())
    found = of_patients(desk, [row["patient_id"] for row in rows])
    asked = {patient_id: tuple(item for item in items if item.when in _BY_PHONE) for patient_id, items in found.items()}
    return {patient_id: items for patient_id, items in asked.items() if items}


def missed_of_series(desk: Desk, series_id: str) -> tuple[Due, ...]:
    """Return what a series asked for and nobody answered in time, nor said why, in the order of time."""
    desk.may_see("plan")
    row = desk.row(f"SELECT {kept_under('r.patient_id')} AS patient_id FROM series r WHERE r.id = ?", series_id)
    plans = _plans(desk, [row["patient_id"]], since=date.min) if row else []
    plan = next((one for one in plans if one.series.id == series_id), None)
    if plan is None:
        return ()
    now, people = desk.now(), json.dumps([plan.patient_id])
    answers = _answers(desk, people, datetime.min.replace(year=1900, tzinfo=desk.zone()))
    skipped = frozenset(found["due_key"] for found in desk.rows(_SKIPPED, people))
    return measure_due.missed(plan.series, answers.get(plan.patient_id, ()), skipped, now, desk.zone())


@dataclass(frozen=True, slots=True)
class _Plan:
    patient_id: str
    series: SeriesPlan


def _plans(desk: Desk, patient_ids: Sequence[str], since: date | None = None) -> list[_Plan]:
    """Return what is planned for some patients, of the series that may still ask something."""
    earliest = since or desk.local(desk.now()).date() - _ASKS_FOR
    rows = list(desk.rows(_SERIES, json.dumps(list(patient_ids)), earliest.isoformat()))
    asking = [row for row in rows if pinned_protocols.read(desk, row["protocol_id"]).measures]
    # The others too: whoever begins another series is asked by that one.
    visits = _visits(desk, [row["id"] for row in rows]) if asking else {}
    fluids = {row["id"] for row in rows if pinned_protocols.read(desk, row["protocol_id"]).kind is TreatmentKind.FLUID}
    begun = {
        key: next((visit.day for visit in listed if visit.started_at), None)
        for key, listed in visits.items()
        # A drip ends no series of a treatment, nor what is asked after it.
        if key not in fluids
    }
    return [
        _Plan(row["patient_id"], _series_plan(desk, row, visits[row["id"]], _followed_until(row, rows, begun)))
        for row in asking
        if row["id"] in visits
    ]


def _followed_until(
    row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], begun: Mapping[str, date | None]
) -> date | None:
    """Return the day on which the patient's next series began, or None."""
    own = begun.get(row["id"])
    later = [
        day
        for other in rows
        if other["patient_id"] == row["patient_id"]
        and other["id"] != row["id"]
        and (day := begun.get(other["id"]))
        and own
        and day > own
    ]
    return min(later, default=None)


def _series_plan(
    desk: Desk, row: Mapping[str, Any], visits: Sequence[PlannedVisit], followed_until: date | None
) -> SeriesPlan:
    return SeriesPlan(
        id=row["id"],
        measures=pinned_protocols.read(desk, row["protocol_id"]).measures,
        visits=tuple(visits),
        planned_count=int(row["planned_count"]),
        ended_on=date.fromisoformat(row["ended_on"]) if row["ended_on"] else None,
        followed_until=followed_until,
    )


def _visits(desk: Desk, series_ids: Sequence[str]) -> dict[str, list[PlannedVisit]]:
    """Return the visits of several series, by series, in the order of their days."""
    rows = list(desk.rows(_VISITS, json.dumps(list(series_ids))))
    treated: dict[tuple[str, str], datetime] = {
        (event["session_id"], event["kind"]): from_text(event["at"])
        for event in desk.rows(_TREATED, json.dumps([row["id"] for row in rows]))
    }
    found: dict[str, list[PlannedVisit]] = defaultdict(list)
    for row in rows:
        day, started_at = date.fromisoformat(row["planned_on"]), treated.get((row["id"], "started"))
        at = time.fromisoformat(row["planned_time"]) if row["planned_time"] else None
        found[row["series_id"]].append(
            PlannedVisit(
                id=row["id"],
                day=desk.local(started_at).date() if started_at else day,
                starts_at=datetime.combine(day, at, desk.zone()) if at else None,
                started_at=started_at,
                ended_at=treated.get((row["id"], "ended")),
            )
        )
    return found


def _answers(desk: Desk, people: str, since: datetime) -> dict[str, list[Answer]]:
    """Return what was answered since a moment and still counts, by patient.

    A form the patient did not finish, recorded because an answer called for a clinician, is still due.
    """
    found: dict[str, list[Answer]] = defaultdict(list)
    for row in list(desk.rows(_ANSWERS, people, as_text(since))):
        if not _is_finished(desk, row):
            continue
        found[row["kept"]].append(Answer(row["measure"], from_text(row["answered_at"]), row["due_key"]))
    return found


def _is_finished(desk: Desk, row: Mapping[str, Any]) -> bool:
    """Tell whether every question was put to the patient, answered or not."""
    if row["asked"] is None:
        return True
    try:
        items = files.of_file(desk, row["file_id"]).items
    except (FaultyFile, ClinicDeskError):
        return True
    needed = {item.id for item in items if not item.optional and item.asked_if is None}
    replaced = {other for item in items for other in item.stands_for}
    return needed - replaced <= set(json.loads(row["asked"]))


def _items(known: Mapping[str, Measure], waiting: Sequence[tuple[_Plan, Due]]) -> tuple[MeasureDueItem, ...]:
    """Return one item for each measure, whatever asks for it, the most urgent first."""
    by_measure: dict[str, list[tuple[_Plan, Due]]] = defaultdict(list)
    for plan, one in sorted(waiting, key=lambda pair: pair[1].wanted_by):
        by_measure[one.measure].append((plan, one))
    return tuple(_item(known.get(measure), listed) for measure, listed in by_measure.items())


def _item(measure: Measure | None, listed: Sequence[tuple[_Plan, Due]]) -> MeasureDueItem:
    plan, first = listed[0]
    reasons = dict.fromkeys(_when_words(plan.series, one) for plan, one in listed)
    return MeasureDueItem(
        patient_id=plan.patient_id,
        measure=first.measure,
        # A file that is missing or faulty takes no due date away.
        title=measure.title if measure else first.measure.upper(),
        due_key=first.due_key,
        due_keys=tuple(one.due_key for _plan, one in listed),
        series_id=plan.series.id,
        session_id=first.session_id,
        when=first.when,
        words=", ".join(reasons),
        from_at=first.from_at,
        wanted_by=first.wanted_by,
        until=first.until,
        overdue=first.overdue,
        by_patient=measure is not None and measure.filled_by == "patient" and measure.has_text,
    )


def _when_words(plan: SeriesPlan, one: Due) -> str:
    """Return when something is due, as people say it; a session by its place among the treatments."""
    place = next((number for number, visit in enumerate(plan.visits, start=1) if visit.id == one.session_id), 0)
    return {
        When.BASELINE: _("before the first session"),
        When.BEFORE_SESSION: _("before session {number}"),
        When.DAY_AFTER: _("the day after session {number}"),
        When.WEEKLY: _("weekly"),
        When.MONTHLY: _("monthly"),
        When.END: _("after the last session"),
    }[one.when].format(number=place)
