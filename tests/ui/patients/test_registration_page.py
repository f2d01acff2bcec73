"""The registration form: what is typed is kept, what cannot be is told, nothing is overwritten unseen."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import chart_facts, enquiries, notes, patients
from clinicdesk.records.chart_facts import Allergy, ChartFacts, FactList, Medicine
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from tests.hands import Hands
from tests.records.test_merging import merge
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
    page._form.field("family_name").editor.setText(name)
    hands.press("Ctrl+S")

    page.edit(only(everyone).id)

    assert page._form.texts()["family_name"] == name
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

    texts = other._form.texts()
    assert (texts["family_name"], texts["city"]) == ("Moss", "Duluth")
    assert [item.name for item in other._form.lists.facts().problems.items] == ["Asthma"]
    assert "This is what you were typing at 09:00." in other._kept.message()


def test_a_draft_is_gone_when_it_is_saved_or_discarded(page: RegistrationPage, everyone: Desk, show: Show) -> None:
    hands = show(page, everyone)
    page.start_new("Moss")
    hands.type("City", "Duluth")
    assert everyone.draft("registration:new") is not None
    hands.click("Discard what I typed")
    assert everyone.draft("registration:new") is None
    assert page._form.texts()["city"] == ""

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
    assert page._form.texts()["city"] == "Duluth"
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

    assert page._form.texts()["family_name"] == "Moss"
    assert page._form.texts()["city"] == ""


def test_an_untouched_form_follows_what_others_record(page: RegistrationPage, everyone: Desk, show: Show) -> None:
    patient_id = patients.register(everyone, details=PER)
    show(page, everyone)
    page.edit(patient_id)

    version = patients.get(everyone, patient_id).version
    patients.amend(everyone, patient_id, based_on=version, details=PatientDetails(family_name="Moss"))

    assert page._form.texts()["family_name"] == "Moss"


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
    field = page._form.minimum.field("birth_date")
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
    offered = page._form.field("gender").editor.completer().popup()
    hands.type("Gender", "Wo", leave=False)
    hands.wait_for(offered.isVisible, "what is offered")
    with qtbot.waitSignal(page._form.field_left) as left:
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


def test_a_person_like_one_registered_is_saved_only_with_a_remark(
    page: RegistrationPage, saved: list[str], everyone: Desk, show: Show
) -> None:
    patients.register(everyone, details=replace(PER, phone_mobile="218 555 0142"))
    hands = show(page, everyone)
    page.start_new("Pär Lindqvist 21jul68")
    hands.not_see("How to tell this patient from the other")

    hands.press("Ctrl+S")

    assert saved == []
    hands.see("Not saved yet. Somebody like this is registered already.")
    hands.see("(same date of birth, similar name)")
    assert hands.find("How to tell this patient from the other").hasFocus()
    hands.type("How to tell this patient from the other", "Twin brother of Per")
    hands.press("Ctrl+S")
    assert patients.get(everyone, saved[0]).distinguishing_remark == "Twin brother of Per"


def test_whoever_is_registered_faster_elsewhere_is_noticed_when_it_is_saved(
    page: RegistrationPage, saved: list[str], everyone: Desk, receptionist: Desk, show: Show
) -> None:
    hands = show(page, everyone)
    page.start_new("Per Lindqvist 21jul68")
    hands.not_see("Possible match")
    patients.register(receptionist, details=PER)
    hands.press("Ctrl+S")
    hands.see("Possible match: LINDQVIST, Per")
    assert saved == []


def test_each_of_several_matches_can_be_opened(page: RegistrationPage, everyone: Desk, show: Show) -> None:
    ids = [patients.register(everyone, details=PER) for _twice in range(5)]
    opened: list[str] = []
    page.patient_opened.connect(opened.append)
    hands = show(page, everyone)
    page.start_new("Per Lindqvist 21jul68")
    hands.see("and 2 more")
    assert len(hands.found("Open that chart")) == 3
    for widget in hands.found("Open that chart"):
        widget.click()
    assert len(set(opened)) == 3
    assert set(opened) <= set(ids)


def test_the_remark_is_shown_again_when_the_patient_is_amended(
    page: RegistrationPage, everyone: Desk, show: Show
) -> None:
    patient_id = patients.register(everyone, details=replace(PER, distinguishing_remark="Twin brother of Per"))
    hands = show(page, everyone)
    page.edit(patient_id)
    hands.see("Twin brother of Per")


def paste(hands: Hands, name: str, text: str) -> None:
    QApplication.clipboard().setText(text)
    hands.click(name)
    hands.press("Ctrl+A")
    hands.press("Ctrl+V")


def test_a_pasted_address_is_taken_apart(page: RegistrationPage, everyone: Desk, show: Show) -> None:
    hands = show(page, everyone)
    page.start_new("Moss")
    hands.type("Country", "Germany")
    paste(hands, "Street and number", "8 Lakeview Drive\nApt 4B\nDuluth, MN 55804\n")
    hands.press("Ctrl+S")
    patient = only(everyone)
    assert patient.address == "8 Lakeview Drive, Apt 4B, Duluth, MN 55804"
    assert patient.country == ""


def test_an_address_typed_in_one_line_is_taken_apart_where_nothing_else_stands(
    page: RegistrationPage, everyone: Desk, show: Show
) -> None:
    hands = show(page, everyone)
    page.start_new("Moss")
    QApplication.clipboard().clear()
    hands.type("Street and number", "Hafenweg 12, 48143 Münster")
    assert page._form.texts()["city"] == "Münster"
    hands.type("Street and number", "Hafenweg 14, 48155 Münster")
    assert page._form.texts()["postal_code"] == "48143"


def test_a_pasted_text_that_is_no_address_stays_where_it_was_pasted(
    page: RegistrationPage, everyone: Desk, show: Show
) -> None:
    hands = show(page, everyone)
    page.start_new("Moss")
    paste(hands, "Street and number", "the blue house\nbehind the church")
    hands.press("Ctrl+S")
    assert only(everyone).street == "the blue house behind the church"


@pytest.mark.parametrize(
    ("typed", "kept", "warning"),
    [
        ("(218) 555-0142 x12", "218 555 0142 ext. 12", ""),
        ("tel. +49 (0)251/12345", "+49 251 12345", ""),
        ("555 01", "555 01", "Only 5 digits"),
        ("218 555 0142 / 218 555 0143", "218 555 0142 / 218 555 0143", "20 digits: are these two numbers?"),
        ("ask her sister", "ask her sister", "Only 0 digits"),
    ],
)
def test_phone_numbers_are_understood_and_questioned(
    page: RegistrationPage, everyone: Desk, show: Show, typed: str, kept: str, warning: str
) -> None:
    hands = show(page, everyone)
    page.start_new("Moss")
    hands.type("Mobile phone", typed)
    field = page._form.field("phone_mobile")
    assert field is not None
    assert warning in field.message()
    hands.press("Ctrl+S")
    assert only(everyone).phone_mobile == kept


def test_an_address_copied_from_a_letter_head_of_a_mail_is_only_the_address(
    page: RegistrationPage, everyone: Desk, show: Show
) -> None:
    hands = show(page, everyone)
    page.start_new("Moss")
    hands.type("E-mail", "Ida Moss <ida@example.org>")
    hands.press("Ctrl+S")
    assert only(everyone).email == "ida@example.org"


def test_the_contact_rules_keep_four_answers_apart(page: RegistrationPage, everyone: Desk, show: Show) -> None:
    hands = show(page, everyone)
    page.start_new("Moss")
    hands.choose("May be called", "No, do not call")
    hands.choose("May leave a message", "Not known")
    hands.choose("Preferred way", "No preference")
    hands.type("Moved away on", "+")
    hands.type("Died on", "-")
    hands.press("Ctrl+S")
    patient = only(everyone)
    assert patient.do_not_call == "yes"
    assert (patient.leave_message, patient.answer("leave_message")) == ("", Answer.UNKNOWN)
    assert (patient.preferred_channel, patient.answer("preferred_channel")) == ("", Answer.NONE)
    assert patient.moved_away
    assert patient.answer("deceased_on") is Answer.NONE

    page.edit(patient.id)
    assert hands.find("May be called").currentText() == "No, do not call"  # type: ignore[attr-defined]
    assert hands.find("Preferred way").currentText() == "No preference"  # type: ignore[attr-defined]
    assert hands.find("Moved away on").placeholderText() == "Yes, day not known"  # type: ignore[attr-defined]
    assert hands.find("Died on").placeholderText() == "No"  # type: ignore[attr-defined]
    hands.choose("May be called", "Yes")
    hands.type("Died on", "t")
    hands.press("Ctrl+S")
    patient = patients.get(everyone, patient.id)
    assert patient.answer("do_not_call") is Answer.NONE
    assert patient.deceased_on == date(2026, 3, 2)
    assert patient.answer("leave_message") is Answer.UNKNOWN


def test_an_enquiry_carries_everything_into_the_form(
    page: RegistrationPage, saved: list[str], everyone: Desk, show: Show
) -> None:
    asked = enquiries.take(
        everyone, name="ida o'brien-moss", phone="218 555 0142", email="ida@example.org", referrer="Dr Haddad"
    )
    hands = show(page, everyone)
    page.start_from_enquiry(asked)
    hands.see("From the enquiry of 02-Mar-2026")
    hands.press("Ctrl+S")
    patient = only(everyone)
    assert (patient.given_name, patient.family_name) == ("Ida", "O'brien-Moss")
    assert (patient.phone_mobile, patient.email) == ("218 555 0142", "ida@example.org")
    assert patient.referring_clinician == "Dr Haddad"
    assert enquiries.get(everyone, asked).patient_id == saved[0]


def test_an_enquiry_somebody_else_made_a_patient_of_is_not_registered_twice(
    page: RegistrationPage, saved: list[str], everyone: Desk, receptionist: Desk, show: Show
) -> None:
    asked = enquiries.take(everyone, name="Ida Moss", phone="218 555 0142")
    hands = show(page, everyone)
    page.start_from_enquiry(asked)
    other = PatientDetails(family_name="Berg", given_name="Ida")
    patients.register(receptionist, details=other, enquiry=enquiries.get(receptionist, asked))
    hands.press("Ctrl+S")
    assert saved == []
    hands.see("Somebody made a patient of this enquiry meanwhile.")


def test_a_birth_date_that_can_be_read_two_ways_is_asked_at_once(
    page: RegistrationPage, everyone: Desk, show: Show
) -> None:
    hands = show(page, everyone)
    page.start_new("Ida Moss 3/4/1970")
    hands.see("Day or month first?")
    assert page._form.texts()["birth_date"] == "3/4/1970"


def test_what_was_left_of_somebody_else_never_comes_under_another_name(
    page: RegistrationPage, everyone: Desk, show: Show
) -> None:
    hands = show(page, everyone)
    page.start_new("Ida Moss")
    hands.type("City", "Duluth")
    page.leave()

    page.start_new("Maria Lopez")

    assert page._form.texts()["family_name"] == "Lopez"
    assert page._form.texts()["city"] == ""
    hands.see("Another registration is not finished.")
    hands.type("City", "Ely")
    hands.click("Show it instead")
    assert (page._form.texts()["family_name"], page._form.texts()["city"]) == ("Moss", "Duluth")
    # Whoever is begun again under the same name is found as left.
    page.start_new("Maria Lopez")
    assert page._form.texts()["city"] == "Ely"
    hands.press("Ctrl+S")
    page.start_new()
    assert page._form.texts()["city"] == "Duluth"


def test_a_draft_of_an_older_form_is_nothing(page: RegistrationPage, everyone: Desk, show: Show) -> None:
    show(page, everyone)
    everyone.keep_draft("registration:new", {"identity": {"family_name": "Moss"}, "people": {}, "lists": {}})
    page.start_new()
    assert page._form.texts()["family_name"] == ""


def test_what_differs_is_told_in_the_words_of_the_form(
    page: RegistrationPage, everyone: Desk, receptionist: Desk, show: Show
) -> None:
    patient_id = patients.register(everyone, details=PER)
    hands = show(page, everyone)
    page.edit(patient_id)
    hands.choose("May be called", "Not known")
    hands.type("Died on", "+")
    version = patients.get(receptionist, patient_id).version
    theirs = replace(PER, do_not_call="yes", preferred_channel="phone_home")
    patients.amend(receptionist, patient_id, based_on=version, details=theirs)
    hands.press("Ctrl+S")
    hands.see("May be called  No, do not call  Not known")
    hands.see("Died on  –  Yes, day not known")
    hands.click("Save mine")
    patient = patients.get(everyone, patient_id)
    assert patient.answer("do_not_call") is Answer.UNKNOWN
    assert patient.preferred_channel == "phone_home"
    assert patient.deceased


def test_a_draft_brings_back_only_what_was_touched(
    page: RegistrationPage, everyone: Desk, nurse: Desk, show: Show
) -> None:
    latex, eggs = Allergy(substance="Latex"), Allergy(substance="Eggs")
    known = ChartFacts(allergies=FactList(Answer.SOME, (latex,)))
    patient_id = patients.register(everyone, details=replace(PER, phone_mobile="218 555 0101"), facts=known)
    hands = show(page, everyone)
    page.edit(patient_id)
    hands.type("City", "Duluth")
    hands.type("Allergic to", "Penicillin")
    page.leave()
    # Meanwhile a colleague writes another phone number and another allergy down.
    found = patients.get(nurse, patient_id)
    page.start_new()
    there = chart_facts.of(nurse, patient_id).allergies
    theirs = ChartFacts(allergies=FactList(Answer.SOME, (*there.items, eggs)))
    details = replace(found, phone_mobile="218 555 0199")
    patients.amend(nurse, patient_id, based_on=found.version, details=details, facts=theirs)
    page.edit(patient_id)
    hands.see("This patient was amended since.")
    hands.click("Save mine")
    now = patients.get(everyone, patient_id)
    assert (now.city, now.phone_mobile) == ("Duluth", "218 555 0199")
    listed = {item.substance for item in chart_facts.of(everyone, patient_id).allergies.items}
    assert listed == {"Latex", "Eggs", "Penicillin"}


def test_a_draft_that_somebody_else_wrote_as_well_is_gone_and_nothing_is_saved_unasked(
    page: RegistrationPage, saved: list[str], everyone: Desk, nurse: Desk, show: Show
) -> None:
    patient_id = patients.register(everyone, details=PER)
    hands = show(page, everyone)
    page.edit(patient_id)
    hands.type("City", "Duluth")
    page.leave()
    page.start_new()
    found = patients.get(nurse, patient_id)
    patients.amend(nurse, patient_id, based_on=found.version, details=replace(found, city="Duluth"))
    count = everyone.clinic.entry_count
    page.edit(patient_id)
    hands.see("Record number 000 001")
    assert saved == []
    assert everyone.clinic.entry_count == count
    assert everyone.draft(f"registration:{patient_id}") is None


def test_a_contradicted_list_says_so_and_only_a_tick_settles_it(
    page: RegistrationPage, everyone: Desk, show: Show
) -> None:
    kept = patients.register(
        everyone, details=PER, facts=ChartFacts(allergies=FactList(Answer.SOME, (Allergy(substance="Latex"),)))
    )
    none = ChartFacts(allergies=FactList(Answer.NONE))
    merge(everyone, kept, patients.register(everyone, details=PER, facts=none))
    hands = show(page, everyone)
    page.edit(kept)
    hands.see("Another record of this person says none. Ask again.")
    hands.type("City", "Duluth")
    hands.press("Ctrl+S")
    assert chart_facts.of(everyone, kept).allergies.contradicted
    page.edit(kept)
    hands.click("Allergies: asked again")
    page.leave()
    page.start_new()
    page.edit(kept)
    hands.press("Ctrl+S")
    assert not chart_facts.of(everyone, kept).allergies.contradicted
    page.edit(kept)
    hands.not_see("Another record of this person says none.")
