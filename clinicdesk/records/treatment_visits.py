"""Treatment visits that took place: what insurers count and what is charged.

A session that was started, or a visit of a kind that is a treatment and was begun or left without being a session. Each
is the day it began, by the clinic's clock.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from clinicdesk.desk import Desk
from clinicdesk.records import visit_types
from clinicdesk.records.identities import kept_under, owner
from clinicdesk.rules.timeline import EventKind
from clinicdesk.storage.clock import from_text

_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class TreatmentVisit:
    """One visit; ``series_id`` is None where it belongs to no series."""

    day: date
    series_id: str | None


def of_patient(desk: Desk, patient_id: str) -> list[TreatmentVisit]:
    """Return a patient's treatment visits that took place, the earliest first."""
    return of_many(desk, [patient_id]).get(patient_id, [])


def of_many(desk: Desk, patient_ids: Iterable[str]) -> dict[str, list[TreatmentVisit]]:
    """Return the treatment visits of several patients, by the ids that were asked."""
    desk.may_see("contact")
    wanted = iter(dict.fromkeys(patient_ids))
    found: dict[str, list[TreatmentVisit]] = {}
    while some := list(islice(wanted, _AT_ONCE)):
        found |= _read(desk, some)
    return found


def _read(desk: Desk, patient_ids: list[str]) -> dict[str, list[TreatmentVisit]]:
    marks = ", ".join("?" * len(patient_ids))
    kept = f"(SELECT kept_under FROM search_identities WHERE patient_id IN ({marks}))"
    whose = f"IN (SELECT patient_id FROM search_identities WHERE kept_under IN {kept})"
    kinds = [one.id for one in visit_types.types() if one.treatment]
    rows = desk.rows(
        f"SELECT {owner('s', 'sessions')} AS kept, s.series_id, min(e.occurred_at) AS at FROM sessions s "
        "JOIN session_events e ON e.session_id = s.id AND e.kind = ? "
        f"WHERE s.voided_reason IS NULL AND (s.patient_id {whose} OR s.id IN (SELECT f.subject_id FROM misfiled f "
        f"WHERE f.subject_table = 'sessions' AND f.belongs_to {whose})) GROUP BY s.id "
        f"UNION ALL SELECT {kept_under('a.patient_id')}, NULL, min(e.occurred_at) FROM appointments a "
        "JOIN appointment_events e ON e.appointment_id = a.id AND e.kind IN ('began', 'left') "
        f"WHERE a.session_id IS NULL AND a.kind IN ({', '.join('?' * len(kinds))}) AND a.patient_id {whose} "
        "GROUP BY a.id ORDER BY at",
        EventKind.STARTED.value,
        *patient_ids,
        *patient_ids,
        *kinds,
        *patient_ids,
    )
    visits: dict[str, list[TreatmentVisit]] = {}
    for row in rows:
        day = desk.local(from_text(row["at"])).date()
        visits.setdefault(row["kept"], []).append(TreatmentVisit(day, row["series_id"]))
    asked = desk.rows(
        f"SELECT patient_id, kept_under FROM search_identities WHERE patient_id IN ({marks})", *patient_ids
    )
    return {row["patient_id"]: visits.get(row["kept_under"], []) for row in asked}
