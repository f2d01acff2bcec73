"""Vital signs: one value is one row; what belongs to one moment shares a round; a correction is a new row."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound, Sealed
from clinicdesk.formats import format_time
from clinicdesk.language import _
from clinicdesk.records.sessions.events import cleaned, correction_of, moment_columns, refuse_closed, when
from clinicdesk.records.sessions.reading import Whose, arrived_at, get, of_round, whose
from clinicdesk.records.sessions.session import COMMENT, Observation, Session, SessionLine, standing
from clinicdesk.rules.timeline import Moment, minute_after
from clinicdesk.rules.vitals import Kind, check
from clinicdesk.storage.entry import Change, insert

_PRESSURE = frozenset({Kind.SYSTOLIC, Kind.DIASTOLIC})


def observe(
    desk: Desk,
    session_id: str,
    *,
    values: Mapping[Kind, int] | None = None,
    comment: str | None = None,
    round_id: str | None = None,
    taken_at: datetime | None = None,
) -> str:
    """Record values (in their kinds' units) or a comment for one moment, and return the round they belong to.

    With ``round_id`` they join the values of that moment; ``taken_at`` then is not asked. It cannot be before the
    patient arrived. Systolic and diastolic come together. A patient who is not treated is watched until somebody signs.
    Raises ``BadValue`` for a value that cannot be; what is merely unusual is the screen's question.
    """
    # Whose it is is enough here, and a tenth of the work of reading the whole session: this is done all day.
    session = whose(desk, session_id)
    if session.signed:
        raise Sealed
    values = values or {}
    if len(_PRESSURE & set(values)) == 1:
        raise BadValue(_("Type a blood pressure as two numbers, for example 147/88."), "pressure")
    if set(values) >= _PRESSURE and values[Kind.DIASTOLIC] >= values[Kind.SYSTOLIC]:
        raise BadValue(_("The first number of a blood pressure must be the higher one. Check the monitor."), "pressure")
    for kind, value in values.items():
        check(kind, value)
    if not values and not cleaned(comment):
        raise BadValue(_("There is nothing to record yet."))
    before = of_round(desk, session_id, round_id) if round_id else ()
    at = _moment_of_round(before) if round_id else when(desk, taken_at)
    if taken_at is not None and not round_id:
        _refuse_before_arrival(desk, session_id, at)
    round_id = round_id or desk.new_id()
    _refuse_twice(before, [*values, *([COMMENT] if cleaned(comment) else [])])
    rows = [observation_row(desk, session, round_id, at, str(kind), value) for kind, value in values.items()]
    if cleaned(comment):
        rows.append(observation_row(desk, session, round_id, at, COMMENT, None, remark=cleaned(comment)))
    desk.record("session.observe", *rows, patient=session.patient_id)
    return round_id


def correct(desk: Desk, session_id: str, *, values: Mapping[str, int | None], reason: str | None = None) -> None:
    """Correct values, by the id of the observation that counts now; None means: this was entered in error.

    The old rows stay and are shown struck through. Both numbers of a blood pressure go into one call. Raises
    ``ChangedElsewhere`` when somebody corrects or moves one of them at the same moment.
    """
    session = get(desk, session_id)
    refuse_closed(session)
    # Words have their own verb: here the reason would take their place.
    standing = {observation.id: observation for observation in session.current if observation.kind != COMMENT}
    rows: list[Change] = []
    for observation_id, value in values.items():
        old = standing.get(observation_id)
        if old is None:
            raise NotFound(_("This value was corrected meanwhile. Look at it again."))
        if value is not None:
            check(Kind(old.kind), value)
        rows += correction_of(old.id)
        rows.append(
            observation_row(
                desk, session, old.round_id, old.moment, old.kind, value, corrects=old.id, remark=cleaned(reason)
            )
        )
    _refuse_crossed_pressure(session, standing, values)
    if not rows:
        raise BadValue(_("There is nothing to correct."))
    desk.record("session.correct", *rows, patient=session.patient_id, reason=cleaned(reason))


def correct_comment(desk: Desk, session_id: str, observation_id: str, *, comment: str | None) -> None:
    """Replace a comment; an empty one takes it back. The old words stay and are shown struck through."""
    session = get(desk, session_id)
    refuse_closed(session)
    old = next((o for o in session.current if o.id == observation_id and o.kind == COMMENT), None)
    if old is None:
        raise NotFound(_("This comment was changed meanwhile. Look at it again."))
    row = observation_row(
        desk, session, old.round_id, old.moment, COMMENT, None, corrects=old.id, remark=cleaned(comment)
    )
    desk.record("session.correct", row, patient=session.patient_id)


def observation_row(
    desk: Desk,
    session: Session | SessionLine | Whose,
    round_id: str,
    at: Moment,
    kind: str,
    value: int | None,
    *,
    corrects: str | None = None,
    remark: str | None = None,
    transcribed: bool | None = None,
) -> Change:
    """Return the row of one value, or of words (``COMMENT``, in ``remark``). ``transcribed``: as the desk, if None."""
    return insert(
        "observations",
        desk.new_id(),
        session_id=session.id,
        patient_id=session.patient_id,
        round_id=round_id,
        kind=kind,
        value=value,
        corrects=corrects,
        remark=remark,
        transcribed=int(desk.transcribing if transcribed is None else transcribed),
        **moment_columns("taken_at", at),
    )


def _moment_of_round(observations: Sequence[Observation]) -> Moment:
    if not observations:
        raise NotFound(_("These vital signs are not in this session."))
    return observations[0].moment


def _refuse_twice(observations: Sequence[Observation], kinds: list[str]) -> None:
    """Refuse a second value of a kind in one round: that is a correction, and must show as one."""
    if any(observation.kind in kinds for observation in standing(observations)):
        raise BadValue(_("This value is recorded already. Correct it in the table."))


def _refuse_crossed_pressure(
    session: Session, standing: Mapping[str, Observation], values: Mapping[str, int | None]
) -> None:
    """Refuse a correction that leaves half a blood pressure, or the higher number second."""
    for round_id in {standing[key].round_id for key in values if standing[key].kind in _PRESSURE}:
        after = {
            o.kind: values.get(o.id, o.value) for o in session.current if o.round_id == round_id and o.kind in _PRESSURE
        }
        systolic, diastolic = after.get(Kind.SYSTOLIC), after.get(Kind.DIASTOLIC)
        if (systolic is None) != (diastolic is None):
            raise BadValue(_("Correct both numbers of the blood pressure together."), "pressure")
        if systolic is not None and diastolic is not None and diastolic >= systolic:
            raise BadValue(
                _("The first number of a blood pressure must be the higher one. Check the monitor."), "pressure"
            )


def _refuse_before_arrival(desk: Desk, session_id: str, at: Moment) -> None:
    """Refuse values somebody dates back to before the patient was here: they are another patient's, or a slip."""
    arrived = arrived_at(desk, session_id)
    if arrived is not None and minute_after(arrived, at) < 0:
        time = format_time(desk.local(arrived.at))
        raise BadValue(_("The patient arrived at {time}. Type a later time.").format(time=time), "occurred_at")
