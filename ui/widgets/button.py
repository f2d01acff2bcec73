"""Buttons, made one way: text with mnemonic, kind, icon and shortcut."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QPushButton

from ui import icons, theme

_ICON_COLOURS = {"primary": "on_accent", "danger": "danger_fg", "quiet": "accent"}


def button(text: str, kind: str = "", icon: str = "", shortcut: str = "") -> QPushButton:
    """Return a button. ``kind`` is ``primary`` (one per screen), ``danger``, ``quiet`` (looks like a link) or empty.

    The shortcut is shown beside the text, and read out, so that it is learnt by the way.
    """
    made = QPushButton(f"{text}  {_shown(shortcut)}" if shortcut else text)
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        made.setIcon(icons.icon(icon, _ICON_COLOURS.get(kind, "muted")))
        made.setIconSize(QSize(theme.px("icon") + theme.px("space_4"), theme.px("icon")))
    if shortcut:
        made.setShortcut(QKeySequence(shortcut))
        made.setAccessibleName(text.replace("&", ""))
    return made


def _shown(shortcut: str) -> str:
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)
