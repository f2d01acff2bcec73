"""Job 7: a session from the checks to the running infusion. Half-typed values are drafts; Enter records."""

from ui.tour.people import OWN_PASSWORD
from ui.tour.tour import Tour

NAME = "Zoë Marie Ångström"
BORN = "21-Jul-1986"


def show(tour: Tour) -> None:
    """Check, order, start, and record three rounds of readings."""
    hands = tour.hands
    hands.press("Ctrl+1")
    hands.click("Next step: Before start")
    hands.see("Before the start")
    tour.picture("session-before-start")
    _checks(tour)
    _baseline(tour)
    _order(tour)
    _second_check(tour)
    _start(tour)
    for minutes, pressure, pulse in ((10, "132/84", "72"), (10, "141/88", "78"), (3, "138/86", "76")):
        tour.pass_time(minutes=minutes)
        read(tour, pressure, pulse)
    tour.picture("session-running")
    _pause(tour)


def _checks(tour: Tour) -> None:
    hands = tour.hands
    hands.click("Fasting")
    hands.type("Last food", "20:00")
    hands.type("Last clear drink", "06:30")
    tour.picture("session-fasting")
    hands.click("Record fasting")
    hands.see("Last food")
    # As written down at the check-in.
    hands.see("Anna Ångström")
    hands.click("In the chair")
    hands.type("IV line in", "Left forearm")
    hands.choose("Gauge", "22 G")
    hands.click("Any medicine changed since last time?: No")
    hands.click("Anything taken in the last 24 hours?: Yes")
    hands.type("What, how much, when", "One glass of wine, last evening")
    hands.type("Why it goes on all the same", "Small amount, 14 hours ago")
    hands.click("Thoughts of suicide?: No")
    tour.picture("session-in-the-chair")
    hands.click("Record answers")
    hands.see("One glass of wine")


def _baseline(tour: Tour) -> None:
    hands = tour.hands
    hands.press("F2")
    enter(tour, "Weight", "82.4")
    # Impossible, and said so beside the field; nothing is recorded.
    enter(tour, "Blood pressure", "80/120")
    hands.see("higher")
    tour.picture("session-impossible-pressure")
    enter(tour, "Blood pressure", "124/78")
    enter(tour, "Heart rate", "68")
    enter(tour, "Oxygen saturation", "98")
    enter(tour, "Respiratory rate", "14")
    tour.picture("session-baseline")


def _order(tour: Tour) -> None:
    hands = tour.hands
    hands.click("Order")
    hands.see("41.2 mg")
    hands.type("Patient's name, said again", NAME)
    hands.type("Date of birth, said again", BORN)
    tour.picture("session-order")
    hands.click("Sign order")
    hands.see("signed by Sam Rivera")


def _second_check(tour: Tour) -> None:
    """The nurse works the dose out anew; the first time the point is in the wrong place."""
    hands = tour.hands
    for volume in ("8.24", "0.824"):
        hands.click("Second check")
        hands.type("Dose (mg)", "41.2")
        hands.type("Volume of drug (mL)", volume)
        hands.type("Pump rate (mL per hour)", "150")
        hands.type("Login of who worked it out", "okafor")
        hands.type("PIN", OWN_PASSWORD)
        if volume == "8.24":
            tour.picture("session-second-check")
        hands.click("Record second check")
        if volume == "8.24":
            hands.see("Differs, Nina Okafor, RN: Volume of drug (mL)")
            tour.picture("session-second-check-differs")
    hands.see("Agrees, Nina Okafor, RN")


def _start(tour: Tour) -> None:
    hands = tour.hands
    hands.click("Start infusion")
    hands.type("Patient's name, said again", NAME)
    hands.type("Date of birth, said again", BORN)
    tour.picture("session-start")
    hands.click("Start now")
    hands.see("Infusing")


def _pause(tour: Tour) -> None:
    hands = tour.hands
    hands.click("Pause")
    hands.see("Paused")
    tour.pass_time(minutes=2)
    tour.picture("session-paused")
    hands.click("Resume")
    hands.see("Infusing")
    tour.pass_time(minutes=4)
    hands.press("F2")
    # Left half-typed: the restart that follows must bring it back.
    hands.type("Blood pressure", "13", leave=False)


def read(tour: Tour, pressure: str, pulse: str) -> None:
    """Record one round of readings."""
    tour.hands.press("F2")
    enter(tour, "Blood pressure", pressure)
    enter(tour, "Heart rate", pulse)
    enter(tour, "Oxygen saturation", "97")


def enter(tour: Tour, name: str, text: str) -> None:
    """Type a value and press Enter."""
    tour.hands.type(name, text, leave=False)
    tour.hands.press("Return")
