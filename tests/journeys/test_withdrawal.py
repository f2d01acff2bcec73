"""A patient says stop in the middle of an infusion: one key and Enter, at the pump and at the front desk."""

from collections.abc import Callable

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import consents, series, sessions
from clinicdesk.records.consents import Status
from clinicdesk.rules.timeline import Phase
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.journeys.conftest import desk_of
from tests.journeys.keyboard import Keyboard
from tests.records.sessions import steps

FORM = "withdrawal"


@pytest.fixture
def session_id(everyone: Desk, clock: DrivenClock) -> str:
    """Plan a series and start the first infusion; ten minutes have run in."""
    planned = steps.plan_for(everyone, steps.register_zoe(everyone))
    steps.run(everyone, everyone, planned)
    clock.pass_time(minutes=10)
    return planned


Enter = Callable[[str], None]


def test_at_the_pump_one_key_and_enter(hands: Hands, enter: Enter, session_id: str, clock: DrivenClock) -> None:
    enter("nina")
    keys, desk = Keyboard(hands), desk_of(hands)
    keys.press("Ctrl+1", "Return")
    hands.see("Infusing")
    spoken_at = desk.now()
    keys.press("F7")
    hands.see("It counts from 09:10, when the key was pressed.")
    hands.see("The infusion is recorded as stopped at the same moment: stop the pump.")
    clock.pass_time(seconds=40)
    keys.press("Return")
    hands.see("Consent is withdrawn since 09:10. The infusion is recorded as stopped.")
    keys.press("Return")
    session = sessions.get(desk, session_id)
    assert session.phase is Phase.RECOVERY
    assert session.ended is not None
    assert session.ended.at == spoken_at
    hands.see("No more of the drug; monitoring and discharge go on.")
    hands.see("Consent withdrawn: Consent to intravenous ketamine for a mood disorder, 02-Mar-2026")
    watch_and_discharge(keys, desk, session_id, clock)
    # Whoever looks for the patient next reads it before the chart is open.
    keys.press("Ctrl+K")
    hands.type("Find a patient", "ångstr", leave=False)
    hands.see("consent withdrawn")
    keys.press("Esc")
    keys.press("Ctrl+2")
    hands.see("Consent withdrawn")


def watch_and_discharge(keys: Keyboard, desk: Desk, session_id: str, clock: DrivenClock) -> None:
    """The drug is stopped, the care is not."""
    clock.pass_time(minutes=5)
    keys.press("F2")
    keys.write("118/72", "Return")
    keys.hands.wait_for(
        lambda: sessions.rounds(sessions.get(desk, session_id))[-1].cells.get("pressure") is not None, "the values"
    )
    steps.discharge(desk, session_id)
    assert sessions.get(desk, session_id).phase is Phase.DISCHARGED


def test_who_does_not_know_the_key_finds_the_button(
    hands: Hands, enter: Enter, session_id: str, clock: DrivenClock
) -> None:
    enter("nina")
    keys, desk = Keyboard(hands), desk_of(hands)
    keys.press("Ctrl+1", "Return")
    hands.see("Infusing")
    pressed_at = desk.now()
    hands.click("Patient withdraws consent…")
    clock.pass_time(seconds=20)
    keys.press("Return")
    hands.see("Consent is withdrawn since 09:10. The infusion is recorded as stopped.")
    keys.press("Return")
    assert sessions.get(desk, session_id).ended.at == pressed_at
    # There is nothing more to take back.
    assert not hands.found("Patient withdraws consent…")


def test_escape_leaves_everything_as_it_was(hands: Hands, enter: Enter, session_id: str) -> None:
    enter("nina")
    keys, desk = Keyboard(hands), desk_of(hands)
    keys.press("Ctrl+1", "Return")
    hands.see("Infusing")
    keys.press("F7")
    hands.see("Withdraw consent")
    keys.press("Esc")
    hands.not_see("It counts from")
    assert sessions.get(desk, session_id).phase is Phase.RUNNING


def test_the_front_desk_hears_it_and_the_nurse_is_told_at_once(
    hands: Hands, enter: Enter, session_id: str, nurse: Desk
) -> None:
    enter("rita")
    keys, desk = Keyboard(hands), desk_of(hands)
    keys.press("Ctrl+1", "Down")
    keys.press("F7")
    hands.see("An infusion runs: tell whoever is at the pump to stop it.")
    keys.press("Return")
    hands.see("Consent is withdrawn since 09:10. Stop the pump.")
    hands.click("Prepare a form to sign")
    hands.see("It waits to be signed.")
    patient_id = sessions.line(desk, session_id).patient_id
    form, consent = consents.of_patient(desk, patient_id)
    assert (form.text_name, form.about_id, consent.status) == (FORM, consent.id, Status.WITHDRAWN)
    session = sessions.get(nurse, session_id)
    assert session.phase is Phase.RUNNING
    assert sessions.withdrawn_at(nurse, session) is not None
    hands.choose_row("List of consents", "Withdrawn")
    hands.see("Session 1 of 6 is running. Stop the pump.")


def test_the_nurse_sees_what_the_front_desk_recorded(
    hands: Hands, enter: Enter, session_id: str, receptionist: Desk
) -> None:
    enter("nina")
    keys = Keyboard(hands)
    keys.press("Ctrl+1", "Return")
    hands.see("Infusing")
    (consent,) = consents.of_patient(receptionist, sessions.line(receptionist, session_id).patient_id)
    consents.withdraw(receptionist, consent, by_name="Zoë Ångström")
    hands.see("Consent withdrawn at 09:10. Stop the pump.")
    hands.click("Stop infusion")
    keys.press("Return")
    hands.see("No more of the drug; monitoring and discharge go on.")


def test_what_depends_on_it_stands_in_the_overview_until_it_is_handled(
    hands: Hands, enter: Enter, session_id: str, nurse: Desk
) -> None:
    patient_id = sessions.line(nurse, session_id).patient_id
    (consent,) = consents.of_patient(nurse, patient_id)
    consents.withdraw(nurse, consent, by_name="Zoë Ångström")
    enter("nina")
    keys, desk = Keyboard(hands), desk_of(hands)
    keys.press("Ctrl+6")
    hands.click("Declined or withdrawn 1")
    hands.see("2 things depend on it")
    keys.press("Return")
    hands.see("5 sessions are planned.")
    one = series.of_patient(desk, patient_id)[0]
    series.end(desk, one.id, reason="Consent withdrawn", based_on=one.version)
    hands.not_see("5 sessions are planned.")


def test_no_patient_on_the_screen_is_told(hands: Hands, enter: Enter) -> None:
    enter("rita")
    hands.press("Ctrl+5")
    hands.press("F7")
    hands.see("Choose the patient first")
