"""Once consent is taken back no more of the drug is given; everything that looks after the patient goes on.

Source: the patient's right to stop (field facts 3.2, "right to stop or revoke"). Vital signs, adverse events, rescue
drugs, discharge and signature are never refused for it: the patient still has the drug in the body.
"""

from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.formats import format_time
from clinicdesk.language import _
from clinicdesk.records.sessions.consent import consent_standing
from clinicdesk.records.sessions.session import Session
from clinicdesk.rules.gate import ConsentState
from clinicdesk.rules.names import fold

_TAKEN_BACK = frozenset({ConsentState.WITHDRAWN, ConsentState.DECLINED})


def withdrawn_at(desk: Desk, session: Session) -> datetime | None:
    """Return when the patient took back the consent to this session's treatment, or None while nobody did."""
    standing = consent_standing(desk, session)
    if standing.state not in _TAKEN_BACK or standing.consent is None:
        return None
    return standing.consent.since


def refuse_withdrawn(desk: Desk, session: Session, at: datetime, sentence: str) -> None:
    """Raise ``BadValue`` for what happened after consent was taken back; what happened before may be recorded late.

    ``sentence`` has a place ``{time}`` for when it was taken back.
    """
    since = withdrawn_at(desk, session)
    if since is not None and at >= since:
        raise BadValue(sentence.format(time=format_time(desk.local(since))), "occurred_at")


def refuse_more_drug(desk: Desk, session: Session, product: str, given_micrograms: int | None, at: datetime) -> None:
    """Raise ``BadValue`` for more of the ordered drug after consent was taken back.

    Other drugs are rescue drugs and are never refused. What was drawn up and wasted, none of it given, is not either.
    """
    drug = session.order.drug if session.order else session.protocol.drug
    if given_micrograms == 0 or fold(product).split()[:1] != fold(drug).split()[:1]:
        return
    refuse_withdrawn(
        desk,
        session,
        at,
        _("Consent was withdrawn at {time}: no more of this drug. If it was given before that, type the time."),
    )
