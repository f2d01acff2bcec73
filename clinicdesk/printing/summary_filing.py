"""The summary of a signed session goes into the patient's folder by itself, as it stood then, and never twice.

It is filed right after the signature, not with it: that a paper cannot be printed must not keep anybody from signing.
What is added later (a co-signature, an addendum, a late event) files it anew, in place of the one before.
"""

from io import BytesIO

from pypdf import PdfReader

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.printing import session_summary
from clinicdesk.printing.papers import Paper
from clinicdesk.records import documents, sessions
from clinicdesk.records.sessions import Session, summaries
from clinicdesk.rules.spacing import position_text
from clinicdesk.rules.timeline import Phase


def file_summary(desk: Desk, session_id: str) -> str | None:
    """File the summary of a signed session as it stands; return the document's id, or None when it is filed already.

    Raises ``NotAllowed`` or ``CannotPrint``; the session stays signed.
    """
    session = sessions.get(desk, session_id)
    if not session.is_signed or documents.kept_once(desk, summaries.name_of(session)):
        return None
    content = session_summary.build(desk, session_id)
    return documents.keep(
        desk,
        patient_id=session.patient_id,
        content=content,
        pages=page_count(content),
        kind="session_summary",
        title=_title(session),
        dated_on=session.planned_on,
        once=summaries.name_of(session),
        instead_of=summaries.beginning_of(session.id),
    )


def file_waiting(desk: Desk, patient_id: str) -> int:
    """File the summaries of a patient's sessions this person signed or added to lately, where they are not filed.

    Return how many were filed. One that cannot be printed does not keep the others out; it is tried again next time.
    """
    filed = 0
    for session_id in summaries.waiting(desk, patient_id):
        try:
            filed += file_summary(desk, session_id) is not None
        except ClinicDeskError:
            continue
    return filed


def keep_paper(desk: Desk, paper: Paper) -> bool:
    """Keep a paper made for a patient in the patient's folder; return whether it was not there yet."""
    if not paper.keep_as or paper.patient_id is None:
        raise ValueError("this paper is not kept")
    kept = documents.keep(
        desk,
        patient_id=paper.patient_id,
        content=paper.content,
        pages=page_count(paper.content),
        kind=paper.keep_as,
        title=paper.title,
        dated_on=paper.dated_on,
    )
    return kept is not None


def page_count(content: bytes) -> int:
    """Return how many pages a PDF has."""
    return len(PdfReader(BytesIO(content)).pages)


def _title(session: Session) -> str:
    if session.phase is Phase.NOT_TREATED:
        return _("Session summary, a visit without treatment")
    return _("Session summary, session {place}").format(place=position_text(session.number, session.count))
