"""Before a form is filled in: only what is possible can be pressed, and it says why the rest cannot."""

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QPushButton

from clinicdesk.desk import Desk
from tests.hands import Hands
from ui.measures.tab import MeasuresTab

Place = Callable[[Desk], tuple[MeasuresTab, Hands]]
WAYS = ("Hand over to the patient", "Read aloud", "From paper", "Only the score")


def choose(hands: Hands, title: str) -> None:
    box = hands.find("Questionnaire")
    assert isinstance(box, QComboBox)
    hands.choose(
        "Questionnaire", next(box.itemText(at) for at in range(box.count()) if box.itemText(at).startswith(title))
    )


def live(hands: Hands, *ways: str) -> list[bool]:
    found = [hands.find(way) for way in ways]
    assert all(isinstance(one, QPushButton) for one in found)
    return [one.isEnabled() for one in found]


def test_nothing_can_be_pressed_before_something_is_chosen(place: Place, everyone: Desk) -> None:
    _tab, hands = place(everyone)
    hands.click("Fill in…")
    assert live(hands, *WAYS) == [False] * 4
    choose(hands, "PHQ-9")
    assert live(hands, *WAYS) == [True] * 4


def test_a_wording_that_is_not_free_is_typed_from_the_clinics_sheet(place: Place, everyone: Desk) -> None:
    _tab, hands = place(everyone)
    hands.click("Fill in…")
    choose(hands, "EPDS")
    assert live(hands, *WAYS) == [False, False, True, True]
    hands.see("Its words are not free")


def test_what_a_clinician_rates_is_not_handed_over(place: Place, everyone: Desk) -> None:
    _tab, hands = place(everyone)
    hands.click("Fill in…")
    choose(hands, "C-SSRS")
    assert live(hands, "Hand over to the patient", "Rate", "From paper", "Only the score") == [
        False,
        False,
        True,
        False,
    ]
    choose(hands, "MOAA/S")
    assert live(hands, "Hand over to the patient", "Rate", "From paper", "Only the score") == [False, True, True, True]


def test_the_patients_language_is_chosen_or_said_to_be_missing(place: Place, everyone: Desk) -> None:
    _tab, hands = place(everyone)
    hands.click("Fill in…")
    choose(hands, "PHQ-9")
    language = hands.find("Language")
    assert isinstance(language, QComboBox)
    assert language.currentText() == "Spanish"
    choose(hands, "PCL-5")
    assert language.currentText() == "English"
    hands.see("There are no official words in Spanish.")


def test_a_grey_button_says_why(place: Place, everyone: Desk) -> None:
    _tab, hands = place(everyone)
    hands.click("Fill in…")
    hands.see("Choose a questionnaire first.")
    for title, way, why in (
        ("EPDS", "Read aloud", "Its words are not free."),
        ("MOAA/S", "Hand over to the patient", "A clinician rates it"),
        ("C-SSRS", "Only the score", "It has no score"),
    ):
        choose(hands, title)
        assert hands.find(way).toolTip().startswith(why)
    choose(hands, "PHQ-9")
    assert {hands.find(way).toolTip() for way in WAYS} == {""}


def test_the_list_is_by_the_letters_large_or_small(place: Place, everyone: Desk) -> None:
    _tab, hands = place(everyone)
    hands.click("Fill in…")
    box = hands.find("Questionnaire")
    assert isinstance(box, QComboBox)
    titles = [box.itemText(at).split(" – ")[0] for at in range(box.count())]
    assert titles == sorted(titles, key=str.casefold)
