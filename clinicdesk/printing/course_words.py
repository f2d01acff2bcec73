"""What happened in a session, in the words papers use: each event, and the order it stood under."""

from collections.abc import Mapping
from typing import Any

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import call_cards, sessions
from clinicdesk.records.sessions import CheckItem, Order, OrderedBy, Session, SessionEvent
from clinicdesk.rules.adverse import kind_words
from clinicdesk.rules.discharge import OUTCOMES as OUTCOMES
from clinicdesk.rules.timeline import EventKind

PRIVATE = frozenset({EventKind.WORDS, EventKind.ROOM, EventKind.FEELING})
"""What the patient said or pointed to, and notes of the room: on the clinic's own clinical papers only."""

_SILENT = frozenset({EventKind.PLANNED, EventKind.CHECKING})
"""What was checked stands with its answers before the course."""

_WORDS_ELSEWHERE = frozenset({EventKind.CHECKED_IN, EventKind.CALLED})
"""Their words are the patient's: answers before the start stand with the checks, a call is told as a call."""

_ALARMS_TOLD = frozenset({"acted", "closed"})
"""That somebody was going, or muted a sound, says nothing about the patient; what was done does."""


def is_told(event: SessionEvent) -> bool:
    """Whether an event belongs into a course that anybody may be given."""
    if event.kind in PRIVATE or event.kind in _SILENT:
        return False
    return event.kind is not EventKind.ALARM or event.detail.get("what") in _ALARMS_TOLD


def event_words(desk: Desk, session: Session, event: SessionEvent) -> str:
    """Return one event as a sentence, with its reason and the order it stood under. The words are typed text."""
    words = _words(event)
    if event.kind is EventKind.DEVICE and event not in session.devices_given:
        words += " " + _("(taken back: not given)")
    keys = ("reason",) if event.kind in _WORDS_ELSEWHERE else ("reason", "text", "words")
    told = [text for key in keys if (text := str(event.detail.get(key) or "").strip())]
    words += "".join(f": {text}" for text in told[:1]) + "".join(f", {text}" for text in told[1:])
    order = under(desk, session, event.detail.get("ordered_by"), event.detail.get("order_ref"))
    return f"{words} ({order})" if order else words


def under(desk: Desk, session: Session, ordered_by: object, ref: object) -> str:
    """Return under which order something was given or changed; empty where none was named."""
    if ordered_by == OrderedBy.SIGNED:
        order = next((one for one in session.orders if one.id == ref), None)
        return _("order of {name}").format(name=order.prescriber_name) if order else _("signed order")
    if ordered_by == OrderedBy.STANDING:
        standing = next((one for one in session.protocol.standing_orders if one.id == ref), None)
        return _("standing order “{title}”").format(title=standing.title) if standing else _("standing order")
    if ordered_by == OrderedBy.VERBAL:
        verbal = next((one for one in session.verbal_orders if one.id == ref), None)
        if verbal is None:
            return _("verbal order")
        return _("verbal order of {name}, {time}").format(
            name=verbal.prescriber_name, time=formats.format_time(desk.local(verbal.said_at))
        )
    return ""


def dose_words(order: Order) -> str:
    """Return an order in one line: the drug, and how much over how long, of whatever kind it is."""
    dose = order.arithmetic
    parts = [formats.format_drug(order.drug)]
    if dose.dose_micrograms:
        parts.append(formats.format_dose(dose.dose_micrograms))
    elif dose.total_microlitres:
        parts.append(formats.format_volume(dose.total_microlitres))
    if dose.total_microlitres and dose.duration_minutes:
        parts.append(_("over {time}").format(time=formats.format_duration(dose.duration_minutes)))
    return " ".join(parts)


def given_text(desk: Desk, session: Session, *, plain: bool = False) -> str:
    """Return the drug and how much of it went in, of whatever kind; empty before anything was given."""
    order = session.order
    if order is None or session.started is None:
        return ""
    now = sessions.now_of(desk)
    # Tall letters keep clinicians from mistaking one drug for another; a patient reads the plain name.
    drug = order.drug if plain else formats.format_drug(order.drug)
    if dose := session.given_micrograms(now):
        return f"{drug} {formats.format_dose(dose)}"
    if volume := session.infused_microlitres(now):
        return f"{drug} {formats.format_volume(volume // 100 * 100)}"
    return ""


def escort_now(session: Session) -> str:
    """Return who takes the patient home, with the phone: who took over last, else who was named before the start."""
    for event in reversed(session.events):
        if event.kind is EventKind.ESCORT and event.detail.get("name"):
            return ", ".join(str(event.detail[key]) for key in ("name", "phone") if event.detail.get(key))
    named = session.check_of(CheckItem.ESCORT)
    return f"{named.detail['name']}, {named.detail['phone']}" if named else ""


def _words(event: SessionEvent) -> str:
    detail = event.detail
    made = _MADE.get(event.kind)
    return made(detail) if made else _PLAIN.get(event.kind, str(event.kind).replace("_", " ").capitalize())


def _checked_in(detail: Mapping[str, Any]) -> str:
    return _("Checked in, escort recorded") if detail.get("item") == CheckItem.ESCORT else _("Checked in")


def _rate(detail: Mapping[str, Any]) -> str:
    rate = detail.get("rate_microlitres_per_hour")
    return formats.format_rate(rate) if isinstance(rate, int) else ""


def _started(detail: Mapping[str, Any]) -> str:
    if not detail.get("rate_microlitres_per_hour"):
        return _("Treatment started")
    return _("Infusion started at {rate}").format(rate=_rate(detail))


def _rate_changed(detail: Mapping[str, Any]) -> str:
    return _("Rate changed to {rate}").format(rate=_rate(detail))


def _ended(detail: Mapping[str, Any]) -> str:
    if "devices" in detail:
        return _("No further device") if detail.get("ended") == "stopped" else _("All devices of the order given")
    return _("Infusion stopped early") if detail.get("ended") == "stopped" else _("Infusion completed")


def _device(detail: Mapping[str, Any]) -> str:
    return _("Device {number}: {dose}").format(
        number=detail.get("number", "?"), dose=formats.format_dose(int(detail.get("micrograms") or 0))
    )


def _bolus(detail: Mapping[str, Any]) -> str:
    dose, volume, minutes = (int(detail.get(key) or 0) for key in ("dose_micrograms", "volume_microlitres", "minutes"))
    words = ", ".join([formats.format_dose(dose)] * bool(dose) + [formats.format_volume(volume)] * bool(volume))
    over = " " + _("over {time}").format(time=formats.format_duration(minutes)) if minutes else ""
    return _("Bolus of {amount}").format(amount=words) + over


def _pump_read(detail: Mapping[str, Any]) -> str:
    volume = formats.format_volume(int(detail.get("volume_microlitres") or 0))
    return _("Pump read: {volume} infused").format(volume=volume)


def _oxygen(detail: Mapping[str, Any]) -> str:
    flow = int(detail.get("millilitres_per_minute") or 0)
    if not flow:
        return _("Oxygen off")
    by = f", {detail['by']}" if detail.get("by") else ""
    return _("Oxygen {flow} L per minute").format(flow=f"{flow / 1000:g}") + by


def _stamped(detail: Mapping[str, Any]) -> str:
    what = str(detail.get("what") or "")
    return _("Event noted: {what}").format(what=kind_words(what)) if what else _("Event noted")


def _stamp_settled(detail: Mapping[str, Any]) -> str:
    words = {
        "nothing": _("The noted event was nothing"),
        "named": _("The noted event was named"),
    }
    return words.get(str(detail.get("as")), _("The noted event is described below"))


def _nurse(detail: Mapping[str, Any]) -> str:
    return _("Responsible nurse: {name}").format(name=detail.get("name") or _("not recorded"))


def _escort(detail: Mapping[str, Any]) -> str:
    what = {
        "called": _("Escort called"),
        "late": _("Escort is late"),
        "taken_over": _("Another escort takes over"),
        "here": _("Escort is here"),
    }.get(str(detail.get("what")), _("Escort"))
    who = ", ".join(str(detail[key]) for key in ("name", "phone") if detail.get(key))
    return f"{what}, {who}" if who else what


def _called(_detail: Mapping[str, Any]) -> str:
    return _("The patient called for help")


def _feeling(detail: Mapping[str, Any]) -> str:
    card = call_cards.card(str(detail["card"])) if detail.get("card") else None
    parts = [card.words[call_cards.ENGLISH]] if card else []
    if detail.get("distress") is not None:
        parts.append(_("distress {points} of 10").format(points=detail["distress"]))
    return _("The patient pointed to: {what}").format(what=", ".join(parts))


def _alarm(detail: Mapping[str, Any]) -> str:
    if detail.get("what") == "acted":
        return _("Done about an alarm")
    return _("Alarm closed, {alarm}").format(alarm=str(detail.get("told") or "").rstrip("."))


def _held(detail: Mapping[str, Any]) -> str:
    minutes = detail.get("again_in_minutes")
    return _("Held, read again in {minutes} min").format(minutes=minutes) if minutes else _("Held")


def _discharged(detail: Mapping[str, Any]) -> str:
    return OUTCOMES.get(str(detail.get("outcome") or "discharged"), _("Patient left"))


_PLAIN: Mapping[EventKind, str] = {
    EventKind.ARRIVED: _("Patient arrived"),
    EventKind.ARRIVAL_UNDONE: _("Arrival taken back"),
    EventKind.READY: _("Ready to start"),
    EventKind.PAUSED: _("Infusion paused"),
    EventKind.RESUMED: _("Infusion resumed"),
    EventKind.NOT_TREATED: _("Not treated"),
    EventKind.HOLD_OVER: _("Hold is over"),
    EventKind.WORDS: _("The patient said"),
    EventKind.ROOM: _("Room"),
}
_MADE = {
    EventKind.CHECKED_IN: _checked_in,
    EventKind.STARTED: _started,
    EventKind.RATE_CHANGED: _rate_changed,
    EventKind.ENDED: _ended,
    EventKind.DISCHARGED: _discharged,
    EventKind.HELD: _held,
    EventKind.DEVICE: _device,
    EventKind.BOLUS: _bolus,
    EventKind.PUMP_READ: _pump_read,
    EventKind.OXYGEN: _oxygen,
    EventKind.STAMPED: _stamped,
    EventKind.STAMP_SETTLED: _stamp_settled,
    EventKind.NURSE: _nurse,
    EventKind.ESCORT: _escort,
    EventKind.CALLED: _called,
    EventKind.FEELING: _feeling,
    EventKind.ALARM: _alarm,
}
