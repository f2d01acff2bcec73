"""The bare limits: the least the same machine can do, measured in the same run. Imports nothing of ours."""

import hashlib
import json
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
    painted = False
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            QTimer.singleShot(0, tell)
def tell():
    print("painted", time.perf_counter(), flush=True)
    if "stay" in sys.argv:
        sys.stdin.readline()
    app.quit()
app = QApplication(sys.argv)
window = Window()
column = QVBoxLayout(window)
column.addWidget(QLineEdit()); column.addWidget(QLineEdit())
window.resize(1280, 800)
window.show()
app.exec()
"""


def window_milliseconds() -> float:
    """Return how long it takes from the start of a process to a painted window with two fields."""
    started = time.perf_counter()
    child = subprocess.run(
        [sys.executable, "-c", _WINDOW], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    # One clock for all processes of a machine.
    return (float(child.stdout.split()[1]) - started) * 1000


def window_megabytes(measure: Callable[[int], float]) -> float:
    """Return the memory of a process that shows such a window; ``measure`` takes its process id."""
    with subprocess.Popen(
        [sys.executable, "-c", _WINDOW, "stay"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        assert child.stdin
        assert child.stdout
        child.stdout.readline()
        megabytes = measure(child.pid)
        child.stdin.write(b"\n")
        child.stdin.flush()
        child.communicate()
    return megabytes


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


def word_search(path: Path, key: bytes) -> Callable[[str], None]:
    """Return a function that asks the index of texts for the newest 50 with one whole word, and reads the notes."""
    opened = connection(path, key)

    def search(word: str) -> None:
        opened.execute(
            "SELECT n.body FROM (SELECT rowid AS number FROM search_text_words WHERE search_text_words MATCH ? "
            "ORDER BY rowid DESC LIMIT 50) w JOIN search_texts t ON t.number = w.number "
            "JOIN notes n ON n.id = t.subject_id",
            (f'"{word}"',),
        ).fetchall()

    return search


def chart_read(path: Path, key: bytes) -> Callable[[str], None]:
    """Return a function that reads every row of one patient's chart."""
    opened = connection(path, key)
    by_patient = (
        "patient_answers allergies medicines problems indications treatments_tried consents consent_events series "
        "sessions observations notes addenda signatures"
    )
    by_session = "session_events orders drugs_given adverse_events"
    queries = ["SELECT * FROM patients WHERE id = ?"]
    queries += [f"SELECT * FROM {table} WHERE patient_id = ?" for table in by_patient.split()]
    queries += [
        f"SELECT x.* FROM sessions s JOIN {table} x ON x.session_id = s.id WHERE s.patient_id = ?"
        for table in by_session.split()
    ]

    def read(patient_id: str) -> None:
        for query in queries:
            opened.execute(query, (patient_id,)).fetchall()

    return read


def day_read(path: Path, key: bytes) -> Callable[[str], None]:
    """Return a function that reads the visits of a day with their patients."""
    opened = connection(path, key)

    def read(day: str) -> None:
        opened.execute(
            "SELECT s.*, p.family_name, p.given_name, p.birth_date FROM sessions s "
            "JOIN patients p ON p.id = s.patient_id WHERE s.planned_on = ? ORDER BY s.planned_time",
            (day,),
        ).fetchall()

    return read


def replay(path: Path, key: bytes, folder: Path) -> None:
    """Check a ledger's hashes and write each of its rows into an empty encrypted file, with as little as that takes."""
    opened, scratch = connection(path, key), connection(folder / "bare-replay", secrets.token_bytes(32))
    scratch.execute("PRAGMA synchronous = OFF")
    scratch.execute("CREATE TABLE t (id TEXT PRIMARY KEY, version TEXT, columns TEXT)")
    scratch.execute("BEGIN")
    previous = bytes(32)
    for seq, content in opened.execute("SELECT seq, content FROM ledger ORDER BY seq"):
        digest = hashlib.sha256(content).digest()
        previous = hashlib.sha256(previous + seq.to_bytes(8, "big") + digest).digest()
        entry = json.loads(content)
        for change in entry["changes"]:
            row = (change["row"], entry["id"], str(change["set"]))
            scratch.execute("INSERT OR REPLACE INTO t VALUES (?, ?, ?)", row)
    scratch.execute("COMMIT")
    scratch.close()
    opened.close()
    (folder / "bare-replay").unlink()


def pages(path: Path, key: bytes) -> None:
    """Check every page as SQLCipher and SQLite themselves do."""
    opened = connection(path, key)
    for check in ("cipher_integrity_check", "integrity_check"):
        opened.execute(f"PRAGMA {check}").fetchall()
    opened.close()
