"""Sessions: everything that happens in one visit, each verb one entry of the ledger, one small file per subject.

Phase, timers, volumes and what is due are computed from the rows each time they are read; none of it is stored.
"""

from clinicdesk.records.sessions.adverse import report_adverse_event
from clinicdesk.records.sessions.alarms import alarms, go, mute, note_on_alarm, settle_alarm, watch
from clinicdesk.records.sessions.attention import clock_note, due, latest_values, limits_reached
from clinicdesk.records.sessions.checks import Identifiers, arrive, check_escort, check_fasting, fasting_problem
from clinicdesk.records.sessions.closing import (
    DecidedBy,
    addendum,
    discharge,
    marks_of,
    missing_to_sign,
    not_treated,
    sign,
)
from clinicdesk.records.sessions.consent import asking_reason, consent_answer, consent_standing, paper_needs
from clinicdesk.records.sessions.drugs import differs_from_pump, give_drug, unbalanced
from clinicdesk.records.sessions.events import now_of, sheet_day
from clinicdesk.records.sessions.flow import EndReason, end, pause, resume, set_rate
from clinicdesk.records.sessions.flowsheet import PRESSURE, Cell, Round, rounds
from clinicdesk.records.sessions.moving_rows import entered_by_others, last_row_of, last_seq, move_row
from clinicdesk.records.sessions.observing import correct, correct_comment, observe
from clinicdesk.records.sessions.ordering import arithmetic, lines_of, order, questions_about, usual
from clinicdesk.records.sessions.reading import get, line, of_patient, of_series, on_day, running, unsigned
from clinicdesk.records.sessions.session import (
    COMMENT,
    AdverseEvent,
    CheckItem,
    DrugGiven,
    LateEvent,
    Observation,
    Order,
    OrderedBy,
    SecondCheck,
    Session,
    SessionEvent,
    SessionLine,
    Signature,
    VerbalOrder,
)
from clinicdesk.records.sessions.starting import baseline_findings, missing_to_start, start
from clinicdesk.records.sessions.withdrawn import withdrawn_at

__all__ = [
    "COMMENT",
    "PRESSURE",
    "AdverseEvent",
    "Cell",
    "CheckItem",
    "DecidedBy",
    "DrugGiven",
    "EndReason",
    "Identifiers",
    "LateEvent",
    "Observation",
    "Order",
    "OrderedBy",
    "Round",
    "SecondCheck",
    "Session",
    "SessionEvent",
    "SessionLine",
    "Signature",
    "VerbalOrder",
    "addendum",
    "alarms",
    "arithmetic",
    "arrive",
    "asking_reason",
    "baseline_findings",
    "check_escort",
    "check_fasting",
    "clock_note",
    "consent_answer",
    "consent_standing",
    "correct",
    "correct_comment",
    "differs_from_pump",
    "discharge",
    "due",
    "end",
    "entered_by_others",
    "fasting_problem",
    "get",
    "give_drug",
    "go",
    "last_row_of",
    "last_seq",
    "latest_values",
    "limits_reached",
    "line",
    "lines_of",
    "marks_of",
    "missing_to_sign",
    "missing_to_start",
    "move_row",
    "mute",
    "not_treated",
    "note_on_alarm",
    "now_of",
    "observe",
    "of_patient",
    "of_series",
    "on_day",
    "order",
    "paper_needs",
    "pause",
    "questions_about",
    "report_adverse_event",
    "resume",
    "rounds",
    "running",
    "set_rate",
    "settle_alarm",
    "sheet_day",
    "sign",
    "start",
    "unbalanced",
    "unsigned",
    "usual",
    "watch",
    "withdrawn_at",
]
