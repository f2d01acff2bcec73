"""Nasal devices, one after the other: the first one starts the session, the last one ends the dose.

Each device is an event and a line of drug with its own lot. After the last one the patient is watched: for how long,
and counted from which device, is the protocol's choice (``outcome.earliest_leave``). Source of the rest between two:
the protocol's ``DeviceRule``, with its citation.
"""

from datetime import date, datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere
from clinicdesk.formats import format_timer
from clinicdesk.language import _
from clinicdesk.records.sessions.checks import Identifiers
from clinicdesk.records.sessions.drugs import give_drug, refuse_expired
from clinicdesk.records.sessions.events import cleaned, event_row, in_order, refuse_closed, require, when
from clinicdesk.records.sessions.flow import EndReason
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import OrderedBy, Session
from clinicdesk.records.sessions.starting import begin
from clinicdesk.records.sessions.withdrawn import refuse_withdrawn
from clinicdesk.rules.device_course import DeviceCourse
from clinicdesk.rules.devices import DeviceDose
from clinicdesk.rules.timeline import EventKind, Moment, Phase, minute_after
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Change, insert


def device_course(session: Session) -> DeviceCourse | None:
    """Return how far the devices are, or None where the protocol gives none. Without an order none is ordered."""
    rule, order = session.protocol.devices, session.order
    if rule is None:
        return None
    given = tuple(event.moment for event in session.devices_given)
    if order is None or not isinstance(order.arithmetic, DeviceDose):
        return DeviceCourse(rule.device_micrograms, 0, rule.minutes_between, given)
    dose = order.arithmetic
    return DeviceCourse(dose.device_micrograms, dose.dose_micrograms, dose.minutes_between, given)


def watched_minutes(session: Session) -> int:
    """Return for how long a session is looked at from its start, for charts and sheets: the time the drug is given for,
    as ordered or as the protocol says; where it is given at once, the time the patient stays at least.
    """
    order, protocol = session.order, session.protocol
    minutes = order.arithmetic.duration_minutes if order else protocol.duration_minutes
    return minutes if protocol.devices is None else max(minutes, protocol.recovery_minutes_at_least)


def given_words(session: Session) -> str:
    """Return what the time is called in which the drug is given, for charts."""
    return _("Infusion") if session.protocol.devices is None else _("Devices")


def give_device(
    desk: Desk,
    session_id: str,
    *,
    lot: str,
    expires_on: date | None,
    identity: Identifiers | None = None,
    early_reason: str | None = None,
    baseline_reason: str | None = None,
    occurred_at: datetime | None = None,
) -> int:
    """Record that a device was given, now or some minutes ago, and return its number.

    The first one starts the session and needs ``identity`` and all that a start needs (see ``starting.begin``). A
    later one before the rest is over needs ``early_reason``. With the last of the order the dose has ended, in the
    same entry. Raises ``BadValue``.
    """
    session = get(desk, session_id)
    course = _course(session)
    number = _next_number(session, course)
    at = in_order(session, when(desk, occurred_at), chosen=occurred_at is not None)
    if occurred_at is not None and course.given and minute_after(course.given[-1], at) < 0:
        raise BadValue(_("This time is before the last device. Type a later time."), "occurred_at")
    _check_device(desk, lot, expires_on, at)
    early = _early(course, at, early_reason)
    drug_id = desk.new_id()
    told = {"number": number, "micrograms": course.device_micrograms, "reason": early, "drug_id": drug_id}
    device = event_row(desk, session, EventKind.DEVICE, at, **told)
    rows = [device, _drug_row(desk, session, drug_id, course, at, lot, expires_on)]
    if number == course.ordered and session.ended is None:
        rows.append(event_row(desk, session, EventKind.ENDED, at, ended=str(EndReason.COMPLETED), devices=number))
    if session.started is None:
        if identity is None:
            raise BadValue(_("Say again who the patient is: name and date of birth."), "identity")
        begin(desk, session, "session.device", rows, identity=identity, at=at, baseline_reason=baseline_reason)
        return number
    refuse_withdrawn(desk, session, at.at, _("Consent was withdrawn at {time}. Give no more devices."))
    # Two who press at the same moment gave one device, not two.
    claim = insert(
        "claims", f"device {len(session.events_of(EventKind.DEVICE)) + 1} of session {session.id}", holder=session.id
    )
    try:
        desk.record("session.device", claim, *rows, patient=session.patient_id)
    except ChangedElsewhere:
        raise BadValue(_("Device {number} is recorded already. Look again.").format(number=number)) from None
    return number


def stop_devices(desk: Desk, session_id: str, *, reason: str, occurred_at: datetime | None = None) -> None:
    """Record that no further device is given, and why. Never refused for anything but a missing reason."""
    session = get(desk, session_id)
    _course(session)
    require(session, EventKind.ENDED, _("No device is waiting to be given. There is nothing to stop."))
    if not cleaned(reason):
        raise BadValue(_("Say why no further device is given."), "reason")
    at = in_order(session, when(desk, occurred_at), chosen=occurred_at is not None)
    given = len(session.devices_given)
    detail = {"ended": str(EndReason.STOPPED), "reason": cleaned(reason), "devices": given}
    row = event_row(desk, session, EventKind.ENDED, at, **detail)
    desk.record("session.end", row, patient=session.patient_id)


def device_not_given(desk: Desk, session_id: str, *, reason: str) -> None:
    """Take the last device that counts out of the dose: it was entered in error, or not given after all.

    Its line of drug is corrected to nothing, with the reason; both stay readable. Count, dose, form and the time the
    patient stays follow. When the dose had ended with it, the device can still be given. Raises ``BadValue`` and
    ``Sealed``.
    """
    session = get(desk, session_id)
    refuse_closed(session)
    if not session.devices_given:
        raise BadValue(_("No device is recorded as given."))
    if not cleaned(reason):
        raise BadValue(_("Say why this device does not count."), "reason")
    moment = session.devices_given[-1].moment
    line = next((drug for drug in session.drugs if drug.id == _line_of(session)), None)
    if line is None:
        raise BadValue(_("The line of drug of this device was corrected meanwhile. Look at it again."))
    give_drug(
        desk,
        session.id,
        product=line.product,
        lot=line.lot,
        expires_on=line.expires_on,
        drawn_micrograms=0,
        given_micrograms=0,
        wasted_micrograms=0,
        route=line.route,
        given_at=moment.at,
        remark=cleaned(reason),
        corrects=line.id,
    )


def _line_of(session: Session) -> str:
    """Return the id of the line that stands for the last device that counts, through every correction of it."""
    found = str(session.devices_given[-1].detail.get("drug_id"))
    for drug in session.all_drugs:
        if drug.corrects == found:
            found = drug.id
    return found


def may_give_again(session: Session) -> bool:
    """Tell whether the dose ended with a device that then did not count: that one can still be given."""
    course, ended = device_course(session), session.last_event(EventKind.ENDED)
    completed = ended is not None and ended.detail.get("ended") == str(EndReason.COMPLETED)
    return session.phase is Phase.RECOVERY and completed and course is not None and course.next_number is not None


def _course(session: Session) -> DeviceCourse:
    course = device_course(session)
    if course is None:
        raise BadValue(_("This protocol gives no devices."))
    return course


def _next_number(session: Session, course: DeviceCourse) -> int:
    """Return the number of the device that is due. Raises ``BadValue`` when none is."""
    if session.order is None:
        raise BadValue(_("A prescriber has not signed the order yet."))
    number = course.next_number
    if number is None:
        raise BadValue(_("All devices of the order were given."))
    if session.started is not None and not may_give_again(session):
        require(session, EventKind.ENDED, _("The dose was ended. No further device can be given."))
    return number


def _check_device(desk: Desk, lot: str, expires_on: date | None, at: Moment) -> None:
    """Raise ``BadValue`` unless lot and expiry stand there, and the device is still good."""
    if not cleaned(lot):
        raise BadValue(_("Type the lot that stands on the device."), "lot")
    if expires_on is None:
        raise BadValue(_("Type until when the device is good."), "expires_on")
    refuse_expired(expires_on, desk.local(at.at).date())


def _early(course: DeviceCourse, at: Moment, reason: str | None) -> str | None:
    """Return why a device is given before the rest is over; None when it is over. Raises ``BadValue`` without one."""
    wait = course.wait_milliseconds(at)
    if not wait:
        return None
    if not cleaned(reason):
        words = _("The rest of {minutes} min is not over: {left} left. Wait, or give a reason.")
        raise BadValue(words.format(minutes=course.minutes_between, left=format_timer(wait)), "early_reason")
    return cleaned(reason)


def _drug_row(
    desk: Desk, session: Session, drug_id: str, course: DeviceCourse, at: Moment, lot: str, expires_on: date | None
) -> Change:
    """Return the line of drug of one device: all of it was given, nothing drawn up and nothing left."""
    order = session.order
    assert order is not None  # _next_number has said so
    return insert(
        "drugs_given",
        drug_id,
        session_id=session.id,
        patient_id=session.patient_id,
        product=order.drug,
        lot=cleaned(lot),
        expires_on=expires_on.isoformat() if expires_on else None,
        drawn_micrograms=course.device_micrograms,
        given_micrograms=course.device_micrograms,
        wasted_micrograms=0,
        ordered_by=str(OrderedBy.SIGNED),
        order_ref=order.id,
        given_at=as_text(at.at),
        route=session.protocol.route,
        transcribed=int(desk.transcribing),
    )
