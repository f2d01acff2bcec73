"""The minute of an event, noted with one key while the hands are full; what it was is written down later.

A stamp is open until somebody reports the event with its details, or says that it was nothing. Open stamps stand on the
session page and keep the session from being signed.
"""

from dataclasses import dataclass
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records.sessions.events import cleaned, event_row, refuse_closed, when
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import Session
from clinicdesk.rules.adverse import KINDS
from clinicdesk.rules.timeline import EventKind, Moment, Phase
from clinicdesk.storage.entry import Change, insert

EVENT, NOTHING, NAMED = "event", "nothing", "named"
"""How a stamp was settled: reported with details, it was nothing, or only what it was (then it is still open)."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A minute noted; ``what`` is a code of ``rules.adverse.KINDS`` once somebody said which, else empty."""

    id: str
    what: str
    moment: Moment
    by_name: str


def stamp(desk: Desk, session_id: str, *, what: str = "", occurred_at: datetime | None = None) -> str:
    """Note that something happens now, and return the stamp's id; ``what`` may be said at once or later."""
    session = get(desk, session_id)
    refuse_closed(session)
    if session.phase is Phase.PLANNED:
        raise BadValue(_("The patient is not here yet. Mark the arrival first."))
    if what and what not in KINDS:
        raise BadValue(_("Choose what happened."), "kind")
    row = event_row(desk, session, EventKind.STAMPED, when(desk, occurred_at), what=what)
    desk.record("session.note", row, patient=session.patient_id)
    return str(row.row_id)


def name_stamp(desk: Desk, session_id: str, stamp_id: str, *, what: str) -> None:
    """Say what was stamped; its details are still to be written. Said again, the later word counts."""
    session, _found = _open(desk, session_id, stamp_id)
    if what not in KINDS:
        raise BadValue(_("Choose what happened."), "kind")
    row = event_row(
        desk, session, EventKind.STAMP_SETTLED, when(desk, _now(desk)), stamp_id=stamp_id, words=what, **{"as": NAMED}
    )
    desk.record("session.note", row, patient=session.patient_id)


def stamp_was_nothing(desk: Desk, session_id: str, stamp_id: str, *, words: str) -> None:
    """Settle a stamp for which there is nothing to report, and say in a few words why it was pressed."""
    session, _found = _open(desk, session_id, stamp_id)
    if not cleaned(words):
        raise BadValue(_("Say in a few words what it was."), "words")
    rows = settling_rows(desk, session, stamp_id, NOTHING, cleaned(words))
    desk.record("session.note", *rows, patient=session.patient_id)


def open_stamps(session: Session) -> tuple[Stamp, ...]:
    """Return the stamps that nobody has settled, the earliest first."""
    return tuple(one for one in _stamps(session) if not _settled(session, one.id))


def stamp_of(session: Session, stamp_id: str) -> Stamp:
    """Return an open stamp. Raises ``NotFound`` when there is none of this id, or somebody settled it meanwhile."""
    found = next((one for one in open_stamps(session) if one.id == stamp_id), None)
    if found is None:
        raise NotFound(_("Somebody has settled this stamp meanwhile. Look at the list again."))
    return found


def settling_rows(desk: Desk, session: Session, stamp_id: str, how: str, words: str | None) -> tuple[Change, ...]:
    """Return the rows that settle a stamp: of two people who do at the same moment, one gets through."""
    detail = {"stamp_id": stamp_id, "as": how, "words": words}
    claim = insert("claims", f"settling of {stamp_id}", holder=stamp_id)
    return claim, event_row(desk, session, EventKind.STAMP_SETTLED, when(desk, _now(desk)), **detail)


def _now(desk: Desk) -> datetime | None:
    # It is settled when it is written down, also when the sheet of paper is typed in: nothing else is known of it.
    return desk.now() if desk.transcribing else None


def _open(desk: Desk, session_id: str, stamp_id: str) -> tuple[Session, Stamp]:
    session = get(desk, session_id)
    refuse_closed(session)
    return session, stamp_of(session, stamp_id)


def _stamps(session: Session) -> list[Stamp]:
    named = {
        event.detail["stamp_id"]: event.detail["words"]
        for event in session.events_of(EventKind.STAMP_SETTLED)
        if event.detail["as"] == NAMED
    }
    return [
        Stamp(event.id, named.get(event.id) or event.detail.get("what", ""), event.moment, event.by_name)
        for event in session.events_of(EventKind.STAMPED)
    ]


def _settled(session: Session, stamp_id: str) -> bool:
    return any(
        event.detail["stamp_id"] == stamp_id and event.detail["as"] != NAMED
        for event in session.events_of(EventKind.STAMP_SETTLED)
    )
