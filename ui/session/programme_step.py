"""The step before the start that a programme such as a REMS adds: site, enrolment, and a prescriber on site."""

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import programmes, sessions
from clinicdesk.records.sessions import CheckItem, Session


def programme_words(desk: Desk, session: Session) -> tuple[bool, str]:
    """Return whether the programme's terms are met, and what is met or missing in words."""
    missing = sessions.missing_for_programme(desk, session)
    check = session.check_of(CheckItem.PRESCRIBER_ON_SITE)
    on_site = _("{name} is on site").format(name=check.detail["name"]) if check else ""
    if missing:
        return False, "\n".join((*missing, on_site) if on_site else missing)
    title = programmes.title_of(session.protocol.programme)
    return True, _("{programme}: clinic certified, patient enrolled. {on_site}.").format(
        programme=title, on_site=on_site
    )
