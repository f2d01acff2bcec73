"""The owner reviews a month: who opened what, one opening to ask about, what was found, and a slip for the safe."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from clinicdesk.desk import Desk
from clinicdesk.errors import SignInRefused
from clinicdesk.records import access, access_log, access_reviews, anchors, patients, staff
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from tests.journeys.conftest import desk_of
from tests.journeys.keyboard import Keyboard
from ui.access.log_part import LogPart

Enter = Callable[[str], None]


@pytest.fixture(autouse=True)
def march(nurse: Desk, receptionist: Desk, clock: DrivenClock) -> None:
    """Let a receptionist look into the chart of a namesake in March, and print a sheet; now it is April."""
    moss = patients.register(nurse, details=PatientDetails(family_name="Moss", given_name="Ann"))
    receptionist.note_opening(moss)
    access.printed(receptionist, paper="face-sheet", patient_id=moss)
    with pytest.raises(SignInRefused):
        staff.sign_in(nurse.clinic, login="rita", password="wrong password", workstation="FRONT-1")
    clock.pass_time(hours=24 * 31)


def test_a_month_is_reviewed_and_a_slip_is_kept(hands: Hands, enter: Enter, tmp_path: Path, clock: DrivenClock) -> None:
    enter("ada")
    keys, desk = Keyboard(hands), desk_of(hands)
    keys.press("Ctrl+0")
    hands.click("Access")
    review_march(hands, keys, desk)
    look_it_up_in_the_log(hands, keys, desk, tmp_path)
    slip = keep_a_slip(hands, desk)
    clock.pass_time(hours=48)
    compare_with_the_slip(hands, keys, slip)
    assert desk.clinic.verify() == []


def review_march(hands: Hands, keys: Keyboard, desk: Desk) -> None:
    hands.click("Monthly review")
    # The month that waits is the one that is shown.
    hands.see("March 2026")
    hands.see("own family name, no visit that day, nothing recorded")
    hands.see("Rita Moss")
    hands.click("I have reviewed this month")
    hands.see("Write what you found; if there was nothing, write “nothing”.")
    keys.fill("What you found", "Asked Rita: her aunt. Told her the rule again.")
    keys.press("Tab")
    keys.push("I have reviewed this month")
    hands.see("Recorded: you reviewed March 2026.")
    hands.see("Asked Rita: her aunt.")
    (review,) = access_reviews.reviews(desk)
    assert review.staff_name == "Ada Lang"
    assert access_reviews.due(desk) is None


def look_it_up_in_the_log(hands: Hands, keys: Keyboard, desk: Desk, folder: Path) -> None:
    hands.click("Log")
    keys.choose("Who", "Rita Moss")
    keys.press("Tab")
    keys.choose("What", "Charts opened")
    keys.press("Tab")
    hands.choose_row("Access log", "Opened the chart", open_it=False)
    hands.see("MOSS, Ann")
    hands.see("Rita Moss, 02-Mar-2026 09:00, at TEST-PC")
    file = folder / "log.csv"
    hands.window.findChild(LogPart).save_as(str(file))
    hands.see("1 entry saved as log.csv. It names patients: keep it as you keep a chart.")
    rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[1][2:4] == ["Rita Moss", "Opened the chart"]
    assert access_log.entries(desk, limit=1)[0].what == "Saved the access log as a file"


def keep_a_slip(hands: Hands, desk: Desk) -> anchors.Anchor:
    hands.click("Slips")
    hands.see(anchors.place(anchors.now(desk)))
    hands.click("I copied it by hand")
    hands.see("was copied by hand")
    return anchors.latest(desk)[0]


def compare_with_the_slip(hands: Hands, keys: Keyboard, slip: anchors.Anchor) -> None:
    keys.fill("Entries", str(slip.seq))
    keys.fill("Short form", slip.short)
    keys.push("Compare with the record")
    hands.see("The same. Nothing recorded up to entry")
    wrong = slip.short.replace(slip.short[0], "0" if slip.short[0] != "0" else "1")
    keys.press("Shift+Tab")
    keys.fill("Short form", wrong)
    keys.press("Return")
    hands.see("the past of this record was rewritten before entry")
