"""What is checked before something is booked: the time, the place, who comes, and that nothing else is there."""

from collections.abc import Collection, Iterable
from datetime import UTC, date, datetime, time, timedelta

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, Clash, NotFound
from clinicdesk.language import _
from clinicdesk.records import chairs, opening_hours, patients, staff
from clinicdesk.records.appointments.appointment import Appointment, Slot, holds
from clinicdesk.records.appointments.reading import overlapping
from clinicdesk.records.identities import surviving
from clinicdesk.records.visit_types import VisitType
from clinicdesk.rules.booking import Span, Taken, clashes

_LONGEST_MINUTES = 24 * 60
_TELLING = ("patient", "chair", "staff")
"""What a clash is named by, the most telling first."""


def instant(desk: Desk, day: date, at: time) -> datetime:
    """Return the moment (UTC) of a time by the clinic's own clock.

    Raises ``BadValue`` for a time that does not exist on that day, because the clocks go forward, or exists twice,
    because they go back.
    """
    local = datetime.combine(day, at.replace(tzinfo=None), desk.zone())
    found = local.astimezone(UTC)
    if found.astimezone(desk.zone()).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise BadValue(
            _("The clocks go forward on {day}, and there is no {time}. Choose another time.").format(
                day=formats.format_day(day), time=formats.format_time(local)
            ),
            "starts_at",
        )
    refuse_twice(desk, found)
    return found


def refuse_twice(desk: Desk, at: datetime) -> None:
    """Raise ``BadValue`` for a moment in the hour that the clinic's clock shows twice."""
    local = desk.local(at)
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        raise BadValue(
            _("The clocks go back on {day}, and {time} comes twice. Choose another time.").format(
                day=formats.format_day(local.date()), time=formats.format_time(local)
            ),
            "starts_at",
        )


def clinic_day(desk: Desk, at: datetime) -> date:
    """Return the clinic's day of a moment."""
    return desk.local(at).date()


def refuse_impossible(desk: Desk, slot: Slot, *, outside_hours: bool) -> None:
    """Raise ``BadValue`` unless a visit can be at this time: today or later, on one day, in the opening hours."""
    if slot.starts_at.second or slot.starts_at.microsecond:
        raise BadValue(_("A visit begins at a full minute."), "starts_at")
    if not 0 < slot.minutes <= _LONGEST_MINUTES:
        raise BadValue(_("Give the length in minutes, at most a day."), "minutes")
    refuse_twice(desk, slot.starts_at)
    day = clinic_day(desk, slot.starts_at)
    if day < clinic_day(desk, desk.now()):
        raise BadValue(
            _("{day} is over. Choose today or a later day.").format(day=formats.format_day(day)), "starts_at"
        )
    end = slot.span.end
    if clinic_day(desk, end - timedelta(milliseconds=1)) != day:
        raise BadValue(_("This would go on after midnight. Book it so that it ends on the same day."), "minutes")
    if not outside_hours:
        refuse_closed(desk, day, slot.span)


def refuse_closed(desk: Desk, day: date, span: Span) -> None:
    """Raise ``BadValue`` unless the clinic is open for the whole of a stretch of time."""
    hours = opening_hours.hours_on(desk, day)
    if hours is None:
        raise BadValue(_("The clinic is closed on {day}.").format(day=formats.format_day(day)), "starts_at")
    if not span.within(Span(*hours)):
        opens, closes = (formats.format_time(desk.local(at)) for at in hours)
        raise BadValue(
            _(
                "On {day} the clinic is open from {opens} to {closes}. This visit would be from {start} to {end}."
            ).format(
                day=formats.format_day(day),
                opens=opens,
                closes=closes,
                start=formats.format_time(desk.local(span.start)),
                end=formats.format_time(desk.local(span.end)),
            ),
            "starts_at",
        )


def refuse_place(desk: Desk, kind: VisitType, slot: Slot, before: Appointment | None = None) -> None:
    """Raise ``BadValue`` unless the chair is in use and the clinician works here.

    A booking that is changed may keep the chair or clinician it has (``before``).
    """
    if kind.needs_chair and slot.chair_id is None:
        raise BadValue(_("Choose a chair or room."), "chair_id")
    if not kind.with_patient and slot.chair_id is None and slot.staff_id is None:
        raise BadValue(_("Choose whose time or which chair is blocked."), "chair_id")
    if slot.chair_id and (before is None or before.chair_id != slot.chair_id):
        chair = chairs.get(desk, slot.chair_id)
        if chair.retired:
            raise BadValue(_("{chair} is no longer in use. Choose another.").format(chair=chair.name), "chair_id")
    if slot.staff_id and (before is None or before.staff_id != slot.staff_id):
        member = staff.get(desk, slot.staff_id)
        if not member.active:
            raise BadValue(_("{name} no longer works here. Choose somebody else.").format(name=member.name), "staff_id")


def bookable_patient(desk: Desk, kind: VisitType, patient_id: str | None) -> str | None:
    """Return the registration to book under; raise ``BadValue`` where there must be a patient and cannot be one."""
    if not kind.with_patient:
        if patient_id is not None:
            raise BadValue(_("Blocked time is for nobody. Choose a kind of visit for this patient."), "kind")
        return None
    if patient_id is None:
        raise BadValue(_("Choose the patient."), "patient_id")
    kept = surviving(desk, patient_id)
    refuse_closed_chart(desk, kept)
    return kept


def refuse_closed_chart(desk: Desk, patient_id: str) -> None:
    """Raise ``BadValue`` where a patient has died or the record was voided: nothing is booked or planned for them."""
    patient = patients.get(desk, patient_id)
    if patient.deceased or patient.voided_reason:
        raise BadValue(
            _("This chart is closed: the patient has died, or the record was voided. Nothing can be booked."),
            "patient_id",
        )


def taken_at(desk: Desk, span: Span, but: Collection[str] = ()) -> list[Taken]:
    """Return what takes time from others during a stretch of time, without some bookings."""
    found = overlapping(desk, span.start, span.end)
    return [taken for one in found if one.id not in but and (taken := one.taken) is not None]


def held(slot: Slot, patient_id: str | None) -> frozenset[str]:
    """Return what a place needs alone for a patient."""
    return holds(slot.chair_id, slot.staff_id, patient_id)


def refuse_clash(desk: Desk, slot: Slot, patient_id: str | None, taken: Iterable[Taken]) -> None:
    """Raise ``Clash`` where chair, clinician or patient are taken at this time."""
    wanted = held(slot, patient_id)
    found = clashes(slot.span, wanted, taken)
    if found:
        raise Clash(clash_sentence(desk, found[0], wanted), tuple(one.id for one in found))


def clash_sentence(desk: Desk, found: Taken, wanted: frozenset[str]) -> str:
    """Return what is taken and until when, without a patient's name."""
    start, end = desk.local(found.span.start), desk.local(found.span.end)
    times = {
        "day": formats.format_day(start.date()),
        "start": formats.format_time(start),
        "end": formats.format_time(end),
    }
    # That it is the same patient says more than which chair it is.
    what, _space, row_id = min(found.holds & wanted, key=lambda held: _TELLING.index(held.split()[0])).partition(" ")
    if what == "chair":
        return _("{chair} is taken on {day} from {start} to {end}.").format(chair=_chair_name(desk, row_id), **times)
    if what == "staff":
        return _("{name} is taken on {day} from {start} to {end}.").format(name=staff.name_of(desk, row_id), **times)
    return _("This patient is booked already on {day} from {start} to {end}.").format(**times)


def _chair_name(desk: Desk, chair_id: str) -> str:
    try:
        return chairs.get(desk, chair_id).name
    except NotFound:
        return _("The chair")
