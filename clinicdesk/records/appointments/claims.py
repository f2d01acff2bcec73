"""The claim rows that make of two desks which book the same chair or person at the same moment exactly one the winner.

Each booking writes one claim for what it holds on its day. Its version is read before the bookings of the day are: when
another booking is written in between, this one's claim no longer fits, and the whole entry is refused.
"""

import json
from collections.abc import Callable, Collection
from datetime import date
from typing import TypeVar

from clinicdesk.desk import Desk
from clinicdesk.errors import ChangedElsewhere
from clinicdesk.storage.entry import Change, insert, update

Answer = TypeVar("Answer")

_TRIES = 4
"""Somebody who books loses a race seldom, and four in a row never, unless a program hammers the same place."""


def read(desk: Desk, holds: Collection[str], days: Collection[date]) -> dict[str, str | None]:
    """Return the claims for some chairs and people on some days: name → version, None where there is no row yet."""
    names = sorted({f"{held} on {day.isoformat()}" for held in holds for day in days})
    found: dict[str, str | None] = dict.fromkeys(names)
    for row in desk.rows(
        "SELECT c.id, c.version FROM json_each(?) j JOIN claims c ON c.id = j.value", json.dumps(names)
    ):
        found[row["id"]] = row["version"]
    return found


def written(claims: dict[str, str | None], holder: str) -> list[Change]:
    """Return the changes that write the claims as read."""
    return [
        insert("claims", name, holder=holder) if version is None else update("claims", name, version, holder=holder)
        for name, version in claims.items()
    ]


def retried(attempt: Callable[[], Answer]) -> Answer:
    """Do something that writes claims; when another desk was quicker, look again and once more, silently."""
    for _again in range(_TRIES - 1):
        try:
            return attempt()
        except ChangedElsewhere as conflict:
            if conflict.table != "claims":
                raise
    return attempt()
