"""Keeps the backups going while the window is open: copies every minute, a backup a day, and a proof a week.

All of it runs beside the window, one thing at a time; a folder that has gone costs nobody a second.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from ui.backups import work
from ui.shell.long_work import LongWork

if TYPE_CHECKING:
    from clinicdesk.records.backups import BackupState

COPY_MS = 60_000
COPY_WHILE_TREATING_MS = 10_000
# The person who has just signed in finds Today first.
_FIRST_ROUND_MS = 1_000
_FIRST_BACKUP_MS = 120_000
_QUIET_MS = 120_000
_AGAIN_MS = 3_600_000
_DAY = timedelta(hours=24)
_WEEK = timedelta(days=7)
# From then on a proof waits no longer until nobody is at the PC.
_LATEST = timedelta(days=8)
_WATCHED = frozenset({"backup_places", "backups", "restore_proofs"})


class Keeper(QObject):
    """One for the window. It works for the clinic that is open, whoever is signed in, also behind the lock.

    Signals:
        state_changed(object): A ``BackupState``, at least once a minute.
    """

    state_changed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        # What the program does by itself it records under its own name.
        self._desk = Desk.of_system(desk.clinic, desk.workstation)
        self._clock = desk.clinic.clock
        self._copying: LongWork | None = None
        self._long: LongWork | None = None
        now = self._clock.uptime_ms()
        self._next_copy = now + _FIRST_ROUND_MS
        self._next_backup = now + _FIRST_BACKUP_MS
        self._next_proof = now + _FIRST_BACKUP_MS
        self._interval = COPY_MS
        self._state: BackupState | None = None
        desk.clinic.listen(self._on_changed)

    @property
    def state(self) -> BackupState | None:
        """How things stood at the last round; None before the first."""
        return self._state

    def tick(self, idle_ms: int) -> None:
        """A second has passed; ``idle_ms`` is how long nobody touched the PC. Reads nothing by itself."""
        now = self._clock.uptime_ms()
        if now >= self._next_copy and self._copying is None:
            self._copy(now)
        if self._long is None and self._state is not None:
            self._begin_long(now, idle_ms, self._state)

    def stop(self) -> None:
        """The clinic closes: what runs is asked to stop, and is not waited for longer than a moment."""
        self._desk.clinic.stop_listening(self._on_changed)
        for running in (self._copying, self._long):
            if running is not None:
                running.blockSignals(True)
                running.cancel()
                running.wait(2.0)
        self._copying = self._long = None

    # Copies -------------------------------------------------------------------------------------------------------

    def _copy(self, now: int) -> None:
        self._next_copy = now + self._interval
        self._copying = LongWork(work.OnOwnConnection(self._desk, work.copy_round), self)
        self._copying.done.connect(self._on_copied)
        self._copying.failed.connect(self._on_copy_failed)
        self._copying.start()

    def _on_copied(self, seen: work.Seen) -> None:
        self._drop_copying()
        interval = COPY_WHILE_TREATING_MS if seen.is_treating else COPY_MS
        self._next_copy += interval - self._interval
        self._interval = interval
        self._state = seen.state
        self.state_changed.emit(seen.state)

    def _on_copy_failed(self, _problem: ClinicDeskError) -> None:
        # The file itself cannot be read for the moment; whoever works in it is told so by their screens.
        self._drop_copying()

    def _drop_copying(self) -> None:
        if self._copying is not None:
            self._copying.deleteLater()
            self._copying = None

    def _on_changed(self, changed: Changed) -> None:
        """A place was added, a backup made: say so at the next second, and copy what is missing there."""
        if changed.tables & _WATCHED:
            self._next_copy = min(self._next_copy, self._clock.uptime_ms())

    # A backup a day, a proof a week -------------------------------------------------------------------------------

    def _begin_long(self, now: int, idle_ms: int, state: BackupState) -> None:
        if not state.places:
            return
        if now >= self._next_backup and _older(self._desk.now(), state.last_backup_at, _DAY):
            self._next_backup = now + _AGAIN_MS
            self._start(work.make_daily)
        elif now >= self._next_proof and state.last_backup_at is not None:
            is_due = _older(self._desk.now(), state.last_proven_at, _WEEK)
            is_late = _older(self._desk.now(), state.last_proven_at, _LATEST)
            if is_due and (is_late or idle_ms >= _QUIET_MS):
                self._next_proof = now + _AGAIN_MS
                self._start(work.prove)

    def _start(self, verb: work.Verb) -> None:
        self._long = LongWork(work.OnOwnConnection(self._desk, verb), self)
        # What went wrong is in the record, and in the state of the next round.
        for ended in (self._long.done, self._long.failed, self._long.stopped):
            ended.connect(self._on_long_ended)
        self._long.start()

    def _on_long_ended(self, _result: object = None) -> None:
        if self._long is not None:
            self._long.deleteLater()
            self._long = None
        self._next_copy = min(self._next_copy, self._clock.uptime_ms())


def _older(now: datetime, at: datetime | None, age: timedelta) -> bool:
    return at is None or now - at >= age
