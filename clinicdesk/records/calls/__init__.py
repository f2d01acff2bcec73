"""Calling patients: the lists worked out from the record, the attempts, and the clinicians' mark “call first”."""

from clinicdesk.records.calls.attempts import note, of_patient, take_back
from clinicdesk.records.calls.call import (
    Attempt,
    CallLine,
    CallList,
    Due,
    Outcome,
    Purpose,
    ends,
    outcome_name,
    purpose_name,
)
from clinicdesk.records.calls.due import due, next_open_day
from clinicdesk.records.calls.flags import flag, is_flagged
from clinicdesk.records.calls.lists import counts, of

__all__ = [
    "Attempt",
    "CallLine",
    "CallList",
    "Due",
    "Outcome",
    "Purpose",
    "counts",
    "due",
    "ends",
    "flag",
    "is_flagged",
    "next_open_day",
    "note",
    "of",
    "of_patient",
    "outcome_name",
    "purpose_name",
    "take_back",
]
