"""Which backups a place keeps: the newest of each of the last days, weeks and months. Pure: it looks at nothing."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from clinicdesk.storage.backups.files import BackupFile


def to_remove(
    backups: Sequence[BackupFile], now: datetime, keep_days: int, keep_weeks: int, keep_months: int
) -> list[BackupFile]:
    """Return the backups of one clinic that its keep rules let go, oldest first.

    ``now`` says in which time zone a day begins. Of each of the last ``keep_days`` days, ``keep_weeks`` weeks and
    ``keep_months`` months that have a backup the newest stays: a clinic that was closed for a month loses none by it.
    The newest of all always stays, and so does one that seems to be from the future: the PC's clock was wrong then or
    is now, and nobody knows which.
    """
    newest_first = sorted(backups, key=lambda backup: (backup.made_at, backup.seq), reverse=True)
    past = [backup for backup in newest_first if backup.made_at <= now]
    kept = {backup.path for backup in newest_first if backup.made_at > now} | {b.path for b in newest_first[:1]}
    for span, count in ((_day, keep_days), (_week, keep_weeks), (_month, keep_months)):
        kept |= _newest_of_each(past, now, span, count)
    return [backup for backup in reversed(newest_first) if backup.path not in kept]


def _newest_of_each(
    newest_first: Iterable[BackupFile], now: datetime, span: Callable[[date], date], count: int
) -> set[Path]:
    newest: dict[date, BackupFile] = {}
    for backup in newest_first:
        newest.setdefault(span(backup.made_at.astimezone(now.tzinfo).date()), backup)
    return {backup.path for backup in list(newest.values())[:count]}


def _day(day: date) -> date:
    return day


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month(day: date) -> date:
    return day.replace(day=1)
