"""The cockpit in the program's own window: moving, typing with one hand, alarms that leave the typing alone."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from clinicdesk.desk import Desk
from clinicdesk.records import sessions
from clinicdesk.records.sessions import patient_call
from clinicdesk.rules.alarms import AlarmKind, Sound
from clinicdesk.rules.timeline import EventKind
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.records.sessions import steps
from tests.ui.cockpit.chairs import planned, run
from ui.main_window import MainWindow
from ui.tour.hands import name_of

Enter = Callable[[str], None]
GOOD = {Kind.SYSTOLIC: 128, Kind.DIASTOLIC: 78, Kind.HEART_RATE: 66, Kind.SPO2: 98}


@pytest.fixture
def chairs(nurse: Desk, prescriber: Desk, clock: DrivenClock) -> list[str]:
    """Let three infusions run, a minute apart, and return the sessions."""
    found = []
    for place in range(3):
        found.append(run(nurse, prescriber, place))
        clock.pass_time(minutes=1)
    return found


@pytest.fixture
def cockpit(enter: Enter, hands: Hands, chairs: list[str]) -> list[str]:
    """Sign a nurse in at the cockpit, and return the sessions."""
    enter("nina")
    hands.press("Ctrl+7")
    hands.see("A reminder, not a patient monitor")
    return chairs


def at() -> str:
    widget = QApplication.focusWidget()
    return name_of(widget) if widget is not None else ""


def write(hands: Hands, text: str) -> None:
    """Press one key after the other, wherever the focus goes meanwhile."""
    for sign in text:
        focused = QApplication.focusWidget()
        assert focused is not None
        hands._write(focused, sign)


def values(desk: Desk, session_id: str) -> dict[str, int]:
    return {str(kind): value for kind, value in sessions.latest_values(sessions.get(desk, session_id)).items()}


def pass_time(window: MainWindow, clock: DrivenClock, **span: float) -> None:
    clock.pass_time(**span)
    window.tick()


@pytest.mark.usefixtures("cockpit")
def test_arrows_and_letters_move_and_enter_opens_the_session(hands: Hands) -> None:
    first = at()
    hands.press("Right")
    assert at() != first
    hands.press("Left")
    assert at() == first
    hands.press("B")
    second = at()
    hands.press("Return")
    hands.see("ÅNGSTRÖM")
    hands.see("Session 1 of 6")
    assert first != second


def test_a_row_is_typed_with_digits_and_one_key_for_each_field(hands: Hands, cockpit: list[str], nurse: Desk) -> None:
    hands.press("B")
    write(hands, "147/88h72s98r16")
    hands.press("Return")
    found = values(nurse, cockpit[1])
    assert [found[kind] for kind in ("systolic", "diastolic", "heart_rate", "spo2", "respiratory_rate")] == [
        147, 88, 72, 98, 16,
    ]  # fmt: skip
    rounds = sessions.rounds(sessions.get(nurse, cockpit[1]))
    assert rounds[-1].cells[sessions.PRESSURE].text == "147/88"
    assert len({o.round_id for o in sessions.get(nurse, cockpit[1]).current if o.round_id == rounds[-1].id}) == 1
    assert values(nurse, cockpit[0])["systolic"] == 128


def test_the_number_pad_alone_does_it_too(hands: Hands, cockpit: list[str], nurse: Desk) -> None:
    hands.press("A")
    write(hands, "151/92+88+97+")
    found = values(nurse, cockpit[0])
    assert [found[kind] for kind in ("systolic", "heart_rate", "spo2")] == [151, 88, 97]


def test_an_unusual_value_is_asked_about_and_keeps_the_field(hands: Hands, cockpit: list[str], nurse: Desk) -> None:
    hands.press("A")
    write(hands, "231/99h")
    assert at() == "Blood pressure"
    assert values(nurse, cockpit[0])["systolic"] == 128
    hands.see("is unusual")
    write(hands, "h")
    assert at() == "Heart rate"
    assert values(nurse, cockpit[0])["systolic"] == 231


@pytest.mark.usefixtures("cockpit")
def test_the_row_says_large_for_whom_it_is(hands: Hands) -> None:
    hands.press("C")
    write(hands, "1")
    row = hands.find("Vital signs for a chair")
    words = [label.text() for label in row.findChildren(type(row._patient))]
    assert "OKONKWO, Adaeze (Ms)" in words


def test_what_is_half_typed_is_no_value_and_comes_back(
    hands: Hands,
    cockpit: list[str],
    nurse: Desk,
) -> None:
    hands.press("B")
    write(hands, "19")
    hands.wait_for(lambda: nurse.draft(f"cockpit:{cockpit[1]}:row") is not None, "the draft")
    hands.press("Escape")
    hands.press("A")
    write(hands, "128/78")
    hands.press("Return")
    hands.press("Escape")
    hands.press("B")
    write(hands, "0")
    line = hands.find("Blood pressure")
    assert isinstance(line, QLineEdit)
    assert line.text() == "190"
    assert values(nurse, cockpit[1])["systolic"] == 128


def test_what_was_half_typed_before_a_crash_stands_in_the_row(
    enter: Enter, hands: Hands, chairs: list[str], nurse: Desk
) -> None:
    nurse.keep_draft(f"cockpit:{chairs[2]}:row", {"pressure": "14"})
    enter("nina")
    hands.press("Ctrl+7")
    hands.see("half typed, not recorded")
    hands.press("C")
    write(hands, "7")
    line = hands.find("Blood pressure")
    assert isinstance(line, QLineEdit)
    assert line.text() == "147"


@pytest.mark.usefixtures("cockpit")
def test_an_alarm_moves_no_focus_and_opens_no_window(hands: Hands, window: MainWindow, clock: DrivenClock) -> None:
    hands.press("A")
    write(hands, "14")
    windows = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    place = hands.find("Vital signs for a chair").geometry()
    for _minute in range(25):
        pass_time(window, clock, minutes=1)
        assert at() == "Blood pressure"
        # Somebody is there: else the window locks.
        hands.press("Left")
    hands.see("Vital signs of minute 10")
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == windows
    assert hands.find("Vital signs for a chair").geometry() == place


def test_one_key_to_the_chair_that_calls_and_one_back_to_the_half_typed_row(
    hands: Hands, window: MainWindow, cockpit: list[str], prescriber: Desk, clock: DrivenClock
) -> None:
    hands.press("A")
    write(hands, "147/8")
    hands.press("Left")
    sessions.observe(prescriber, cockpit[2], values={Kind.SPO2: 85})
    pass_time(window, clock, seconds=1)
    assert at() == "Blood pressure"
    hands.press("F4")
    assert at().endswith("3")
    hands.press("F4")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert (name_of(line), line.text(), line.cursorPosition()) == ("Blood pressure", "147/8", 4)


def test_the_key_leads_from_every_place_and_back_to_the_same_cursor(
    hands: Hands, window: MainWindow, cockpit: list[str], prescriber: Desk, clock: DrivenClock
) -> None:
    hands.press("Ctrl+K")
    write(hands, "smith")
    sessions.observe(prescriber, cockpit[1], values={Kind.SPO2: 85})
    pass_time(window, clock, seconds=1)
    hands.press("Ctrl+1")
    before = QApplication.focusWidget()
    hands.press("F4")
    hands.see("A reminder, not a patient monitor")
    assert at().endswith("2")
    hands.press("F4")
    assert QApplication.focusWidget() is before


def test_the_key_leads_back_to_a_half_typed_row_of_one_session_too(
    hands: Hands, window: MainWindow, cockpit: list[str], prescriber: Desk, clock: DrivenClock
) -> None:
    hands.press("A")
    hands.press("Return")
    hands.see("Flowsheet")
    hands.press("F2")
    write(hands, "147/8")
    hands.press("Home")
    sessions.observe(prescriber, cockpit[1], values={Kind.SPO2: 85})
    pass_time(window, clock, seconds=1)
    hands.press("F4")
    assert at().endswith("2")
    sessions.observe(prescriber, cockpit[0], values={Kind.HEART_RATE: 64})
    pass_time(window, clock, seconds=1)
    hands.press("F4")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert (name_of(line), line.text(), line.cursorPosition()) == ("Blood pressure", "147/8", 0)
    assert not line.hasSelectedText()
    hands.see("Flowsheet")


def test_anybody_says_i_am_going_and_a_clinician_closes_it(
    hands: Hands, window: MainWindow, cockpit: list[str], nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    sessions.observe(prescriber, cockpit[1], values={Kind.SPO2: 85})
    pass_time(window, clock, seconds=1)
    hands.press("F4")
    hands.press("F6")
    hands.see("Nina Okafor, RN is going")
    hands.type("What was done", "Oxygen 2 L", leave=False)
    hands.press("Return")
    hands.see("nothing calls")
    closed = sessions.get(nurse, cockpit[1]).events_of(EventKind.ALARM)[-1]
    assert (closed.detail["what"], closed.detail["words"]) == ("closed", "Oxygen 2 L")


def test_what_the_protocol_says_was_done_with_one_key(
    hands: Hands, window: MainWindow, cockpit: list[str], nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    sessions.observe(prescriber, cockpit[1], values={Kind.SYSTOLIC: 196, Kind.DIASTOLIC: 121})
    pass_time(window, clock, seconds=1)
    hands.press("F4")
    pass_time(window, clock, seconds=1)
    hands.press("F3")
    hands.see("nothing calls")
    deeds = sessions.get(nurse, cockpit[1]).events_of(EventKind.ALARM)
    assert [deed.detail["what"] for deed in deeds] == ["closed", "closed"]
    assert deeds[0].detail["words"]


def test_the_key_does_not_close_an_alarm_that_came_under_the_finger(
    hands: Hands, window: MainWindow, cockpit: list[str], nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    sessions.observe(prescriber, cockpit[1], values={Kind.SYSTOLIC: 196, Kind.DIASTOLIC: 121})
    pass_time(window, clock, seconds=2)
    hands.press("F4")
    pass_time(window, clock, seconds=2)
    sessions.observe(prescriber, cockpit[1], values={Kind.SPO2: 80})
    window.tick()
    hands.press("F3")
    closed = [deed.detail["alarm"] for deed in sessions.get(nurse, cockpit[1]).events_of(EventKind.ALARM)]
    low = sessions.get(nurse, cockpit[1]).latest(Kind.SPO2)
    assert low is not None
    assert not any(low.id in key for key in closed)


def test_a_call_of_the_patient_is_loud_on_every_place_and_no_mute_reaches_it(
    hands: Hands, window: MainWindow, cockpit: list[str], nurse: Desk, clock: DrivenClock
) -> None:
    hands.press("Ctrl+1")
    patient_call.call(nurse, cockpit[1])
    pass_time(window, clock, seconds=1)
    hands.see("The patient calls")
    hands.press("F11")
    hands.press("F6")
    hands.see("Nina Okafor, RN is going")
    alarms = sessions.alarms(sessions.get(nurse, cockpit[1]), sessions.now_of(nurse))
    assert (alarms[0].kind, alarms[0].sound) == (AlarmKind.CALL, Sound.CHIME)


def test_on_the_session_page_the_keys_are_for_that_chair(
    hands: Hands, window: MainWindow, cockpit: list[str], nurse: Desk, clock: DrivenClock
) -> None:
    hands.press("C")
    hands.press("Return")
    hands.see("Session 1 of 6")
    for _wait in range(4):
        pass_time(window, clock, minutes=3)
        hands.press("F1")
        hands.press("Escape")
    hands.press("F6")
    hands.press("F11")
    deeds = sessions.get(nurse, cockpit[2]).events_of(EventKind.ALARM)
    assert [deed.detail["what"] for deed in deeds] == ["going", "muted"]
    assert not sessions.get(nurse, cockpit[0]).events_of(EventKind.ALARM)


@pytest.mark.usefixtures("cockpit")
def test_muting_is_for_the_chair_and_ends_by_itself(hands: Hands, window: MainWindow, clock: DrivenClock) -> None:
    for _wait in range(4):
        pass_time(window, clock, minutes=3)
        hands.press("A")
    hands.press("F11")
    hands.see("muted until")
    pass_time(window, clock, minutes=5)
    hands.not_see("muted until")


def test_a_row_in_the_wrong_chair_goes_to_the_right_one_in_one_step(
    hands: Hands, cockpit: list[str], nurse: Desk
) -> None:
    hands.press("A")
    write(hands, "161/93h55")
    hands.click("Wrong chair")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "161/93" in menu.actions()[0].text()
    assert "ÅNGSTRÖM" in menu.actions()[1].text()
    hands.press("Down")
    hands.press("Return")
    assert values(nurse, cockpit[0])["systolic"] == 128
    assert values(nurse, cockpit[1])["systolic"] == 161
    hands.see("Moved here from")
    line = hands.find("Heart rate")
    assert isinstance(line, QLineEdit)
    assert line.text() == "55", "what was half typed came along"
    hands.press("Return")
    assert values(nurse, cockpit[1])["heart_rate"] == 55


def test_a_row_found_wrong_later_is_moved_too(
    hands: Hands, window: MainWindow, cockpit: list[str], nurse: Desk, clock: DrivenClock
) -> None:
    hands.press("C")
    write(hands, "171/93")
    hands.press("Return")
    hands.press("Escape")
    pass_time(window, clock, minutes=4)
    hands.press("C")
    hands.click("Wrong chair")
    hands.press("Down")
    hands.press("Return")
    assert values(nurse, cockpit[2])["systolic"] == 128
    assert values(nurse, cockpit[0])["systolic"] == 171
    line = hands.find("Blood pressure")
    assert isinstance(line, QLineEdit)
    assert line.text() == ""


def test_two_people_at_one_chair_are_told(
    hands: Hands, window: MainWindow, cockpit: list[str], nurse: Desk, prescriber: Desk
) -> None:
    hands.press("A")
    write(hands, "14")
    sessions.observe(prescriber, cockpit[0], values={Kind.SYSTOLIC: 146, Kind.DIASTOLIC: 87})
    window.tick()
    hands.see("Dr Pat Osei recorded Systolic 146 mmHg")
    write(hands, "7/88")
    hands.press("Return")
    hands.see("Press Enter again to record yours too")
    assert values(nurse, cockpit[0])["systolic"] == 146
    hands.press("Return")
    assert values(nurse, cockpit[0])["systolic"] == 147


def test_reception_sees_chairs_and_urgency_but_no_name_and_no_value(
    enter: Enter,
    hands: Hands,
    chairs: list[str],
    nurse: Desk,
) -> None:
    sessions.observe(nurse, chairs[1], values={Kind.SPO2: 85})
    enter("rita")
    hands.press("Ctrl+7")
    hands.see("A clinician is wanted")
    for words in ("ÅNGSTRÖM", "85", "saturation"):
        hands.not_see(words)
    hands.press("B")
    hands.press("Return")
    hands.see("A clinician opens it.")
    hands.press("1")
    hands.see("A clinician records values.")
    hands.press("F6")
    hands.see("Rita Moss is going")
    assert not hands.found("What was done")


@pytest.mark.usefixtures("cockpit")
def test_the_strip_keeps_its_room_on_every_place(hands: Hands, window: MainWindow, clock: DrivenClock) -> None:
    strip = hands.find("Chairs that call")
    for keys in ("Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+7"):
        hands.press(keys)
        before = strip.geometry()
        pass_time(window, clock, minutes=3)
        assert strip.isVisible()
        assert strip.geometry() == before
    hands.see("Vital signs of minute")


@pytest.mark.usefixtures("cockpit")
def test_who_comes_back_sees_this_minute(hands: Hands, window: MainWindow, clock: DrivenClock) -> None:
    for _while in range(4):
        hands.press("Ctrl+1")
        pass_time(window, clock, minutes=3)
    hands.press("Ctrl+7")
    # No second has passed since: what was there when the place was left must not be shown for one.
    assert "late" in hands.find(at()).accessibleDescription()


def test_a_broken_limit_stands_before_what_is_merely_late(
    hands: Hands, window: MainWindow, clock: DrivenClock, cockpit: list[str]
) -> None:
    for _while in range(15):
        hands.press("Ctrl+7")
        pass_time(window, clock, minutes=3)
    hands.press("B")
    write(hands, "190/118")
    hands.press("Return")
    hands.press("Return")
    # The dose has been in for minutes, and the other chairs wait longer: all of it is loud.
    assert "190" in hands.find("Chair 2").accessibleDescription()
    hands.see("Chair 2: Systolic")
    for doubled in (".,", "?,", "?:", ".:"):
        hands.not_see(doubled)
    hands.press("Escape")
    hands.press("A")
    hands.press("F4")
    assert at() == "Chair 2"
    assert cockpit


def test_a_call_is_in_sight_before_a_broken_limit_and_who_goes_answers_both(
    hands: Hands, window: MainWindow, cockpit: list[str], nurse: Desk, prescriber: Desk, clock: DrivenClock
) -> None:
    hands.press("Ctrl+1")
    sessions.observe(prescriber, cockpit[1], values={Kind.SPO2: 85})
    pass_time(window, clock, minutes=1)
    hands.see("Chair 2: Oxygen saturation 85%")
    patient_call.call(nurse, cockpit[1])
    pass_time(window, clock, seconds=1)
    hands.see("Chair 2: The patient calls")
    hands.press("F6")
    hands.see("Nina Okafor, RN is going")
    alarms = sessions.alarms(sessions.get(nurse, cockpit[1]), sessions.now_of(nurse))
    loud = [alarm for alarm in alarms if alarm.kind in (AlarmKind.CALL, AlarmKind.LIMIT)]
    assert {alarm.kind for alarm in loud} == {AlarmKind.CALL, AlarmKind.LIMIT}
    assert {alarm.sound for alarm in loud} == {Sound.CHIME}


def test_a_value_after_the_start_is_no_correction_of_the_baseline(
    enter: Enter, hands: Hands, nurse: Desk, prescriber: Desk, clock: DrivenClock, window: MainWindow
) -> None:
    session_id = planned(nurse, 0)
    steps.ready(nurse, prescriber, session_id)
    enter("nina")
    hands.press("Ctrl+7")
    write(hands, "122/76")
    hands.press("Return")
    pass_time(window, clock, minutes=1)
    sessions.start(prescriber, session_id, identity=steps.ZOE)
    pass_time(window, clock, seconds=30)
    write(hands, "b150/90")
    hands.press("Return")
    found = sessions.get(nurse, session_id)
    assert found.baseline()[Kind.SYSTOLIC] == 122
    assert values(nurse, session_id)["systolic"] == 150
