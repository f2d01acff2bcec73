"""Buttons, made one way: text with mnemonic, kind, icon and shortcut."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QPushButton

from ui import icons, theme

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_PRESSED_FAST = ("quiet", "filter")
_ICON_COLOURS = {"primary": "on_accent", "danger": "danger_fg", "quiet": "accent"}


def button(text: str, kind: str = "", icon: str = "", shortcut: str = "") -> QPushButton:
    """Return a button. ``kind`` is ``primary`` (one per screen), ``danger``, ``quiet`` (looks like a link) or empty.

    The shortcut is shown beside the text, and read out, so that it is learnt by the way.
    """
    made = _Button(f"{text}  {_shown(shortcut)}" if shortcut else text)
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        made.setIcon(icons.icon(icon, _ICON_COLOURS.get(kind, "muted")))
    if shortcut:
        # Not the button's own shortcut: that one waits 100 ms before it acts, and replaces the Alt key of the text.
        QShortcut(QKeySequence(shortcut), made).activated.connect(made.click)
        made.setAccessibleName(text.replace("&", ""))
    return made


class _Button(QPushButton):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._fit_icon()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the focus, as the space bar does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() in _PLAIN:
            self.click()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Let the second press of a double click do nothing, except where pressing fast is how one goes on.

        The first may have put another button in the place of the one pressed: "Resume" where "Pause" was.
        """
        if self.property("kind") in _PRESSED_FAST or self.autoRepeat():
            super().mouseDoubleClickEvent(event)

    def _fit_icon(self) -> None:
        # Wider than high: Qt leaves no room of its own between icon and words.
        beside = theme.px("space_4") if self.text() else 0
        self.setIconSize(QSize(theme.px("icon") + beside, theme.px("icon")))


def _shown(shortcut: str) -> str:
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
