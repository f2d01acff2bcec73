"""What reception wrote on paper while the PCs were dark is typed in on the board, with its own times."""

from collections.abc import Callable
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, patients
from clinicdesk.records.appointments import Stage
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.appointments.places import book, slot
from ui.main_window import MainWindow

Open = Callable[..., Hands]


def visit_of(desk: Desk) -> str:
    details = PatientDetails(family_name="Adams", given_name="Lee", birth_date=date(1970, 1, 1))
    return book(desk, patients.register(desk, details=details), slot(desk, 9))


def test_the_visits_of_yesterday_are_typed_in(open_page: Open, receptionist: Desk, clock: DrivenClock) -> None:
    visit = visit_of(receptionist)
    clock.pass_time(days=1)
    hands = open_page(receptionist)
    hands.click("Day before")
    hands.window.board.table.select_key(visit)
    assert not hands.found("Next step: Mark arrived")
    hands.click("Type in from paper")
    hands.see("each step asks for its time")
    for step, time in (("Mark arrived", "9:05"), ("Begin visit", "0910"), ("Visit is over", "9:50")):
        hands.click(f"Next step: {step}")
        hands.type("Time on the paper", time, leave=False)
        hands.press("Return")
        if step == "Mark arrived":
            check_in(hands)
    found = appointments.get(receptionist, visit)
    assert found.stage is Stage.DISCHARGED
    times = [receptionist.local(at) for at in (found.arrived_at, found.checked_in_at, found.began_at, found.left_at)]
    assert [f"{at:%d %H:%M}" for at in times] == ["02 09:05", "02 09:07", "02 09:10", "02 09:50"]
    rows = list(receptionist.rows("SELECT transcribed FROM appointment_events"))
    assert [row["transcribed"] for row in rows] == [1, 1, 1, 1]


def check_in(hands: Hands) -> None:
    hands.click("Next step: Check in")
    hands.click("The patient said the name ADAMS, Lee")
    hands.click("The patient said the date of birth 01-Jan-1970 (56 y)")
    hands.press("Ctrl+S")
    hands.type("Time on the paper", "9:07", leave=False)
    hands.press("Return")


def test_no_time_is_asked_again_and_elsewhere_it_is_now(
    open_page: Open, receptionist: Desk, clock: DrivenClock
) -> None:
    visit = visit_of(receptionist)
    clock.pass_time(minutes=30)
    hands = open_page(receptionist)
    hands.click("Type in from paper")
    hands.click("Next step: Mark arrived")
    for wrong, said in (("", "not a time"), ("20 min", "not a time"), ("9:45", "in the future")):
        hands.type("Time on the paper", wrong, leave=False)
        hands.press("Return")
        hands.see(said)
    hands.press("Esc")
    assert appointments.get(receptionist, visit).stage is Stage.BOOKED
    hands.window.leave()
    assert not receptionist.transcribing
    hands.not_see("each step asks")
    hands.click("Next step: Mark arrived")
    assert appointments.get(receptionist, visit).stage is Stage.ARRIVED


def test_the_window_closes_while_somebody_types_in_from_paper(
    enter: Callable[[str], None], hands: Hands, window: MainWindow, receptionist: Desk
) -> None:
    visit_of(receptionist)
    enter("rita")
    hands.click("Type in from paper")
    hands.see("each step asks for its time")
    # What it says of parts that are gone would fail the test.
    window.close_now()
