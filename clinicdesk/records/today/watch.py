"""When the next vital signs of the sessions under way are due: as a time of day, which everybody may see.

What was measured is not read: only what kind of value was taken when.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.today.row import Due
from clinicdesk.rules.monitoring import DueState, next_due
from clinicdesk.rules.protocol import Protocol
from clinicdesk.rules.timeline import EventKind, Moment
from clinicdesk.rules.vitals import Kind, Reading
from clinicdesk.storage.clock import from_text

_EVENTS = """
SELECT x.session_id, x.kind, x.occurred_at AS at, x.boot, x.uptime_ms
FROM json_each(?) j JOIN session_events x ON x.session_id = j.value JOIN search_entries e ON e.id = x.version
WHERE x.kind IN ('started', 'ended') ORDER BY e.seq, x.rowid
"""
# A value that was entered in error is no reading: its last correction holds none.
_TAKEN = """
SELECT o.session_id, o.id, o.kind, o.corrects, o.value IS NULL AS in_error, o.taken_at AS at, o.boot, o.uptime_ms
FROM json_each(?) j JOIN observations o ON o.session_id = j.value JOIN search_entries e ON e.id = o.version
WHERE o.kind IN (SELECT value FROM json_each(?)) ORDER BY e.seq, o.rowid
"""


def vitals_due(desk: Desk, protocols: Mapping[str, Protocol]) -> dict[str, Due]:
    """Return what to show of the next vital signs, by session, of those under way; ``protocols`` names them."""
    ids = json.dumps(list(protocols))
    starts, ends = _flow(desk.rows(_EVENTS, ids))
    readings = _readings(desk.rows(_TAKEN, ids, json.dumps([str(kind) for kind in Kind])))
    now = sessions.now_of(desk)
    found: dict[str, Due] = {}
    for session_id, protocol in protocols.items():
        start = starts.get(session_id)
        due = start and next_due(protocol.vitals, readings[session_id], start, now, ends.get(session_id))
        if start is None or not due:
            continue
        # Counted from now and not from the start: the wall clock may have been set since.
        wanted = start.before(-due.minute * 60_000)
        late_ms = now.uptime_ms - wanted.uptime_ms if now.boot == start.boot else None
        at = desk.local(wanted.at if late_ms is None else now.before(late_ms).at)
        found[session_id] = _words(due.state, formats.format_time(at))
    return found


def _words(state: DueState, at: str) -> Due:
    if state is DueState.OVERDUE:
        return Due(_("Vitals late {time}").format(time=at), "danger")
    if state is DueState.DUE:
        return Due(_("Vitals due {time}").format(time=at), "warn")
    return Due(_("Vitals {time}").format(time=at))


def _flow(rows: Iterable[Mapping[str, Any]]) -> tuple[dict[str, Moment], dict[str, Moment]]:
    """Return when each session started and when it ended: the first of each kind counts."""
    found: dict[str, dict[str, Moment]] = {EventKind.STARTED: {}, EventKind.ENDED: {}}
    for row in rows:
        found[row["kind"]].setdefault(row["session_id"], _moment(row))
    return found[EventKind.STARTED], found[EventKind.ENDED]


def _readings(rows: Iterable[Mapping[str, Any]]) -> dict[str, Sequence[Reading]]:
    """Return which kinds were taken when, by session, without those entered in error."""
    roots: dict[str, str] = {}
    last: dict[str, Mapping[str, Any]] = {}
    for row in rows:
        first = roots.get(row["corrects"], row["corrects"]) if row["corrects"] else row["id"]
        roots[row["id"]] = first
        last[first] = row
    found: dict[str, list[Reading]] = defaultdict(list)
    for row in last.values():
        if not row["in_error"]:
            at = _moment(row)
            found[row["session_id"]].append(Reading(Kind(row["kind"]), 0, at.at, at.boot, at.uptime_ms))
    return found  # type: ignore[return-value]


def _moment(row: Mapping[str, Any]) -> Moment:
    return Moment(from_text(row["at"]), row["boot"], row["uptime_ms"])
