"""The PCs were dark: a whole session that stands on paper is typed in at the window, with its own times."""

from collections.abc import Callable
from datetime import datetime

import pytest

from clinicdesk.desk import Desk
from clinicdesk.printing import session_summary
from clinicdesk.records import sessions
from clinicdesk.rules.timeline import EventKind, Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.journeys.chairside import answer_in_the_chair, fill_in_discharge
from tests.journeys.conftest import desk_of
from tests.journeys.keyboard import Keyboard
from tests.journeys.second_check import have_it_checked
from tests.printing.sheets import texts
from tests.records.sessions import steps

NAME = "Zoë Ångström"
BORN = "21jul1968"


@pytest.fixture
def session_id(everyone: Desk) -> str:
    """Plan a session for this morning, with a consent that was signed before the lights went out."""
    patient = steps.register_zoe(everyone)
    steps.consent(everyone, patient)
    return steps.plan_for(everyone, patient)


Later = Callable[..., Keyboard]


@pytest.fixture
def later(hands: Hands, enter: Callable[[str], None], session_id: str, clock: DrivenClock) -> Later:  # noqa: ARG001
    """Return a function for the keyboard of somebody who signs in when the power is back."""

    def sign_in(**passed: int) -> Keyboard:
        clock.pass_time(**passed)
        enter("all")
        return Keyboard(hands)

    return sign_in


def test_a_session_from_paper_keeps_the_times_on_the_paper(session_id: str, later: Later) -> None:
    keys = later(hours=5)
    keys.press("Ctrl+1", "Return")
    keys.hands.see("Before the start")
    keys.push("Type in from paper")
    keys.hands.see("give each entry its time")
    check(keys)
    order_and_start(keys)
    watch_and_stop(keys)
    discharge(keys)
    compare(desk_of(keys.hands), session_id)


def test_a_sheet_of_yesterday_needs_no_day_beside_each_time(session_id: str, later: Later, everyone: Desk) -> None:
    keys = later(hours=30)
    keys.hands.click("Day before")
    keys.hands.choose_row("Board", "ÅNGSTRÖM", open_it=False)
    keys.press("Return")
    keys.hands.see("Before the start")
    keys.push("Type in from paper")
    keys.push("Mark here")
    keys.hands.see("on 02-Mar-2026")
    keys.write("9:20", "Return")
    values(keys, "9:30", "124/78")
    keys.hands.see("Recorded for 09:30")
    session = sessions.get(everyone, session_id)
    assert {everyone.local(event.at).date() for event in session.events} == {steps.TODAY}
    assert {everyone.local(one.moment.at).date() for one in session.observations} == {steps.TODAY}


def check(keys: Keyboard) -> None:
    keys.push("Mark here")
    keys.write("9:20", "Return")
    keys.hands.see("09:20")
    keys.push("Fasting")
    keys.fill("Time on the paper", "9:25")
    keys.fill("Last food", "20:00")
    keys.fill("Last clear drink", "06:30")
    keys.press("Ctrl+S")
    keys.hands.see("Last food 20:00, last drink 06:30")
    keys.push("Escort")
    keys.fill("Name of the escort", "Per Ångström")
    keys.fill("Phone of the escort", "218 555 0142")
    keys.fill("Time on the paper", "9:26")
    keys.press("Ctrl+S")
    keys.hands.see("Per Ångström, 218 555 0142")
    answer_in_the_chair(keys, at="9:27")
    values(keys, "9:30", "124/78", "68", "98", "14", "", "82.4")
    keys.hands.see("82.4 kg")


def values(keys: Keyboard, *typed: str) -> None:
    """Type a line of the flowsheet as it stands there: the time first."""
    keys.press("F2")
    for text in typed:
        keys.write(text, "Return")


def order_and_start(keys: Keyboard) -> None:
    for step, confirm, at in (("Order", "Sign order", "9:35"), ("Start infusion", "Start now", "9:40")):
        keys.push(step)
        keys.fill("Patient's name, said again", NAME)
        keys.fill("Date of birth, said again", BORN)
        keys.fill("Time on the paper", at)
        keys.push(confirm)
        if step == "Order":
            have_it_checked(keys, at="9:37")
    keys.hands.see("Started 09:40")


def watch_and_stop(keys: Keyboard) -> None:
    values(keys, "9:50", "132/84", "72", "97")
    values(keys, "10:10", "128/80", "70", "98")
    keys.push("Adverse event")
    for name, choice in (
        ("What happened", "Nausea"),
        ("How bad", "Mild"),
        ("Caused by the treatment", "Possibly related"),
        ("What was done", "Watched, nothing else"),
        ("How it went on", "Gone"),
    ):
        keys.choose(name, choice)
    keys.fill("Time on the paper", "10:00")
    keys.press("Ctrl+S")
    keys.hands.see("10:00 Nausea, mild")
    keys.push("Stop infusion")
    keys.fill("Time on the paper", "10:20")
    keys.push("Completed as ordered")
    keys.hands.see("ended 10:20")
    keys.push("Drug given")
    for name, typed in (
        ("Lot", "K7731"),
        ("Expires", "03/2027"),
        ("Drawn (mg)", "50"),
        ("Given (mg)", "41.2"),
        ("Wasted (mg)", "8.8"),
        ("Time on the paper", "9:38"),
    ):
        keys.fill(name, typed)
    keys.choose("Witness", "Nina Okafor, RN")
    keys.press("Ctrl+S")
    keys.hands.see("lot K7731")


def discharge(keys: Keyboard) -> None:
    desk = desk_of(keys.hands)
    (session,) = [sessions.get(desk, line.id) for line in sessions.unsigned(desk)]
    keys.push("Discharge")
    fill_in_discharge(keys, session)
    keys.fill("Time on the paper", "11:30")
    keys.press("Ctrl+S")
    keys.hands.see("Left at 11:30")


def compare(desk: Desk, session_id: str) -> None:
    """Compare the record and the paper printed from it with what was written in the dark."""

    def at(moment: datetime) -> str:
        return f"{desk.local(moment):%H:%M}"

    session = sessions.get(desk, session_id)
    assert session.phase is Phase.DISCHARGED
    times = {event.kind: at(event.at) for event in session.events}
    assert times[EventKind.ARRIVED] == "09:20"
    assert times[EventKind.STARTED] == "09:40"
    assert times[EventKind.ENDED] == "10:20"
    assert times[EventKind.DISCHARGED] == "11:30"
    rates = [at(one.moment.at) for one in session.observations if one.kind == Kind.HEART_RATE]
    assert rates == ["09:30", "09:50", "10:10"]
    assert [at(drug.given_at) for drug in session.drugs] == ["09:38"]
    assert [at(event.onset_at) for event in session.adverse_events] == ["10:00"]
    for rows in (session.events, session.observations, session.drugs, session.adverse_events, session.orders):
        assert rows
        assert all(row.transcribed for row in rows)
    paper = " ".join(texts(session_summary.build(desk, session_id)))
    for words in ("09:50 (paper)", "09:38 (paper)", "10:00 (paper)", "typed in from paper", "Written on paper"):
        assert words in paper
    assert desk.clinic.verify() == []
