"""How a session is closed: not treated, signature, co-signature, addendum. How the patient leaves is in ``outcome``."""

from datetime import datetime
from enum import StrEnum

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.language import _
from clinicdesk.records.sessions.drugs import unbalanced
from clinicdesk.records.sessions.events import beginning_of, cleaned, event_row, require, when
from clinicdesk.records.sessions.outcome import Left, how_left, marks_of
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import Session
from clinicdesk.records.sessions.stamps import Stamp, open_stamps
from clinicdesk.rules.adverse import kind_words
from clinicdesk.rules.aldrete import total
from clinicdesk.rules.discharge import Leaving, Mark, checklist_state
from clinicdesk.rules.timeline import EventKind, Phase
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import insert

SCORE = "score"
"""The remark that says why somebody left with fewer points than the protocol wants."""

_BEGUN = _("The infusion has started. Stop it instead.")


class DecidedBy(StrEnum):
    """Who decided that a session does not take place. The values are stored, so they never change."""

    PATIENT = "patient"
    CLINICIAN = "clinician"
    CLINIC = "clinic"


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
    missing += [_stamp_words(stamp) for stamp in open_stamps(session)]
    if session.phase is Phase.NOT_TREATED:
        # What was drawn up for nobody is accounted for all the same.
        return tuple(missing)
    if session.started is None:
        return (_("The session has not taken place yet."),)
    if session.ended is None:
        missing.append(_("Record the end of the infusion."))
    if not session.drugs:
        missing.append(_("Record the drug that was given, with its lot."))
    left = how_left(session)
    if left is None:
        missing.append(_("Record the discharge."))
    elif left.leaving is Leaving.DISCHARGED:
        missing += _missing_of_discharge(session, left)
    return tuple(missing)


def _stamp_words(stamp: Stamp) -> str:
    if stamp.what:
        return _("Write down the details of “{what}”, or that it was nothing.").format(what=kind_words(stamp.what))
    return _("Say what the stamped minute was, or that it was nothing.")


def _missing_of_discharge(session: Session, left: Left) -> list[str]:
    """Return what is missing of a planned discharge; who left in another way was not asked these things."""
    marks, remarks = marks_of(session)
    items = session.protocol.discharge.items
    missing = [_("Discharge: {item}?").format(item=item.text) for item in checklist_state(items, marks).open]
    missing += [
        _("Discharge: say why for “{item}”.").format(item=item.text)
        for item in items
        if marks.get(item.id) in (Mark.NOT_MET, Mark.NOT_APPLICABLE) and not remarks.get(item.id)
    ]
    score = session.protocol.score
    if score is not None:
        sum_of = total(score, left.points)
        if sum_of is None:
            missing.append(_("Discharge: answer every item of the score."))
        elif sum_of < score.leave_from and not remarks.get(SCORE):
            words = _("Discharge: {total} points are fewer than {wanted}. Say why the patient left.")
            missing.append(words.format(total=sum_of, wanted=score.leave_from))
    if session.protocol.escort_required and not left.escort_name and marks.get("escort", Mark.MET) is Mark.MET:
        missing.append(_("Discharge: write down who took the patient home, with a phone number."))
    return missing


def sign(desk: Desk, session_id: str) -> None:
    """Sign a session; nobody can change it afterwards. Raises ``BadValue`` naming what is missing.

    Where the first signature is not a prescriber's, a prescriber signs after it (``awaits_cosignature``).
    """
    session = get(desk, session_id)
    if any(signature.staff_id == desk.person.id for signature in session.signatures):
        raise BadValue(_("You have signed this session already."))
    prescriber = desk.may("session.order")
    if awaits_cosignature(session) and not prescriber:
        raise BadValue(_("This session is signed and waits for a prescriber's signature."))
    missing = missing_to_sign(session)
    if missing:
        raise BadValue(_("Before you sign: {what}").format(what=" ".join(missing)))
    meaning = "clinician" if not prescriber else "cosigner" if session.is_signed else "prescriber"
    row = insert(
        "signatures",
        desk.new_id(),
        subject_table="sessions",
        subject_id=session.id,
        patient_id=session.patient_id,
        meaning=meaning,
        signer_name=desk.person.name,
        staff_id=desk.person.id,
        signed_at=as_text(desk.now()),
    )
    desk.record("session.sign", row, patient=session.patient_id)


def awaits_cosignature(session: Session) -> bool:
    """Say whether a session is signed, but by no prescriber, and its protocol wants one."""
    signed_as = {signature.meaning for signature in session.signatures}
    return session.protocol.cosign and session.is_signed and not signed_as & {"prescriber", "cosigner"}


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
