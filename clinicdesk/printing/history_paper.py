"""The history on paper: of one chart, or a page of the log of the whole clinic; with before and after."""

from collections.abc import Sequence

from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.printing import audiences, fonts, from_desk, page
from clinicdesk.printing.styles import paragraph
from clinicdesk.printing.tables import table
from clinicdesk.records import history, log_choice, patients, staff
from clinicdesk.records.access_log import AccessLine
from clinicdesk.records.history import HistoryLine, Topic
from clinicdesk.records.log_choice import LogChoice

_CHART = (2.05, 2.1, 5.9, 1.5)
_LOG = (0.8, 2.05, 2.1, 2.6, 2.6, 1.5)
LONGEST = 2000
"""Entries of a log on one paper: forty sheets. For more there is the file for a spreadsheet."""


@fonts.spelling_out()
def of_chart(desk: Desk, patient_id: str, topic: Topic | None = None, staff_id: str = "") -> bytes:
    """Return the history of a chart, the newest first, of one topic or person only. Raises ``NotAllowed``."""
    lines = [
        line
        for line in history.of_patient(desk, patient_id, to_leave=True)
        if topic in (None, line.topic) and staff_id in ("", line.staff_id)
    ]
    words = history.topic_name(topic) if topic else _("Everything")
    if staff_id:
        words = _("{what}, by {name}").format(what=words, name=staff.name_of(desk, staff_id))
    story = [paragraph(_("History of the chart"), "title"), paragraph(words)]
    head = (_("When"), _("Who"), _("What"), _("Where"))
    story += _table(desk, head, [_chart_row(line) for line in lines], _CHART)
    about = from_desk.about(patients.get(desk, patient_id))
    imprint = from_desk.imprint(desk, _("History of the chart"), audiences.INSPECTION)
    return page.build(story, from_desk.letterhead(desk), imprint, about)


@fonts.spelling_out()
def of_log(desk: Desk, choice: LogChoice) -> bytes:
    """Return what is chosen of the log of the clinic, the newest first. Raises ``NotAllowed`` or ``CannotPrint``."""
    lines = log_choice.lines(desk, choice, LONGEST)
    story = [paragraph(_("Access log"), "title"), paragraph(log_choice.words(desk, choice))]
    head = (_("Entry"), _("When"), _("Who"), _("What"), _("About"), _("Where"))
    story += _table(desk, head, [_log_row(line) for line in lines], _LOG)
    if len(lines) == LONGEST:
        story.append(paragraph(_("There are older entries. Choose days, or save the log as a file."), "small"))
    imprint = from_desk.imprint(desk, _("Access log"), audiences.INSPECTION)
    return page.build(story, from_desk.letterhead(desk), imprint)


def _table(desk: Desk, head: Sequence[str], rows: Sequence[tuple[str, ...]], shares: Sequence[float]) -> list[Flowable]:
    if not rows:
        return [paragraph(_("No entries."))]
    width = page.content_width(from_desk.letterhead(desk).paper_size)
    count = ngettext("{count} entry", "{count} entries", len(rows)).format(count=len(rows))
    return [table(head, rows, shares, width), paragraph(count, "small")]


def _chart_row(line: HistoryLine) -> tuple[str, ...]:
    told = [line.what]
    for change in line.changes:
        after = change.after or _("(empty)")
        told.append(f"{change.label}: {change.before} → {after}" if change.before else f"{change.label}: {after}")
    if line.reason:
        told.append(_("Reason: {reason}").format(reason=line.reason))
    return (formats.format_date_time(line.at), line.staff_name, "\n".join(told), line.workstation)


def _log_row(line: AccessLine) -> tuple[str, ...]:
    what = "\n".join(part for part in (line.what, line.reason) if part)
    at = formats.format_date_time(line.at)
    return (str(line.seq), at, line.staff_name, what, "\n".join(line.about), line.workstation)
