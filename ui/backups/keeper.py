"""Keeps the backups going while the window is open: copies every minute, a backup and a check a day, a proof a week.

All of it runs beside the window; a folder that has gone costs nobody a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from ui.backups import work
from ui.shell.long_work import LongWork

if TYPE_CHECKING:
    from clinicdesk.storage.finding import Finding

COPY_MS = 60_000
COPY_WHILE_TREATING_MS = 10_000
# The person who has just signed in finds Today first.
_FIRST_ROUND_MS = 1_000
_FIRST_LONG_MS = 120_000
_QUIET_MS = 120_000
_AGAIN_MS = 3_600_000
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
# From then on a proof waits no longer until nobody is at the PC.
_LATEST = timedelta(days=8)
_WATCHED = frozenset({"backup_places", "backups", "restore_proofs"})


class Keeper(QObject):
    """One for the window. It works for the clinic that is open, whoever is signed in, also behind the lock.

    Signals:
        told(str, str): How old the last copy is, for the bar below every place, and its tone: empty, warn or danger.
    """

    told = Signal(str, str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        # What the program does by itself it records under its own name.
        self._desk = Desk.of_system(desk.clinic, desk.workstation)
        self._clock = desk.clinic.clock
        self._copying: LongWork | None = None
        self._long: LongWork | None = None
        self._seen: work.Seen | None = None
        self._is_record_wrong = False
        self._interval = COPY_MS
        now = self._clock.uptime_ms()
        self._next_copy = now + _FIRST_ROUND_MS
        self._not_before: dict[work.Verb, int] = dict.fromkeys(
            (work.make_daily, work.prove, work.check), now + _FIRST_LONG_MS
        )
        desk.clinic.listen(self._on_changed)

    def tick(self, idle_ms: int) -> None:
        """A second has passed; ``idle_ms`` is how long nobody touched the PC. Reads nothing by itself."""
        now = self._clock.uptime_ms()
        if now >= self._next_copy and self._copying is None:
            self._copy(now)
        if self._long is None and self._seen is not None:
            self._begin_long(now, idle_ms, self._seen)

    def tell_again(self) -> None:
        """Tell how things stood at the last round, to a window whose person has changed."""
        if self._seen is None:
            return
        state = self._seen.state
        if self._is_record_wrong:
            self.told.emit(
                _("The daily check found that the record is not as it was recorded: Admin, Check."), "danger"
            )
        elif self._desk.clinic.is_sample and not state.places:
            self.told.emit(_("The sample clinic is not backed up."), "")
        else:
            self.told.emit(state.words, "" if state.tone == "ok" else state.tone)

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
        self._seen = seen
        self.tell_again()

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
            self._look_soon()

    def _look_soon(self) -> None:
        self._next_copy = min(self._next_copy, self._clock.uptime_ms())

    # A backup and a check a day, a proof a week -------------------------------------------------------------------

    def _begin_long(self, now: int, idle_ms: int, seen: work.Seen) -> None:
        state, is_quiet, at = seen.state, idle_ms >= _QUIET_MS, self._desk.now()
        if state.places and _older(at, state.last_backup_at, _DAY) and self._is_time(work.make_daily, now):
            self._start(work.make_daily, now)
        elif _may_prove(seen, at, is_quiet) and self._is_time(work.prove, now):
            self._start(work.prove, now)
        elif is_quiet and _older(at, seen.checked_at, _DAY) and self._is_time(work.check, now):
            self._start(work.check, now)

    def _is_time(self, verb: work.Verb, now: int) -> bool:
        return now >= self._not_before[verb]

    def _start(self, verb: work.Verb, now: int) -> None:
        self._not_before[verb] = now + _AGAIN_MS
        self._long = LongWork(work.OnOwnConnection(self._desk, verb), self)
        self._long.done.connect(self._on_checked if verb is work.check else self._on_long_ended)
        # What went wrong is in the record, and in what the next round sees.
        self._long.failed.connect(self._on_long_ended)
        self._long.start()

    def _on_checked(self, found: Sequence[Finding]) -> None:
        self._is_record_wrong = bool(found)
        self._on_long_ended(found)

    def _on_long_ended(self, _result: object) -> None:
        if self._long is not None:
            self._long.deleteLater()
            self._long = None
        self._look_soon()


def _may_prove(seen: work.Seen, at: datetime, is_quiet: bool) -> bool:
    """Whether a backup is to be proven: a week after the last one when nobody is there, a day later in any case."""
    state = seen.state
    if state.last_backup_at is None:
        return False
    return _older(at, state.last_proven_at, _LATEST) or (is_quiet and _older(at, state.last_proven_at, _WEEK))


def _older(now: datetime, at: datetime | None, age: timedelta) -> bool:
    return at is None or now - at >= age
