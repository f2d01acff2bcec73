"""What the visits of a board need besides themselves, read for all of them at once."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.records import authorisations, enrolments, pinned_protocols
from clinicdesk.records.appointments import Appointment
from clinicdesk.records.measures import alerts, due
from clinicdesk.records.measures.alerts import OpenAlert
from clinicdesk.records.patient_details import happened
from clinicdesk.records.sessions import CheckItem, SessionLine
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.protocol import Protocol
from clinicdesk.rules.timeline import BEFORE_START, EventKind
from clinicdesk.storage.clock import from_text

_PEOPLE = f"""
SELECT p.id, p.family_name, p.given_name, p.title, p.birth_date, {happened("deceased_on")} AS deceased
FROM json_each(?) j JOIN patients p ON p.id = j.value
"""
# Whatever stands under a registration of the same person counts.
_ALLERGIES = """
SELECT i.kept_under AS id, a.substance
FROM json_each(?) j JOIN search_identities i ON i.kept_under = j.value JOIN allergies a ON a.patient_id = i.patient_id
WHERE a.voided_reason IS NULL AND a.ended_on IS NULL ORDER BY a.id
"""
_ALLERGY_ANSWERS = """
SELECT i.kept_under AS id, a.answer
FROM json_each(?) j JOIN search_identities i ON i.kept_under = j.value
JOIN patient_answers a ON a.id = i.patient_id || ' allergies'
"""
_EVENTS = """
SELECT x.session_id AS id, x.kind, x.occurred_at, x.detail ->> 'item' AS item,
       x.detail ->> 'contact_confirmed' AS confirmed, x.detail ->> 'what' AS what
FROM json_each(?) j JOIN session_events x ON x.session_id = j.value JOIN search_entries e ON e.id = x.version
WHERE x.kind IN ('arrived', 'arrival_undone', 'checked_in', 'checking', 'held', 'hold_over', 'escort')
ORDER BY e.seq, x.rowid
"""
_PROTOCOLS = """
SELECT s.id, r.protocol_id FROM json_each(?) j JOIN sessions s ON s.id = j.value JOIN series r ON r.id = s.series_id
"""
# A check-in may be done again; the last one counts.
_CONFIRMED = """
SELECT x.appointment_id AS id, x.detail ->> 'contact_confirmed' AS confirmed
FROM json_each(?) j JOIN appointment_events x ON x.appointment_id = j.value JOIN search_entries e ON e.id = x.version
WHERE x.kind = 'checked_in' ORDER BY e.seq
"""


@dataclass(frozen=True, slots=True)
class Person:
    """Whose visit it is."""

    family_name: str
    given_name: str
    title: str
    birth_date: date | None
    deceased: bool


class Facts:
    """What is known of the patients, sessions and bookings of a board; clinical facts only for those who see them.

    ``contact_confirmed`` holds what was checked in, by booking or (without one) by session.
    """

    def __init__(self, desk: Desk, day: date, booked: Sequence[Appointment], lines: Sequence[SessionLine]) -> None:
        self.clinical = desk.sees("clinical")
        self.now = desk.now()
        self.today = desk.local(self.now).date()
        sessions = json.dumps([line.id for line in lines])
        ids = {line.patient_id for line in lines} | {visit.patient_id for visit in booked if visit.patient_id}
        people = json.dumps(sorted(ids))
        self.people = {row["id"]: _person(row) for row in desk.rows(_PEOPLE, people)}
        self.protocols: Mapping[str, Protocol] = {
            row["id"]: pinned_protocols.read(desk, row["protocol_id"]) for row in desk.rows(_PROTOCOLS, sessions)
        }
        self.ordered = frozenset(
            row["id"]
            for row in desk.rows(
                "SELECT DISTINCT o.session_id AS id FROM json_each(?) j JOIN orders o ON o.session_id = j.value",
                sessions,
            )
        )
        self.arrived: dict[str, datetime] = {}
        self.checked: dict[str, set[str]] = {}
        self.held: set[str] = set()
        self.escort_late: set[str] = set()
        self.contact_confirmed: dict[str, bool] = {}
        self._read_events(desk, sessions)
        bookings = json.dumps([visit.id for visit in booked])
        self.contact_confirmed |= {row["id"]: bool(row["confirmed"]) for row in desk.rows(_CONFIRMED, bookings)}
        self.unenrolled = frozenset(
            line.id
            for line in lines
            if (programme := self.protocols[line.id].programme) and line.phase in BEFORE_START
            # Few visits of a day have a programme, and each patient few enrolments.
            if enrolments.standing(desk, line.patient_id, programme, line.planned_on) is None
        )
        self.authorisations = authorisations.warnings(desk, [line.patient_id for line in lines], day)
        self.measures_due = due.of_patients(desk, ids)
        self.calls: dict[str, list[OpenAlert]] = {}
        for call in alerts.open_alerts(desk):
            self.calls.setdefault(call.patient_id, []).append(call)
        self.allergies: dict[str, list[str]] = {}
        self.answers: dict[str, Answer] = {}
        if self.clinical:
            self._read_allergies(desk, people)

    def has_check(self, session_id: str, item: CheckItem) -> bool:
        """Tell whether something was checked before the start."""
        return item in self.checked.get(session_id, ())

    def _read_events(self, desk: Desk, sessions: str) -> None:
        for row in desk.rows(_EVENTS, sessions):
            if row["kind"] == EventKind.CHECKED_IN:
                self.contact_confirmed[row["id"]] = bool(row["confirmed"])
            if row["item"]:
                self.checked.setdefault(row["id"], set()).add(row["item"])
            elif row["kind"] in (EventKind.HELD, EventKind.HOLD_OVER):
                _mark(self.held, row["id"], on=row["kind"] == EventKind.HELD)
            elif row["kind"] == EventKind.ESCORT and row["what"] != "called":
                _mark(self.escort_late, row["id"], on=row["what"] == "late")
            elif row["kind"] == EventKind.ARRIVED:
                self.arrived[row["id"]] = desk.local(from_text(row["occurred_at"]))
            elif row["kind"] == EventKind.ARRIVAL_UNDONE:
                self.arrived.pop(row["id"], None)

    def _read_allergies(self, desk: Desk, people: str) -> None:
        for row in desk.rows(_ALLERGIES, people):
            self.allergies.setdefault(row["id"], []).append(row["substance"])
        for row in desk.rows(_ALLERGY_ANSWERS, people):
            self.answers[row["id"]] = Answer(row["answer"])


def _person(row: Mapping[str, Any]) -> Person:
    return Person(
        row["family_name"],
        row["given_name"],
        row["title"] or "",
        date.fromisoformat(row["birth_date"]) if row["birth_date"] else None,
        bool(row["deceased"]),
    )


def _mark(marked: set[str], session_id: str, *, on: bool) -> None:
    (marked.add if on else marked.discard)(session_id)
