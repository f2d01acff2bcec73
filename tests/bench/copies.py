"""Long charts and a full day: the rows of one real course of treatment, copied with other ids, people and dates.

They pass by the ledger, as the people of ``population`` do. Such a file is for measuring only.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from clinicdesk.clinic import Clinic
from clinicdesk.records.migrations import SCHEMA
from clinicdesk.storage.database import connect, transaction
from clinicdesk.storage.ids import new_id
from tests.bench.treatment import Course

Row = Mapping[str, Any]
Rows = Mapping[str, list[Row]]

# Each table in an order in which every row finds what it refers to.
# fmt: off
_ONCE_PER_CHART = (
    "patient_answers", "allergies", "medicines", "problems", "indications", "treatments_tried", "consents",
    "consent_events",
)
_PER_SESSION = (
    "sessions", "session_events", "observations", "orders", "drugs_given", "adverse_events", "notes", "signatures",
)
# fmt: on
_SESSIONS_PER_SERIES = 6
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BEFORE_ALL = -1_000_000_000


class Copies:
    """Writes copies of a course of treatment; a context manager that holds a writing connection."""

    def __init__(self, clinic: Clinic, course: Course) -> None:
        self._clinic = clinic
        self._course = course
        self._writer = connect(clinic.path, clinic._key, writing=True)
        self._chart = self._rows(_ONCE_PER_CHART, "patient_id", course.patient)
        self._chart["signatures"] = self._rows(["signatures"], "subject_id", course.consent)["signatures"]
        self._series = self._rows(["series"], "id", course.series)
        self._finished = self._session(course.finished)
        self._running = self._session(course.running)
        self._planned: Rows = {"sessions": self._running["sessions"]}
        self._staff = {row["id"] for row in clinic.rows("SELECT id FROM staff")}
        # The reading side joins each row with its entry; copies get entries before all real ones.
        self._entries = {row["id"]: row for row in clinic.rows("SELECT * FROM search_entries")}
        self._seq = _BEFORE_ALL
        self._form_number = 1_000_000

    def __enter__(self) -> "Copies":
        return self

    def __exit__(self, *_error: object) -> None:
        self._writer.close()

    def long_chart(self, patient: str, count: int) -> None:
        """Give a patient a consent, the lists of a chart, and ``count`` finished and signed sessions, a week apart."""
        with transaction(self._writer, self._clinic.path):
            self._write(self._chart, {self._course.patient: patient}, 0)
            renamed: dict[str, str] = {}
            for place in range(count):
                if place % _SESSIONS_PER_SERIES == 0:
                    renamed = {self._course.patient: patient}
                    self._write(self._series, renamed, 0)
                number, days = place % _SESSIONS_PER_SERIES + 1, -7 * (count - place)
                in_series = {old: renamed[old] for old in (self._course.patient, self._course.series)}
                self._write(self._finished, in_series, days, number=number)

    def visit(self, patient: str, place: int) -> str | None:
        """Give a patient a visit today: by turns one that is over, one that runs and one still to come.

        Return the session's id where it runs.
        """
        renamed = {self._course.patient: patient}
        rows = (self._finished, self._running, self._planned)[place % 3]
        today = datetime.now(self._clinic.zone).date().isoformat()
        with transaction(self._writer, self._clinic.path):
            self._write(self._chart, renamed, 0)
            self._write(self._series, renamed, 0)
            time = f"{8 + place // 8:02d}:{place % 4 * 15:02d}"
            self._write(rows, renamed, 0, planned_on=today, planned_time=time)
        return renamed[self._course.running] if rows is self._running else None

    def _session(self, session_id: str) -> dict[str, list[Row]]:
        rows = self._rows(["sessions"], "id", session_id)
        rows |= self._rows([name for name in _PER_SESSION[1:] if name != "signatures"], "session_id", session_id)
        signed = [session_id, *(row["id"] for name in ("orders", "notes") for row in rows[name])]
        rows["signatures"] = [
            row for one in signed for row in self._rows(["signatures"], "subject_id", one)["signatures"]
        ]
        return rows

    def _rows(self, tables: Iterable[str], column: str, value: str) -> dict[str, list[Row]]:
        query = f"WHERE {column} = ? ORDER BY rowid"
        return {table: list(self._clinic.rows(f"SELECT * FROM {table} {query}", value)) for table in tables}

    def _write(self, rows: Rows, renamed: dict[str, str], days: int, **columns: str | int) -> None:
        """Write rows with other ids (the same old one gets the same new one) and all dates moved by some days."""
        self._write_entries(rows, renamed)
        for table, originals in rows.items():
            for row in originals:
                made = {name: self._renamed(value, renamed, days) for name, value in row.items()}
                if table == "consents":
                    self._form_number += 1
                    made["form_number"] = self._form_number
                if table == "sessions":
                    made |= columns
                marks = ", ".join("?" * len(made))
                self._writer.execute(f"INSERT INTO {table} ({', '.join(made)}) VALUES ({marks})", (*made.values(),))
                if indexer := SCHEMA.indexers.get(table):
                    indexer(self._writer, [made["id"]])

    def _write_entries(self, rows: Rows, renamed: dict[str, str]) -> None:
        versions = {row["version"] for originals in rows.values() for row in originals}
        for entry in sorted((self._entries[version] for version in versions), key=lambda entry: entry["seq"]):
            if entry["id"] in renamed:
                continue
            self._seq += 1
            made = self._renamed(entry["id"], renamed, 0)
            self._writer.execute(
                "INSERT INTO search_entries (seq, id, at, staff, action) VALUES (?, ?, ?, ?, ?)",
                (self._seq, made, entry["at"], entry["staff"], entry["action"]),
            )

    def _renamed(self, value: Any, renamed: dict[str, str], days: int) -> Any:
        if not isinstance(value, str):
            return value
        if days and _DAY.match(value):
            moved = date.fromisoformat(value[:10]) + timedelta(days=days)
            return moved.isoformat() + value[10:]
        return _ID.sub(lambda found: self._new_name(found.group(), renamed), value)

    def _new_name(self, old: str, renamed: dict[str, str]) -> str:
        if old in self._staff:
            return old
        return renamed.setdefault(old, new_id(1_700_000_000_000))
