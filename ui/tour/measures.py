"""Job 10, in the waiting room: questionnaires, from paper and by one key, a call for a clinician, and the curve."""

from ui.tour.tour import Tour

PHQ9 = "PHQ-9 – Patient Health Questionnaire, nine questions about depression"


def show(tour: Tour) -> None:
    """Type two sheets for Zoë, take the call they raise, and look at the curve."""
    hands = tour.hands
    tour.open_chart("zo ang", "ÅNGSTRÖM")
    hands.click("Measures")
    hands.see("PHQ-9")
    tour.picture("measures-due")
    _type_sheet(tour, "2222122102", day="16-Feb-2026 10:00")
    hands.see("14 · moderate")
    _type_sheet(tour, "3222222112", day="02-Mar-2026 08:50")
    hands.see("Clinician needed now")
    tour.picture("measures-clinician-needed")
    _answer_the_call(tour)
    hands.press("Ctrl+R")
    tour.picture("measures-right-now")
    hands.press("7")
    hands.press("2")
    hands.press("Ctrl+S")
    hands.see("Recorded. Mood now: 7")
    tour.picture("measures-curve")
    hands.press("Ctrl+G")
    hands.see("Close")
    tour.picture("measures-curve-large")
    hands.press("Esc")


def _type_sheet(tour: Tour, digits: str, *, day: str) -> None:
    hands = tour.hands
    hands.click("Fill in…")
    hands.choose("Questionnaire", PHQ9)
    hands.click("From paper")
    hands.see("Type the numbers from the sheet")
    for digit in digits:
        hands.press(digit)
    hands.type("Answered on", day)
    tour.picture("measures-from-paper")
    hands.press("Ctrl+S")


def _answer_the_call(tour: Tour) -> None:
    hands = tour.hands
    hands.press("Ctrl+F9")
    hands.see("Record what was done")
    hands.press("Ctrl+F9")
    hands.see("Record and close the call")
    hands.type("What was done", "Talked in room 2: passing thoughts, no plan, no intent. Safety plan gone through.")
    tour.picture("measures-call-answered")
    hands.press("Ctrl+Return")
    hands.not_see("Record what was done")
