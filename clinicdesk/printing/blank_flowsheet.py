"""The flowsheet to write on by hand when the PCs are dark: the same fields as the session on screen, in its order."""

from collections.abc import Sequence

from reportlab.platypus import KeepTogether
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import audiences, from_desk, page
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.letterhead import About
from clinicdesk.printing.signature_lines import SignatureLine, signature_lines
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import write_in
from clinicdesk.records.sessions import Order
from clinicdesk.rules.protocol import Protocol, StageKind, StageRule, TreatmentKind
from clinicdesk.rules.vitals import Kind

_ROW = 7.2 * mm
_SPARE_ROWS = 4
_MANY_ROWS, _LOW_ROW = 10, 6.2 * mm
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
    story += _before(protocol, width)
    story += _order(protocol, width)
    story += headed(_("Vital signs"), _vitals(protocol, width))
    story += _course(protocol, width)
    story += _leaving(protocol, width)
    signers = [SignatureLine(_("Who treated")), SignatureLine(_("Prescriber"))]
    story.append(KeepTogether([paragraph(_("Signatures"), "heading"), signature_lines(signers, width)]))
    imprint = from_desk.imprint(desk, _("Flowsheet on paper"), audiences.CLINICIANS)
    return page.build(story, letterhead, imprint, about or About())


def _before(protocol: Protocol | None, width: float) -> list[Flowable]:
    nasal = protocol is not None and protocol.kind is TreatmentKind.DEVICES
    rows = [
        (_("Name and date of birth said and right"), _BOX, _("Weight (kg)"), ""),
        (_("Consent signed and seen"), _BOX, _("Last food, at"), ""),
        (_("Allergies asked"), "", _("Last drink, at"), ""),
        (_("Medicines changed since last time"), "", _("Alcohol, other substances"), ""),
        (
            _("Escort: name and phone"),
            "",
            _("Prescriber on site") if nasal else _("Line: place and gauge"),
            "",
        ),
    ]
    return headed(_("Before the start"), write_in((), rows, (3, 3, 2, 2), width, _ROW))


def _order(protocol: Protocol | None, width: float) -> list[Flowable]:
    """Return the order to write by hand, in the way this treatment is given."""
    kind = protocol.kind if protocol else TreatmentKind.INFUSION
    head: tuple[str, ...]
    if kind is TreatmentKind.DEVICES:
        head, shares = (_("Drug"), _("Dose"), _("Devices"), _("Minutes between"), _("Signed by")), [2.5, 2, 1.5, 2, 3.0]
    elif kind is TreatmentKind.FLUID:
        head, shares = (_("Fluid"), _("What else is in it"), _("Volume"), _("Over"), _("Rate")), [2.5, 4, 1.5, 1.3, 1.7]
    else:
        head = (_("Drug"), _("Dose"), _("Vial strength"), _("Volume"), _("Bag"), _("Over"), _("Pump rate"))
        shares = [2, 1.5, 1.7, 1.3, 1.3, 1.3, 1.7]
    parts = headed(_("Order of the prescriber"), write_in(head, [[""] * len(head)], shares, width, _ROW))
    second = _("Worked out again by a second person, who did not see the first result:")
    return [*parts, paragraph(second + " " + "_" * 24, "small")]


def _vitals(protocol: Protocol | None, width: float) -> Flowable:
    names, shares = scale_heads(protocol)
    head = (_("Minute"), _("Time"), _("BP"), _("HR"), "SpO2", _("RR"), *names, _("Comment"), _("By"))
    empty = [""] * (len(head) - 1)
    minutes = [_("Before"), *(map(str, due_minutes(protocol)) if protocol else [""] * 8)]
    # A long list of readings has room for more of them; short ones often get longer.
    many = len(minutes) > _MANY_ROWS
    spare, row = (1, _LOW_ROW) if many else (_SPARE_ROWS, _ROW)
    rows = [[due, *empty] for due in [*minutes, *[""] * spare]]
    return write_in(head, rows, (1.6, 1.4, 1.8, 1, 1.1, 1, *shares, 4.0, 1), width, row)


def scale_heads(protocol: Protocol | None) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the heads of the scales this protocol reads besides the vital signs, and their widths."""
    asked = protocol.vitals.kinds if protocol else ()
    # A fluid makes nobody drowsy; its protocol names the scale all the same.
    sedates = protocol is None or protocol.kind is not TreatmentKind.FLUID
    kinds = [protocol.sedation if protocol else Kind.SEDATION] if sedates else []
    kinds += [kind for kind in asked if kind in _SCALES and kind not in kinds]
    return tuple(_SCALES[kind] for kind in kinds), tuple(1.3 for _kind in kinds)


_SCALES = {
    Kind.SEDATION: "MOAA/S",
    Kind.RASS: "RASS",
    Kind.DISSOCIATION: _("Dissoc."),
    Kind.DISTRESS: _("Distress"),
    Kind.PAIN: _("Pain"),
}


def due_minutes(protocol: Protocol, order: Order | None = None) -> list[int]:
    """Return the minutes from the start at which readings are due, until recovery should be over.

    ``order`` says how long it is really given for.
    """
    schedule = protocol.vitals
    end = order.arithmetic.duration_minutes if order else protocol.duration_minutes
    minutes = list(schedule.at_minutes)
    last = minutes[-1] if minutes else 0
    if schedule.during_every_minutes:
        minutes += range(last + schedule.during_every_minutes, end + 1, schedule.during_every_minutes)
    if schedule.after_every_minutes:
        over = end + protocol.visit.recovery_minutes
        minutes += range(max([end, *minutes]) + schedule.after_every_minutes, over + 1, schedule.after_every_minutes)
    return minutes


def _course(protocol: Protocol | None, width: float) -> list[Flowable]:
    head = (
        _("Time"),
        _("What happened: start, rate, pause, resume, end; adverse event with how bad and what was done"),
        _("By"),
    )
    # Steps have rows of their own, which leave the course fewer to hold.
    count, row = (_EVENT_ROWS + 1, _LOW_ROW) if protocol is not None and protocol.stages else (_EVENT_ROWS + 3, _ROW)
    course = write_in(head, [["", "", ""]] * count, (1.4, 8, 1.2), width, row)
    parts = [*_steps(protocol, width), KeepTogether(headed(_("Course"), course))]
    if protocol is not None and protocol.kind is TreatmentKind.FLUID:
        fluid = (_("Fluid or vial"), _("Lot, expiry"), _("Volume"), _("Time"), _("By"))
        return [
            *parts,
            *headed(_("What went in"), write_in(fluid, [[""] * 5] * 4, (3, 2.4, 1.4, 1.2, 1.2), width, _ROW)),
        ]
    drug = (_("Drug"), _("Lot, expiry"), _("Drawn"), _("Given"), _("Wasted"), _("Returned"), _("Witness"), _("Time"))
    given = write_in(drug, [[""] * 8] * 2, (2, 2, 1.2, 1.2, 1.2, 1.3, 2, 1.1), width, _ROW)
    # On one sheet: nobody looks for the second half of the course on another.
    return [*parts, *headed(_("Drug"), given)]


def _steps(protocol: Protocol | None, width: float) -> list[Flowable]:
    """Return a row for each device, or for each step of a dose that has several."""
    if protocol is None:
        return []
    head: tuple[str, ...]
    if protocol.devices is not None:
        most = max(protocol.devices.doses_micrograms) // protocol.devices.device_micrograms
        head = (_("Device"), _("Time"), _("Lot, expiry"), _("Both sides, seen by"), _("Remark"))
        rows = [[str(number), "", "", "", ""] for number in range(1, most + 1)]
        between = _("{minutes} minutes between devices.").format(minutes=protocol.devices.minutes_between)
        devices = headed(_("Devices"), write_in(head, rows, (1, 1.3, 2.6, 2.6, 3), width, _ROW))
        return [KeepTogether([*devices, paragraph(between, "small")])]
    if protocol.stages:
        head = (_("Step"), _("Usual"), _("Pump rate"), _("From"), _("Until"), _("By"))
        rows = [[stage.title, _stage(stage), "", "", "", ""] for stage in protocol.stages]
        return [KeepTogether(headed(_("Steps"), write_in(head, rows, (2.6, 3, 1.6, 1.2, 1.2, 1), width, _LOW_ROW)))]
    return []


def _stage(stage: StageRule) -> str:
    dose, over = formats.format_dose(stage.micrograms_per_kg), formats.format_duration(stage.minutes)
    words = _("{dose} per kg over {time}") if stage.kind is StageKind.BOLUS else _("{dose} per kg per hour for {time}")
    return words.format(dose=dose, time=over)


def _leaving(protocol: Protocol | None, width: float) -> list[Flowable]:
    head = (_("Before the patient leaves"), _("Yes"), _("No"), _("Remark"))
    rows: list[Sequence[str]] = [(item.text, _BOX, _BOX, "") for item in (protocol.discharge.items if protocol else ())]
    rows += [("", _BOX, _BOX, "")] * (0 if protocol else 6)
    rows.append((_("Left at, with whom"), "", "", ""))
    return headed(_("Discharge"), write_in(head, rows, (5, 0.8, 0.8, 3), width, 5.6 * mm))
