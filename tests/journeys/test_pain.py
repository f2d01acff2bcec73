"""IV ketamine for chronic pain: a bolus and two rates over four hours, each planned rate called for at its time."""

from collections.abc import Callable

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import consents, sessions
from clinicdesk.records.consents import Inked
from clinicdesk.rules.timeline import EventKind, Phase
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.journeys.conftest import desk_of, locks_late
from tests.records.sessions import nasal_steps, steps
from tests.records.sessions.steps import TODAY
from tests.ui.session.chairside import answer_in_the_chair

NAME = "Zoë Ångström"
BORN = "21jul1968"


@pytest.fixture
def session_id(everyone: Desk) -> str:
    """Return the first visit of a pain series that was planned and consented to before."""
    patient = steps.register_zoe(everyone)
    visit = nasal_steps.plan(everyone, patient, "iv-ketamine-pain", [TODAY])
    consent_id = consents.prepare(everyone, patient_id=patient, text_name="iv-ketamine-pain")
    inked = Inked(signer_name=NAME, clinician="Dr Pat Osei")
    consents.sign_on_paper(everyone, consents.get(everyone, consent_id), inked, signed_on=TODAY)
    locks_late(everyone)
    return visit


def test_four_hours_with_a_bolus_and_two_rates(
    session_id: str, hands: Hands, enter: Callable[[str], None], clock: DrivenClock
) -> None:
    enter("all")
    check(hands)
    order(hands)
    second_check(hands)
    start(hands)
    run(hands, clock)
    desk = desk_of(hands)
    session = sessions.get(desk, session_id)
    assert session.phase is Phase.RECOVERY
    assert [one.detail["stage"] for one in session.events_of(EventKind.RATE_CHANGED)] == [2, 3]
    given = session.given_micrograms(sessions.now_of(desk))
    # The whole dose, but for what rates of 0.1 mL per hour leave in the bag.
    assert abs(given - 156_000) <= 300
    assert desk.clinic.verify() == []


def check(hands: Hands) -> None:
    hands.click("Next step: Mark arrived")
    hands.choose_row("Board", "ÅNGSTRÖM")
    hands.click("Fasting")
    hands.type("Last food", "20:00")
    hands.type("Last clear drink", "06:30")
    hands.click("Record fasting")
    hands.click("Escort")
    hands.type("Name of the escort", "Per Ångström")
    hands.type("Phone of the escort", "218 555 0142")
    hands.click("Record escort")
    answer_in_the_chair(hands)
    values = {"Weight": "80", "Blood pressure": "128/78", "Heart rate": "66", "Oxygen saturation": "98"}
    read(hands, {**values, "Respiratory rate": "16"})


def order(hands: Hands) -> None:
    hands.click("Order")
    hands.see("Bolus: 16 mg at 307.7 mL per hour for 10 min")
    hands.see("16 mg + 20 mg + 120 mg = 156 mg")
    identify(hands)
    hands.click("Sign order")
    hands.see("156 mg, signed by Sam Rivera, MD")


def second_check(hands: Hands) -> None:
    hands.click("Second check")
    hands.not_see("Nobody else is here…")
    for name, text in (
        ("Dose (mg)", "156"),
        ("Volume of drug (mL)", "3.12"),
        ("Rate: Bolus (mL per hour)", "307.7"),
        ("Rate: First rate (mL per hour)", "76.9"),
        ("Rate: Second rate (mL per hour)", "128.2"),
    ):
        hands.type(name, text)
    hands.type("Login of who worked it out", "nina")
    hands.type("PIN", PASSWORD)
    hands.click("Record second check")
    hands.see("Agrees, Nina Okafor, RN")


def start(hands: Hands) -> None:
    hands.click("Start infusion")
    identify(hands)
    hands.click("Start now")
    hands.see("Pump at 307.7 mL per hour")
    hands.see("ends about 13:00")


def run(hands: Hands, clock: DrivenClock) -> None:
    hands.see("Next at 09:10: First rate, 76.9 mL per hour")
    clock.pass_time(minutes=10)
    hands.window.tick()
    hands.click("Change…")
    hands.click("Step 2: First rate, 76.9 mL per hour")
    hands.see("Next at 10:00: Second rate, 128.2 mL per hour")
    clock.pass_time(minutes=50)
    hands.window.tick()
    hands.click("Change…")
    hands.click("Step 3: Second rate, 128.2 mL per hour")
    hands.not_see("Next at")
    hands.see("ends about 13:00")
    for number in range(6):
        clock.pass_time(minutes=30)
        values = {"Blood pressure": f"{130 + number}/80", "Heart rate": "70", "Oxygen saturation": "97"}
        read(hands, {**values, "Respiratory rate": "15"})
    hands.window.tick()
    hands.click("Stop infusion")
    hands.click("Completed as ordered")
    hands.see("Recovery")


def identify(hands: Hands) -> None:
    hands.type("Patient's name, said again", NAME)
    hands.type("Date of birth, said again", BORN)


def read(hands: Hands, values: dict[str, str]) -> None:
    """Record a round of vital signs with Enter after each."""
    hands.press("F2")
    for name, text in values.items():
        hands.type(name, text, leave=False)
        hands.press("Return")
