"""What of a row is content, and what is its skeleton, which stays: that something was recorded, when and by whom.

Taken out are names, words, amounts and answers. What stays are ids, kinds, moments, and what says by which form,
protocol or questionnaire it was done. What the clinic must account for towards others stays whole (``ACCOUNTED``).
"""

from collections.abc import Mapping
from dataclasses import replace

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.storage.entry import Change, Value

ACCOUNTED = frozenset(
    {"disclosures", "rights_requests", "rights_events", "legal_holds", "emergency_accesses", "misfiled", "erasures"}
)
"""Tables that stay as they are: what left the clinic, what was asked for, who looked (45 CFR 164.316(b), 164.528)."""

_OF_A_REGISTRATION = frozenset({"record_number", "merged_into"})
_SKELETON = frozenset(
    {"kind", "state", "meaning", "subject_table", "language", "text_name", "text_version", "form_number", "signers"}
    | {"protocol_name", "protocol_version", "planned_count", "minutes", "media_type", "source", "boot", "uptime_ms"}
    | {"transcribed", "covers", "taken_back", "measure", "programme", "due_key", "field", "answer", "filed_by"}
    | {"sha256", "paper_sha256", "filled_by", "way", "weight_basis", "ordered_by", "severity", "result", "purpose"}
    | {"to_role", "role", "size_bytes", "corrects", "reviewed_by", "planned_by"}
)
"""Columns that hold nothing of anybody, or that the tables only take certain words for."""
_ALSO = frozenset(
    {("sessions", "number"), ("consents", "title"), ("series", "title"), ("eligibility", "treatment")}
    | {("messages", "answers")}
)
_BUT = frozenset({("workups", "result"), ("treatments_tried", "result"), ("allergies", "severity")})
_DATED_CONTENT = frozenset({"allergies", "medicines", "problems"})
"""Tables whose days are content: when an illness began."""
_POINTING = ("_at", "_on", "_id")
_STATES = frozenset({"voided_reason", "closed_reason"})
"""Columns whose being filled says that the row counts no more."""
_JSON: Mapping[str, str] = {"answers": "{}", "scores": "{}", "arithmetic": "[]", "kept_before": "{}"}


def is_content(table: str, column: str) -> bool:
    """Tell whether a column holds something of the patient."""
    if table == "patients":
        return column not in _OF_A_REGISTRATION
    if (table, column) in _BUT or (table in _DATED_CONTENT and column.endswith("_on")):
        return True
    return not (column in _SKELETON or (table, column) in _ALSO or column.endswith(_POINTING))


def emptied(desk: Desk, change: Change) -> Change:
    """Return a change with its content taken out."""
    return replace(
        change,
        columns={
            name: _blank(desk, change.table, name) if value is not None and is_content(change.table, name) else value
            for name, value in change.columns.items()
        },
    )


def _blank(desk: Desk, table: str, column: str) -> Value:
    """Return what stands in place of a column's content: nothing, or the least the table takes."""
    if column in _STATES:
        return _("Erased")
    row = desk.row("SELECT * FROM pragma_table_info(?) WHERE name = ?", table, column)
    assert row is not None
    if not row["notnull"]:
        return None
    if row["dflt_value"] is not None:
        text = str(row["dflt_value"]).strip("'")
        return int(text) if row["type"] == "INTEGER" else text
    return 0 if row["type"] == "INTEGER" else _JSON.get(column, "")
