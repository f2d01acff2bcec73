"""Tab leads to everything there is in a place, and gets stuck nowhere."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QTabBar, QTabWidget, QWidget

from tests.journeys.keyboard import Keyboard
from ui.tour.hands import name_of


@pytest.mark.parametrize(
    "place", ["Ctrl+1", "Ctrl+2", "Ctrl+3", "Ctrl+4", "Ctrl+5", "Ctrl+6", "Ctrl+,", "Ctrl+N", "Ctrl+B", "Ctrl+Shift+F"]
)
def test_tab_leads_to_everything_in_a_place(reception: Keyboard, place: str) -> None:
    reception.press(place)
    look_at_all_that_tab_reaches(reception)


def test_tab_leads_to_everything_in_a_chart(reception: Keyboard) -> None:
    reception.press("Ctrl+K")
    reception.write("lindq", "Return")
    reception.hands.see("218 555 0151")
    tabs = reception.hands.find("Parts of the chart")
    assert isinstance(tabs, QTabWidget)
    for _part in range(tabs.count()):
        look_at_all_that_tab_reaches(reception)
        while not isinstance(reception.at, QTabBar):
            reception.press("Tab")
        reception.press("Ctrl+Tab")


def look_at_all_that_tab_reaches(keys: Keyboard) -> None:
    """Go round with Tab; what shows itself only on the way is reached the next time round."""
    passed: list[QWidget] = []
    for _round in range(2):
        start = keys.at
        while True:
            passed.append(keys.at)
            keys.press("Tab")
            if keys.at is start:
                break
            assert passed.count(keys.at) < 3, f"Tab gets stuck at {name_of(keys.at)!r}"
    groups = {widget.group() for widget in passed if isinstance(widget, QAbstractButton) and widget.group()}
    left = [widget for widget in focusable(keys.hands.window) if widget not in passed]
    # The arrow keys lead about within a group.
    assert [name_of(one) for one in left if not isinstance(one, QAbstractButton) or one.group() not in groups] == []


def focusable(window: QWidget) -> Iterator[QWidget]:
    """Yield all that is seen and can be used with keys."""
    for widget in window.findChildren(QWidget):
        by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if by_tab and widget.isVisible() and widget.isEnabled():
            yield widget
