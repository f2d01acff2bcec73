"""The slip: how far the record had come, on paper, to be kept where nobody with the key of the file can reach it."""

from reportlab.platypus import Spacer
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import audiences, from_desk, page
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.styles import bullet, paragraph
from clinicdesk.printing.tables import facts, write_in
from clinicdesk.records import anchors
from clinicdesk.storage.ledger import Link

_LINES = 12


def build(desk: Desk, link: Link) -> bytes:
    """Return the slip of one place in the chain as a PDF. Raises ``CannotPrint``."""
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    at = desk.local(desk.now())
    known = [
        (_("Entries"), str(link.seq)),
        (_("Hash, short form"), anchors.short_form(link.chain_hash)),
        (_("Hash, whole"), " ".join(link.chain_hash[start : start + 8] for start in range(0, 64, 8))),
        (_("Clinic file"), desk.clinic.path.name),
        (_("Taken"), formats.format_date_time(at)),
    ]
    story: list[Flowable] = [
        paragraph(_("State of the record"), "title"),
        paragraph(
            _(
                "This is how far the record of this clinic had come, and a number that changes if anything recorded "
                "before is changed, added or taken away, even by somebody who holds the key."
            )
        ),
        facts(known, width, columns=1, label_share=0.2),
        Spacer(0, 3 * mm),
        paragraph(_("What to do with it"), "heading"),
        bullet(_("Sign it, and keep it outside this room: with the accountant, the lawyer, in a bank.")),
        bullet(_("Later: Administration, Access, Slips. Type the entries and the short form; it says what holds.")),
        bullet(_("On other days the short form can be copied by hand into the lines below. It is on that same page.")),
        Spacer(0, 3 * mm),
        write_in(
            (_("Day"), _("Entries"), _("Short form"), _("By")), [("", "", "", "")] * _LINES, (2, 2, 6, 3), width, 8 * mm
        ),
        Spacer(0, 4 * mm),
        write_in((), [(_("Kept at"), "", _("Signature"), "")], (1.2, 4, 1.2, 4), width, 11 * mm),
    ]
    return page.build(story, letterhead, from_desk.imprint(desk, _("State of the record"), audiences.INSPECTION))
