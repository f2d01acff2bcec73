"""The registration form: what is typed is kept, what cannot be is told, nothing is overwritten unseen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import chart_facts, notes, patients
from clinicdesk.records.chart_facts import Allergy, ChartFacts, FactList, Medicine
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from tests.hands import Hands
from ui.patients.registration_page import RegistrationPage

Show = Callable[[QWidget, Desk], Hands]
PER = PatientDetails(family_name="Lindqvist", given_name="Per", birth_date=date(1968, 7, 21))


@pytest.fixture
def page(everyone: Desk) -> RegistrationPage:
    return RegistrationPage(everyone)


@pytest.fixture
def saved(page: RegistrationPage) -> list[str]:
    ids: list[str] = []
    page.patient_saved.connect(ids.append)
    return ids


def only(desk: Desk) -> patients.Patient:
    (row,) = desk.rows("SELECT id FROM patients")
    return patients.get(desk, row["id"])


def test_a_patient_is_registered_by_keyboard_alone(
    page: RegistrationPage, saved: list[str], everyone: Desk, show: Show
) -> None:
    hands = show(page, everyone)
    page.start_new("per lindqvist")

    hands.type("Date of birth", "21jul68")
    hands.type("Mobile phone", "+1 218 555 0142")
    hands.type("E-mail", "-")
    hands.type("Emergency contact", "Anna Lindqvist")
    hands.type("Referring clinician", "?")
    hands.click("Allergies: Has allergies")
    hands.type("Allergic to", "Penicillin", leave=False)
    hands.press("Return")
    hands.click("Current medicines: Takes none")
    hands.click("Problems: Unknown")
    hands.press("Ctrl+S")

    patient = only(everyone)
    assert saved == [patient.id]
    assert (patient.family_name, patient.given_name, patient.birth_date) == ("Lindqvist", "Per", date(1968, 7, 21))
    assert patient.answer("email") is Answer.NONE
    assert patient.answer("referring_clinician") is Answer.UNKNOWN
    assert patient.answer("phone_home") is Answer.NOT_ASKED
    facts = chart_facts.of(everyone, patient.id)
    assert [item.substance for item in facts.allergies.items] == ["Penicillin"]
    assert facts.medicines.answer is Answer.NONE
    assert facts.problems.answer is Answer.UNKNOWN
    assert facts.indications.answer is Answer.NOT_ASKED


def test_what_is_typed_into_a_list_but_not_added_is_saved_too(
    page: RegistrationPage, everyone: Desk, show: Show
) -> None:
    hands = show(page, everyone)
    page.start_new("Moss")
    hands.click("Allergies: Has allergies")
    hands.type("Allergic to", "Latex")
    hands.press("Ctrl+S")
    assert [item.substance for item in chart_facts.of(everyone, only(everyone).id).allergies.items] == ["Latex"]


@pytest.mark.parametrize(
    ("answer", "first", "ask"),
    [
        ("Allergies: Has allergies", "Allergic to", "Write down what the patient is allergic to"),
        ("Current medicines: Takes medicines", "Medicine", "Write down what the patient takes"),
        ("Problems: Has problems", "Problem", "Write down the problems"),
        ("Indications for treatment: Treated for", "Indication", "Write down what is to be treated"),
        ("Treatments tried before: Has tried", "Treatment", "Write down what was tried"),
    ],
)
def test_a_list_that_has_something_cannot_be_saved_empty(
    page: RegistrationPage, saved: list[str], everyone: Desk, show: Show, answer: str, first: str, ask: str
) -> None:
    hands = show(page, everyone)
    page.start_new("Moss")
    hands.click(answer)
    hands.click("Family name")
    hands.press("Ctrl+S")

    hands.see(f"{ask}, or choose another answer.")
    assert hands.find(first).hasFocus()
    assert saved == []
    hands.type(first, "Something")
    hands.not_see(ask)
    hands.press("Ctrl+S")
    assert saved == [only(everyone).id]


def test_a_reaction_without_its_allergy_is_not_dropped_unseen(
    page: RegistrationPage, saved: list[str], everyone: Desk, show: Show
) -> None:
    hands = show(page, everyone)
    page.start_new("Moss")
    hands.click("Allergies: Has allergies")
    hands.type("Reaction", "Hives")
    hands.press("Ctrl+S")
    hands.see("Fill in “Allergic to” first.")
    assert hands.find("Allergic to").hasFocus()
    assert saved == []


def test_an_impossible_date_is_told_on_leaving_and_not_recorded(
    page: RegistrationPage, saved: list[str], everyone: Desk, show: Show
) -> None:
    hands = show(page, everyone)
    page.start_new("Moss")

    hands.type("Date of birth", "21-Jul-2068")

    hands.see("Born in the future. Check the year.")
    hands.press("Ctrl+S")
    assert saved == []
    hands.see("Not saved yet")
    hands.type("Date of birth", "30 feb 1970")
    hands.see("There is no such day.")
    hands.type("Date of birth", "3/4/1970")
    hands.see("Day or month first?")
    hands.type("Date of birth", "3 apr 1970")
    hands.not_see("Day or month first?")
    hands.press("Ctrl+S")
    assert only(everyone).birth_date == date(1970, 4, 3)


def test_a_name_is_all_that_is_needed_and_without_it_the_field_says_so(
    page: RegistrationPage, saved: list[str], everyone: Desk, show: Show
) -> None:
    hands = show(page, everyone)
    page.start_new()
    hands.press("Ctrl+S")
    hands.see("A name is needed")
    assert saved == []

    hands.type("Given name", "Ava")
    hands.see("Still to ask: Date of birth, Mobile phone, Emergency contact, Allergies")
    hands.press("Ctrl+S")
    assert len(saved) == 1


@pytest.mark.parametrize("name", ["<b>x</b>", 'O\'Brien "Bob"', "Zoë Ångström", "X" * 300])
def test_odd_names_go_in_and_come_back(page: RegistrationPage, everyone: Desk, show: Show, name: str) -> None:
    hands = show(page, everyone)
    page.start_new()
    page._identity.field("family_name").editor.setText(name)
    hands.press("Ctrl+S")

    page.edit(only(everyone).id)

    assert page._identity.texts()["family_name"] == name
    assert page.width() <= 1300


def test_somebody_registered_before_is_shown_while_typing(page: RegistrationPage, everyone: Desk, show: Show) -> None:
    patient_id = patients.register(everyone, details=PER)
    opened: list[str] = []
    page.patient_opened.connect(opened.append)
    hands = show(page, everyone)
    page.start_new("Lindqvist, Peer")
    hands.not_see("Possible match")

    hands.type("Date of birth", "21-Jul-1968")

    hands.see("Possible match: LINDQVIST, Per, born 21-Jul-1968, record number 000 001")
    hands.click("Open that chart")
    assert opened == [patient_id]


def test_a_crash_loses_at_most_a_second_of_typing(page: RegistrationPage, everyone: Desk, show: Show, qtbot) -> None:  # type: ignore[no-untyped-def]
    hands = show(page, everyone)
    page.start_new("Moss")
    hands.type("City", "Duluth", leave=False)
    hands.see("Draft saved 09:00")
    hands.click("Problems: Has problems")
    hands.type("Problem", "Asthma", leave=False)
    page.leave()

    other = RegistrationPage(everyone)
    qtbot.addWidget(other)
    other.start_new()

    texts = other._identity.texts()
    assert (texts["family_name"], texts["city"]) == ("Moss", "Duluth")
    assert [item.name for item in other._lists.facts().problems.items] == ["Asthma"]
    assert "This is what you were typing at 09:00." in other._kept.message()


def test_a_draft_is_gone_when_it_is_saved_or_discarded(page: RegistrationPage, everyone: Desk, show: Show) -> None:
    hands = show(page, everyone)
    page.start_new("Moss")
    hands.type("City", "Duluth")
    assert everyone.draft("registration:new") is not None
    hands.click("Discard what I typed")
    assert everyone.draft("registration:new") is None
    assert page._identity.texts()["city"] == ""

    hands.type("City", "Duluth")
    hands.press("Ctrl+S")
    assert everyone.draft("registration:new") is None


def test_cancel_keeps_the_draft(page: RegistrationPage, everyone: Desk, show: Show) -> None:
    hands = show(page, everyone)
    page.start_new()
    hands.type("City", "Duluth", leave=False)
    hands.click("Cancel")
    assert everyone.draft("registration:new") is not None


def test_amending_shows_what_is_recorded_and_writes_what_changed(
    page: RegistrationPage, everyone: Desk, show: Show
) -> None:
    facts = ChartFacts(
        allergies=FactList(Answer.SOME, (Allergy(substance="Penicillin"), Allergy(substance="Latex"))),
        medicines=FactList(Answer.SOME, (Medicine(name="Sertraline", dose="50 mg"),)),
    )
    patient_id = patients.register(everyone, details=PER, facts=facts)
    was = chart_facts.of(everyone, patient_id)
    hands = show(page, everyone)
    page.edit(patient_id)
    hands.see("Record number 000 001")
    hands.see("Penicillin")

    hands.type("Preferred name", "Pelle")
    hands.press("Ctrl+S")

    now = chart_facts.of(everyone, patient_id)
    assert patients.get(everyone, patient_id).preferred_name == "Pelle"
    # The lists were not touched: same rows, same versions.
    assert now == was


def test_two_people_amend_and_both_texts_are_shown(
    page: RegistrationPage, saved: list[str], everyone: Desk, receptionist: Desk, show: Show
) -> None:
    patient_id = patients.register(everyone, details=PER)
    hands = show(page, everyone)
    page.edit(patient_id)
    hands.type("City", "Duluth")
    version = patients.get(receptionist, patient_id).version
    theirs = PatientDetails(family_name="Lindqvist", given_name="Peer", city="Boston", birth_date=PER.birth_date)
    patients.amend(receptionist, patient_id, based_on=version, details=theirs)

    hands.press("Ctrl+S")

    assert saved == []
    hands.see("Rita Moss changed this at 09:00")
    hands.see("Boston")
    assert page._identity.texts()["city"] == "Duluth"
    hands.click("Save mine")
    patient = patients.get(everyone, patient_id)
    # My city, and the given name that only they had changed.
    assert (patient.city, patient.given_name) == ("Duluth", "Peer")
    assert saved == [patient_id]


def test_taking_theirs_gives_up_what_i_typed(
    page: RegistrationPage, everyone: Desk, receptionist: Desk, show: Show
) -> None:
    patient_id = patients.register(everyone, details=PER)
    hands = show(page, everyone)
    page.edit(patient_id)
    hands.type("City", "Duluth")
    version = patients.get(receptionist, patient_id).version
    patients.amend(receptionist, patient_id, based_on=version, details=PatientDetails(family_name="Moss"))
    hands.press("Ctrl+S")

    hands.click("Take theirs")

    assert page._identity.texts()["family_name"] == "Moss"
    assert page._identity.texts()["city"] == ""


def test_an_untouched_form_follows_what_others_record(page: RegistrationPage, everyone: Desk, show: Show) -> None:
    patient_id = patients.register(everyone, details=PER)
    show(page, everyone)
    page.edit(patient_id)

    version = patients.get(everyone, patient_id).version
    patients.amend(everyone, patient_id, based_on=version, details=PatientDetails(family_name="Moss"))

    assert page._identity.texts()["family_name"] == "Moss"


def test_reception_amends_contact_without_seeing_the_lists(receptionist: Desk, everyone: Desk, show: Show) -> None:
    facts = ChartFacts(allergies=FactList(Answer.SOME, (Allergy(substance="Penicillin"),)))
    patient_id = patients.register(everyone, details=PER, facts=facts)
    page = RegistrationPage(receptionist)
    hands = show(page, receptionist)
    page.edit(patient_id)
    hands.not_see("Penicillin")

    hands.type("City", "Duluth")
    hands.press("Ctrl+S")

    assert patients.get(everyone, patient_id).city == "Duluth"
    assert [item.substance for item in chart_facts.of(everyone, patient_id).allergies.items] == ["Penicillin"]


def test_what_is_wrong_with_a_date_needs_no_second_line(page: RegistrationPage, everyone: Desk, show: Show) -> None:
    hands = show(page, everyone)
    page.start_new("Moss")
    field = page._identity.field("birth_date")
    high = field.height()
    for typed in ("21-Jul-2068", "1-Jan-1870", "30 feb 1970", "3/4/1970", "soon"):
        hands.type("Date of birth", typed)
        assert field.message_state == "error"
        assert field.height() == high, field.message()


def test_what_is_offered_goes_when_the_field_is_left(
    page: RegistrationPage, qtbot: Any, everyone: Desk, show: Show
) -> None:
    hands = show(page, everyone)
    page.start_new("Moss")
    offered = page._identity.field("gender").editor.completer().popup()
    hands.type("Gender", "Wo", leave=False)
    hands.wait_for(offered.isVisible, "what is offered")
    with qtbot.waitSignal(page._identity.field_left) as left:
        hands.press("Tab")
    assert left.args == ["gender"]
    assert not offered.isVisible()


def test_what_happens_elsewhere_to_the_patient_leaves_the_cursor_where_it_is(
    page: RegistrationPage, everyone: Desk, show: Show
) -> None:
    patient_id = patients.register(everyone, details=PER)
    hands = show(page, everyone)
    page.edit(patient_id)
    hands.click("E-mail")
    notes.write(everyone, patient_id=patient_id, kind="progress", body="Called.")
    assert hands.find("E-mail").hasFocus()
    before = patients.get(everyone, patient_id)
    later = replace(PER, phone_mobile="218 555 0142")
    patients.amend(everyone, patient_id, based_on=before.version, details=later, facts=None)
    assert hands.find("Mobile phone").text() == "218 555 0142"
    assert hands.find("E-mail").hasFocus()
