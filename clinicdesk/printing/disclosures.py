"""The accounting of disclosures: what left the clinic of one chart, when, to whom, what and why.

It lists what the law wants listed; what went to the patient, to treat, to be paid or with permission is a second list,
for the clinic's own use, and only printed when it is asked for.
"""

from collections.abc import Sequence

from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import audiences, fonts, from_desk, page
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import table
from clinicdesk.records import disclosures, patients
from clinicdesk.records.disclosures import Disclosure

_SHARES = (1.5, 2.6, 3.0, 2.6, 1.9)


@fonts.spelling_out()
def build(desk: Desk, patient_id: str, *, everything: bool = False) -> bytes:
    """Return the accounting as a PDF; with ``everything`` also what it may leave out. Raises ``NotAllowed``."""
    patient = patients.get(desk, patient_id)
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    accounted = disclosures.accounting(desk, patient_id)
    since = desk.local(desk.now() - disclosures.SIX_YEARS).date()
    period = _("From {first} to {last}.").format(
        first=formats.format_date(since), last=formats.format_date(desk.local(desk.now()).date())
    )
    story: list[Flowable] = [paragraph(_("Accounting of disclosures"), "title"), paragraph(period)]
    story += _list(desk, _("What was disclosed"), accounted, width)
    story.append(
        paragraph(
            _(
                "Left out, as the law allows: what went to the patient, with the patient's written permission, for "
                "treatment, for payment, or for running the practice (45 CFR 164.528(a)(1))."
            ),
            "small",
        )
    )
    if everything:
        rest = [one for one in disclosures.of_patient(desk, patient_id) if not one.is_accounted]
        story += _list(desk, _("Everything else that left"), rest, width)
    audience = audiences.STAFF if everything else audiences.PATIENT
    imprint = from_desk.imprint(desk, _("Accounting of disclosures"), audience)
    return page.build(story, letterhead, imprint, from_desk.about(patient))


def _list(desk: Desk, title: str, lines: Sequence[Disclosure], width: float) -> list[Flowable]:
    if not lines:
        return headed(title, paragraph(_("Nothing is recorded.")))
    head = (_("When"), _("To whom"), _("What"), _("Why"), _("How"))
    return headed(title, table(head, [_row(desk, line) for line in lines], _SHARES, width))


def _row(desk: Desk, line: Disclosure) -> tuple[str, ...]:
    when = formats.format_date(desk.local(line.disclosed_at).date())
    if line.corrected_by:
        when += "\n" + _("corrected by a later line")
    to = "\n".join(part for part in (line.recipient, line.recipient_address) if part)
    why = f"{line.purpose}\n{disclosures.basis_name(line.basis)}"
    return (when, to, line.what, why, f"{disclosures.way_name(line.way)}\n{line.staff_name}")
