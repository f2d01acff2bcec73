"""Programmes: their files, the clinic's certification, the patients' enrolments."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from clinicdesk import resources
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed, NotFound
from clinicdesk.records import enrolments, merging, patients, programmes, site_certifications
from clinicdesk.records.enrolments import Enrolment
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.site_certifications import SiteCertification
from clinicdesk.records.toml_table import FaultyFile

REMS = "spravato-rems"
TODAY = date(2026, 3, 2)
SITE = SiteCertification(
    programme=REMS, number="S-1", representative="Dr Pat Osei", phone="218 555 0100", certified_on=date(2026, 1, 5)
)


@pytest.fixture
def patient(nurse: Desk) -> str:
    details = PatientDetails(family_name="Lind", given_name="Eva", birth_date=date(1980, 4, 5))
    return patients.register(nurse, details=details)


def test_every_file_of_a_programme_can_be_read() -> None:
    files = sorted(Path(resources.folder("programmes")).glob("*.toml"))
    assert [programmes.parse(file.read_text(encoding="utf-8"), file.name).id for file in files] == list(
        programmes.known()
    )
    for programme in programmes.known().values():
        assert programme.provenance.source


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('kind = "yes_no"', 'kind = "maybe"'),
        ('only_if = "sedation=yes"', 'only_if = "snoring=yes"'),
        ('id = "maoi"', 'id = "opioid"'),
        ("form_due_days = 7", 'form_due_days = "soon"'),
        ('title = "Patient"', 'titel = "Patient"'),
    ],
)
def test_a_faulty_file_is_refused(before: str, after: str) -> None:
    text = resources.read_text("programmes/spravato-rems.toml")
    assert before in text
    with pytest.raises(FaultyFile):
        programmes.parse(text.replace(before, after, 1), "faulty.toml")


def test_an_unknown_programme_has_no_file() -> None:
    with pytest.raises(NotFound):
        programmes.get("something")
    assert programmes.title_of("something") == "something"


def test_the_clinic_is_certified_from_one_day_until_another(prescriber: Desk, receptionist: Desk) -> None:
    assert "not written down" in (site_certifications.problem(receptionist, REMS, TODAY) or "")
    site_certifications.certify(prescriber, SITE)
    assert site_certifications.problem(receptionist, REMS, TODAY) is None
    assert "only from 05-Jan-2026" in (site_certifications.problem(receptionist, REMS, date(2026, 1, 4)) or "")
    found = site_certifications.of(prescriber, REMS)
    assert (found.number, found.representative, found.email) == ("S-1", "Dr Pat Osei", "")
    site_certifications.certify(
        prescriber,
        SiteCertification(
            programme=REMS,
            representative="Dr Pat Osei",
            certified_on=date(2026, 1, 5),
            valid_until=date(2026, 3, 1),
            version=found.version,
        ),
    )
    assert "ended on 01-Mar-2026" in (site_certifications.problem(receptionist, REMS, TODAY) or "")
    with pytest.raises(ChangedElsewhere):
        site_certifications.certify(prescriber, SITE)


def test_a_certification_is_called_for_renewal_a_month_before_it_ends(prescriber: Desk) -> None:
    assert site_certifications.to_renew(prescriber, TODAY) == ()
    site_certifications.certify(prescriber, SITE)
    assert site_certifications.to_renew(prescriber, TODAY) == ()
    version = site_certifications.of(prescriber, REMS).version
    site_certifications.certify(prescriber, replace(SITE, valid_until=date(2026, 4, 1), version=version))
    assert site_certifications.to_renew(prescriber, date(2026, 3, 1)) == ()
    for day in (TODAY, date(2026, 4, 1)):
        (told,) = site_certifications.to_renew(prescriber, day)
        assert "ends on 01-Apr-2026" in told
    (told,) = site_certifications.to_renew(prescriber, date(2026, 4, 2), REMS)
    assert "ended on 01-Apr-2026" in told


def test_who_certifies_and_what_must_stand_there(nurse: Desk, prescriber: Desk) -> None:
    with pytest.raises(NotAllowed):
        site_certifications.certify(nurse, SITE)
    for field, faulty in (
        ("representative", SiteCertification(programme=REMS, representative=" ", certified_on=TODAY)),
        ("certified_on", SiteCertification(programme=REMS, representative="A")),
        ("number", SiteCertification(programme=REMS, representative="A", number="1" * 501, certified_on=TODAY)),
        (
            "valid_until",
            SiteCertification(programme=REMS, representative="A", certified_on=TODAY, valid_until=date(2026, 3, 1)),
        ),
    ):
        with pytest.raises(BadValue) as refused:
            site_certifications.certify(prescriber, faulty)
        assert refused.value.field == field
    with pytest.raises(NotFound):
        site_certifications.certify(prescriber, SiteCertification(programme="x", representative="A"))


def test_the_front_desk_enrols_and_ends(receptionist: Desk, patient: str) -> None:
    assert "not enrolled" in (enrolments.problem(receptionist, patient, REMS, TODAY) or "")
    made = enrolments.enrol(
        receptionist, patient, Enrolment(programme=REMS, number="P-77", enrolled_on=date(2026, 2, 20))
    )
    assert enrolments.problem(receptionist, patient, REMS, TODAY) is None
    assert "only from 20-Feb-2026" in (enrolments.problem(receptionist, patient, REMS, date(2026, 2, 19)) or "")
    (found,) = enrolments.of_patient(receptionist, patient)
    assert (found.id, found.number, found.remark) == (made, "P-77", "")
    enrolments.change(
        receptionist,
        found,
        Enrolment(programme=REMS, number="P-77", enrolled_on=found.enrolled_on, ended_on=date(2026, 2, 28)),
    )
    assert "ended on 28-Feb-2026" in (enrolments.problem(receptionist, patient, REMS, TODAY) or "")
    assert enrolments.standing(receptionist, patient, REMS, date(2026, 2, 28)) is not None
    with pytest.raises(ChangedElsewhere):
        enrolments.change(receptionist, found, found)


def test_what_must_stand_in_an_enrolment(nurse: Desk, administrator: Desk, patient: str) -> None:
    for field, faulty in (
        ("enrolled_on", Enrolment(programme=REMS)),
        ("enrolled_on", Enrolment(programme=REMS, enrolled_on=date(2026, 3, 3))),
        ("ended_on", Enrolment(programme=REMS, enrolled_on=TODAY, ended_on=date(2026, 3, 1))),
        ("remark", Enrolment(programme=REMS, enrolled_on=TODAY, remark="x" * 501)),
    ):
        with pytest.raises(BadValue) as refused:
            enrolments.enrol(nurse, patient, faulty)
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        enrolments.enrol(administrator, patient, Enrolment(programme=REMS, enrolled_on=TODAY))


def test_an_enrolment_is_found_under_the_record_that_stays(everyone: Desk, patient: str) -> None:
    other = patients.register(
        everyone, details=PatientDetails(family_name="Lind", given_name="Eva", birth_date=date(1980, 4, 5))
    )
    enrolments.enrol(everyone, other, Enrolment(programme=REMS, enrolled_on=TODAY))
    versions = (patients.get(everyone, patient).version, patients.get(everyone, other).version)
    merging.merge(everyone, patient, other, choices={}, based_on=versions, reason="Registered twice")
    assert [one.patient_id for one in enrolments.of_patient(everyone, patient)] == [patient]
