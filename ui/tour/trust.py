"""Job 23: what keeps the record trustworthy: what needs attention, who saw what, backups, keys, requests, the lock."""

from ui.tour.tour import PASSWORD, Tour


def show(tour: Tour) -> None:
    """Look after the record as an administrator does, and lock."""
    hands = tour.hands
    _request(tour)
    hands.press("Ctrl+0")
    hands.see("Needs attention")
    tour.picture("administration-overview")
    hands.click("Access")
    hands.see("What changed")
    hands.choose_row("Access log", "Opened the chart", open_it=False)
    tour.picture("access-log")
    hands.click("Monthly review")
    hands.see("March 2026")
    tour.picture("access-review")
    hands.click("Slips")
    hands.click("I copied it by hand")
    hands.see("was copied by hand")
    tour.picture("slips")
    _backups(tour)
    hands.click("Keys")
    hands.see("Recovery sheet")
    tour.picture("keys")
    hands.click("Requests")
    hands.see("Copy of the chart")
    tour.picture("requests")
    hands.press("Ctrl+L")
    hands.see("Locked by")
    tour.picture("locked-with-names")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Administration")


def _request(tour: Tour) -> None:
    """Take down that a patient asks for a copy of the chart."""
    hands = tour.hands
    tour.open_chart("zo ang", "ÅNGSTRÖM")
    hands.click("Overview")
    hands.press("Alt+Q")
    hands.see("Request of a patient")
    hands.type("Name under the request", "Zoë Ångström")
    tour.picture("request")
    hands.press("Ctrl+S")
    hands.see("due in 30 days")


def _backups(tour: Tour) -> None:
    """Choose a place for backups, make one, and prove it by restoring it."""
    hands = tour.hands
    stick = tour.folder / "stick"
    stick.mkdir()
    hands.click("Backups")
    hands.click("Add a place…")
    hands.type("Folder", str(stick))
    hands.choose("Kind", "External disk or stick")
    tour.picture("backup-place")
    hands.click("Save")
    hands.click("Make a backup now")
    hands.wait_for(lambda: bool(list(stick.glob("*.backup"))), "the backup")
    hands.click("Prove the newest now")
    hands.see("Proven: all")
    tour.picture("backups")
