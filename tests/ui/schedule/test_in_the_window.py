"""The schedule as a place of the window."""

from clinicdesk.desk import Desk
from clinicdesk.records import appointments
from tests.hands import Hands
from tests.ui.schedule.conftest import MONDAY, register


def test_a_booking_from_the_rail_to_the_chart_and_back(enter, hands: Hands, receptionist: Desk) -> None:
    patient = register(receptionist, "Lindqvist")
    enter("rita")
    hands.press("Ctrl+3")
    assert hands.find(
        "Schedule",
    ).isVisible()
    hands.press("B")
    hands.qtbot.keyClicks(hands.find("Patient"), "lindqvist")
    hands.press("Return")
    hands.press("Ctrl+S")
    hands.see("Booked: Mon 02-Mar-2026, 09:00–10:00.")
    (one,) = appointments.on_day(receptionist, MONDAY)
    assert one.patient_id == patient
    hands.press("Return")
    hands.click("Open chart")
    hands.see("LINDQVIST, Per")


def test_whoever_leaves_while_carrying_moves_nothing(enter, hands: Hands, receptionist: Desk) -> None:
    register(receptionist, "Lindqvist")
    enter("rita")
    hands.press("Ctrl+3")
    hands.press("B")
    hands.qtbot.keyClicks(hands.find("Patient"), "lindqvist")
    hands.press("Return")
    hands.press("Ctrl+S")
    hands.press("M")
    hands.press("Down")
    hands.press("Ctrl+1")
    hands.press("Ctrl+3")
    hands.press("Return")
    (one,) = appointments.on_day(receptionist, MONDAY)
    assert f"{receptionist.local(one.starts_at):%H:%M}" == "09:00"
