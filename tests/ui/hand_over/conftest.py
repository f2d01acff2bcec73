"""A window somebody works in, a content as a place would make it, and hands to hand the PC over with."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout

from clinicdesk.clinic import Clinic
from clinicdesk.records import pins, staff
from clinicdesk.storage.clock import DrivenClock
from tests.conftest import PASSWORD
from tests.hands import Hands
from ui.hand_over.content import HandOverContent
from ui.main_window import MainWindow
from ui.widgets.button import button
from ui.widgets.text_field import TextAreaField, TextField
from ui.widgets.words import label
from ui.workplace import Workplace

PIN = "481902"


class Sheet(HandOverContent):
    """A short form: two fields and a button; it notes what the page around it asks."""

    def __init__(self, language: str = "en") -> None:
        super().__init__(language)
        self.percents: list[int] = []
        self.kept: list[str] = []
        self.name = TextField("Your &name")
        self.remark = TextAreaField("&Anything else", lines=3)
        self.finish = button("&Finished", kind="primary")
        column = QVBoxLayout(self)
        column.addWidget(label("Reading this takes a while. " * 20, wrap=True))
        for part in (self.name, self.remark, self.finish):
            column.addWidget(part)
        column.addStretch(1)
        self.setFocusProxy(self.name)
        self.finish.clicked.connect(self._on_finish)

    def title(self) -> str:
        return "A form for the patient"

    def set_percent(self, percent: int) -> None:
        self.percents.append(percent)

    def keep_draft(self) -> None:
        self.kept.append(self.name.text())

    def _on_finish(self) -> None:
        self.done.emit("finished")


@pytest.fixture
def with_pins(clinic: Clinic) -> None:
    """Give the receptionist, the nurse and the owner the same PIN."""
    for login in ("rita", "nina", "all"):
        desk = staff.sign_in(clinic, login=login, password=PASSWORD, workstation="TEST-PC")
        pins.set_pin(desk, password=PASSWORD, pin=PIN)


@pytest.fixture
def work(window: MainWindow) -> Callable[[], Workplace]:
    """Return a function that finds the work of who is signed in."""

    def found() -> Workplace:
        work = window.findChild(Workplace)
        assert work is not None
        return work

    return found


@pytest.fixture
def handed(
    with_pins: None,  # noqa: ARG001 - who hands over has a PIN
    enter: Callable[[str], None],
    hands: Hands,
    work: Callable[[], Workplace],
) -> Callable[..., Sheet]:
    """Return a function that signs in and hands the PC over, and returns the content."""

    def hand_over(login: str = "rita", language: str = "en") -> Sheet:
        made: list[Sheet] = []

        def make() -> Sheet:
            made.append(Sheet(language))
            return made[0]

        enter(login)
        hands.press("Escape")
        work().hand_over(make)
        QApplication.processEvents()
        return made[0]

    return hand_over


@pytest.fixture
def wait(window: MainWindow, clock: DrivenClock) -> Callable[[float], None]:
    """Return a function that lets seconds pass in which nobody touches the PC."""

    def let_pass(seconds: float) -> None:
        clock.pass_time(seconds=seconds)
        window.tick()
        QApplication.processEvents()

    return let_pass


@pytest.fixture
def take_back(hands: Hands) -> Callable[..., None]:
    """Return a function that types a PIN or password where the device is taken back."""

    def take(secret: str = PIN, login: str = "") -> None:
        if login:
            hands.type("Login", login)
        hands.type("PIN or password", secret, leave=False)
        hands.press("Return")

    return take
