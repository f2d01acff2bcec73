"""Keeps the program shut around the page that was handed over: no other window, no menus, no keys that lead away."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

_KEYS = frozenset({QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.Shortcut})
_REFUSED = frozenset(
    {
        # A menu offers to paste what staff copied; help and tips would be windows of their own.
        *(QEvent.Type.ContextMenu, QEvent.Type.ToolTip, QEvent.Type.WhatsThis, QEvent.Type.EnterWhatsThisMode),
        *(QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop),
    }
)
_BUTTONS = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick})
_WATCHED = _KEYS | _REFUSED | _BUTTONS | {QEvent.Type.Show, QEvent.Type.WindowStateChange}

_Key = Qt.Key
_SHIFT, _CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_ALT, _META = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.MetaModifier
_WITH_CTRL = frozenset(
    {_Key.Key_A, _Key.Key_Z, _Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down, _Key.Key_Home, _Key.Key_End}
    | {_Key.Key_Backspace, _Key.Key_Delete, _Key.Key_Return, _Key.Key_Enter}
    # Larger and smaller type.
    | {_Key.Key_Plus, _Key.Key_Minus, _Key.Key_Equal}
)
"""What Ctrl still does: moving and mending in a text, and the size of the type."""
_BY_ITSELF = frozenset(
    {_Key.Key_Tab, _Key.Key_Backtab, _Key.Key_Return, _Key.Key_Enter, _Key.Key_Escape, _Key.Key_Backspace}
    | {_Key.Key_Delete, _Key.Key_Left, _Key.Key_Right, _Key.Key_Up, _Key.Key_Down, _Key.Key_Home, _Key.Key_End}
    | {_Key.Key_PageUp, _Key.Key_PageDown, _Key.Key_Shift, _Key.Key_Control, _Key.Key_Alt, _Key.Key_AltGr}
    | {_Key.Key_CapsLock, _Key.Key_NumLock}
)
"""Of the keys that write nothing, those that move, mend and answer. All others are dead: functions, menus, paste."""
_FIRST_WITHOUT_SIGN = 0x01000000
_COMPOSING = range(_Key.Key_AltGr, _Key.Key_Dead_Longsolidusoverlay + 1)
"""Accents, and the keys by which other scripts are typed."""


class Guard(QObject):
    """Watches the whole application from ``begin`` to ``end``. What else would come up is kept back till then."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._window: QWidget | None = None
        self._state = Qt.WindowState.WindowNoState
        self._kept_back: list[QWidget] = []

    def begin(self) -> None:
        """Fill the screen and shut everything else off."""
        self._window = self._page.window()
        self._state = self._window.windowState()
        self._fill_screen()
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def end(self) -> list[QWidget]:
        """Let go: the window is as it was. Return what wanted to come up meanwhile, for the owner to show."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        if self._window is not None:
            self._window.setWindowState(self._state)
            self._window = None
        # One that came up in this very turn is still there, and not to be seen.
        self._hide_kept_back()
        kept, self._kept_back = self._kept_back, []
        return kept

    def hide_windows_of_page(self) -> list[QWidget]:
        """Hide the dialogs the content opened, and return them."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        return [window for window in QApplication.topLevelWidgets() if self._hide_if_of_page(window)]

    def _hide_if_of_page(self, window: QWidget) -> bool:
        if window is self._window or not window.isVisible() or not _belongs_to(window, self._page):
            return False
        window.hide()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let through what the page needs."""
        kind = event.type()
        if kind not in _WATCHED or self._window is None:
            return False
        if kind in _REFUSED:
            event.accept() if kind is QEvent.Type.ContextMenu else event.ignore()
            return True
        if isinstance(event, QKeyEvent):
            return self._refuses_key(event)
        if isinstance(event, QMouseEvent):
            # On some desktops the middle button pastes, when it comes up.
            return event.button() is Qt.MouseButton.MiddleButton
        if isinstance(watched, QWidget) and watched.isWindow():
            self._watch_window(watched, kind)
        return False

    def _refuses_key(self, event: QKeyEvent) -> bool:
        if is_live(event):
            return False
        # An accepted override keeps shortcuts from being looked for.
        event.accept()
        return True

    def _watch_window(self, window: QWidget, kind: QEvent.Type) -> None:
        if window is self._window:
            if kind is QEvent.Type.WindowStateChange and not _fills_screen(window):
                QTimer.singleShot(0, self, self._fill_screen)
        elif kind is QEvent.Type.Show and not _belongs_to(window, self._page):
            # Hiding it in the middle of being shown would leave it modal: it is not seen, and goes in the next turn.
            window.setWindowOpacity(0.0)
            self._kept_back.append(window)
            QTimer.singleShot(0, self, self._hide_kept_back)

    def _fill_screen(self) -> None:
        if self._window is not None and not _fills_screen(self._window):
            self._window.setWindowState(Qt.WindowState.WindowFullScreen)

    def _hide_kept_back(self) -> None:
        # What was closed meanwhile is gone.
        self._kept_back = [window for window in self._kept_back if shiboken6.isValid(window)]
        for window in self._kept_back:
            window.hide()
            window.setWindowOpacity(1.0)
        if self._window is not None:
            self._window.activateWindow()


def is_live(event: QKeyEvent) -> bool:
    """Return whether a key does anything while the PC is handed over."""
    key, held = event.key(), event.modifiers()
    if key >= _FIRST_WITHOUT_SIGN and key not in _BY_ITSELF and key not in _COMPOSING:
        # An input method sends what it wrote with a key of no name.
        return _writes(event) and not held & (_CTRL | _META)
    if held & _META:
        return False
    if held & _CTRL:
        # Some keyboards write @ or é with Ctrl and Alt.
        return _writes(event) if held & _ALT else key in _WITH_CTRL or key == _Key.Key_Control
    # Shift+Delete cuts.
    return not (held & _SHIFT and key == _Key.Key_Delete)


def _writes(event: QKeyEvent) -> bool:
    return bool(event.text()) and event.text().isprintable()


def _fills_screen(window: QWidget) -> bool:
    return window.isFullScreen() and not window.isMinimized()


def _belongs_to(window: QWidget, page: QWidget) -> bool:
    parent = window.parentWidget()
    while parent is not None and parent is not page:
        parent = parent.parentWidget()
    return parent is page
