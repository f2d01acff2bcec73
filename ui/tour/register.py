"""Job 3: registering a patient, with a possible duplicate, and finding them again."""

from ui.tour.tour import Tour


def show(tour: Tour) -> None:
    """Register Zoë Ångström, begin her once more, and find her by pieces of her name."""
    hands = tour.hands
    hands.press("Ctrl+N")
    hands.see("New patient")
    hands.type("Family name", "Ångström")
    hands.type("Given name", "Zoë Marie")
    hands.type("Preferred name", "Zoë")
    hands.type("Date of birth", "21 Jul 2086")
    hands.see("future")
    tour.picture("registration-impossible-date")
    hands.type("Date of birth", "21jul1986")
    hands.choose("Sex at birth", "Female")
    hands.type("Gender", "Woman")
    hands.type("Pronouns", "she/her")
    hands.type("Mobile phone", "+1 218 555 0142")
    hands.type("E-mail", "zoe@example.org")
    hands.type("Street and number", "8 Lakeview Drive")
    hands.type("City", "Duluth")
    hands.type("State or region", "MN")
    hands.type("Postal code", "55804")
    hands.type("Language", "English")
    hands.type("Emergency contact", "Anna Ångström")
    hands.type("Relationship", "Sister")
    hands.type("Their phone", "+1 218 555 0177")
    hands.type("Referring clinician", "Dr L. Haddad")
    tour.picture("registration-identity")
    _lists(tour)
    tour.picture("registration-lists")
    hands.press("Ctrl+S")
    hands.see("ÅNGSTRÖM, Zoë Marie")
    tour.picture("chart-new-patient")

    hands.press("Ctrl+N")
    hands.type("Family name", "Angstrom")
    hands.type("Given name", "Zoe")
    hands.type("Date of birth", "21jul1986")
    hands.see("Possible match")
    tour.picture("registration-possible-duplicate")
    hands.click("Discard what I typed")

    hands.press("Ctrl+2")
    hands.type("Search patients", "zo ang", leave=False)
    hands.see("ÅNGSTRÖM")
    tour.picture("patients-found")


def _lists(tour: Tour) -> None:
    """Ask for allergies, medicines and the rest; "none", "unknown" and "some" are different answers."""
    hands = tour.hands
    hands.click("Allergies: Has allergies")
    hands.type("Allergic to", "Penicillin")
    hands.type("Reaction", "Hives", leave=False)
    hands.press("Return")
    hands.click("Current medicines: Takes medicines")
    hands.type("Medicine", "Sertraline")
    hands.type("Dose and how often", "100 mg daily", leave=False)
    hands.press("Return")
    hands.click("Problems: No other problems")
    hands.click("Indications for treatment: Treated for")
    hands.type("Indication", "Treatment-resistant depression", leave=False)
    hands.press("Return")
    hands.click("Treatments tried before: Unknown")
