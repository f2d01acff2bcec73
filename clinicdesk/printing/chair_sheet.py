"""The chair sheet: printed at the start, it lies beside the chair and goes on where a dead PC stops."""

from collections.abc import Sequence
from datetime import timedelta

from reportlab.platypus import KeepTogether
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing import audiences, fonts, from_desk, page
from clinicdesk.printing.blank_flowsheet import due_minutes, scale_heads
from clinicdesk.printing.course_words import escort_now
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.emergency_sheet import allergies, medicines
from clinicdesk.printing.session_course import vitals_table
from clinicdesk.printing.session_orders import order_part
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import facts, write_in
from clinicdesk.records import chart_facts, patients, sessions
from clinicdesk.records.sessions import Session
from clinicdesk.rules.protocol import Level, When
from clinicdesk.rules.spacing import position_text
from clinicdesk.rules.timeline import EventKind
from clinicdesk.rules.vitals import MEASURES, show

_ROW = 5.6 * mm
_SPARE_ROWS = 2
_COURSE_ROWS = 4
_BASELINE_ROUNDS = 2


@fonts.spelling_out()
def build(desk: Desk, session_id: str) -> bytes:
    """Return the sheet as a PDF: the order with its arithmetic, the baseline, and rows to write on with their times.

    Raises ``NotFound``, ``NotAllowed`` and ``CannotPrint``.
    """
    session = sessions.get(desk, session_id)
    patient = patients.get(desk, session.patient_id)
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    place = position_text(session.number, session.count)
    story: list[Flowable] = [paragraph(_("Chair sheet: session {place}").format(place=place), "title")]
    known = chart_facts.of(desk, patient.id)
    story.append(paragraph(_("Allergies: {what}").format(what=allergies(known)), "subheading"))
    story.append(facts(_facts(desk, session), width))
    story.append(facts([(_("Medicines"), medicines(known))], width, columns=1, label_share=0.18))
    story += order_part(desk, session, session.order) if session.order else []
    story += _steps(desk, session, width)
    story += _limits(session)
    baseline = sessions.rounds(session)[-_BASELINE_ROUNDS:]
    if baseline:
        story += headed(_("Taken so far"), vitals_table(desk, session, width, baseline))
    story += headed(_("If the PC is dark, write on"), _rows(desk, session, width))
    head = (_("Time"), _("What happened, what was done: rate, pause, end, drug with lot, event"), _("By"))
    course = write_in(head, [["", "", ""]] * _COURSE_ROWS, (1.2, 8, 1.2), width, _ROW)
    story.append(KeepTogether(headed(_("Course"), course)))
    imprint = from_desk.imprint(desk, _("Chair sheet"), audiences.CLINICIANS)
    return page.build(story, letterhead, imprint, from_desk.about(patient))


def _facts(desk: Desk, session: Session) -> list[tuple[str, str]]:
    start = session.started
    pairs = [(_("Protocol"), session.title)]
    pairs += [(_("Chair"), session.chair)] if session.chair else []
    if start is None:
        pairs.append((_("Started"), _("Not started")))
    else:
        at = desk.local(start.at)
        minutes = session.order.arithmetic.duration_minutes if session.order else session.protocol.duration_minutes
        over = formats.format_time(at + timedelta(minutes=minutes))
        # Devices end with the last one, not after a time.
        minutes = 0 if session.protocol.devices else minutes
        words = _("{start}, planned end {end}").format(start=formats.format_date_time(at), end=over)
        pairs.append((_("Started"), words if minutes else formats.format_date_time(at)))
    nurse = session.last_event(EventKind.NURSE)
    pairs += [(_("Nurse"), str(nurse.detail.get("name")))] if nurse else []
    pairs.append((_("Escort"), escort_now(session) or _("Not recorded")))
    return pairs


def _steps(desk: Desk, session: Session, width: float) -> list[Flowable]:
    """Return when the pump is to be set to what, where the dose has steps: nobody reckons that in the dark."""
    steps, start = sessions.stages_in_use(session), session.started
    if not steps or start is None:
        return []
    rows, at = [], desk.local(start.at)
    for stage in steps:
        until = at + timedelta(minutes=stage.minutes)
        times = (formats.format_time(at), formats.format_time(until))
        rate = formats.format_rate(stage.rate_microlitres_per_hour)
        rows.append((stage.title, *times, rate, formats.format_dose(stage.dose_micrograms), ""))
        at = until
    head = (_("Step"), _("From"), _("Until"), _("Pump rate"), _("Dose"), _("Set at, by"))
    return headed(_("Planned steps, if nothing is changed"), write_in(head, rows, (3, 1, 1, 2, 1.4, 2), width, _ROW))


def _limits(session: Session) -> list[Flowable]:
    """Return the limits that hold or stop at any time, with what the protocol says to do."""
    signs = {"above": ">", "at_or_above": "≥", "below": "<", "at_or_below": "≤"}
    words = []
    for rule in session.protocol.limits.rules:
        if rule.level < Level.HOLD or rule.when is not When.ALWAYS:
            continue
        sign = signs.get(str(rule.comparison))
        value = show(rule.kind, rule.value)
        short = MEASURES[rule.kind].short
        rise = _("rise by {value}") if str(rule.comparison).startswith("rise") else _("fall by {value}")
        words.append(f"{short} {sign} {value}" if sign else f"{short} {rise.format(value=value)}")
    if not words:
        return []
    sentence = _("A clinician decides before going on, or the treatment stops, at: {limits}.")
    return [paragraph(sentence.format(limits=", ".join(words)), "small")]


def _rows(desk: Desk, session: Session, width: float) -> Flowable:
    """Return a row for each reading that is still due, with the time of day it is due at."""
    start = session.started
    due: list[Sequence[str]] = []
    for minute in due_minutes(session.protocol, session.order):
        at = formats.format_time(desk.local(start.at) + timedelta(minutes=minute)) if start else ""
        due.append((str(minute), at))
    names, shares = scale_heads(session.protocol)
    head = (_("Minute"), _("Due"), _("Time"), _("BP"), _("HR"), "SpO2", _("RR"), *names, _("Comment"), _("By"))
    empty = [""] * (len(head) - 2)
    rows = [[*one, *empty] for one in [*due, *[("", "")] * _SPARE_ROWS]]
    return write_in(head, rows, (1.2, 1.2, 1.3, 1.8, 1, 1.1, 1, *shares, 3.8, 1), width, _ROW)
