"""Taking the device back: login and PIN of any member of staff; the password does as well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinicdesk.errors import ClinicDeskError, SignInRefused
from clinicdesk.language import _
from clinicdesk.records import admitting
from ui import theme
from ui.hand_over.keypad import Keypad
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.text_field import TextField
from ui.widgets.words import label

if TYPE_CHECKING:
    from clinicdesk.desk import Desk


class StaffPage(QFrame):
    """Staff words, but for the button that leads a patient back who came here by mistake.

    Signals:
        admitted(object): Somebody of the staff has the device; carries a ``pins.Admitted``.
        went_back: Nobody gave the device back after all.
    """

    admitted = Signal(object)
    went_back = Signal()

    def __init__(self, desk: Desk, words: Mapping[str, str], *, touch: bool, title: str = "") -> None:
        """``touch`` adds digits to touch; ``title`` says what the PIN is for, if not for taking the device back."""
        super().__init__()
        self._desk = desk
        self._waits_until_ms: dict[str, int] = {}
        self.setProperty("role", "page")
        self._title = title or _("Take the device back")
        self._confirm = title or _("&Take the device back")
        self.setAccessibleName(self._title)
        self._login = TextField(_("&Login"))
        self._secret = TextField(_("&PIN or password"), secret=True)
        self._take = button(self._confirm, kind="primary")
        self._back = button(words["hand_over_go_back"], icon="arrow-left")
        self._for_staff = label(words["hand_over_for_staff"], "muted", wrap=True)
        self._build(touch)
        self._login.edited.connect(self.tick)
        self._login.line.returnPressed.connect(self._secret.setFocus)
        self._secret.line.returnPressed.connect(self._on_take)
        self._take.clicked.connect(self._on_take)
        self._back.clicked.connect(self.went_back)

    def _build(self, touch: bool) -> None:
        card = Card()
        for part in (label(self._title, "h2", wrap=True), self._for_staff, self._login, self._secret):
            card.add(part)
        if touch:
            keypad = Keypad()
            keypad.digit_pressed.connect(self._secret.line.insert)
            keypad.erase_pressed.connect(self._secret.line.backspace)
            card.add(keypad)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px("space_8"))
        buttons.addWidget(self._back)
        buttons.addStretch(1)
        buttons.addWidget(self._take)
        card.add(buttons)
        card.setMaximumWidth(theme.px("base") * 50)
        inside = QWidget()
        inside.setProperty("role", "page_body")
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 100)
        across.addStretch(1)
        column = QVBoxLayout(inside)
        column.addStretch(2)
        column.addLayout(across)
        column.addStretch(3)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.setFocusProxy(self._secret)

    def start(self, *, may_go_back: bool) -> None:
        """Get ready for whoever comes; without a way back where the device was left alone for long."""
        self._login.set_text(self._desk.person.login)
        self.clear()
        self._back.setVisible(may_go_back)
        self.tick()
        self._secret.setFocus()

    def clear(self) -> None:
        """Forget what was typed."""
        self._secret.set_text("")

    def tick(self) -> None:
        """Count down after wrong tries: only for the login they were made with, a colleague need not wait."""
        until_ms = self._waits_until_ms.get(admitting.login_of(self._login.text()), 0)
        left = -(-(until_ms - self._desk.clinic.clock.uptime_ms()) // 1000)
        self._take.setEnabled(left <= 0)
        self._take.setText(_("Wait {seconds} s").format(seconds=left) if left > 0 else self._confirm)

    def _on_take(self) -> None:
        if not self._take.isEnabled():
            return
        typed = self._secret.line.text()
        if not typed:
            self._secret.set_error(_("Type your PIN or your password."))
            self._secret.setFocus()
            return
        from clinicdesk.records import pins

        self._secret.set_text("")
        login = self._login.text()
        try:
            admitted = pins.admit(self._desk.clinic, login, typed, self._desk.workstation)
        except ClinicDeskError as problem:
            self._secret.set_error(str(problem))
            seconds = problem.wait_seconds if isinstance(problem, SignInRefused) else 0
            until_ms = self._desk.clinic.clock.uptime_ms() + seconds * 1000
            self._waits_until_ms[admitting.login_of(login)] = until_ms
            self.tick()
            self._secret.setFocus()
            return
        self.admitted.emit(admitted)
