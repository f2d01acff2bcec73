"""What the locked screen may tell everybody who walks by: chairs, phases, times and that somebody is wanted.

Who sits in a chair can be seen in the room, so nothing clinical is told here either: no name, no value, no word.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import cockpit
from clinicdesk.rules.alarms import Alarm, AlarmKind, Watch, standing_at
from clinicdesk.rules.timeline import Elapsed, Moment, Phase, elapsed
from clinicdesk.rules.vitals import Kind


@dataclass(frozen=True, slots=True)
class LockedChair:
    """A chair as the locked screen shows it. ``sedation`` is the scale in which its protocol is read."""

    session_id: str
    chair: str
    phase: Phase
    started: Moment | None
    sedation: Kind
    watch: Watch
    may_type: bool = True
    """Whether a row can be typed here: not where chairs cannot be told apart without the names."""

    def alarms(self, now: Moment) -> tuple[Alarm, ...]:
        """Return what calls for somebody, without clinical words, the most urgent first."""
        return standing_at(self.watch, now)

    def since_start(self, now: Moment) -> Elapsed | None:
        """Return the time since the start, or None before it."""
        return elapsed(self.started, now) if self.started else None


class LockedChairs:
    """Reads who is watched, whoever locked the screen; of what it has read before only what was changed since."""

    def __init__(self, desk: Desk) -> None:
        self._desk = Desk.of_system(desk.clinic, desk.workstation)
        self._known: tuple[cockpit.Watched, ...] = ()

    def read(self, changed_patients: Collection[str] | None = None) -> tuple[LockedChair, ...]:
        """Return the chairs in their order; None for ``changed_patients`` reads all of them anew."""
        self._known = cockpit.watched(self._desk, self._known, changed_patients)
        found = [_chair(one) for one in self._known]
        names = Counter(one.chair for one in found)
        return tuple(replace(one, may_type=names[one.chair] == 1) for one in found)


def _chair(one: cockpit.Watched) -> LockedChair:
    session = one.session
    causes = tuple(replace(cause, words=_WORDS[cause.kind], level=None, do="") for cause in one.watch.causes)
    deeds = tuple(replace(deed, words="") for deed in one.watch.deeds)
    return LockedChair(
        session_id=one.id,
        chair=one.chair or _("No chair"),
        phase=one.phase,
        started=session.started if session else None,
        sedation=session.protocol.sedation if session else Kind.SEDATION,
        watch=Watch(causes, deeds),
    )


_WORDS: Mapping[AlarmKind, str] = {
    AlarmKind.VITALS: _("Vital signs"),
    AlarmKind.LIMIT: _("A limit is broken"),
    AlarmKind.CALL: _("The patient calls"),
    AlarmKind.END: _("The planned time is over"),
    AlarmKind.STEP: _("The next step"),
    AlarmKind.HOLD: _("To be looked at again"),
    AlarmKind.READY: _("The time of rest is over"),
}
