"""The summary of one session: everything recorded in it, on one or two sheets as a rule, whether signed or not."""

from reportlab.platypus import KeepTogether, Spacer
from reportlab.platypus.flowables import Flowable

from clinicdesk.desk import Desk
from clinicdesk.figures.vitals import vitals_figure
from clinicdesk.language import _
from clinicdesk.printing import audiences, fonts, from_desk, page
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.session_before import checks, session_facts
from clinicdesk.printing.session_course import course_rows, private_rows, vitals_table
from clinicdesk.printing.session_orders import drugs, orders
from clinicdesk.printing.session_outcome import adverse, discharge, signatures
from clinicdesk.printing.styles import bullet, headed, paragraph
from clinicdesk.printing.tables import facts, table
from clinicdesk.printing.vitals_chart import chart
from clinicdesk.records import patients, sessions
from clinicdesk.records.session_deviations import deviations
from clinicdesk.records.sessions import Session
from clinicdesk.rules.spacing import position_text
from clinicdesk.rules.timeline import Phase

_CHART_HEIGHT = 44 * mm
_COURSE = (_("Time"), _("What"), _("By"))
_COURSE_SHARES = (1, 6, 2.2)


@fonts.spelling_out()
def build(desk: Desk, session_id: str) -> bytes:
    """Return the summary as a PDF. Raises ``NotFound``, ``NotAllowed``, or ``CannotPrint`` for a character no font has.

    An unsigned session says so on every sheet. It holds what the patient said and the notes of the room, under a
    heading that says who may read it: it is a paper for the clinic's own clinicians.
    """
    session = sessions.get(desk, session_id)
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    story = [paragraph(_title(session), "title"), facts(session_facts(desk, session), width)]
    story += _deviations(desk, session)
    story += headed(_("Before the start"), facts(checks(desk, session), width, columns=1, label_share=0.14))
    story += orders(desk, session, width)
    story += drugs(desk, session, width)
    story += _vitals(desk, session, width)
    story += headed(_("Course"), table(_COURSE, course_rows(desk, session), _COURSE_SHARES, width))
    said = private_rows(desk, session)
    if said:
        title = _("Patient's words and the room: for this clinic's clinicians only")
        story += headed(title, table(_COURSE, said, _COURSE_SHARES, width))
    story += adverse(desk, session, width)
    story += discharge(desk, session, width)
    story += signatures(desk, session)
    mark = "" if session.is_signed else _("Not signed yet")
    imprint = from_desk.imprint(desk, _("Session summary"), audiences.CLINICIANS, _form_number(session), mark)
    return page.build(story, letterhead, imprint, from_desk.about(patients.get(desk, session.patient_id)))


def _title(session: Session) -> str:
    if session.phase is Phase.NOT_TREATED:
        return _("Session summary: a visit without treatment")
    return _("Session summary: session {place}").format(place=position_text(session.number, session.count))


def _form_number(session: Session) -> str:
    """Return what ties the sheet to the record: the beginning of the hash of the entry that signed it."""
    if not session.signatures:
        return _("Protocol {name}, version {version}").format(
            name=session.protocol.id, version=session.protocol.version
        )
    return _("Protocol {name}, version {version}. Content {hash}").format(
        name=session.protocol.id, version=session.protocol.version, hash=session.signatures[0].content_hash[:16]
    )


def _deviations(desk: Desk, session: Session) -> list[Flowable]:
    found = deviations(desk, session)
    if not found:
        return []
    return [paragraph(_("Otherwise than planned, and why"), "heading"), *(bullet(words) for words in found)]


def _vitals(desk: Desk, session: Session, width: float) -> list[Flowable]:
    if not session.observations:
        return headed(_("Vital signs"), paragraph(_("None recorded.")))
    rows = vitals_table(desk, session, width)
    if session.started is None:
        return headed(_("Vital signs"), rows)
    limits = session.protocol.limits
    figure = vitals_figure(
        session.readings,
        session.timeline,
        planned_minutes=sessions.watched_minutes(session),
        now=sessions.now_of(desk),
        limits=limits,
        given=sessions.given_words(session),
    )
    owner = limits.provenance.owner or _("no medical owner named yet")
    words = _("Limits: “{title}”, the clinic's own policy ({owner}).").format(title=limits.title, owner=owner)
    picture = [paragraph(_("Vital signs"), "heading"), chart(figure, width, _CHART_HEIGHT), paragraph(words, "small")]
    return [KeepTogether(picture), Spacer(0, 1 * mm), rows]
