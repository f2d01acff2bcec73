"""The list of a day on paper: who comes when and where, how to reach them, and what each still needs."""

from collections.abc import Sequence
from datetime import date

from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.printing import audiences, from_desk, page
from clinicdesk.printing.styles import paragraph
from clinicdesk.printing.tables import table
from clinicdesk.records import contact_rules, patients, today
from clinicdesk.records.patients import format_record_number
from clinicdesk.records.today import BoardRow, Group


def build(desk: Desk, day: date) -> bytes:
    """Return the list of a clinic day as a PDF, as this person may see the board. Raises ``CannotPrint``."""
    letterhead = from_desk.letterhead(desk)
    story = flowables(desk, day, page.content_width(letterhead.paper_size))
    return page.build(story, letterhead, from_desk.imprint(desk, _("Day list"), audiences.STAFF))


def flowables(desk: Desk, day: date, width: float) -> list[Flowable]:
    """Return the list as it stands on its sheet; ``width`` in points."""
    rows = [row for row in today.board(desk, day) if row.day == day and row.group is not Group.NOT_COMING]
    count = ngettext("{count} visit", "{count} visits", len(rows)).format(count=len(rows))
    story: list[Flowable] = [
        paragraph(_("Day list for {day}").format(day=formats.format_day(day)), "title"),
        paragraph(count if rows else _("Nobody is booked for this day.")),
    ]
    if rows:
        head = (_("Time"), _("Patient"), _("Visit"), _("Where"), _("Phone"), _("To see to"))
        reach = contact_rules.of_many(desk, [row.patient_id for row in rows])
        cells = [_cells(desk, row, reach[row.patient_id]) for row in rows]
        story.append(table(head, cells, (1.5, 3, 2.2, 1.2, 2.0, 2.8), width))
    return story


def _cells(desk: Desk, row: BoardRow, reach: contact_rules.ContactRules) -> Sequence[str]:
    number = format_record_number(patients.get(desk, row.patient_id).record_number)
    born = _("Born {date}").format(date=formats.format_date(row.birth_date))
    return (
        _times(row),
        "\n".join((row.patient_name, born, _("No. {number}").format(number=number))),
        "\n".join(part for part in (row.visit, row.staff) if part),
        row.chair,
        # What forbids a call is needed beside the number; how somebody would rather be reached is not.
        reach.phone or next(iter(reach.words), ""),
        "\n".join(badge.text for badge in row.badges),
    )


def _times(row: BoardRow) -> str:
    if row.starts_at is None or row.ends_at is None:
        return _("open")
    return f"{formats.format_time(row.starts_at)}–{formats.format_time(row.ends_at)}"
