"""Oxygen the patient breathes: on, another flow, off. Each is an event with its time."""

from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.sessions.events import cleaned, event_row, refuse_closed, when
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import Session, SessionEvent
from clinicdesk.rules.timeline import EventKind, Phase

HIGHEST_FLOW_MILLILITRES = 15_000
"""Per minute: as far as the usual flowmeter goes. Catches slips of the hand only."""


def set_oxygen(
    desk: Desk, session_id: str, *, millilitres_per_minute: int, by: str = "", occurred_at: datetime | None = None
) -> None:
    """Record oxygen at a flow, given ``by`` (nasal cannula, mask …), or with 0 that it was taken off."""
    session = get(desk, session_id)
    refuse_closed(session)
    if session.phase in (Phase.PLANNED, Phase.NOT_TREATED):
        raise BadValue(_("Oxygen is recorded while the patient is here."))
    if not 0 <= millilitres_per_minute <= HIGHEST_FLOW_MILLILITRES:
        raise BadValue(_("Type the flow in litres per minute, from 0.5 to 15."), "flow")
    if millilitres_per_minute == 0 and oxygen_now(session) is None:
        raise BadValue(_("No oxygen is running."))
    if millilitres_per_minute and not cleaned(by):
        raise BadValue(_("Choose how it is given."), "by")
    detail = {"millilitres_per_minute": millilitres_per_minute, "by": cleaned(by) or ""}
    row = event_row(desk, session, EventKind.OXYGEN, when(desk, occurred_at), **detail)
    desk.record("session.note", row, patient=session.patient_id)


def oxygen_now(session: Session) -> SessionEvent | None:
    """Return the event that set the oxygen running now, or None on room air."""
    last = session.last_event(EventKind.OXYGEN)
    return last if last is not None and last.detail["millilitres_per_minute"] else None
