"""The desk: one signed-in person at one workstation. Everything recorded and everything read goes through it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from clinicdesk.errors import ChangedElsewhere, ClinicFileProblem, NotAllowed
from clinicdesk.language import _
from clinicdesk.permissions import ACTIONS, OF_THE_PROGRAM, SIGHTS, Role
from clinicdesk.storage.clock import from_text
from clinicdesk.storage.entry import Change, Entry, Value
from clinicdesk.storage.ids import new_id
from clinicdesk.storage.ledger import VersionConflict
from clinicdesk.storage.local import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from clinicdesk.clinic import Clinic

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works in the clinic, as far as the desk needs to know."""

    id: str
    login: str
    name: str
    roles: frozenset[Role]


class Desk:
    """One signed-in person at one workstation."""

    def __init__(self, clinic: Clinic, person: Person, workstation: str) -> None:
        self.clinic = clinic
        self.person = person
        self.workstation = workstation
        self.transcribing = False
        """What is recorded now was written on paper before: its rows say so, and each needs the time on the paper."""
        self._opened: set[str] = set()

    @classmethod
    def of_system(cls, clinic: Clinic, workstation: str) -> Desk:
        """Return the desk of the program itself, which makes clinics and rewrites data, and may do everything."""
        return cls(clinic, Person(SYSTEM, SYSTEM, _("ClinicDesk"), frozenset(Role)), workstation)

    @contextmanager
    def beside(self) -> Iterator[Desk]:
        """Give the same person a desk of their own for another thread, on a connection that is closed at the end."""
        clinic = self.clinic.another()
        try:
            yield Desk(clinic, self.person, self.workstation)
        finally:
            clinic.close()

    def now(self) -> datetime:
        """Return the time, in UTC, by the clinic's one clock."""
        return self.clinic.clock.now()

    def zone(self) -> ZoneInfo:
        """Return the clinic's time zone."""
        return self.clinic.zone

    def local(self, at: datetime) -> datetime:
        """Return a time as the clinic's own clock shows it."""
        return at.astimezone(self.clinic.zone)

    def new_id(self) -> str:
        """Return an id for a new row."""
        return new_id(int(self.now().timestamp() * 1000))

    def may(self, action: str) -> bool:
        """Tell whether this person may do an action."""
        return self.person.id == SYSTEM or bool(ACTIONS[action] & self.person.roles)

    def check_may(self, action: str) -> None:
        """Raise ``NotAllowed`` unless this person may do an action now; for what does not go through ``record``."""
        if not self.may(action) or not self._may_still(action):
            raise NotAllowed(_("Your role does not include this. Ask an administrator if it should."))

    def _may_still(self, action: str) -> bool:
        """Tell whether what an administrator changed since this person signed in leaves them the action."""
        if action in OF_THE_PROGRAM:
            return True
        row = self.row("SELECT active, roles FROM staff WHERE id = ?", self.person.id)
        return row is None or bool(row["active"] and ACTIONS[action] & set(json.loads(row["roles"])))

    def may_see(self, sight: str) -> None:
        """Raise ``NotAllowed`` unless this person may see this kind of thing."""
        if not self.sees(sight):
            raise NotAllowed(_("Your role does not include seeing this. Ask an administrator if it should."))

    def sees(self, sight: str) -> bool:
        """Tell whether this person may see this kind of thing."""
        return self.person.id == SYSTEM or bool(SIGHTS[sight] & self.person.roles)

    def record(
        self,
        action: str,
        *changes: Change,
        patient: str | Sequence[str] | None = None,
        reason: str | None = None,
    ) -> Entry:
        """Record one entry with its changes: the only way anything is ever written.

        Raises ``NotAllowed``, ``ChangedElsewhere``, ``Sealed`` or a ``ClinicFileProblem``; then nothing was written.
        """
        self.check_may(action)
        patients = (patient,) if isinstance(patient, str) else tuple(patient or ())
        try:
            entry = self.clinic.ledger.append(
                staff=self.person.id,
                workstation=self.workstation,
                action=action,
                changes=changes,
                patients=patients,
                reason=reason,
            )
        except VersionConflict as conflict:
            raise self.changed_elsewhere(conflict) from conflict
        # What fails now fails the next look at the file as well, which says so. The entry is recorded: to call it
        # failed would make somebody record it twice.
        with suppress(ClinicFileProblem):
            self.clinic.refresh()
        return entry

    def changed_elsewhere(self, conflict: VersionConflict) -> ChangedElsewhere:
        """Return the error that names who changed the row, and when."""
        row = next(
            self.rows(
                "SELECT e.at, coalesce(s.name, e.staff) AS name FROM search_entries e "
                "LEFT JOIN staff s ON s.id = e.staff WHERE e.id = ?",
                conflict.found,
            ),
            None,
        )
        name, at = (row["name"], self.local(from_text(row["at"])).strftime("%H:%M")) if row else (_("Somebody"), "?")
        return ChangedElsewhere(conflict.change.table, conflict.change.row_id, name, at)

    def note_opening(self, patient_id: str) -> None:
        """Record that a chart was opened, once per person, chart and sign-in."""
        if patient_id not in self._opened:
            self._opened.add(patient_id)
            self.record("chart.open", patient=patient_id)

    def rows(self, sql: str, *values: Value) -> Iterator[dict[str, Any]]:
        """Yield the rows of a query as dictionaries; for the records modules only."""
        return self.clinic.rows(sql, *values)

    def row(self, sql: str, *values: Value) -> dict[str, Any] | None:
        """Return the first row of a query, or None; for the records modules only."""
        return next(self.clinic.rows(sql, *values), None)

    def keep_draft(self, place: str, body: object, based_on: str | None = None) -> datetime:
        """Save what this person is typing in a place, as JSON, and return when it was saved."""
        now = self.now()
        self.clinic.local.keep_draft(self.person.id, place, json.dumps(body), based_on, now)
        return now

    def draft(self, place: str) -> Draft | None:
        """Return this person's draft of a place, or None. ``json.loads(draft.body)`` is what was kept."""
        return self.clinic.local.draft(self.person.id, place)

    def drop_draft(self, place: str) -> None:
        """Forget a draft."""
        self.clinic.local.drop_draft(self.person.id, place)


def moment(desk: Desk, at: datetime | None = None) -> dict[str, Value]:
    """Return the columns ``boot`` and ``uptime_ms`` of a moment now or a little earlier ("3 minutes ago")."""
    ago = (desk.now() - at) // timedelta(milliseconds=1) if at is not None else 0
    return {"boot": desk.clinic.clock.boot, "uptime_ms": desk.clinic.clock.uptime_ms() - ago}
