"""Job 9: the papers: a session summary with its chart, a face sheet, a blank consent form."""

from ui.tour.tour import Tour


def show(tour: Tour) -> None:
    """Show each paper and keep it."""
    hands = tour.hands
    hands.press("Ctrl+1")
    hands.choose_row("Board", "ÅNGSTRÖM")
    hands.click("Summary")
    hands.see("Page 1 of")
    tour.picture("paper-session-summary")
    tour.keep_paper("session-summary")
    hands.press("Esc")

    tour.open_chart("zo ang", "ÅNGSTRÖM")
    hands.click("Overview")
    hands.press("Ctrl+P")
    hands.see("Page 1 of")
    tour.picture("paper-face-sheet")
    tour.keep_paper("face-sheet")
    hands.press("Esc")

    hands.click("Consents")
    hands.click("Print blank form…")
    hands.choose("Text", "Consent to intravenous ketamine for chronic pain · English")
    hands.click("Show form")
    hands.see("Page 1 of")
    tour.keep_paper("consent-blank")
    hands.press("Esc")
