"""What the papers of this session say, asked from the session's side."""

from clinicdesk.desk import Desk
from clinicdesk.records import consents
from clinicdesk.records.consents import ConsentStanding, needs
from clinicdesk.records.consents.needs import Needs
from clinicdesk.records.sessions.session import Session
from clinicdesk.rules.gate import ConsentState, Verdict


def paper_needs(desk: Desk, session: Session) -> Needs:
    """Return every paper this session needs and where it stands, the consent to its treatment first."""
    return needs.of_visit(desk, session.id)


def consent_standing(desk: Desk, session: Session) -> ConsentStanding:
    """Return where the paper stands that decides whether the session may start, with that consent."""
    decides = needs.worst_of(needs.at_start(paper_needs(desk, session)))
    if decides is None:
        return ConsentStanding(ConsentState.SIGNED, None)
    consent = consents.get(desk, decides.consent_id) if decides.consent_id else None
    return ConsentStanding(decides.state, consent)


def asking_reason(desk: Desk, session: Session) -> tuple[str, ...]:
    """Return the sentence of each paper a prescriber may go on without, for a reason."""
    answers = (need.answer for need in needs.at_start(paper_needs(desk, session)))
    return tuple(answer.sentence for answer in answers if answer.verdict is Verdict.NEEDS_REASON)
