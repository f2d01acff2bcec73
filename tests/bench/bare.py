"""The bare limits: the least the same machine can do, measured in the same run. Imports nothing of ours."""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import sqlcipher3.dbapi2 as driver

_WINDOW = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
class Window(QWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, app.quit)
app = QApplication(sys.argv)
window = Window()
column = QVBoxLayout(window)
column.addWidget(QLineEdit()); column.addWidget(QLineEdit())
window.resize(1280, 800)
window.show()
app.exec()
"""


def window_seconds() -> float:
    """Return how long a process takes that paints a window with two fields and leaves."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", _WINDOW], check=True, env=os.environ, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def connection(path: Path, key: bytes) -> driver.Connection:
    """Open an encrypted file with the settings a clinic file has."""
    made = driver.connect(str(path), isolation_level=None)
    made.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    for setting in ("journal_mode = wal", "synchronous = FULL", "fullfsync = ON", "cache_size = -65536"):
        made.execute(f"PRAGMA {setting}")
    return made


def commit(folder: Path) -> Callable[[], None]:
    """Return a function that writes one row of 300 bytes durably into an encrypted file."""
    opened = connection(folder / "bare", secrets.token_bytes(32))
    opened.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, content BLOB)")
    content = secrets.token_bytes(300)

    def write() -> None:
        opened.execute("BEGIN IMMEDIATE")
        opened.execute("INSERT INTO t (content) VALUES (?)", (content,))
        opened.execute("COMMIT")

    return write


def prefix_search(path: Path, key: bytes) -> Callable[[str], None]:
    """Return a function that reads the first 50 rows of a prefix range, in list order, from an index."""
    opened = connection(path, key)

    def search(typed: str) -> None:
        opened.execute(
            "SELECT patient_id, family, given, birth_date, record_number FROM search_patients "
            "WHERE family >= ? AND family < ? ORDER BY family, given, birth_date, patient_id LIMIT 50",
            (typed, typed + "\U0010ffff"),
        ).fetchall()

    return search


def chart_read(path: Path, key: bytes) -> Callable[[str], None]:
    """Return a function that reads everything of one patient's chart."""
    opened = connection(path, key)
    tables = "patient_answers allergies medicines problems consents series sessions notes observations session_events"

    def read(patient_id: str) -> None:
        opened.execute("SELECT * FROM patients WHERE id = ?", (patient_id,)).fetchall()
        for table in tables.split():
            opened.execute(f"SELECT * FROM {table} WHERE patient_id = ?", (patient_id,)).fetchall()

    return read
