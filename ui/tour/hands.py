"""Hands and eyes at the window: only key and mouse events, on widgets found by their accessible names.

The tour and the journey tests use them, so that what they show is what a person can do.
"""

import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QTabBar,
    QTableView,
    QWidget,
)


class NotSeen(AssertionError):
    """Something that should be in the window is not there."""


class Hands:
    """A person at the keyboard of one window."""

    PATIENCE = 8.0
    """Seconds to wait for something to appear before giving up."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    def wait_for(self, there: Callable[[], bool], what: str) -> None:
        """Let the program work until something is there. Raises ``NotSeen`` when patience ends."""
        until = time.monotonic() + self.PATIENCE
        while not there():
            if time.monotonic() > until:
                raise NotSeen(f"{what} is not there; to be seen is:\n{self.texts()}")
            QTest.qWait(5)

    def widgets(self) -> Iterator[QWidget]:
        """Yield every visible widget of every window, top windows first."""
        for top in reversed(QApplication.topLevelWidgets()):
            if top.isVisible():
                yield top
                yield from (child for child in top.findChildren(QWidget) if child.isVisible())

    def found(self, name: str) -> list[QWidget]:
        """Return the visible widgets that go by a name."""
        return [widget for widget in self.widgets() if name_of(widget) == name]

    def find(self, name: str) -> QWidget:
        """Return the one visible widget of a name; wait for it a moment."""
        self.wait_for(lambda: bool(self.found(name)), f"the widget {name!r}")
        found = self.found(name)
        # A label and its field carry one name; the person means the field.
        fields = [w for w in found if not isinstance(w, QLabel) and w.focusPolicy() != Qt.FocusPolicy.NoFocus]
        return (fields or found)[0]

    def texts(self) -> str:
        """Return all text to be read in the windows."""
        return "\n".join(text for widget in self.widgets() for text in _texts_of(widget))

    def see(self, text: str) -> None:
        """Make sure that a text is there to be read, now or in a moment."""
        self.wait_for(lambda: text in self.texts(), repr(text))

    def not_see(self, text: str) -> None:
        """Make sure that a text is not there to be read."""
        if text in self.texts():
            raise NotSeen(f"{text!r} is to be seen, and should not be")

    def click(self, name: str, *, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
        """Click on a widget, or on a tab or a table row's text, with the mouse."""
        target = self._tab(name)
        if target is not None:
            bar, place = target
            QTest.mouseClick(bar, button, pos=place)
        else:
            self._activate()
            widget = self.find(name)
            self.wait_for(widget.isEnabled, f"{name!r}, ready to be clicked,")
            self._bring_into_view(widget)
            # The mark of a check box is at its left, the middle may be empty.
            place = QPoint(10, widget.height() // 2) if _is_mark(widget) else widget.rect().center()
            QTest.mouseClick(widget, button, pos=place)
        QApplication.processEvents()

    def _tab(self, name: str) -> tuple[QTabBar, QPoint] | None:
        for widget in self.widgets():
            if isinstance(widget, QTabBar):
                for index in range(widget.count()):
                    if widget.tabText(index).replace("&", "") == name:
                        return widget, widget.tabRect(index).center()
        return None

    def _bring_into_view(self, widget: QWidget) -> None:
        parent = widget.parentWidget()
        while parent is not None:
            if hasattr(parent, "ensureWidgetVisible"):
                parent.ensureWidgetVisible(widget)
            parent = parent.parentWidget()
        QApplication.processEvents()

    def type(self, name: str, text: str, *, leave: bool = True) -> None:
        """Click into a field, replace what is there with ``text``, and leave it with Tab."""
        widget = self.find(name)
        self._bring_into_view(widget)
        self._activate()
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        QTest.keySequence(widget, QKeySequence.StandardKey.SelectAll)
        self._write(QApplication.focusWidget() or widget, text)
        if leave:
            self.press("Tab")
        QApplication.processEvents()

    def _write(self, widget: QWidget, text: str) -> None:
        """Press the key of each sign; those beyond ASCII come as a foreign keyboard sends them."""
        for sign in text:
            if sign.isascii():
                QTest.keyClicks(widget, sign)
                continue
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign))

    def choose(self, name: str, choice: str) -> None:
        """Choose an item of a combo box with the keyboard."""
        box = self.find(name)
        if not isinstance(box, QComboBox):
            raise NotSeen(f"{name!r} is no list of choices")
        index = box.findText(choice)
        if index < 0:
            raise NotSeen(f"{choice!r} is not offered by {name!r}: {[box.itemText(i) for i in range(box.count())]}")
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _step in range(index):
            QTest.keyClick(box, Qt.Key.Key_Down)
        QApplication.processEvents()

    def press(self, keys: str) -> None:
        """Press a key or a combination, for example ``Ctrl+S``, wherever the focus is."""
        self._keep_active()
        # What pops up gets the keys first, as from a real keyboard.
        popup = QApplication.activePopupWidget()
        target = popup or QApplication.focusWidget() or QApplication.activeWindow() or self.window
        combination = QKeySequence(keys)[0]  # type: ignore[index]
        QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
        QApplication.processEvents()

    def _activate(self) -> None:
        """Do what a desktop does: close what popped up before a click, and give the keyboard to the right window."""
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._keep_active()

    def _keep_active(self) -> None:
        """Let no list of suggestions and no closed dialog hold the keyboard, as the off-screen platform does."""
        active = QApplication.activeWindow()
        if active is None or not active.isVisible() or active.windowType() == Qt.WindowType.Popup:
            top = next((w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isModal()), self.window)
            top.activateWindow()
            QApplication.processEvents()

    def draw(self, name: str) -> None:
        """Draw a stroke on a signature pad with the mouse."""
        pad = self.find(name)
        self._bring_into_view(pad)
        width, height = pad.width(), pad.height()
        points = [QPoint(width * step // 12, height // 2 + (height // 5) * (-1) ** step) for step in range(2, 11)]
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0])
        for point in points[1:]:
            QTest.mouseMove(pad, point)
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1])
        QApplication.processEvents()

    def choose_row(self, table: str, text: str, *, open_it: bool = True) -> None:
        """Click the row of a table that shows a text; double-click to open it."""
        view = self.find(table)
        if not isinstance(view, QTableView):
            raise NotSeen(f"{table!r} is no table")
        model = view.model()
        for row in range(model.rowCount()):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                if text in str(index.data() or "") and not view.isColumnHidden(column):
                    view.scrollTo(index)
                    place = view.visualRect(index).center()
                    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
                    if open_it:
                        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
                    QApplication.processEvents()
                    return
        raise NotSeen(f"no row of {table!r} shows {text!r}")


def name_of(widget: QWidget) -> str:
    """Return the name a widget goes by: its accessible name, or the text on it."""
    if widget.accessibleName():
        return widget.accessibleName()
    if isinstance(widget, QAbstractButton):
        return widget.text().replace("&", "")
    return ""


def _is_mark(widget: QWidget) -> bool:
    return (
        isinstance(widget, QAbstractButton)
        and widget.isCheckable()
        and widget.metaObject().className()
        in (
            "QCheckBox",
            "QRadioButton",
        )
    )


def _texts_of(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text().replace("&", "")
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(index).replace("&", "") for index in range(widget.count()))
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        for row in range(min(model.rowCount(), 200)):
            columns = model.columnCount() if isinstance(widget, QTableView) else 1
            yield "  ".join(str(model.index(row, column).data() or "") for column in range(columns))
    elif hasattr(widget, "toPlainText"):
        yield widget.toPlainText()
    elif isinstance(widget, QComboBox):
        yield widget.currentText()
    elif hasattr(widget, "displayText"):
        yield widget.displayText()
    if widget.accessibleDescription():
        yield widget.accessibleDescription()
