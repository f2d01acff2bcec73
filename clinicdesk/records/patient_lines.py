"""One patient in a list: who it is, and what tells them from somebody of the same name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from clinicdesk.desk import Desk
from clinicdesk.records.patient_details import happened
from clinicdesk.records.taken_back import who_took_back
from clinicdesk.rules.names import phone_digits
from clinicdesk.storage.clock import as_text, from_text

_MINE = "IN (SELECT i.patient_id FROM search_identities i WHERE i.kept_under = p.id)"

_LAST_SESSION = (
    f"SELECT max(s.planned_on) FROM sessions s WHERE s.patient_id {_MINE} AND s.voided_reason IS NULL "
    "AND EXISTS (SELECT 1 FROM session_events e WHERE e.session_id = s.id AND e.kind = 'arrived')"
)
_NEXT_SESSION = (
    f"SELECT min(s.planned_on) FROM sessions s WHERE s.patient_id {_MINE} AND s.voided_reason IS NULL "
    "AND s.planned_on >= ? AND NOT EXISTS (SELECT 1 FROM session_events e WHERE e.session_id = s.id "
    "AND e.kind IN ('arrived', 'not_treated'))"
)
# Whoever arrived has come, unless the last thing said is that it was a mistake.
_CAME = (
    "(SELECT e.kind FROM appointment_events e WHERE e.appointment_id = a.id "
    "AND e.kind IN ('arrived', 'arrival_undone') ORDER BY e.occurred_at DESC, e.id DESC LIMIT 1) IS 'arrived'"
)
_LAST_APPOINTMENT = (
    f"SELECT max(a.starts_at) FROM appointments a WHERE a.patient_id {_MINE} AND a.state = 'booked' "
    f"AND a.starts_at < ? AND {_CAME}"
)
_NEXT_APPOINTMENT = (
    f"SELECT min(a.starts_at) FROM appointments a WHERE a.patient_id {_MINE} AND a.state = 'booked' "
    f"AND a.starts_at >= ? AND NOT {_CAME}"
)


@dataclass(frozen=True, slots=True)
class PatientLine:
    """One patient in a list. ``phone_end`` is the last four digits; visits are the clinic's days.

    ``similar`` says that the name is not the one typed, but sounds like it or is one typing error away; ``found_by`` is
    the former name, or the name or number of a merged registration, that answers what was typed. ``took_back`` says
    that a consent was withdrawn and nothing newer was signed.
    """

    id: str
    family_name: str
    given_name: str
    preferred_name: str
    birth_date: date | None
    record_number: int
    phone_end: str
    last_visit: date | None
    next_visit: date | None
    similar: bool = False
    found_by: str = ""
    remark: str = ""
    deceased: bool = False
    took_back: bool = False


def lines(desk: Desk, patient_ids: Sequence[str]) -> list[PatientLine]:
    """Return lines for these patients, in this order."""
    if not patient_ids:
        return []
    marks = ", ".join("?" * len(patient_ids))
    today = desk.local(desk.now()).date()
    midnight = as_text(datetime.combine(today, time(), desk.zone()))
    tomorrow = as_text(datetime.combine(date.fromordinal(today.toordinal() + 1), time(), desk.zone()))
    rows = desk.rows(
        "SELECT p.id, p.family_name, p.given_name, p.preferred_name, p.birth_date, p.record_number, "
        "coalesce(p.phone_mobile, p.phone_home) AS phone, p.distinguishing_remark AS remark, "
        f"{happened('deceased_on')} AS deceased, "
        f"({_LAST_SESSION}) AS last_session, ({_NEXT_SESSION}) AS next_session, "
        f"({_LAST_APPOINTMENT}) AS last_appointment, ({_NEXT_APPOINTMENT}) AS next_appointment "
        f"FROM patients p WHERE p.id IN ({marks})",
        today.isoformat(),
        tomorrow,
        midnight,
        *patient_ids,
    )
    withdrawn = who_took_back(desk, patient_ids)
    found = {}
    for row in rows:
        last = [_day(row["last_session"]), _local_day(desk, row["last_appointment"])]
        coming = [_day(row["next_session"]), _local_day(desk, row["next_appointment"])]
        found[row["id"]] = PatientLine(
            id=row["id"],
            family_name=row["family_name"],
            given_name=row["given_name"],
            preferred_name=row["preferred_name"] or "",
            birth_date=_day(row["birth_date"]),
            record_number=row["record_number"],
            phone_end=phone_digits(row["phone"] or "")[-4:],
            last_visit=max(filter(None, last), default=None),
            next_visit=min(filter(None, coming), default=None),
            remark=row["remark"] or "",
            deceased=bool(row["deceased"]),
            took_back=row["id"] in withdrawn,
        )
    return [found[patient_id] for patient_id in patient_ids if patient_id in found]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _local_day(desk: Desk, text: str | None) -> date | None:
    return desk.local(from_text(text)).date() if text else None
