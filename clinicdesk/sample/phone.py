"""The telephone of the sample clinic: who asks, who is called, and whom a clinician wants called first."""

from typing import Any

from clinicdesk.records import calls, contact_rules, enquiries
from clinicdesk.records.calls import Outcome, Purpose
from clinicdesk.sample.stage import Stage, Story


def enquiry(stage: Stage, entry: dict[str, Any]) -> Story:
    """Tell how somebody asks; who becomes a patient is told with their registration."""
    yield stage.when(entry)
    asked = {name: entry.get(name, "") for name in ("name", "phone", "email", "reason", "referrer")}
    enquiry_id = enquiries.take(stage.desks["receptionist"], **asked)
    if "key" in entry:
        stage.enquiries[entry["key"]] = enquiry_id
    if closed := entry.get("closed"):
        yield stage.when(closed)
        desk = stage.desks["receptionist"]
        enquiries.close(desk, enquiries.get(desk, enquiry_id), reason=closed["reason"])


def flag(stage: Stage, entry: dict[str, Any]) -> Story:
    """Tell how a clinician asks for somebody to be called first."""
    yield stage.when(entry)
    desk, patient_id = stage.desks[entry["by"]], stage.patients[entry["patient"]]
    desk.note_opening(patient_id)
    calls.flag(desk, patient_id, flagged=True)


def call(stage: Stage, entry: dict[str, Any]) -> Story:
    """Tell how the front desk calls somebody who is on a call list; near midnight they may not be on it yet."""
    yield stage.when(entry)
    desk, patient_id = stage.desks[entry.get("by", "receptionist")], stage.patients[entry["patient"]]
    due = next((one for one in calls.due(desk, Purpose(entry["purpose"])) if one.patient_id == patient_id), None)
    if due is not None:
        phone = contact_rules.of(desk, patient_id).phone
        calls.note(desk, due, Outcome(entry["outcome"]), phone=phone, remark=entry.get("remark", ""))
