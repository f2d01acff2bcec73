"""Windows of the program on this test's own clinic file, settings and keyring."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from clinicdesk.desk import Desk
from clinicdesk.storage import keys
from clinicdesk.storage.clock import DrivenClock
from clinicdesk.workstation import Workstation
from tests.conftest import PASSWORD
from tests.hands import Hands
from ui import theme
from ui.main_window import MainWindow


class OwnKeyring(KeyringBackend):
    """A keyring in memory, through keyring's own interface."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise KeyringLocked
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.locked:
            raise KeyringLocked
        if (service, username) not in self.kept:
            raise PasswordDeleteError(username)
        del self.kept[service, username]


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnKeyring]:
    """Return the PC's keyring for this test, empty and open."""
    before = keyring.get_keyring()
    made = OwnKeyring()
    name = f"{OwnKeyring.__module__}.{OwnKeyring.__qualname__}"
    monkeypatch.setattr(keys, "trusted_keyrings", {*keys.trusted_keyrings, name})
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


class Flashes(QObject):
    """Notes every window that is shown, besides the one of the program and its dialogs."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


@pytest.fixture
def choices(tmp_path: Path) -> Workstation:
    """Return this PC's choices, none made yet, kept in the test's folder."""
    return Workstation.load(tmp_path / "settings")


OpenWindow = Callable[..., MainWindow]


@pytest.fixture
def open_window(qtbot: Any, qapp: QApplication, choices: Workstation, clock: DrivenClock) -> Iterator[OpenWindow]:
    """Return a function that opens the program's window on a file."""
    theme.apply(qapp, "light")
    opened: list[MainWindow] = []

    def open_on(file: Path | None, key: bytes | None = None, kept: Workstation | None = None) -> MainWindow:
        window = MainWindow(kept or choices, file, key, clock=clock)
        opened.append(window)
        window.resize(1280, 720)
        with qtbot.waitActive(window):
            window.show()
        return window

    yield open_on
    for window in opened:
        window.close_now()
        window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def window(open_window: OpenWindow, clinic_file: Path, key: bytes) -> MainWindow:
    """Return the window of this test's clinic at its sign-in."""
    return open_window(clinic_file, key)


@pytest.fixture
def hands(qtbot: Any, window: MainWindow) -> Hands:
    """Return hands at the window."""
    return Hands(qtbot, window)


@pytest.fixture
def enter(hands: Hands, window: MainWindow, qtbot: Any) -> Callable[[str], None]:
    """Return a function that signs a person in at the window."""

    def enter_as(login: str) -> None:
        hands.type("Login", login)
        hands.type("Password", PASSWORD, leave=False)
        with qtbot.waitSignal(window.signed_in, timeout=10_000):
            hands.press("Return")

    return enter_as


@pytest.fixture
def busy() -> Callable[[Desk], AbstractContextManager[None]]:
    """Return a block within which another PC writes, longer than this one waits for."""

    @contextmanager
    def other_writes(desk: Desk) -> Iterator[None]:
        # Seconds of waiting would be seconds of the test.
        desk.clinic.local._connection.execute("PRAGMA busy_timeout = 20")
        other = desk.clinic.another()
        other.local._connection.execute("BEGIN IMMEDIATE")
        yield
        other.local._connection.execute("ROLLBACK")
        other.close()

    return other_writes
