"""Words with a time: what the patient said, and notes on the room and the music.

They stand on the clinicians' papers only.
"""

from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.sessions.events import cleaned, event_row, refuse_closed, when
from clinicdesk.records.sessions.reading import get
from clinicdesk.rules.timeline import EventKind, Phase


def note_words(desk: Desk, session_id: str, *, text: str, occurred_at: datetime | None = None) -> None:
    """Record what the patient said, in the patient's own words."""
    _note(desk, session_id, EventKind.WORDS, text, occurred_at)


def note_room(desk: Desk, session_id: str, *, text: str, occurred_at: datetime | None = None) -> None:
    """Record something about the room: music, light, who was there."""
    _note(desk, session_id, EventKind.ROOM, text, occurred_at)


def _note(desk: Desk, session_id: str, kind: EventKind, text: str, occurred_at: datetime | None) -> None:
    session = get(desk, session_id)
    refuse_closed(session)
    if session.phase is Phase.PLANNED:
        raise BadValue(_("The patient is not here yet. Mark the arrival first."))
    if not cleaned(text):
        raise BadValue(_("There is nothing to record yet."), "text")
    row = event_row(desk, session, kind, when(desk, occurred_at), text=cleaned(text))
    desk.record("session.note", row, patient=session.patient_id)
