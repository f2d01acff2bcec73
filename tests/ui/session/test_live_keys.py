"""What one key does in a live session: stamp, limit, the end that asks; and the forms behind "More"."""

from collections.abc import Callable

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import sessions
from clinicdesk.records.sessions import DecidedBy, EndReason, Session
from clinicdesk.rules.discharge import Leaving
from clinicdesk.rules.timeline import EventKind, Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.sessions import steps
from ui import theme
from ui.session.page import SessionPage

Opened = Callable[[str], Hands]
HIGH = {Kind.SYSTOLIC: 184, Kind.DIASTOLIC: 112, Kind.HEART_RATE: 90, Kind.SPO2: 97}


@pytest.fixture
def session_id(everyone: Desk) -> str:
    return steps.plan_for(everyone, steps.register_zoe(everyone))


@pytest.fixture
def running(everyone: Desk, prescriber: Desk, session_id: str, clock: DrivenClock) -> str:
    steps.run(everyone, prescriber, session_id)
    clock.pass_time(minutes=12)
    return session_id


@pytest.fixture
def open_page(qtbot, qapp, everyone: Desk) -> Opened:
    theme.apply(qapp, "light")

    def open_for(session_id: str) -> Hands:
        page = SessionPage(everyone)
        everyone.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: everyone.clinic.stop_listening(page.refresh))
        page.resize(1280, 720)
        with qtbot.waitExposed(page):
            page.show()
        page.show_session(session_id)
        return Hands(qtbot, page)

    return open_for


def now(desk: Desk, session_id: str) -> Session:
    return sessions.get(desk, session_id)


# One key for the minute


def test_f10_stamps_the_minute_and_a_digit_says_what(
    open_page: Opened, everyone: Desk, running: str, clock: DrivenClock
) -> None:
    hands = open_page(running)
    hands.press("F10")
    pressed = everyone.now()
    (stamp,) = sessions.open_stamps(now(everyone, running))
    assert (stamp.what, stamp.moment.at) == ("", pressed)
    hands.see("09:12 is stamped. What is it?")
    hands.press("3")
    (stamp,) = sessions.open_stamps(now(everyone, running))
    assert stamp.what == "dizziness"
    hands.see("09:12 Dizziness: details are missing")
    clock.pass_time(minutes=20)
    hands.click("Details: 09:12 Dizziness: details are missing")
    for name, choice in (
        ("How bad", "Mild"),
        ("Caused by the treatment", "Possibly related"),
        ("What was done", "Watched, nothing else"),
        ("How it went on", "Gone"),
    ):
        hands.choose(name, choice)
    hands.click("Record event")
    (event,) = now(everyone, running).adverse_events
    assert (event.kind, event.onset_at) == ("dizziness", pressed)
    hands.not_see("details are missing")


def test_a_stamp_neither_closes_an_open_form_nor_takes_half_typed_values(
    open_page: Opened, everyone: Desk, running: str
) -> None:
    hands = open_page(running)
    hands.type("Blood pressure", "13", leave=False)
    hands.click("Change rate")
    hands.type("Reason for the change", "Dizzy", leave=False)
    hands.press("F10")
    assert len(sessions.open_stamps(now(everyone, running))) == 1
    assert hands.find("Reason for the change").text() == "Dizzy"
    assert hands.find("Blood pressure").text() == "13"
    hands.see("09:12 is stamped. Its details can be written later.")


def test_a_stamp_that_was_nothing_is_settled_in_the_same_form(open_page: Opened, everyone: Desk, running: str) -> None:
    hands = open_page(running)
    hands.press("F10")
    hands.click("Later")
    hands.click("Details: 09:12 stamped, not said what: details are missing")
    hands.click("It was nothing")
    hands.see("Say in a few words what it was.")
    hands.type("Description", "Coughed once")
    hands.click("It was nothing")
    assert sessions.open_stamps(now(everyone, running)) == ()
    assert now(everyone, running).adverse_events == ()


# A broken limit


def test_a_broken_limit_says_what_the_protocol_wants_and_one_key_records_it(
    open_page: Opened, everyone: Desk, running: str
) -> None:
    sessions.observe(everyone, running, values=HIGH)
    hands = open_page(running)
    hands.see("Protocol: Pause, measure again within 5 minutes, and call the prescriber.")
    hands.press("F3")
    hands.see("Recorded as done: Pause, measure again")
    # Both numbers of the pressure reached a limit; what was done answers both.
    closed = now(everyone, running).events_of(EventKind.ALARM)
    assert [event.detail["what"] for event in closed] == ["closed", "closed"]
    assert {event.detail["words"] for event in closed} == {closed[0].detail["words"]}
    hands.press("F3")
    assert len(now(everyone, running).events_of(EventKind.ALARM)) == 2


def test_what_was_done_otherwise_is_typed(open_page: Opened, everyone: Desk, running: str) -> None:
    sessions.observe(everyone, running, values={**HIGH, Kind.DIASTOLIC: 88})
    hands = open_page(running)
    hands.window._menu._actions["limit"].trigger()
    hands.type("What was done", "Cuff was too small, changed", leave=False)
    hands.click("Record")
    (event,) = now(everyone, running).events_of(EventKind.ALARM)
    assert event.detail["words"] == "Cuff was too small, changed"


# The end asks


def test_the_planned_end_asks_and_ends_nothing_by_itself(
    open_page: Opened, everyone: Desk, running: str, clock: DrivenClock
) -> None:
    hands = open_page(running)
    hands.not_see("The ordered dose is in.")
    clock.pass_time(minutes=60)
    hands.window.tick()
    hands.see("The ordered dose is in. End it?")
    assert now(everyone, running).phase is Phase.RUNNING
    hands.click("End…")
    hands.see("Stop the infusion?")
    assert now(everyone, running).phase is Phase.RUNNING


# Before the start


def test_a_visit_is_held_and_goes_on_from_the_page(open_page: Opened, everyone: Desk, session_id: str) -> None:
    sessions.arrive(everyone, session_id)
    hands = open_page(session_id)
    hands.click("Hold the visit")
    hands.type("Look again in (minutes)", "soon")
    hands.type("Why the visit waits", "BP 168/100", leave=False)
    hands.click("Hold")
    hands.see("Look again in 1 to 240 minutes.")
    hands.type("Look again in (minutes)", "20", leave=False)
    hands.click("Hold")
    hands.see("Held since 09:00: BP 168/100. Look again at 09:20.")
    hands.click("The hold is over")
    hands.not_see("Held since")
    assert sessions.held(now(everyone, session_id)) is None


def test_a_patient_not_treated_is_watched_and_the_page_shows_no_number(
    open_page: Opened, everyone: Desk, session_id: str
) -> None:
    sessions.arrive(everyone, session_id)
    sessions.not_treated(everyone, session_id, reason="BP 178/104", decided_by=DecidedBy.CLINICIAN)
    hands = open_page(session_id)
    hands.see("Session – of 6")
    hands.type("Heart rate", "70")
    assert sessions.latest_values(now(everyone, session_id))[Kind.HEART_RATE] == 70


# Notes


def test_oxygen_words_and_room_are_lines_with_their_minute(open_page: Opened, everyone: Desk, running: str) -> None:
    hands = open_page(running)
    menu = hands.window._menu
    menu._actions["oxygen"].trigger()
    hands.type("Flow (L/min)", "2")
    hands.click("Record oxygen")
    hands.see("Choose how it is given.")
    hands.click("Given by: Nasal cannula")
    hands.click("Record oxygen")
    hands.see("09:12 Oxygen 2 L per minute, Nasal cannula")
    menu._actions["words"].trigger()
    hands.type("The patient's words", "I am a river")
    hands.click("Record words")
    hands.see("I am a river")
    menu._actions["room"].trigger()
    hands.type("Music, light, who is there", "Curtains closed")
    hands.click("Record note")
    hands.see("Curtains closed")
    assert len(now(everyone, running).events_of(EventKind.OXYGEN, EventKind.WORDS, EventKind.ROOM)) == 3


# Whose chair, and who else


def test_chair_and_name_stand_below_what_is_typed(open_page: Opened, running: str) -> None:
    hands = open_page(running)
    hands.not_see("ÅNGSTRÖM, Zoë.")
    hands.type("Blood pressure", "13", leave=False)
    hands.see("ÅNGSTRÖM, Zoë.")


def test_two_people_at_one_row_lose_nothing_and_are_told(
    open_page: Opened, everyone: Desk, nurse: Desk, running: str
) -> None:
    hands = open_page(running)
    hands.type("Blood pressure", "13", leave=False)
    sessions.observe(nurse, running, values={Kind.SYSTOLIC: 131, Kind.DIASTOLIC: 82})
    hands.see("Nina Okafor, RN has just recorded 131/82. Yours is not recorded yet.")
    field = hands.find("Blood pressure")
    assert field.text() == "13"
    hands.type("Blood pressure", "133/84")
    values = [one.value for one in now(everyone, running).current if one.kind == Kind.SYSTOLIC]
    assert values[-2:] == [131, 133]


# Leaving


def test_who_leaves_against_advice_says_why_and_is_asked_no_checklist(
    open_page: Opened, everyone: Desk, running: str
) -> None:
    sessions.end(everyone, running, ended=EndReason.STOPPED)
    hands = open_page(running)
    hands.click("Discharge")
    hands.click("How the patient leaves: Left against advice")
    hands.not_see("Walks steadily")
    hands.click("Record discharge")
    hands.see("Say how that came.")
    hands.type("How that came", "Wants to catch the bus")
    hands.click("Record discharge")
    left = sessions.how_left(now(everyone, running))
    assert left is not None
    assert left.leaving is Leaving.AGAINST_ADVICE
    hands.see("Left against advice at 09:12: Wants to catch the bus")


def test_a_signed_session_offers_a_late_event_and_shows_it(
    open_page: Opened, everyone: Desk, running: str, clock: DrivenClock
) -> None:
    sessions.end(everyone, running, ended=EndReason.COMPLETED)
    steps.drug(everyone, running)
    steps.discharge(everyone, running)
    sessions.sign(everyone, running)
    clock.pass_time(hours=20)
    hands = open_page(running)
    hands.click("Late event")
    hands.type("Told by", "Zoë, by phone")
    hands.type("Began", "21:30")
    for name, choice in (
        ("What happened", "Headache"),
        ("How bad", "Moderate"),
        ("Caused by the treatment", "Possibly related"),
        ("What was done", "Watched, nothing else"),
        ("How it went on", "Getting better"),
    ):
        hands.choose(name, choice)
    hands.click("Record event")
    hands.see("Late event, 02-Mar-2026 21:30: Headache, moderate. Told by Zoë, by phone.")
    assert not hands.found("Drug given")
