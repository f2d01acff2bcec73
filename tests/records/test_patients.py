"""Registering and amending patients: four answers, no lost lines, no silent overwriting, odd names kept as they are."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ChangedElsewhere, NotAllowed, NotFound
from clinicdesk.records import chart_facts, duplicates, patients
from clinicdesk.records.chart_facts import Allergy, ChartFacts, FactList, Indication, Medicine
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from clinicdesk.storage.entry import insert

PER = PatientDetails(
    family_name="Lindqvist", given_name="Per", birth_date=date(1968, 7, 21), phone_mobile="+1 555 014 2233"
)
FACTS = ChartFacts(
    allergies=FactList(Answer.SOME, (Allergy(substance="Penicillin", reaction="hives"),)),
    medicines=FactList(Answer.SOME, (Medicine(name="Sertraline", dose="50 mg"), Medicine(name="Lisinopril"))),
    problems=FactList(Answer.NONE),
    indications=FactList(Answer.SOME, (Indication(name="Treatment-resistant depression"),)),
    treatments_tried=FactList(Answer.UNKNOWN),
)


def test_registering_is_one_entry_and_gives_the_next_number(clinic: Clinic, everyone: Desk) -> None:
    before = len(list(clinic.ledger.entries_after(0)))

    first = patients.register(everyone, details=PER, facts=FACTS)
    second = patients.register(everyone, details=PatientDetails(given_name="Ava"))

    made = list(clinic.ledger.entries_after(0))[before:]
    assert [entry.action for entry in made] == ["patient.register"] * 2
    assert made[0].patients == (first,)
    assert [patients.get(everyone, patient).record_number for patient in (first, second)] == [1, 2]
    assert patients.format_record_number(4182) == "004 182"


def test_what_was_registered_is_read_back(everyone: Desk) -> None:
    patient = patients.get(everyone, patients.register(everyone, details=PER, facts=FACTS))

    assert (patient.family_name, patient.birth_date, patient.phone_mobile) == (
        "Lindqvist",
        date(1968, 7, 21),
        "+1 555 014 2233",
    )
    facts = chart_facts.of(everyone, patient.id)
    assert [allergy.substance for allergy in facts.allergies.items] == ["Penicillin"]
    assert facts.problems == FactList(Answer.NONE)
    assert facts.treatments_tried.answer is Answer.UNKNOWN
    assert facts.medicines.answer is Answer.SOME


def test_not_asked_unknown_none_and_some_are_four_answers_of_a_field(everyone: Desk) -> None:
    details = PatientDetails(
        family_name="Okafor",
        phone_mobile="555 0100",
        answers={"email": Answer.NONE, "referring_clinician": Answer.UNKNOWN, "phone_mobile": Answer.NONE},
    )

    patient = patients.get(everyone, patients.register(everyone, details=details))

    assert patient.answer("email") is Answer.NONE
    assert patient.answer("referring_clinician") is Answer.UNKNOWN
    assert patient.answer("phone_mobile") is Answer.SOME
    assert patient.answer("phone_home") is Answer.NOT_ASKED


def test_answers_change_when_the_patient_says_more(everyone: Desk) -> None:
    patient_id = patients.register(
        everyone, details=PatientDetails(family_name="Okafor", answers={"email": Answer.NONE})
    )
    for email, answer in (("a@example.org", Answer.SOME), ("", Answer.NOT_ASKED), ("", Answer.UNKNOWN)):
        version = patients.get(everyone, patient_id).version
        details = PatientDetails(family_name="Okafor", email=email, answers={"email": answer})

        patients.amend(everyone, patient_id, based_on=version, details=details)

        assert patients.get(everyone, patient_id).answer("email") is answer


def test_amending_writes_only_what_changed(clinic: Clinic, everyone: Desk) -> None:
    patient_id = patients.register(everyone, details=PER, facts=FACTS)
    patient = patients.get(everyone, patient_id)
    seen = list(clinic.ledger.entries_after(0))[-1].seq

    patients.amend(everyone, patient_id, based_on=patient.version, details=patient)
    assert list(clinic.ledger.entries_after(seen)) == []

    details = PatientDetails(**{**{"family_name": "Lindqvist", "given_name": "Peer"}, "birth_date": PER.birth_date})
    patients.amend(everyone, patient_id, based_on=patient.version, details=details)

    (entry,) = clinic.ledger.entries_after(seen)
    assert [dict(change.columns) for change in entry.changes] == [{"given_name": "Peer", "phone_mobile": None}]


def test_what_is_taken_off_a_list_is_ended_or_voided_never_deleted(everyone: Desk) -> None:
    patient_id = patients.register(everyone, details=PER, facts=FACTS)
    facts = chart_facts.of(everyone, patient_id)
    fewer = ChartFacts(
        allergies=FactList(Answer.NONE),
        medicines=FactList(Answer.SOME, facts.medicines.items[:1]),
        problems=facts.problems,
        indications=facts.indications,
        treatments_tried=facts.treatments_tried,
    )

    patients.amend(everyone, patient_id, based_on=patients.get(everyone, patient_id).version, details=PER, facts=fewer)

    now = chart_facts.of(everyone, patient_id)
    assert now.allergies == FactList(Answer.NONE)
    assert [medicine.name for medicine in now.medicines.items] == ["Sertraline"]
    assert [(medicine.name, medicine.ended_on) for medicine in now.medicines.ended] == [
        ("Lisinopril", date(2026, 3, 2))
    ]
    rows = list(everyone.rows("SELECT substance, voided_reason FROM allergies"))
    assert [row["substance"] for row in rows] == ["Penicillin"]
    assert rows[0]["voided_reason"]


def test_a_form_read_before_somebody_else_saved_is_refused(everyone: Desk, receptionist: Desk) -> None:
    patient_id = patients.register(everyone, details=PER)
    read_at = patients.get(everyone, patient_id).version
    patients.amend(
        receptionist, patient_id, based_on=read_at, details=PatientDetails(family_name="Lindqvist", given_name="Peer")
    )

    with pytest.raises(ChangedElsewhere) as refused:
        patients.amend(everyone, patient_id, based_on=read_at, details=PER)

    assert refused.value.staff_name == "Rita Moss"
    assert patients.get(everyone, patient_id).given_name == "Peer"


def test_two_desks_registering_at_once_never_share_a_number(clinic: Clinic, everyone: Desk) -> None:
    def register_many(desk: Desk) -> None:
        for number in range(40):
            patients.register(desk, details=PatientDetails(family_name=f"{desk.workstation} {number}"))

    def beside() -> None:
        other = clinic.another()
        try:
            register_many(Desk(other, everyone.person, "OTHER-PC"))
        finally:
            other.close()

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(beside)
        register_many(everyone)
        other.result()

    numbers = [row["record_number"] for row in everyone.rows("SELECT record_number FROM patients ORDER BY 1")]
    assert numbers == list(range(1, 81))


def test_a_number_that_is_never_free_is_told_and_not_tried_for_ever(everyone: Desk) -> None:
    everyone.record("patient.register", insert("claims", "record number 000001", holder="nobody"))
    with pytest.raises(ChangedElsewhere):
        patients.register(everyone, details=PER)


@pytest.mark.parametrize(
    "name",
    [
        "<b>Robert</b>",
        "<img src=x onerror=alert(1)>",
        'O\'Brien "Bob"; DROP TABLE patients;--',
        "Zoë Ångström",
        "Łukasz",
        "Nguyễn",
        "מרים",
        "محمد",
        "🦊 Fox",
        "X" * 300,
        "=cmd|' /C calc'!A0",
    ],
)
def test_any_name_is_kept_as_it_was_typed(everyone: Desk, name: str) -> None:
    patient_id = patients.register(everyone, details=PatientDetails(family_name=name))

    assert patients.get(everyone, patient_id).family_name == name


def test_names_are_one_line_without_hidden_signs(everyone: Desk) -> None:
    patient_id = patients.register(everyone, details=PatientDetails(family_name=" Lind\u202eqvist \n\x00 Smith "))

    assert patients.get(everyone, patient_id).family_name == "Lind qvist Smith"


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (PatientDetails(phone_mobile="555 0100"), "family_name"),
        (PatientDetails(family_name="\u202e \x00"), "family_name"),
        (PatientDetails(family_name="A", birth_date=date(2026, 3, 3)), "birth_date"),
        (PatientDetails(family_name="A", birth_date=date(1890, 1, 1)), "birth_date"),
        (PatientDetails(family_name="A", given_name="B" * 501), "given_name"),
        (PatientDetails(family_name="A", sex_at_birth="perhaps"), "sex_at_birth"),
        (PatientDetails(family_name="A", birth_date=date(1980, 1, 1), deceased_on=date(1979, 1, 1)), "deceased_on"),
        (PatientDetails(family_name="A", deceased_on=date(2030, 1, 1)), "deceased_on"),
    ],
)
def test_what_cannot_be_is_refused_with_the_field_named(everyone: Desk, details: PatientDetails, field: str) -> None:
    with pytest.raises(BadValue) as refused:
        patients.register(everyone, details=details)

    assert refused.value.field == field
    assert everyone.row("SELECT count(*) AS n FROM patients") == {"n": 0}


def test_a_list_item_too_long_is_refused(everyone: Desk) -> None:
    facts = ChartFacts(allergies=FactList(Answer.SOME, (Allergy(substance="x" * 501),)))
    with pytest.raises(BadValue):
        patients.register(everyone, details=PER, facts=facts)


def test_reception_registers_and_sees_contact_but_not_the_clinical_lists(receptionist: Desk) -> None:
    patient_id = patients.register(receptionist, details=PER, facts=FACTS)

    assert patients.get(receptionist, patient_id).given_name == "Per"
    with pytest.raises(NotAllowed):
        chart_facts.of(receptionist, patient_id)
    with pytest.raises(NotAllowed):
        patients.amend(
            receptionist,
            patient_id,
            based_on=patients.get(receptionist, patient_id).version,
            details=PER,
            facts=ChartFacts(),
        )


def test_an_unknown_patient_is_not_found(everyone: Desk) -> None:
    with pytest.raises(NotFound):
        patients.get(everyone, "nobody")


def test_a_merged_registration_leads_to_the_one_that_stays(everyone: Desk) -> None:
    from clinicdesk.storage.entry import update

    kept, twice = (patients.register(everyone, details=PER) for _ in range(2))
    version = patients.get(everyone, twice).version
    everyone.record("patient.amend", update("patients", twice, version, merged_into=kept), patient=[kept, twice])

    assert patients.get(everyone, twice).id == kept


def test_voided_patients_are_no_longer_found(everyone: Desk) -> None:
    patient_id = patients.register(everyone, details=PER)
    patients.void(everyone, [patient_id], reason="Registered by mistake")

    assert duplicates.matches(everyone, family_name="Lindqvist", given_name="Per", birth_date=PER.birth_date) == []
    assert patients.get(everyone, patient_id).voided_reason == "Registered by mistake"
    assert patients.recent(everyone) == []


def test_recent_patients_are_the_ones_this_person_opened(everyone: Desk, receptionist: Desk) -> None:
    first, second = (patients.register(receptionist, details=PER) for _ in range(2))
    assert [line.id for line in patients.recent(receptionist)] == [second, first]
    assert patients.recent(everyone) == []

    everyone.note_opening(first)
    assert [line.id for line in patients.recent(everyone)] == [first]
