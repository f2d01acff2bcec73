"""From a paper on the screen to the accounting of disclosures; and the cover slip of what was signed."""

from collections.abc import Iterator
from typing import Any

import pytest

from clinicdesk.desk import Desk
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import disclosures, patients
from clinicdesk.records.disclosures import Basis
from clinicdesk.records.patient_details import PatientDetails
from tests.hands import Hands
from tests.journeys.keyboard import letters_used_twice
from tests.records.consenting import prepared, sign
from ui.paper.paper_page import PaperPage
from ui.widgets.background import Background


@pytest.fixture
def patient(nurse: Desk) -> str:
    return patients.register(nurse, details=PatientDetails(family_name="Ångström", given_name="Zoë"))


@pytest.fixture
def open_page(qtbot: Any) -> Iterator[Any]:
    background = Background()

    def open_for(desk: Desk, request: PaperRequest) -> Hands:
        page = PaperPage(desk, background)
        qtbot.addWidget(page)
        page.resize(1100, 700)
        with qtbot.waitActive(page):
            page.show()
        page.show_paper(request)
        return Hands(qtbot, page)

    yield open_for
    background.close()


def test_to_whom_a_paper_was_given_is_written_down(open_page: Any, receptionist: Desk, patient: str) -> None:
    hands = open_page(receptionist, PaperRequest("face-sheet", patient))
    hands.click("Given to…")
    hands.see("Something left the clinic")
    assert hands.find("What was given").text() == "Face sheet"
    hands.type("To whom", "Ambulance")
    hands.type("What for", "Taken to hospital")
    hands.choose("Why it may leave", "In an emergency")
    hands.choose("How", "Handed over")
    hands.click("Write down")
    hands.see("Written down in the chart's history.")
    (line,) = disclosures.accounting(receptionist, patient)
    assert (line.recipient, line.what, line.basis) == ("Ambulance", "Face sheet", Basis.EMERGENCY)
    assert letters_used_twice() == {}


def test_a_paper_about_nobody_is_given_to_nobody(open_page: Any, receptionist: Desk) -> None:
    hands = open_page(receptionist, PaperRequest("day-list", "2026-03-02"))
    assert hands.found("Given to…") == []
    assert hands.found("Cover slip…") == []


def test_what_was_signed_has_a_cover_slip(open_page: Any, nurse: Desk, patient: str) -> None:
    consent = prepared(nurse, patient)
    hands = open_page(nurse, PaperRequest("consent", consent.id))
    assert hands.found("Cover slip…") == []
    sign(nurse, consent)
    hands.window.show_paper(PaperRequest("consent-signed", consent.id))
    assert letters_used_twice() == {}
    hands.click("Cover slip…")
    assert hands.found("Cover slip…") == []
    assert hands.window._paper.title == "Cover slip"
