"""Reading the results of questionnaires. Clinical text: for those who treat."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.records.identities import of_person, owner
from clinicdesk.records.measures.result import FilledBy, Result, Score, Way
from clinicdesk.storage.clock import as_text, from_text

_RESULTS = f"""
SELECT m.*, {owner("m", "measure_results")} AS belongs_to, e.at AS recorded_at,
       coalesce(w.name, e.staff) AS recorded_by,
       (SELECT n.id FROM measure_results n WHERE n.corrects = m.id) AS corrected_by,
       (SELECT json_extract(v.detail, '$.reason') FROM measure_events v WHERE v.result_id = m.id AND v.kind = 'voided')
       AS voided_reason
FROM measure_results m
JOIN search_entries e ON e.id = m.version
LEFT JOIN staff w ON w.id = e.staff
"""

_COUNTS = (
    "NOT EXISTS (SELECT 1 FROM measure_results n WHERE n.corrects = m.id) "
    "AND NOT EXISTS (SELECT 1 FROM measure_events v WHERE v.result_id = m.id AND v.kind = 'voided')"
)
"""What ``Result.counts`` says, for a query that reads less."""


def of_patient(desk: Desk, patient_id: str, measure: str | None = None) -> list[Result]:
    """Return a patient's results, the earliest first, with those that do not count any more; of one measure, or all."""
    desk.may_see("clinical")
    only, values = ("AND m.measure = ?", (measure,)) if measure else ("", ())
    return _results(
        desk.rows(
            f"{_RESULTS} WHERE {of_person('m', 'measure_results')} {only} ORDER BY m.answered_at, m.id",
            patient_id,
            *values,
        )
    )


def of_session(desk: Desk, session_id: str) -> list[Result]:
    """Return the results that belong to a session, the earliest first, with those that do not count any more."""
    desk.may_see("clinical")
    return _results(desk.rows(f"{_RESULTS} WHERE m.session_id = ? ORDER BY m.answered_at, m.id", session_id))


def scores_of(desk: Desk, patient_id: str) -> list[Score]:
    """Return the scores of a patient that count, the earliest first, by the clinic's clock; no answers are read."""
    desk.may_see("clinical")
    rows = desk.rows(
        "SELECT m.id, m.measure, m.file_id, m.answered_at, m.total FROM measure_results m "
        f"WHERE {of_person('m', 'measure_results')} AND {_COUNTS} ORDER BY m.answered_at, m.id",
        patient_id,
    )
    return [
        Score(row["id"], row["measure"], row["file_id"], desk.local(from_text(row["answered_at"])), row["total"])
        for row in list(rows)
    ]


def times_between(desk: Desk, patient_id: str, measure: str, since: datetime, until: datetime) -> list[datetime]:
    """Return when a measure was answered from ``since`` up to before ``until``; nothing of what, so anybody may ask."""
    desk.may_see("plan")
    rows = desk.rows(
        f"SELECT m.answered_at FROM measure_results m WHERE {of_person('m', 'measure_results')} AND m.measure = ? "
        "AND m.answered_at >= ? AND m.answered_at < ? "
        f"AND {_COUNTS} ORDER BY m.answered_at, m.id",
        patient_id,
        measure,
        as_text(since),
        as_text(until),
    )
    return [from_text(row["answered_at"]) for row in rows]


def get(desk: Desk, result_id: str) -> Result:
    """Return one result. Raises ``NotFound``."""
    desk.may_see("clinical")
    return for_writing(desk, result_id)


def for_writing(desk: Desk, result_id: str) -> Result:
    """Return one result to what writes about it; it is shown to nobody. Raises ``NotFound``."""
    found = _results(desk.rows(f"{_RESULTS} WHERE m.id = ?", result_id))
    if not found:
        raise NotFound(_("This questionnaire is not in this clinic."))
    return found[0]


def _results(rows: Iterable[dict[str, Any]]) -> list[Result]:
    return [
        Result(
            id=row["id"],
            patient_id=row["belongs_to"],
            measure=row["measure"],
            file_id=row["file_id"],
            language=row["language"],
            filled_by=FilledBy(row["filled_by"]),
            way=Way(row["way"]),
            answered_at=from_text(row["answered_at"]),
            answers=json.loads(row["answers"]),
            scores=json.loads(row["scores"]),
            total=row["total"],
            series_id=row["series_id"],
            session_id=row["session_id"],
            due_key=row["due_key"],
            remark=row["remark"],
            recorded_at=from_text(row["recorded_at"]),
            recorded_by=row["recorded_by"],
            corrects=row["corrects"],
            corrected_by=row["corrected_by"],
            voided_reason=row["voided_reason"],
        )
        for row in rows
    ]
