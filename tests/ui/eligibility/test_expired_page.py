"""The page of what has expired, for the front desk and for clinicians."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import workups
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.sessions import steps
from ui.eligibility.expired_page import ExpiredPage

Show = Callable[[QWidget, Desk], Hands]


@pytest.fixture
def back(nurse: Desk, prescriber: Desk, clock: DrivenClock) -> str:
    """Return somebody who was treated, and is back after 14 months."""
    patient_id = steps.register_zoe(nurse)
    workups.record(nurse, patient_id, kind="pdmp", done_on=steps.TODAY, result="concern", remark="Two prescribers")
    steps.run(nurse, prescriber, steps.plan_for(nurse, patient_id))
    clock.pass_time(days=420)
    return patient_id


def shown(desk: Desk, patient: str, show: Show) -> Hands:
    page = ExpiredPage(desk)
    page.show_patient(patient)
    return show(page, desk)


def test_the_front_desk_reads_what_and_when_and_nothing_that_was_found(
    receptionist: Desk, back: str, show: Show
) -> None:
    hands = shown(receptionist, back, show)
    hands.see("6 things are missing or expired.")
    hands.see("Weight")
    hands.see("Prescription monitoring programme (PDMP) looked at")
    hands.see("Eligibility for IV ketamine for mood disorders")
    hands.see("Consent to intravenous ketamine for a mood disorder")
    text = hands.texts()
    assert "82.4" not in text
    assert "Two prescribers" not in text
    hands.not_see("Open eligibility")


def test_it_follows_what_is_done_meanwhile(nurse: Desk, back: str, show: Show) -> None:
    hands = shown(nurse, back, show)
    day = nurse.local(nurse.now()).date()
    workups.record(nurse, back, kind="pdmp", done_on=day, result="no_concern")
    hands.see("5 things are missing or expired.")
    steps.eligible(nurse, back)
    hands.see("4 things are missing or expired.")


def test_it_leads_to_where_things_are_renewed(nurse: Desk, back: str, show: Show) -> None:
    hands = shown(nurse, back, show)
    led: list[str] = []
    hands.window.eligibility_opened.connect(led.append)  # type: ignore[attr-defined]
    hands.window.consents_opened.connect(led.append)  # type: ignore[attr-defined]
    hands.choose_row("What counts for a time", "Eligibility")
    hands.choose_row("What counts for a time", "Consent")
    hands.click("Open eligibility")
    assert led == [back, back, back]


def test_somebody_never_treated_has_nothing_to_renew(receptionist: Desk, nurse: Desk, show: Show) -> None:
    hands = shown(receptionist, steps.register_zoe(nurse), show)
    hands.see("No treatment was ever planned for this patient.")
