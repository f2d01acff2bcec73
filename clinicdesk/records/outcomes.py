"""What became of all patients of the practice, by indication and protocol: read at once and counted, nobody by name.

The definitions are those of ``rules.outcome_counts`` and ``rules.response``; a series reaches to the first treatment of
the patient's next one, as in the chart (``records.measures.courses``).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from clinicdesk.desk import Desk
from clinicdesk.records.measures import files
from clinicdesk.rules.measure import Measure
from clinicdesk.rules.outcome_counts import Counts, Treated, can_respond, counted
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


@dataclass(frozen=True, slots=True)
class _Start:
    """A treatment that began, in a series of a patient."""

    patient: str
    at: str
    series: str
    session: str


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
    begun = (_moment(desk, since) if since else "", _moment(desk, until + timedelta(days=1)) if until else "~")
    groups: defaultdict[tuple[str, str], list[Treated]] = defaultdict(list)
    further: defaultdict[tuple[str, str], int] = defaultdict(int)
    patients: set[str] = set()
    everybody = read.starts_by_patient()
    for place, starts in enumerate(everybody):
        if place % _REPORT_EACH == 0:
            progress(place, len(everybody))
        seen: set[tuple[str, str]] = set()
        for series, own, ends in _series_of(starts):
            key = read.key_of(series)
            if key in seen:
                further[key] += begun[0] <= own[0].at < begun[1]
            elif begun[0] <= own[0].at < begun[1]:
                groups[key].append(read.treated(measure, series, own, ends))
                patients.add(own[0].patient)
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


def _series_of(starts: Sequence[_Start]) -> Iterator[tuple[str, Sequence[_Start], str | None]]:
    """Yield the series of one patient in the order they began, each with when the next one did."""
    by_series: dict[str, list[_Start]] = {}
    for start in starts:
        by_series.setdefault(start.series, []).append(start)
    begins = list(by_series.values())
    for place, own in enumerate(begins):
        yield own[0].series, own, begins[place + 1][0].at if place + 1 < len(begins) else None


class _Read:
    """Everything that is counted, read in a few questions however many patients there are."""

    def __init__(self, desk: Desk, measure_id: str) -> None:
        self._desk = desk
        self._zone = desk.zone()
        self._kept = {
            row["patient_id"]: row["kept_under"]
            for row in desk.rows(
                "SELECT i.patient_id, i.kept_under FROM search_identities i "
                "JOIN patients p ON p.id = i.kept_under WHERE p.voided_reason IS NULL"
            )
        }
        self._belongs = {
            (row["subject_table"], row["subject_id"]): row["belongs_to"]
            for row in desk.rows("SELECT subject_table, subject_id, belongs_to FROM misfiled")
        }
        self._series = {row["id"]: row for row in desk.rows(_SERIES)}
        self._unwanted = self._events()
        self._points = self._results(measure_id)
        self.titles: dict[str, str] = {row["protocol_name"]: row["title"] for row in self._series.values()}
        self.words: dict[tuple[str, str], str] = {}

    def starts_by_patient(self) -> list[list[_Start]]:
        """Return each patient's treatments, the earliest first."""
        found = []
        for row in self._desk.rows(_STARTS):
            patient = self._patient("sessions", row["id"], row["patient_id"])
            if patient is not None:
                found.append(_Start(patient, row["at"], row["series_id"], row["id"]))
        found.sort(key=lambda start: (start.patient, start.at, start.session))
        return [list(own) for _patient, own in groupby(found, key=lambda start: start.patient)]

    def key_of(self, series_id: str) -> tuple[str, str]:
        """Return the row a series belongs to: what it was given for, however it was typed, and by which protocol."""
        row = self._series[series_id]
        words = " ".join((row["indication"] or "").split())
        key = (words.casefold(), row["protocol_name"])
        self.words.setdefault(key, words)
        return key

    def treated(self, measure: Measure, series_id: str, own: Sequence[_Start], ends: str | None) -> Treated:
        """Return what is counted of a series that reaches to a moment, or to this day."""
        series = self._series[series_id]
        points = [
            Point(result_id, self._local(at), total)
            for at, result_id, total in self._points.get(own[0].patient, ())
            if ends is None or at <= ends
        ]
        found = course(measure, points, [self._local(start.at) for start in own])
        first, events = found.first_response, [self._unwanted.get(start.session, (0, 0)) for start in own]
        return Treated(
            planned=series["planned_count"],
            given=len(own),
            ended=series["ended_on"] is not None,
            unwanted=sum(every for every, _severe in events),
            severe=sum(severe for _every, severe in events),
            course=found,
            asked_again=first is not None and found.latest is not None and found.latest.at > first.at,
        )

    def _local(self, at: str) -> datetime:
        return from_text(at).astimezone(self._zone)

    def _patient(self, table: str, row_id: str, filed: str) -> str | None:
        """Return under which registration a row is read; None of somebody whose record was voided."""
        return self._kept.get(self._belongs.get((table, row_id), filed))

    def _events(self) -> Mapping[str, tuple[int, int]]:
        rows = self._desk.rows(_UNWANTED)
        return {row["session_id"]: (row["every"], row["severe"]) for row in rows}

    def _results(self, measure_id: str) -> Mapping[str, list[tuple[str, str, int | None]]]:
        found: defaultdict[str, list[tuple[str, str, int | None]]] = defaultdict(list)
        for row in self._desk.rows(_RESULTS, measure_id):
            patient = self._patient("measure_results", row["id"], row["patient_id"])
            if patient is not None:
                found[patient].append((row["answered_at"], row["id"], row["total"]))
        return found


_SERIES = "SELECT id, protocol_name, title, indication, planned_count, ended_on FROM series"
_STARTS = (
    "SELECT s.id, s.patient_id, s.series_id, min(x.occurred_at) AS at FROM session_events x "
    "INDEXED BY session_events_of_starts JOIN sessions s ON s.id = x.session_id "
    "WHERE x.kind = 'started' AND s.voided_reason IS NULL GROUP BY x.session_id"
)
_RESULTS = (
    "SELECT m.id, m.patient_id, m.answered_at, m.total FROM measure_results m WHERE m.measure = ? "
    "AND NOT EXISTS (SELECT 1 FROM measure_results n WHERE n.corrects = m.id) "
    "AND NOT EXISTS (SELECT 1 FROM measure_events v WHERE v.result_id = m.id AND v.kind = 'voided')"
)
_UNWANTED = """
SELECT session_id, count(*) AS every, sum(severity IN ('severe', 'life_threatening')) AS severe FROM (
    SELECT a.session_id, a.severity FROM adverse_events a
    WHERE NOT EXISTS (SELECT 1 FROM adverse_events c WHERE c.session_id = a.session_id AND c.corrects = a.id)
    UNION ALL SELECT l.session_id, l.severity FROM late_events l
    WHERE NOT EXISTS (SELECT 1 FROM late_events c WHERE c.session_id = l.session_id AND c.corrects = l.id)
) GROUP BY session_id
"""
