"""Consent forms as papers: what stands on them, byte for byte what was signed, and marked when it no longer counts."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from clinicdesk.desk import Desk
from clinicdesk.errors import CannotPrint, NotFound
from clinicdesk.printing import consent_form
from clinicdesk.records import consents, patients
from clinicdesk.records.consents import Consent, Status
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.printing.sheets import picture_count, read, texts

MOOD = "iv-ketamine-mood"
INK = [[[0.1, 0.5, 0, 0.5], [0.5, 0.2, 150, 0.9], [0.9, 0.6, 300, 0.4]]]
INITIALS = {"off-label": INK, "risks": INK, "going-home": INK}


@pytest.fixture
def patient(nurse: Desk) -> str:
    details = PatientDetails(family_name="Nguyễn", given_name="Zoë Łucja", birth_date=date(1968, 7, 21))
    return patients.register(nurse, details=details)


def prepared(desk: Desk, patient: str, **filled: str) -> Consent:
    values = {name.replace("_", ".", 1): value for name, value in filled.items()} or None
    return consents.get(desk, consents.prepare(desk, patient_id=patient, text_name=MOOD, filled=values))


def signing(desk: Desk) -> dict:
    return {
        "signer_name": "Zoë Nguyễn",
        "strokes": INK,
        "aspect": 3.0,
        "initials": INITIALS,
        "signed_at": desk.now(),
    }


def sign(desk: Desk, consent: Consent) -> tuple[Consent, bytes]:
    details = signing(desk)
    paper = consent_form.build_signed(desk, consent, **details)
    consents.sign(desk, consent, paper=paper, **details)
    return consents.get(desk, consent.id), paper


def test_a_blank_form_names_the_clinic_and_nobody(receptionist: Desk):
    sheets = texts(consent_form.blank(receptionist, MOOD))
    assert "Harbour Infusion Clinic keeps a record" in sheets[-1]
    assert "iv-ketamine-mood version 1" in sheets[0]
    assert "Sample wording" in sheets[0]
    assert all("Name" in sheet and "Born" in sheet for sheet in sheets)
    with pytest.raises(NotFound, match="There are: iv-ketamine-mood"):
        consent_form.blank(receptionist, "no-such-text")


def test_a_filled_form_says_whose_it_is_on_every_sheet(receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient, treatment_cost="<b>400</b> & 50 USD", patient_diagnosis="Depression")
    sheets = texts(consent_form.current(receptionist, consent))
    for number, sheet in enumerate(sheets, start=1):
        assert "NGUYỄN, Zoë Łucja" in sheet
        assert "Born 21-Jul-1968" in sheet
        assert "Record number 000 001" in sheet
        assert f"Page {number} of {len(sheets)}" in sheet
        assert "Form 000001" in sheet
        assert "Printed by Rita Moss on 02-Mar-2026 09:00" in sheet
    whole = " ".join(sheets)
    assert "The cost was explained to me: <b>400</b> & 50 USD" in whole
    assert "The condition to be treated is: Depression" in whole
    assert "____" in whole
    assert "Signed" not in whole


def test_agreement_and_signatures_stand_on_one_sheet(receptionist: Desk, patient: str):
    for values in ({}, {"treatment_plan": "word " * 95}):
        sheets = texts(consent_form.current(receptionist, prepared(receptionist, patient, **values)))
        assert "I agree to the treatment" in sheets[-1]
        assert "Clinician who explained the treatment" in sheets[-1]


def test_what_was_signed_comes_back_byte_for_byte(receptionist: Desk, clock: DrivenClock, patient: str):
    consent, paper = sign(receptionist, prepared(receptionist, patient))
    clock.pass_time(minutes=90)
    assert consent_form.current(receptionist, consent) == paper
    assert consent_form.as_signed(receptionist, consent) == paper
    sheets = texts(paper)
    assert "Zoë Nguyễn" in sheets[-1]
    assert "02-Mar-2026 09:00" in sheets[-1]
    assert "Signed on the screen" in sheets[-1]
    assert "____" not in " ".join(sheets)
    assert picture_count(paper) == 0


def test_equal_signing_gives_equal_bytes(receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    first = consent_form.build_signed(receptionist, consent, **signing(receptionist))
    assert consent_form.build_signed(receptionist, consent, **signing(receptionist)) == first
    other = {**signing(receptionist), "strokes": [[[0.2, 0.5, 0, 0.5], [0.9, 0.6, 300, 0.4]]]}
    assert consent_form.build_signed(receptionist, consent, **other) != first


def test_the_clinician_signs_the_same_form(receptionist: Desk, nurse: Desk, patient: str):
    consent, first = sign(receptionist, prepared(receptionist, patient))
    details = {"strokes": INK, "aspect": 3.0, "signed_at": nurse.now()}
    both = consent_form.build_countersigned(nurse, consent, **details)
    consents.countersign(nurse, consent, paper=both, **details)
    consent = consents.get(nurse, consent.id)
    assert consent_form.current(nurse, consent) == both
    assert "Nina Okafor, RN" in texts(both)[-1]
    assert "Nina Okafor, RN" not in texts(first)[-1]


def test_a_withdrawn_form_says_so_on_every_sheet(receptionist: Desk, clock: DrivenClock, patient: str):
    consent, paper = sign(receptionist, prepared(receptionist, patient))
    clock.pass_time(minutes=60 * 24)
    consents.withdraw(receptionist, consent, by_name="Zoë Nguyễn", reason="Feels <i>well</i>")
    consent = consents.get(receptionist, consent.id)
    sheets = texts(consent_form.current(receptionist, consent))
    assert all("Withdrawn 03-Mar-2026" in sheet for sheet in sheets)
    assert "Withdrawn by Zoë Nguyễn on 03-Mar-2026 09:00. Reason: Feels <i>well</i>" in sheets[0]
    assert "Signed on the screen" in sheets[-1]
    assert consent_form.as_signed(receptionist, consent) == paper


def test_declined_and_expired_forms_say_so(receptionist: Desk, clock: DrivenClock, patient: str):
    declined = prepared(receptionist, patient)
    consents.decline(receptionist, declined, by_name="Zoë Nguyễn", reason="")
    declined = consents.get(receptionist, declined.id)
    assert all("Declined 02-Mar-2026" in sheet for sheet in texts(consent_form.current(receptionist, declined)))
    with pytest.raises(NotFound, match="no signed form"):
        consent_form.as_signed(receptionist, declined)
    signed, _paper = sign(receptionist, prepared(receptionist, patient))
    clock.pass_time(minutes=60 * 24 * 200)
    expired = consents.get(receptionist, signed.id)
    assert expired.status is Status.EXPIRED
    assert "Expired: counted until 29-Aug-2026" in texts(consent_form.current(receptionist, expired))[0]


def test_signed_on_paper_says_that_the_scan_is_to_follow(receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    day = date(2026, 3, 2) - timedelta(days=3)
    consents.sign_on_paper(receptionist, consent, signed_on=day, signer_name="Zoë Nguyễn")
    sheets = texts(consent_form.current(receptionist, consents.get(receptionist, consent.id)))
    assert all("Signed on paper, scan to follow" in sheet for sheet in sheets)
    assert "27-Feb-2026 00:00" not in sheets[-1]
    assert "27-Feb-2026" in sheets[-1]


def picture(kind: str, size: tuple[int, int], orientation: int = 1) -> bytes:
    into = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = orientation
    Image.new("L", size, 128).save(into, kind, exif=exif)
    return into.getvalue()


@pytest.mark.parametrize(
    ("scan", "is_upright"),
    [(picture("PNG", (400, 600)), True), (picture("JPEG", (600, 400), 6), True), (picture("JPEG", (600, 400)), False)],
)
def test_a_photo_of_the_paper_becomes_one_sheet(receptionist: Desk, patient: str, scan: bytes, is_upright: bool):
    consent = prepared(receptionist, patient)
    consents.sign_on_paper(receptionist, consent, signed_on=date(2026, 3, 2), signer_name="Zoë Nguyễn")
    consents.receive_scan(receptionist, consent, scan)
    paper = consent_form.current(receptionist, consents.get(receptionist, consent.id))
    (sheet,) = texts(paper)
    assert "Scan of the signed paper" in sheet
    assert "NGUYỄN, Zoë Łucja" in sheet
    image = read(paper).pages[0].images[0].image
    assert image is not None
    assert (image.height > image.width) is is_upright


def test_a_picture_that_is_none_is_told(receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    consents.sign_on_paper(receptionist, consent, signed_on=date(2026, 3, 2), signer_name="Zoë Nguyễn")
    consents.receive_scan(receptionist, consent, b"\xff\xd8\xff half a photo")
    with pytest.raises(CannotPrint, match="cannot be read"):
        consent_form.current(receptionist, consents.get(receptionist, consent.id))


@pytest.mark.parametrize("name", ["محمد", "Zoë 陳"])
def test_a_name_no_font_has_is_told_before_signing(receptionist: Desk, patient: str, name: str):
    consent = prepared(receptionist, patient)
    with pytest.raises(CannotPrint, match="name of the person who signs"):
        consent_form.build_signed(receptionist, consent, **signing(receptionist) | {"signer_name": name})
