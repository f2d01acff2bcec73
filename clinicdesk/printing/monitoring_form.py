"""The data for a programme's monitoring form on a sheet: our own layout, to type from or to send beside the form.

It is not the programme's form. What nobody answered is printed as a line to write on, never as "no".
"""

from reportlab.platypus import KeepTogether
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.printing import fonts, from_desk, page
from clinicdesk.printing.styles import paragraph
from clinicdesk.printing.tables import facts
from clinicdesk.records import monitoring_forms, patients, sessions
from clinicdesk.records.monitoring_forms import MonitoringForm
from clinicdesk.rules.monitoring_form import FormField, is_asked, shown

_BLANK = "_" * 24


@fonts.spelling_out()
def build(desk: Desk, session_id: str) -> bytes:
    """Return the sheet as a PDF. Raises ``BadValue`` for a session whose programme wants no form, and ``CannotPrint``.

    A form that was sent prints as it was sent.
    """
    session = sessions.get(desk, session_id)
    form = monitoring_forms.of_session(desk, session)
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    title = _("Data for the monitoring form")
    story: list[Flowable] = [paragraph(title, "title"), paragraph(_standing(desk, form))]
    for section in form.programme.sections:
        asked = [field for field in section.fields if is_asked(field, form.answers)]
        pairs = [(field.label, _answer(form, field)) for field in asked]
        story.append(KeepTogether([paragraph(section.title, "heading"), facts(pairs, width)]))
    words = _("Our own layout, to copy from. Compare with the current form of {programme} before sending.")
    story.append(paragraph(words.format(programme=form.programme.title), "small"))
    mark = "" if form.sent_on else _("Not sent yet")
    imprint = from_desk.imprint(desk, title, form.programme.title, form.programme.title, mark)
    return page.build(story, letterhead, imprint, from_desk.about(patients.get(desk, session.patient_id)))


def _standing(desk: Desk, form: MonitoringForm) -> str:
    """Return by when it is to be sent, or that it was; and how much is missing."""
    if form.sent_on is not None:
        way = monitoring_forms.ways_to_send().get(form.sent_how, form.sent_how)
        sent = _("Sent {day}: {way}. Recorded by {name}.")
        return sent.format(day=formats.format_day(form.sent_on), way=way, name=form.sent_by)
    words = _("To be sent by {day}.").format(day=formats.format_day(form.due_on))
    if form.is_overdue(desk.local(desk.now()).date()):
        words = _("Was to be sent by {day}: overdue.").format(day=formats.format_day(form.due_on))
    if count := len(form.missing):
        open_words = ngettext("{count} field is not answered.", "{count} fields are not answered.", count)
        words += " " + open_words.format(count=count)
    return words


def _answer(form: MonitoringForm, field: FormField) -> str:
    return shown(field, form.answers.get(field.id, "")) or _BLANK
