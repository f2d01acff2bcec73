"""From the codes on scanned sheets to the forms of this clinic, and what is told about each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import consents, merging, patients
from clinicdesk.records.consents import Consent, Inked, Status, matching
from clinicdesk.records.consents.matching import MatchedForm
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.records.patients import register
from clinicdesk.rules.form_sheets import ScannedSheet, SheetMark

TODAY = date(2026, 3, 2)
Refusing = Callable[[Desk, Consent], object]


@pytest.fixture
def patient(receptionist: Desk) -> str:
    details = PatientDetails(family_name="Ångström", given_name="Zoë", birth_date=date(1968, 7, 21))
    return register(receptionist, details=details)


@pytest.fixture
def other(receptionist: Desk) -> str:
    details = PatientDetails(family_name="Baker", given_name="Ann", birth_date=date(1990, 2, 1))
    return register(receptionist, details=details)


def prepared(desk: Desk, patient: str, text: str = "iv-ketamine-mood") -> Consent:
    return consents.get(desk, consents.prepare(desk, patient_id=patient, text_name=text))


def scanned(desk: Desk, consent: Consent, pages: int = 2, first: int = 1) -> list[ScannedSheet]:
    clinic, mark = consents.clinic_mark(desk), consents.form_mark(desk, consent)
    return [
        ScannedSheet(first + at, SheetMark(clinic, consent.form_number, at + 1, pages, mark), place=first + at - 1)
        for at in range(pages)
    ]


def sign_paper(desk: Desk, consent: Consent) -> Consent:
    consents.sign_on_paper(desk, consent, Inked(signer_name="Zoë Ångström", clinician="Dr Osei"), signed_on=TODAY)
    return consents.get(desk, consent.id)


def matched(desk: Desk, consent: Consent, patient_id: str = "") -> MatchedForm:
    (form,) = matching.match(desk, scanned(desk, consent), patient_id=patient_id).forms
    return form


def test_a_form_that_waits_for_its_scan_matches(receptionist: Desk, patient: str) -> None:
    consent = sign_paper(receptionist, prepared(receptionist, patient))
    form = matched(receptionist, consent, patient)
    assert (form.matches, form.wants_signing, form.form_number) == (True, False, consent.form_number)
    assert (form.patient and form.patient.id, form.told) == (patient, {"sheets": 2, "missing": []})


def test_a_form_not_recorded_as_signed_matches_and_wants_to_be(receptionist: Desk, patient: str) -> None:
    form = matched(receptionist, prepared(receptionist, patient), patient)
    assert (form.matches, form.wants_signing) == (True, True)


def test_a_stack_of_two_patients_is_two_forms_and_the_other_ones_is_told(
    receptionist: Desk, patient: str, other: str
) -> None:
    mine, theirs = prepared(receptionist, patient), prepared(receptionist, other, "iv-ketamine-pain")
    sheets = scanned(receptionist, mine) + scanned(receptionist, theirs, first=3)
    one, two = matching.match(receptionist, sheets, patient_id=patient).forms
    assert (one.matches, two.matches, two.refusal) == (True, False, "")
    assert two.remarks == (
        "This form is another patient's: BAKER, Ann, born 01-Feb-1990 (36 y). "
        "It goes into that chart, not into the one open.",
    )
    # Where no chart is open, nobody expects one patient's forms only.
    assert all(form.matches for form in matching.match(receptionist, sheets).forms)


def test_missing_and_doubled_pages_are_told_and_kept_in_mind(receptionist: Desk, patient: str) -> None:
    consent = prepared(receptionist, patient)
    one, _two, three = scanned(receptionist, consent, pages=3)
    (form,) = matching.match(receptionist, [one, three, replace(one, number=4)], patient_id=patient).forms
    assert form.remarks == ("Page 2 of 3 is missing.", "Page 1 is there more than once: sheets 1 and 4.")
    assert form.told == {"sheets": 3, "missing": [2], "doubled": [1]}


@pytest.mark.parametrize("change", [{"family_name": "Öberg"}, {"birth_date": date(1986, 7, 21)}])
def test_a_sheet_printed_under_another_name_or_birth_date_is_told(
    receptionist: Desk, patient: str, change: dict[str, object]
) -> None:
    consent = prepared(receptionist, patient)
    before = scanned(receptionist, consent)
    now = patients.get(receptionist, patient)
    details = {name: getattr(now, name) for name in PatientDetails.__dataclass_fields__}
    patients.amend(receptionist, patient, based_on=now.version, details=PatientDetails(**(details | change)))
    after = scanned(receptionist, consent)
    (form,) = matching.match(receptionist, before, patient_id=patient).forms
    assert form.remarks[0].startswith("Sheets 1 and 2 were printed before the name, the birth date")
    (mixed,) = matching.match(receptionist, [after[0], before[1]], patient_id=patient).forms
    assert mixed.remarks[0].startswith("Sheet 2 was printed before the name")
    assert not matching.match(receptionist, after, patient_id=patient).forms[0].remarks


def test_a_number_that_is_not_here_is_told(receptionist: Desk, patient: str) -> None:
    consent = prepared(receptionist, patient)
    sheets = [
        replace(sheet, mark=replace(sheet.mark, form_number=999))
        for sheet in scanned(receptionist, consent)
        if sheet.mark
    ]
    (form,) = matching.match(receptionist, sheets).forms
    assert form.refusal == "There is no form 000999 in this clinic. Check the number on the paper."
    assert (form.consent, form.matches, form.wants_signing) == (None, False, False)


def test_another_clinics_sheets_are_set_aside(receptionist: Desk, patient: str) -> None:
    sheets = scanned(receptionist, prepared(receptionist, patient))
    theirs = [replace(sheet, mark=replace(sheet.mark, clinic="00000000")) for sheet in sheets if sheet.mark]
    found = matching.match(receptionist, theirs, patient_id=patient)
    assert (found.forms, len(found.foreign)) == ((), 2)


def _decline(desk: Desk, consent: Consent) -> None:
    consents.decline(desk, consent, by_name="Zoë Ångström", reason="")


def _void(desk: Desk, consent: Consent) -> None:
    consents.void(desk, consent, reason="wrong text")


@pytest.mark.parametrize(("answer", "words"), [(_decline, "declined on 02-Mar-2026"), (_void, "voided on 02-Mar-2026")])
def test_a_form_answered_otherwise_cannot_take_a_scan(
    receptionist: Desk, patient: str, answer: Refusing, words: str
) -> None:
    consent = prepared(receptionist, patient)
    answer(receptionist, consent)
    form = matched(receptionist, consent, patient)
    assert (words in form.refusal, form.matches) == (True, False)
    assert matching.open_forms(receptionist, patient) == []


def test_a_form_with_an_open_question_waits(receptionist: Desk, patient: str) -> None:
    consent = prepared(receptionist, patient)
    consents.ask(receptionist, consent, question="May I drive?", by_name="Zoë Ångström")
    assert matched(receptionist, consent, patient).refusal.startswith("A question about this form waits")


def test_what_was_withdrawn_or_replaced_after_it_was_signed_on_paper_still_takes_its_scan(
    receptionist: Desk, patient: str
) -> None:
    consent = sign_paper(receptionist, prepared(receptionist, patient))
    consents.withdraw(receptionist, consent, by_name="Zoë Ångström")
    assert consents.get(receptionist, consent.id).status is Status.WITHDRAWN
    assert matched(receptionist, consent, patient).matches


def test_a_second_scan_is_told_and_may_be_filed(receptionist: Desk, patient: str) -> None:
    consent = sign_paper(receptionist, prepared(receptionist, patient))
    consents.receive_scan(receptionist, consent, b"%PDF-1.4 first", told={"sheets": 1, "missing": []})
    form = matched(receptionist, consent, patient)
    assert (form.refusal, form.remarks) == (
        "",
        ("A scan of this form is kept already. The new one is shown from now on; both stay.",),
    )


def test_sheets_nobody_can_read_are_matched_by_hand(receptionist: Desk, patient: str) -> None:
    consent = prepared(receptionist, patient)
    sheets = [ScannedSheet(1, None), ScannedSheet(2, None)]
    assert matching.match(receptionist, sheets, patient_id=patient).unknown == tuple(sheets)
    form = matching.assign(receptionist, consent.form_number, sheets, patient_id=patient)
    assert (form.refusal, form.matches, form.told) == ("", False, {"sheets": 2, "missing": [], "by_hand": True})
    assert form.remarks == ("Check that form 000001 is what is printed on the paper.",)
    assert "no form 000077" in matching.assign(receptionist, 77, sheets).refusal


def test_the_forms_to_choose_from_are_those_that_wait_first(receptionist: Desk, patient: str) -> None:
    done = sign_paper(receptionist, prepared(receptionist, patient, "photo-recording"))
    consents.receive_scan(receptionist, done, b"%PDF-1.4")
    waits = prepared(receptionist, patient)
    assert [one.id for one in matching.open_forms(receptionist, patient)] == [waits.id, done.id]


def test_a_form_of_a_merged_registration_is_the_patients_own(everyone: Desk, patient: str, other: str) -> None:
    consent = prepared(everyone, other)
    sheets = scanned(everyone, consent)
    versions = (patients.get(everyone, patient).version, patients.get(everyone, other).version)
    merging.merge(everyone, patient, other, choices={}, based_on=versions)
    (form,) = matching.match(everyone, sheets, patient_id=patient).forms
    assert form.patient is not None
    assert form.patient.id == patient
    assert not any("another patient" in remark for remark in form.remarks)
