"""A call for a clinician in the program's own window: above every place, at the lock, after a hand-over."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import duty, messages
from clinicdesk.records.measures import alerts, recording
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.calls.steps import register
from tests.records.sessions import steps
from ui.main_window import MainWindow
from ui.workplace import Workplace

Enter = Callable[[str], None]
QUIET = {str(number): 0 for number in range(1, 11)}
NEEDED = "Clinician needed now: ÅNGSTRÖM, Zoë (Ms)"


@pytest.fixture
def zoe(receptionist: Desk) -> str:
    return steps.register_zoe(receptionist)


def answer(desk: Desk, patient_id: str, item_nine: int = 1) -> str:
    return recording.record(
        desk,
        patient_id=patient_id,
        measure_id="phq-9",
        answers=QUIET | {"9": item_nine},
        filled_by="patient",
        way="screen",
    ).result_id


def only(desk: Desk) -> alerts.OpenAlert:
    (found,) = alerts.open_alerts(desk)
    return found


@pytest.mark.parametrize("place", ["Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+5", "Ctrl+6", "Ctrl+7", "Ctrl+N"])
def test_it_stands_above_every_place_and_says_what_was_answered_to_who_treats(
    enter: Enter, hands: Hands, window: MainWindow, receptionist: Desk, zoe: str, place: str
) -> None:
    enter("nina")
    hands.press(place)
    answer(receptionist, zoe)
    window.tick()
    hands.see(NEEDED)
    hands.see("since 09:00, at TEST-PC. PHQ-9:")


def test_the_front_desk_reads_no_content_and_fetches_somebody(
    enter: Enter, hands: Hands, receptionist: Desk, prescriber: Desk, nurse: Desk, zoe: str
) -> None:
    duty.name(receptionist, steps.TODAY, prescriber.person.id, based_on=None)
    answer(nurse, zoe)
    enter("rita")
    hands.see(NEEDED)
    for content in ("PHQ", "dead", "harm", "suicid", "I see to the call"):
        hands.not_see(content)
    hands.click("Crisis card")
    hands.see("Stay with the patient until a clinician is here.")
    hands.press("Return")
    (message,) = messages.urgent_waiting(prescriber)
    assert message.patient_id == zoe
    seen = only(nurse)
    assert (seen.shown_to, seen.called) == ("Rita Moss", "Dr Pat Osei")
    hands.press("Escape")
    hands.see("Dr Pat Osei was called.")


def test_taken_by_one_key_it_stays_until_what_was_done_is_recorded(
    enter: Enter, hands: Hands, receptionist: Desk, zoe: str
) -> None:
    answer(receptionist, zoe)
    enter("nina")
    hands.press("Ctrl+F9")
    hands.see("Nina Okafor, RN sees to it since 09:00.")
    hands.press("Escape")
    hands.see("You see to ÅNGSTRÖM, Zoë (Ms) since 09:00.")
    hands.press("Ctrl+F9")
    hands.press("Ctrl+Return")
    hands.see("Write what was done")
    hands.type("What was done", "Talked with her, no plan", leave=False)
    hands.press("Escape")
    hands.press("Ctrl+F9")
    assert hands.find("What was done").toPlainText() == "Talked with her, no plan"
    hands.press("Ctrl+Return")
    assert alerts.open_alerts(receptionist) == ()
    hands.not_see("You see to")


def test_a_sheet_of_days_ago_says_so_and_times_of_other_days_have_their_day(
    enter: Enter, hands: Hands, receptionist: Desk, zoe: str, clock: DrivenClock
) -> None:
    recording.record(
        receptionist,
        patient_id=zoe,
        measure_id="phq-9",
        answers=QUIET | {"9": 1},
        filled_by="patient",
        way="paper",
        answered_at=receptionist.now() - timedelta(days=6),
    )
    clock.pass_time(days=1)
    enter("nina")
    hands.press("Ctrl+F9")
    hands.see(
        "Answered on 24-Feb-2026. Recorded at 02-Mar-2026 09:00, at the PC TEST-PC. "
        "Nina Okafor, RN sees to it since 09:00."
    )


def test_somebody_quicker_on_another_pc_is_named_and_can_be_relieved(
    enter: Enter, hands: Hands, receptionist: Desk, prescriber: Desk, zoe: str
) -> None:
    answer(receptionist, zoe)
    enter("nina")
    hands.see(NEEDED)
    alerts.take(prescriber, only(prescriber).id)
    hands.press("Ctrl+F9")
    hands.see("Dr Pat Osei sees to ÅNGSTRÖM, Zoë (Ms) since 09:00.")
    hands.click("Look at the call")
    hands.click("Take it over")
    hands.see("Nina Okafor, RN sees to it since 09:00.")
    assert only(prescriber).taken_by == "Nina Okafor, RN"


def test_of_two_patients_the_one_nobody_sees_to_comes_first(
    enter: Enter, hands: Hands, window: MainWindow, receptionist: Desk, zoe: str, clock: DrivenClock
) -> None:
    other = register(receptionist)
    answer(receptionist, zoe)
    clock.pass_time(minutes=2)
    answer(receptionist, other)
    enter("nina")
    hands.see("(call 1 of 2)")
    hands.see(NEEDED)
    hands.press("Ctrl+F9")
    hands.press("Escape")
    hands.see("Clinician needed now: LINDQVIST")
    hands.click("Next call")
    hands.see("You see to ÅNGSTRÖM, Zoë (Ms)")
    # Another call of the same patient is a call again.
    answer(receptionist, zoe, 3)
    window.tick()
    hands.see("(call 1 of 2)")
    assert len({one.patient_id for one in alerts.open_alerts(receptionist) if not one.is_taken}) == 2


def test_the_lock_says_that_a_clinician_is_needed_and_nobodys_name(
    enter: Enter, hands: Hands, window: MainWindow, receptionist: Desk, prescriber: Desk, zoe: str
) -> None:
    enter("nina")
    hands.press("Ctrl+L")
    answer(receptionist, zoe)
    window.tick()
    hands.see("A clinician is needed now.")
    for secret in ("ÅNGSTRÖM", "PHQ"):
        hands.not_see(secret)
    alerts.take(prescriber, only(prescriber).id)
    window.tick()
    hands.not_see("A clinician is needed now.")


def test_what_was_done_is_read_beside_the_answers(
    enter: Enter, hands: Hands, window: MainWindow, receptionist: Desk, prescriber: Desk, zoe: str
) -> None:
    answer(receptionist, zoe)
    enter("nina")
    work = window.findChild(Workplace)
    assert work is not None
    work.show_chart(zoe)
    hands.click("Measures")
    hands.choose_row("Questionnaires filled in", "PHQ-9")
    hands.see("Nobody sees to it yet.")
    hands.press("Escape")
    alerts.take(prescriber, only(prescriber).id)
    alerts.settle(prescriber, only(prescriber).id, done="Talked in room 2, no plan.")
    hands.choose_row("Questionnaires filled in", "PHQ-9")
    hands.see("Talked in room 2, no plan.\nDr Pat Osei, 02-Mar-2026 09:00")
