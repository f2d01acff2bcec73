"""Adverse events of a session."""

from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records.sessions.events import cleaned, correction_of, refuse_closed, when
from clinicdesk.records.sessions.reading import get
from clinicdesk.rules.adverse import KINDS, ActionTaken, Outcome, Relation, Severity
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import insert


def report_adverse_event(
    desk: Desk,
    session_id: str,
    *,
    kind: str,
    severity: Severity,
    related: Relation,
    action_taken: ActionTaken,
    outcome: Outcome,
    onset_at: datetime | None = None,
    narrative: str | None = None,
    corrects: str | None = None,
) -> str:
    """Record an adverse event and return its id; with ``corrects`` it replaces an earlier report, which stays readable
    and whose onset it keeps.

    ``kind`` is a code of ``rules.adverse.KINDS``; ``other`` needs words. Raises ``BadValue``.
    """
    session = get(desk, session_id)
    refuse_closed(session)
    if kind not in KINDS:
        raise BadValue(_("Choose what happened."), "kind")
    if kind == "other" and not cleaned(narrative):
        raise BadValue(_("Describe what happened."), "narrative")
    corrected = next((event for event in session.adverse_events if event.id == corrects), None)
    if corrects is not None and corrected is None:
        raise NotFound(_("This event was corrected meanwhile. Look at it again."))
    event_id = desk.new_id()
    row = insert(
        "adverse_events",
        event_id,
        session_id=session.id,
        patient_id=session.patient_id,
        kind=kind,
        onset_at=as_text(corrected.onset_at if corrected else when(desk, onset_at).at),
        severity=str(severity),
        related=str(related),
        action_taken=str(action_taken),
        outcome=str(outcome),
        narrative=cleaned(narrative),
        corrects=corrects,
        transcribed=int(desk.transcribing),
    )
    desk.record("session.adverse_event", *correction_of(corrects), row, patient=session.patient_id)
    return event_id
