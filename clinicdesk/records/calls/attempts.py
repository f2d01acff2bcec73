"""Attempts to reach a patient: noting how one ended, taking a slip back, and those there were."""

import json
from collections.abc import Iterable
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records import patients
from clinicdesk.records.calls.call import TAKEN_BACK, Attempt, Due, Outcome, Purpose
from clinicdesk.records.identities import of_person, owner
from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.entry import Change, insert, update

LONGEST_REMARK = 500


def note(desk: Desk, due: Due, outcome: Outcome, *, phone: str = "", remark: str = "") -> str:
    """Note how a call ended and return the attempt's id; ``phone`` is the number that was dialled.

    Who does not want calls is not called any more: that is written into the patient's contact rules in the same entry.
    Raises ``BadValue`` where the remark is too long, ``ChangedElsewhere`` when the patient's details just changed.
    """
    if len(remark) > LONGEST_REMARK:
        raise BadValue(_("Keep a remark below {count} characters.").format(count=LONGEST_REMARK), "remark")
    patient = patients.get(desk, due.patient_id)
    attempt_id = desk.new_id()
    row = insert(
        "call_attempts",
        attempt_id,
        patient_id=patient.id,
        purpose=due.purpose.value,
        subject_id=due.subject_id,
        outcome=outcome.value,
        remark=remark.strip() or None,
        phone=phone.strip() or None,
        called_at=as_text(desk.now()),
    )
    also: list[Change] = []
    if outcome is Outcome.NO_CALLS and patient.do_not_call != "yes":
        also.append(update("patients", patient.id, patient.version, do_not_call="yes"))
    desk.record("call.record", row, *also, patient=patient.id)
    return attempt_id


def take_back(desk: Desk, attempt_id: str) -> None:
    """Take back an attempt that was noted by a slip of the hand; both stay in the record.

    Raises ``BadValue`` for one that changed how the patient may be contacted: that is changed in the patient's details.
    """
    row = desk.row("SELECT * FROM call_attempts WHERE id = ?", attempt_id)
    if row is None:
        raise NotFound(_("This call is not in this clinic."))
    if row["outcome"] == Outcome.NO_CALLS:
        raise BadValue(_("Change “Do not call” in the patient's details; the call stays as it was noted."))
    if desk.row("SELECT 1 AS there FROM call_attempts WHERE corrects = ?", attempt_id):
        return
    columns: dict[str, Any] = {name: row[name] for name in ("patient_id", "purpose", "subject_id")}
    desk.record(
        "call.record",
        insert(
            "call_attempts",
            desk.new_id(),
            **columns,
            outcome=TAKEN_BACK,
            called_at=as_text(desk.now()),
            corrects=attempt_id,
        ),
        patient=row["patient_id"],
    )


_ATTEMPTS = """
SELECT c.*, coalesce(w.name, e.staff) AS by_name{also} FROM {source}
JOIN search_entries e ON e.id = c.version LEFT JOIN staff w ON w.id = e.staff
WHERE c.outcome <> 'taken_back' AND NOT EXISTS (SELECT 1 FROM call_attempts x WHERE x.corrects = c.id) {condition}
ORDER BY c.id DESC
"""


def of_patient(desk: Desk, patient_id: str) -> list[Attempt]:
    """Return every attempt to reach a patient, the newest first."""
    desk.may_see("plan")
    query = _ATTEMPTS.format(also="", source="call_attempts c", condition=f"AND {of_person('c', 'call_attempts')}")
    return [_attempt(row) for row in desk.rows(query, patient_id)]


def of_patients(desk: Desk, patient_ids: Iterable[str]) -> dict[str, list[Attempt]]:
    """Return the attempts to reach several patients (by the registrations that are kept), the newest first."""
    source = (
        "json_each(?) j CROSS JOIN search_identities i ON i.kept_under = j.value CROSS JOIN call_attempts c ON c.id IN "
        "(SELECT a.id FROM call_attempts a WHERE a.patient_id = i.patient_id UNION ALL SELECT f.subject_id "
        "FROM misfiled f WHERE f.belongs_to = i.patient_id AND f.subject_table = 'call_attempts')"
    )
    found: dict[str, list[Attempt]] = {}
    condition = f"AND {owner('c', 'call_attempts')} = j.value"
    query = _ATTEMPTS.format(also=", j.value AS kept", source=source, condition=condition)
    for row in desk.rows(query, json.dumps(list(patient_ids))):
        found.setdefault(row["kept"], []).append(_attempt(row))
    return found


def _attempt(row: dict[str, Any]) -> Attempt:
    return Attempt(
        id=row["id"],
        purpose=Purpose(row["purpose"]),
        subject_id=row["subject_id"] or "",
        outcome=Outcome(row["outcome"]),
        remark=row["remark"] or "",
        phone=row["phone"] or "",
        called_at=from_text(row["called_at"]),
        by_name=row["by_name"],
    )
