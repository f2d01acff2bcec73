"""Adverse events of a session, and those somebody tells of after it was signed (``late``)."""

from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records.sessions.events import cleaned, correction_of, refuse_closed, when
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.stamps import EVENT, settling_rows, stamp_of
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
    stamp_id: str | None = None,
) -> str:
    """Record an adverse event and return its id; with ``corrects`` it replaces an earlier report, which stays readable
    and whose onset it keeps. With ``stamp_id`` it is what was stamped: it began then, and the stamp is settled.

    ``kind`` is a code of ``rules.adverse.KINDS``; ``other`` needs words. Raises ``BadValue``.
    """
    session = get(desk, session_id)
    refuse_closed(session)
    refuse_vague(kind, narrative)
    corrected = next((event for event in session.adverse_events if event.id == corrects), None)
    if corrects is not None and corrected is None:
        raise NotFound(_("This event was corrected meanwhile. Look at it again."))
    stamped = stamp_of(session, stamp_id) if stamp_id else None
    began = corrected.onset_at if corrected else stamped.moment.at if stamped else when(desk, onset_at).at
    event_id = desk.new_id()
    row = insert(
        "adverse_events",
        event_id,
        session_id=session.id,
        patient_id=session.patient_id,
        kind=kind,
        onset_at=as_text(began),
        severity=str(severity),
        related=str(related),
        action_taken=str(action_taken),
        outcome=str(outcome),
        narrative=cleaned(narrative),
        corrects=corrects,
        transcribed=int(desk.transcribing),
        stamp_id=stamp_id or (corrected.stamp_id if corrected else None),
    )
    settled = settling_rows(desk, session, stamp_id, EVENT, None) if stamp_id else ()
    desk.record("session.adverse_event", *correction_of(corrects), row, *settled, patient=session.patient_id)
    return event_id


def refuse_vague(kind: str, narrative: str | None) -> None:
    """Raise ``BadValue`` for an event of no known kind, or of the kind ``other`` without words."""
    if kind not in KINDS:
        raise BadValue(_("Choose what happened."), "kind")
    if kind == "other" and not cleaned(narrative):
        raise BadValue(_("Describe what happened."), "narrative")
