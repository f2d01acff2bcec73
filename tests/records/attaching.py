"""One row of every kind of record of a patient, as the program would write it: the tables say what they need."""

from clinicdesk.desk import Desk
from clinicdesk.records.identities import surviving
from clinicdesk.records.measures import files
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import insert

# What stands in columns that may not hold anything.
_VALUES = {
    "kind": "progress",
    "answer": "none",
    "field": "medicines",
    "state": "booked",
    "severity": "mild",
    "covers": '["iv-ketamine"]',
    "arithmetic": "[]",
    "planned_on": "2026-03-09",
    "paid_on": "2026-03-02",
    "text_version": "1",
    "signer_name": "Zoë Ångström",
    "source": "dropped",
    "media_type": "application/pdf",
    "meaning": "patient",
    "purpose": "reminder",
    "outcome": "reached",
    "result": "eligible",
    "occurred_on": "2026-03-02",
    "done_on": "2026-03-02",
    "decided_on": "2026-03-02",
    "enrolled_on": "2026-03-02",
    "answers": "{}",
    "filled_by": "patient",
    "way": "screen",
    "scores": "{}",
    "reason": "declined",
}
_KINDS = {
    "series_events": "extended",
    "workups": "ecg",
    "monitoring_forms": "filled",
    "consent_events": "signed",
    "session_events": "arrived",
    "observations": "weight",
    "appointments": "follow_up",
    "appointment_events": "arrived",
    "waiting_list": "follow_up",
    "coverages": "self_pay",
    "payments": "payment",
    "documents": "letter",
    "note_events": "sent",
    "measure_events": "voided",
    "alert_events": "shown",
    "rights_requests": "copy",
    "rights_events": "noted",
}
_BY_TABLE: dict[str, dict[str, str]] = {
    "workups": {"result": "no_concern"},
    "care_team": {"role": "therapist"},
    "medicine_decisions": {"decision": "continued"},
    "note_events": {"detail": '{"on": "2026-03-02", "way": "post"}'},
    "measure_results": {"measure": "phq-9"},
    "rights_requests": {"received_on": "2026-03-02", "due_on": "2026-04-01", "relation": "self"},
    "disclosures": {"basis": "law", "way": "post"},
    "eligibility": {"valid_until": "2026-09-01"},
    "late_events": {"related": "related", "action_taken": "none", "outcome": "resolved", "kind": "nausea"},
}
_SUBJECTS = {"signatures": "consents", "addenda": "notes"}


def attach(desk: Desk, table: str, patient_id: str, **columns: str | int | None) -> str:
    """Write one row of a table under the registration a patient is kept under; return its id."""
    patient_id = surviving(desk, patient_id)
    row_id = str(columns.pop("id", desk.new_id()))
    values = {**_needed(desk, table, patient_id), **_BY_TABLE.get(table, {}), **columns, "patient_id": patient_id}
    desk.record("patient.amend", insert(table, row_id, **values), patient=patient_id)
    return row_id


def _needed(desk: Desk, table: str, patient_id: str) -> dict[str, str | int | None]:
    owners = {row["from"]: row["table"] for row in desk.rows(f"PRAGMA foreign_key_list({table})")}
    values: dict[str, str | int | None] = {}
    for column in desk.rows(f"PRAGMA table_info({table})"):
        name = column["name"]
        if name in ("id", "version", "patient_id") or not column["notnull"] or column["dflt_value"] is not None:
            continue
        if table == "measure_results" and name == "file_id":
            values[name] = _measure(desk)
        elif name in owners:
            values[name] = _existing(desk, owners[name], patient_id)
        elif name.endswith("_at"):
            values[name] = as_text(desk.now())
        elif name == "kind":
            values[name] = _KINDS.get(table, "progress")
        elif name == "form_number":
            values[name] = 1 + int((desk.row("SELECT count(*) AS n FROM consents") or {})["n"])
        elif name == "subject_table":
            values[name] = _SUBJECTS[table]
        elif name == "subject_id":
            values[name] = _existing(desk, _SUBJECTS[table], patient_id)
        else:
            values[name] = _VALUES.get(name, 1 if column["type"] == "INTEGER" else name)
    return values


def _measure(desk: Desk) -> str:
    """Return the kept file of a questionnaire: whoever reads the result reads it as well."""
    file_id, kept = files.pin(desk, "phq-9")
    if kept:
        desk.record("patient.amend", *kept)
    return file_id


def _existing(desk: Desk, table: str, patient_id: str) -> str:
    """Return a row of another table, made when there is none; of the same patient where it has one."""
    if table == "staff":
        return str((desk.row("SELECT id FROM staff LIMIT 1") or {})["id"])
    if table == "published_files":
        found = desk.row("SELECT id FROM published_files LIMIT 1")
        if found is None:
            row = insert("published_files", "p", kind="protocol", name="p", text_version="1", body="", sha256="0")
            desk.record("patient.amend", row)
        return "p" if found is None else str(found["id"])
    found = desk.row(f"SELECT id FROM {table} WHERE patient_id = ? ORDER BY id DESC", patient_id)
    return str(found["id"]) if found else attach(desk, table, patient_id)
