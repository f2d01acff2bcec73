"""Item 9 answered with 1 and a total of 1, on the patient's own screen: from the check-in to what was done about it."""

from collections.abc import Callable

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import appointments, duty, measures, messages, pins
from clinicdesk.records.measures import alerts, due
from clinicdesk.records.wordings import form_words
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.records.appointments.places import book, slot
from tests.records.sessions import steps
from ui.main_window import MainWindow
from ui.workplace import Workplace

Enter = Callable[[str], None]
PIN = "481902"
WORDS = form_words("en", "screen")
NEVER_ON_THE_PATIENTS_SCREEN = ("ÅNGSTRÖM", "linician", "988", "Score", "minimal")


@pytest.fixture
def zoe(nurse: Desk, receptionist: Desk, prescriber: Desk) -> str:
    """Return a patient who has arrived for the first session; everybody at the desk has a PIN."""
    pins.set_pin(receptionist, password=PASSWORD, pin=PIN)
    duty.name(receptionist, steps.TODAY, prescriber.person.id, based_on=None)
    patient_id = steps.register_zoe(nurse)
    session_id = steps.plan_for(nurse, patient_id)
    booked = book(
        receptionist, patient_id, slot(receptionist, 9, 30, minutes=120), kind="session", session_id=session_id
    )
    appointments.arrive(receptionist, booked)
    return patient_id


def test_from_the_check_in_to_what_was_done(
    enter: Enter, hands: Hands, window: MainWindow, receptionist: Desk, nurse: Desk, prescriber: Desk, zoe: str
) -> None:
    # The front desk checks in and hands over what is due: all of it, once.
    enter("rita")
    hands.choose_row("Board", "ÅNGSTRÖM", open_it=False)
    hands.see("PHQ-9 due +2")
    hands.press("Space")
    hands.see("To fill in: PHQ-9, GAD-7, ")
    hands.click("The patient said the name ÅNGSTRÖM, Zoë (Ms)")
    hands.click("The patient said the date of birth 21-Jul-1968 (57 y)")
    hands.click("Check in, then questionnaires")

    # The patient answers, one question at a time: a total of one, and it is item nine.
    for _question in range(8):
        hands.click("Not at all")
        hands.click(WORDS["ask_next"])
    hands.see("Thoughts that you would be better off dead")
    hands.click("Several days")
    hands.see("how difficult have these problems made it")
    hands.click("Not difficult at all")
    hands.see(WORDS["ask_complete"])
    hands.click(WORDS["ask_finish"])

    # The device is asked back at once, and says nothing.
    hands.see(WORDS["hand_over_please_return"])
    for words in NEVER_ON_THE_PATIENTS_SCREEN:
        hands.not_see(words)
    (result,) = measures.of_patient(nurse, zoe)
    assert (result.total, result.answers["9"], result.filled_by) == (1, 1, "patient")
    # Every other PC has the call already, whoever sits there.
    (call,) = alerts.open_alerts(prescriber)
    assert (call.result_id, call.measure, call.shown_to) == (result.id, "PHQ-9", "")
    assert "better off dead" in call.words

    # Whoever takes it back treats nobody: the card, the number of the patient's name, and no content.
    hands.click(WORDS["hand_over_give_back"])
    hands.type("PIN or password", PIN, leave=False)
    hands.press("Return")
    hands.see("Clinician needed now: ÅNGSTRÖM, Zoë (Ms). Stay with the patient until a clinician is here.")
    hands.see("Crisis Lifeline")
    hands.press("Return")
    hands.see("Sent to Dr Pat Osei")
    (message,) = messages.urgent_waiting(prescriber)
    assert (message.patient_id, "PHQ" in message.body) == (zoe, False)
    hands.press("Escape")
    hands.see("Dr Pat Osei was called.")
    hands.see("PHQ-9 is recorded. Not reached: GAD-7, Mood now.")
    # The strip above says it, and knows when somebody sees to it; said a second time it would stay.
    hands.not_see("A clinician is needed now.")
    for words in ("better off", "Score"):
        hands.not_see(words)
    # What is left stays due.
    assert [item.measure for item in due.of_patient(receptionist, zoe)] == ["gad-7", "mood-now"]

    # Somebody on another PC takes it by name; the desk sees who.
    (call,) = alerts.open_alerts(prescriber)
    assert (call.shown_to, call.called) == ("Rita Moss", "Dr Pat Osei")
    alerts.take(prescriber, call.id)
    window.tick()
    hands.see("Dr Pat Osei sees to ÅNGSTRÖM, Zoë (Ms) since 09:00.")
    hands.press("Ctrl+1")
    hands.see("Dr Pat Osei sees to the call")

    # It goes only when what was done is written down.
    alerts.settle(prescriber, call.id, done="Talked in room 2: passing thoughts, no plan. Safety plan made.")
    window.tick()
    hands.not_see("sees to")
    hands.not_see("linician needed now")
    (settled,) = alerts.settled_of_results(nurse, [result.id])
    assert settled.by_name == "Dr Pat Osei"
    assert receptionist.clinic.verify() == []


def test_a_patient_who_leaves_the_device_alone_in_the_middle_is_not_left_alone(
    enter: Enter,
    hands: Hands,
    window: MainWindow,
    nurse: Desk,
    prescriber: Desk,
    zoe: str,
    clock: DrivenClock,
) -> None:
    enter("rita")
    work = window.findChild(Workplace)
    assert work is not None
    work.show_due_measures(zoe)
    for _question in range(8):
        hands.click(WORDS["ask_next"])
    hands.see("Thoughts that you would be better off dead")
    hands.click("Several days")
    hands.see("how difficult have these problems made it")
    assert alerts.open_alerts(nurse) == ()
    clock.pass_time(seconds=95)
    window.tick()
    hands.see(WORDS["hand_over_covered"])
    (call,) = alerts.open_alerts(prescriber)
    assert "better off dead" in call.words
    # Back again, the patient goes on where it was, and is called for once.
    hands.press("Space")
    hands.click(WORDS["ask_review"])
    hands.click(WORDS["ask_finish_open"])
    assert [one.id for one in alerts.open_alerts(prescriber)] == [call.id]
    hands.see(WORDS["hand_over_please_return"])
    hands.click(WORDS["hand_over_give_back"])
    hands.type("PIN or password", PIN, leave=False)
    hands.press("Return")
    hands.see("Clinician needed now: ÅNGSTRÖM, Zoë (Ms). Stay with the patient until a clinician is here.")


def test_all_that_is_due_in_one_hand_over_from_the_board(
    enter: Enter, hands: Hands, receptionist: Desk, nurse: Desk, zoe: str
) -> None:
    enter("rita")
    hands.choose_row("Board", "ÅNGSTRÖM", open_it=False)
    hands.not_see("Hand over questionnaires")
    hands.press("Space")
    hands.click("The patient said the name ÅNGSTRÖM, Zoë (Ms)")
    hands.click("The patient said the date of birth 21-Jul-1968 (57 y)")
    hands.press("Ctrl+S")
    hands.choose_row("Board", "ÅNGSTRÖM", open_it=False)
    hands.click("Hand over questionnaires")
    for questions in (9, 7):
        hands.see(WORDS["ask_place"].format(number=1, count=questions))
        for _question in range(questions):
            hands.click("Not at all")
            hands.click(WORDS["ask_review" if hands.found(WORDS["ask_review"]) else "ask_next"])
        hands.see(WORDS["ask_complete"])
        hands.click(WORDS["ask_finish"])
    hands.click("5")
    hands.click(WORDS["ask_review"])
    hands.click(WORDS["ask_finish"])
    hands.click(WORDS["hand_over_give_back"])
    hands.type("PIN or password", PIN, leave=False)
    hands.press("Return")
    hands.see("PHQ-9 is recorded. GAD-7 is recorded. Mood now is recorded.")
    hands.see("Nothing is due.")
    assert due.of_patient(receptionist, zoe) == ()
    found = {
        one.measure: (one.total, bool(one.session_id), bool(one.series_id)) for one in measures.of_patient(nurse, zoe)
    }
    assert found == {"phq-9": (0, True, True), "gad-7": (0, True, True), "mood-now": (5, True, True)}
    assert alerts.open_alerts(nurse) == ()
