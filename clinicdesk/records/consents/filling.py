"""What stands in the places of a consent text: known from the record, else typed when the form is prepared."""

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.formats import format_name
from clinicdesk.language import _
from clinicdesk.permissions import Role
from clinicdesk.records import patients, pinned_protocols, practice, protocols, staff
from clinicdesk.records.consents.consent import Consent
from clinicdesk.records.identities import same_person
from clinicdesk.records.patients import Patient
from clinicdesk.records.wordings import Wording, form_day, form_words
from clinicdesk.rules.protocol import Protocol

LONGEST = 500


def places(wording: Wording) -> tuple[str, ...]:
    """Return the places of a text, each once, in the order they are met."""
    met = (span.placeholder for block in wording.blocks for span in block.spans if span.placeholder)
    return tuple(dict.fromkeys(str(place) for place in met))


def place_words(place: str) -> str:
    """Return what a person calls a place of a text."""
    return {
        "clinic.name": _("Name of the clinic"),
        "clinic.address": _("Address of the clinic"),
        "clinic.phone": _("Phone of the clinic"),
        "patient.name": _("Name of the patient"),
        "patient.birth_date": _("Date of birth"),
        "patient.record_number": _("Record number"),
        "patient.diagnosis": _("Condition to be treated"),
        "patient.emergency_contact": _("Emergency contact"),
        "clinician.name": _("Clinician"),
        "interpreter.name": _("Interpreter, if one takes part"),
        "treatment.plan": _("Treatment plan"),
        "treatment.cost": _("Cost"),
        "fasting.rule": _("Food and drink before"),
        "driving.rule": _("Driving and decisions after"),
        "escort.name": _("Name of the escort"),
        "escort.phone": _("Phone of the escort"),
        "release.recipient": _("Who receives the information"),
        "release.content": _("What is shared"),
        "release.purpose": _("What for"),
        "release.until": _("Until when"),
        "withdrawn.title": _("What is taken back"),
        "withdrawn.signed_on": _("Signed on"),
    }.get(place, place)


def known_values(desk: Desk, patient_id: str, wording: Wording, about: Consent | None = None) -> dict[str, str]:
    """Return what the record knows for each place of a text; what it does not know is empty.

    ``about`` is the consent a withdrawal form takes back. This is content of a paper the patient is given, so it asks
    for the sight of papers, not of the chart.
    """
    desk.may_see("papers")
    patient = patients.get(desk, patient_id)
    known: dict[str, Callable[[], str]] = {
        "patient.name": lambda: format_name(patient.family_name, patient.given_name, patient.title),
        "patient.birth_date": lambda: form_day(wording.language, patient.birth_date) if patient.birth_date else "",
        "patient.record_number": lambda: patients.format_record_number(patient.record_number),
        "patient.diagnosis": lambda: _diagnosis(desk, patient_id, wording),
        "patient.emergency_contact": lambda: _emergency_contact(patient),
        "clinician.name": lambda: _clinician(desk),
        "treatment.plan": lambda: _plan(desk, patient_id, wording),
        "fasting.rule": lambda: _fasting(desk, patient_id, wording),
        "withdrawn.title": lambda: _about_title(about, wording),
        "withdrawn.signed_on": lambda: form_day(wording.language, desk.local(about.since).date()) if about else "",
    }
    clinic = clinic_values(desk)
    return {place: clinic.get(place) or known.get(place, str)() for place in places(wording)}


def clinic_values(desk: Desk) -> dict[str, str]:
    """Return what the places of a text say about the clinic itself, as a blank form shows them too."""
    clinic = practice.get(desk)
    address = ", ".join(line.strip() for line in clinic.address.splitlines() if line.strip())
    return {"clinic.name": clinic.name, "clinic.address": address, "clinic.phone": clinic.phone}


def checked_values(wording: Wording, values: Mapping[str, str]) -> dict[str, str]:
    """Return typed values on one line each, only for places the text has. Raises ``BadValue`` naming the place."""
    checked: dict[str, str] = {}
    for place in places(wording):
        value = " ".join(unicodedata.normalize("NFC", values.get(place, "")).split())
        if len(value) > LONGEST:
            raise BadValue(
                _("“{place}” has room for {count} characters. Shorten it.").format(
                    place=place_words(place), count=LONGEST
                ),
                place,
            )
        checked[place] = value
    return checked


def _about_title(about: Consent | None, wording: Wording) -> str:
    if about is None:
        return ""
    words = form_words(wording.language, "paper")["withdrawn"]
    return words.format(title=about.title, number=f"{about.form_number:06d}")


def _diagnosis(desk: Desk, patient_id: str, wording: Wording) -> str:
    """Return what the chart says is treated; where it says nothing, what the series was planned for."""
    names = [
        row["name"]
        for row in desk.rows(
            f"SELECT name FROM indications WHERE {same_person()} AND voided_reason IS NULL ORDER BY id", patient_id
        )
    ]
    if names:
        return ", ".join(names)
    planned = _series(desk, patient_id, wording)
    row = planned and desk.row("SELECT indication FROM series WHERE id = ?", planned[0])
    return (row["indication"] or "") if row else ""


def _emergency_contact(patient: Patient) -> str:
    name = patient.emergency_name
    if name and patient.emergency_relation:
        name = _("{name} ({relation})").format(name=name, relation=patient.emergency_relation)
    return ", ".join(part for part in (name, patient.emergency_phone) if part)


def _clinician(desk: Desk) -> str:
    """Return the prescriber at this desk, or the only one there is: nobody is guessed among several."""
    if Role.PRESCRIBER in desk.person.roles:
        return desk.person.name
    prescribers = [member.name for member in staff.with_role(desk, Role.PRESCRIBER)]
    return prescribers[0] if len(prescribers) == 1 else ""


def _series(desk: Desk, patient_id: str, wording: Wording) -> tuple[str, Protocol] | None:
    """Return id and protocol of the newest series this text is asked for."""
    for row in desk.rows(
        f"SELECT id, protocol_id FROM series WHERE {same_person()} AND ended_on IS NULL ORDER BY id DESC", patient_id
    ):
        protocol = pinned_protocols.read(desk, row["protocol_id"])
        if wording.id in protocol.consents:
            return row["id"], protocol
    return None


def _plan(desk: Desk, patient_id: str, wording: Wording) -> str:
    """Return ``6 sessions from 02-Mar-2026 to 18-Mar-2026``, as they are planned now, in the words of the text."""
    planned = _series(desk, patient_id, wording)
    row = planned and desk.row(
        "SELECT count(*) AS count, min(planned_on) AS first, max(planned_on) AS last FROM sessions "
        "WHERE series_id = ? AND voided_reason IS NULL",
        planned[0],
    )
    if not row or not row["count"]:
        return ""
    first, last = (form_day(wording.language, date.fromisoformat(row[end])) for end in ("first", "last"))
    words = form_words(wording.language, "paper")["plan_one" if row["count"] == 1 else "plan_many"]
    return words.format(count=row["count"], first=first, last=last)


def _fasting(desk: Desk, patient_id: str, wording: Wording) -> str:
    """Return how long before a visit nothing is eaten and drunk; empty where protocols differ and none is planned."""
    planned = _series(desk, patient_id, wording)
    files = [planned[1]] if planned else [p for p in protocols.load_all()[0].values() if wording.id in p.consents]
    rules = {(p.fasting.solids_minutes, p.fasting.clear_liquids_minutes) for p in files}
    if len(rules) != 1:
        return ""
    solids, liquids = (_hours(minutes) for minutes in rules.pop())
    return form_words(wording.language, "paper")["fasting"].format(solids=solids, liquids=liquids)


def _hours(minutes: int) -> str:
    """Return ``2`` or ``1.5``."""
    return f"{minutes / 60:.1f}".removesuffix(".0")
