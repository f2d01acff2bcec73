"""What a patient in a chair says on the call screen: a call for help, a card, how bad it is from 0 to 10.

It never replaces the call bell, and it never does anything by itself: "please stop" is a call, and somebody comes.
"""

from dataclasses import dataclass
from datetime import timedelta

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, Sealed
from clinicdesk.language import _
from clinicdesk.records import call_cards
from clinicdesk.records.identities import owner
from clinicdesk.records.sessions.events import live_row, now_of
from clinicdesk.records.sessions.observing import observation_row
from clinicdesk.records.sessions.reading import line
from clinicdesk.records.sessions.session import SessionLine
from clinicdesk.rules.alarms import AlarmDeed
from clinicdesk.rules.languages import language_code
from clinicdesk.rules.timeline import EventKind, Phase
from clinicdesk.rules.vitals import Kind, check

HELP = "help"
"""The card of the large button."""

_GONE = frozenset({Phase.DISCHARGED, Phase.NOT_TREATED})
_ANSWERS = """
SELECT DISTINCT json_extract(x.detail, '$.what') AS what
FROM session_events x WHERE x.session_id = ? AND x.kind = 'alarm' AND json_extract(x.detail, '$.alarm') = ?
"""
_LANGUAGE = f"""
SELECT p.language FROM sessions s JOIN patients p ON p.id = {owner("s", "sessions")} WHERE s.id = ?
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a call: nothing yet, somebody is ``coming`` or was there, or it is ``dealt_with``."""

    coming: bool
    dealt_with: bool


def call(desk: Desk, session_id: str, *, card: str = HELP) -> str:
    """Record that the patient calls, by which card, and return the id of the call.

    Its alarm is ``call:<id>``. The words kept are the card's in the clinic's own language. Raises ``BadValue`` for a
    card that calls nobody and once the patient has left.
    """
    words = _card_words(card)
    session = _session(desk, session_id)
    row = live_row(desk, session, EventKind.CALLED, now_of(desk), card=card, words=words)
    desk.record("session.call", row, patient=session.patient_id)
    return row.row_id


def refuse_unwatched(desk: Desk, session_id: str) -> None:
    """Raise ``BadValue`` or ``Sealed`` where a call of this session would reach nobody."""
    _session(desk, session_id)


def feel(desk: Desk, session_id: str, *, distress: int | None = None, card: str = "") -> None:
    """Record how the patient feels: distress from 0 to 10, which is also a value of the flowsheet, or a card."""
    if distress is None and not card:
        raise BadValue(_("There is nothing to record yet."))
    session, at = _session(desk, session_id), now_of(desk)
    rows = [live_row(desk, session, EventKind.FEELING, at, distress=distress, card=card)]
    if distress is not None:
        check(Kind.DISTRESS, distress)
        rows.append(observation_row(desk, session, desk.new_id(), at, Kind.DISTRESS, distress, transcribed=False))
    desk.record("session.call", *rows, patient=session.patient_id)


def answer_to(desk: Desk, session_id: str, call_id: str) -> Answer:
    """Return what came of a call. Nothing clinical is read for it: the call screen asks each second."""
    deeds = {row["what"] for row in desk.rows(_ANSWERS, session_id, f"call:{call_id}")}
    return Answer(coming=bool(deeds), dealt_with=AlarmDeed.CLOSED in deeds)


def language_of(desk: Desk, session_id: str) -> str:
    """Return the code of the language the patient of a session reads the cards in; English where there is no other."""
    row = desk.row(_LANGUAGE, session_id)
    code = language_code(row["language"] or "") if row else None
    return code if code in call_cards.languages() else call_cards.ENGLISH


def _card_words(card: str) -> str:
    if card == HELP:
        return call_cards.words(call_cards.ENGLISH)["help"]
    found = call_cards.card(card)
    if found is None or not found.calls:
        raise BadValue(_("This card calls nobody."))
    return found.words[call_cards.ENGLISH]


def _session(desk: Desk, session_id: str) -> SessionLine:
    session = line(desk, session_id)
    if session.signed:
        raise Sealed
    if session.phase in _GONE:
        raise BadValue(_("The patient has left. Close the call screen."))
    if not _is_watched(desk, session):
        raise BadValue(_("Nobody watches this session: mark the patient as arrived on the day itself, then open it."))
    return session


def _is_watched(desk: Desk, session: SessionLine) -> bool:
    """Tell whether a call would be seen and heard: it must never be taken and then alarm nowhere (records/cockpit)."""
    if session.phase in (Phase.RUNNING, Phase.PAUSED):
        return True
    today = desk.local(desk.now()).date()
    first = today - timedelta(days=1) if session.phase is Phase.RECOVERY else today
    return session.phase is not Phase.PLANNED and first <= session.planned_on <= today
