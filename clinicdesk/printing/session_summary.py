"""The summary of one session: everything recorded in it, on two or three sheets, whether signed or not."""

from collections.abc import Sequence
from datetime import datetime

from reportlab.platypus import KeepTogether, Spacer
from reportlab.platypus.flowables import Flowable

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.figures.vitals import vitals_figure
from clinicdesk.language import _
from clinicdesk.printing import from_desk, page
from clinicdesk.printing.drawn import mm
from clinicdesk.printing.session_course import FROM_PAPER, course_rows, drug_rows, vitals_table
from clinicdesk.printing.styles import headed, paragraph
from clinicdesk.printing.tables import facts, table
from clinicdesk.printing.vitals_chart import chart
from clinicdesk.records import patients, sessions
from clinicdesk.records.sessions import CheckItem, Order, Session
from clinicdesk.rules.adverse import WORDS, ActionTaken, Outcome, Relation, Severity, kind_words
from clinicdesk.rules.discharge import Mark
from clinicdesk.rules.gate import ConsentState
from clinicdesk.rules.spacing import position_text
from clinicdesk.rules.timeline import EventKind, Phase, stretches
from clinicdesk.storage.clock import from_text

_CHART_HEIGHT = 56 * mm
_MARKS = {
    Mark.MET: _("Yes"),
    Mark.NOT_MET: _("No"),
    Mark.NOT_APPLICABLE: _("Does not apply"),
    Mark.OPEN: _("Not answered"),
}


def build(desk: Desk, session_id: str) -> bytes:
    """Return the summary as a PDF. Raises ``NotFound``, ``NotAllowed``, or ``CannotPrint`` for a character no font has.

    An unsigned session says so on every sheet.
    """
    session = sessions.get(desk, session_id)
    letterhead = from_desk.letterhead(desk)
    width = page.content_width(letterhead.paper_size)
    place = position_text(session.number, session.count)
    story: list[Flowable] = [paragraph(_("Session summary: session {place}").format(place=place), "title")]
    story += [facts(_session_facts(desk, session), width)]
    if any(stretch.elapsed.gap for stretch in stretches(session.timeline, sessions.now_of(desk))):
        words = _("The PC was restarted during the infusion: times and amounts across it rest on the wall clock alone.")
        story.append(paragraph(words, "small"))
    story += headed(_("Before the start"), facts(_checks(desk, session), width, columns=1))
    for number, order in enumerate(session.orders, start=1):
        story += _order(desk, order, number, len(session.orders))
    if session.drugs:
        head = (_("Drug"), _("Lot, expiry"), _("Drawn"), _("Given"), _("Wasted"), _("Witness"), _("Recorded"))
        story += headed(
            _("Drugs given"), table(head, drug_rows(desk, session.all_drugs), (2.6, 2, 1.2, 1.2, 1.2, 2, 2), width)
        )
    differs = sessions.differs_from_pump(session, sessions.now_of(desk))
    story += [paragraph(differs, "small")] if differs else []
    story += _vitals(desk, session, width)
    story += headed(_("Course"), table((_("Time"), _("What"), _("By")), course_rows(desk, session), (1, 6, 2.2), width))
    story += _adverse(desk, session, width)
    story += _discharge(desk, session, width)
    story += _signatures(desk, session)
    mark = "" if session.is_signed else _("Not signed yet")
    imprint = from_desk.imprint(desk, _("Session summary"), _form_number(session), mark)
    return page.build(story, letterhead, imprint, from_desk.about(patients.get(desk, session.patient_id)))


def _form_number(session: Session) -> str:
    """Return what ties the sheet to the record: the beginning of the hash of the entry that signed it."""
    if not session.signatures:
        return _("Protocol {name}, version {version}").format(
            name=session.protocol.id, version=session.protocol.version
        )
    return _("Protocol {name}, version {version}. Content {hash}").format(
        name=session.protocol.id, version=session.protocol.version, hash=session.signatures[0].content_hash[:16]
    )


def _session_facts(desk: Desk, session: Session) -> list[tuple[str, str]]:
    now = sessions.now_of(desk)
    pairs = [
        (_("Planned"), _day(session)),
        (_("Protocol"), session.title),
        (_("Started"), _moment(desk, session.started.at) if session.started else _("Not started")),
        (_("Ended"), _moment(desk, session.ended.at) if session.ended else _("Not recorded")),
    ]
    if session.started and session.order:
        bag = session.bag_order or session.order
        total = bag.arithmetic.total_microlitres
        given = min(session.infused_microlitres(now), total)
        pairs.append((_("Dose by the pump"), formats.format_dose(session.given_micrograms(now))))
        pairs.append(
            (
                _("Volume"),
                _("{given} of {total}").format(
                    given=formats.format_volume(given // 100 * 100), total=formats.format_volume(total)
                ),
            )
        )
    closed = session.last_event(EventKind.NOT_TREATED)
    if closed is not None:
        who = {"patient": _("the patient"), "clinician": _("a clinician"), "clinic": _("the clinic")}
        pairs.append((_("Not treated"), str(closed.detail["reason"])))
        pairs.append((_("Decided by"), who.get(closed.detail["decided_by"], str(closed.detail["decided_by"]))))
    return pairs


def _checks(desk: Desk, session: Session) -> list[tuple[str, str]]:
    ready = session.last_event(EventKind.READY)
    identity = session.check_of(CheckItem.IDENTITY)
    said = _("Name and date of birth said again and found right, {who}")
    pairs = [(_("Identity"), said.format(who=_by(identity.by_name)) if identity else _("Not checked"))]
    pairs.append((_("Consent"), _papers_words(desk, session)))
    pairs.append((_("Fasting"), _fasting(desk, session)))
    escort = session.check_of(CheckItem.ESCORT)
    pairs.append((_("Escort"), f"{escort.detail['name']}, {escort.detail['phone']}" if escort else _("Not recorded")))
    if ready is not None and ready.detail.get("findings"):
        words = (
            " ".join(ready.detail["findings"])
            + " "
            + _("Started all the same: {reason}").format(reason=ready.detail["baseline_reason"])
        )
        pairs.append((_("Baseline"), words))
    return pairs


def _papers_words(desk: Desk, session: Session) -> str:
    """Return where each paper stood at the start, and the reason it started all the same; else how they stand now."""
    ready = session.last_event(EventKind.READY)
    if ready is None:
        now = [
            _("{title}: {state} (now)").format(title=p.title, state=p.state.words)
            for p in sessions.paper_needs(desk, session)
        ]
        return ". ".join(now)
    kept = ready.detail.get("papers")
    if kept is None:  # started before each paper was kept
        kept = [{"title": _("Consent"), "state": ready.detail["consent"]}]
    words = [_("{title}: {state}").format(title=p["title"], state=ConsentState(p["state"]).words) for p in kept]
    if ready.detail.get("consent_reason"):
        reason = _("Started all the same, by the prescriber's reason: {reason}")
        words.append(reason.format(reason=ready.detail["consent_reason"]))
    return ". ".join(words)


def _fasting(desk: Desk, session: Session) -> str:
    event = session.check_of(CheckItem.FASTING)
    if event is None:
        return _("Not recorded")
    ate, drank = (_moment(desk, from_text(event.detail[key])) for key in ("solids_at", "liquids_at"))
    words = _("Last food {ate}, last drink {drank}").format(ate=ate, drank=drank)
    if event.detail.get("reason"):
        words += ". " + _("Too short; went on because: {reason}").format(reason=event.detail["reason"])
    return words


def _order(desk: Desk, order: Order, number: int, count: int) -> list[Flowable]:
    title = _("Order") if count == 1 else _("Order {place}").format(place=position_text(number, count))
    dose = _("{drug} {dose} over {minutes} min").format(
        drug=formats.format_drug(order.drug),
        dose=formats.format_dose(order.arithmetic.dose_micrograms),
        minutes=order.arithmetic.duration_minutes,
    )
    parts: list[Flowable] = [paragraph(title, "heading"), paragraph(dose, "subheading")]
    parts.append(paragraph("\n".join(order.lines)))
    signed = _("Weighed {weighed}. Signed by {name}, {time}.").format(
        weighed=_moment(desk, order.weighed_at), name=order.prescriber_name, time=_moment(desk, order.signed_at)
    )
    if order.written_at is not None:
        signed += " " + _("Written on paper {time}, typed in later.").format(time=_moment(desk, order.written_at))
    if order.remark:
        signed += " " + _("Reason for the change: {reason}").format(reason=order.remark)
    if order.consent_reason:
        signed += " " + _("Reason to go on with this consent: {reason}").format(reason=order.consent_reason)
    parts.append(paragraph(signed))
    return [KeepTogether(parts)]


def _vitals(desk: Desk, session: Session, width: float) -> list[Flowable]:
    if not session.observations:
        return headed(_("Vital signs"), paragraph(_("None recorded.")))
    order = session.order
    figure = vitals_figure(
        session.readings,
        session.timeline,
        planned_minutes=order.arithmetic.duration_minutes if order else session.protocol.dose.duration_minutes,
        now=sessions.now_of(desk),
        limits=session.protocol.limits,
    )
    limits = session.protocol.limits
    owner = limits.provenance.owner or _("no medical owner named yet")
    words = _("Limits: “{title}”, the clinic's own policy ({owner}).").format(title=limits.title, owner=owner)
    rows = vitals_table(desk, session, width)
    if session.started is None:
        return headed(_("Vital signs"), rows)
    picture = headed(_("Vital signs"), chart(figure, width, _CHART_HEIGHT))
    return [*picture, paragraph(words, "small"), Spacer(0, 2 * mm), rows]


def _adverse(desk: Desk, session: Session, width: float) -> list[Flowable]:
    if not session.all_adverse_events:
        return headed(_("Adverse events"), paragraph(_("None recorded.")))
    gone = {event.corrects for event in session.all_adverse_events}
    rows: list[Sequence[str]] = []
    for event in session.all_adverse_events:
        what = kind_words(event.kind) + (f": {event.narrative}" if event.narrative else "")
        if event.id in gone:
            what = _("Corrected below: {what}").format(what=what)
        rows.append(
            (
                formats.format_time(desk.local(event.onset_at)) + FROM_PAPER * event.transcribed,
                what,
                f"{WORDS[Severity(event.severity)]}. {WORDS[Relation(event.related)]}",
                f"{WORDS[ActionTaken(event.action_taken)]}. {WORDS[Outcome(event.outcome)]}",
                event.by_name,
            )
        )
    head = (_("Onset"), _("What"), _("How bad, cause"), _("Done, outcome"), _("By"))
    return headed(_("Adverse events"), table(head, rows, (1, 3.6, 2.6, 2.6, 2), width))


def _discharge(desk: Desk, session: Session, width: float) -> list[Flowable]:
    event = session.last_event(EventKind.DISCHARGED)
    if event is None:
        if session.phase is Phase.NOT_TREATED:
            return []
        return headed(_("Discharge"), paragraph(_("Not recorded yet.")))
    marks, remarks = sessions.marks_of(session)
    rows = [
        (item.text, _MARKS[marks.get(item.id, Mark.OPEN)], remarks.get(item.id, ""))
        for item in session.protocol.discharge.items
    ]
    left = _("The patient left at {time}, {who}.").format(time=_moment(desk, event.at), who=_by(event.by_name))
    return [
        *headed(_("Discharge"), paragraph(left)),
        table((_("Checked"), _("Answer"), _("Remark")), rows, (5, 1.4, 3), width),
    ]


def _signatures(desk: Desk, session: Session) -> list[Flowable]:
    parts: list[Flowable] = [paragraph(_("Signatures"), "heading")]
    if not session.signatures:
        parts.append(paragraph(_("Not signed yet: this summary may still change.")))
    for signature in session.signatures:
        words = _("Signed electronically by {name}, {time}. Content {hash}").format(
            name=signature.signer_name, time=_moment(desk, signature.signed_at), hash=signature.content_hash[:16]
        )
        parts.append(paragraph(words))
    story: list[Flowable] = [KeepTogether(parts)]
    for added in session.addenda:
        title = _("Addendum by {name}, {time}").format(name=added.author_name, time=_moment(desk, added.written_at))
        story += [paragraph(title, "subheading"), paragraph(added.body)]
    return story


def _day(session: Session) -> str:
    time = f" {session.planned_time:%H:%M}" if session.planned_time else ""
    return formats.format_day(session.planned_on) + time


def _moment(desk: Desk, at: datetime) -> str:
    return formats.format_date_time(desk.local(at))


def _by(name: str) -> str:
    return _("recorded by {name}").format(name=name)
