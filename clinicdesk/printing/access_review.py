"""The monthly review sheet: what each person opened, printed and gave away, what stands out, and who read it."""

from collections.abc import Sequence
from datetime import date

from reportlab.platypus import Spacer
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.printing import audiences, fonts, from_desk, page
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import table, write_in
from clinicdesk.records import access_reviews
from clinicdesk.records.access_log import AccessLine
from clinicdesk.records.access_reviews import Opening, PersonCounts, Sheet
from clinicdesk.rules.access_review import Remark

_COUNTS = (94, 38, 44, 43, 44, 40, 37, 33, 57, 42, 37)
_LINES = (2.0, 2.1, 2.9, 3.3)


@fonts.spelling_out()
def build(desk: Desk, month: date) -> bytes:
    """Return the sheet of a month as a PDF. Raises ``NotAllowed`` or ``CannotPrint``."""
    sheet = access_reviews.sheet(desk, month)
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    story: list[Flowable] = [
        paragraph(_("Review of access"), "title"),
        paragraph(access_reviews.month_name(month)),
        *(paragraph(sentence) for sentence in notes(sheet)),
        *_people(sheet.people, width),
        *_openings(desk, sheet, width),
        *_lines(_("Emergency access"), sheet.emergencies, width),
        *_lines(_("Saved, exported, sent, given away"), sheet.left, width),
        *_reviews(desk, sheet, width),
    ]
    return page.build(story, letterhead, from_desk.imprint(desk, _("Review of access"), audiences.INSPECTION))


def notes(sheet: Sheet) -> list[str]:
    """Return what to know about a sheet before reading it, as sentences."""
    found = []
    if sheet.last_seq >= sheet.first_seq:
        found.append(_("Entries {first} to {last} of the record.").format(first=sheet.first_seq, last=sheet.last_seq))
    if not sheet.is_over:
        found.append(_("This month is not over yet."))
    if not sheet.hours_known:
        found.append(_("The opening hours are not set, so nobody can say what was opened outside them."))
    if sheet.unknown_refused:
        words = ngettext(
            "{count} try to sign in used a login nobody has.",
            "{count} tries to sign in used a login nobody has.",
            sheet.unknown_refused,
        )
        found.append(words.format(count=sheet.unknown_refused))
    if sheet.other_clock:
        words = ngettext(
            "{count} entry carries a time of another month: the clock of a PC was wrong, or was set.",
            "{count} entries carry a time of another month: the clock of a PC was wrong, or was set.",
            sheet.other_clock,
        )
        found.append(words.format(count=sheet.other_clock))
    return found


def remarks(opening: Opening) -> str:
    """Return what stands out about an opening, in words, what weighs most first."""
    return ", ".join(access_reviews.remark_words(remark) for remark in Remark if remark in opening.remarks)


def reviews(desk: Desk, sheet: Sheet) -> list[str]:
    """Return who reviewed the month and what they found, a line each."""
    words = _("{name}, {at}, up to entry {seq}: {findings}")
    return [
        words.format(
            name=one.staff_name,
            at=formats.format_date_time(desk.local(one.reviewed_at)),
            seq=one.up_to_seq,
            findings=one.findings,
        )
        for one in sheet.reviews
    ]


def _people(people: Sequence[PersonCounts], width: float) -> list[Flowable]:
    head = (
        _("Person"), _("Signed in"), _("Refused"), _("Charts opened"), _("Outside hours"), _("Own family name"),
        _("Name of staff"), _("No visit that day"), _("Emergency"), _("Printed"), _("Given away"),
    )  # fmt: skip
    rows = [
        (
            one.name,
            *(
                str(count) if count else "–"
                for count in (
                    one.sign_ins,
                    one.refused,
                    one.opened,
                    one.out_of_hours,
                    one.own_name,
                    one.of_staff,
                    one.no_visit,
                    one.emergencies,
                    one.printed,
                    one.given_away,
                )
            ),
        )
        for one in people
    ]
    return headed(_("Counts"), table(head, rows, _COUNTS, width) if rows else paragraph(_("Nobody did anything.")))


def _openings(desk: Desk, sheet: Sheet, width: float) -> list[Flowable]:
    title = _("Openings to ask about")
    if not sheet.openings:
        return headed(title, paragraph(_("None.")))
    head = (_("When"), _("Who"), _("Chart"), _("What stands out"))
    rows = [
        (formats.format_date_time(desk.local(one.at)), one.staff_name, one.about, remarks(one))
        for one in sheet.openings
    ]
    story = headed(title, table(head, rows, _LINES, width))
    if sheet.more:
        words = ngettext("{count} more is left out.", "{count} more are left out.", sheet.more)
        story.append(paragraph(words.format(count=sheet.more), "small"))
    return story


def _lines(title: str, lines: Sequence[AccessLine], width: float) -> list[Flowable]:
    if not lines:
        return headed(title, paragraph(_("None.")))
    rows = [
        (
            formats.format_date_time(line.at),
            line.staff_name,
            "\n".join(line.about) or "–",
            "\n".join(part for part in (line.what, line.reason) if part),
        )
        for line in lines
    ]
    return headed(title, table((_("When"), _("Who"), _("Chart"), _("What")), rows, _LINES, width))


def _reviews(desk: Desk, sheet: Sheet, width: float) -> list[Flowable]:
    story: list[Flowable] = [paragraph(words) for words in reviews(desk, sheet)]
    if not story:
        head = (_("Reviewed by"), _("On"), _("What was found, what was done"))
        story.append(write_in(head, [("", "", "")], (2, 1.2, 5), width, 22 * mm))
    return [Spacer(0, 3 * mm), paragraph(_("Reviewed"), "heading"), *story]
