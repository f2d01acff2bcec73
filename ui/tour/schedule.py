"""The schedule: a visit booked, moved by keyboard, the week, and the view for the counter."""

from ui.tour.tour import Tour


def show(tour: Tour) -> None:
    """Book a follow-up for Zoë, move it, look at the week, and print the list of the day."""
    hands = tour.hands
    hands.press("Ctrl+3")
    tour.picture("schedule-day")
    hands.click("Book a visit")
    hands.type("Patient", "zo ang", leave=False)
    hands.press("Return")
    hands.choose("Visit", "Follow-up visit")
    hands.type("Day", "03-Mar-2026")
    hands.type("Time", "14:00")
    tour.picture("schedule-booking")
    hands.click("Book it")
    hands.type("Go to day", "03-Mar-2026", leave=False)
    hands.press("Return")
    while not any(name.startswith("14:00 to 14:30") for name in tour.names()):
        hands.press("Down")
    hands.press("M")
    for _step in range(2):
        hands.press("Down")
    tour.picture("schedule-moving")
    hands.press("Return")
    hands.click("Week")
    tour.picture("schedule-week")
    hands.click("Counter view")
    tour.picture("schedule-counter")
    hands.click("Counter view")
    hands.click("Day")
    tour.open_chart("zo ang", "ÅNGSTRÖM")
    hands.click("Appointments")
    tour.picture("chart-appointments")
    hands.click("Appointment card")
    tour.keep_paper("appointment-card")
    hands.click("Close")
    hands.press("Ctrl+6")
    hands.see("Missing for the next 14 days")
    tour.picture("consents")
