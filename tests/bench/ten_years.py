"""Ten years of a clinic for measuring: the entries of one real course of treatment, copied with other ids and people.

Unlike the people of ``population`` they go through the ledger: every copy is an entry with its hashes, applied by the
product's own function. Only what makes an entry durable is left out, because nothing is lost when such a file is.
"""

import re
from datetime import date, timedelta
from pathlib import Path

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.records import sessions
from clinicdesk.records.migrations import SCHEMA
from clinicdesk.storage import entry as entries
from clinicdesk.storage import head
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.storage.database import Connection, connect
from clinicdesk.storage.ledger import apply
from tests.bench import treatment

SESSIONS_PER_PATIENT = 6
_ID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_NUMBER = re.compile(rb"(record number |consent form )000001")
_DAY = re.compile(rb"20[0-9]{2}-[0-9]{2}-[0-9]{2}(?=[T\"])")
_DAYS = 3_650
_ONCE = b'"action":"wording.adopt"'
_COURSES_AT_ONCE = 200


def add_courses(clinic: Clinic, desk: Desk, clock: DrivenClock, count: int) -> None:
    """Record one patient with six finished sessions as people do, and copy that course until there are ``count``."""
    known = _ids(row["id"] for row in clinic.rows("SELECT id FROM staff"))
    before = clinic.entry_count
    _patient, planned, _consent = treatment.plan(desk)
    for line in sessions.of_series(desk, planned):
        treatment.finish(desk, clock, line.id)
        clock.pass_time(days=2)
    rows = clinic.reader.execute("SELECT content FROM ledger WHERE seq > ? ORDER BY seq", (before,)).fetchall()
    course = [row[0] for row in rows if _ONCE not in row[0]]
    writer = connect(clinic.path, clinic._key, writing=True)
    try:
        writer.execute("PRAGMA synchronous = OFF")
        for first in range(2, count + 1, _COURSES_AT_ONCE):
            writer.execute("BEGIN")
            for number in range(first, min(first + _COURSES_AT_ONCE, count + 1)):
                _copy(writer, course, number, known)
            writer.execute("COMMIT")
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        writer.close()
    _write_head(clinic)


def _ids(found) -> frozenset[bytes]:  # type: ignore[no-untyped-def]
    return frozenset(one.encode() for one in found)


def _copy(writer: Connection, course: list[bytes], number: int, known: frozenset[bytes]) -> None:
    """Append the entries of one course under other ids, and apply them."""
    mark = b"%08x" % number

    def another(found: re.Match[bytes]) -> bytes:
        one = found.group()
        # The course spans some days, which the first digits tell; the rest of an id is enough to tell its rows apart.
        return one if one in known else mark + one[8:]

    later = timedelta(days=number % _DAYS)

    def on_another_day(found: re.Match[bytes]) -> bytes:
        return (date.fromisoformat(found.group().decode()) + later).isoformat().encode()

    seq, previous = writer.execute("SELECT seq, chain_hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
    for content in course:
        content = _ID.sub(another, content).replace(b'"record_number":1,', b'"record_number":%d,' % number)
        content = _DAY.sub(on_another_day, content)
        content = _NUMBER.sub(b"\\g<1>%06d" % number, content)
        content = content.replace(b'"form_number":1,', b'"form_number":%d,' % number)
        seq += 1
        digest = entries.content_hash(content)
        previous = entries.chain(previous, seq, digest)
        entry = entries.read_content(content, seq, previous)
        writer.execute("INSERT INTO ledger VALUES (?, ?, ?, ?, ?)", (seq, entry.id, content, digest, previous))
        apply(writer, SCHEMA, entry)


def _write_head(clinic: Clinic) -> None:
    link = clinic.link_at()
    assert link
    writer = head.HeadWriter(clinic.path)
    writer.write(head.Head(clinic.file_id, clinic.key_id, link.seq, link.chain_hash))
    writer.close()


def size_of(path: Path) -> float:
    """Return how large a clinic file is, in megabytes."""
    return path.stat().st_size / 1e6
