"""What is done with backups beside the window, each on a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ui.shell.long_work import Report

if TYPE_CHECKING:
    from clinicdesk.desk import Desk
    from clinicdesk.records.backups import BackupState, Copy, Made, Proof
    from clinicdesk.storage.finding import Finding


_JUST_MADE = timedelta(hours=1)

Verb = Callable[["Desk", Report], object]
"""Something done with a desk that tells how far it is."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a round of copying found.

    ``checked_at`` is when the record was last found whole on this PC. ``is_treating`` tells whether somebody is in a
    chair: copies come faster then.
    """

    state: BackupState
    checked_at: datetime | None
    is_treating: bool


class OnOwnConnection:
    """Calls ``verb(desk, report)`` with a desk of the same person on a connection of the thread it runs in."""

    def __init__(self, desk: Desk, verb: Verb) -> None:
        self._desk = desk
        self._verb = verb

    def __call__(self, report: Report) -> object:
        with self._desk.beside() as own:
            return self._verb(own, report)


def copy_round(desk: Desk, _report: Report) -> Seen:
    """Copy what is new to every place, and see how things stand."""
    from clinicdesk.records import backups, record_check
    from ui.shell.running import in_chair_count

    backups.copy_all(desk)
    checked = record_check.last_proof(desk.clinic)
    return Seen(backups.state(desk), checked.at if checked else None, in_chair_count(desk) > 0)


def make_daily(desk: Desk, report: Report) -> list[Made]:
    """Make the backup of the day in every place."""
    return _make(desk, "daily", report)


def make_closing(desk: Desk, report: Report) -> list[Made] | list[Copy]:
    """Make the backup of the evening in every place; just after another one only copy what is new."""
    from clinicdesk.records import backups

    made_at = backups.state(desk).last_backup_at
    if made_at is not None and desk.now() - made_at < _JUST_MADE:
        return backups.copy_all(desk)
    return _make(desk, "closing", report)


def make_asked(desk: Desk, report: Report) -> list[Made]:
    """Make a backup because somebody wants one."""
    return _make(desk, "asked", report)


def _make(desk: Desk, occasion: str, report: Report) -> list[Made]:
    from clinicdesk.records import backups

    return backups.make_all(desk, occasion, report)


def prove(desk: Desk, report: Report) -> Proof:
    """Restore the newest backup into a temporary place, check it whole and compare it with the live file."""
    from clinicdesk.records import backups

    return backups.prove(desk, report)


def check(desk: Desk, report: Report) -> Sequence[Finding]:
    """Check what was recorded since the record was last found whole on this PC; the first time all of it."""
    return desk.clinic.verify_since_last_proof(report)
