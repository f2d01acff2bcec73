"""Two people press Start in the same moment."""

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.records import sessions
from clinicdesk.rules.timeline import EventKind
from clinicdesk.storage.entry import Entry
from tests.records.sessions.steps import ZOE, ready


class SlowDesk(Desk):
    """A desk at which somebody else starts the session in the moment before the entry is recorded."""

    other: Desk
    session_id: str

    def record(self, action: str, *changes: object, **more: object) -> Entry:
        if action == "session.start":
            sessions.start(self.other, self.session_id, identity=ZOE)
        return super().record(action, *changes, **more)  # type: ignore[arg-type]


def test_only_the_first_start_counts(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    ready(nurse, prescriber, session_id)
    slow = SlowDesk(nurse.clinic, nurse.person, "CHAIR-2")
    slow.other, slow.session_id = prescriber, session_id

    with pytest.raises(BadValue, match="has started already"):
        sessions.start(slow, session_id, identity=ZOE)

    events = [event.kind for event in sessions.get(nurse, session_id).events]
    assert events.count(EventKind.STARTED) == 1
    assert nurse.clinic.verify() == []
