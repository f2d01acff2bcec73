"""Does a treatment suit a patient: asking, deciding, the gate before a visit, and what has expired.

What is asked stands in the files under ``resources/eligibility``, what follows from it in ``rules/eligibility``.
"""

from clinicdesk.records.eligibility.asking import (
    Answers,
    Chart,
    chart_of,
    forget,
    given,
    keep,
    kept,
    kept_by_others,
)
from clinicdesk.records.eligibility.deciding import assess, decide
from clinicdesk.records.eligibility.decision import Decision, latest, of_patient
from clinicdesk.records.eligibility.expiring import Running, of_person
from clinicdesk.records.eligibility.files import dictionary, get, load_all, offered, pinned, problems, treatment_of
from clinicdesk.records.eligibility.gate import Pass, Standing, Stop, VisitNeed, at_start, of_visit, of_visits
from clinicdesk.records.eligibility.heeding import kept_with_start, list_changed, not_asked, to_know
from clinicdesk.records.eligibility.passing import pass_stop
from clinicdesk.records.eligibility.same_day import REPLY_WORDS, SameDay

__all__ = [
    "REPLY_WORDS",
    "Answers",
    "Chart",
    "Decision",
    "Pass",
    "Running",
    "SameDay",
    "Standing",
    "Stop",
    "VisitNeed",
    "assess",
    "at_start",
    "chart_of",
    "decide",
    "dictionary",
    "forget",
    "get",
    "given",
    "keep",
    "kept",
    "kept_by_others",
    "kept_with_start",
    "latest",
    "list_changed",
    "load_all",
    "not_asked",
    "of_patient",
    "of_person",
    "of_visit",
    "of_visits",
    "offered",
    "pass_stop",
    "pinned",
    "problems",
    "to_know",
    "treatment_of",
]
