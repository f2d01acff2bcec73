"""The tour's hands, as the tests hold them."""

from typing import Any

from PySide6.QtWidgets import QWidget

from ui.tour import hands
from ui.tour.hands import NotSeen

__all__ = ["Hands", "NotSeen"]


class Hands(hands.Hands):
    """A person at the keyboard of one window, in a test."""

    def __init__(self, qtbot: Any, window: QWidget) -> None:
        super().__init__(window)
        self.qtbot = qtbot
