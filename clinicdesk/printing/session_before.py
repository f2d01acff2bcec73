"""The first part of the session summary: what the visit was, and what was checked before it began."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records import sessions
from clinicdesk.records.sessions import CheckItem, Session
from clinicdesk.rules.eligibility import Result
from clinicdesk.rules.gate import ConsentState
from clinicdesk.rules.timeline import EventKind
from clinicdesk.storage.clock import from_text

_DECIDED = {"patient": _("the patient"), "clinician": _("a clinician"), "clinic": _("the clinic")}
_FURTHER = {
    "site": _("IV line"),
    "medicines": _("Medicines changed"),
    "substances": _("Alcohol, substances"),
    "suicidality": _("Thoughts of suicide"),
    "prescriber_on_site": _("Prescriber on site"),
}
"""Checks beside those every session has; the words of each stand in its event."""

_CHECKS = frozenset({EventKind.CHECKING, EventKind.CHECKED_IN})


def session_facts(desk: Desk, session: Session) -> list[tuple[str, str]]:
    """Return when it was, under which protocol, and how much was given."""
    pairs = [
        (_("Planned"), _day(session)),
        (_("Protocol"), session.title),
        (_("Started"), moment_text(desk, session.started.at) if session.started else _("Not started")),
        (_("Ended"), moment_text(desk, session.ended.at) if session.ended else _("Not recorded")),
    ]
    if session.chair:
        pairs.append((_("Chair"), session.chair))
    pairs += _amounts(desk, session)
    nurse = session.last_event(EventKind.NURSE)
    if nurse is not None:
        pairs.append((_("Responsible nurse"), str(nurse.detail.get("name") or _("Not recorded"))))
    closed = session.last_event(EventKind.NOT_TREATED)
    if closed is not None:
        decided = str(closed.detail["decided_by"])
        pairs.append((_("Not treated"), str(closed.detail["reason"])))
        pairs.append((_("Decided by"), _DECIDED.get(decided, decided)))
    return pairs


def _amounts(desk: Desk, session: Session) -> list[tuple[str, str]]:
    """Return what was given: by the pump as read or as worked out from rate and time, or by device."""
    if session.started is None or session.order is None:
        return []
    now = sessions.now_of(desk)
    bag = (session.bag_order or session.order).arithmetic
    if session.events_of(EventKind.DEVICE):
        # One that was not given after all has a corrected line, and leaves the dose.
        given = session.given_micrograms(now)
        count = sum(1 for drug in session.drugs if drug.product == session.order.drug and drug.given_micrograms)
        words = ngettext("{dose} in {count} device", "{dose} in {count} devices", count)
        return [(_("Given"), words.format(dose=formats.format_dose(given), count=count))]
    read = session.last_event(EventKind.PUMP_READ)
    label = _("Given, as read off the pump") if read else _("Given, calculated")
    pairs = [(label, formats.format_dose(session.given_micrograms(now)))] if bag.dose_micrograms else []
    infused = min(session.infused_microlitres(now), bag.total_microlitres)
    shown = formats.format_volume(infused // 100 * 100)
    words = _("{given} of {total}").format(given=shown, total=formats.format_volume(bag.total_microlitres))
    return [*pairs, (_("Volume"), words)] if bag.total_microlitres else pairs


def checks(desk: Desk, session: Session) -> list[tuple[str, str]]:
    """Return what was checked before the start, each with what was found."""
    ready = session.last_event(EventKind.READY)
    identity = session.check_of(CheckItem.IDENTITY)
    said = _("Name and date of birth said again and found right, {who}")
    who = recorded_by(f"{identity.by_name}, {_time(desk, identity.at)}") if identity else ""
    pairs = [(_("Identity"), said.format(who=who) if identity else _("Not checked"))]
    pairs.append((_("Consent"), _papers_words(desk, session)))
    if kept := (ready.detail.get("eligibility") or {}) if ready is not None else {}:
        pairs.append((_("Eligibility"), _eligibility(kept)))
    pairs.append((_("Fasting"), _fasting(desk, session)))
    escort = session.check_of(CheckItem.ESCORT)
    not_escorted = _("Not recorded") if session.protocol.escort_required else _("Not needed by the protocol")
    pairs.append((_("Escort"), f"{escort.detail['name']}, {escort.detail['phone']}" if escort else not_escorted))
    pairs += _further(session)
    if ready is not None and ready.detail.get("findings"):
        reason = _("Started all the same: {reason}").format(reason=ready.detail["baseline_reason"])
        pairs.append((_("Baseline"), " ".join([*ready.detail["findings"], reason])))
    return pairs


def _further(session: Session) -> list[tuple[str, str]]:
    """Return the checks that only some treatments ask, as they were answered last."""
    last = {
        str(event.detail.get("item")): event
        for event in session.events
        if event.kind in _CHECKS and event.detail.get("item") in _FURTHER
    }
    answers = {item: _answer(last[item].detail) for item in _FURTHER if item in last}
    line = [(_FURTHER["site"], answers.pop("site"))] if "site" in answers else []
    asked = "; ".join(f"{_FURTHER[item]}: {answer}" for item, answer in answers.items())
    return [*line, (_("Asked"), asked)] if asked else line


def _answer(detail: Mapping[str, Any]) -> str:
    """Return what was answered to a check: the place of the line, or yes with the words, or no."""
    if detail.get("site"):
        return _("{site}, {gauge} G").format(site=detail["site"], gauge=detail.get("gauge") or "?")
    if "yes" not in detail:
        return str(detail.get("name") or _("Asked"))
    if not detail["yes"]:
        return _("no")
    words = _("yes: {words}").format(words=detail.get("words") or "")
    return words + ". " + _("Went on: {reason}").format(reason=detail["go_on"]) if detail.get("go_on") else words


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


def _eligibility(kept: Mapping[str, Any]) -> str:
    """Return the decision a start rested on, with its conditions. Older starts kept only which it was."""
    if not kept.get("result"):
        return _("No decision; see above.") if not kept.get("decision_id") else _("Decided")
    words = _("{result} ({name}, {day})").format(
        result=Result(kept["result"]).words,
        name=kept["decided_by"],
        day=formats.format_date(date.fromisoformat(kept["decided_on"])),
    )
    words = f"{words}: {kept['conditions']}" if kept.get("conditions") else words
    open_ = "; ".join(kept.get("not_asked") or ())
    return words.rstrip(".") + ". " + _("Not asked: {questions}").format(questions=open_) if open_ else words


def _fasting(desk: Desk, session: Session) -> str:
    event = session.check_of(CheckItem.FASTING)
    if event is None:
        return _("Not recorded") if session.protocol.fasting.is_asked else _("Not needed by the protocol")
    if not event.detail.get("solids_at"):
        return _("Asked")
    ate, drank = (moment_text(desk, from_text(event.detail[key])) for key in ("solids_at", "liquids_at"))
    words = _("Last food {ate}, last drink {drank}").format(ate=ate, drank=drank)
    if "nasal_at" in event.detail:
        used = event.detail["nasal_at"]
        sprayed = moment_text(desk, from_text(used)) if used else _("none")
        words += ", " + _("last nasal spray {time}").format(time=sprayed)
    if event.detail.get("reason"):
        words += ". " + _("Too short; went on because: {reason}").format(reason=event.detail["reason"])
    return words


def _day(session: Session) -> str:
    time = f" {session.planned_time:%H:%M}" if session.planned_time else ""
    return formats.format_day(session.planned_on) + time


def moment_text(desk: Desk, at: datetime) -> str:
    """Return a moment as the clinic's clock showed it."""
    return formats.format_date_time(desk.local(at))


def _time(desk: Desk, at: datetime) -> str:
    return formats.format_time(desk.local(at))


def recorded_by(name: str) -> str:
    """Return who wrote something down."""
    return _("recorded by {name}").format(name=name)
