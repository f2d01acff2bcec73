"""The steps of an esketamine session, for tests that begin in the middle of one."""

from datetime import date, time, timedelta

from clinicdesk.desk import Desk
from clinicdesk.records import consents, enrolments, protocols, series, sessions, site_certifications, staff
from clinicdesk.records.consents import Inked
from clinicdesk.records.enrolments import Enrolment
from clinicdesk.records.site_certifications import SiteCertification
from clinicdesk.rules.devices import DeviceDose
from clinicdesk.rules.vitals import Kind
from tests.records.sessions.steps import BASELINE, NO, TODAY, ZOE, eligible

REMS = "spravato-rems"
GOOD_UNTIL = date(2027, 6, 30)
DAYS = [TODAY + timedelta(days=offset) for offset in (0, 3, 7, 10, 14, 17, 21, 24)]


def plan(desk: Desk, patient_id: str, protocol: str = "esketamine-induction", days: list[date] | None = None) -> str:
    """Plan a series that suits the patient and begins today, and return its first session."""
    eligible(desk, patient_id, protocols.load_all()[0][protocol].eligibility)
    series_id = series.plan(
        desk,
        patient_id=patient_id,
        protocol_name=protocol,
        days=days or DAYS,
        time=time(9, 30),
        indication="Treatment-resistant depression",
    )
    return sessions.of_series(desk, series_id)[0].id


def certify(prescriber: Desk) -> None:
    """Write down that the clinic is certified."""
    site_certifications.certify(
        prescriber,
        SiteCertification(
            programme=REMS,
            number="S-1042",
            representative="Dr Pat Osei",
            phone="218 555 0100",
            email="rems@harbour.example",
            certified_on=date(2026, 1, 5),
        ),
    )


def enrol(desk: Desk, patient_id: str) -> None:
    """Write down that the patient is enrolled."""
    enrolments.enrol(desk, patient_id, Enrolment(programme=REMS, number="P-77", enrolled_on=date(2026, 2, 20)))


def sign_consent(desk: Desk, patient_id: str) -> None:
    """Have the consent signed on paper."""
    consent_id = consents.prepare(desk, patient_id=patient_id, text_name="esketamine-nasal")
    inked = Inked(signer_name="Zoë Ångström", clinician="Dr Pat Osei")
    consents.sign_on_paper(desk, consents.get(desk, consent_id), inked, signed_on=desk.local(desk.now()).date())


def checks(desk: Desk, session_id: str) -> None:
    """Do every check before the first device but consent, order and identifiers."""
    now = desk.now()
    sessions.arrive(desk, session_id)
    sessions.check_fasting(
        desk,
        session_id,
        solids_at=now - timedelta(hours=3),
        liquids_at=now - timedelta(hours=1),
        nasal_used=False,
    )
    sessions.check_escort(desk, session_id, name="Per Ångström", phone="218 555 0142")
    sessions.check_at_chair(desk, session_id, medicines=NO, substances=NO, suicidality=NO)
    doctor = next(member for member in staff.everybody(desk) if member.login == "pat")
    sessions.check_prescriber(desk, session_id, staff_id=doctor.id)
    missing = set(sessions.get(desk, session_id).protocol.vitals.kinds) - set(BASELINE)
    awake = {Kind.SEDATION: 5, Kind.DISSOCIATION: 0}
    sessions.observe(desk, session_id, values={**BASELINE, **{kind: awake[kind] for kind in missing}})


def order(prescriber: Desk, session_id: str, dose_micrograms: int = 56_000, **more: object) -> str:
    """Sign an order of some devices."""
    dose = DeviceDose(dose_micrograms, 28_000, 5)
    return sessions.order(prescriber, session_id, identity=ZOE, dose=dose, **more)  # type: ignore[arg-type]


def ready(nurse: Desk, prescriber: Desk, session_id: str) -> None:
    """Bring a session to the point where only the first device is left."""
    patient_id = sessions.line(nurse, session_id).patient_id
    certify(prescriber)
    enrol(nurse, patient_id)
    sign_consent(nurse, patient_id)
    checks(nurse, session_id)
    order(prescriber, session_id)


def device(desk: Desk, session_id: str, lot: str = "24KX01", **more: object) -> int:
    """Give a device; the first one with the two identifiers."""
    first = sessions.get(desk, session_id).started is None
    return sessions.give_device(
        desk,
        session_id,
        lot=lot,
        expires_on=GOOD_UNTIL,
        identity=ZOE if first else None,
        **more,  # type: ignore[arg-type]
    )
