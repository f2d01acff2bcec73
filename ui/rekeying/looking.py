"""What the keys' page has to ask others for: the keyring, the operating system, the places for backups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicdesk import this_pc
from clinicdesk.desk import Desk
from clinicdesk.records import keys as clinic_keys
from clinicdesk.records.keys import OldKey
from clinicdesk.storage import keys
from clinicdesk.this_pc import Guard

if TYPE_CHECKING:
    from ui.widgets.background import Ticket


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found. ``kept_old`` are those old keys that are still in the keyring of this account."""

    guard: Guard
    keyring_works: bool
    key_kept: bool
    has_start_pin: bool
    old: tuple[OldKey, ...]
    kept_old: frozenset[str]

    def warning(self) -> str:
        """Return what a thief of this PC would have; empty where nothing of the key lies open on it."""
        if not self.key_kept or self.has_start_pin:
            return ""
        return self.guard.warning()


class Looking:
    """The work beside the window; a keyring may wait for somebody, a network folder for ever."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, _ticket: Ticket) -> Seen:
        with self._desk.beside() as desk:
            old = tuple(clinic_keys.old_keys(desk))
            key_id = desk.clinic.key_id
            return Seen(
                this_pc.look(desk.clinic.path),
                keys.keyring_works(),
                keys.knows(key_id),
                keys.has_start_pin(key_id),
                old,
                frozenset(one.key_id for one in old if keys.knows(one.key_id)),
            )
