"""How a session is closed: discharge, not treated, signature, addendum."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.language import _
from clinicdesk.records.sessions.drugs import unbalanced
from clinicdesk.records.sessions.events import beginning_of, cleaned, event_row, in_order, refuse_closed, require, when
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import Session
from clinicdesk.rules.discharge import Mark, checklist_state
from clinicdesk.rules.timeline import EventKind, Phase
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import insert

_BEGUN = _("The infusion has started. Stop it instead.")


class DecidedBy(StrEnum):
    """Who decided that a session does not take place. The values are stored, so they never change."""

    PATIENT = "patient"
    CLINICIAN = "clinician"
    CLINIC = "clinic"


def discharge(
    desk: Desk,
    session_id: str,
    *,
    marks: Mapping[str, Mark],
    remarks: Mapping[str, str] | None = None,
    occurred_at: datetime | None = None,
) -> None:
    """Record that the patient left, with the checklist as it was answered: item id → mark, item id → remark.

    Saved as it is, complete or not; signing asks for what is open. Until then it may be recorded again, and the last
    one counts.
    """
    session = get(desk, session_id)
    refuse_closed(session)
    if session.phase is not Phase.DISCHARGED:
        require(session, EventKind.DISCHARGED, _("End the infusion before the patient leaves."))
    kept = {item: text.strip() for item, text in (remarks or {}).items() if text.strip()}
    row = event_row(
        desk,
        session,
        EventKind.DISCHARGED,
        in_order(session, when(desk, occurred_at), chosen=occurred_at is not None),
        marks={item: str(mark) for item, mark in marks.items()},
        remarks=kept,
    )
    desk.record("session.discharge", row, patient=session.patient_id)


def marks_of(session: Session) -> tuple[dict[str, Mark], dict[str, str]]:
    """Return the discharge checklist as last recorded: marks and remarks by item id."""
    event = session.last_event(EventKind.DISCHARGED)
    if event is None:
        return {}, {}
    return {item: Mark(mark) for item, mark in event.detail["marks"].items()}, dict(event.detail["remarks"])


def not_treated(
    desk: Desk, session_id: str, *, reason: str, decided_by: DecidedBy, occurred_at: datetime | None = None
) -> None:
    """Close a session that did not start, with the reason and who decided."""
    session = get(desk, session_id)
    require(session, EventKind.NOT_TREATED, _BEGUN)
    if not cleaned(reason):
        raise BadValue(_("Say why the patient was not treated."), "reason")
    row = event_row(
        desk,
        session,
        EventKind.NOT_TREATED,
        when(desk, occurred_at),
        reason=cleaned(reason),
        decided_by=str(decided_by),
    )
    try:
        desk.record(
            "session.not_treated", beginning_of(session), row, patient=session.patient_id, reason=cleaned(reason)
        )
    except ChangedElsewhere:
        require(get(desk, session_id), EventKind.NOT_TREATED, _BEGUN)
        raise


def missing_to_sign(session: Session) -> tuple[str, ...]:
    """Return what keeps the session from being signed, as sentences."""
    missing = [problem for drug in session.drugs if (problem := unbalanced(drug))]
    if session.phase is Phase.NOT_TREATED:
        # What was drawn up for nobody is accounted for all the same.
        return tuple(missing)
    if session.started is None:
        return (_("The session has not taken place yet."),)
    if session.ended is None:
        missing.append(_("Record the end of the infusion."))
    if not session.drugs:
        missing.append(_("Record the drug that was given, with its lot."))
    marks, remarks = marks_of(session)
    if session.last_event(EventKind.DISCHARGED) is None:
        missing.append(_("Record the discharge."))
    else:
        state = checklist_state(session.protocol.discharge.items, marks)
        missing += [_("Discharge: {item}?").format(item=item.text) for item in state.open]
        unexplained = [
            item
            for item in session.protocol.discharge.items
            if marks.get(item.id) in (Mark.NOT_MET, Mark.NOT_APPLICABLE) and not remarks.get(item.id)
        ]
        missing += [_("Discharge: say why for “{item}”.").format(item=item.text) for item in unexplained]
    return tuple(missing)


def sign(desk: Desk, session_id: str) -> None:
    """Sign a session; nobody can change it afterwards. Raises ``BadValue`` naming what is missing."""
    session = get(desk, session_id)
    if any(signature.staff_id == desk.person.id for signature in session.signatures):
        raise BadValue(_("You have signed this session already."))
    missing = missing_to_sign(session)
    if missing:
        raise BadValue(_("Before you sign: {what}").format(what=" ".join(missing)))
    row = insert(
        "signatures",
        desk.new_id(),
        subject_table="sessions",
        subject_id=session.id,
        patient_id=session.patient_id,
        meaning="clinician",
        signer_name=desk.person.name,
        staff_id=desk.person.id,
        signed_at=as_text(desk.now()),
    )
    desk.record("session.sign", row, patient=session.patient_id)


def addendum(desk: Desk, session_id: str, *, body: str) -> str:
    """Add words to a signed session and return their id; they count as signed by being written."""
    session = get(desk, session_id)
    if not session.is_signed:
        raise BadValue(_("The session is not signed yet. Correct it where it is written."))
    if not cleaned(body):
        raise BadValue(_("Write what is to be added."), "body")
    addendum_id = desk.new_id()
    row = insert(
        "addenda",
        addendum_id,
        patient_id=session.patient_id,
        subject_table="sessions",
        subject_id=session.id,
        body=cleaned(body),
        author_id=desk.person.id,
        written_at=as_text(desk.now()),
    )
    desk.record("session.addendum", row, patient=session.patient_id)
    return addendum_id
