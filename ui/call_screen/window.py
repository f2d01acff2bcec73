"""The window of the call screen: full on the second monitor, shut to every key, closed by staff with a PIN."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QScreen
from PySide6.QtWidgets import QApplication, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import call_cards
from clinicdesk.records.sessions import patient_call
from clinicdesk.records.wordings import form_words
from ui.call_screen.cards_page import CardsPage
from ui.call_screen.look import dress
from ui.hand_over.guard import is_live
from ui.hand_over.staff_page import StaffPage
from ui.shell.over_the_lock import STAYS

BACK_AFTER_MS = 30_000
"""The page for staff, left alone for so long, goes: the patient needs the cards."""
_KEYS = frozenset({QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.Shortcut})
_REFUSED = frozenset(
    {
        *(QEvent.Type.ContextMenu, QEvent.Type.ToolTip, QEvent.Type.WhatsThis),
        *(QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop),
    }
)
_ONE_MONITOR = (1100, 760)


class CallWindow(QWidget):
    """For one session, without its patient's name. It never takes the keyboard from who works at this PC.

    Signals:
        closed: Staff have closed it.
    """

    closed = Signal()

    def __init__(self, desk: Desk, session_id: str) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus)
        self.session_id = session_id
        self._desk = desk
        self._may_close = False
        self._staff_since_ms = 0
        self.setObjectName("call_screen")
        self.setProperty(STAYS, True)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        language = patient_call.language_of(desk, session_id)
        self.setWindowTitle(_("Call screen"))
        self.setAccessibleName(call_cards.words(language)["title"])
        self._cards = CardsPage(desk, session_id, language)
        words = {**form_words(language, "screen"), "hand_over_go_back": call_cards.words(language)["go_back"]}
        self._staff = StaffPage(desk, words, touch=True, title=_("Close the call screen"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._cards)
        self._stack.addWidget(self._staff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        dress(self)
        self._connect()

    def _connect(self) -> None:
        self._cards.staff_wanted.connect(self._on_staff)
        self._staff.went_back.connect(self._on_back)
        self._staff.admitted.connect(self.close_now)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.installEventFilter(self)
            app.screenRemoved.connect(self._on_screen_removed)

    def show_beside(self, work: QWidget) -> None:
        """Fill another monitor than the one the work is on; with one monitor it is an ordinary window."""
        other = other_screen(work)
        if other is None:
            self.resize(*_ONE_MONITOR)
            self.show()
        else:
            self.setScreen(other)
            self.setGeometry(other.geometry())
            self.showFullScreen()
        # Not every desktop heeds the wish not to be activated.
        work.activateWindow()
        self.raise_()

    def use(self, desk: Desk) -> None:
        """Somebody else is signed in at this PC now."""
        self._desk = desk
        self._cards.use(desk)

    def refresh(self) -> None:
        """Show what became of the last call."""
        self._cards.refresh()

    def tick(self) -> None:
        """A second has passed."""
        self._cards.refresh()
        if self._stack.currentWidget() is self._staff:
            self._staff.tick()
            if self._desk.clinic.clock.uptime_ms() - self._staff_since_ms >= BACK_AFTER_MS:
                self._on_back()

    def close_now(self) -> None:
        """Close, because staff say so or the clinic is left."""
        self._may_close = True
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.close()
        self.closed.emit()

    # Shut ---------------------------------------------------------------------------------------------------------

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay: behind it would be the desktop. Staff have a way of their own."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self._on_staff()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let through to this window the mouse and fingers, and on the page for staff what types a PIN."""
        kind = event.type()
        if kind not in _KEYS and kind not in _REFUSED and kind is not QEvent.Type.MouseButtonPress:
            return False
        if not (isinstance(watched, QWidget) and (watched is self or self.isAncestorOf(watched))):
            return False
        if kind is QEvent.Type.MouseButtonPress:
            if isinstance(watched, QLineEdit):
                self._let_type(on=True)
            self._staff_since_ms = self._desk.clinic.clock.uptime_ms()
            return False
        if isinstance(event, QKeyEvent) and self._is_live(event):
            self._staff_since_ms = self._desk.clinic.clock.uptime_ms()
            return False
        event.accept()
        return True

    def _is_live(self, event: QKeyEvent) -> bool:
        return self._stack.currentWidget() is self._staff and is_live(event)

    def _let_type(self, *, on: bool) -> None:
        """Take the keyboard only while staff type here, because they clicked into a field; give it back after."""
        handle = self.windowHandle()
        if handle is None or handle.flags() & Qt.WindowType.WindowDoesNotAcceptFocus == (
            Qt.WindowType.Widget if on else Qt.WindowType.WindowDoesNotAcceptFocus
        ):
            return
        handle.setFlag(Qt.WindowType.WindowDoesNotAcceptFocus, not on)
        if on:
            self.activateWindow()

    def _on_staff(self) -> None:
        self._staff_since_ms = self._desk.clinic.clock.uptime_ms()
        self._staff.start(may_go_back=True)
        self._stack.setCurrentWidget(self._staff)

    def _on_back(self) -> None:
        self._staff.clear()
        self._let_type(on=False)
        self._stack.setCurrentWidget(self._cards)

    def _on_screen_removed(self, _screen: QScreen) -> None:
        # The desktop moves the window to the monitor that is left: it must not cover the work.
        if self.isFullScreen() and len(QGuiApplication.screens()) < 2:
            self.showNormal()
            self.resize(*_ONE_MONITOR)


def other_screen(work: QWidget) -> QScreen | None:
    """Return a monitor the work is not on, or None."""
    return next((screen for screen in QGuiApplication.screens() if screen is not work.screen()), None)
