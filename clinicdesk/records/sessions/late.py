"""What somebody tells after the session was signed: a reaction phoned in the next day.

The signed session stays as it is; the late event stands beside it, on the page and on its papers.
"""

from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records.sessions.adverse import refuse_vague
from clinicdesk.records.sessions.events import cleaned, correction_of
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import LateEvent, Session
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.storage.clock import as_text, whole_milliseconds
from clinicdesk.storage.entry import insert


def report_late_event(
    desk: Desk,
    session_id: str,
    *,
    kind: str,
    severity: Severity,
    related: Relation,
    action_taken: ActionTaken,
    outcome: Outcome,
    onset_at: datetime,
    told_by: str,
    told_at: datetime | None = None,
    narrative: str | None = None,
    corrects: str | None = None,
) -> str:
    """Record an unwanted event that became known after the signature, and return its id.

    ``onset_at`` is when it began, after the session's first event; ``told_at`` when it was told (now, if not given).
    With ``corrects`` it replaces an earlier late event, which stays readable. Raises ``BadValue``.
    """
    session = get(desk, session_id)
    if not session.is_signed:
        raise BadValue(_("The session is not signed yet. Record it as an adverse event of the session."))
    refuse_vague(kind, narrative)
    if not cleaned(told_by):
        raise BadValue(_("Say who told you."), "told_by")
    now = desk.now()
    onset, told = whole_milliseconds(onset_at), whole_milliseconds(told_at or now)
    _refuse_wrong_times(session, onset, told, now)
    if corrects is not None and all(event.id != corrects for event in late_events(session)):
        raise NotFound(_("This event was corrected meanwhile. Look at it again."))
    event_id = desk.new_id()
    row = insert(
        "late_events",
        event_id,
        session_id=session.id,
        patient_id=session.patient_id,
        kind=kind,
        onset_at=as_text(onset),
        severity=str(severity),
        related=str(related),
        action_taken=str(action_taken),
        outcome=str(outcome),
        narrative=cleaned(narrative),
        told_by=cleaned(told_by),
        told_at=as_text(told),
        corrects=corrects,
    )
    desk.record("session.late_event", *correction_of(corrects), row, patient=session.patient_id)
    return event_id


def late_events(session: Session) -> tuple[LateEvent, ...]:
    """Return the late events that count: corrected ones are left out."""
    gone = {event.corrects for event in session.late_events}
    return tuple(event for event in session.late_events if event.id not in gone)


def _refuse_wrong_times(session: Session, onset: datetime, told: datetime, now: datetime) -> None:
    for at, name in ((onset, "onset_at"), (told, "told_at")):
        if at > now:
            raise BadValue(_("This time is in the future. Type when it happened."), name)
    if onset > told:
        raise BadValue(_("It cannot have been told before it began. Check both times."), "onset_at")
    if session.events and onset < min(event.at for event in session.events):
        raise BadValue(_("This is before the session. Write it as a note."), "onset_at")
