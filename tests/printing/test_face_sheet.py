"""The face sheet says what is known, and says what kind of not knowing the rest is."""

from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import CannotPrint
from clinicdesk.printing import face_sheet
from clinicdesk.records import authorisations, coverage, patients
from clinicdesk.records.chart_facts import Allergy, ChartFacts, FactList, Indication, Medicine, TreatmentTried
from clinicdesk.records.coverage import Agreement
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.authorisation import Terms
from tests.printing.sheets import texts


def sheet(desk: Desk, details: PatientDetails, facts: ChartFacts | None = None) -> str:
    patient_id = patients.register(desk, details=details, facts=facts)
    return " ".join(texts(face_sheet.build(desk, patient_id)))


def test_everything_known_is_on_the_sheet(everyone: Desk) -> None:
    details = PatientDetails(
        family_name="Ångström",
        given_name="Zoë",
        preferred_name="Łucja",
        birth_date=date(1968, 7, 21),
        sex_at_birth="female",
        street="12 Harbour Lane",
        city="Duluth",
        phone_mobile="+1 218 555 0142",
        emergency_name="Thị Nguyễn",
        emergency_relation="Partner",
        answers={"email": Answer.NONE, "referring_clinician": Answer.UNKNOWN},
    )
    facts = ChartFacts(
        allergies=FactList(Answer.SOME, (Allergy(substance="Penicillin", reaction="hives", severity="moderate"),)),
        medicines=FactList(Answer.SOME, (Medicine(name="Sertraline", dose="50 mg"),)),
        indications=FactList(Answer.SOME, (Indication(name="Chronic back pain"),)),
        treatments_tried=FactList(Answer.SOME, (TreatmentTried(treatment="ECT", adequate="yes", result="relapse"),)),
        problems=FactList(Answer.NONE),
    )

    text = sheet(everyone, details, facts)

    for words in (
        "ÅNGSTRÖM, Zoë", "Łucja", "21-Jul-1968 (57 y)", "000 001", "Female", "12 Harbour Lane, Duluth",
        "+1 218 555 0142", "Thị Nguyễn (Partner)", "None", "Patient does not know", "Penicillin", "hives",
        "moderate", "Sertraline", "50 mg", "Chronic back pain", "ECT", "relapse", "No other problems",
        "Page 1 of 1", "Harbour Infusion Clinic",
    ):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer.NOT_ASKED, "Allergies not recorded"),
        (Answer.NONE, "No known allergies"),
        (Answer.UNKNOWN, "Allergies not known: the patient could not say"),
    ],
)
def test_no_allergies_and_none_recorded_are_two_things(everyone: Desk, answer: Answer, words: str) -> None:
    text = sheet(everyone, PatientDetails(family_name="Moss"), ChartFacts(allergies=FactList(answer)))

    assert words in text
    assert sum(other in text for other in ("Allergies not recorded", "No known allergies", "Allergies not known")) == 1


def test_reception_prints_it_without_clinical_lists_and_the_sheet_says_so(receptionist: Desk) -> None:
    facts = ChartFacts(allergies=FactList(Answer.SOME, (Allergy(substance="Penicillin"),)))
    text = sheet(receptionist, PatientDetails(family_name="Moss"), facts)

    assert "Penicillin" not in text
    assert "Printed without allergies" in text


def test_markup_and_long_names_print_as_they_are(everyone: Desk) -> None:
    text = sheet(everyone, PatientDetails(family_name="<b>Bold</b> & Sons", given_name="X" * 300))
    assert "<B>BOLD</B> & SONS" in text
    assert text.count("X") >= 300


def test_a_name_no_font_can_print_is_told(everyone: Desk) -> None:
    with pytest.raises(CannotPrint, match="Given name"):
        sheet(everyone, PatientDetails(family_name="Moss", given_name="محمد"))


def test_many_medicines_run_over_to_more_sheets(everyone: Desk) -> None:
    medicines = tuple(Medicine(name=f"Medicine {number}") for number in range(90))
    text = sheet(everyone, PatientDetails(family_name="Moss"), ChartFacts(medicines=FactList(Answer.SOME, medicines)))
    assert "Medicine 89" in text
    assert "Page 2 of" in text


def test_how_to_contact_the_patient_and_who_pays_are_on_the_sheet(receptionist: Desk) -> None:
    patient_id = patients.register(
        receptionist,
        details=PatientDetails(
            family_name="Lopez",
            given_name="Maria",
            former_names="Diaz",
            phone_mobile="218 555 0142",
            email="maria@example.org",
            do_not_call="yes",
            preferred_channel="email",
            distinguishing_remark="The one from Ely",
        ),
    )
    coverage.add(receptionist, patient_id, Agreement(kind="insurance", insurer="Blue Cross", member_number="XQZ 12"))
    authorisations.add(receptionist, patient_id, number="PA 77", terms=Terms(None, date(2026, 6, 30), 6))
    authorisations.add(receptionist, patient_id, number="OLD 1", terms=Terms(None, date(2026, 1, 31), 6))
    text = " ".join(texts(face_sheet.build(receptionist, patient_id)))
    for words in (
        "Do not call; Prefers e-mail", "Not to be confused", "The one from Ely", "Former names", "Diaz",
        "Blue Cross, member XQZ 12", "PA 77, until 30-Jun-2026, 0 of 6 visits used",
    ):  # fmt: skip
        assert words in text, words
    assert "OLD 1" not in text


@pytest.mark.parametrize(
    ("died", "words"),
    [({"deceased_on": date(2026, 2, 1)}, "01-Feb-2026"), ({"answers": {"deceased_on": Answer.SOME}}, "Day not known")],
)
def test_who_died_has_no_age_on_the_sheet(everyone: Desk, died: dict[str, object], words: str) -> None:
    details = PatientDetails(family_name="Moss", birth_date=date(1968, 7, 21), **died)  # type: ignore[arg-type]
    text = sheet(everyone, details)
    assert "21-Jul-1968" in text
    assert "(57 y)" not in text
    assert words in text
