"""Outcomes of a large practice: everybody's series, scores and events, read and counted."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from clinicdesk.clinic import SUFFIX, Clinic
from clinicdesk.records import outcomes, published
from clinicdesk.records.adopted_protocols import in_use
from clinicdesk.records.measures import files
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.database import Connection, connect, transaction
from clinicdesk.storage.ids import new_id
from tests.bench import bare
from tests.bench.measure import Figure, compare, side_by_side
from tests.bench.population import add_patients
from tests.bench.setting import KEY, Setting, found, sign_in

_PATIENTS = 20_000
_SESSIONS = 6
_EVENTS_BESIDE = ("arrived", "checking", "checking", "rate_changed", "pump_read", "words", "ended", "discharged")
_SCORES = 8
_INDICATIONS = ("Major depression", "Bipolar depression", "PTSD", "Chronic pain", None)


def figures(setting: Setting) -> Iterator[Figure]:
    """Measure the whole count; the bare limit reads starts and scores with two queries."""
    folder = setting.folder / "outcomes"
    folder.mkdir()
    count = min(_PATIENTS, setting.sizes.patients)
    try:
        with closing(found(folder / f"outcomes{SUFFIX}")) as clinic:
            add_patients(clinic, count, seed=5)
            _add_series(clinic)
            desk = sign_in(clinic)
            told: list[int] = []
            read = _bare(Path(clinic.path))
            ours, limit = side_by_side(
                lambda: outcomes.of_practice(desk, "phq-9", progress=lambda done, _of: told.append(done)),
                read,
                min(setting.sizes.papers, 5),
            )
            yield compare(f"outcomes of {count:,} patients", ours, limit, slowest=2000)
            yield Figure("times the count tells how far it is", f"{len(set(told))}", "", "", "", True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _bare(path: Path) -> Callable[[], object]:
    opened = bare.connection(path, KEY)

    def read() -> None:
        opened.execute("SELECT session_id, occurred_at FROM session_events WHERE kind = 'started'").fetchall()
        opened.execute(
            "SELECT id, patient_id, answered_at, total FROM measure_results WHERE measure = 'phq-9'"
        ).fetchall()

    return read


def _add_series(clinic: Clinic) -> None:
    """Give each patient a series with visits, scores and sometimes an unwanted event, straight into the tables."""
    desk = sign_in(clinic)
    protocol, measure = in_use(desk, "iv-ketamine-mood"), files.in_use(desk, "phq-9")
    protocol_id, kept = published.pin(
        desk, kind="protocol", name=protocol.protocol.id, version=protocol.version, body=protocol.text
    )
    measure_id, also = files.pin(desk, measure.measure.id)
    desk.record("practice.change", *kept, *also)
    writer = connect(clinic.path, clinic._key, writing=True)
    try:
        writer.execute("PRAGMA synchronous = OFF")
        patients = [row[0] for row in writer.execute("SELECT id FROM patients ORDER BY id")]
        with transaction(writer, clinic.path):
            _write(writer, patients, protocol_id, protocol.protocol.title, measure_id)
        writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        writer.close()


def _write(writer: Connection, patients: list[str], protocol_id: str, title: str, measure_id: str) -> None:
    chance, number, first = random.Random(7), 0, datetime(2018, 1, 1, 15, tzinfo=UTC)

    def next_id() -> str:
        nonlocal number
        number += 1
        return new_id(1_600_000_000_000 + number)

    for patient in patients:
        series, began = next_id(), first + timedelta(days=chance.randrange(2800))
        indication = chance.choice(_INDICATIONS)
        _insert(
            writer,
            "series",
            "id, version, patient_id, protocol_name, protocol_version, protocol_id, title, indication, planned_count",
            [(series, series, patient, "iv-ketamine-mood", "1", protocol_id, title, indication, _SESSIONS)],
        )
        given = _SESSIONS if chance.random() < 0.8 else chance.randrange(1, _SESSIONS)
        sessions, events = [], []
        for place in range(given):
            session, at = next_id(), began + timedelta(days=3 * place)
            sessions.append((session, session, patient, series, place + 1, at.date().isoformat()))
            for minute, kind in enumerate(("started", *_EVENTS_BESIDE)):
                event = next_id()
                events.append(
                    (event, event, session, patient, kind, as_text(at + timedelta(minutes=minute)), "bench", 0, "{}")
                )
        _insert(writer, "sessions", "id, version, patient_id, series_id, number, planned_on", sessions)
        columns = "id, version, session_id, patient_id, kind, occurred_at, boot, uptime_ms, detail"
        _insert(writer, "session_events", columns, events)
        if chance.random() < 0.3:
            event = next_id()
            columns = "id, version, session_id, patient_id, kind, onset_at, severity, related, action_taken, outcome"
            _insert(writer, "adverse_events", columns, [
                (event, event, sessions[0][0], patient, "nausea", as_text(began), "mild", "related", "none", "resolved")
            ])  # fmt: skip
        _insert(
            writer,
            "measure_results",
            "id, version, patient_id, measure, file_id, language, filled_by, way, answered_at, answers, scores, total",
            [
                (result, result, patient, "phq-9", measure_id, "en", "patient", "screen",
                 as_text(began + timedelta(days=14 * place - 1)), '{"q1": 1, "q2": 2, "q3": 0, "q4": 3, "q5": 1}',
                 "{}", chance.randrange(28))
                for place in range(_SCORES) if (result := next_id())
            ],
        )  # fmt: skip


def _insert(writer: Connection, table: str, columns: str, rows: list[tuple[object, ...]]) -> None:
    marks = ", ".join("?" * (columns.count(",") + 1))
    writer.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
