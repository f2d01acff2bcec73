"""Job 7, the end: an adverse event, the drug with its waste, discharge, signature, addendum."""

from ui.tour.hands import NotSeen
from ui.tour.session import read
from ui.tour.tour import Tour


def show(tour: Tour) -> None:
    """Bring the session to its signature."""
    hands = tour.hands
    read(tour, "136/84", "74")
    hands.click("Adverse event")
    hands.choose("What happened", "Nausea")
    hands.choose("How bad", "Mild")
    hands.choose("Caused by the treatment", "Possibly related")
    hands.choose("What was done", "Watched, nothing else")
    hands.choose("How it went on", "Gone")
    tour.picture("session-adverse-event")
    hands.click("Record event")
    tour.pass_time(minutes=14)
    hands.click("Stop infusion")
    hands.click("Completed as ordered")
    hands.see("Recovery")
    hands.click("Pump reading")
    hands.type("Volume infused (mL)", "99")
    tour.picture("session-pump-reading")
    hands.click("Record reading")
    hands.see("the pump shows 99 mL")
    tour.pass_time(minutes=15)
    read(tour, "128/80", "70")
    _drug(tour)
    tour.pass_time(minutes=30)
    read(tour, "126/78", "68")
    _discharge(tour)
    hands.click("Sign session")
    tour.picture("session-sign")
    hands.click("Sign")
    hands.see("Signed by Sam Rivera")
    tour.picture("session-signed")


def _drug(tour: Tour) -> None:
    hands = tour.hands
    hands.click("Drug given")
    hands.type("Lot", "K7731")
    hands.type("Expires", "03/2027")
    hands.type("Drawn (mg)", "50")
    hands.type("Given (mg)", "41.2")
    hands.type("Wasted (mg)", "8.8")
    hands.choose("Witness", "Nina Okafor, RN")
    tour.picture("session-drug")
    hands.click("Record drug")
    hands.see("lot K7731")


def _discharge(tour: Tour) -> None:
    hands = tour.hands
    hands.click("Discharge")
    answers = [name for name in tour.names() if name.endswith(": Yes")]
    if not answers:
        raise NotSeen("the discharge checklist")
    hands.choose("Movement", "2  Moves all four limbs on request or by themselves")
    hands.choose("Breathing", "2  Breathes deeply and coughs freely")
    hands.choose("Wakefulness", "2  Fully awake")
    for name in answers:
        hands.click(name)
    tour.picture("session-discharge")
    hands.click("Record discharge")
    hands.see("Left at")
