"""What became of all patients of the practice, by indication and protocol: read at once and counted, nobody by name.

The definitions are those of ``rules.outcome_counts`` and ``rules.response``; a series reaches to the first treatment of
the patient's next one, as in the chart (``records.measures.courses``). A series of fluids is no treatment whose outcome
is asked for: it has no row, and ends no series of one.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, zip_longest
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

from clinicdesk.desk import Desk
from clinicdesk.records import pinned_protocols
from clinicdesk.records.measures import files
from clinicdesk.rules.measure import Measure
from clinicdesk.rules.outcome_counts import Counts, Judged, Treated, can_respond, counted
from clinicdesk.rules.protocol import TreatmentKind
from clinicdesk.rules.response import Point, course
from clinicdesk.storage.clock import as_text, from_text

Progress = Callable[[int, int], None]
"""Called with (done, of how many); raise ``Cancelled`` in it to stop."""

_REPORT_EACH = 250


@dataclass(frozen=True, slots=True)
class Row:
    """One indication under one protocol. ``indication`` is empty where none was recorded.

    ``further_series``: series of the same patients under the same protocol after the one that counts.
    """

    indication: str
    protocol: str
    title: str
    further_series: int
    counts: Counts


@dataclass(frozen=True, slots=True)
class Outcomes:
    """All rows, the largest first. ``since`` and ``until`` are days of the clinic on which the series began."""

    measure: Measure
    since: date | None
    until: date | None
    rows: tuple[Row, ...]
    patients: int


class _Given(NamedTuple):
    """A series of a patient in which treatments began: the first one when, and how many. Times as they are kept."""

    patient: str
    at: str
    series: str
    times: int


class _Series(NamedTuple):
    protocol: str
    title: str
    indication: str | None
    planned_count: int
    ended_on: str | None
    protocol_id: str


def measures_used(desk: Desk) -> list[Measure]:
    """Return the measures with a score that anybody answered here.

    Those that say what a response is come first, of these the one that was answered most often.
    """
    desk.may_see("outcomes")
    rows = desk.rows("SELECT measure, count(*) AS answered FROM measure_results GROUP BY measure ORDER BY 2 DESC, 1")
    known = files.offered(desk)
    used = [known[row["measure"]] for row in list(rows) if row["measure"] in known]
    followed = [measure for measure in used if measure.main is not None]
    return sorted(followed, key=lambda measure: not can_respond(measure))


def of_practice(
    desk: Desk,
    measure_id: str,
    *,
    since: date | None = None,
    until: date | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Outcomes:
    """Count what became of everybody, by one measure. Takes seconds in a large practice: use ``desk.beside``.

    With ``since`` and ``until`` only series whose first treatment was on these days or between them. Raises
    ``NotFound`` for a measure nobody knows.
    """
    desk.may_see("outcomes")
    measure = files.in_use(desk, measure_id).measure
    read = _Read(desk, measure_id)
    first = _moment(desk, since) if since else ""
    last = _moment(desk, until + timedelta(days=1)) if until and until < date.max else "~"
    groups: defaultdict[tuple[str, str], list[Treated]] = defaultdict(list)
    further: defaultdict[tuple[str, str], int] = defaultdict(int)
    patients: set[str] = set()
    everybody = read.by_patient()
    for place, begun in enumerate(everybody):
        if place % _REPORT_EACH == 0:
            progress(place, len(everybody))
        seen: set[tuple[str, str]] = set()
        for given, following in zip_longest(begun, begun[1:]):
            key = read.key_of(given.series)
            asked_for = first <= given.at < last
            if key in seen:
                further[key] += asked_for
            elif asked_for:
                groups[key].append(read.treated(measure, given, following.at if following else None))
                patients.add(given.patient)
            seen.add(key)
    progress(len(everybody), len(everybody))
    rows = [
        Row(read.words[key], key[1], read.titles[key[1]], further[key], counted(measure, group))
        for key, group in groups.items()
    ]
    rows.sort(key=lambda row: (-row.counts.started, row.indication, row.title))
    return Outcomes(measure, since, until, tuple(rows), len(patients))


def _moment(desk: Desk, day: date) -> str:
    return as_text(datetime.combine(day, time(), desk.zone()))


class _Read:
    """Everything that is counted, read in a few questions however many patients there are."""

    def __init__(self, desk: Desk, measure_id: str) -> None:
        self._kept: dict[str, str] = dict(_everything(desk, _REGISTRATIONS))
        self._series = {row[0]: _Series(*row[1:]) for row in _everything(desk, _SERIES)}
        fluids = _fluids(desk, {series.protocol_id for series in self._series.values()})
        self._given = [row for row in _everything(desk, _GIVEN) if self._series[row[1]].protocol_id not in fluids]
        self._unwanted: dict[str, tuple[int, int]] = {row[0]: (row[1], row[2]) for row in _everything(desk, _UNWANTED)}
        self._scores: defaultdict[str, list[tuple[str, str, int | None]]] = defaultdict(list)
        for patient, at, result_id, total in _everything(desk, _SCORES, measure_id):
            if kept := self._kept.get(patient):
                self._scores[kept].append((at, result_id, total))
        self.titles = {series.protocol: series.title for series in self._series.values()}
        self.words: dict[tuple[str, str], str] = {}

    def by_patient(self) -> list[list[_Given]]:
        """Return each patient's series in the order they began."""
        found: dict[tuple[str, str], _Given] = {}
        for filed, series, at, times in self._given:
            if kept := self._kept.get(filed):
                # Of a merged patient one series may have sessions under either registration.
                known = found.get((kept, series))
                whole = _Given(kept, min(at, known.at), series, times + known.times) if known else None
                found[kept, series] = whole or _Given(kept, at, series, times)
        return [list(own) for _patient, own in groupby(sorted(found.values()), key=attrgetter("patient"))]

    def key_of(self, series_id: str) -> tuple[str, str]:
        """Return the row a series belongs to: what it was given for, however it was typed, and by which protocol."""
        series = self._series[series_id]
        words = " ".join((series.indication or "").split())
        key = (words.casefold(), series.protocol)
        self.words.setdefault(key, words)
        return key

    def treated(self, measure: Measure, given: _Given, ends: str | None) -> Treated:
        """Return what is counted of a series that reaches to a moment, or to this day."""
        series, scores = self._series[given.series], sorted(self._scores.get(given.patient, ()), key=_MOMENT)
        # In UTC: nothing that is counted here goes by the days of a calendar.
        points = [
            Point(result_id, from_text(at), total) for at, result_id, total in scores if ends is None or at <= ends
        ]
        # Nor by what overlaps, which only the time to response asks for: that would take a quarter of the time.
        found = course(measure, points, [from_text(given.at)], known=frozenset())
        unwanted, severe = self._unwanted.get(given.series, (0, 0))
        return Treated(
            planned=series.planned_count,
            given=given.times,
            ended=series.ended_on is not None,
            unwanted=unwanted,
            severe=severe,
            judged=Judged.of(measure, found),
        )


_MOMENT = itemgetter(0, 1)
"""Of two scores of one moment the later recorded one is the later, as in the chart."""


def _fluids(desk: Desk, protocol_ids: Set[str]) -> frozenset[str]:
    """Return which of some kept protocols give nothing but fluids."""
    read = {protocol_id: pinned_protocols.read(desk, protocol_id) for protocol_id in protocol_ids}
    return frozenset(name for name, protocol in read.items() if protocol.kind is TreatmentKind.FLUID)


def _everything(desk: Desk, query: str, *values: str) -> list[Any]:
    """Return the rows of a query as lists, read as one value.

    Beside the window each row fetched waits for the window's own thread: a hundred thousand of them take many seconds,
    one of a few megabytes does not.
    """
    row = desk.row(query, *values)
    assert row is not None
    return list(json.loads(row["everything"]))


_REGISTRATIONS = """
SELECT json_group_array(json_array(i.patient_id, i.kept_under)) AS everything
FROM search_identities i JOIN patients p ON p.id = i.kept_under WHERE p.voided_reason IS NULL
"""
_SERIES = """
SELECT json_group_array(json_array(id, protocol_name, title, indication, planned_count, ended_on, protocol_id))
AS everything
FROM series
"""
# A closed row may have been filed under another patient than it belongs to.
_GIVEN = """
SELECT json_group_array(json_array(patient, series_id, at, times)) AS everything FROM (
SELECT coalesce(f.belongs_to, s.patient_id) AS patient, s.series_id, min(x.at) AS at, count(*) AS times
FROM (
    SELECT e.session_id, min(e.occurred_at) AS at FROM session_events e INDEXED BY session_events_of_starts
    WHERE e.kind = 'started' GROUP BY e.session_id
) x
JOIN sessions s ON s.id = x.session_id LEFT JOIN misfiled f ON f.id = 'sessions ' || s.id
WHERE s.voided_reason IS NULL GROUP BY 1, 2)
"""
_SCORES = """
SELECT json_group_array(json_array(coalesce(f.belongs_to, m.patient_id), m.answered_at, m.id, m.total)) AS everything
FROM measure_results m LEFT JOIN misfiled f ON f.id = 'measure_results ' || m.id
WHERE m.measure = ? AND NOT EXISTS (SELECT 1 FROM measure_results n WHERE n.corrects = m.id)
AND NOT EXISTS (SELECT 1 FROM measure_events v WHERE v.result_id = m.id AND v.kind = 'voided')
"""
_UNWANTED = """
SELECT json_group_array(json_array(series_id, every, severe)) AS everything FROM (
SELECT s.series_id, count(*) AS every, sum(u.severity IN ('severe', 'life_threatening')) AS severe FROM (
    SELECT a.session_id, a.severity FROM adverse_events a
    WHERE NOT EXISTS (SELECT 1 FROM adverse_events c WHERE c.session_id = a.session_id AND c.corrects = a.id)
    UNION ALL SELECT l.session_id, l.severity FROM late_events l
    WHERE NOT EXISTS (SELECT 1 FROM late_events c WHERE c.session_id = l.session_id AND c.corrects = l.id)
) u JOIN sessions s ON s.id = u.session_id GROUP BY 1)
"""
