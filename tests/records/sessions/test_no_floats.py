"""No float is ever stored: every row that whole sessions write, JSON within it, and what the file can hold."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.records import sessions
from clinicdesk.rules.adverse import ActionTaken, Outcome, Relation, Severity
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.records.sessions import nasal_steps, steps


def whole_infusion(nurse: Desk, prescriber: Desk, patient: str, clock: DrivenClock) -> str:
    """Do everything an infusion can hold, with amounts that do not come out even."""
    session_id = steps.plan_for(nurse, patient)
    steps.consent(nurse, patient)
    steps.checks(nurse, session_id, weight=83_333)
    steps.order(prescriber, session_id)
    steps.second_check(nurse, session_id)
    sessions.start(nurse, session_id, identity=steps.ZOE)
    clock.pass_time(minutes=7, seconds=13)
    sessions.observe(nurse, session_id, values={Kind.SYSTOLIC: 141, Kind.DIASTOLIC: 87, Kind.SPO2: 97})
    steps.rate(nurse, session_id, 133_300)
    clock.pass_time(minutes=3, seconds=7)
    sessions.pause(nurse, session_id)
    clock.pass_time(seconds=41)
    sessions.resume(nurse, session_id)
    ref = sessions.take_verbal_order(
        nurse, session_id, prescriber_id=prescriber.person.id, words="Bolus of 3.3 mg", read_back=True
    )
    under = sessions.Under(sessions.OrderedBy.VERBAL, ref)
    sessions.bolus(nurse, session_id, under=under, dose_micrograms=3_300)
    sessions.set_oxygen(nurse, session_id, millilitres_per_minute=2_500, by="Nasal cannula")
    stamped = sessions.stamp(nurse, session_id, what="nausea")
    sessions.stamp_was_nothing(nurse, session_id, stamped, words="Gone at once")
    sessions.report_adverse_event(
        nurse,
        session_id,
        kind="nausea",
        severity=Severity.MILD,
        related=Relation.RELATED,
        action_taken=ActionTaken.NONE,
        outcome=Outcome.RESOLVED,
    )
    sessions.note_words(nurse, session_id, text="Half of me is elsewhere: 0.5")
    sessions.mute(nurse, session_id, minutes=2)
    clock.pass_time(minutes=9)
    sessions.read_pump(nurse, session_id, volume_microlitres=61_237, reason="Read off the pump")
    sessions.end(nurse, session_id, ended=sessions.EndReason.STOPPED, reason="Wanted to stop")
    steps.drug(nurse, session_id)
    return session_id


def kinds_of(value: object) -> Iterator[object]:
    """Yield what a JSON text holds, down to the leaves."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from kinds_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from kinds_of(inner)
    else:
        yield value


def floats_in(columns: dict[str, Any]) -> list[str]:
    """Return the columns that hold a float, also within a text of JSON."""
    found = []
    for name, value in columns.items():
        inner: object = value
        if isinstance(value, str) and value[:1] in "{[":
            try:
                inner = json.loads(value)
            except ValueError:
                inner = value
        if any(isinstance(leaf, float) for leaf in kinds_of(inner)):
            found.append(name)
    return found


def test_the_search_would_find_one() -> None:
    assert floats_in({"detail": '{"minutes": [1, {"of": 2.5}]}', "dose": 3, "words": "2.5", "volume": 2.5}) == [
        "detail",
        "volume",
    ]


def test_no_row_of_whole_sessions_holds_a_float(
    nurse: Desk, prescriber: Desk, patient: str, clock: DrivenClock
) -> None:
    session_id = whole_infusion(nurse, prescriber, patient, clock)
    steps.discharge(nurse, session_id)
    sessions.sign(nurse, session_id)
    clock.pass_time(days=1)
    days = [nurse.local(nurse.now()).date() + timedelta(days=ahead) for ahead in (0, 3)]
    nasal = nasal_steps.plan(nurse, patient, days=days)
    nasal_steps.ready(nurse, prescriber, nasal)
    nasal_steps.device(nurse, nasal)
    clock.pass_time(minutes=5)
    nasal_steps.device(nurse, nasal)
    sessions.device_not_given(nurse, nasal, reason="Still in its box")

    written = [
        (entry.action, change)
        for entry in nurse.clinic.ledger.entries_after(0)
        for change in entry.changes
        if floats_in(dict(change.columns))
    ]
    assert written == []
    actions = {entry.action for entry in nurse.clinic.ledger.entries_after(0)}
    assert {
        "session.order",
        "session.start",
        "session.observe",
        "session.bolus",
        "session.pump",
        "session.device",
    } <= actions


def test_no_column_of_the_file_can_hold_a_float(nurse: Desk) -> None:
    tables = [row["name"] for row in nurse.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kinds = {
        f"{table}.{row['name']}": row["type"]
        for table in tables
        if not table.startswith(("search_", "sqlite_", "local_"))
        for row in list(nurse.rows(f"SELECT name, type FROM pragma_table_info('{table}')"))
    }
    assert "orders.version" in kinds
    assert {name for name, kind in kinds.items() if kind not in ("TEXT", "INTEGER", "BLOB")} == set()
