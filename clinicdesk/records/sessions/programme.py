"""What a programme such as a REMS asks before the start: the site certified, the patient enrolled, a prescriber there.

Source: terms of the programme for outpatient sites (``resources/programmes``). A protocol without one asks nothing.
"""

from datetime import date, datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.permissions import Role
from clinicdesk.records import enrolments, programmes, site_certifications, staff
from clinicdesk.records.sessions.events import event_row, refuse_closed, sheet_day, when
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import CheckItem, Session
from clinicdesk.rules.timeline import BEFORE_START, EventKind


def missing_for_programme(desk: Desk, session: Session) -> tuple[str, ...]:
    """Return what the session's programme still asks for, as sentences; empty where it has none."""
    programme = session.protocol.programme
    if not programme:
        return ()
    known = programmes.known().get(programme)
    if known is None:
        return (_("No file describes the programme “{name}”. Ask an administrator.").format(name=programme),)
    day = _day(desk, session)
    missing = [site_certifications.problem(desk, programme, day)]
    if known.enrol_before_first:
        missing.append(enrolments.problem(desk, session.patient_id, programme, day))
    if session.check_of(CheckItem.PRESCRIBER_ON_SITE) is None:
        missing.append(_("Write down which prescriber is on site."))
    return tuple(sentence for sentence in missing if sentence is not None)


def prescribers(desk: Desk) -> list[staff.StaffMember]:
    """Return who can be named as the prescriber on site."""
    return staff.with_role(desk, Role.PRESCRIBER)


def check_prescriber(desk: Desk, session_id: str, *, staff_id: str, occurred_at: datetime | None = None) -> None:
    """Record which prescriber is on site for this session. Raises ``BadValue`` for anybody else."""
    session = get(desk, session_id)
    refuse_closed(session)
    if session.phase not in BEFORE_START:
        raise BadValue(_("The session has started or is over. Write this as a note or a comment."))
    found = next((member for member in prescribers(desk) if member.id == staff_id), None)
    if found is None:
        raise BadValue(_("Choose a prescriber who works here now."), "staff_id")
    asked = when(desk, occurred_at)
    detail = {"item": str(CheckItem.PRESCRIBER_ON_SITE), "staff_id": found.id, "name": found.name}
    row = event_row(desk, session, EventKind.CHECKING, asked, **detail)
    desk.record("session.check", row, patient=session.patient_id)


def _day(desk: Desk, session: Session) -> date:
    """Return the day the programme's terms are held against: today, or that of the sheet that is typed in."""
    return sheet_day(desk, session) if desk.transcribing else desk.local(desk.now()).date()
