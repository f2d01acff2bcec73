"""The sample clinic tells how to get in; no other clinic tells anything."""

from pathlib import Path
from typing import Any

import pytest

from clinicdesk import sample
from clinicdesk.clinic import Clinic
from clinicdesk.storage import keys
from clinicdesk.storage.clock import DrivenClock
from tests.hands import Hands
from ui.sign_in.sign_in_page import SignInPage


@pytest.fixture
def hands(qtbot: Any) -> Hands:
    page = SignInPage()
    qtbot.addWidget(page)
    page.show()
    return Hands(qtbot, page)


def test_the_sample_tells_its_logins_and_they_lead_in(
    qtbot: Any, hands: Hands, tmp_path: Path, clock: DrivenClock
) -> None:
    clinic = Clinic.open(sample.make_in(tmp_path, clock), keys.SAMPLE_KEY, clock)
    try:
        hands.window.show_clinic(clinic, "Sample")
        hands.see("Sign in as admin, reception, nurse, prescriber, all. Everybody's password is “sample clinic”, ")
        hands.type("Login", "nurse")
        hands.type("Password", "sample clinic", leave=False)
        with qtbot.waitSignal(hands.window.signed_in):
            hands.press("Return")
    finally:
        clinic.close()


def test_another_clinic_tells_nothing(hands: Hands, clinic: Clinic) -> None:
    hands.window.show_clinic(clinic, "Harbour")
    hands.not_see("Sign in as")


def test_the_logins_go_with_the_sample(hands: Hands, tmp_path: Path, clock: DrivenClock) -> None:
    clinic = Clinic.create_sample(tmp_path / sample.FILE_NAME, clock)
    hands.window.show_clinic(clinic, "Sample")
    clinic.close()
    hands.see("Sign in as")
    hands.window.forget_clinic()
    hands.not_see("Sign in as")
