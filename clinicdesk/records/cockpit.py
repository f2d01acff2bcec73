"""Who is in the chairs now, with all that may call for somebody there: what the cockpit, the strip and the lock show.

Somebody without clinical sight (reception) is told which chair, where its session stands and how urgently somebody is
wanted there: no name, no value, no word from which one could be guessed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import appointments, chairs, patients, sessions
from clinicdesk.records.sessions import Session, SessionLine
from clinicdesk.rules.alarms import Alarm, AlarmKind, Cause, Watch, standing_at
from clinicdesk.rules.timeline import EventKind, Moment, Phase

_HERE = frozenset({Phase.ARRIVED, Phase.CHECKING, Phase.READY, Phase.RUNNING, Phase.PAUSED, Phase.RECOVERY})
_FLOWS = frozenset({Phase.RUNNING, Phase.PAUSED})
_LAST = 10_000
"""The place of who sits in no chair of the list: after all others."""


@dataclass(frozen=True, slots=True)
class Watched:
    """A session whose patient is here. ``chair`` is empty while none was given.

    ``patient``, ``nurse`` and ``session`` are empty for somebody without clinical sight.
    """

    line: SessionLine
    chair: str
    position: int
    patient: str
    nurse: str
    watch: Watch
    session: Session | None

    @property
    def id(self) -> str:
        """The session's id."""
        return self.line.id

    @property
    def phase(self) -> Phase:
        """Where the session stands."""
        return self.line.phase

    def alarms(self, now: Moment) -> tuple[Alarm, ...]:
        """Return what calls for somebody at this moment and what is coming, the most urgent first."""
        return standing_at(self.watch, now)


def watched(
    desk: Desk, known: Collection[Watched] = (), changed_patients: Collection[str] | None = None
) -> tuple[Watched, ...]:
    """Return who is here, in the order of the chairs.

    Of ``known`` ones, from an earlier call, only those of ``changed_patients`` are read anew (None: all of them).
    """
    lines = here(desk)
    places = _places(desk, lines)
    before = {one.id: one for one in known}
    found = []
    for line in lines:
        position, chair = places[line.id]
        old = before.get(line.id)
        if old is None or changed_patients is None or line.patient_id in changed_patients or old.line != line:
            found.append(_read(desk, line, chair, position))
        else:
            found.append(replace(old, chair=chair, position=position))
    return tuple(
        sorted(found, key=lambda one: (one.position, one.chair.casefold(), one.line.planned_time is None, one.id))
    )


def here(desk: Desk) -> list[SessionLine]:
    """Return those of today who are here, what still flows of whatever day, and who recovers since yesterday."""
    today = desk.local(desk.now()).date()
    found = {line.id: line for line in sessions.on_day(desk, today) if line.phase in _HERE}
    found |= {line.id: line for line in sessions.running(desk)}
    last_night = sessions.on_day(desk, today - timedelta(days=1))
    found |= {line.id: line for line in last_night if line.phase is Phase.RECOVERY}
    return [line for line in found.values() if not line.signed]


def _places(desk: Desk, lines: Collection[SessionLine]) -> Mapping[str, tuple[int, str]]:
    """Return for each session the place of its chair in the clinic's order, and the chair's name."""
    booked = appointments.of_sessions(desk, [line.id for line in lines])
    order = {chair.name: chair.position for chair in chairs.all(desk, retired=True)}
    names = {line.id: (booked[line.id].chair if line.id in booked else "") or line.chair or "" for line in lines}
    return {key: (order.get(name, _LAST), name) for key, name in names.items()}


def _read(desk: Desk, line: SessionLine, chair: str, position: int) -> Watched:
    if not desk.sees("clinical"):
        # The program looks, so that reception knows where somebody is wanted; what it saw is taken out again.
        seen = _read(Desk.of_system(desk.clinic, desk.workstation), line, chair, position)
        causes = tuple(_without_words(cause) for cause in seen.watch.causes)
        deeds = tuple(replace(deed, words="") for deed in seen.watch.deeds)
        return replace(seen, patient="", nurse="", watch=Watch(causes, deeds), session=None)
    session = sessions.get(desk, line.id)
    person = patients.get(desk, line.patient_id)
    nurse = session.last_event(EventKind.NURSE)
    return Watched(
        line=line,
        chair=chair,
        position=position,
        patient=formats.format_name(person.family_name, person.given_name, person.title),
        nurse=str(nurse.detail.get("name") or "") if nurse else "",
        watch=sessions.watch(session, sessions.now_of(desk)),
        session=session,
    )


def _without_words(cause: Cause) -> Cause:
    return replace(cause, words=_WORDS[cause.kind], level=None, do="")


_WORDS: Mapping[AlarmKind, str] = {
    AlarmKind.VITALS: _("Vital signs"),
    AlarmKind.LIMIT: _("A clinician is wanted"),
    AlarmKind.CALL: _("The patient calls."),
    AlarmKind.END: _("The planned time is over"),
    AlarmKind.STEP: _("The next step"),
    AlarmKind.HOLD: _("To be looked at again"),
    AlarmKind.READY: _("The time of rest is over"),
}
