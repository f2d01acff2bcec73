"""Every row of a patient's chart as it is kept, for the machine-readable copy, with what is left out and why.

A row that hangs on another one (a value on its session, a signature on its consent) goes where that one goes; so a
chart that was merged or parted gives what it gives on the screen. A test compares the lists below with the clinic file,
so that a new table cannot be forgotten.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import kept_apart
from clinicdesk.records.identities import of_person, same_person, surviving

Row = dict[str, Any]

OWN: tuple[str, ...] = (
    "patient_answers", "allergies", "medicines", "problems", "indications", "treatments_tried", "care_team",
    "consents", "eligibility", "workups", "enrolments", "series", "sessions", "measure_results", "measure_skips",
    "notes", "documents", "appointments", "waiting_list", "call_attempts", "enquiries", "coverages", "authorisations",
    "payments", "disclosures", "rights_requests", "erasures",
)  # fmt: skip
"""Tables whose rows belong to the patient themselves."""

_STATED = frozenset({"patient_answers", "erasures"})

HANGING: Mapping[str, tuple[str, str]] = {
    "medicine_decisions": ("medicine_id", "medicines"),
    "consent_events": ("consent_id", "consents"),
    "seals": ("consent_id", "consents"),
    "series_events": ("series_id", "series"),
    "session_events": ("session_id", "sessions"),
    "observations": ("session_id", "sessions"),
    "orders": ("session_id", "sessions"),
    "second_checks": ("session_id", "sessions"),
    "verbal_orders": ("session_id", "sessions"),
    "eligibility_passes": ("session_id", "sessions"),
    "drugs_given": ("session_id", "sessions"),
    "adverse_events": ("session_id", "sessions"),
    "late_events": ("session_id", "sessions"),
    "monitoring_forms": ("session_id", "sessions"),
    "note_events": ("note_id", "notes"),
    "measure_events": ("result_id", "measure_results"),
    "measure_alerts": ("result_id", "measure_results"),
    "alert_events": ("alert_id", "measure_alerts"),
    "appointment_events": ("appointment_id", "appointments"),
    "rights_events": ("request_id", "rights_requests"),
}
"""Table → the column that names the row it hangs on, and the table of that row. In an order that finds each one's."""

SUBJECT = ("signatures", "addenda")
"""Tables that name the row they hang on by table and id."""

LEFT_OUT: Mapping[str, str] = {
    "messages": _("Messages between colleagues are not part of the record of treatment."),
    "emergency_accesses": _("Who looked at the chart stands in the access log, not in the chart."),
    "legal_holds": _("Holds are about keeping the chart, not about the patient's health."),
    "call_flags": _("Whom the clinic calls first is a list of the clinic."),
    "misfiled": _("Which registration a record stands under is bookkeeping of the clinic."),
    "merges": _("Which registrations were merged is bookkeeping of the clinic."),
}
"""Table that names a patient → why its rows are in no copy."""

_NOT_GIVEN: Mapping[str, frozenset[str]] = {"documents": frozenset({"text"})}
"""Columns that only help to find: what is written in a document stands in the document."""


def of_patient(desk: Desk, patient_id: str) -> dict[str, list[Row]]:
    """Return the rows of a chart by table, the registrations first. Raises ``NotAllowed`` and ``NotFound``."""
    desk.may_see("clinical")
    found = _read(desk, surviving(desk, patient_id), only_chart=True)
    return {table: [_given(table, row) for row in rows] for table, rows in found.items() if rows}


def ids_of_patient(desk: Desk, patient_id: str) -> dict[str, list[Row]]:
    """Return which rows are a patient's, by table, notes kept apart among them; nothing of what they say.

    Of each row its id, and the hashes of the large content it names.
    """
    found = _read(desk, surviving(desk, patient_id), only_chart=False)
    named = ("id", "sha256", "paper_sha256")
    return {t: [{name: row[name] for name in named if name in row} for row in rows] for t, rows in found.items()}


def _read(desk: Desk, kept: str, *, only_chart: bool) -> dict[str, list[Row]]:
    people = desk.rows(f"SELECT * FROM patients p WHERE {same_person('p.id')} ORDER BY p.id", kept)
    found: dict[str, list[Row]] = {"patients": list(people)}
    for table in OWN:
        found[table] = _own(desk, table, kept, only_chart=only_chart)
    for table, (column, above) in HANGING.items():
        found[table] = _hanging(desk, table, column, found[above])
    for table in SUBJECT:
        found[table] = _of_subjects(desk, table, found)
    return found


def _own(desk: Desk, table: str, kept: str, *, only_chart: bool) -> list[Row]:
    belongs = same_person("x.patient_id") if table in _STATED else of_person("x", table)
    in_chart = kept_apart.in_chart("x") if table == "notes" and only_chart else "1"
    return list(desk.rows(f"SELECT x.* FROM {table} x WHERE {belongs} AND {in_chart} ORDER BY x.id", kept))


def _hanging(desk: Desk, table: str, column: str, above: Iterable[Row]) -> list[Row]:
    ids = json.dumps([row["id"] for row in above])
    sql = f"SELECT x.* FROM json_each(?) j JOIN {table} x ON x.{column} = j.value ORDER BY x.id"
    return list(desk.rows(sql, ids))


def _of_subjects(desk: Desk, table: str, found: Mapping[str, Iterable[Row]]) -> list[Row]:
    sql = (
        f"SELECT x.* FROM json_each(?) j JOIN {table} x ON x.subject_id = j.value "
        "WHERE x.subject_table = ? ORDER BY x.id"
    )
    rows: list[Row] = []
    for subject in sorted(found):
        rows += desk.rows(sql, json.dumps([row["id"] for row in found[subject]]), subject)
    return rows


def _given(table: str, row: Row) -> Row:
    return {name: value for name, value in row.items() if name not in _NOT_GIVEN.get(table, frozenset())}


def written_by(desk: Desk, rows: Mapping[str, Iterable[Row]]) -> dict[str, Row]:
    """Return who wrote each of these rows last and when, by the version that stands in the row."""
    versions = sorted({row["version"] for several in rows.values() for row in several})
    found = desk.rows(
        "SELECT e.id, e.seq, e.at, coalesce(s.name, e.staff) AS by_name FROM json_each(?) j "
        "JOIN search_entries e ON e.id = j.value LEFT JOIN staff s ON s.id = e.staff",
        json.dumps(versions),
    )
    return {row["id"]: {"entry": row["seq"], "at": row["at"], "by": row["by_name"]} for row in found}


def texts_named(desk: Desk, rows: Mapping[str, Iterable[Row]]) -> dict[str, Row]:
    """Return which consent texts, protocols and questionnaires these rows refer to: name, version and hash."""
    columns = ("text_id", "protocol_id", "file_id", "template_id")
    ids = {row[column] for several in rows.values() for row in several for column in columns if row.get(column)}
    found = desk.rows(
        "SELECT f.id, f.kind, f.name, f.text_version, f.sha256 FROM json_each(?) j JOIN published_files f "
        "ON f.id = j.value",
        json.dumps(sorted(ids)),
    )
    return {row["id"]: {name: row[name] for name in ("kind", "name", "text_version", "sha256")} for row in found}


def people_named(desk: Desk, rows: Mapping[str, Iterable[Row]]) -> dict[str, str]:
    """Return the names of the staff these rows refer to, by id."""
    known = {row["id"]: row["name"] for row in desk.rows("SELECT id, name FROM staff")}
    named = {value for several in rows.values() for row in several for value in row.values() if value in known}
    return {staff_id: known[staff_id] for staff_id in sorted(named)}
