"""The clinicians' mark on a patient: call this one first if they do not come."""

import json
from collections.abc import Iterable

from clinicdesk.desk import Desk
from clinicdesk.records.identities import same_person, surviving
from clinicdesk.storage.entry import insert, update


def is_flagged(desk: Desk, patient_id: str) -> bool:
    """Tell whether a clinician wants this patient called first."""
    desk.may_see("plan")
    row = desk.row(
        f"SELECT max(f.flagged) AS flagged FROM call_flags f WHERE {same_person('f.patient_id')}", patient_id
    )
    return bool(row and row["flagged"])


def flag(desk: Desk, patient_id: str, *, flagged: bool) -> None:
    """Ask for a call first if the patient does not come, or take that back. Does nothing where it stands so already."""
    kept = surviving(desk, patient_id)
    if is_flagged(desk, kept) == flagged:
        return
    rows = list(
        desk.rows(f"SELECT f.id, f.version, f.flagged FROM call_flags f WHERE {same_person('f.patient_id')}", kept)
    )
    if flagged:
        own = next((row for row in rows if row["id"] == kept), None)
        changes = [
            update("call_flags", kept, own["version"], flagged=1)
            if own
            else insert("call_flags", kept, patient_id=kept, flagged=1)
        ]
    else:
        # Of merged registrations each may have been marked.
        changes = [update("call_flags", row["id"], row["version"], flagged=0) for row in rows if row["flagged"]]
    desk.record("call.flag", *changes, patient=kept)


def flagged_among(desk: Desk, patient_ids: Iterable[str]) -> set[str]:
    """Return which of these patients are to be called first."""
    rows = desk.rows(
        "SELECT DISTINCT j.value AS id FROM json_each(?) j JOIN search_identities i ON i.kept_under = j.value "
        "JOIN call_flags f ON f.patient_id = i.patient_id WHERE f.flagged = 1",
        json.dumps(list(patient_ids)),
    )
    return {row["id"] for row in rows}
