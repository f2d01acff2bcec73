"""Who gave their password on this PC a short while ago: for them a PIN is enough at its lock, and the lock offers them.

Counted by the uptime of the PC, so that no clock that is set back makes the while longer; a PC that was started anew,
or the file on another one, asks for the password again.
"""

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicdesk.errors import ClinicFileProblem
from clinicdesk.records import admitting

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic

HOURS = (1, 2, 4, 8, 12)
"""The whiles a clinic can choose from. The longest is a long working day; a PIN is never enough on the day after."""
_HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody whose PIN is enough on this PC."""

    staff_id: str
    login: str
    name: str


def note(clinic: "Clinic", staff_id: str) -> None:
    """Note that a person gave their password (and the code of their second factor) on this PC just now.

    Where it cannot be noted the password is asked once more: a full disk keeps nobody from their patients.
    """
    with contextlib.suppress(ClinicFileProblem):
        clinic.local.note_present(staff_id, clinic.clock.boot, clinic.clock.uptime_ms())


def forget(clinic: "Clinic", staff_id: str) -> None:
    """Ask for the password again: it was set anew, or the person has left."""
    clinic.local.forget_present(staff_id)


def of_pc(clinic: "Clinic") -> list[Present]:
    """Return for whom a PIN is enough here: who has one, works here, and gave their password last comes first."""
    since = _still(clinic)
    if not since:
        return []
    rows = {
        row["id"]: Present(row["id"], row["login"], row["name"])
        for row in clinic.rows(
            "SELECT id, login, name FROM staff WHERE active = 1 AND pin_hash IS NOT NULL AND password_given = 0 "
            "AND (ends_on IS NULL OR ends_on >= ?)",
            admitting.today(clinic),
        )
    }
    return [rows[staff_id] for staff_id in since if staff_id in rows]


def is_fresh(clinic: "Clinic", staff_id: str) -> bool:
    """Tell whether a person gave their password here within the while, whether they have a PIN or not."""
    return staff_id in _still(clinic)


def _still(clinic: "Clinic") -> list[str]:
    row = next(clinic.rows("SELECT pin_hours FROM practice"), None)
    while_ms = (row["pin_hours"] if row else 0) * _HOUR_MS
    now = clinic.clock.uptime_ms()
    return [who for who, at in clinic.local.present_since(clinic.clock.boot).items() if 0 <= now - at < while_ms]
