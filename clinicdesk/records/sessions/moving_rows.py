"""A row of vital signs entered at the wrong chair goes to the right one, in one entry that names both patients.

In the chart it left, the values stay readable and struck through; in both, a comment in the row says where it came from
or went. No chart names the other patient: the chair is enough for who looks, and the ledger's entry names both.
"""

from collections.abc import Iterable, Iterator

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records.sessions.events import correction_of, refuse_closed
from clinicdesk.records.sessions.observing import observation_row
from clinicdesk.records.sessions.reading import get
from clinicdesk.records.sessions.session import COMMENT, Observation, Session
from clinicdesk.rules.timeline import EventKind, Phase, minute_after
from clinicdesk.storage.entry import Change


def move_row(desk: Desk, session_id: str, round_id: str, *, to_session_id: str, chairs: tuple[str, str]) -> str:
    """Move what counts of a row to another session, and return the row's id there. Its time stays.

    ``chairs`` are the names of the chair it leaves and of the one it goes to, as they are said. Raises ``BadValue``
    where nobody sat at that time, ``NotFound`` when it was moved or taken back already, ``ChangedElsewhere`` when
    somebody corrects it at the same moment.
    """
    origin, target = get(desk, session_id), get(desk, to_session_id)
    refuse_closed(origin)
    _refuse(origin, target)
    row = tuple(o for o in origin.current if o.round_id == round_id)
    values = [o for o in row if o.kind != COMMENT]
    if not values:
        raise NotFound(_("This row was moved or taken back already. Look at it again."))
    _refuse_absent(target, values[0])
    comment = next((o for o in row if o.kind == COMMENT), None)
    left, right = (name or _("another chair") for name in chairs)
    new_round = desk.new_id()
    changes = [
        *_taken(desk, origin, values),
        _words(desk, origin, values[0], round_id, _("Moved to {chair}").format(chair=right), corrects=comment),
        *(_row(desk, target, o, new_round, o.kind, o.value) for o in values),
        _words(desk, target, values[0], new_round, _came(left, comment), corrects=None),
    ]
    desk.record("session.move_row", *changes, patient=list(dict.fromkeys((origin.patient_id, target.patient_id))))
    return new_round


def last_row_of(session: Session, by_name: str) -> str | None:
    """Return the row somebody entered last in a session, by the order of the record, or None."""
    own = [o for o in session.current if o.by_name == by_name and o.kind != COMMENT]
    return max(own, key=lambda o: o.seq).round_id if own else None


def entered_by_others(session: Session, by_name: str, kinds: Iterable[str], since_seq: int) -> Observation | None:
    """Return the latest value of these kinds that somebody else recorded after the entry ``since_seq``, or None.

    Two people at one chair: whoever is second is told before the same reading stands there twice.
    """
    wanted = set(kinds)
    found = [o for o in session.current if o.by_name != by_name and o.kind in wanted and o.seq > since_seq]
    return max(found, key=lambda o: o.seq, default=None)


def last_seq(session: Session) -> int:
    """Return the place in the record of the latest value of a session, 0 before the first."""
    return max((o.seq for o in session.observations), default=0)


def _refuse(origin: Session, target: Session) -> None:
    refuse_closed(target)
    if origin.id == target.id:
        raise BadValue(_("The row is at this chair already."))
    if target.phase in (Phase.PLANNED, Phase.NOT_TREATED):
        raise BadValue(_("Nobody sits in that chair. Choose another one."))


def _refuse_absent(target: Session, value: Observation) -> None:
    arrived = target.last_event(EventKind.ARRIVED)
    if arrived is not None and minute_after(arrived.moment, value.moment) < 0:
        raise BadValue(_("The patient in that chair had not arrived when these values were taken."))
    left = target.last_event(EventKind.DISCHARGED)
    if left is not None and minute_after(left.moment, value.moment) > 0:
        raise BadValue(_("The patient in that chair had left when these values were taken."))


def _taken(desk: Desk, origin: Session, values: Iterable[Observation]) -> Iterator[Change]:
    for value in values:
        yield from correction_of(value.id)
        yield _row(desk, origin, value, value.round_id, value.kind, None, corrects=value.id)


def _came(chair: str, comment: Observation | None) -> str:
    words = _("Moved here from {chair}").format(chair=chair)
    return f"{words}. {comment.remark}" if comment is not None and comment.remark else words


def _words(
    desk: Desk, session: Session, like: Observation, round_id: str, words: str, *, corrects: Observation | None
) -> Change:
    old = corrects.id if corrects else None
    return _row(desk, session, like, round_id, COMMENT, None, corrects=old, remark=words)


def _row(
    desk: Desk, session: Session, like: Observation, round_id: str, kind: str, value: int | None, **more: str | None
) -> Change:
    """Return a row of the same moment as another one, from paper if that one was."""
    return observation_row(desk, session, round_id, like.moment, kind, value, transcribed=like.transcribed, **more)
