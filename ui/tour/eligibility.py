"""Job 6, before the first visit: whether the treatment suits the patient, asked, decided and signed."""

from ui.tour.hands import NotSeen
from ui.tour.tour import Tour


def show(tour: Tour) -> None:
    """Answer what speaks against it by keys, and sign with conditions."""
    hands = tour.hands
    tour.open_chart("zo ang", "ÅNGSTRÖM")
    hands.click("Eligibility")
    hands.see("Nothing was decided yet.")
    hands.choose("Treatment", "IV ketamine for mood disorders")
    hands.choose("For", "Treatment-resistant depression, without suicidal thoughts")
    tour.picture("eligibility-questions")
    _answer(tour)
    _look_at_the_monitoring_programme(tour)
    hands.click("Eligible with conditions")
    hands.type("Conditions", "Blood pressure is measured at home every day until the first visit.", leave=False)
    tour.picture("eligibility-decision")
    hands.click("Sign decision")
    hands.see("signed by Sam Rivera")
    tour.picture("eligibility-signed")


def _answer(tour: Tour) -> None:
    """Press N for each question that is open."""
    hands = tour.hands
    for _question in range(60):
        if "All are answered" in hands.texts():
            return
        hands.click("Next open question")
        hands.press("N")
    raise NotSeen("the end of the questions")


def _look_at_the_monitoring_programme(tour: Tour) -> None:
    hands = tour.hands
    hands.click("Record work-up…")
    hands.choose("What", "Prescription monitoring programme (PDMP) looked at")
    hands.choose("Result", "No concern")
    tour.picture("eligibility-work-up")
    hands.click("Record")
