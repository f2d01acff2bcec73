"""Second check, verbal orders, bolus, pump and extra drugs on the session page, with key and mouse only."""

from collections.abc import Callable

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import consents, series, sessions
from clinicdesk.records.consents import Inked
from clinicdesk.records.sessions import Checked, EndReason, OrderedBy
from clinicdesk.rules.timeline import EventKind
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.records.sessions import steps
from tests.records.sessions.steps import patient, session_id
from ui import theme
from ui.session.page import SessionPage

__all__ = ["patient", "session_id"]

Opened = Callable[[Desk, str], Hands]


@pytest.fixture
def open_page(qtbot, qapp) -> Opened:
    theme.apply(qapp, "light")

    def open_for(desk: Desk, shown: str) -> Hands:
        page = SessionPage(desk)
        desk.clinic.listen(page.refresh)
        qtbot.addWidget(page, before_close_func=lambda _page: desk.clinic.stop_listening(page.refresh))
        page.resize(1280, 720)
        with qtbot.waitExposed(page):
            page.show()
        page.show_session(shown)
        return Hands(qtbot, page)

    return open_for


@pytest.fixture
def ordered(nurse: Desk, prescriber: Desk, patient: str, session_id: str) -> str:
    """Return a session in which only the second check is left to do."""
    steps.consent(nurse, patient)
    steps.checks(nurse, session_id)
    steps.order(prescriber, session_id)
    return session_id


@pytest.fixture
def running(nurse: Desk, prescriber: Desk, session_id: str, clock: DrivenClock) -> str:
    steps.run(nurse, prescriber, session_id)
    clock.pass_time(minutes=10)
    return session_id


def work_out(hands: Hands, volume: str = "0.824", pin: str = PASSWORD) -> None:
    hands.click("Second check")
    hands.type("Dose (mg)", "41.2")
    hands.type("Volume of drug (mL)", volume)
    hands.type("Pump rate (mL per hour)", "150")
    hands.type("Login of who worked it out", "nina")
    hands.type("PIN", pin)
    hands.click("Record second check")


def test_the_dose_is_nowhere_until_it_is_worked_out(open_page: Opened, nurse: Desk, ordered: str) -> None:
    hands = open_page(nurse, ordered)
    hands.see("Signed by Dr Pat Osei")
    hands.not_see("41.2 mg")
    hands.click("Second check")
    hands.see("ketAMINE, 0.5 mg per kg")
    for result in ("41.2", "0.824", "150 mL"):
        hands.not_see(result)
    hands.click("Cancel")
    work_out(hands, "8.24")
    hands.see("Differs, Nina Okafor, RN: Volume of drug (mL)")
    hands.not_see("41.2 mg")
    assert not hands.find("Start infusion").isEnabled()
    work_out(hands)
    hands.see("Agrees, Nina Okafor, RN")
    hands.see("41.2 mg, signed by Dr Pat Osei")
    assert hands.find("Start infusion").isEnabled()


def test_a_wrong_pin_records_nothing_and_keeps_what_was_worked_out(
    open_page: Opened, nurse: Desk, ordered: str
) -> None:
    hands = open_page(nurse, ordered)
    work_out(hands, pin="000000")
    hands.see("The login, the PIN or the password is wrong. Try again.")
    assert sessions.get(nurse, ordered).second_checks == ()
    hands.type("PIN", PASSWORD)
    hands.click("Record second check")
    hands.see("Agrees, Nina Okafor, RN")


def test_who_is_alone_gives_a_reason(open_page: Opened, nurse: Desk, ordered: str) -> None:
    hands = open_page(nurse, ordered)
    hands.click("Second check")
    hands.click("Nobody else is here…")
    hands.click("Record that I work alone")
    hands.see("Say why nobody else can check the dose.")
    hands.type("Reason, and who was asked", "Evening session")
    hands.click("Record that I work alone")
    hands.see("Worked alone: Evening session")
    assert sessions.checked(sessions.get(nurse, ordered)) is Checked.ALONE


def test_a_verbal_order_a_bolus_under_it_and_a_faster_rate(open_page: Opened, nurse: Desk, running: str) -> None:
    hands = open_page(nurse, running)
    hands.click("Verbal order")
    hands.choose("Who ordered it", "Dr Pat Osei")
    hands.find("What was ordered").setFocus()
    hands._write(hands.find("What was ordered"), "Bolus 4 mg over 2 minutes")
    hands.click("Record order")
    hands.see("Read the order back to Dr Pat Osei, and say so here.")
    hands.click("Read back, and confirmed")
    hands.click("Record order")
    hands.see("ordered by Dr Pat Osei: Bolus 4 mg over 2 minutes (not signed yet)")
    hands.click("Bolus")
    hands.type("Bolus (mg)", "4")
    hands.see("9.709 mL of the bag")
    hands.type("Over (minutes)", "2")
    hands.choose("Under which order", "Signed order, Dr Pat Osei")
    hands.click("Record bolus")
    hands.see("The signed order has no further bolus.")
    hands.choose("Under which order", "Order of Dr Pat Osei: Bolus 4 mg over 2 minutes")
    hands.click("Record bolus")
    hands.see("bolus 4 mg (9.709 mL) over 2 min, verbal order")
    hands.click("Change rate")
    hands.type("New rate (mL per hour)", "200")
    hands.type("Reason for the change", "Late")
    hands.click("Record rate")
    hands.see("A faster rate needs another order")
    hands.type("New rate (mL per hour)", "100")
    hands.click("Record rate")
    event = sessions.get(nurse, running).last_event(EventKind.RATE_CHANGED)
    assert event is not None
    assert event.detail["ordered_by"] == "signed"


def test_an_extra_drug_is_under_a_standing_order(open_page: Opened, nurse: Desk, running: str) -> None:
    steps.drug(nurse, running)
    hands = open_page(nurse, running)
    hands.click("Drug given")
    hands.choose("Under which order", "Standing order: Ondansetron for nausea (2 more times)")
    assert hands.find("Drug").text() == "ondansetron"
    for name, text in (("Drawn (mg)", "8"), ("Given (mg)", "8"), ("Wasted (mg)", "0")):
        hands.type(name, text)
    hands.click("Record drug")
    hands.see("8 mg is more than the 4 mg of the standing order")
    for name, text in (("Drawn (mg)", "4"), ("Given (mg)", "4")):
        hands.type(name, text)
    hands.click("Record drug")
    hands.see("ondansetron, given 4 mg")
    line = sessions.get(nurse, running).drugs[-1]
    assert (line.ordered_by, line.order_ref) == (OrderedBy.STANDING, "ondansetron")


def test_a_fluid_has_a_volume(open_page: Opened, nurse: Desk, running: str) -> None:
    steps.drug(nurse, running)
    hands = open_page(nurse, running)
    hands.click("Drug given")
    hands.click("It is a fluid")
    hands.type("Drug", "Sodium chloride 0.9%")
    hands.type("Of a fluid: volume (mL)", "100")
    hands.choose("Under which order", "Standing order: Saline to keep the line open (1 more time)")
    hands.click("Record drug")
    line = sessions.get(nurse, running).drugs[-1]
    assert (line.volume_microlitres, line.given_micrograms) == (100_000, None)


def test_the_pump_is_read_and_a_difference_explained(
    open_page: Opened, nurse: Desk, running: str, clock: DrivenClock
) -> None:
    clock.pass_time(minutes=10)
    sessions.end(nurse, running, ended=EndReason.STOPPED)
    hands = open_page(nurse, running)
    hands.see("20.6 mg given (50 mL of 100 mL), calculated")
    hands.click("Pump reading")
    hands.type("Volume infused (mL)", "40")
    hands.click("Record reading")
    hands.see("The pump shows 40 mL; rate and time make 50 mL. Say why they differ.")
    hands.type("Reason for the difference", "Line was clamped")
    hands.click("Record reading")
    hands.see("the pump shows 40 mL: Line was clamped")
    hands.see("16.5 mg given (40 mL of 100 mL)")
    hands.not_see("calculated")


def test_the_next_step_of_an_order_is_one_key(
    open_page: Opened, nurse: Desk, prescriber: Desk, patient: str, clock: DrivenClock
) -> None:
    steps.eligible(nurse, patient, "iv-ketamine-pain")
    series_id = series.plan(
        nurse, patient_id=patient, protocol_name="iv-ketamine-pain", days=[steps.TODAY], time=None, indication="Pain"
    )
    planned = sessions.of_series(nurse, series_id)[0].id
    paper = consents.prepare(nurse, patient_id=patient, text_name="iv-ketamine-pain")
    inked = Inked(signer_name="Zoë Ångström", clinician="Dr Pat Osei")
    consents.sign_on_paper(nurse, consents.get(nurse, paper), inked, signed_on=steps.TODAY)
    steps.checks(nurse, planned)
    steps.order(prescriber, planned)
    steps.second_check(nurse, planned)
    sessions.start(nurse, planned, identity=steps.ZOE)
    clock.pass_time(minutes=10)
    hands = open_page(nurse, planned)
    hands.click("Change rate")
    hands.press("Space")
    hands.see("Pump at 76.9 mL per hour")
    event = sessions.get(nurse, planned).last_event(EventKind.RATE_CHANGED)
    assert event is not None
    assert (event.detail["stage"], event.detail["reason"]) == (2, "First rate")
