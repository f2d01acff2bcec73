"""Consent forms as papers: what stands on them, byte for byte what was signed, and marked when it no longer counts."""

from datetime import date
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from clinicdesk.desk import Desk
from clinicdesk.errors import CannotPrint, NotFound
from clinicdesk.printing import consent_form, signing
from clinicdesk.records import consents, patients, practice, wordings
from clinicdesk.records.consents import Consent, Status
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.wordings import Signer
from clinicdesk.storage.clock import DrivenClock
from tests.printing import spanish
from tests.printing.codes import codes, pictures
from tests.printing.sheets import picture_count, read, texts
from tests.records.consenting import MOOD, PAIN, countersign, on_paper, penned, prepared, sign

TODAY = date(2026, 3, 2)


@pytest.fixture
def patient(nurse: Desk) -> str:
    details = PatientDetails(family_name="Nguyễn", given_name="Zoë Łucja", birth_date=date(1968, 7, 21))
    return patients.register(nurse, details=details)


def filled(desk: Desk, patient: str, **values: str) -> Consent:
    return prepared(desk, patient, filled={name.replace("_", ".", 1): value for name, value in values.items()})


def now(desk: Desk, consent: Consent) -> list[str]:
    """The text of each sheet of the form as it stands."""
    return texts(consent_form.current(desk, consents.get(desk, consent.id)))


# To be signed ------------------------------------------------------------------------------------------------------


def test_a_blank_form_names_the_clinic_and_nobody(receptionist: Desk):
    paper = consent_form.blank(receptionist, MOOD)
    sheets = texts(paper)
    assert "Harbour Infusion Clinic keeps a record" in sheets[-1]
    assert "iv-ketamine-mood.en version 1" in sheets[0]
    assert all("Name" in sheet and "Born" in sheet for sheet in sheets)
    assert "Sample wording" not in " ".join(sheets)
    assert codes(paper) == [[] for _sheet in sheets]
    assert consent_form.blank(receptionist, f"{MOOD}.en") == paper
    with pytest.raises(NotFound, match=r"There are: .*iv-ketamine-mood\.en"):
        consent_form.blank(receptionist, "no-such-text")


def test_a_text_nobody_stands_for_says_so_on_every_sheet(receptionist: Desk):
    sheets = texts(consent_form.of_wording(receptionist, wordings.shipped()[f"{MOOD}.en"]))
    assert all("Sample wording" in sheet for sheet in sheets)


def test_a_filled_form_says_whose_it_is_on_every_sheet(receptionist: Desk, patient: str):
    consent = filled(receptionist, patient, treatment_cost="<b>400</b> & 50 USD", patient_diagnosis="Depression")
    sheets = now(receptionist, consent)
    for number, sheet in enumerate(sheets, start=1):
        assert "NGUYỄN, Zoë Łucja" in sheet
        assert "Born 21-Jul-1968" in sheet
        assert "Record number 000 001" in sheet
        assert f"Page {number} of {len(sheets)}" in sheet
        assert sheet.count("Form 000001") == 2  # beside the code, and at the foot
        assert "Printed by Rita Moss on 02-Mar-2026 09:00" in sheet
    whole = " ".join(sheets)
    assert "<b>400</b> & 50 USD" in whole
    assert "Depression" in whole
    assert "____" in whole
    assert "Signed on" not in whole


def test_every_sheet_to_be_signed_carries_its_code(receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient)
    paper = consent_form.current(receptionist, consent)
    start = f"CLINICDESK:FORM:{consents.clinic_mark(receptionist)}:000001:"
    mark = consents.form_mark(receptionist, consent)
    pages = len(read(paper).pages)
    expected = [[f"{start}{page}/{pages}:{mark}".upper()] for page in range(1, pages + 1)]
    for dots_per_inch in (200, 100):
        assert codes(paper, dots_per_inch) == expected
    assert "NGUY" not in str(expected)


def test_agreement_and_signatures_stand_on_one_sheet(receptionist: Desk, patient: str):
    for values in ({}, {"treatment_plan": "word " * 95}, {"treatment_cost": "word " * 60}):
        sheets = now(receptionist, filled(receptionist, patient, **values))
        assert "I agree to the treatment" in sheets[-1]
        assert "Clinician who explained this form" in sheets[-1]


# Signed on the screen ----------------------------------------------------------------------------------------------


def test_what_was_signed_comes_back_byte_for_byte(receptionist: Desk, nurse: Desk, clock: DrivenClock, patient: str):
    consent = countersign(nurse, sign(receptionist, prepared(receptionist, patient)))
    assert consent.status is Status.SIGNED
    paper = consent_form.current(receptionist, consent)
    clock.pass_time(minutes=90)
    assert consent_form.as_signed(nurse, consent) == paper
    sheets = texts(paper)
    whole = " ".join(sheets)
    for expected in (
        "Zoë Nguyễn",
        "Nina Okafor, RN",
        "02-Mar-2026 09:00",
        "Signed on the screen",
        "This counts until 29-Aug-2026",
    ):
        assert expected in whole
    assert "____" not in whole
    assert picture_count(paper) == 0


def test_the_paper_is_made_from_the_seal_alone(
    receptionist: Desk, nurse: Desk, administrator: Desk, clock: DrivenClock, patient: str
):
    consent = countersign(nurse, sign(receptionist, prepared(receptionist, patient)))
    assert consent.seal is not None
    sealed = consents.sealing.read(nurse, consent.seal)
    paper = consent_form.current(receptionist, consent)
    before = practice.get(administrator)
    practice.change(
        administrator,
        based_on=before.version,
        name="Another name",
        address="",
        phone="",
        paper_size="A4",
        time_zone="Europe/Paris",
        lock_after_minutes=5,
    )
    clock.pass_time(minutes=90)
    assert consent_form.of_seal(administrator, sealed) == paper
    assert "Another name" not in " ".join(texts(consent_form.copy(administrator, consent)))


def test_the_logo_is_the_one_of_that_day(receptionist: Desk, nurse: Desk, administrator: Desk, patient: str):
    def change_logo(colour: int) -> None:
        into = BytesIO()
        Image.new("L", (40, 20), colour).save(into, "PNG")
        was = practice.get(administrator)
        practice.change(
            administrator,
            based_on=was.version,
            name=was.name,
            address=was.address,
            phone=was.phone,
            paper_size=was.paper_size,
            time_zone=was.time_zone,
            lock_after_minutes=was.lock_after_minutes,
            logo=into.getvalue(),
        )

    change_logo(0)
    consent = countersign(nurse, sign(receptionist, prepared(receptionist, patient)))
    assert consent.seal is not None
    change_logo(200)
    paper = consent_form.of_seal(nurse, consents.sealing.read(nurse, consent.seal))
    assert paper == consent_form.current(nurse, consent)
    assert picture_count(paper) == len(read(paper).pages)


def test_the_fingerprint_is_on_every_sheet_and_in_a_code(receptionist: Desk, nurse: Desk, patient: str):
    consent = countersign(nurse, sign(receptionist, prepared(receptionist, patient)))
    assert consent.seal is not None
    paper = consent_form.current(receptionist, consent)
    fingerprint = consents.short_form(consent.seal.sha256)
    assert all(fingerprint in sheet for sheet in texts(paper))
    found = [code for sheet in codes(paper) for code in sheet]
    assert found == [f"CLINICDESK:SEAL:{consent.seal.sha256}".upper()]
    assert consents.by_fingerprint(receptionist, found[0]) == [consent]


def test_what_was_signed_says_how_it_came_about(receptionist: Desk, prescriber: Desk, patient: str):
    consent = prepared(receptionist, patient)
    consents.ask(receptionist, consent, question="May I take <font> & lithium \U0001f9ff?", by_name="Zoë Nguyễn")
    (question,) = consents.get(receptionist, consent.id).open_questions
    consents.answer(prescriber, consent, question, words="Yes, with water.")
    consent = sign(receptionist, consent, device="pen", read_aloud_by="Rita Moss")
    consent = countersign(prescriber, consent)
    whole = " ".join(texts(consent_form.current(receptionist, consent)))
    for expected in (
        "What was signed",
        "iv-ketamine-mood.en version 1, in use at the clinic by the decision of Sam Rivera, MD on 02-Mar-2026",
        "with a pen, at workstation TEST-PC, at the desk of Rita Moss",
        "read to the end on the screen; read aloud by Rita Moss",
        "“I agree to sign on this screen.”",
        "Dr Pat Osei, 02-Mar-2026 09:00; the patient can make this decision",
        "May I take <font> & lithium [U+1F9FF]?",
        "Answer of Dr Pat Osei: Yes, with water.",
    ):
        assert expected in whole


def test_a_form_that_still_lacks_a_signature_says_so(receptionist: Desk, patient: str):
    consent = sign(receptionist, prepared(receptionist, patient))
    assert consent.status is Status.INCOMPLETE
    sheets = now(receptionist, consent)
    assert all("Not complete: a signature is missing" in sheet for sheet in sheets)
    assert "Still to sign: Clinician who explained this form." in sheets[0]
    assert "Signed on the screen" in " ".join(sheets)


def test_a_withdrawal_form_names_the_form_it_takes_back(receptionist: Desk, nurse: Desk, patient: str):
    consent = countersign(nurse, sign(receptionist, prepared(receptionist, patient)))
    form = sign(receptionist, prepared(receptionist, patient, "withdrawal", about=consent))
    paper = consent_form.current(receptionist, form)
    whole = " ".join(texts(paper))
    assert "Takes back what was signed on form 000001" in whole
    assert "counts until" not in whole
    assert (read(paper).metadata or {})["/Title"] == "Withdrawal form"
    assert "Withdrawn 02-Mar-2026" in now(receptionist, consent)[0]


# In the language of the form ---------------------------------------------------------------------------------------


def test_a_spanish_form_is_spanish_around_its_text_too(everyone: Desk, patient: str):
    spanish.adopt(everyone)
    consent = prepared(everyone, patient, spanish.FOTOS, language="es", representative=True, interpreter=True)
    paper = consent_form.current(everyone, consent)
    assert read(paper).trailer["/Root"]["/Lang"] == "es"
    whole = " ".join(texts(paper))
    for expected in (
        "Formulario 000001",
        "Fecha de nacimiento: 21-jul-1968",
        "Página 1 de",
        "Impreso por Sam Rivera, MD el 02-mar-2026 09:00",
        "Padre, madre, tutor o representante",
        "Con qué derecho",
        "Intérprete",
        "Mis iniciales:",
        "☐ Sí, las permito",
        "Solo si lo desea:",
        "Una firma vale 365 días",
    ):
        assert expected in whole.replace("\u00a0", " ")
    for english in ("Name", "Page", "Printed", "Record", "Signed", "Date"):
        assert english not in whole


@pytest.mark.parametrize("text", sorted(key for key, one in wordings.shipped().items() if one.kind != "withdrawal"))
def test_every_shipped_text_can_be_signed_by_everybody_and_says_so_in_its_language(
    everyone: Desk, patient: str, text: str
):
    name, language = text.split(".")
    consent = prepared(everyone, patient, name, language=language, representative=True, interpreter=True)
    guardian = {"role": Signer.GUARDIAN, "name": "Ana Nguyễn", "relation": "mother", "authority": "parent"}
    consent = sign(everyone, consent, mark=True, **guardian)
    others = {Signer.WITNESS: {}, Signer.INTERPRETER: {"language": "es"}}
    for role, more in others.items():
        signing.attest(everyone, consent, penned(everyone, role, f"Somebody {role}", **more))
    if Signer.CLINICIAN in consent.signers:
        countersign(everyone, consent)
    consent = consents.get(everyone, consent.id)
    assert consent.status is Status.SIGNED
    paper = consent_form.current(everyone, consent)
    assert read(paper).trailer["/Root"]["/Lang"] == language
    whole = " ".join(texts(paper))
    expected = {"en": ("Signed on the screen", "Spanish", "witness: Somebody witness", "What was signed")}
    expected["es"] = ("Firmado en la pantalla", "español", "testigo: Somebody witness", "Qué se firmó")
    for words in expected[language]:
        assert words in whole
    assert codes(paper, 200)[-1] == [f"CLINICDESK:SEAL:{consent.seals[-1].sha256}".upper()]


def test_answers_stand_as_they_were_given(everyone: Desk, patient: str):
    spanish.adopt(everyone)
    consent = prepared(everyone, patient, spanish.FOTOS, language="es", representative=True)
    answers = {"fotos": "No las permito", "limites": "Nunca <font color='red'>la & cara</font>", "nota": ""}
    authority = "tutela legal <b>por</b> orden del juzgado & " * 40
    consent = sign(
        everyone,
        consent,
        role=Signer.GUARDIAN,
        name="Ana Nguyễn",
        answers=answers,
        relation="madre",
        authority=authority,
        mark=True,
    )
    sheets = texts(consent_form.current(everyone, consent))
    whole = " ".join(sheets).replace("\u00a0", " ")
    for expected in (
        "☐ Sí, las permito",
        "☒ No las permito",
        "Nunca <font color='red'>la & cara</font>",
        "Sin respuesta",
        "Marca hecha en la pantalla",
        "Ana Nguyễn, madre",
        "falta la firma de un testigo",
        "Incompleto: falta una firma",
    ):
        assert expected in whole
    assert whole.count("tutela legal <b>por</b>") == 40


def test_an_answer_that_fills_sheets_is_printed_whole(everyone: Desk, patient: str):
    spanish.adopt(everyone)
    long = " ".join(f"palabra{number}" for number in range(3000))
    answers = {"fotos": "No las permito", "limites": long, "nota": "y" * 4000}
    consent = sign(everyone, prepared(everyone, patient, spanish.FOTOS, language="es"), answers=answers)
    sheets = texts(consent_form.current(everyone, consent))
    assert "palabra0 " in " ".join(sheets)
    assert "palabra2999" in " ".join(sheets)
    assert " ".join(sheets).replace(" ", "").count("y" * 50) > 50


# What became of it -------------------------------------------------------------------------------------------------


def test_a_withdrawn_form_says_so_on_every_sheet(receptionist: Desk, nurse: Desk, clock: DrivenClock, patient: str):
    consent = countersign(nurse, sign(receptionist, prepared(receptionist, patient)))
    paper = consent_form.current(receptionist, consent)
    clock.pass_time(minutes=60 * 24)
    consents.withdraw(receptionist, consent, by_name="Zoë Nguyễn", reason="Feels <i>well</i>")
    assert "Reason" not in now(receptionist, consent)[0]
    sheets = now(nurse, consent)
    assert all("Withdrawn 03-Mar-2026" in sheet for sheet in sheets)
    assert "Withdrawn by Zoë Nguyễn on 03-Mar-2026 09:00. Reason: Feels <i>well</i>" in sheets[0]
    assert "This is a copy." in sheets[0]
    assert all(consents.short_form(consent.seal.sha256) in sheet for sheet in sheets)
    assert consent_form.as_signed(receptionist, consents.get(receptionist, consent.id)) == paper


def test_declined_and_expired_forms_say_so(receptionist: Desk, nurse: Desk, clock: DrivenClock, patient: str):
    declined = prepared(receptionist, patient)
    consents.decline(receptionist, declined, by_name="Zoë Nguyễn", reason="")
    assert all("Declined 02-Mar-2026" in sheet for sheet in now(receptionist, declined))
    with pytest.raises(NotFound, match="no signed form"):
        consent_form.as_signed(receptionist, consents.get(receptionist, declined.id))
    signed = countersign(nurse, sign(receptionist, prepared(receptionist, patient)))
    clock.pass_time(minutes=60 * 24 * 200)
    assert consents.get(receptionist, signed.id).status is Status.EXPIRED
    assert "Expired: counted until 29-Aug-2026" in now(receptionist, signed)[0]


def test_replaced_and_voided_forms_say_so(receptionist: Desk, nurse: Desk, patient: str):
    first = countersign(nurse, sign(receptionist, prepared(receptionist, patient)))
    countersign(nurse, sign(receptionist, prepared(receptionist, patient)))
    sheets = now(receptionist, first)
    assert all("Replaced 02-Mar-2026" in sheet for sheet in sheets)
    assert "Replaced by form 000002" in sheets[0]
    wrong = prepared(receptionist, patient, PAIN)
    consents.void(receptionist, wrong, reason="Wrong text")
    paper = consent_form.current(receptionist, consents.get(receptionist, wrong.id))
    assert all("Voided 02-Mar-2026" in sheet for sheet in texts(paper))
    assert "It was never signed. Reason: Wrong text" in texts(paper)[0]
    assert not any(codes(paper))


# Signed on paper ---------------------------------------------------------------------------------------------------


def test_signed_on_paper_says_that_the_scan_is_to_follow(receptionist: Desk, clock: DrivenClock, patient: str):
    clock.pass_time(minutes=60 * 24 * 4)
    consent = on_paper(receptionist, prepared(receptionist, patient), date(2026, 3, 3))
    sheets = now(receptionist, consent)
    assert all("Signed on paper, scan to follow" in sheet for sheet in sheets)
    assert "03-Mar-2026 00:00" not in sheets[-1]
    assert "03-Mar-2026" in sheets[-1]
    assert "What was signed" not in " ".join(sheets)


@pytest.mark.parametrize("authority", ["health care proxy of 3 May 2025", "by the decision of the court " * 60])
def test_who_signed_for_the_patient_on_paper_says_by_what_right(receptionist: Desk, patient: str, authority: str):
    consent = prepared(receptionist, patient, representative=True)
    inked = {"role": Signer.GUARDIAN, "signer_name": "Ana Nguyễn", "relation": "sister", "authority": authority}
    sheets = now(receptionist, on_paper(receptionist, consent, TODAY, **inked))
    assert "sister" in " ".join(sheets)
    assert authority.strip() in " ".join(sheets)


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
    consent = on_paper(receptionist, prepared(receptionist, patient), TODAY)
    consents.receive_scan(receptionist, consent, scan)
    paper = consent_form.current(receptionist, consents.get(receptionist, consent.id))
    (sheet,) = texts(paper)
    assert "Scan of the signed paper" in sheet
    assert "NGUYỄN, Zoë Łucja" in sheet
    image = read(paper).pages[0].images[0].image
    assert image is not None
    assert (image.height > image.width) is is_upright


def test_a_picture_that_is_none_is_told(receptionist: Desk, patient: str):
    consent = on_paper(receptionist, prepared(receptionist, patient), TODAY)
    consents.receive_scan(receptionist, consent, b"\xff\xd8\xff half a photo")
    with pytest.raises(CannotPrint, match="cannot be read"):
        consent_form.current(receptionist, consents.get(receptionist, consent.id))


# What nobody expects -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["محمد", "Zoë 陳"])
def test_a_name_no_font_has_is_told_before_signing(receptionist: Desk, patient: str, name: str):
    consent = prepared(receptionist, patient)
    with pytest.raises(CannotPrint, match="name of the person who signs"):
        sign(receptionist, consent, name=name)
    assert consents.get(receptionist, consent.id).status is Status.PREPARED


def test_an_answer_no_font_has_is_told_before_signing(everyone: Desk, patient: str):
    spanish.adopt(everyone)
    consent = prepared(everyone, patient, spanish.FOTOS, language="es")
    answers = {"fotos": "No las permito", "limites": "مرحبا", "nota": ""}
    with pytest.raises(CannotPrint, match="An answer has characters"):
        sign(everyone, consent, answers=answers)


def test_a_right_to_sign_no_font_has_is_told_before_signing(receptionist: Desk, patient: str):
    consent = prepared(receptionist, patient, representative=True)
    with pytest.raises(CannotPrint, match="The right to sign has"):
        sign(receptionist, consent, role=Signer.GUARDIAN, relation="mother", authority="ولي")


def test_a_reason_no_font_has_is_spelled_out_for_it_can_no_longer_be_changed(
    receptionist: Desk, nurse: Desk, patient: str
):
    consent = prepared(receptionist, patient)
    consents.decline(receptionist, consent, by_name="Zoë", reason="Feels \U0001f9ff")
    assert "Reason: Feels [U+1F9FF]" in now(nurse, consent)[0]


def test_nothing_touches_the_code_on_a_sheet(receptionist: Desk):
    long = "Wolfeschlegelsteinhausen"
    patient = patients.register(
        receptionist, details=PatientDetails(family_name=f"{long} {long}", given_name=f"{long} " * 3, title="Dr")
    )
    paper = consent_form.current(receptionist, prepared(receptionist, patient))
    for sheet in pictures(paper, 300):
        (code,) = zxingcpp.read_barcodes(sheet)
        corners = (code.position.top_left, code.position.bottom_right)
        left, top, right, bottom = (value for corner in corners for value in (corner.x, corner.y))
        edge = 4 * (right - left) // 29  # four squares, as the format asks for
        around = sheet.crop((left - edge, top - edge, right + edge, bottom + edge))
        around.paste(255, (edge - 3, edge - 3, edge + right - left + 3, edge + bottom - top + 3))
        assert around.getextrema() == (255, 255)


def test_a_text_of_forty_sheets_keeps_its_last_words_with_the_signatures(everyone: Desk, patient: str):
    header, body = spanish.SOURCE.split("\n---\n", 1)
    pages = "\n\n".join(f"Párrafo {number}. " + "Muchas palabras seguidas. " * 40 for number in range(170))
    source = f"{header}\n---\n{body}\n\n{pages}\n\nEstas son las últimas palabras.\n"
    wordings.adopt(everyone, source.replace("foto-de-prueba", "largo"))
    consent = prepared(everyone, patient, "largo", language="es")
    sheets = texts(consent_form.current(everyone, consent))
    assert len(sheets) >= 40
    assert "Estas son las últimas palabras." in sheets[-1]
    assert "Profesional clínico" in sheets[-1]


def test_a_text_without_headings_keeps_its_last_words_with_the_signatures(everyone: Desk):
    header = spanish.SOURCE.split("initials:")[0].replace("foto-de-prueba", "llano")
    for paragraphs in range(8, 20):
        body = "\n\n".join(f"Párrafo {number}. " + "Muchas palabras seguidas. " * 18 for number in range(paragraphs))
        wording = wordings.parse(f"{header}---\n\n{body}\n\nÚltimas palabras.\n".encode(), "llano")
        sheets = texts(consent_form.of_wording(everyone, wording))
        assert "Últimas palabras." in sheets[-1]
        assert "Profesional clínico" in sheets[-1]


def test_a_signature_of_very_many_points_prints(receptionist: Desk, nurse: Desk, patient: str):
    stroke = [[(at % 997) / 997, (at % 389) / 389, at * 8, (at % 10) / 10] for at in range(20_000)]
    consent = countersign(nurse, sign(receptionist, prepared(receptionist, patient), strokes=[stroke]))
    paper = consent_form.current(receptionist, consent)
    assert len(read(paper).pages) == 3
    assert len(paper) < 2_000_000
