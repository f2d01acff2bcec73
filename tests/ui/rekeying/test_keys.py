"""The keys of the clinic on the screen: the sheet once more, a new key, a start PIN, what this PC says of itself."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from clinicdesk.clinic import Clinic
from clinicdesk.errors import WrongKey
from clinicdesk.records.keys import OldKey
from clinicdesk.storage import head, keys, start_pin
from clinicdesk.this_pc import Guard
from tests.conftest import PASSWORD
from tests.hands import Hands
from tests.ui.conftest import OpenWindow, OwnKeyring
from ui.rekeying.looking import Seen
from ui.rekeying.pc_card import PcCard
from ui.widgets.recovery_words import RecoveryWords


@pytest.fixture
def at_keys(
    qtbot: Any, open_window: OpenWindow, clinic_file: Path, key: bytes, ring: OwnKeyring
) -> Callable[[], Hands]:
    """Return a function that opens the window of a PC whose keyring has the key, with the administrator at the keys."""
    assert ring.kept == {}
    keys.keep(key)

    def come() -> Hands:
        hands = Hands(qtbot, open_window(clinic_file))
        hands.see("Harbour Infusion Clinic")
        enter(hands)
        hands.press("Ctrl+0")
        hands.click("Keys")
        hands.see("Its keyring has the key")
        return hands

    return come


def enter(hands: Hands) -> None:
    hands.type("Login", "ada")
    hands.type("Password", PASSWORD, leave=False)
    hands.press("Return")
    hands.see("Ada Lang")


def shown_words(hands: Hands) -> list[str]:
    """Return the words as they stand on the screen, in their order."""
    hands.wait_for(lambda: any(isinstance(one, RecoveryWords) for one in hands.widgets()), "the words")
    view = next(one for one in hands.widgets() if isinstance(one, RecoveryWords))
    return view.accessibleName().split()[1::2]


def confirm_two(hands: Hands, words: list[str]) -> None:
    hands.see("Is the sheet at hand?")
    numbers = [number for number in range(1, 25) if hands.found(f"Word {number}")]
    assert len(numbers) == 2
    for number in numbers:
        hands.type(f"Word {number}", words[number - 1], leave=False)


def test_a_new_key_from_its_reason_to_the_next_sign_in(
    at_keys: Callable[[], Hands], clinic_file: Path, key: bytes, ring: OwnKeyring
) -> None:
    hands = at_keys()
    hands.see(f"The sheet with the key {keys.key_id(key)} counts. It is the clinic's first.")
    hands.click("New key…")
    hands.click("Next")
    hands.see("Say why the key changes.")
    hands.type("Reason", "the sheet was lost")
    hands.type("Your password", "wrong password", leave=False)
    hands.click("Next")
    hands.see("The login or the password is wrong.")
    hands.type("Your password", PASSWORD, leave=False)
    hands.click("Next")
    words = shown_words(hands)
    new_key = keys.from_words(" ".join(words))
    hands.click("Next")
    confirm_two(hands, words)
    hands.click("Next")
    hands.see("Write OLD on the old sheet")
    hands.click("Change the key now")
    hands.see("The key was changed: from now on the new recovery sheet counts.")
    enter(hands)
    hands.press("Ctrl+0")
    hands.click("Keys")
    hands.see("Ada Lang changed it: the sheet was lost")
    hands.see(f"Key {keys.key_id(key)}, until")
    hands.see("admitted by Ada Lang")
    # The old key stays until it is sure that no backup needs it; there is none at all here.
    assert set(ring.kept.values()) == {key.hex(), new_key.hex()}
    hands.click("Forget the keys that no backup needs")
    hands.see("keeps no key any more that no backup needs")
    assert set(ring.kept.values()) == {new_key.hex()}
    hands.window.close()

    with pytest.raises(WrongKey):
        Clinic.open(clinic_file, key)
    clinic = Clinic.open(clinic_file, new_key)
    assert clinic.verify() == []
    assert [row["reason"] for row in clinic.rows("SELECT reason FROM key_changes")] == ["the sheet was lost"]
    clinic.close()


def test_a_walk_that_is_left_changes_nothing(
    at_keys: Callable[[], Hands], clinic_file: Path, key: bytes, ring: OwnKeyring
) -> None:
    hands = at_keys()
    hands.click("New key…")
    hands.type("Reason", "the sheet was lost")
    hands.type("Your password", PASSWORD, leave=False)
    hands.click("Next")
    words = shown_words(hands)
    hands.click("Next")
    confirm_two(hands, words)
    hands.click("Next")
    hands.click("Cancel")
    hands.window.close()

    assert list(ring.kept.values()) == [key.hex()]
    Clinic.open(clinic_file, key).close()


def test_while_another_window_has_the_clinic_the_old_key_stays(
    at_keys: Callable[[], Hands], clinic_file: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("clinicdesk.storage.rekeying._PATIENCE_SECONDS", 0.0)
    other = Clinic.open(clinic_file, key)
    hands = at_keys()
    hands.click("New key…")
    hands.type("Reason", "the sheet was lost")
    hands.type("Your password", PASSWORD, leave=False)
    hands.click("Next")
    words = shown_words(hands)
    hands.click("Next")
    confirm_two(hands, words)
    hands.click("Next")
    hands.click("Change the key now")
    hands.see("Another window or command has this clinic open.")
    enter(hands)
    other.close()
    last = head.read(clinic_file)
    assert last is not None
    assert last.key_id == keys.key_id(key)


def test_the_sheet_is_shown_again_for_a_password_and_that_is_recorded(
    at_keys: Callable[[], Hands], clinic_file: Path, key: bytes
) -> None:
    hands = at_keys()
    hands.click("Show and print the sheet…")
    hands.type("Your password", "wrong password", leave=False)
    hands.click("Show the sheet")
    hands.see("The login or the password is wrong.")
    assert not [one for one in hands.widgets() if isinstance(one, RecoveryWords)]
    hands.type("Your password", PASSWORD, leave=False)
    hands.click("Show the sheet")
    assert shown_words(hands) == keys.to_words(key)
    hands.click("Close")
    hands.window.close()

    clinic = Clinic.open(clinic_file, key)
    actions = [row["action"] for row in clinic.rows("SELECT action FROM search_entries ORDER BY seq")]
    clinic.close()
    assert actions.count("practice.recovery_sheet") == 1


def test_a_start_pin_is_set_and_taken_away(
    at_keys: Callable[[], Hands], key: bytes, ring: OwnKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start_pin, "cost", {"time_cost": 1, "memory_cost": 16, "parallelism": 2})
    hands = at_keys()
    hands.click("Set a start PIN…")
    hands.type("Start PIN, 8 digits or letters at least", "1234", leave=False)
    hands.type("The start PIN again", "1234", leave=False)
    hands.type("Your password", PASSWORD, leave=False)
    hands.click("Set the PIN")
    hands.see("Choose a start PIN of at least 8 digits or letters")
    hands.type("Start PIN, 8 digits or letters at least", "47110815", leave=False)
    hands.type("The start PIN again", "47110816", leave=False)
    hands.click("Set the PIN")
    hands.see("The two are not the same.")
    hands.type("The start PIN again", "47110815", leave=False)
    hands.click("Set the PIN")
    hands.see("The start PIN is asked from the next start on.")
    assert keys.fetch(keys.key_id(key), "47110815") == key
    hands.see("Its keyring has the key behind a start PIN")
    hands.click("Take the start PIN away…")
    hands.type("Your password", PASSWORD, leave=False)
    hands.click("Take it away")
    hands.see("The start PIN is gone.")
    assert list(ring.kept.values()) == [key.hex()]


def test_a_new_key_goes_behind_the_start_pin_as_well(
    qtbot: Any,
    open_window: OpenWindow,
    clinic_file: Path,
    key: bytes,
    ring: OwnKeyring,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(start_pin, "cost", {"time_cost": 1, "memory_cost": 16, "parallelism": 2})
    keys.keep(key, "47110815")
    hands = Hands(qtbot, open_window(clinic_file))
    hands.type("Start PIN of this PC", "47110815", leave=False)
    hands.press("Return")
    hands.see("Harbour Infusion Clinic")
    enter(hands)
    hands.press("Ctrl+0")
    hands.click("Keys")
    hands.see("Its keyring has the key behind a start PIN")
    hands.click("New key…")
    hands.type("Reason", "somebody left")
    hands.type("Your password", PASSWORD, leave=False)
    hands.type("Start PIN of this PC", "47110816", leave=False)
    hands.click("Next")
    hands.see("This is not the start PIN of this PC.")
    hands.type("Start PIN of this PC", "47110815", leave=False)
    hands.click("Next")
    words = shown_words(hands)
    hands.click("Next")
    confirm_two(hands, words)
    hands.click("Next")
    hands.click("Change the key now")
    hands.see("The key was changed: from now on the new recovery sheet counts.")
    enter(hands)
    new_key = keys.from_words(" ".join(words))
    assert keys.has_start_pin(keys.key_id(new_key))
    assert keys.fetch(keys.key_id(new_key), "47110815") == new_key
    assert len(ring.kept) == 2


OLD = OldKey("0123456789abcdef", datetime(2026, 3, 1, tzinfo=UTC), 2, ())


@pytest.mark.parametrize(
    ("guard", "kept", "pin", "warning"),
    [
        (Guard(True, True), True, False, "signs in by itself: whoever carries it away"),
        (Guard(True, True), True, True, ""),
        (Guard(True, False), False, False, ""),
        (Guard(False, False), True, False, "The disk of this PC is not encrypted"),
        (Guard(False, True), True, False, ""),
        (Guard(None, None), True, False, ""),
    ],
)
def test_a_pc_that_gives_the_key_away_is_warned_of(
    qtbot: Any, guard: Guard, kept: bool, pin: bool, warning: str
) -> None:
    card = PcCard()
    qtbot.addWidget(card)
    card.show_seen(Seen(guard, True, kept, pin, (OLD,), frozenset()))
    assert (warning in card.strip.message()) if warning else card.strip.isHidden()


def test_what_cannot_be_told_is_not_called_safe(qtbot: Any) -> None:
    card = PcCard()
    qtbot.addWidget(card)
    card.show_seen(Seen(Guard(None, None), False, False, False, (), frozenset()))
    assert card._lines.text().count("cannot be told") == 2
    assert not card._pin.isEnabled()
