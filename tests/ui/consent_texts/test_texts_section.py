"""The list of consent texts in the settings: adopting a sample, beginning a new text, who signs again."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk import resources
from clinicdesk.desk import Desk
from clinicdesk.records import wordings
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.journeys.keyboard import letters_used_twice
from tests.printing.sheets import texts as sheet_texts
from tests.records.test_adopting import publish
from tests.ui.consent_texts.conftest import MOOD
from ui.consent_texts.adopt_dialog import AdoptDialog

Texts = Callable[[str], Hands]
PAIN = wordings.shipped()["iv-ketamine-pain.en"]
TITLE = wordings.shipped()[MOOD].title


def line_of(hands: Hands, title: str) -> str:
    return next(line for line in hands.texts().split("\n") if line.startswith(title))


def test_every_text_is_listed_with_who_stands_for_it(texts: Texts) -> None:
    hands = texts("ada")
    assert "English  Consent to treatment  1  Adopted  Sam Rivera, MD, 02-Mar-2026" in line_of(hands, TITLE)
    assert "Sample wording" in line_of(hands, PAIN.title)
    hands.click("Adopted 1")
    hands.not_see(PAIN.title)
    assert letters_used_twice() == {}


def test_a_sample_is_adopted_with_the_own_password(texts: Texts, everyone: Desk) -> None:
    hands = texts("pat")
    hands.choose_row("List of consent texts", PAIN.title, open_it=False)
    hands.click("Adopt as it is…")
    hands.see("With your password you, Dr Pat Osei, say that the clinic stands for it.")
    hands.see("Page 1 of")
    sheets = hands.window.findChild(AdoptDialog)._preview.content()
    # What one stands for is shown as it will print.
    assert "Sample wording" not in " ".join(sheet_texts(sheets))
    assert not hands.found("What changed")
    hands.type("Your password", "not this one", leave=False)
    hands.click("Adopt")
    hands.see("The login or the password is wrong.")
    assert len(wordings.versions(everyone)) == 1
    hands.type("Your password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see(f"“{PAIN.title}” is the clinic's text now.")
    assert wordings.newest(everyone)[PAIN.key].adopted_by == "Dr Pat Osei"
    assert wordings.newest(everyone)[PAIN.key].wording.source == PAIN.source
    assert "Dr Pat Osei, 02-Mar-2026" in line_of(hands, PAIN.title)


@pytest.mark.parametrize("login", ["rita", "nina"])
def test_others_see_the_list_and_why_they_change_nothing(texts: Texts, login: str) -> None:
    hands = texts(login)
    hands.see("A prescriber or an administrator adopts, changes and publishes these texts.")
    for name in ("Adopt as it is…", "Edit…", "New text…"):
        assert not hands.found(name)
    hands.click("Compare versions…")
    hands.see("Both are the same.")


def test_a_new_text_begins_as_a_copy_and_comes_back(texts: Texts, everyone: Desk) -> None:
    hands = texts("ada")
    hands.click("New text…")
    assert letters_used_twice() == {}
    hands.click("Begin")
    hands.see("There is a text of this name in this language.")
    hands.type("Title", "Consent to something else")
    assert hands.find("Short name").text() == "consent-to-something-else"
    hands.click("Begin")
    hands.see("not published yet")
    hands.type("Text", "Words of our own.")
    hands.click("Close")
    assert "Not published, Draft" in line_of(hands, "Consent to something else")
    hands.choose_row("List of consent texts", "Consent to something else")
    assert hands.find("Text").toPlainText() == "Words of our own."
    hands.click("Publish…")
    hands.type("Your password", PASSWORD)
    hands.click("Adopt")
    hands.see("Version 1 is the clinic's text now.")
    made = wordings.newest(everyone)["consent-to-something-else.en"].wording
    assert (made.title, made.body.strip(), made.initials) == ("Consent to something else", "Words of our own.", ())


def test_who_signed_an_earlier_version_is_listed_and_found(texts: Texts, everyone: Desk) -> None:
    hands = texts("rita")
    hands.click("Who must sign again…")
    hands.see("Nobody has to sign this text again.")
    hands.click("Close")
    publish(everyone, "Take your time")
    hands.window.tick()
    assert line_of(hands, TITLE).endswith("1")
    hands.click("Who must sign again…")
    hands.see("NGUYỄN, Zoë")
    hands.click("Open chart")
    hands.see("Consents")
    assert hands.found("Consents")


def test_what_differs_is_printed(texts: Texts, everyone: Desk) -> None:
    publish(everyone, "Take your time")
    hands = texts("rita")
    hands.click("Compare versions…")
    hands.see("+Take your time,+")
    assert letters_used_twice() == {}
    hands.click("Print…")
    hands.see("Differences between versions")
    hands.see("Page 1 of 1")


def test_a_blank_form_is_printed(texts: Texts) -> None:
    hands = texts("rita")
    hands.click("Print blank form")
    hands.see("Page 1 of")


def test_a_faulty_file_is_named_with_its_line_and_the_others_are_there(
    texts: Texts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "consents"
    shutil.copytree(resources.folder("consents"), folder)
    name = "iv-ketamine-pain.en.md"
    broken = PAIN.source.replace("{clinic.phone}", "{clinic.fone}")
    (folder / name).write_text(broken, encoding="utf-8")
    whole = resources.folder
    monkeypatch.setattr(resources, "folder", lambda wanted: folder if wanted == "consents" else whole(wanted))
    hands = texts("rita")
    line = broken[: broken.index("{clinic.fone}")].count("\n") + 1
    hands.see(f"{name}, line {line}: There is no placeholder {{clinic.fone}}.")
    hands.see(TITLE)
