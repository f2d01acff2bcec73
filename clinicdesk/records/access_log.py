"""The log of the whole clinic: who opened, recorded, printed and exported what, when and from where.

It is the ledger itself, read page by page: whatever its size, a page is found by an index.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest

from clinicdesk.desk import SYSTEM, Desk
from clinicdesk.formats import format_name, format_record_number
from clinicdesk.language import _
from clinicdesk.records import access_words, history
from clinicdesk.records.history import HistoryLine
from clinicdesk.records.log_places import first_at
from clinicdesk.storage.entry import Entry, read_content

PAGE = 200
"""Entries of one page."""

_NAMED = 5
"""So many patients of one entry are named; an import may be about hundreds."""

_NEAR = 4000
"""So many of the newest entries are looked through before the index is asked: what is asked for is mostly frequent."""


@dataclass(frozen=True, slots=True)
class AccessLine:
    """One entry. ``at`` carries the clinic's zone; ``about`` names the patients; ``reason`` is what may be read."""

    seq: int
    entry_id: str
    at: datetime
    staff_id: str
    staff_name: str
    workstation: str
    action: str
    what: str
    patient_ids: tuple[str, ...]
    about: tuple[str, ...]
    reason: str


def entries(
    desk: Desk,
    *,
    staff_id: str | None = None,
    patient_id: str | None = None,
    actions: Collection[str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = PAGE,
    before_seq: int | None = None,
) -> list[AccessLine]:
    """Return a page of the log, the newest first; ``before_seq`` gives the page after one that ended there.

    ``since`` and ``until`` are places in the log, see ``log_places``. Raises ``NotAllowed``: it is for administrators.
    """
    desk.may_see("access")
    low = first_at(desk, since) if since else 1
    high = first_at(desk, until) if until else desk.clinic.entry_count + 1
    high = min(high, before_seq) if before_seq is not None else high
    asked = _Asked(staff_id, frozenset(actions) if actions is not None else None, low, high, limit)
    found = _of_patient(desk, patient_id, asked) if patient_id is not None else _of_clinic(desk, asked)
    return _lines(desk, found)


def detail(desk: Desk, entry_id: str) -> HistoryLine:
    """Return one entry with what it changed, each value with what it was before. Raises ``NotAllowed``, ``NotFound``.

    Clinical values are named but not shown to whom they are not.
    """
    desk.may_see("access")
    return history.of_entry(desk, entry_id)


def people(desk: Desk) -> list[tuple[str, str]]:
    """Return id and name of all who can stand in the log, those who left included."""
    rows = desk.rows("SELECT id, name FROM staff ORDER BY active DESC, name, id")
    return [*((row["id"], row["name"]) for row in rows), (SYSTEM, _("ClinicDesk"))]


def by_login(desk: Desk, login: str) -> str | None:
    """Return the id of who has a login, or None."""
    row = desk.row("SELECT id FROM staff WHERE login = ?", login.strip().casefold())
    return str(row["id"]) if row else None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked for: places from ``low`` up to, not including, ``high``."""

    staff_id: str | None
    actions: frozenset[str] | None
    low: int
    high: int
    limit: int

    def fits(self, row: Mapping[str, object]) -> bool:
        """Tell whether an entry is by the person and of the actions."""
        return (self.staff_id is None or row["staff"] == self.staff_id) and (
            self.actions is None or row["action"] in self.actions
        )


def _of_patient(desk: Desk, patient_id: str, asked: _Asked) -> list[int]:
    """Return the places of what is about a person, under whichever registration; a chart has some thousands at most."""
    rows = desk.rows(
        f"SELECT e.seq, e.staff, e.action FROM search_entries e JOIN ({history.ABOUT}) p ON e.seq = p.seq "
        "WHERE e.seq >= ? AND e.seq < ? ORDER BY e.seq DESC",
        patient_id,
        patient_id,
        asked.low,
        asked.high,
    )
    found = []
    for row in rows:
        if asked.fits(row):
            found.append(row["seq"])
            if len(found) == asked.limit:
                break
    return found


def _of_clinic(desk: Desk, asked: _Asked) -> list[int]:
    if asked.staff_id is None and asked.actions is None:
        rows = desk.rows(
            "SELECT seq FROM search_entries WHERE seq >= ? AND seq < ? ORDER BY seq DESC LIMIT ?",
            asked.low,
            asked.high,
            asked.limit,
        )
        return [row["seq"] for row in rows]
    near = _among_the_newest(desk, asked)
    if len(near) == asked.limit or asked.high - _NEAR <= asked.low:
        return near
    return _by_index(desk, asked)


def _among_the_newest(desk: Desk, asked: _Asked) -> list[int]:
    found: list[int] = []
    rows = desk.rows(
        "SELECT seq, staff, action FROM search_entries WHERE seq >= ? AND seq < ? ORDER BY seq DESC",
        max(asked.low, asked.high - _NEAR),
        asked.high,
    )
    for row in rows:
        if asked.fits(row):
            found.append(row["seq"])
            if len(found) == asked.limit:
                break
    return found


def _by_index(desk: Desk, asked: _Asked) -> list[int]:
    """Return the newest places of each person and action, put together: each is found without reading any other."""

    def places() -> Iterator[int]:
        for staff, action in _pairs(desk, asked):
            rows = desk.rows(
                "SELECT seq FROM search_entries WHERE staff = ? AND action = ? AND seq >= ? AND seq < ? "
                "ORDER BY seq DESC LIMIT ?",
                staff,
                action,
                asked.low,
                asked.high,
                asked.limit,
            )
            yield from (row["seq"] for row in rows)

    return nlargest(asked.limit, places())


# Every person, then every action of one: each step of the recursion jumps over all entries of the one before.
_EACH_STAFF = """
WITH RECURSIVE one (name) AS (SELECT min(staff) FROM search_entries UNION ALL
SELECT (SELECT min(e.staff) FROM search_entries e WHERE e.staff > one.name) FROM one WHERE one.name IS NOT NULL)
SELECT name FROM one WHERE name IS NOT NULL
"""
_EACH_ACTION = """
WITH RECURSIVE one (name) AS (SELECT min(action) FROM search_entries WHERE staff = ?1 UNION ALL
SELECT (SELECT min(e.action) FROM search_entries e WHERE e.staff = ?1 AND e.action > one.name)
FROM one WHERE one.name IS NOT NULL)
SELECT name FROM one WHERE name IS NOT NULL
"""


def _pairs(desk: Desk, asked: _Asked) -> Iterator[tuple[str, str]]:
    staff = [asked.staff_id] if asked.staff_id is not None else [row["name"] for row in desk.rows(_EACH_STAFF)]
    for one in staff:
        for row in desk.rows(_EACH_ACTION, one):
            if asked.actions is None or row["name"] in asked.actions:
                yield one, row["name"]


def _lines(desk: Desk, places: Sequence[int]) -> list[AccessLine]:
    names = dict(people(desk))
    zone, clinical = desk.zone(), desk.sees("clinical")
    found = [_entry(desk, seq) for seq in places]
    about = _about(desk, {one for entry in found for one in entry.patients[:_NAMED]})
    return [
        AccessLine(
            seq=entry.seq,
            entry_id=entry.id,
            at=entry.at.astimezone(zone),
            staff_id=entry.staff,
            staff_name=names.get(entry.staff, entry.staff),
            workstation=entry.workstation,
            action=entry.action,
            what=access_words.sentence(entry.action, entry.reason),
            patient_ids=entry.patients,
            about=_named(entry.patients, about),
            reason=history.reason_of(entry, clinical=clinical),
        )
        for entry in found
    ]


def _named(patient_ids: Sequence[str], about: Mapping[str, str]) -> tuple[str, ...]:
    more = len(patient_ids) - _NAMED
    names = tuple(about.get(one, one) for one in patient_ids[:_NAMED])
    return (*names, _("and {count} more").format(count=more)) if more > 0 else names


def _entry(desk: Desk, seq: int) -> Entry:
    row = desk.row("SELECT content FROM ledger WHERE seq = ?", seq)
    assert row is not None  # the places come from the index of the same file
    return read_content(row["content"], seq)


def _about(desk: Desk, patient_ids: Collection[str]) -> dict[str, str]:
    """Return number and name of each patient, as they are today."""
    found = {}
    for patient_id in patient_ids:
        row = desk.row("SELECT record_number, family_name, given_name FROM patients WHERE id = ?", patient_id)
        if row is not None:
            name = format_name(row["family_name"] or "", row["given_name"] or "")
            found[patient_id] = f"{format_record_number(row['record_number'])} {name}"
    return found
