"""Backups by themselves: the bar below every place, copies each minute, a backup a day and on closing."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import backups, chairs, record_check
from clinicdesk.storage.backups import batches
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from ui.main_window import MainWindow
from ui.shell.status_bar import StatusBar

Enter = Callable[[str], None]


def bar(window: MainWindow) -> StatusBar:
    return window.findChild(StatusBar)


def pass_time(hands: Hands, clock: DrivenClock, **span: float) -> None:
    clock.pass_time(**span)
    hands.window.tick()


def copied(stick: Path, desk: Desk) -> int:
    """Return the last entry that was copied beside the backups."""
    copies = batches.folder_of(stick, desk.clinic.file_id, desk.clinic.key_id)
    return max((batch.last for batch in batches.in_folder(copies)), default=0)


def test_says_that_nothing_is_backed_up(enter: Enter, hands: Hands, clock: DrivenClock) -> None:
    enter("rita")
    pass_time(hands, clock, seconds=1)
    hands.see("No backups are made on this PC.")
    assert hands.window.findChild(StatusBar).focusPolicy() == bar(hands.window).focusPolicy().NoFocus


@pytest.mark.usefixtures("place")
def test_copies_what_is_new_each_minute(
    enter: Enter, hands: Hands, clock: DrivenClock, stick: Path, administrator: Desk
) -> None:
    backups.make_all(administrator, "asked")
    enter("rita")
    pass_time(hands, clock, seconds=1)
    hands.see("No backup was proven by restoring it yet.")
    chairs.add(administrator, name="Chair 9")
    reached = administrator.clinic.entry_count
    assert copied(stick, administrator) < reached
    pass_time(hands, clock, seconds=60)
    hands.wait_for(lambda: copied(stick, administrator) >= reached, "the copy of the new entries")


@pytest.mark.usefixtures("place")
def test_makes_a_backup_a_day_and_proves_one_when_nobody_is_there(
    enter: Enter, hands: Hands, clock: DrivenClock, stick: Path
) -> None:
    enter("ada")
    pass_time(hands, clock, seconds=1)
    hands.see("There is no backup yet.")
    pass_time(hands, clock, seconds=120)
    hands.wait_for(lambda: len(list(stick.glob("*.backup"))) == 1, "the backup")
    hands.wait_for(lambda: _goes_on(hands, clock, "Backed up"), "that all is well")
    clock.pass_time(days=1)
    hands.wait_for(lambda: _goes_on(hands, clock) and len(list(stick.glob("*.backup"))) == 2, "the next backup")


def _goes_on(hands: Hands, clock: DrivenClock, words: str = "", seconds: int = 1) -> bool:
    hands.window.tick()
    clock.pass_time(seconds=seconds)
    return words in bar(hands.window).words()


@pytest.mark.usefixtures("place")
def test_makes_a_backup_on_closing(enter: Enter, hands: Hands, window: MainWindow, stick: Path) -> None:
    enter("rita")
    window.close()
    hands.wait_for(lambda: not window.isVisible(), "the end of the program")
    assert len(list(stick.glob("*.backup"))) == 1


@pytest.mark.usefixtures("place")
def test_closes_without_it_when_the_stick_is_gone(enter: Enter, hands: Hands, window: MainWindow, stick: Path) -> None:
    shutil.rmtree(stick)
    enter("rita")
    window.close()
    hands.see("is not there. Plug the disk in")
    assert window.isVisible()
    hands.click("Close without it")
    hands.wait_for(lambda: not window.isVisible(), "the end of the program")


@pytest.mark.usefixtures("place")
def test_a_stick_pulled_out_stops_nobody_and_is_caught_up_with(
    enter: Enter, hands: Hands, clock: DrivenClock, stick: Path, administrator: Desk
) -> None:
    backups.make_all(administrator, "asked")
    backups.prove(administrator)
    enter("rita")
    pass_time(hands, clock, seconds=1)
    hands.see("Backed up just now")
    aside = stick.rename(stick.with_name("pulled out"))
    chairs.add(administrator, name="Chair 9")
    reached = administrator.clinic.entry_count
    hands.wait_for(lambda: _goes_on(hands, clock, "only on this PC", seconds=20), "that it is told")
    aside.rename(stick)
    hands.wait_for(lambda: _goes_on(hands, clock, "Backed up"), "that it is copied again")
    assert copied(stick, administrator) >= reached


def test_checks_the_record_once_a_day_when_nobody_is_there(
    enter: Enter, hands: Hands, clock: DrivenClock, administrator: Desk
) -> None:
    enter("ada")
    hands.wait_for(lambda: _goes_on(hands, clock, "No backups"), "the bar")
    clock.pass_time(seconds=120)
    hands.wait_for(lambda: _goes_on(hands, clock) and _checked(administrator), "the check")
    _damage(administrator)
    clock.pass_time(days=1)
    hands.wait_for(lambda: _goes_on(hands, clock, "The daily check found"), "that something is wrong")


def _checked(desk: Desk) -> bool:
    return record_check.last_proof(desk.clinic) is not None


def _damage(desk: Desk) -> None:
    """Change a row behind the ledger's back, as a program with the key could."""
    chairs.add(desk, name="Chair 9")
    desk.clinic.local._connection.execute("UPDATE chairs SET name = 'Chair 7' WHERE name = 'Chair 9'")


@pytest.mark.usefixtures("place")
def test_whoever_stays_gives_the_closing_backup_up(enter: Enter, hands: Hands, window: MainWindow, stick: Path) -> None:
    shutil.rmtree(stick)
    enter("rita")
    window.close()
    hands.see("is not there. Plug the disk in")
    hands.press("Escape")
    hands.not_see("The backup of today")
    assert window.isVisible()


def test_the_next_person_is_told_at_once(enter: Enter, hands: Hands, window: MainWindow, clock: DrivenClock) -> None:
    enter("rita")
    pass_time(hands, clock, seconds=1)
    hands.see("No backups are made on this PC.")
    window.lock()
    hands.type("Login", "nina")
    hands.type("Password", PASSWORD, leave=False)
    with hands.qtbot.waitSignal(window.signed_in, timeout=10_000):
        hands.press("Return")
    assert "No backups" in bar(window).words()
