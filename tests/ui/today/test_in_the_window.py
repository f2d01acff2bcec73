"""Today in the whole window: where its lists and messages lead."""

from collections.abc import Callable
from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.exchange import incoming
from clinicdesk.records import appointments, documents, patients
from clinicdesk.records.documents import Source
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.exchange import outside_files as made
from tests.hands import Hands
from tests.records.appointments.places import book, slot
from tests.ui.cockpit.chairs import planned, run
from ui.main_window import MainWindow

Enter = Callable[[str], None]


def register(desk: Desk, family: str) -> str:
    details = PatientDetails(family_name=family, given_name="Lee", birth_date=date(1970, 1, 1))
    return patients.register(desk, details=details)


def test_a_document_to_review_opens_in_its_chart(enter: Enter, hands: Hands, nurse: Desk, receptionist: Desk) -> None:
    documents.file(
        receptionist,
        patient_id=register(receptionist, "Adams"),
        incoming=incoming.from_bytes(made.pdf("Potassium 4.1")),
        source=Source.DROPPED,
        kind="lab_result",
        title="Potassium",
        reviewer_id=nurse.person.id,
    )
    enter("nina")
    hands.choose_row("List to sign", "Review: Potassium", open_it=False)
    hands.see("Mark as reviewed")
    hands.type("PIN or password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Reviewed.")
    hands.press("Ctrl+1")
    hands.see("Today")
    hands.not_see("waits for you")


def test_what_fits_nowhere_today_is_shown_in_the_schedule(
    enter: Enter, hands: Hands, receptionist: Desk, clock: DrivenClock
) -> None:
    late = book(receptionist, register(receptionist, "Adams"), slot(receptionist, 13))
    book(receptionist, register(receptionist, "Baker"), slot(receptionist, 14, minutes=180))
    book(receptionist, register(receptionist, "Chen"), slot(receptionist, 13, minutes=240, place=1))
    clock.pass_time(hours=4)
    appointments.arrive(receptionist, late)
    appointments.begin(receptionist, late)
    clock.pass_time(minutes=72)
    enter("rita")
    hands.see("Does not fit any more")
    hands.press("Ctrl+M")
    hands.see("Record no. 000 002")
    hands.see("Cancel visit…")


def test_before_anybody_looked_nothing_is_said_of_the_chairs(
    enter: Enter, hands: Hands, window: MainWindow, nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    run(nurse, prescriber, 0)
    clock.pass_time(minutes=20)
    enter("nina")
    hands.not_see("No chair calls")
    for _second in range(2):
        window.tick()
    hands.see("Chair 1: Vital signs of minute 10, 10 min")


def test_with_nobody_in_a_chair_the_strip_says_so_once_it_looked(
    enter: Enter, hands: Hands, window: MainWindow, nurse: Desk
) -> None:
    planned(nurse, 0)
    enter("nina")
    for _second in range(2):
        window.tick()
    hands.see("No chair calls.")
