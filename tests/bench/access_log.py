"""The access log of ten years: 3,000,000 entries, one page of it by every choice, and the review of one month."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from clinicdesk.clinic import SUFFIX, Clinic
from clinicdesk.desk import Desk
from clinicdesk.permissions import Role
from clinicdesk.records import access_log, access_reviews, log_choice, staff
from clinicdesk.records.access_words import Kind
from clinicdesk.records.log_choice import LogChoice
from clinicdesk.storage.database import Connection, connect, transaction
from tests.bench import bare
from tests.bench.measure import Figure, compare, side_by_side
from tests.bench.population import add_patients
from tests.bench.setting import KEY, PASSWORD, Setting, found, sign_in

_ENTRIES = 3_000_000
_PATIENTS = 20_000
_PEOPLE = 12
_YEARS = 10
_BUDGET_MS = 50
# Of 1,000 entries so many are of an action; the rest are vital signs.
_SHARES = {
    "chart.open": 90,
    "paper.print": 12,
    "paper.save": 2,
    "staff.sign_in": 6,
    "patient.amend": 20,
    "note.write": 20,
}
_RARE = "outcomes.export"


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure pages beside the bare read of as many entries by their number, and the sheet of a month by itself."""
    folder = setting.folder / "access_log"
    folder.mkdir()
    count = _ENTRIES if setting.sizes.patients >= _PATIENTS else 3_000
    try:
        with closing(found(folder / f"access{SUFFIX}")) as clinic:
            add_patients(clinic, min(_PATIENTS, setting.sizes.patients), seed=7)
            desk = sign_in(clinic)
            people = _people(desk)
            _add_entries(clinic, people, count)
            yield from _pages(desk, people, count, setting.sizes.papers)
            month = (desk.local(desk.now()).date() - timedelta(days=200)).replace(day=1)
            ours, limit = side_by_side(lambda: access_reviews.sheet(desk, month), _month_of(clinic, month), 5)
            yield compare("review of a month, counted", ours, limit, slowest=2000)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _pages(desk: Desk, people: list[str], count: int, times: int) -> Iterator[Figure]:
    read = _newest(desk.clinic)
    today = desk.local(desk.now()).date()
    patient = str(next(desk.clinic.rows("SELECT id FROM patients LIMIT 1"))["id"])
    choices = {
        "newest": LogChoice(),
        "of years ago": LogChoice(until=today - timedelta(days=2000)),
        "of one person": LogChoice(staff_id=people[3]),
        "charts opened": LogChoice(kind=Kind.OPENED),
        "given away, by one": LogChoice(kind=Kind.LEFT, staff_id=people[5]),
        "of the clinic, in a month": LogChoice(
            kind=Kind.CLINIC, since=today - timedelta(days=1000), until=today - timedelta(days=970)
        ),
        "about one patient": LogChoice(patient_id=patient),
    }
    for name, choice in choices.items():
        ours, limit = side_by_side(lambda one=choice: log_choice.lines(desk, one, access_log.PAGE), read, times)
        yield compare(f"page of {count:,} entries, {name}", ours, limit, slowest=_BUDGET_MS)
    rare = frozenset({_RARE})
    ours, limit = side_by_side(lambda: access_log.entries(desk, actions=rare), read, times)
    yield compare(f"page of {count:,} entries, the rarest action", ours, limit, slowest=_BUDGET_MS)


def _newest(clinic: Clinic) -> Callable[[], object]:
    opened = bare.connection(Path(clinic.path), KEY)
    sql = "SELECT content FROM ledger ORDER BY seq DESC LIMIT ?"
    return lambda: opened.execute(sql, (access_log.PAGE,)).fetchall()


def _month_of(clinic: Clinic, month: date) -> Callable[[], object]:
    opened = bare.connection(Path(clinic.path), KEY)
    first = month.isoformat()
    last = (month + timedelta(days=31)).replace(day=1).isoformat()
    found = "SELECT min(seq), max(seq) FROM search_entries WHERE at >= ? AND at < ?"
    low, high = opened.execute(found, (first, last)).fetchone()
    sql = "SELECT e.*, p.patient_id FROM search_entries e LEFT JOIN search_entry_patients p ON p.seq = e.seq "
    return lambda: opened.execute(f"{sql} WHERE e.seq BETWEEN ? AND ?", (low, high)).fetchall()


def _people(desk: Desk) -> list[str]:
    return [
        staff.add(desk, login=f"p{at}", name=f"Person {at}", roles=[Role.NURSE], password=PASSWORD)
        for at in range(_PEOPLE)
    ]


def _add_entries(clinic: Clinic, people: list[str], count: int) -> None:
    """Write entries straight into ledger and index, spread over ten years up to now; their hashes mean nothing."""
    writer = connect(clinic.path, KEY, writing=True)
    try:
        writer.execute("PRAGMA synchronous = OFF")
        with transaction(writer, clinic.path):
            _fill(writer, people, count)
    finally:
        writer.close()


def _fill(writer: Connection, people: list[str], count: int) -> None:
    """Let SQLite make the rows itself: a Python loop over three million would take minutes."""
    first = writer.execute("SELECT max(seq) FROM ledger").fetchone()[0] + 1
    begin = datetime.now(UTC) - timedelta(days=_YEARS * 365)
    step = _YEARS * 365 * 86_400 / count
    edges, low = [], 0
    for action, share in _SHARES.items():
        edges.append(f"WHEN n * 7919 % 1000 BETWEEN {low} AND {low + share - 1} THEN '{action}'")
        low += share
    writer.execute("CREATE TEMP TABLE people (n INTEGER PRIMARY KEY, id TEXT)")
    writer.executemany("INSERT INTO people VALUES (?, ?)", enumerate(people))
    writer.execute("CREATE TEMP TABLE known AS SELECT row_number() OVER () - 1 AS n, id FROM patients")
    writer.execute("CREATE UNIQUE INDEX temp.known_by ON known (n)")
    patients = writer.execute("SELECT count(*) FROM known").fetchone()[0]
    writer.execute(
        f"""
        CREATE TEMP TABLE made AS
        WITH RECURSIVE c (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < {count})
        SELECT {first} + n AS seq, 'entry-' || n AS id,
               strftime('%Y-%m-%dT%H:%M:%S.000Z', '{begin:%Y-%m-%d %H:%M:%S}', (n * {step}) || ' seconds') AS at,
               (SELECT p.id FROM people p WHERE p.n = c.n * 31 % {len(people)}) AS staff,
               CASE WHEN n = {count // 3} THEN '{_RARE}' {" ".join(edges)} ELSE 'session.observe' END AS action,
               (SELECT k.id FROM known k WHERE k.n = c.n * 104729 % {patients}) AS patient
        FROM c
        """
    )
    writer.execute(
        "INSERT INTO search_entries (seq, id, at, staff, action) SELECT seq, id, at, staff, action FROM made"
    )
    writer.execute("INSERT INTO search_entry_patients (patient_id, seq) SELECT patient, seq FROM made")
    writer.execute(
        """
        INSERT INTO ledger (seq, id, content, content_hash, chain_hash)
        SELECT seq, id, CAST(json_object('action', action, 'at', at, 'boot', 'b', 'changes', json('[]'), 'id', id,
            'patients', json_array(patient), 'program', '1', 'reason', NULL, 'salt', hex(randomblob(16)),
            'staff', staff, 'uptime_ms', seq, 'workstation', 'ROOM-1') AS BLOB), zeroblob(32), zeroblob(32)
        FROM made
        """
    )
    writer.execute("DROP TABLE made")
