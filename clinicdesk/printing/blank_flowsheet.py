"""The flowsheet to write on by hand when the PCs are dark: the same fields as the session on screen, in its order."""

from collections.abc import Sequence

from reportlab.platypus import KeepTogether
from reportlab.platypus.flowables import Flowable

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import from_desk, page
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.letterhead import About
from clinicdesk.printing.signature_lines import SignatureLine, signature_lines
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import write_in
from clinicdesk.rules.protocol import Protocol

_ROW = 7.2 * mm
_SPARE_ROWS = 4
_EVENT_ROWS = 3
_BOX = "☐"


def build(desk: Desk, protocol: Protocol | None, about: About | None = None) -> bytes:
    """Return a flowsheet for a patient, or with lines for the name when ``about`` is None.

    With a protocol the readings it asks for stand in the first column; without one it is empty.
    """
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    story: list[Flowable] = [paragraph(_("Flowsheet on paper"), "title")]
    if protocol is not None:
        story.append(paragraph(protocol.title))
    story.append(
        paragraph(
            _(
                "Write the real time beside everything. When the PCs are back, open the session, choose “Type in from "
                "paper” and enter this sheet; then file its scan."
            ),
            "small",
        )
    )
    story += _before(width)
    story += _order(width)
    story += headed(_("Vital signs"), _vitals(protocol, width))
    story += _course(width)
    story += _leaving(protocol, width)
    signers = [SignatureLine(_("Who treated")), SignatureLine(_("Prescriber"))]
    story.append(KeepTogether([paragraph(_("Signatures"), "heading"), signature_lines(signers, width)]))
    imprint = from_desk.imprint(desk, _("Flowsheet on paper"))
    return page.build(story, letterhead, imprint, about or About())


def _before(width: float) -> list[Flowable]:
    rows = [
        (_("Name and date of birth said and right"), _BOX, _("Weight (kg)"), ""),
        (_("Consent signed and seen"), _BOX, _("Last food, at"), ""),
        (_("Allergies asked"), "", _("Last drink, at"), ""),
        (_("Escort: name and phone"), "", _("Line: place and gauge"), ""),
    ]
    return headed(_("Before the start"), write_in((), rows, (3, 3, 2, 2), width, _ROW))


def _order(width: float) -> list[Flowable]:
    head = (_("Drug"), _("Dose"), _("Vial strength"), _("Volume"), _("Bag"), _("Over"), _("Pump rate"))
    return headed(
        _("Order of the prescriber"), write_in(head, [[""] * 7], (2, 1.5, 1.7, 1.3, 1.3, 1.3, 1.7), width, _ROW)
    )


def _vitals(protocol: Protocol | None, width: float) -> Flowable:
    head = (_("Minute"), _("Time"), _("BP"), _("HR"), "SpO2", _("RR"), "MOAA/S", _("Comment"), _("By"))
    rows = [[due, *[""] * 8] for due in [*_due(protocol), *[""] * _SPARE_ROWS]]
    return write_in(head, rows, (1.6, 1.4, 1.8, 1, 1.1, 1, 1.3, 4.4, 1), width, _ROW)


def _due(protocol: Protocol | None) -> list[str]:
    """Return when readings are due by the protocol's schedule: baseline, during, and until recovery should be over."""
    if protocol is None:
        return [_("Before"), *[""] * 8]
    schedule, end = protocol.vitals, protocol.dose.duration_minutes
    minutes = list(schedule.at_minutes)
    last = minutes[-1] if minutes else 0
    if schedule.during_every_minutes:
        minutes += range(last + schedule.during_every_minutes, end + 1, schedule.during_every_minutes)
    if schedule.after_every_minutes:
        over = end + protocol.visit.recovery_minutes
        minutes += range(max([end, *minutes]) + schedule.after_every_minutes, over + 1, schedule.after_every_minutes)
    return [_("Before"), *(str(minute) for minute in minutes)]


def _course(width: float) -> list[Flowable]:
    head = (
        _("Time"),
        _("What happened: start, rate, pause, resume, end; adverse event with how bad and what was done"),
        _("By"),
    )
    course = write_in(head, [["", "", ""]] * (_EVENT_ROWS + 3), (1.4, 8, 1.2), width, _ROW)
    drug = (_("Drug"), _("Lot, expiry"), _("Drawn"), _("Given"), _("Wasted"), _("Witness"), _("Time"))
    given = write_in(drug, [[""] * 7] * 2, (2, 2, 1.3, 1.3, 1.3, 2, 1.2), width, _ROW)
    # On one sheet: nobody looks for the second half of the course on another.
    return [KeepTogether(headed(_("Course"), course)), *headed(_("Drug"), given)]


def _leaving(protocol: Protocol | None, width: float) -> list[Flowable]:
    head = (_("Before the patient leaves"), _("Yes"), _("No"), _("Remark"))
    rows: list[Sequence[str]] = [(item.text, _BOX, _BOX, "") for item in (protocol.discharge.items if protocol else ())]
    rows += [("", _BOX, _BOX, "")] * (0 if protocol else 6)
    rows.append((_("Left at, with whom"), "", "", ""))
    return headed(_("Discharge"), write_in(head, rows, (5, 0.8, 0.8, 3), width, 5.6 * mm))
