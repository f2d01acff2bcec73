"""The editor: the page follows what is typed, mistakes are told, nothing typed is lost, publishing is an act."""

import json
from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from clinicdesk.desk import Desk
from clinicdesk.records import staff, wordings
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.journeys.keyboard import letters_used_twice
from tests.records.test_adopting import publish
from tests.ui.consent_texts.conftest import MOOD
from ui.consent_texts.editor_page import EditorPage


def page(hands: Hands) -> EditorPage:
    return hands.window.findChild(EditorPage)  # type: ignore[no-any-return]


def write(hands: Hands, text: str) -> None:
    """Type at the beginning of the text."""
    area = hands.find("Text")
    area.moveCursor(QTextCursor.MoveOperation.Start)
    area.setFocus()
    hands._write(area, text)
    hands.wait_for(page(hands).is_up_to_date, "the page of what was typed")


def paper(hands: Hands) -> bytes:
    return page(hands)._preview._view.content()


def publish_in_window(hands: Hands, remark: str) -> None:
    hands.click("Publish…")
    hands.type("What changed", remark)
    hands.type("Your password", PASSWORD)
    hands.click("Publish")


def test_the_page_follows_what_is_typed_and_stays_where_it_was(editing: Hands) -> None:
    before = paper(editing)
    bar = page(editing)._preview._view._view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place = bar.value()
    assert place > 0
    write(editing, "More of our own words. ")
    assert paper(editing) != before
    assert bar.value() == place
    assert letters_used_twice() == {}


def test_a_mistake_is_told_with_its_line_and_keeps_the_text_from_being_published(editing: Hands) -> None:
    before = paper(editing)
    write(editing, "Ask {patient.nam}. ")
    editing.see("1 mistake keeps this from being published")
    editing.see("Line 1: There is no place {patient.nam}. Did you mean {patient.name}?")
    editing.see("The page is as it was before the mistake.")
    assert paper(editing) == before
    editing.click("Publish…")
    editing.see("This cannot be published yet.")
    assert not editing.found("Your password")
    area = editing.find("Text")
    area.moveCursor(QTextCursor.MoveOperation.End)
    editing.press("F3")
    assert area.textCursor().block().blockNumber() == 0
    area.moveCursor(QTextCursor.MoveOperation.Start)
    for _letter in "Ask {patient.nam}. ":
        editing.press("Del")
    editing.wait_for(lambda: "mistake" not in editing.texts(), "an end of the mistake")


def test_a_setting_that_cannot_be_is_told_beside_it(editing: Hands) -> None:
    editing.click("What it is for")
    assert letters_used_twice() == {}
    editing.type("Counts for (days)", "many")
    editing.see("What it is for (!)")
    editing.see("Write for how many days a signature counts")
    editing.click("Words")
    editing.press("F3")
    assert QApplication.focusWidget() is editing.find("Counts for (days)")


def test_a_published_change_is_the_next_version(editing: Hands, everyone: Desk) -> None:
    write(editing, "We are glad you ask. ")
    editing.click("What it is for")
    editing.click("Witness")
    editing.click("Publish…")
    editing.see("Publishing asks 1 patient to sign again.")
    assert letters_used_twice() == {}
    editing.click("Publish")
    editing.see("Say in a few words what changed.")
    editing.click("Differences…")
    editing.see("+We are glad you ask.+")
    editing.see("Who signs: −Patient, Clinician− +Patient, Clinician, Witness+")
    # The editor below has a Close of its own.
    editing.press("Esc")
    editing.not_see("1 passage differs")
    editing.type("What changed", "Friendlier")
    editing.type("Your password", PASSWORD)
    editing.click("Publish")
    editing.see("Version 2 is the clinic's text now. 1 patient is to sign again.")
    made = wordings.newest(everyone)[MOOD]
    assert (made.wording.version, made.adopted_by, made.remark, made.asks_again) == (2, "Ada Lang", "Friendlier", True)
    assert "We are glad you ask. This paper" in made.wording.body
    assert made.wording.signers[-1] == "witness"
    assert everyone.draft(f"{wordings.DRAFT_PLACE}{MOOD}") is None
    assert wordings.must_sign_again(everyone)[MOOD] == 2
    editing.click("Who…")
    editing.see("NGUYỄN, Zoë")
    assert letters_used_twice() == {}


def test_a_typing_error_mended_asks_nobody(editing: Hands, everyone: Desk) -> None:
    write(editing, "Well: ")
    editing.click("Publish…")
    editing.see("Publishing asks 1 patient to sign again.")
    editing.click("Who signed an earlier version must sign again")
    editing.see("Publishing asks nobody to sign again.")
    editing.type("What changed", "A typing error")
    editing.type("Your password", PASSWORD)
    editing.click("Publish")
    editing.see("Version 2")
    assert not wordings.newest(everyone)[MOOD].asks_again
    assert MOOD not in {key for key, version in wordings.must_sign_again(everyone).items() if version > 1}


def test_nothing_typed_is_lost(editing: Hands) -> None:
    write(editing, "Kept words. ")
    editing.press("Ctrl+L")
    editing.type("Password", PASSWORD, leave=False)
    editing.press("Return")
    editing.click("Today")
    editing.click("Settings")
    editing.choose_row("List of consent texts", wordings.shipped()[MOOD].title)
    editing.see("This is what you were writing. It is not published yet.")
    assert editing.find("Text").toPlainText().startswith("Kept words. This paper")
    editing.click("Discard my changes…")
    editing.click("Discard")
    assert editing.find("Text").toPlainText().startswith("This paper")
    assert editing.find("Text").document().isUndoAvailable() is False


def test_somebody_else_published_meanwhile_and_both_are_shown(editing: Hands, everyone: Desk) -> None:
    write(editing, "Mine. ")
    publish(everyone, "Theirs")
    editing.window.tick()
    editing.see("Sam Rivera, MD published version 2 while you were writing. Your text is still here.")
    editing.click("Publish…")
    assert not editing.found("Your password")
    editing.click("Look at both…")
    editing.see("−Theirs,−")
    editing.see("+Mine.+")
    assert letters_used_twice() == {}
    editing.click("Go on with mine")
    publish_in_window(editing, "Mine after theirs")
    editing.see("Version 3 is the clinic's text now.")
    assert [one.adopted_by for one in wordings.versions(everyone, MOOD)] == ["Sam Rivera, MD"] * 2 + ["Ada Lang"]


def test_their_version_is_taken_only_after_a_question(editing: Hands, everyone: Desk) -> None:
    write(editing, "Mine. ")
    publish(everyone, "Theirs")
    editing.window.tick()
    editing.click("Look at both…")
    editing.click("Take theirs…")
    editing.click("Cancel")
    assert editing.find("Text").toPlainText().startswith("Mine. ")
    editing.click("Look at both…")
    editing.click("Take theirs…")
    editing.click("Discard")
    editing.see("version 2 is in use")
    assert "Theirs" in editing.find("Text").toPlainText()


def test_who_only_reads_sees_the_new_version_at_once(editing: Hands, everyone: Desk) -> None:
    publish(everyone, "Theirs")
    editing.window.tick()
    editing.see("version 2 is in use")
    assert "Theirs" in editing.find("Text").toPlainText()


def test_somebody_publishes_while_the_last_question_stands_open(editing: Hands, everyone: Desk) -> None:
    write(editing, "Mine. ")
    editing.click("Publish…")
    publish(everyone, "Theirs")
    editing.type("What changed", "Mine")
    editing.type("Your password", PASSWORD)
    editing.click("Publish")
    editing.see("Sam Rivera, MD published this text meanwhile.")
    assert wordings.newest(everyone)[MOOD].wording.version == 2


def test_a_paste_from_a_word_processor_becomes_a_text(editing: Hands) -> None:
    area = editing.find("Text")
    area.selectAll()
    pasted = QMimeData()
    pasted.setHtml("<p>x</p>")
    pasted.setText("Heading\r\n“Curly”\u00a0words.\r\n•\tone\r\n•\ttwo")
    area.insertFromMimeData(pasted)
    assert area.toPlainText() == "Heading\n\n“Curly” words.\n\n- one\n- two"
    editing.wait_for(page(editing).is_up_to_date, "the page")
    editing.not_see("mistake")
    area.undo()
    assert area.toPlainText().startswith("This paper")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is no text yet. Write it below."),
        ("<p>Hello</p>", "HTML cannot be used"),
        ("A \U000e0001 sign", "cannot"),
    ],
)
def test_what_cannot_be_printed_is_told(editing: Hands, text: str, words: str) -> None:
    area = editing.find("Text")
    area.selectAll()
    area.insertPlainText(text or " ")
    editing.see(words)


def test_two_hundred_thousand_characters_are_a_text_like_any_other(editing: Hands, everyone: Desk) -> None:
    area = editing.find("Text")
    area.selectAll()
    area.insertPlainText(("Some words that go on and on. " * 20 + "\n\n") * 340)
    editing.wait_for(page(editing).is_up_to_date, "the page of a very long text")
    assert page(editing)._preview._view.page_count() > 40
    editing.not_see("mistake")
    editing.click("Close")
    kept = everyone.clinic.local.drafts(next(one.id for one in staff.everybody(everyone) if one.login == "ada"))
    assert len(kept[0].body) > 200_000


def test_marks_are_put_in_from_the_menu(editing: Hands) -> None:
    area = editing.find("Text")
    area.selectAll()
    area.insertPlainText("One.")
    menu = page(editing)._body.menu
    actions = {action.text().replace("&", ""): action for action in menu.actions()}
    places = {action.text(): action for action in menu.actions()[0].menu().actions()}
    assert "Name of the patient" in places
    actions["Initials of the patient"].trigger()
    assert area.toPlainText() == "One.\n\n[initials: section]"
    assert area.textCursor().selectedText() == "section"
    area.moveCursor(QTextCursor.MoveOperation.End)
    menu.triggered.emit(places["Name of the patient"])
    assert area.toPlainText().endswith("[initials: section]{patient.name}")


def test_all_of_it_is_done_with_the_keys_alone(texts: Callable[[str], Hands], everyone: Desk) -> None:
    hands = texts("ada")
    hands.press("Return")
    hands.see("version 1 is in use")
    assert QApplication.focusWidget() is hands.find("Text")
    hands._write(QApplication.focusWidget(), "{x} ")
    # What was typed last is checked before anything is asked.
    hands.press("Ctrl+S")
    hands.see("This cannot be published yet.")
    assert hands.find("Text").textCursor().position() == 0
    for _letter in "{x} ":
        hands.press("Del")
    hands._write(QApplication.focusWidget(), "With keys. ")
    hands.press("Ctrl+S")
    hands.see("What changed")
    assert QApplication.focusWidget() is hands.find("What changed")
    hands._write(QApplication.focusWidget(), "Keys")
    while QApplication.focusWidget() is not hands.find("Your password"):
        hands.press("Tab")
    hands._write(QApplication.focusWidget(), PASSWORD)
    hands.wait_for(hands.find("Publish").isEnabled, "the paper")
    hands.press("Return")
    hands.see("Version 2 is the clinic's text now.")
    assert wordings.newest(everyone)[MOOD].wording.body.strip().startswith("With keys. This paper")


def test_the_text_in_another_language_is_not_forgotten(editing: Hands, everyone: Desk) -> None:
    wordings.adopt(everyone, wordings.shipped()["iv-ketamine-mood.es"].source)
    write(editing, "More. ")
    publish_in_window(editing, "More")
    editing.see("Version 2 is the clinic's text now. 1 patient is to sign again. The text in Spanish is as it was.")


def test_a_window_that_is_killed_leaves_the_draft(editing: Hands, everyone: Desk) -> None:
    write(editing, "Kept words. ")
    ada = next(member.id for member in staff.everybody(everyone) if member.login == "ada")
    place = f"{wordings.DRAFT_PLACE}{MOOD}"
    # Nobody leaves the page: the clock alone keeps what is typed.
    editing.wait_for(lambda: everyone.clinic.local.draft(ada, place) is not None, "the draft")
    kept = everyone.clinic.local.draft(ada, place)
    assert kept is not None
    assert "Kept words. This paper" in json.loads(kept.body)["text"]["body"]
