"""The cover slip of something sealed: when it was printed and how far the record was, on a sheet of its own.

What was signed is printed byte for byte as it was signed; nothing of today may stand on it.
"""

from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import audiences, from_desk, page
from clinicdesk.printing.styles import paragraph
from clinicdesk.printing.tables import facts
from clinicdesk.records import anchors
from clinicdesk.records.patients import Patient


def build(desk: Desk, patient: Patient, title: str, digest: str) -> bytes:
    """Return the slip for what is sealed, as a PDF; ``digest`` is the SHA-256 under which it is kept."""
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    known = [
        (_("Paper"), title),
        (_("Fingerprint"), " ".join(digest[start : start + 8] for start in range(0, 64, 8))),
        (_("Printed"), formats.format_date_time(desk.local(desk.now()))),
        (_("By"), desk.person.name),
        (_("Record at"), anchors.stamp(desk)),
    ]
    story: list[Flowable] = [
        paragraph(_("Cover slip"), "title"),
        paragraph(
            _(
                "The sheets behind this one are what was signed, unchanged. The fingerprint (SHA-256) is that of "
                "the file or scan they were printed from; the last line shows how far the clinic's record had come."
            )
        ),
        facts(known, width, columns=1, label_share=0.2),
    ]
    imprint = from_desk.imprint(desk, _("Cover slip"), audiences.INSPECTION)
    return page.build(story, letterhead, imprint, from_desk.about(patient))
