"""Chairs and rooms: where patients are treated and seen."""

from dataclasses import dataclass
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _, ngettext
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import insert, update

KINDS = ("chair", "room")


@dataclass(frozen=True, slots=True)
class Chair:
    """A chair or a room. ``position`` is its place in the schedule, from 1; a ``retired`` one is booked no more."""

    id: str
    version: str
    name: str
    kind: str
    position: int
    retired: bool


def all(desk: Desk, *, retired: bool = False) -> list[Chair]:  # noqa: A001 - read as ``chairs.all(desk)``
    """Return the chairs and rooms in their order; with ``retired`` also those no longer used, at the end."""
    desk.may_see("plan")
    rows = desk.rows("SELECT * FROM chairs WHERE retired <= ? ORDER BY retired, position, name, id", int(retired))
    return [_chair(row) for row in rows]


def get(desk: Desk, chair_id: str) -> Chair:
    """Return one chair or room. Raises ``NotFound``."""
    row = desk.row("SELECT * FROM chairs WHERE id = ?", chair_id)
    if row is None:
        raise NotFound(_("This chair is not in this clinic."))
    return _chair(row)


def add(desk: Desk, *, name: str, kind: str = "chair") -> str:
    """Add a chair or a room, after those there are, and return its id."""
    name = _checked(desk, name, kind)
    last = max((chair.position for chair in all(desk, retired=True)), default=0)
    chair_id = desk.new_id()
    desk.record("place.change", insert("chairs", chair_id, name=name, kind=kind, position=last + 1))
    return chair_id


def change(desk: Desk, chair: Chair, *, name: str, kind: str, position: int | None = None) -> None:
    """Rename a chair, or move it to another place in the order (``position`` None: as it is)."""
    name = _checked(desk, name, kind, but=chair.id)
    desk.record(
        "place.change",
        update(
            "chairs",
            chair.id,
            chair.version,
            name=name,
            kind=kind,
            position=chair.position if position is None else position,
        ),
    )


def retire(desk: Desk, chair: Chair, *, back: bool = False) -> None:
    """Take a chair out of use, or (``back``) into use again.

    Raises ``BadValue`` while visits are still booked into it: they are moved first (``bookings_ahead`` counts them).
    """
    if not back and (count := bookings_ahead(desk, chair.id)):
        raise BadValue(
            ngettext(
                "{count} visit is still booked into {chair}. Move it first.",
                "{count} visits are still booked into {chair}. Move them first.",
                count,
            ).format(count=count, chair=chair.name)
        )
    desk.record("place.change", update("chairs", chair.id, chair.version, retired=int(not back)))


def bookings_ahead(desk: Desk, chair_id: str) -> int:
    """Return how many standing bookings of a chair begin from now on."""
    row = desk.row(
        "SELECT count(*) AS count FROM appointments WHERE chair_id = ? AND state = 'booked' AND starts_at >= ?",
        chair_id,
        as_text(desk.now()),
    )
    return int(row["count"]) if row else 0


def _checked(desk: Desk, name: str, kind: str, but: str | None = None) -> str:
    name = name.strip()
    if not name:
        raise BadValue(_("Give the chair or room a name, for example “Chair 3”."), "name")
    if kind not in KINDS:
        raise BadValue(_("Choose chair or room."), "kind")
    if any(chair.name.casefold() == name.casefold() and chair.id != but for chair in all(desk)):
        raise BadValue(_("There is a chair or room of this name. Choose another name."), "name")
    return name


def _chair(row: dict[str, Any]) -> Chair:
    return Chair(row["id"], row["version"], row["name"], row["kind"], row["position"], bool(row["retired"]))
