"""The session page, with key and mouse only."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.desk import Desk
from clinicdesk.records import check_in, consents, sessions, staff, today
from clinicdesk.rules.timeline import Phase
from clinicdesk.rules.vitals import Kind
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.records.sessions import steps
from tests.ui.session.chairside import answer_in_the_chair, fill_in_discharge
from ui import theme
from ui.session.page import SessionPage
from ui.tour.hands import name_of
from ui.widgets.timer_face import TimerFace

Opened = Callable[[Desk, str], Hands]


@pytest.fixture
def patient(everyone: Desk) -> str:
    return steps.register_zoe(everyone)


@pytest.fixture
def session_id(everyone: Desk, patient: str) -> str:
    return steps.plan_for(everyone, patient)


@pytest.fixture
def open_page(qtbot, qapp) -> Opened:
    theme.apply(qapp, "dark")

    def open_for(desk: Desk, session_id: str) -> Hands:
        page = SessionPage(desk)
        desk.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: desk.clinic.stop_listening(page.refresh))
        page.resize(1280, 720)
        with qtbot.waitExposed(page):
            page.show()
        page.show_session(session_id)
        return Hands(qtbot, page)

    return open_for


def latest(desk: Desk, session_id: str) -> dict[Kind, int]:
    return sessions.latest_values(sessions.get(desk, session_id))


def identify(hands: Hands, name: str = "Zoe Angstrom", born: str = "21jul68") -> None:
    hands.type("Patient's name, said again", name)
    hands.type("Date of birth, said again", born)


def check_the_dose(hands: Hands, volume: str = "0.824") -> None:
    """Nina comes over, works the dose out and says who she is."""
    hands.click("Second check")
    hands.type("Dose (mg)", "41.2")
    hands.type("Volume of drug (mL)", volume)
    hands.type("Pump rate (mL per hour)", "150")
    hands.type("Login of who worked it out", "nina")
    hands.type("PIN", PASSWORD)
    hands.click("Record second check")


@pytest.mark.parametrize("width", [884, 1204, 1600])
def test_all_of_the_row_can_be_reached_in_a_narrow_window(
    open_page: Opened, everyone: Desk, session_id: str, width: int
) -> None:
    hands = open_page(everyone, session_id)
    # 884 is what the rail leaves of 960, the width of a full HD screen at 200 %.
    hands.window.resize(width, 460)
    for name in ("Blood pressure", "Weight", "Comment", "Next row"):
        part = hands.find(name)
        hands.wait_for(lambda part=part: part.visibleRegion().boundingRect().width() == part.width(), f"all of {name}")


def test_no_figure_of_the_timer_is_cut_in_a_low_window(
    open_page: Opened, everyone: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.run(everyone, prescriber, session_id)
    clock.pass_time(minutes=45)
    hands = open_page(everyone, session_id)
    # A full HD screen at 200 %, without the window's own bars; the dose is in and vital signs are late.
    hands.window.resize(884, 400)
    hands.wait_for(lambda: any(isinstance(found, TimerFace) for found in hands.found("Infusion")), "the timer")
    face = next(found for found in hands.found("Infusion") if isinstance(found, TimerFace))
    hands.wait_for(lambda: face.height() >= face.minimumSizeHint().height(), "all of the timer")
    for name in ("Type in from paper", "More", "Open chart", "Papers", "Summary"):
        part = hands.find(name)
        assert part.visibleRegion().boundingRect().width() == part.width() >= part.minimumSizeHint().width(), name


def test_a_form_that_opens_takes_the_focus_without_a_way_round(
    open_page: Opened, qapp: QApplication, everyone: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.run(everyone, prescriber, session_id)
    clock.pass_time(minutes=10)
    hands = open_page(everyone, session_id)
    pressed = hands.find("Adverse event")
    pressed.setFocus()
    been: list[QWidget] = []

    def note(_old: QWidget | None, new: QWidget) -> None:
        been.append(new)

    qapp.focusChanged.connect(note)
    hands.press("Space")
    qapp.focusChanged.disconnect(note)
    # What the focus passes through scrolls into view: the other column would jump under the eyes.
    assert [name_of(widget) for widget in been] == ["What happened"]


def test_the_letters_of_the_fields_are_those_of_the_cockpit(
    open_page: Opened, everyone: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.run(everyone, prescriber, session_id)
    clock.pass_time(minutes=10)
    hands = open_page(everyone, session_id)
    hands.type("Blood pressure", "141", leave=False)
    for sign in "/82h74s97r15":
        hands.press(sign)
    hands.press("Return")
    found = latest(everyone, session_id)
    assert [found[k] for k in (Kind.SYSTOLIC, Kind.HEART_RATE, Kind.SPO2, Kind.RESPIRATORY_RATE)] == [141, 74, 97, 15]
    hands.type("Comment", "rash on her chest")
    hands.see("rash on her chest")


def test_a_whole_session_by_hand(
    open_page: Opened, everyone: Desk, patient: str, session_id: str, clock: DrivenClock
) -> None:
    steps.consent(everyone, patient)
    hands = open_page(everyone, session_id)
    hands.click("Mark here")
    hands.click("Fasting")
    hands.type("Last food", "2000")
    hands.type("Last clear drink", "0600")
    hands.click("Record fasting")
    hands.see("Last food 20:00, last drink 06:00")
    hands.click("Escort")
    hands.type("Name of the escort", "Per Ångström")
    hands.type("Phone of the escort", "218 555 0142")
    hands.click("Record escort")
    answer_in_the_chair(hands)
    hands.click("Enter vitals")
    for name, text in (
        ("Blood pressure", "128/78"),
        ("Heart rate", "66"),
        ("Oxygen saturation", "98"),
        ("Respiratory rate", "16"),
        ("Weight", "82.4"),
    ):
        hands.type(name, text)
    assert latest(everyone, session_id)[Kind.WEIGHT] == 82_400
    hands.click("Order")
    hands.see("41.2 mg ÷ 50 mg per mL = 0.824 mL")
    identify(hands)
    hands.click("Sign order")
    hands.see("41.2 mg, signed by Sam Rivera, MD")
    check_the_dose(hands)
    # Nothing starts before the patient came.
    clock.pass_time(minutes=3)
    hands.click("Start infusion")
    identify(hands)
    hands.type("Minutes ago", "3")
    hands.click("Start now")
    session = sessions.get(everyone, session_id)
    assert session.phase is Phase.RUNNING
    assert session.started is not None
    assert session.started.at == clock.now() - timedelta(minutes=3)
    hands.see("3:00")
    clock.pass_time(minutes=10)
    hands.window.tick()
    hands.see("13:00")
    hands.see("Vitals due now (09:10)")
    hands.press("F2")
    for key in ("147/88", "76", "97", "14"):
        hands.qtbot.keyClicks(QApplication.focusWidget(), key)
        hands.press("Return")
    assert latest(everyone, session_id)[Kind.SYSTOLIC] == 147
    hands.see("Vitals due 09:20, in 7:00")
    hands.click("Pause")
    assert sessions.get(everyone, session_id).phase is Phase.PAUSED
    hands.click("Resume")
    clock.pass_time(minutes=27)
    hands.window.tick()
    hands.click("Stop infusion")
    hands.click("Completed as ordered")
    assert sessions.get(everyone, session_id).phase is Phase.RECOVERY
    hands.click("Drug given")
    for name, text in (
        ("Lot", "K7731"),
        ("Expires", "03/2027"),
        ("Drawn (mg)", "50"),
        ("Given (mg)", "41.2"),
        ("Wasted (mg)", "8.8"),
    ):
        hands.type(name, text)
    hands.choose("Witness", "Nina Okafor, RN")
    hands.click("Record drug")
    hands.see("witness Nina Okafor, RN")
    hands.click("Adverse event")
    for name, choice in (
        ("What happened", "Nausea"),
        ("How bad", "Mild"),
        ("Caused by the treatment", "Possibly related"),
        ("What was done", "Watched, nothing else"),
        ("How it went on", "Gone"),
    ):
        hands.choose(name, choice)
    hands.click("Record event")
    hands.see("Nausea, mild")
    hands.click("Correct: 09:40 Nausea, mild")
    hands.choose("How bad", "Moderate")
    hands.click("Record event")
    hands.see("Nausea, moderate")
    hands.not_see("Nausea, mild")
    hands.click("Discharge")
    fill_in_discharge(hands, session, early="Well, observed by the prescriber")
    hands.click("Record discharge")
    hands.see("10 points")
    hands.click("Sign session")
    hands.click("Sign")
    hands.see("Signed by Sam Rivera, MD")
    # The chip calls it what the board calls it.
    assert hands.find("Signed").isVisible()
    hands.click("Add addendum")
    hands.type("Text of the addendum", "Called the next day: well.")
    hands.click("Record addendum")
    hands.see("Called the next day: well.")
    assert sessions.get(everyone, session_id).is_signed


def test_the_first_reading_of_the_treatment_leaves_the_baseline_alone(
    open_page: Opened, everyone: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.ready(everyone, everyone, session_id)
    hands = open_page(everyone, session_id)
    hands.type("Blood pressure", "122/76")
    clock.pass_time(minutes=1)
    hands.click("Start infusion")
    identify(hands)
    hands.click("Start now")
    hands.see("Infusing")
    clock.pass_time(seconds=40)
    # Within three minutes of the baseline, and nobody pressed F2: an empty field says that it is another moment.
    assert hands.find("Blood pressure").text() == ""
    hands.type("Blood pressure", "150/90")
    found = sessions.get(everyone, session_id)
    assert found.baseline()[Kind.SYSTOLIC] == 122
    assert latest(everyone, session_id)[Kind.SYSTOLIC] == 150


def test_everything_that_waits_for_a_decision_is_said_and_lines_are_counted(
    open_page: Opened, nurse: Desk, prescriber: Desk, session_id: str
) -> None:
    steps.ready(nurse, prescriber, session_id)
    hands = open_page(nurse, session_id)
    hands.click("In the chair")
    for question, field in (
        ("Anything taken in the last 24 hours?", "What, how much, when"),
        ("Thoughts of suicide?", "In the patient's words"),
    ):
        hands.click(f"{question}: Yes")
        hands.type(field, "Said so")
    hands.click("Record answers")
    hands.see("Something was taken in the last 24 hours. A clinician decides, with a reason.")
    hands.see("The patient speaks of suicide. A clinician decides, with a reason.")
    hands.see("1 to do before it can start.")


def test_the_wrong_patient_is_stopped_at_the_start(open_page: Opened, everyone: Desk, session_id: str) -> None:
    steps.ready(everyone, everyone, session_id)
    hands = open_page(everyone, session_id)
    hands.click("Start infusion")
    identify(hands, "Eva Ångström")
    hands.click("Start now")
    hands.see("Stop, and make sure who is in the chair.")
    assert sessions.get(everyone, session_id).phase is not Phase.RUNNING
    assert hands.find("Patient's name, said again").text() == "Eva Ångström"


def test_impossible_is_refused_and_unusual_asked_once(open_page: Opened, everyone: Desk, session_id: str) -> None:
    hands = open_page(everyone, session_id)
    before = len(sessions.get(everyone, session_id).observations)
    hands.type("Blood pressure", "80/120")
    hands.see("the first number must be the higher one")
    hands.type("Heart rate", "190")
    hands.see("Heart rate 190 per min is unusual. Is it right? Press Enter again.")
    assert len(sessions.get(everyone, session_id).observations) == before
    hands.press("Return")
    assert latest(everyone, session_id)[Kind.HEART_RATE] == 190
    assert Kind.SYSTOLIC not in latest(everyone, session_id)


def test_a_value_typed_again_is_a_correction_struck_through(open_page: Opened, everyone: Desk, session_id: str) -> None:
    hands = open_page(everyone, session_id)
    hands.type("Heart rate", "67")
    hands.type("Heart rate", "76")
    hands.see("76 (corrected from 67)")
    assert latest(everyone, session_id)[Kind.HEART_RATE] == 76
    hands.choose_row("Vital signs recorded", "76")
    hands.click("Correct: Heart rate")
    hands.press("Ctrl+A")
    hands.press("Delete")
    hands.click("Record correction")
    hands.see("entered in error: 67, 76")
    assert len(sessions.rounds(sessions.get(everyone, session_id))) == 1
    assert Kind.HEART_RATE not in latest(everyone, session_id)


def test_half_typed_digits_are_a_draft_that_never_alarms_and_come_back(
    open_page: Opened, everyone: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.run(everyone, prescriber, session_id)
    clock.pass_time(minutes=10)
    hands = open_page(everyone, session_id)
    hands.type("Blood pressure", "18", leave=False)
    assert latest(everyone, session_id)[Kind.SYSTOLIC] == 128
    hands.window.leave()
    clock.pass_time(minutes=1)
    again = open_page(everyone, session_id)
    assert again.find("Blood pressure").text() in ("18",)
    again.see("Not recorded")
    again.see("Vitals due now (09:10)")
    hands.window.hide()
    again.type("Blood pressure", "148/90")
    assert everyone.draft(f"session:{session_id}:vitals") is None


def test_overdue_vitals_stay_red_with_their_minutes(
    open_page: Opened, everyone: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.run(everyone, prescriber, session_id)
    hands = open_page(everyone, session_id)
    clock.pass_time(minutes=16)
    hands.window.tick()
    hands.see("Vitals overdue by 6 min (due 09:10)")


def test_a_nurse_is_told_that_a_prescriber_signs(open_page: Opened, nurse: Desk, session_id: str) -> None:
    hands = open_page(nurse, session_id)
    hands.see("A prescriber signs it")
    assert not hands.found("Order")
    assert not hands.find("Start infusion").isEnabled()


def test_a_receptionist_sees_a_sentence_and_nothing_clinical(
    open_page: Opened, receptionist: Desk, session_id: str
) -> None:
    hands = open_page(receptionist, session_id)
    hands.see("Your role does not include seeing this.")
    hands.not_see("ÅNGSTRÖM")
    hands.not_see("Before the start")


def test_nothing_of_one_patient_stays_under_a_problem_of_another(
    open_page: Opened, everyone: Desk, session_id: str
) -> None:
    hands = open_page(everyone, session_id)
    hands.see("ÅNGSTRÖM")
    hands.window.show_session("no-such-session")
    hands.see("This session is not in this clinic.")
    hands.not_see("ÅNGSTRÖM")
    hands.window.show_session(session_id)
    hands.see("ÅNGSTRÖM")


def test_what_a_colleague_records_appears(open_page: Opened, everyone: Desk, session_id: str) -> None:
    hands = open_page(everyone, session_id)
    nurse = staff.sign_in(everyone.clinic, login="nina", password="correct horse battery", workstation="CHAIR-2")
    sessions.observe(nurse, session_id, values={Kind.HEART_RATE: 71})
    hands.see("71")


def test_big_targets_for_gloves(open_page: Opened, everyone: Desk, prescriber: Desk, session_id: str) -> None:
    steps.run(everyone, prescriber, session_id)
    hands = open_page(everyone, session_id)
    for name in ("Pause", "Stop infusion", "Drug given", "Adverse event"):
        assert hands.find(name).height() >= 40


def test_the_clock_set_back_is_told_on_a_strip(
    open_page: Opened, everyone: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.run(everyone, prescriber, session_id)
    hands = open_page(everyone, session_id)
    clock.pass_time(minutes=5)
    clock.set_wall(clock.now() - timedelta(minutes=45))
    hands.window.tick()
    hands.see("was set back by 45 minutes")
    hands.see("5:00")


def test_a_set_taken_minutes_ago_is_dated_back_as_a_whole(
    open_page: Opened, everyone: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.run(everyone, prescriber, session_id)
    clock.pass_time(minutes=14)
    hands = open_page(everyone, session_id)
    hands.type("Taken minutes ago", "4")
    hands.type("Blood pressure", "139/84")
    hands.type("Heart rate", "72")
    last = sessions.rounds(sessions.get(everyone, session_id))[-1]
    assert last.minute == 10
    assert set(last.cells) == {"pressure", "heart_rate"}
    hands.see("Recorded for 09:10.")


def test_another_day_and_a_withdrawn_consent_are_told(
    open_page: Opened, everyone: Desk, prescriber: Desk, patient: str, session_id: str, clock: DrivenClock
) -> None:
    second = sessions.of_patient(everyone, patient)[1]
    hands = open_page(everyone, second.id)
    hands.see("This session is planned for Wed 04-Mar-2026, not for today.")
    steps.run(everyone, prescriber, session_id)
    hands.window.show_session(session_id)
    hands.not_see("not for today")
    clock.pass_time(minutes=5)
    given = consents.of_patient(everyone, patient)[0]
    consents.withdraw(everyone, given, by_name="Zoë Ångström", reason="Frightened")
    hands.see("Consent withdrawn at")


def test_an_old_consent_asks_the_prescriber_for_a_reason(
    open_page: Opened, everyone: Desk, patient: str, session_id: str, clock: DrivenClock
) -> None:
    steps.consent(everyone, patient)
    clock.pass_time(days=400)
    steps.eligible(everyone, patient)
    steps.checks(everyone, session_id)
    hands = open_page(everyone, session_id)
    hands.see("Consent to intravenous ketamine for a mood disorder: expired.")
    hands.click("Order")
    identify(hands)
    hands.click("Sign order")
    assert sessions.get(everyone, session_id).order is None
    hands.type("Reason to go on with this consent", "Agreed by phone, signs after")
    hands.click("Sign order")
    hands.see("Accepted by Sam Rivera, MD: Agreed by phone, signs after")
    check_the_dose(hands)
    assert hands.find("Start infusion").isEnabled()


def test_an_unusual_dose_is_asked_once_on_screen(
    open_page: Opened, everyone: Desk, patient: str, session_id: str
) -> None:
    steps.consent(everyone, patient)
    steps.checks(everyone, session_id)
    hands = open_page(everyone, session_id)
    hands.click("Order")
    hands.type("Dose per kg (mg)", "1.1")
    hands.see("1.1 mg per kg × 82.4 kg ≈ 90.6 mg")
    identify(hands)
    hands.click("Sign order")
    hands.see("is outside the usual 0.1 mg to 1 mg per kg. Is it right?")
    hands.click("Sign order")
    order = sessions.get(everyone, session_id).order
    assert order is not None
    assert order.arithmetic.dose_micrograms == 90_600


def test_stop_takes_the_moment_of_the_first_press(
    open_page: Opened, everyone: Desk, prescriber: Desk, session_id: str, clock: DrivenClock
) -> None:
    steps.run(everyone, prescriber, session_id)
    clock.pass_time(minutes=20)
    hands = open_page(everyone, session_id)
    hands.click("Stop infusion")
    clock.pass_time(minutes=2)
    hands.press("Space")
    session = sessions.get(everyone, session_id)
    assert session.phase is Phase.RECOVERY
    assert session.infused_microlitres(sessions.now_of(everyone)) == 50_000


def test_a_rate_is_changed_with_a_reason_and_escape_changes_nothing(
    open_page: Opened, everyone: Desk, prescriber: Desk, session_id: str
) -> None:
    steps.run(everyone, prescriber, session_id)
    hands = open_page(everyone, session_id)
    hands.click("Change rate")
    hands.type("New rate (mL per hour)", "75", leave=False)
    hands.press("Esc")
    assert sessions.get(everyone, session_id).rate_now() == 150_000
    hands.click("Change rate")
    hands.type("New rate (mL per hour)", "75")
    hands.click("Record rate")
    hands.see("Say why the rate changes.")
    hands.type("Reason for the change", "Dizzy")
    hands.click("Record rate")
    hands.see("Pump at 75 mL per hour")


def test_a_long_text_survives_a_lock(open_page: Opened, everyone: Desk, prescriber: Desk, session_id: str) -> None:
    steps.run(everyone, prescriber, session_id)
    hands = open_page(everyone, session_id)
    hands.click("Adverse event")
    hands.type("Description", "Cried, was held", leave=False)
    hands.window.leave()
    again = open_page(everyone, session_id)
    hands.window.hide()
    again.click("Adverse event")
    again.see("Cried, was held")
    again.click("Cancel")
    again.click("Adverse event")
    again.not_see("Cried, was held")


def test_not_treated_needs_who_and_why(open_page: Opened, everyone: Desk, session_id: str) -> None:
    hands = open_page(everyone, session_id)
    hands.click("Not treated today")
    hands.click("Close session")
    hands.see("Choose who decided.")
    hands.choose("Who decided", "A clinician")
    hands.type("Reason", "BP 170/105")
    hands.click("Close session")
    hands.see("Not treated: BP 170/105")
    hands.click("Sign session")
    hands.click("Sign")
    hands.see("Signed by Sam Rivera, MD")


def test_a_second_press_of_gloved_hands_does_not_resume_what_the_first_paused(
    open_page: Opened, everyone: Desk, prescriber: Desk, session_id: str
) -> None:
    steps.run(everyone, prescriber, session_id)
    hands = open_page(everyone, session_id)
    pause = hands.find("Pause")
    at = pause.mapTo(hands.window, pause.rect().center())
    # At the window, as the mouse does it: "Resume" has taken the place of "Pause" when the second press comes.
    QTest.mouseDClick(hands.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert sessions.get(everyone, session_id).phase is Phase.PAUSED
    hands.click("Resume")
    assert sessions.get(everyone, session_id).phase is Phase.RUNNING


def test_escape_keeps_a_long_text_for_the_next_time_unless_it_was_emptied(
    open_page: Opened, everyone: Desk, prescriber: Desk, session_id: str
) -> None:
    steps.run(everyone, prescriber, session_id)
    hands = open_page(everyone, session_id)
    hands.click("Adverse event")
    hands.type("Description", "Cried, was held")
    hands.press("Esc")
    hands.click("Adverse event")
    assert hands.find("Description").toPlainText() == "Cried, was held"
    hands.type("Description", "", leave=False)
    hands.press("Del")
    hands.press("Tab")
    hands.press("Esc")
    hands.click("Adverse event")
    assert hands.find("Description").toPlainText() == ""


def test_the_discharge_opens_with_the_first_answer_under_the_keys(
    open_page: Opened, everyone: Desk, prescriber: Desk, session_id: str
) -> None:
    steps.run(everyone, prescriber, session_id)
    sessions.end(everyone, session_id, ended=sessions.EndReason.COMPLETED)
    hands = open_page(everyone, session_id)
    hands.click("Discharge")
    assert hands.find("How the patient leaves: Discharged").hasFocus()
    hands.press("Right")
    against = hands.find("How the patient leaves: Left against advice")
    assert against.hasFocus()
    assert against.isChecked()
    hands.see("“Leaving against advice”")


def test_a_value_left_without_enter_says_that_it_is_not_recorded(
    open_page: Opened, everyone: Desk, prescriber: Desk, session_id: str
) -> None:
    steps.run(everyone, prescriber, session_id)
    hands = open_page(everyone, session_id)
    hands.type("Oxygen saturation", "91", leave=False)
    hands.not_see("Not recorded")
    hands.click("Pause")
    hands.see("Not recorded")
    hands.click("Oxygen saturation")
    hands.press("Return")
    assert latest(everyone, session_id)[Kind.SPO2] == 91
    hands.not_see("Not recorded")
    hands.type("Taken minutes ago", "3", leave=False)
    hands.click("Resume")
    hands.not_see("Not recorded")


def test_a_session_that_is_not_there_has_no_warning_of_the_one_before(
    open_page: Opened, everyone: Desk, session_id: str, clock: DrivenClock
) -> None:
    clock.pass_time(minutes=60 * 24)
    hands = open_page(everyone, session_id)
    hands.see("Make sure it is the right one.")
    hands.window.show_session("nothing")
    hands.not_see("Make sure it is the right one.")


def test_what_the_front_desk_takes_back_and_writes_down_is_seen(
    open_page: Opened, everyone: Desk, session_id: str
) -> None:
    (row,) = today.board(everyone, steps.TODAY)
    today.arrive(everyone, row)
    hands = open_page(everyone, session_id)
    hands.not_see("Not here yet")
    today.undo_arrival(everyone, today.board(everyone, steps.TODAY)[0])
    hands.see("Not here yet")
    today.arrive(everyone, today.board(everyone, steps.TODAY)[0])
    start = check_in.sheet(everyone, appointment_id=None, session_id=session_id)
    check_in.check_in(
        everyone,
        start,
        said=frozenset({check_in.NAME, check_in.BIRTH_DATE}),
        contact=start.patient,
        contact_confirmed=True,
        escort=check_in.Escort("Per Ångström", "218 555 0142"),
    )
    hands.see("Per Ångström, 218 555 0142")


def test_the_note_about_the_session_is_asked_for_from_its_menu(
    qtbot, open_page: Opened, nurse: Desk, prescriber: Desk, session_id: str
) -> None:
    hands = open_page(nurse, session_id)
    menu = hands.window._menu
    assert not menu._actions["write_note"].isVisible()
    steps.run(nurse, prescriber, session_id)
    patient_id = sessions.get(nurse, session_id).patient_id
    with qtbot.waitSignal(hands.window.note_wanted) as wanted:
        menu._actions["write_note"].trigger()
    assert wanted.args == [patient_id, session_id]
