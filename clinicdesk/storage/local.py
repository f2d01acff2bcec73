"""What belongs to this PC and not to the record: what a person is still typing, and how often a sign-in failed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.database import Connection, transaction, translated

TABLES = """
CREATE TABLE local_drafts (
    staff_id TEXT NOT NULL,
    place TEXT NOT NULL,
    body TEXT NOT NULL,
    based_on TEXT,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (staff_id, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX local_drafts_by_place ON local_drafts (place);
CREATE TABLE local_sign_in (
    login TEXT PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE local_present (
    staff_id TEXT PRIMARY KEY,
    boot TEXT NOT NULL,               -- when they last gave their password on this PC: a PIN is enough for a while
    uptime_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE local_codes (
    staff_id TEXT PRIMARY KEY,
    last_step INTEGER NOT NULL        -- of the second factor: no code counts twice
) STRICT, WITHOUT ROWID;
CREATE TABLE local_copies (
    place_id TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,             -- the last entry that is in the place, in a backup or copied after it
    copied_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE local_proofs (
    kind TEXT PRIMARY KEY,            -- whole, daily
    seq INTEGER NOT NULL,
    chain_hash TEXT NOT NULL,
    proven_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody was typing in one place, and the version of the record it started from."""

    place: str
    body: str
    based_on: str | None
    saved_at: datetime


class LocalTables:
    """The local tables of a clinic file. They are encrypted with it and take no part in the ledger."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def keep_draft(self, staff_id: str, place: str, body: str, based_on: str | None, at: datetime) -> None:
        """Save what a person is typing; ``place`` names the screen and record, for example ``note:<id>``."""
        with transaction(self._connection, self._path):
            self._connection.execute(
                "INSERT INTO local_drafts VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
                "body = excluded.body, based_on = excluded.based_on, saved_at = excluded.saved_at",
                (staff_id, place, body, based_on, as_text(at)),
            )

    def draft(self, staff_id: str, place: str) -> Draft | None:
        """Return a person's draft of one place, or None."""
        found = self.drafts(staff_id, place)
        return found[0] if found else None

    def drafts(self, staff_id: str, place: str | None = None) -> list[Draft]:
        """Return a person's drafts, newest first."""
        with translated(self._path, is_open=True):
            rows = self._connection.execute(
                "SELECT place, body, based_on, saved_at FROM local_drafts "
                "WHERE staff_id = ? AND (? IS NULL OR place = ?) ORDER BY saved_at DESC",
                (staff_id, place, place),
            ).fetchall()
        return [Draft(row[0], row[1], row[2], from_text(row[3])) for row in rows]

    def others_drafts(self, staff_id: str, place: str) -> list[tuple[str, datetime]]:
        """Return who else types in a place, with when that was saved last; the latest first. Not what they type."""
        with translated(self._path, is_open=True):
            rows = self._connection.execute(
                "SELECT staff_id, saved_at FROM local_drafts WHERE place = ? AND staff_id <> ? "
                "ORDER BY saved_at DESC, staff_id",
                (place, staff_id),
            ).fetchall()
        return [(row[0], from_text(row[1])) for row in rows]

    def who_drafts(self) -> set[str]:
        """Return the ids of all who have a draft."""
        with translated(self._path):
            return {row[0] for row in self._connection.execute("SELECT DISTINCT staff_id FROM local_drafts")}

    def drop_draft(self, staff_id: str, place: str) -> None:
        """Forget a draft, because it is recorded now or the person discarded it. Does nothing if there is none."""
        with transaction(self._connection, self._path):
            self._connection.execute("DELETE FROM local_drafts WHERE staff_id = ? AND place = ?", (staff_id, place))

    def drop_drafts_about(self, ids: Iterable[str]) -> None:
        """Forget what anybody was typing in a place that names one of these ids, for content that is erased."""
        with transaction(self._connection, self._path):
            self._connection.execute(
                "DELETE FROM local_drafts WHERE EXISTS (SELECT 1 FROM json_each(?) j WHERE instr(place, j.value))",
                (json.dumps(list(ids)),),
            )

    def failed_sign_ins(self, login: str) -> tuple[int, datetime | None]:
        """Return how often a login failed in a row on this PC, and when last."""
        with translated(self._path, is_open=True):
            row = self._connection.execute(
                "SELECT failures, last_at FROM local_sign_in WHERE login = ?", (login,)
            ).fetchone()
        return (row[0], from_text(row[1])) if row else (0, None)

    def count_failed_sign_in(self, login: str, at: datetime) -> int:
        """Count one more failure and return how many there are in a row."""
        with transaction(self._connection, self._path):
            self._connection.execute(
                "INSERT INTO local_sign_in VALUES (?, 1, ?) ON CONFLICT DO UPDATE SET "
                "failures = failures + 1, last_at = excluded.last_at",
                (login, as_text(at)),
            )
        return self.failed_sign_ins(login)[0]

    def restart_wait(self, login: str, at: datetime) -> None:
        """Let the wait after the last failure begin now; how many there were stays."""
        with transaction(self._connection, self._path):
            self._connection.execute("UPDATE local_sign_in SET last_at = ? WHERE login = ?", (as_text(at), login))

    def forget_failed_sign_ins(self, login: str) -> None:
        """Start counting anew after a right password."""
        with transaction(self._connection, self._path):
            self._connection.execute("DELETE FROM local_sign_in WHERE login = ?", (login,))

    def note_present(self, staff_id: str, boot: str, uptime_ms: int) -> None:
        """Note that a person gave their password on this PC, at an uptime of this start of it."""
        with transaction(self._connection, self._path):
            self._connection.execute(
                "INSERT OR REPLACE INTO local_present VALUES (?, ?, ?)", (staff_id, boot, uptime_ms)
            )

    def present_since(self, boot: str) -> dict[str, int]:
        """Return who gave their password in this start of the PC, with its uptime then (ms); the latest first."""
        with translated(self._path, is_open=True):
            rows = self._connection.execute(
                "SELECT staff_id, uptime_ms FROM local_present WHERE boot = ? ORDER BY uptime_ms DESC, staff_id",
                (boot,),
            ).fetchall()
        return {row[0]: row[1] for row in rows}

    def forget_present(self, staff_id: str) -> None:
        """Let a PIN be enough no longer, and no code of a second factor count as used."""
        with transaction(self._connection, self._path):
            self._connection.execute("DELETE FROM local_present WHERE staff_id = ?", (staff_id,))
            self._connection.execute("DELETE FROM local_codes WHERE staff_id = ?", (staff_id,))

    def forget_everybody(self) -> None:
        """Let nobody's PIN be enough, in a file that was restored."""
        with transaction(self._connection, self._path):
            self._connection.execute("DELETE FROM local_present")

    def is_code_used(self, staff_id: str, step: int, now_step: int) -> bool:
        """Tell whether the code of a time step, or a later one, was used here.

        A step far ahead of now was used under a clock that was wrong, and does not count.
        """
        with translated(self._path, is_open=True):
            row = self._connection.execute(
                "SELECT last_step FROM local_codes WHERE staff_id = ?", (staff_id,)
            ).fetchone()
        return row is not None and step <= row[0] <= now_step + 1

    def use_code(self, staff_id: str, step: int, now_step: int) -> bool:
        """Note that the code of a time step is used; return False where it was used before: of two windows one wins."""
        with transaction(self._connection, self._path):
            if self.is_code_used(staff_id, step, now_step):
                return False
            self._connection.execute("INSERT OR REPLACE INTO local_codes VALUES (?, ?)", (staff_id, step))
        return True

    def note_copy(self, place_id: str, seq: int, at: datetime) -> None:
        """Note that a place of backups now has every entry up to ``seq``."""
        with transaction(self._connection, self._path):
            self._connection.execute(
                "INSERT INTO local_copies VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "
                "seq = excluded.seq, copied_at = excluded.copied_at",
                (place_id, seq, as_text(at)),
            )

    def copies(self) -> dict[str, tuple[int, datetime]]:
        """Return, by place, up to which entry it was complete when last copied to, and when that was."""
        with translated(self._path, is_open=True):
            rows = self._connection.execute("SELECT place_id, seq, copied_at FROM local_copies").fetchall()
        return {row[0]: (row[1], from_text(row[2])) for row in rows}
