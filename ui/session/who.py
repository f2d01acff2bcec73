"""The patient banner of a session, put together from the chart."""

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import chart_facts, patients
from clinicdesk.records.sessions import Session
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.vitals import Kind
from ui.widgets.banner import Allergies, BannerPatient

_STATEMENTS: dict[Answer, Allergies] = {Answer.NONE: "none", Answer.SOME: "known"}


def banner_patient(desk: Desk, session: Session) -> BannerPatient:
    """Return what the banner shows. Unknown and not asked both read "Allergies not recorded", never "none"."""
    patient = patients.get(desk, session.patient_id)
    allergies = chart_facts.of(desk, patient.id).allergies
    standing = [item for item in allergies.items if not item.ended_on]
    today = desk.local(desk.now()).date()
    weight = session.latest(Kind.WEIGHT)
    return BannerPatient(
        name=formats.format_name(patient.family_name, patient.given_name, patient.title),
        born=formats.format_born(patient.birth_date, today),
        gender=patient.gender or patient.sex_at_birth,
        record_number=patients.format_record_number(patient.record_number),
        allergies=_STATEMENTS.get(allergies.answer, "not_recorded"),
        preferred_name=patient.preferred_name,
        allergy_text=", ".join(_allergy(item.substance, item.reaction) for item in standing),
        weight=formats.format_weight(weight.value) if weight and weight.value else "",
        note=_("Sample patient: does not exist") if desk.clinic.is_sample else "",
    )


def _allergy(substance: str, reaction: str | None) -> str:
    return f"{substance} ({reaction})" if reaction else substance
