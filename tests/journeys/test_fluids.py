"""IV fluids and vitamins as a clinic gives them: what the prescriber wrote, a pump, lots, a short sheet. No claims."""

from collections.abc import Callable

import pytest

from clinicdesk.desk import Desk
from clinicdesk.printing.papers import PaperRequest, build
from clinicdesk.records import consents, sessions
from clinicdesk.records.consents import Inked
from clinicdesk.rules.timeline import Phase
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.journeys.conftest import desk_of, locks_late
from tests.printing.sheets import texts
from tests.records.sessions import nasal_steps as nasal
from tests.records.sessions import steps
from tests.records.sessions.steps import TODAY

NAME = "Zoë Ångström"
BORN = "21jul1968"


@pytest.fixture
def session_id(everyone: Desk) -> str:
    """Return a visit for fluids that was planned and consented to before."""
    patient = steps.register_zoe(everyone)
    visit = nasal.plan(everyone, patient, "iv-fluids", [TODAY])
    consent_id = consents.prepare(everyone, patient_id=patient, text_name="iv-therapy")
    inked = Inked(signer_name=NAME, clinician="Dr Pat Osei")
    consents.sign_on_paper(everyone, consents.get(everyone, consent_id), inked, signed_on=TODAY)
    locks_late(everyone)
    return visit


def test_a_visit_for_fluids(session_id: str, hands: Hands, enter: Callable[[str], None], clock: DrivenClock) -> None:
    enter("all")
    check(hands)
    order(hands)
    start(hands)
    run(hands, clock)
    write_down_what_was_used(hands)
    let_her_go_and_sign(hands, session_id)
    desk = desk_of(hands)
    session = sessions.get(desk, session_id)
    assert session.phase is Phase.DISCHARGED
    assert session.is_signed
    assert session.infused_microlitres(sessions.now_of(desk)) == 500_000
    look_at_the_paper(desk, session_id)
    assert desk.clinic.verify() == []


def check(hands: Hands) -> None:
    hands.click("Next step: Mark arrived")
    hands.choose_row("Board", "ÅNGSTRÖM")
    hands.see("Before the start")
    hands.click("In the chair")
    hands.type("IV line in", "Left forearm")
    hands.choose("Gauge", "22 G")
    hands.click("Any medicine changed since last time?: No")
    hands.click("Record answers")
    read(hands, "118/74", "64")


def order(hands: Hands) -> None:
    hands.click("Order")
    hands.type("Fluid, as it stands on the bag", "Sodium chloride 0.9 %")
    hands.find("What is added").setFocus()
    hands._write(hands.find("What is added"), "Magnesium sulfate 2 g")
    hands.type("Bag (mL)", "500")
    hands.type("Over (minutes)", "60")
    hands.see("500 mL over 60 min = 500 mL per hour")
    hands.see("with Magnesium sulfate 2 g")
    identify(hands)
    hands.click("Sign order")
    hands.see("500 mL, signed by Sam Rivera, MD")
    hands.click("Second check")
    hands.type("Pump rate (mL per hour)", "500")
    hands.type("Login of who worked it out", "nina")
    hands.type("PIN", PASSWORD)
    hands.click("Record second check")
    hands.see("Agrees, Nina Okafor, RN")


def start(hands: Hands) -> None:
    hands.click("Start infusion")
    hands.see("set the pump to 500 mL per hour")
    hands.not_see("0 mg")
    identify(hands)
    hands.click("Start now")
    hands.see("0 mL of 500 mL given")
    hands.see("Sodium chloride 0.9 %")


def run(hands: Hands, clock: DrivenClock) -> None:
    clock.pass_time(minutes=15)
    hands.window.tick()
    hands.see("125 mL of 500 mL given")
    hands.see("Vitals due now (09:15)")
    read(hands, "120/76", "66")
    clock.pass_time(minutes=30)
    read(hands, "119/75", "65")
    clock.pass_time(minutes=15)
    hands.window.tick()
    hands.click("Stop infusion")
    hands.click("Completed as ordered")
    hands.see("Recovery")
    hands.not_see(" mg given")


def write_down_what_was_used(hands: Hands) -> None:
    for product, lot, volume in (("Sodium chloride 0.9 %", "NS-44", "500"), ("Magnesium sulfate", "MG-7", "4")):
        hands.click("Drug given")
        hands.type("Drug", product)
        hands.type("Lot", lot)
        hands.type("Expires", "06/2027")
        hands.type("Of a fluid: volume (mL)", volume)
        hands.click("Record drug")
        hands.see(f"lot {lot}")


def let_her_go_and_sign(hands: Hands, session_id: str) -> None:
    session = sessions.get(desk_of(hands), session_id)
    hands.click("Discharge")
    for item in session.protocol.discharge.items:
        hands.click(f"{item.text}: Yes")
    hands.click("Record discharge")
    hands.see("Left at 10:00")
    hands.click("Sign session")
    hands.click("Sign")
    hands.see("Signed by Sam Rivera, MD")


def look_at_the_paper(desk: Desk, session_id: str) -> None:
    text = " ".join(texts(build(desk, PaperRequest("session", session_id)).content))
    for words in (
        "Sodium chloride 0.9 %, 500 mL",
        "with Magnesium sulfate 2 g",
        "500 mL over 60 min = 500 mL per hour",
        "NS-44",
        "MG-7",
    ):
        assert words in text
    assert " mg " not in text


def identify(hands: Hands) -> None:
    hands.type("Patient's name, said again", NAME)
    hands.type("Date of birth, said again", BORN)


def read(hands: Hands, pressure: str, pulse: str) -> None:
    """Record a round of vital signs with Enter after each."""
    hands.press("F2")
    for name, text in (("Blood pressure", pressure), ("Heart rate", pulse)):
        hands.type(name, text, leave=False)
        hands.press("Return")
    hands.see(pressure)
