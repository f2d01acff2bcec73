"""Checking a patient in: who stands there, whether the contact details are right, who takes them home, what is missing.

The receptionist asks; the patient says name and date of birth, and each is confirmed by an act of its own. Source: WHO
and Joint Commission ask for two identifiers before care is given; that nothing is ticked beforehand is our own rule.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import appointments, consents, eligibility, patients, pinned_protocols, sessions
from clinicdesk.records.appointments import CheckIn
from clinicdesk.records.consents import Status
from clinicdesk.records.consents import needs as consent_needs
from clinicdesk.records.consents.needs import Needs
from clinicdesk.records.eligibility import Running, VisitNeed, same_day
from clinicdesk.records.identities import of_person, same_person
from clinicdesk.records.measures import due
from clinicdesk.records.measures.due import MeasureDueItem
from clinicdesk.records.patient_details import PatientDetails, clean_line
from clinicdesk.records.patients import Patient
from clinicdesk.records.sessions import CheckItem
from clinicdesk.records.sessions.events import moment_columns, when
from clinicdesk.records.today import session_title
from clinicdesk.rules.protocol import Protocol
from clinicdesk.rules.timeline import EventKind, Phase
from clinicdesk.storage.clock import from_text
from clinicdesk.storage.entry import insert

NAME, BIRTH_DATE = "name", "birth_date"
"""The two identifiers, as the record keeps them."""

_FEWEST_DIGITS = 5
"""A phone number that can be called has as many digits at the least. Our own choice; extensions are that short."""


@dataclass(frozen=True, slots=True)
class Escort:
    """Who takes the patient home, and the phone number they answer today."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Need:
    """One thing this visit needs besides its papers, in words for the front desk."""

    done: bool
    words: str


_FASTING = Need(False, _("Fasting: a clinician asks before the start. Tell them if the patient has eaten or drunk."))
_MEDICINES = Need(
    False, _("The medicine list changed after eligibility was decided. A clinician looks at it before the start.")
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the form starts from.

    ``version`` is what the check-in is based on, empty for a session without a booking. ``before`` is the check-in of
    this visit that counts now, which a new one replaces. ``last_confirmed`` is the day
    on which the patient last confirmed the contact details. ``papers`` are what the visit needs to have signed;
    ``prepared`` counts the forms that wait for the patient, and ``to_prepare`` those of the papers that lack one.
    ``suits`` is where the eligibility for the treatment stands, with the questions of the day itself; ``running`` what
    counts for a time only. Both are None for a visit without treatment. ``measures`` are due.
    """

    appointment_id: str | None
    session_id: str | None
    version: str
    patient: Patient
    visit: str
    asks_escort: bool
    needs_escort: bool
    escort: Escort | None
    before: CheckIn | None
    needs: tuple[Need, ...]
    papers: Needs
    last_confirmed: date | None
    prepared: int
    suits: VisitNeed | None = None
    running: Running | None = None
    measures: tuple[MeasureDueItem, ...] = ()

    @property
    def to_hand_over(self) -> tuple[MeasureDueItem, ...]:
        """Those that the patient fills in on a screen."""
        return tuple(item for item in self.measures if item.by_patient)

    @property
    def to_prepare(self) -> int:
        """How many forms are still to be prepared."""
        return len(consent_needs.missing(self.papers))


def sheet(desk: Desk, *, appointment_id: str | None, session_id: str | None) -> Sheet:
    """Return what the check-in of a visit starts from; one of the two ids is enough. Raises ``NotFound``."""
    desk.may_see("contact")
    booked = appointments.get(desk, appointment_id) if appointment_id else None
    session_id = booked.session_id if booked else session_id
    line = sessions.line(desk, session_id) if session_id else None
    patient_id = (booked.patient_id if booked else None) or (line.patient_id if line else None)
    if patient_id is None:
        raise BadValue(_("Blocked time is for nobody. There is nobody to check in."))
    patient = patients.get(desk, patient_id)
    protocol = protocol_of(desk, session_id) if session_id else None
    escort = escort_of(desk, session_id) if session_id else None
    papers = consent_needs.of_visit(desk, session_id) if session_id else ()
    return Sheet(
        appointment_id=appointment_id,
        session_id=session_id,
        version=booked.version if booked else "",
        patient=patient,
        visit=booked.title if booked else session_title(line) if line else "",
        asks_escort=session_id is not None,
        needs_escort=protocol is not None and protocol.escort_required,
        escort=escort,
        before=_before(desk, appointment_id, session_id),
        needs=_needs(desk, session_id) if session_id and protocol is not None else (),
        papers=papers,
        last_confirmed=_last_confirmed(desk, patient.id),
        prepared=sum(c.status is Status.PREPARED for c in consents.of_patient(desk, patient.id)),
        suits=eligibility.of_visit(desk, session_id) if session_id else None,
        running=eligibility.of_person(desk, patient.id) if session_id else None,
        measures=due.of_patient(desk, patient.id),
    )


def _needs(desk: Desk, session_id: str) -> tuple[Need, ...]:
    return (_FASTING, _MEDICINES) if eligibility.list_changed(desk, session_id) else (_FASTING,)


def check_in(
    desk: Desk,
    start: Sheet,
    *,
    said: frozenset[str],
    contact: PatientDetails,
    contact_confirmed: bool,
    escort: Escort | None,
    asked_today: Mapping[str, str] | None = None,
    occurred_at: datetime | None = None,
) -> None:
    """Record the check-in of a visit, and what was corrected of the contact details in an entry of its own.

    ``said`` names the identifiers the patient said: both, or ``BadValue``. Whoever is checked in already was asked, and
    what is added or corrected then needs none. ``contact`` holds the details as they are to stand, ``asked_today`` the
    answers to the questions of the day, ``occurred_at`` the time on the paper that is typed in. Raises ``BadValue``
    naming the field, and ``ChangedElsewhere`` where somebody amended the patient or the booking since ``start`` was
    read; of the two entries the first may then be written, and doing it again is safe.
    """
    if start.before is None and not {NAME, BIRTH_DATE} <= said:
        raise BadValue(_("Ask for name and date of birth, and confirm each before you check in."), "identity")
    if contact.birth_date is None:
        raise BadValue(_("The chart has no date of birth. Type it as the patient says it."), "birth_date")
    going_home = _checked_escort(escort)
    replies = _checked_replies(desk, start, asked_today or {})
    patients.amend(desk, start.patient.id, based_on=start.patient.version, details=contact)
    name, phone = (going_home.name, going_home.phone) if going_home else ("", "")
    if start.appointment_id:
        detail = CheckIn((NAME, BIRTH_DATE), contact_confirmed, name, phone, same_day=replies)
        appointments.check_in(
            desk, start.appointment_id, detail=detail, based_on=start.version, occurred_at=occurred_at
        )
    else:
        _check_in_session(desk, start, contact_confirmed, going_home, replies, occurred_at)


def _checked_replies(desk: Desk, start: Sheet, said: Mapping[str, str]) -> dict[str, str]:
    """Return the answers to the questions of the day that are to be recorded. Raises ``BadValue``."""
    if start.suits is None or start.session_id is None:
        return {}
    # What was answered meanwhile, at another desk, holds too.
    now = eligibility.of_visit(desk, start.session_id)
    before = now.same_day.replies if now else {}
    asked = eligibility.offered().get(start.suits.treatment)
    return same_day.checked(desk, asked.same_day if asked else (), before, said)


def _checked_escort(escort: Escort | None) -> Escort | None:
    """Return the escort with clean texts, or None where nothing was typed. Raises ``BadValue``."""
    name, phone = (clean_line(escort.name), clean_line(escort.phone)) if escort else ("", "")
    if not name and not phone:
        return None
    if not name:
        raise BadValue(_("Type the name of the person who takes the patient home."), "escort_name")
    if sum(sign.isdigit() for sign in phone) < _FEWEST_DIGITS:
        raise BadValue(_("Type a phone number the escort answers today."), "escort_phone")
    return Escort(name, phone)


def _check_in_session(
    desk: Desk,
    start: Sheet,
    contact_confirmed: bool,
    escort: Escort | None,
    replies: Mapping[str, str],
    occurred_at: datetime | None,
) -> None:
    """Record the check-in of a session without a booking, in its own course."""
    line = sessions.line(desk, start.session_id or "")
    if line.phase not in (Phase.ARRIVED, Phase.CHECKING):
        raise BadValue(_("Check in a patient who is here, before the visit begins."))
    detail: dict[str, object] = {"identified_by": [NAME, BIRTH_DATE], "contact_confirmed": contact_confirmed}
    if escort:
        detail |= {"item": str(CheckItem.ESCORT), "name": escort.name, "phone": escort.phone}
    if replies:
        detail["same_day"] = dict(replies)
    row = insert(
        "session_events",
        desk.new_id(),
        session_id=line.id,
        patient_id=start.patient.id,
        kind=str(EventKind.CHECKED_IN),
        detail=json.dumps(detail, sort_keys=True, ensure_ascii=False),
        transcribed=int(desk.transcribing),
        **moment_columns("occurred_at", when(desk, occurred_at)),
    )
    desk.record("visit.check_in", row, patient=start.patient.id)


def _before(desk: Desk, appointment_id: str | None, session_id: str | None) -> CheckIn | None:
    """Return the check-in of a visit that counts now: that of its booking, or of a session without one."""
    if appointment_id:
        return appointments.last_check_in(desk, appointment_id)
    row = desk.row(
        "SELECT x.detail ->> 'contact_confirmed' AS confirmed FROM session_events x "
        "JOIN search_entries e ON e.id = x.version WHERE x.session_id = ? AND x.kind = 'checked_in' "
        "ORDER BY e.seq DESC LIMIT 1",
        session_id or "",
    )
    return CheckIn((NAME, BIRTH_DATE), bool(row["confirmed"])) if row else None


def protocol_of(desk: Desk, session_id: str) -> Protocol | None:
    """Return the protocol a session follows, or None where there is no such session."""
    row = desk.row(
        "SELECT r.protocol_id FROM sessions s JOIN series r ON r.id = s.series_id WHERE s.id = ?", session_id
    )
    return pinned_protocols.read(desk, row["protocol_id"]) if row else None


def escort_of(desk: Desk, session_id: str) -> Escort | None:
    """Return who is to take the patient home, as last written down; nothing else of the events is read."""
    row = desk.row(
        "SELECT x.detail ->> 'name' AS name, x.detail ->> 'phone' AS phone FROM session_events x "
        "JOIN search_entries e ON e.id = x.version WHERE x.session_id = ? AND x.detail ->> 'item' = 'escort' "
        "ORDER BY e.seq DESC LIMIT 1",
        session_id,
    )
    return Escort(row["name"] or "", row["phone"] or "") if row else None


def _last_confirmed(desk: Desk, patient_id: str) -> date | None:
    """Return the day on which the patient last confirmed the contact details, at any check-in."""
    last = " AND x.kind = 'checked_in' AND x.detail ->> 'contact_confirmed' = 1 ORDER BY x.occurred_at DESC LIMIT 1"
    found = [
        desk.row(
            "SELECT x.occurred_at FROM appointments a JOIN appointment_events x ON x.appointment_id = a.id "
            f"WHERE {same_person('a.patient_id')}" + last,
            patient_id,
        ),
        desk.row(
            "SELECT x.occurred_at FROM sessions s JOIN session_events x ON x.session_id = s.id "
            f"WHERE {of_person('s', 'sessions')}" + last,
            patient_id,
        ),
    ]
    return max((desk.local(from_text(row["occurred_at"])).date() for row in found if row), default=None)
