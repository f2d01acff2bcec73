"""From the list of calls to the questionnaires in the chart."""

from collections.abc import Callable

from clinicdesk.desk import Desk
from clinicdesk.records import patients, sessions
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.sessions import steps


def test_whoever_is_to_be_asked_is_called_and_asked_in_the_chart(
    enter: Callable[[str], None],
    hands: Hands,
    receptionist: Desk,
    nurse: Desk,
    prescriber: Desk,
    clock: DrivenClock,
) -> None:
    details = PatientDetails(
        family_name="Ångström", given_name="Zoë", birth_date=steps.BORN, phone_mobile="+1 218 555 0188"
    )
    session_id = steps.plan_for(nurse, patients.register(receptionist, details=details))
    steps.run(nurse, prescriber, session_id)
    sessions.end(nurse, session_id, ended=sessions.EndReason.COMPLETED)
    clock.pass_time(hours=24)
    enter("rita")
    hands.press("Ctrl+4")
    hands.click("Questionnaires 1")
    hands.see("We have a few questions for you about how you have been.")
    hands.click("Open chart")
    hands.see("since 03-Mar-2026\nThe day after session 1, before session 2")
