"""What the pump gave beside its rate: boluses, and the volume that stands on it."""

from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.sessions.events import cleaned, event_row, now_of, refuse_closed, refuse_without_pump, when
from clinicdesk.records.sessions.ordered import Under, claim_of, refuse_bolus
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import Session
from clinicdesk.records.sessions.withdrawn import refuse_withdrawn
from clinicdesk.rules.dosing import dose_given
from clinicdesk.rules.infusing import allowed_difference
from clinicdesk.rules.quantities import divided, volume_text
from clinicdesk.rules.timeline import EventKind, Moment, Phase, minute_after

_LONGEST_BOLUS_MINUTES = 60
_LARGEST_READING = 10_000_000
"""10 L in microlitres: no visit gives more; a higher number is a slip of the hand. Our own choice."""


def bolus_volume(session: Session, dose_micrograms: int) -> int:
    """Return how many microlitres of the bag in use hold a dose. Raises ``BadValue`` when the bag holds no amount."""
    bag = session.bag_order
    if bag is None or not bag.arithmetic.dose_micrograms or not bag.arithmetic.total_microlitres:
        raise BadValue(_("The bag holds no amount of drug. Type the volume instead."), "dose")
    return divided(dose_micrograms * bag.arithmetic.total_microlitres, bag.arithmetic.dose_micrograms)


def _dose_in(session: Session, microlitres: int) -> int:
    """Return the dose in a volume of the bag in use, to the nearest 0.1 mg; nothing of a fluid."""
    bag = session.bag_order
    return dose_given(bag.arithmetic, microlitres) if bag is not None else 0


def bolus(
    desk: Desk,
    session_id: str,
    *,
    under: Under,
    dose_micrograms: int = 0,
    volume_microlitres: int | None = None,
    minutes: int = 0,
    occurred_at: datetime | None = None,
) -> None:
    """Record an amount the pump gave from the bag on top of its rate, at once or over some ``minutes``.

    Either the dose or the volume; of a fluid, whose contents are words, only the volume. Refused with ``BadValue``
    while the pump does not run, for more than the bag still holds, beyond what the order covers, and once consent was
    taken back.
    """
    session = get(desk, session_id)
    refuse_closed(session)
    if session.phase is not Phase.RUNNING:
        raise BadValue(_("The infusion is not running. The pump gives no bolus."))
    if dose_micrograms and volume_microlitres is not None:
        raise BadValue(_("Type the dose or the volume of the bolus, not both."), "dose")
    volume = bolus_volume(session, dose_micrograms) if volume_microlitres is None else volume_microlitres
    # An order is held against the dose, however it was typed.
    dose_micrograms = dose_micrograms or _dose_in(session, volume)
    if volume <= 0:
        raise BadValue(_("Type how much the bolus is."), "dose")
    if not 0 <= minutes <= _LONGEST_BOLUS_MINUTES:
        raise BadValue(_("A bolus takes 60 minutes at most. Change the rate instead."), "minutes")
    at = _after_start(session, when(desk, occurred_at), chosen=occurred_at is not None)
    bag = session.bag_order
    left = (bag.arithmetic.total_microlitres if bag else 0) - session.infused_microlitres(now_of(desk))
    if volume > left:
        raise BadValue(_("The bag holds {volume} still.").format(volume=volume_text(max(left, 0))), "dose")
    refuse_withdrawn(desk, session, at.at, _("Consent was withdrawn at {time}. Give no more; stop the infusion."))
    refuse_bolus(session, under, dose_micrograms=dose_micrograms, volume_microlitres=volume, at=at.at)
    row = event_row(
        desk,
        session,
        EventKind.BOLUS,
        at,
        volume_microlitres=volume,
        dose_micrograms=dose_micrograms,
        minutes=minutes,
        ordered_by=str(under.by),
        order_ref=under.ref,
    )
    desk.record("session.bolus", *claim_of(session, under), row, patient=session.patient_id)


def read_pump(
    desk: Desk,
    session_id: str,
    *,
    volume_microlitres: int,
    reason: str | None = None,
    occurred_at: datetime | None = None,
) -> None:
    """Record what the pump shows as infused in all. From then on that counts, and not what rate and time say.

    A further reading replaces it. One that differs from rate and time by more than is usual needs a reason.
    """
    session = get(desk, session_id)
    refuse_closed(session)
    refuse_without_pump(session)
    if session.started is None:
        raise BadValue(_("The infusion has not started."))
    if not 0 <= volume_microlitres <= _LARGEST_READING:
        raise BadValue(_("This volume cannot be. Type the mL that stand on the pump."), "volume")
    at = _after_start(session, when(desk, occurred_at), chosen=occurred_at is not None)
    question = difference(session, volume_microlitres, at)
    if question and not cleaned(reason):
        raise BadValue(question, "reason")
    row = event_row(
        desk,
        session,
        EventKind.PUMP_READ,
        at,
        volume_microlitres=volume_microlitres,
        reason=cleaned(reason) if question else None,
    )
    desk.record("session.pump", row, patient=session.patient_id)


def difference(session: Session, volume_microlitres: int, at: Moment) -> str | None:
    """Return the question about a reading that is far from what rate and time say, or None."""
    calculated = session.calculated_microlitres(at)
    if abs(calculated - volume_microlitres) <= allowed_difference(calculated):
        return None
    return _("The pump shows {pump}; rate and time make {calculated}. Say why they differ.").format(
        pump=volume_text(volume_microlitres), calculated=volume_text(divided(calculated, 100) * 100)
    )


def is_calculated(session: Session) -> bool:
    """Return whether the given amount rests on rate and time alone: nobody has read the pump since the end.

    Of devices, which are counted, and before the start it does not.
    """
    bag = session.bag_order
    if session.started is None or bag is None or not bag.arithmetic.total_microlitres:
        return False
    ended, reading = session.ended, session.last_event(EventKind.PUMP_READ)
    return ended is None or reading is None or minute_after(ended, reading.moment) < 0


def _after_start(session: Session, at: Moment, *, chosen: bool) -> Moment:
    start = session.started
    if chosen and start is not None and minute_after(start, at) < 0:
        raise BadValue(_("This time is before the start. Type a later time."), "occurred_at")
    return at
