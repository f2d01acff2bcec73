"""The lock: covers the window. What runs stays visible by chair, and that something urgent waits, without a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from clinicdesk import workstation
from clinicdesk.errors import ClinicDeskError, SignInRefused
from clinicdesk.language import _
from clinicdesk.records import messages
from ui.shell.frame import Frame
from ui.shell.running import running_lines
from ui.sign_in.waiting import Waiting
from ui.widgets.button import button
from ui.widgets.text_field import TextField
from ui.widgets.words import announce, label

if TYPE_CHECKING:
    from clinicdesk.desk import Desk


class LockPage(Frame):
    """The same person returns with the password; another one signs in.

    Signals:
        unlocked: The person who locked is back.
        signed_in(object): Somebody else signed in; carries their ``Desk``.
    """

    unlocked = Signal()
    signed_in = Signal(object)

    def __init__(self, desk: Desk, clinic_name: str) -> None:
        super().__init__(_("Locked"))
        self._desk = desk
        self._build(clinic_name)
        self._connect()

    def _build(self, clinic_name: str) -> None:
        self._who = label("", "muted", wrap=True)
        self._login = TextField(_("&Login"))
        self._password = TextField(_("&Password"), secret=True)
        self._unlock = button(_("&Unlock"), kind="primary")
        self._waiting = Waiting(self._unlock, self)
        self._urgent = label("", "strong", wrap=True, tone="danger")
        self._urgent.hide()
        self._running = label("", wrap=True)
        for widget in (label(clinic_name, "h2", wrap=True), self._who, self._login, self._password, self._unlock):
            self.add(widget)
        self.add(label(_("F8 shows whom to call in a crisis."), "muted", wrap=True))
        self.below.addWidget(self._urgent)
        self.below.addWidget(self._running)

    def _connect(self) -> None:
        self._login.line.returnPressed.connect(self._on_login_entered)
        self._login.edited.connect(self._on_login_edited)
        self._password.line.returnPressed.connect(self._on_unlock)
        self._unlock.clicked.connect(self._on_unlock)

    def start(self) -> None:
        """Get ready for whoever comes."""
        name = self._desk.person.name
        self._who.setText(_("Locked by {name}. Somebody else can sign in here too.").format(name=name))
        self._login.set_text(self._desk.person.login)
        self._password.set_text("")
        self._on_login_edited()
        self.setFocusProxy(self._password)
        self.tick()

    def tick(self) -> None:
        """Show what is running now, or why that cannot be told, and that something urgent waits; nobody's name."""
        try:
            lines = running_lines(self._desk)
            waiting = bool(messages.urgent_waiting(self._desk))
        except ClinicDeskError as problem:
            lines, waiting = [str(problem)], False
        self._running.setText("\n".join(lines))
        if waiting and self._urgent.isHidden():
            sentence = _("An urgent message waits for {name}. Unlock to read it.").format(name=self._desk.person.name)
            self._urgent.setText(sentence)
            announce(self._urgent, sentence, urgent=True)
        self._urgent.setVisible(waiting)

    def _is_same_person(self) -> bool:
        return self._login.text().casefold() == self._desk.person.login

    def _on_login_entered(self) -> None:
        self._password.setFocus()

    def _on_login_edited(self) -> None:
        if not self._waiting.is_on():
            self._unlock.setText(_("&Unlock") if self._is_same_person() else _("&Sign in"))

    def _on_unlock(self) -> None:
        if self._waiting.is_on():
            return
        from clinicdesk.records import staff

        password = self._password.line.text()
        self._password.set_text("")
        try:
            if self._is_same_person():
                staff.check_password(self._desk, password)
                self.unlocked.emit()
                return
            desk = staff.sign_in(
                self._desk.clinic, login=self._login.text(), password=password, workstation=workstation.name()
            )
        except ClinicDeskError as problem:
            self._password.set_error(str(problem))
            self._waiting.begin(problem.wait_seconds if isinstance(problem, SignInRefused) else 0)
            self._password.setFocus()
            return
        self.signed_in.emit(desk)
