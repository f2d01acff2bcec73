"""A person who has no mouse: keys go to whatever has the focus, which is never lost and never out of sight."""

import re

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QWidget

from tests.hands import Hands, NotSeen
from ui.tour.hands import name_of

MOST_TABS = 60


class Keyboard:
    """Presses keys at a window, and looks at where the focus is after each."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands

    @property
    def at(self) -> QWidget:
        """The widget that has the focus. Raises ``NotSeen`` when nothing has it."""
        widget = QApplication.focusWidget()
        if widget is None:
            raise NotSeen("nothing has the focus")
        return widget

    def press(self, *keys: str) -> None:
        """Press combinations one after the other, such as ``Ctrl+S``; each must leave the focus where it is seen."""
        for key in keys:
            self.hands._activate()
            combination = QKeySequence(key)[0]
            QTest.keyClick(self.at, combination.key(), combination.keyboardModifiers())
            self._look(key)

    def write(self, text: str, *then: str) -> None:
        """Type a text where the focus is, and press keys after it."""
        self.hands._write(self.at, text)
        self._look(text)
        self.press(*then)

    def tab_to(self, name: str) -> None:
        """Press Tab until the widget of a name has the focus."""
        passed = []
        for _tab in range(MOST_TABS):
            if name_of(self.at) == name:
                return
            passed.append(name_of(self.at) or type(self.at).__name__)
            self.press("Tab")
        raise NotSeen(f"Tab does not lead to {name!r}, but to {passed}")

    def push(self, name: str) -> None:
        """Go to a button and press it."""
        self.tab_to(name)
        self.press("Space")

    def fill(self, name: str, text: str) -> None:
        """Go to a field and replace what is in it."""
        self.tab_to(name)
        self.press("Ctrl+A")
        self.write(text)

    def choose(self, name: str, choice: str) -> None:
        """Go to a list of choices and choose with the arrow keys."""
        self.tab_to(name)
        box = self.at
        assert isinstance(box, QComboBox)
        self.press("Home")
        for _step in range(box.count()):
            if box.currentText() == choice:
                return
            self.press("Down")
        raise NotSeen(f"{choice!r} is not among the choices of {name!r}")

    def answer(self, first: str, wanted: str) -> None:
        """Go to a row of radio buttons, at the one that is chosen, and choose another with the arrow keys."""
        self.tab_to(first)
        radio = self.hands.find(wanted)
        assert isinstance(radio, QAbstractButton)
        for _step in range(8):
            if radio.isChecked():
                return
            self.press("Right")
        raise NotSeen(f"the arrow keys do not lead from {first!r} to {wanted!r}")

    def _look(self, after: str) -> None:
        """Wait until what the key began is shown, and make sure that a person sees where the next key goes."""
        QApplication.processEvents()
        self.hands._activate()
        self.hands.wait_for(lambda: _is_seen(QApplication.focusWidget()), f"the focus, after {after!r},")
        if twice := letters_used_twice():
            raise NotSeen(f"after {after!r} an Alt key stands for more than one thing: {twice}")


def _is_seen(widget: QWidget | None) -> bool:
    """Tell whether a person sees and can use the widget, or sees as much of a large one as a third of it."""
    if widget is None or not widget.isVisible() or not widget.isEnabled():
        return False
    seen, parent = widget.rect(), widget
    # What a scroll area hides is not seen; ``visibleRegion`` would also leave out what children cover.
    while not parent.isWindow():
        seen = seen.translated(parent.pos())
        parent = parent.parentWidget()
        seen = seen.intersected(parent.rect())
    return seen.height() * 3 >= widget.height() and seen.width() * 3 >= widget.width()


def letters_used_twice() -> dict[str, list[str]]:
    """Return the Alt keys that would only move the focus about, because more than one thing in sight claims them."""
    top = QApplication.activeModalWidget() or QApplication.activeWindow()
    claims: dict[str, list[str]] = {}
    for widget in top.findChildren(QWidget) if top else ():
        has_key = isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and widget.buddy() is not None)
        if has_key and widget.isVisible() and widget.isEnabled():
            letter = re.search(r"(?<!&)&([^&\s])", widget.text())
            if letter:
                claims.setdefault(letter[1].upper(), []).append(widget.text())
    return {letter: texts for letter, texts in claims.items() if len(texts) > 1}
