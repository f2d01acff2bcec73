"""Two registrations of one person: compared side by side, merged, and parted again."""

from ui.tour.tour import Tour


def show(tour: Tour) -> None:
    """Register Zoë a second time although she was found, then merge the two, and part them."""
    hands = tour.hands
    hands.press("Ctrl+N")
    hands.type("Family name", "Angstrom")
    hands.type("Given name", "Zoe")
    hands.type("Date of birth", "21jul1986")
    hands.type("Mobile phone", "+1 218 555 0142")
    hands.see("Possible match")
    hands.press("Ctrl+S")
    hands.see("Not saved yet")
    tour.picture("registration-remark-asked")
    hands.type("How to tell this patient from the other", "Said she was never here before")
    hands.press("Ctrl+S")
    hands.see("ANGSTROM, Zoe")
    hands.click("Merge with another record…")
    hands.see("Find the other record")
    hands.type("Other record of this person", "000 001", leave=False)
    hands.press("Return")
    hands.see("Is merged into it")
    tour.picture("merge-side-by-side")
    hands.click("I have made sure that this is one person")
    hands.click("Merge these records")
    hands.click("Merge")
    hands.see("Records of this person")
    tour.picture("merge-done")
    hands.click("Part merged records…")
    tour.picture("merge-parting")
    hands.click("Part these records")
    hands.click("Part")
