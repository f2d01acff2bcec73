"""The list of patients: found while typing, opened with Enter, registered with Enter when there is nobody."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import enquiries, patients
from clinicdesk.records.patient_details import PatientDetails
from tests.hands import Hands
from ui.patients.patients_page import PatientsPage

Show = Callable[[QWidget, Desk], Hands]


@pytest.fixture
def ids(everyone: Desk) -> dict[str, str]:
    """Register three people, two of the same name; return their ids by year of birth."""
    made = {}
    for family, given, year in (("Lindqvist", "Per", 1968), ("Lindqvist", "Per", 1999), ("Lindemann", "Ava", 1990)):
        details = PatientDetails(family_name=family, given_name=given, birth_date=date(year, 7, 21))
        made[str(year)] = patients.register(everyone, details=details)
    return made


@pytest.fixture
def page(everyone: Desk, ids: dict[str, str]) -> PatientsPage:
    assert ids, "somebody is registered before the page is made"
    return PatientsPage(everyone)


def test_enter_opens_the_first_who_matches(page: PatientsPage, everyone: Desk, ids: dict[str, str], show: Show) -> None:
    opened: list[str] = []
    page.patient_opened.connect(opened.append)
    hands = show(page, everyone)

    hands.type("Search patients", "lindem", leave=False)
    hands.press("Return")

    assert opened == [ids["1990"]]


def test_arrows_choose_while_the_cursor_stays_in_the_box(
    page: PatientsPage, everyone: Desk, ids: dict[str, str], show: Show
) -> None:
    opened: list[str] = []
    page.patient_opened.connect(opened.append)
    hands = show(page, everyone)

    hands.type("Search patients", "lind", leave=False)
    hands.press("Down")
    hands.press("Down")
    hands.press("Return")

    assert opened == [ids["1999"]]


def test_namesakes_are_marked_and_told_apart(page: PatientsPage, everyone: Desk, show: Show) -> None:
    hands = show(page, everyone)
    hands.type("Search patients", "per", leave=False)

    assert hands.texts().count("Same name") >= 2
    hands.see("21-Jul-1968 (57 y)")
    hands.see("21-Jul-1999 (26 y)")
    hands.see("000 001")
    hands.see("2 patients")
    hands.type("Search patients", "lindemann", leave=False)
    hands.not_see("Same name")


def test_nobody_found_leads_to_registration_with_what_was_typed(page: PatientsPage, everyone: Desk, show: Show) -> None:
    wanted: list[str] = []
    page.registration_opened.connect(wanted.append)
    hands = show(page, everyone)

    hands.type("Search patients", "Moss, Rita", leave=False)
    hands.press("Return")
    hands.type("Search patients", "lind", leave=False)
    hands.click("New patient")

    assert wanted == ["Moss, Rita", "lind"]


def test_the_latest_charts_show_while_nothing_is_typed(page: PatientsPage, everyone: Desk, show: Show) -> None:
    hands = show(page, everyone)
    hands.see("Latest charts")

    hands.type("Search patients", "zzz", leave=False)
    hands.not_see("LINDEMANN, Ava")
    hands.press("Escape")

    hands.see("LINDEMANN, Ava")


def test_somebody_registered_elsewhere_appears(page: PatientsPage, everyone: Desk, show: Show) -> None:
    hands = show(page, everyone)
    hands.type("Search patients", "moss", leave=False)
    hands.not_see("MOSS")

    patients.register(everyone, details=PatientDetails(family_name="Moss"))

    hands.see("MOSS")


def test_names_are_never_markup(page: PatientsPage, everyone: Desk, show: Show) -> None:
    patients.register(everyone, details=PatientDetails(family_name="<b>Bold</b>", given_name="<img src=x>"))
    hands = show(page, everyone)
    hands.type("Search patients", "bold", leave=False)
    hands.see("<B>BOLD</B>, <img src=x>")


def test_only_who_may_import_is_offered_it(receptionist: Desk, show: Show) -> None:
    hands = show(PatientsPage(receptionist), receptionist)
    assert hands.found("Import…") == []


def test_a_similar_name_says_so_and_is_never_one_enter_away(
    page: PatientsPage, everyone: Desk, ids: dict[str, str], show: Show
) -> None:
    opened: list[str] = []
    page.patient_opened.connect(opened.append)
    hands = show(page, everyone)

    hands.type("Search patients", "lindeman", leave=False)
    assert "Similar name" not in hands.texts()
    hands.type("Search patients", "lidnemann", leave=False)
    assert "Similar name" in hands.texts()
    hands.see("No exact match, 1 similar name")
    hands.press("Return")
    assert opened == []
    hands.press("Return")

    assert opened == [ids["1990"]]


def test_similar_namesakes_say_both(page: PatientsPage, everyone: Desk, show: Show) -> None:
    hands = show(page, everyone)

    hands.type("Search patients", "lindkvist", leave=False)

    assert hands.texts().count("Similar, same name") >= 2
    hands.see("No exact match, 2 similar names")


def test_enter_takes_who_stands_first_now(page: PatientsPage, everyone: Desk, ids: dict[str, str], show: Show) -> None:
    """Somebody whom an earlier text had marked is not opened in the place of the first."""
    opened: list[str] = []
    page.patient_opened.connect(opened.append)
    hands = show(page, everyone)

    hands.type("Search patients", "lindqvist", leave=False)
    hands.press("Down")
    hands.type("Search patients", "lind", leave=False)
    hands.press("Return")

    assert opened == [ids["1990"]]


def test_namesakes_of_one_day_show_first_what_differs(page: PatientsPage, everyone: Desk, show: Show) -> None:
    born = date(1968, 7, 21)
    details = PatientDetails(family_name="Lindqvist", given_name="Pér", birth_date=born, phone_mobile="218 555 0142")
    patients.register(everyone, details=details)
    hands = show(page, everyone)

    hands.type("Search patients", "lindqvist", leave=False)

    hands.see("phone …0142, Same name, birth date")
    hands.see("No. 000 001, Same name, birth date")
    assert "Same name" in hands.texts()


def test_those_who_asked_are_one_key_away_and_counted(receptionist: Desk, qtbot: Any, show: Show) -> None:
    page = PatientsPage(receptionist)
    hands = show(page, receptionist)
    assert hands.find("Enquiries").text() == "En&quiries"
    asked = enquiries.take(receptionist, name="Ida Moss")
    assert hands.find("Enquiries").text() == "En&quiries (1)"
    with qtbot.waitSignal(page.enquiries_opened):
        hands.press("Alt+Q")
    enquiries.close(receptionist, enquiries.get(receptionist, asked), reason="Called back")
    assert hands.find("Enquiries").text() == "En&quiries"
