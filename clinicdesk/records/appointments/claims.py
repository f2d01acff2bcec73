"""The claim rows that make of two desks which book the same chair or person at the same moment exactly one the winner.

Each booking writes one claim for what it holds on its day. Its version is read before the bookings of the day are: when
another booking is written in between, this one's claim no longer fits, and the whole entry is refused.
"""

import json
from collections.abc import Callable, Collection
from typing import TypeVar

from clinicdesk.desk import Desk
from clinicdesk.errors import ChangedElsewhere
from clinicdesk.records.appointments.appointment import Slot, holds
from clinicdesk.storage.entry import Change, insert, update

Answer = TypeVar("Answer")

_TRIES = 4
"""Somebody who books loses a race seldom, and four in a row never, unless a program hammers the same place."""


def names(desk: Desk, slot: Slot, patient_id: str | None) -> set[str]:
    """Return the claims of a booking: ``chair <id> on <day>`` and so on, for all it needs alone."""
    day = desk.local(slot.starts_at).date().isoformat()
    return {f"{held} on {day}" for held in holds(slot.chair_id, slot.staff_id, patient_id)}


def read(desk: Desk, wanted: Collection[str]) -> dict[str, str | None]:
    """Return some claims: name → version, None where there is no row yet."""
    found: dict[str, str | None] = dict.fromkeys(sorted(wanted))
    rows = desk.rows(
        "SELECT c.id, c.version FROM json_each(?) j JOIN claims c ON c.id = j.value", json.dumps(list(found))
    )
    for row in rows:
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
