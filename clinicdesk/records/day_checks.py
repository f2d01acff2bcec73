"""What is looked at before the first patient of a day: oxygen, suction, AED, drugs, bell, the sound of the alarms.

The items are a preset in ``resources/presets/day_start.toml``, with its source. Each time it is looked at is a row of
its own; the last one of a day counts.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _, ngettext
from clinicdesk.records.toml_table import Table
from clinicdesk.resources import read_text
from clinicdesk.storage.clock import from_text
from clinicdesk.storage.entry import insert

_FILE = "presets/day_start.toml"
_OF_DAY = """
SELECT c.*, e.at, coalesce(w.name, e.staff) AS by_name
FROM day_checks c JOIN search_entries e ON e.id = c.version LEFT JOIN staff w ON w.id = e.staff
WHERE c.day = ? ORDER BY e.seq DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class DayItem:
    """One thing to look at; ``sound``: the alarms are played for it."""

    id: str
    title: str
    ask: str
    sound: bool


@dataclass(frozen=True, slots=True)
class DayPreset:
    """What is looked at, and where that comes from."""

    items: tuple[DayItem, ...]
    source: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class DayCheck:
    """What somebody found on a day: ``answers`` by item, ``True`` for in order. ``at`` is UTC."""

    day: date
    answers: Mapping[str, bool]
    remark: str | None
    by_name: str
    at: datetime

    @property
    def faulty(self) -> tuple[DayItem, ...]:
        """What was not in order, or not looked at."""
        return tuple(item for item in preset().items if not self.answers.get(item.id))


@cache
def preset() -> DayPreset:
    """Return what is looked at."""
    file = Table.parse(read_text(_FILE), _FILE)
    items = tuple(
        DayItem(one.text("id"), one.text("title"), one.text("ask"), one.flag("sound", False))
        for one in file.tables("items")
    )
    return DayPreset(items, file.text("source"), file.flag("unverified", False))


def record(desk: Desk, *, answers: Mapping[str, bool], remark: str | None = None) -> None:
    """Record what was found today. Raises ``BadValue`` until each item has an answer and what is wrong has words."""
    missing = [item.title for item in preset().items if item.id not in answers]
    if missing:
        raise BadValue(_("Answer each line first. Missing: {names}.").format(names=", ".join(missing)), "answers")
    wrong = [item.title for item in preset().items if not answers[item.id]]
    if wrong and not (remark or "").strip():
        raise BadValue(_("Say what is done about what is not in order."), "remark")
    kept = {item.id: "yes" if answers[item.id] else "no" for item in preset().items}
    desk.record(
        "day.check",
        insert(
            "day_checks",
            desk.new_id(),
            day=_today(desk).isoformat(),
            answers=json.dumps(kept, sort_keys=True),
            remark=(remark or "").strip() or None,
        ),
    )


def of_day(desk: Desk, day: date) -> DayCheck | None:
    """Return what was found on a day of the clinic, or None when nobody looked."""
    desk.may_see("plan")
    row = desk.row(_OF_DAY, day.isoformat())
    return _check(row) if row else None


def of_today(desk: Desk) -> DayCheck | None:
    """Return what was found today, or None when nobody has looked yet."""
    return of_day(desk, _today(desk))


def warning(desk: Desk) -> str:
    """Return in one sentence what is missing of today's checks; empty when all was found in order."""
    found = of_today(desk)
    if found is None:
        return _("The checks of the day are not done yet.")
    if not found.faulty:
        return ""
    names = ", ".join(item.title for item in found.faulty)
    return ngettext("Not in order today: {names}.", "Not in order today: {names}.", len(found.faulty)).format(
        names=names
    )


def done_words(desk: Desk, found: DayCheck) -> str:
    """Say who looked, and when."""
    time = formats.format_time(desk.local(found.at))
    return _("Checks of the day: {name} at {time}.").format(name=found.by_name, time=time)


def _today(desk: Desk) -> date:
    return desk.local(desk.now()).date()


def _check(row: Mapping[str, Any]) -> DayCheck:
    answers = {item: answer == "yes" for item, answer in json.loads(row["answers"]).items()}
    return DayCheck(date.fromisoformat(row["day"]), answers, row["remark"], row["by_name"], from_text(row["at"]))
