"""What is recorded from the row: each value at once, those of one moment together, and moved if it was wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.cockpit import Watched
from clinicdesk.records.sessions import Observation, Round
from clinicdesk.rules.vitals import MEASURES, Kind, Typed, show

ROUND_SPAN = timedelta(minutes=3)
"""Values given within this time of the first belong to one moment, as in the session's own row. Our own choice."""


@dataclass
class RoundEntry:
    """The moment that is being entered for one chair.

    ``seen`` is the last entry of the record this person has seen of the session: what others record after it is told.
    """

    desk: Desk
    chair: Watched
    seen: int
    round_id: str | None = None
    begun: datetime | None = None
    recorded: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, desk: Desk, chair: Watched) -> RoundEntry:
        """Return a new moment for a chair."""
        return cls(desk, chair, sessions.last_seq(chair.session) if chair.session else 0)

    def is_over(self) -> bool:
        """Whether a value typed now belongs to a new moment: minutes passed, the clock was changed, or it started.

        What was recorded before the start is the baseline; a value typed over it would put it right.
        """
        if self.begun is None:
            return False
        started = self.chair.session.started if self.chair.session is not None else None
        if started is not None and self.begun < started.at:
            return True
        return not self.begun <= self.desk.now() <= self.begun + ROUND_SPAN

    def record(self, key: str, text: str, typed: Typed) -> None:
        """Record the values of one field, durably, or correct what this field recorded a moment ago.

        Raises a ``ClinicDeskError`` in whose case nothing was written.
        """
        if not self._corrected(typed):
            self.round_id = sessions.observe(
                self.desk, self.chair.id, values=dict(typed.values), round_id=self.round_id
            )
            self.begun = self.begun or self.desk.now()
        self.recorded[key] = text
        self.seen = max(self.seen, sessions.last_seq(sessions.get(self.desk, self.chair.id)))

    def others(self, typed: Typed) -> str:
        """Return what somebody else recorded of the same kinds since this row was begun, in words, or nothing.

        Told once: who goes on then means it.
        """
        session = sessions.get(self.desk, self.chair.id)
        found = sessions.entered_by_others(
            session, self.desk.person.name, [str(kind) for kind in typed.values], self.seen
        )
        if found is None:
            return ""
        self.seen = max(self.seen, found.seq)
        return _("{told} Press Enter again to record yours too.").format(told=self._told(found))

    def others_now(self) -> str:
        """Return what somebody else recorded last at this chair since this row was begun, in words, or nothing."""
        if self.chair.session is None:
            return ""
        found = sessions.entered_by_others(self.chair.session, self.desk.person.name, Kind, self.seen)
        return self._told(found) if found is not None else ""

    def _told(self, found: Observation) -> str:
        kind = Kind(found.kind)
        return _("{name} recorded {what} {value} at {time}.").format(
            name=found.by_name,
            what=MEASURES[kind].short,
            value=show(kind, found.value or 0),
            time=formats.format_time(self.desk.local(found.moment.at)),
        )

    def row_to_move(self, *, half_typed: bool) -> Round | None:
        """Return the row that goes along when the chair was wrong: the one being entered, else this person's last.

        With digits ``half_typed`` and nothing recorded yet, only they go.
        """
        session = self.chair.session
        if session is None or (self.round_id is None and half_typed):
            return None
        wanted = self.round_id or sessions.last_row_of(session, self.desk.person.name)
        return next((row for row in sessions.rounds(session) if row.id == wanted), None)

    def move_to(self, chair: Watched, row: Round | None) -> RoundEntry:
        """Move a row to another chair, in one entry, and go on there; without a row only the person goes there."""
        if row is None:
            return RoundEntry.of(self.desk, chair)
        names = (self.chair.chair, chair.chair)
        moved = sessions.move_row(self.desk, self.chair.id, row.id, to_session_id=chair.id, chairs=names)
        if row.id != self.round_id:
            return RoundEntry.of(self.desk, chair)
        session = sessions.get(self.desk, chair.id)
        return RoundEntry(self.desk, chair, sessions.last_seq(session), moved, self.begun, dict(self.recorded))

    def _corrected(self, typed: Typed) -> bool:
        if self.round_id is None:
            return False
        session = sessions.get(self.desk, self.chair.id)
        kinds = {str(kind) for kind in typed.values}
        old = {
            o.id: typed.values[Kind(o.kind)] for o in session.current if o.round_id == self.round_id and o.kind in kinds
        }
        if old:
            sessions.correct(self.desk, self.chair.id, values=dict(old))
        return bool(old)
