"""Where in the ledger a time is: entries are numbered without gaps, and their times nearly always rise with them.

A PC whose clock was wrong for an hour leaves a stretch of entries with other times. They are found where they were
recorded, so that nobody can hide an opening by setting a clock back for it.
"""

from datetime import datetime
from statistics import median_low

from clinicdesk.desk import Desk
from clinicdesk.storage.clock import as_text

_WINDOW = 512
_PROBES = (-389, -97, 0, 97, 389)


def first_at(desk: Desk, moment: datetime) -> int:
    """Return the number of the first entry recorded at a moment or later; one more than the last if there is none."""
    wanted, last = as_text(moment), desk.clinic.entry_count
    low, high = 1, last + 1
    while high - low > _WINDOW:
        middle = (low + high) // 2
        # Several around the middle are asked, so that one with a wrong clock does not send the search the wrong way.
        if _time_around(desk, middle, last) < wanted:
            low = middle
        else:
            high = middle
    row = desk.row(
        "SELECT min(seq) AS seq FROM search_entries WHERE seq BETWEEN ? AND ? AND at >= ?", low, high, wanted
    )
    found = row["seq"] if row else None
    return int(found) if found is not None else high


def _time_around(desk: Desk, seq: int, last: int) -> str:
    times = []
    for apart in _PROBES:
        row = desk.row("SELECT at FROM search_entries WHERE seq = ?", min(max(seq + apart, 1), last))
        if row is not None:
            times.append(str(row["at"]))
    return median_low(times)
