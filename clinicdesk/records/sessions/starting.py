"""The start of an infusion, and everything that must be there before it."""

from collections.abc import Sequence
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.language import _, ngettext
from clinicdesk.records.consents import needs
from clinicdesk.records.consents.needs import Needs, PaperNeed
from clinicdesk.records.eligibility import gate as eligibility
from clinicdesk.records.eligibility.heeding import kept_with_start
from clinicdesk.records.sessions import nurse
from clinicdesk.records.sessions.checks import Identifiers, missing_at_chair, must_fast, refuse_wrong_patient
from clinicdesk.records.sessions.consent import paper_needs
from clinicdesk.records.sessions.events import (
    beginning_of,
    cleaned,
    event_row,
    in_order,
    order_claim,
    refuse_closed,
    when,
)
from clinicdesk.records.sessions.holding import held
from clinicdesk.records.sessions.programme import missing_for_programme
from clinicdesk.records.sessions.reading import get, running
from clinicdesk.records.sessions.second_check import missing_check
from clinicdesk.records.sessions.session import CheckItem, Order, Session
from clinicdesk.rules.dose_rules import TreatmentKind
from clinicdesk.rules.dosing import DoseArithmetic
from clinicdesk.rules.gate import Verdict, worst
from clinicdesk.rules.monitoring import Finding, findings, missing_baseline
from clinicdesk.rules.protocol import Level
from clinicdesk.rules.timeline import EventKind, Moment, Phase
from clinicdesk.rules.vitals import MEASURES, Kind
from clinicdesk.storage.entry import Change

_STARTED = frozenset({Phase.RUNNING, Phase.PAUSED, Phase.RECOVERY, Phase.DISCHARGED})


def missing_to_start(desk: Desk, session: Session) -> tuple[str, ...]:
    """Return what keeps the session from starting, as sentences; empty when only the two identifiers are left.

    Each paper that is missing has a sentence of its own.
    """
    suits = eligibility.at_start(desk, session)
    return (*missing_for_programme(desk, session), *suits, *_missing(session, paper_needs(desk, session)))


def _missing(session: Session, papers: Needs) -> tuple[str, ...]:
    missing = list(_missing_checks(session))
    order = session.order
    reasoned = order is not None and bool(order.consent_reason)
    for paper in needs.at_start(papers):
        answer = paper.answer
        if answer.verdict is Verdict.REFUSED or (answer.verdict is Verdict.NEEDS_REASON and not reasoned):
            missing.append(answer.sentence)
    if order is None:
        missing.append(_("A prescriber has not signed the order yet."))
    else:
        weight = session.latest_weight_grams
        if weight is not None and order.arithmetic.actual_weight_grams not in (None, weight):
            missing.append(_("The weight changed after the order was signed. A prescriber signs a new order."))
        if _height_differs(session, order):
            missing.append(_("The height changed after the order was signed. A prescriber signs a new order."))
        unchecked = missing_check(session)
        missing += [unchecked] if unchecked else []
    return tuple(missing)


def _height_differs(session: Session, order: Order) -> bool:
    """Tell whether the dose goes by a weight worked out from another height than the one that stands now."""
    dose, height = order.arithmetic, session.latest(Kind.HEIGHT)
    used = dose.height_millimetres if isinstance(dose, DoseArithmetic) else None
    return used is not None and height is not None and height.value != used


def _missing_checks(session: Session) -> tuple[str, ...]:
    missing: list[str] = []
    waits = held(session)
    if waits is not None:
        missing.append(_("The visit is held: {reason}. End the hold first.").format(reason=waits.reason.rstrip(".")))
    if must_fast(session) and session.check_of(CheckItem.FASTING) is None:
        missing.append(_("Ask when the patient last ate and drank."))
    if session.protocol.escort_required and session.check_of(CheckItem.ESCORT) is None:
        missing.append(_("Write down the escort, with name and phone."))
    missing += missing_at_chair(session)
    kinds = missing_baseline(session.protocol.vitals, session.baseline())
    if kinds:
        names = ", ".join(MEASURES[kind].name for kind in kinds)
        missing.append(_("Baseline vital signs are missing: {names}.").format(names=names))
    if session.latest_weight_grams is None and session.protocol.kind is TreatmentKind.INFUSION:
        missing.append(_("Weigh the patient."))
    return tuple(missing)


def baseline_findings(session: Session) -> tuple[Finding, ...]:
    """Return the limits the baseline reaches that ask a clinician to decide before the start."""
    found = findings(session.protocol.limits, session.baseline(), {}, before_start=True)
    return tuple(finding for finding in found if finding.level >= Level.HOLD)


def start(
    desk: Desk,
    session_id: str,
    *,
    identity: Identifiers,
    occurred_at: datetime | None = None,
    baseline_reason: str | None = None,
) -> None:
    """Record that the infusion runs, now or a few minutes ago, at the rate of the order.

    Refused with ``BadValue`` until everything before the start is done, the two identifiers are those of the chart,
    and, where the baseline reaches a limit, ``baseline_reason`` says why it starts all the same. The state of the
    consent, of every paper the visit needs, the reasons and the order are kept with the start.
    """
    session = get(desk, session_id)
    refuse_closed(session)
    if session.protocol.kind is TreatmentKind.DEVICES:
        raise BadValue(_("The first device starts this session. Record it when it is given."))
    at = in_order(session, when(desk, occurred_at), chosen=occurred_at is not None)
    begin(desk, session, "session.start", (), identity=identity, at=at, baseline_reason=baseline_reason)


def begin(
    desk: Desk,
    session: Session,
    action: str,
    more: Sequence[Change],
    *,
    identity: Identifiers,
    at: Moment,
    baseline_reason: str | None = None,
) -> None:
    """Record the start with ``more`` rows of what started it, in one entry. Refuses what ``start`` refuses."""
    refuse_closed(session)
    _refuse_second_start(session)
    _refuse_second_infusion(desk, session)
    refuse_wrong_patient(desk, session, identity)
    papers = paper_needs(desk, session)
    suits = eligibility.at_start(desk, session)
    missing = (*missing_for_programme(desk, session), *suits, *_missing(session, papers))
    if missing:
        raise BadValue(missing[0] if len(missing) == 1 else _several(missing))
    reached = baseline_findings(session)
    if reached and not cleaned(baseline_reason):
        raise BadValue(
            _("{finding} Wait, or give a reason to start.").format(finding=reached[0].words), "baseline_reason"
        )
    order = session.order
    assert order is not None  # missing_to_start has said so
    rows = (
        *nurse.at_start(desk, session, at),
        event_row(desk, session, EventKind.CHECKING, at, item=str(CheckItem.IDENTITY), matched=True),
        event_row(
            desk,
            session,
            EventKind.READY,
            at,
            consent=str(worst(paper.state for paper in needs.at_start(papers))),
            papers=[_kept(paper) for paper in papers],
            consent_reason=order.consent_reason,
            baseline_reason=cleaned(baseline_reason) if reached else None,
            findings=[finding.words for finding in reached],
            eligibility=kept_with_start(desk, session),
        ),
        event_row(
            desk,
            session,
            EventKind.STARTED,
            at,
            order_id=order.id,
            rate_microlitres_per_hour=order.arithmetic.rate_microlitres_per_hour,
        ),
    )
    try:
        desk.record(
            action,
            beginning_of(session),
            order_claim(session),
            *rows,
            *more,
            patient=session.patient_id,
            reason=order.consent_reason,
        )
    except ChangedElsewhere:
        _refuse_second_start(get(desk, session.id))
        raise


def _kept(paper: PaperNeed) -> dict[str, str | None]:
    """Return what is kept of a paper with the start: which it was, where it stood, and the form that stood so."""
    return {
        "text": paper.text_name,
        "title": paper.title,
        "needed": str(paper.needed),
        "state": str(paper.state),
        "consent_id": paper.consent_id,
    }


def _refuse_second_start(session: Session) -> None:
    if session.phase in _STARTED:
        raise BadValue(_("This infusion has started already."))
    if session.phase is Phase.NOT_TREATED:
        raise BadValue(_("This session was closed as not treated. It cannot start."))


def _refuse_second_infusion(desk: Desk, session: Session) -> None:
    """Refuse a second infusion into one patient: the doses would add up, and each screen would show one of them."""
    if any(line.patient_id == session.patient_id and line.id != session.id for line in running(desk)):
        raise BadValue(_("Another infusion of this patient is running. End that one first."))


def _several(missing: tuple[str, ...]) -> str:
    sentence = ngettext(
        "{first} {count} more thing is missing before the start.",
        "{first} {count} more things are missing before the start.",
        len(missing) - 1,
    )
    return sentence.format(first=missing[0], count=len(missing) - 1)


__all__ = ["baseline_findings", "begin", "missing_to_start", "start"]
