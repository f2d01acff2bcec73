"""Recording a proposal: the series, its sessions and their bookings, in one entry or not at all."""

from collections.abc import Mapping, Sequence

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import series, visit_types
from clinicdesk.records.appointments import checking, claims, rows
from clinicdesk.records.series_booking.proposal import Place, Proposal
from clinicdesk.rules.booking import Span
from clinicdesk.storage.entry import Value


def plan(
    desk: Desk,
    proposal: Proposal,
    *,
    indication: str | None,
    leave_unplaced: bool = False,
    outside_hours: bool = False,
) -> str:
    """Plan the series and book its sessions in one entry, and return the series' id.

    Sessions without a place are planned on their day and stay to be booked, if ``leave_unplaced``; else they are
    refused with ``BadValue``, as are places at which the clinic is closed, unless ``outside_hours``. Raises ``Clash``
    when a place was taken meanwhile: then nothing was written.
    """
    if proposal.unplaced and not leave_unplaced:
        numbers = ", ".join(str(place.number) for place in proposal.unplaced)
        raise BadValue(
            _("No place was found for session {numbers}. Choose another day or time, or leave it to be booked.").format(
                numbers=numbers
            )
        )
    wish = proposal.wish
    for place in proposal.places:
        refuse_impossible(desk, place, outside_hours=outside_hours)
    names = {
        name for place in proposal.places if place.slot for name in claims.names(desk, place.slot, wish.patient_id)
    }

    def attempt() -> str:
        claimed = claims.read(desk, names)
        refuse_clashes(desk, proposal.places, wish.patient_id)
        columns = [columns_of(desk, place) for place in proposal.places]
        planned = series.planning(desk, wish.patient_id, wish.protocol.id, columns, indication)
        bookings = [
            rows.booked(desk.new_id(), wish.patient_id, visit_types.SESSION, place.slot, session_id)
            for place, session_id in zip(proposal.places, planned.session_ids, strict=True)
            if place.slot
        ]
        desk.record(
            "series.plan",
            *claims.written(claimed, planned.series_id),
            *planned.changes,
            *bookings,
            patient=wish.patient_id,
        )
        return planned.series_id

    return claims.retried(attempt)


def refuse_impossible(desk: Desk, place: Place, *, outside_hours: bool) -> None:
    """Raise ``BadValue`` where a session cannot be at its place at all."""
    if place.slot is not None:
        checking.refuse_impossible(desk, place.slot, outside_hours=outside_hours)
        checking.refuse_place(desk, visit_types.get(visit_types.SESSION), place.slot)


def refuse_clashes(desk: Desk, places: Sequence[Place], patient_id: str) -> None:
    """Raise ``Clash`` where the chair, the clinician or the patient of a place is taken."""
    slots = [place.slot for place in places if place.slot]
    if slots:
        span = Span(min(slot.starts_at for slot in slots), max(slot.span.end for slot in slots))
        taken = checking.taken_at(desk, span)
        for slot in slots:
            checking.refuse_clash(desk, slot, patient_id, taken)


def columns_of(desk: Desk, place: Place) -> Mapping[str, Value]:
    """Return the columns of a session that goes to a place; without a slot it has its day only."""
    if place.slot is None:
        return {"planned_on": place.day.isoformat()}
    return rows.planned_columns(desk, place.slot)
