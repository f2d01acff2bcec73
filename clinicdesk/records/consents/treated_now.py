"""From the start of a session to discharge a patient agrees to nothing new: the drug may decide, not the person.

Source: informed consent needs a mind that is free to decide; that ketamine dims it for the session is why an escort and
no big decisions are asked for (field facts 3.2). What may still be signed is the clinic's rule, not a guideline's.
"""

from datetime import timedelta

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.identities import same_person
from clinicdesk.records.wordings import TextKind
from clinicdesk.storage.clock import as_text

_LONGEST = timedelta(hours=24)
"""Nobody is treated for longer: an older session without a discharge was left open by mistake. Our own choice."""

_STILL = frozenset({TextKind.WITHDRAWAL, TextKind.DISCHARGE})


def is_treated_now(desk: Desk, patient_id: str) -> bool:
    """Tell whether a session of the patient has started and nobody has discharged them yet."""
    row = desk.row(
        f"SELECT 1 FROM session_events s WHERE {same_person('s.patient_id')} AND s.kind = 'started' "
        "AND s.occurred_at > ? AND NOT EXISTS "
        "(SELECT 1 FROM session_events d WHERE d.session_id = s.session_id AND d.kind = 'discharged')",
        patient_id,
        as_text(desk.now() - _LONGEST),
    )
    return row is not None


def refuse_while_treated(desk: Desk, consent: Consent) -> None:
    """Raise ``BadValue`` when the patient is being treated and this form asks for a decision."""
    if consent.kind not in _STILL and is_treated_now(desk, consent.patient_id):
        raise BadValue(
            _(
                "The patient is being treated. Until discharge only a withdrawal or discharge papers can be signed; "
                "this form waits."
            )
        )
