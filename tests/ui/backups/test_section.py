"""The administrator's tab: adding a place, making, proving, and what goes wrong."""

import shutil
from pathlib import Path

import pytest

from clinicdesk.desk import Desk
from clinicdesk.records import backups
from clinicdesk.records.backups import Kind
from tests.hands import Hands


def test_a_place_that_is_added_has_a_backup_at_once(section: Hands, stick: Path, administrator: Desk) -> None:
    section.see("No backups are made on this PC. Add a place first.")
    section.click("Add a place…")
    section.type("Folder", str(stick))
    section.see("When this PC or its disk is lost, so is what lies there.")
    section.choose("Kind", "External disk or stick")
    section.click("Save")
    section.see("The backup was made, read back, and is whole.")
    assert len(list(stick.glob("*.backup"))) == 1
    (place,) = backups.places(administrator)
    assert (place.folder, place.kind, place.offline) == (stick, Kind.EXTERNAL, False)


@pytest.mark.usefixtures("place")
def test_proves_the_newest(section: Hands) -> None:
    section.see("There is no backup yet.")
    section.click("Make a backup now")
    section.see("The backup was made")
    section.see("No backup was proven by restoring it yet.")
    section.click("Prove the newest now")
    section.see("Proven: all")
    section.see("All is well. Backed up just now.")


@pytest.mark.usefixtures("place")
def test_a_stick_that_was_pulled_out_is_told(section: Hands, stick: Path) -> None:
    shutil.rmtree(stick)
    section.click("Make a backup now")
    section.see("is not there. Plug the disk in")


def test_a_synced_folder_wants_the_agreement(section: Hands, tmp_path: Path, administrator: Desk) -> None:
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    section.click("Add a place…")
    section.type("Folder", str(folder))
    section.click("Save")
    section.see("Confirm that OneDrive has signed")
    section.click("The provider has signed an agreement (BAA); I have seen it")
    section.click("Save")
    section.see("The backup was made")
    (place,) = backups.places(administrator)
    assert (place.kind, place.provider, place.agreement_by) == (Kind.SYNCED, "OneDrive", "Ada Lang")


@pytest.mark.usefixtures("place")
def test_a_place_is_used_no_longer(section: Hands, stick: Path, administrator: Desk) -> None:
    section.choose_row("Places for backups", str(stick), open_it=False)
    section.click("Stop using it…")
    section.see("stays there, encrypted")
    section.click("Stop using it")
    section.see("No more backups go to")
    assert not backups.places(administrator)


@pytest.mark.usefixtures("place")
def test_how_long_backups_stay_is_changed(section: Hands, stick: Path, administrator: Desk) -> None:
    section.choose_row("Places for backups", str(stick), open_it=False)
    section.see("One backup a day is kept for 14 days")
    section.click("Change…")
    section.choose("One a month, for", "60 months")
    section.click("This disk is taken away and brought back (remind weekly)")
    section.click("Save")
    section.see("one a month for 60 months. The disk is taken away")
    (place,) = backups.places(administrator)
    assert (place.keep.months, place.offline, place.folder) == (60, True, stick)


def test_backups_that_are_lost_with_the_pc_are_not_called_well(section: Hands, stick: Path) -> None:
    section.click("Add a place…")
    section.type("Folder", str(stick))
    section.click("Save")
    section.see("The backup was made, read back, and is whole.")
    section.click("Prove the newest now")
    section.see("Proven: all")
    section.see("All backups are on the disk of this PC.")
    section.not_see("All is well.")
