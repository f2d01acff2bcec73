"""A patient is back after fourteen months: the desk reads what expired, a prescriber decides, the visit goes on."""

from collections.abc import Callable
from datetime import time

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import eligibility, series, sessions
from clinicdesk.records.sessions import EndReason
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.journeys.conftest import desk_of
from tests.journeys.deciding import decide
from tests.journeys.keyboard import Keyboard
from tests.records.sessions import steps

Enter = Callable[[str], None]


@pytest.fixture
def session_id(everyone: Desk, clock: DrivenClock) -> str:
    """Treat Zoë once, let fourteen months pass, and plan a booster for today."""
    patient_id = steps.register_zoe(everyone)
    first = steps.plan_for(everyone, patient_id)
    steps.run(everyone, everyone, first)
    clock.pass_time(minutes=40)
    sessions.end(everyone, first, ended=EndReason.COMPLETED)
    steps.drug(everyone, first)
    steps.discharge(everyone, first)
    sessions.sign(everyone, first)
    clock.pass_time(days=420)
    today = everyone.local(everyone.now()).date()
    made = series.plan(
        everyone,
        patient_id=patient_id,
        protocol_name="iv-ketamine-booster",
        days=[today],
        time=time(9, 30),
        indication="Major depression",
    )
    return sessions.of_series(everyone, made)[0].id


def test_from_the_check_in_to_the_decision_and_back(hands: Hands, enter: Enter, session_id: str) -> None:
    enter("all")
    keys, desk = Keyboard(hands), desk_of(hands)
    hands.see("Eligibility expired")
    hands.choose_row("Board", "ÅNGSTRÖM", open_it=False)
    hands.click("Next step: Mark arrived")
    hands.click("Next step: Check in")
    hands.see("Eligibility: expired")
    hands.click("The patient said the name ÅNGSTRÖM, Zoë (Ms)")
    question = "Has the patient had alcohol, cannabis or other drugs today, or seem under their influence?"
    hands.click(f"{question}: No")
    # One page of all that expired; the check-in stands as it was left.
    hands.click("What has expired")
    hands.see("What has expired: ÅNGSTRÖM, Zoë (Ms)")
    for title in ("Weight", "Medicines asked", "Eligibility for IV ketamine", "Consent to intravenous ketamine"):
        hands.see(title)
    hands.click("Back")
    assert hands.find(f"{question}: No").isChecked()  # type: ignore[attr-defined]
    hands.click("What has expired")
    hands.click("Open eligibility")
    hands.see("These are the answers as they were signed on")
    hands.click("Ask anew")
    decide(keys, at_the_tab=True)
    need = eligibility.of_visit(desk, session_id)
    assert need is not None
    assert need.done
    hands.press("Ctrl+1")
    hands.not_see("Eligibility expired")
