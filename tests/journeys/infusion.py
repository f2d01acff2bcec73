"""A program of its own: a nurse at the real window runs an infusion and enters vital signs, until it is killed.

It writes a line to its standard output for each value that the window says is recorded, and only then.
"""

import sys
from itertools import count

from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD, START
from tests.journeys.own_program import open_window, say, sign_in
from tests.ui.session.chairside import answer_in_the_chair
from ui.main_window import MainWindow
from ui.workplace import Workplace

NAME = "Zoë Ångström"
BORN = "21jul1968"


class Nurse:
    """Somebody at the window who goes on entering values for ever."""

    def __init__(self, window: MainWindow, clock: DrivenClock) -> None:
        self.window = window
        self.clock = clock
        self.hands = sign_in(window)

    def begin(self) -> None:
        """Check, order and start; the series is planned and the consent signed."""
        hands = self.hands
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
        hands.press("F2")
        for name, text in (("Weight", "82.4"), ("Blood pressure", "128/78")):
            self.enter(name, text)
        for name, text in (("Heart rate", "66"), ("Oxygen saturation", "98"), ("Respiratory rate", "16")):
            self.enter(name, text)
        for step in ("Order", "Start infusion"):
            hands.click(step)
            hands.type("Patient's name, said again", NAME)
            hands.type("Date of birth, said again", BORN)
            hands.click({"Order": "Sign order"}.get(step, "Start now"))
            if step == "Order":
                self.have_it_checked()
        hands.see("Infusing")

    def have_it_checked(self) -> None:
        """A colleague works the dose out anew."""
        hands = self.hands
        hands.click("Second check")
        for name, text in (("Dose (mg)", "41.2"), ("Volume of drug (mL)", "0.824"), ("Pump rate (mL per hour)", "150")):
            hands.type(name, text)
        hands.type("Login of who worked it out", "nina")
        hands.type("PIN", PASSWORD)
        hands.click("Record second check")
        hands.see("Agrees, Nina Okafor, RN")

    def enter(self, name: str, text: str) -> None:
        """Type a value, press Enter, and acknowledge it once the window says that it is recorded."""
        field = self.hands.find(name)
        self.hands.type(name, text, leave=False)
        self.hands.press("Return")
        self.hands.wait_for(lambda: field.accessibleDescription() in ("Recorded", f"{text} kg"), f"{name} recorded")
        say("recorded", name, text)

    def half_type(self, name: str, text: str) -> None:
        """Leave a value half typed, and acknowledge it when the few moments are over after which it is kept."""
        self.hands.type(name, text, leave=False)
        desk = self.window.centralWidget().findChild(Workplace).desk
        self.hands.wait_for(
            lambda: any(text in kept.body for kept in desk.clinic.local.drafts(desk.person.id)), "draft"
        )
        say("half typed", name, text)

    def pass_time(self, minutes: int) -> None:
        self.clock.pass_time(minutes=minutes)
        self.window.tick()
        say("passed", minutes)


def main(clinic_file: str, key: str, settings: str, minutes: str, first: str) -> None:
    clock = DrivenClock(START)
    clock.pass_time(minutes=int(minutes))
    nurse = Nurse(open_window(clinic_file, key, settings, clock), clock)
    if nurse.hands.found("Next step: Mark arrived"):
        nurse.begin()
    else:
        nurse.hands.click("Next step: Open session")
    say("running")
    for number in count(int(first)):
        nurse.hands.press("F2")
        for name, text in (
            ("Blood pressure", f"{120 + number}/{70 + number}"),
            ("Heart rate", str(60 + number)),
            ("Oxygen saturation", "97"),
        ):
            nurse.enter(name, text)
        nurse.pass_time(1)
        nurse.hands.press("F2")
        nurse.half_type("Blood pressure", f"1{number % 10}")


if __name__ == "__main__":
    main(*sys.argv[1:])
