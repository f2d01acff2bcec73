"""What the patient banner says, in words: who this is, one statement about allergies, and the newest weight."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import chart_facts, contact_rules, patients
from clinicdesk.records.chart_facts import Allergy
from clinicdesk.records.identities import of_person, same_person
from clinicdesk.records.patients import Patient
from clinicdesk.records.taken_back import taken_back
from clinicdesk.rules.answers import Answer
from clinicdesk.storage.clock import from_text

AllergyStatement = Literal["known", "none", "not_recorded", "unavailable"]


@dataclass(frozen=True, slots=True)
class Banner:
    """The banner's texts; an empty one was not recorded. ``unavailable`` is said to who may not see allergies.

    ``died`` says of somebody who has died when, and at what age; ``note`` how to tell the patient from a namesake,
    ``withdrawn`` which treatment the patient took back and when, while nothing newer was signed.
    """

    name: str
    born: str
    gender: str
    record_number: str
    allergies: AllergyStatement
    preferred_name: str
    allergy_text: str
    allergies_at: str
    weight: str
    alerts: str
    died: str = ""
    note: str = ""
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A patient's weight, and when it was taken (UTC)."""

    grams: int
    at: datetime


def of_patient(desk: Desk, patient_id: str) -> Banner:
    """Return what the banner of a patient says to the person at this desk. Raises ``NotFound``."""
    patient = patients.get(desk, patient_id)
    statement, listed, at = _allergies(desk, patient.id)
    return Banner(
        name=formats.format_name(patient.family_name, patient.given_name, patient.title),
        born=_born(desk, patient),
        gender=patient.gender or patient.sex_at_birth.capitalize(),
        record_number=patients.format_record_number(patient.record_number),
        allergies=statement,
        preferred_name=patient.preferred_name,
        allergy_text=listed,
        allergies_at=at,
        weight=_weight(desk, patient.id),
        alerts=_alerts(patient),
        died=_died(patient),
        note=_note(desk, patient),
        withdrawn=_withdrawn(desk, patient.id),
    )


def newest_weight(desk: Desk, patient_id: str) -> Weighed | None:
    """Return the weight taken last, corrections considered; None when the patient was never weighed here."""
    desk.may_see("clinical")
    row = desk.row(
        "SELECT o.value, o.taken_at FROM sessions s CROSS JOIN observations o ON o.session_id = s.id "
        f"WHERE {of_person('s', 'sessions')} AND o.kind = 'weight' AND o.value IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM observations c WHERE c.session_id = s.id AND c.kind = 'weight' "
        "AND c.corrects = o.id) ORDER BY o.taken_at DESC LIMIT 1",
        patient_id,
    )
    return Weighed(row["value"], from_text(row["taken_at"])) if row else None


def _weight(desk: Desk, patient_id: str) -> str:
    weighed = newest_weight(desk, patient_id) if desk.sees("clinical") else None
    if weighed is None:
        return ""
    day = formats.format_date(desk.local(weighed.at).date())
    return _("{weight}, {day}").format(weight=formats.format_weight(weighed.grams), day=day)


def _allergies(desk: Desk, patient_id: str) -> tuple[AllergyStatement, str, str]:
    if not desk.sees("clinical"):
        return "unavailable", "", ""
    found = chart_facts.of(desk, patient_id).allergies
    if found.answer is Answer.SOME:
        listed = ", ".join(map(_allergy, found.items))
        if found.contradicted:
            listed = _("{allergies} (another registration says none: ask again)").format(allergies=listed)
        return "known", listed, _updated(desk, patient_id)
    if found.answer is Answer.NONE:
        return "none", "", _updated(desk, patient_id)
    return "not_recorded", "", ""


def _allergy(allergy: Allergy) -> str:
    more = ", ".join(part for part in (allergy.reaction, allergy.severity) if part)
    return f"{allergy.substance} ({more})" if more else allergy.substance


def _updated(desk: Desk, patient_id: str) -> str:
    row = desk.row(
        "SELECT max(e.at) AS at FROM search_entries e WHERE e.id IN "
        f"(SELECT version FROM allergies WHERE {same_person()} UNION ALL "
        f"SELECT version FROM patient_answers WHERE {same_person()} AND field = 'allergies')",
        patient_id,
        patient_id,
    )
    return formats.format_date(desk.local(from_text(row["at"])).date()) if row and row["at"] else ""


def _withdrawn(desk: Desk, patient_id: str) -> str:
    """Return the state, not the reason: the front desk reads it too."""
    found = taken_back(desk, patient_id)
    if not found:
        return ""
    papers = "; ".join(f"{one.title}, {formats.format_date(one.day)}" for one in found)
    return _("Consent withdrawn: {papers}").format(papers=papers)


def _alerts(patient: Patient) -> str:
    """Return what forbids the usual: voided, moved away, not to be called. That somebody died stands by itself."""
    alerts = [_("Record voided")] if patient.voided_reason else []
    if not patient.deceased:
        alerts += contact_rules.forbidding(patient)
    return ", ".join(alerts)


def _born(desk: Desk, patient: Patient) -> str:
    """Return the birth date with the age, which only the living have."""
    if patient.deceased and patient.birth_date is not None:
        return formats.format_date(patient.birth_date)
    return formats.format_born(patient.birth_date, desk.local(desk.now()).date())


def _died(patient: Patient) -> str:
    if not patient.deceased:
        return ""
    if patient.deceased_on is None:
        return _("Day not known")
    day = formats.format_date(patient.deceased_on)
    if patient.birth_date is None:
        return day
    return _("{day}, at {age}").format(day=day, age=formats.format_age(patient.birth_date, patient.deceased_on))


def _note(desk: Desk, patient: Patient) -> str:
    """Return how to tell the patient from a namesake, and whether there is one."""
    if patient.distinguishing_remark:
        return _("Not to be confused: {remark}").format(remark=patient.distinguishing_remark)
    namesake = desk.row(
        "SELECT 1 FROM search_patients s JOIN search_patients o ON o.family = s.family AND o.given = s.given "
        "AND o.patient_id <> s.patient_id WHERE s.patient_id = (SELECT p.id FROM patients p WHERE p.id = ?) "
        "AND s.family <> '' AND s.given <> '' LIMIT 1",
        patient.id,
    )
    return _("Another patient has the same name") if namesake else ""
