"""What the patient's consent to this session's treatment says, asked from the session's side."""

from clinicdesk.desk import Desk
from clinicdesk.records import consents
from clinicdesk.records.consents import ConsentStanding
from clinicdesk.records.sessions.session import Session
from clinicdesk.rules.gate import GateAnswer, consent_gate


def consent_standing(desk: Desk, session: Session) -> ConsentStanding:
    """Return where the consent to the treatment of this session stands, by the texts its protocol names."""
    return consents.for_treatment(desk, session.patient_id, session.protocol.consents)


def consent_answer(desk: Desk, session: Session) -> GateAnswer:
    """Return whether the session may start as far as consent goes, and the sentence to show."""
    return consent_gate(consent_standing(desk, session).state)
