"""What went otherwise than planned in a session, with the reasons given: for who signs it, and for its summary."""

from collections.abc import Iterator, Mapping
from typing import Any

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import CheckItem, Session, SessionEvent
from clinicdesk.rules.discharge import OUTCOMES, Mark
from clinicdesk.rules.timeline import EventKind, stretches

DECIDED = {
    CheckItem.SUBSTANCES: _("Something was taken in the last 24 hours"),
    CheckItem.SUICIDALITY: _("The patient spoke of thoughts of suicide"),
    CheckItem.MEDICINES: _("A medicine changed"),
}
"""Answers before the start that a clinician decides about."""


def deviations(desk: Desk, session: Session) -> list[str]:
    """Return each deviation as a sentence with its reason, in the order of the visit. The reasons are typed text."""
    return [
        *_before(session),
        *_second_checks(session),
        *_during(desk, session),
        *_leaving(session),
        *_clock(desk, session),
    ]


def _before(session: Session) -> Iterator[str]:
    fasting = session.check_of(CheckItem.FASTING)
    if fasting is not None and fasting.detail.get("reason"):
        yield _("Fasted too short; went on because: {reason}").format(reason=fasting.detail["reason"])
    ready = session.last_event(EventKind.READY)
    if ready is not None and ready.detail.get("consent_reason"):
        yield _("Consent not complete; started because: {reason}").format(reason=ready.detail["consent_reason"])
    if ready is not None and ready.detail.get("baseline_reason"):
        yield _("Baseline outside the limits; started because: {reason}").format(reason=ready.detail["baseline_reason"])
    yield from _eligibility((ready.detail.get("eligibility") or {}) if ready is not None else {})
    for item, title in DECIDED.items():
        event = session.check_of(item)
        if event is not None and event.detail.get("go_on"):
            yield _("{title}; went on, decided by {name}: {reason}").format(
                title=title, name=event.detail.get("decided_by") or _("a clinician"), reason=event.detail["go_on"]
            )
    for order in session.orders:
        if order.remark:
            yield _("Order changed: {reason}").format(reason=order.remark)


def _eligibility(kept: Mapping[str, Any]) -> Iterator[str]:
    """Return what the start passed over: stops, and medicines that the decision did not know."""
    for passed in kept.get("passed") or ():
        stop = str(passed.get("stop") or passed["item"]).replace("_", " ").rstrip(".")
        yield _("Stop of the eligibility passed by {name}: {stop}. {reason}").format(
            stop=stop, name=passed["by"], reason=passed["reason"]
        )
    if kept.get("medicines_since"):
        words = _("On the medicine list, and not known when eligibility was decided: {medicines}.")
        yield words.format(medicines=", ".join(kept["medicines_since"]))


def _second_checks(session: Session) -> Iterator[str]:
    for check in session.second_checks:
        if check.alone_reason:
            yield _("No second check of the dose: {reason}").format(reason=check.alone_reason)
        elif not check.agreed:
            yield _("{name} worked out another dose at the second check.").format(
                name=check.checker_name or _("Somebody")
            )


def _during(desk: Desk, session: Session) -> Iterator[str]:
    words = {
        EventKind.HELD: _("Held at {time}: {reason}"),
        EventKind.PUMP_READ: _("The pump differs from the calculated volume ({time}): {reason}"),
        EventKind.NOT_TREATED: _("Not treated ({time}): {reason}"),
    }
    for event in session.events:
        reason = str(event.detail.get("reason") or "")
        if event.kind in words and reason:
            yield words[event.kind].format(time=_time(desk, event), reason=reason)
        elif event.kind is EventKind.DEVICE and reason:
            words_early = _("Device {number} was given before its time ({time}): {reason}")
            yield words_early.format(number=event.detail.get("number"), time=_time(desk, event), reason=reason)
        elif event.kind is EventKind.ENDED and event.detail.get("ended") == "stopped":
            yield _("Stopped early at {time}: {reason}").format(
                time=_time(desk, event), reason=reason or _("no reason")
            )
        elif event.kind is EventKind.ALARM and str(event.detail.get("alarm")).startswith("limit:"):
            yield from _limit(desk, event)
    differs = sessions.differs_from_pump(session, sessions.now_of(desk))
    if differs:
        yield differs


def _limit(desk: Desk, event: SessionEvent) -> Iterator[str]:
    """Return what was done about a limit that was reached; that somebody went there is not a deed."""
    done = str(event.detail.get("words") or "")
    if event.detail.get("what") not in ("acted", "closed") or not done:
        return
    told = str(event.detail.get("told") or _("A limit was reached.")).rstrip(".")
    yield _("{limit} ({time}). Done: {what}").format(limit=told, time=_time(desk, event), what=done)


def _leaving(session: Session) -> Iterator[str]:
    event = session.last_event(EventKind.DISCHARGED)
    if event is None:
        return
    if event.detail.get("early_reason"):
        yield _("Left before the protocol's time, decided by {name}: {reason}").format(
            name=event.detail.get("early_by") or _("a prescriber"), reason=event.detail["early_reason"]
        )
    outcome, reason = str(event.detail.get("outcome") or "discharged"), str(event.detail.get("reason") or "")
    if outcome != "discharged":
        yield f"{OUTCOMES.get(outcome, outcome)}: {reason}" if reason else OUTCOMES.get(outcome, outcome)
    elif reason:
        yield _("Left with something open: {reason}").format(reason=reason)
    marks, remarks = sessions.marks_of(session)
    if remarks.get("score"):
        yield _("Left with fewer points than the protocol wants: {reason}").format(reason=remarks["score"])
    for item in session.protocol.discharge.items:
        if marks.get(item.id) is Mark.NOT_MET:
            yield _("Not met when leaving: {item}. {remark}").format(item=item.text, remark=remarks.get(item.id, ""))


def _clock(desk: Desk, session: Session) -> Iterator[str]:
    if any(stretch.elapsed.gap for stretch in stretches(session.timeline, sessions.now_of(desk))):
        yield _("The PC was restarted during the infusion: times and amounts across it rest on the wall clock alone.")
    if any(event.transcribed for event in session.events):
        yield _("Typed in from paper afterwards, with the times on the paper.")


def _time(desk: Desk, event: SessionEvent) -> str:
    return formats.format_time(desk.local(event.at))
