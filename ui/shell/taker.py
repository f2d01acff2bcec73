"""Who takes chairs over proves to be there: login and PIN, at the PC of who hands over. Nothing else opens."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk import workstation
from clinicdesk.desk import Desk
from clinicdesk.errors import NotAllowed, SignInRefused
from clinicdesk.language import _
from ui import theme
from ui.widgets.text_field import TextField


class Taker(QWidget):
    """Two fields.

    Signals:
        finished: Enter was pressed in the last one.
    """

    finished = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._login = TextField(_("Login of who takes over"))
        self._pin = TextField(_("Their PIN"), secret=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self._login, 1)
        row.addWidget(self._pin, 1)
        self.setFocusProxy(self._login)
        self._login.line.returnPressed.connect(self._pin.setFocus)
        self._pin.line.returnPressed.connect(self.finished)

    def admit(self) -> Desk | None:
        """Return the desk of who takes over, or None and say at its field what is wrong. The PIN is forgotten.

        Raises ``NotAllowed`` for somebody whose role takes no chair.
        """
        from clinicdesk.records import pins

        login, typed = self._login.text(), self._pin.line.text()
        self._pin.set_text("")
        if not login:
            self._login.set_error(_("Type the login of who takes over."))
            self._login.setFocus()
            return None
        if not typed:
            self._pin.set_error(_("Who takes over types the PIN, or the password."))
            self._pin.setFocus()
            return None
        try:
            person = pins.admit(self._desk.clinic, login, typed, self._desk.workstation).person
        except SignInRefused as problem:
            self._pin.set_error(str(problem))
            self._pin.setFocus()
            return None
        desk = Desk(self._desk.clinic, person, workstation.name())
        if not desk.may("session.nurse"):
            raise NotAllowed(
                _("{name} does not treat patients here. Choose a nurse or a prescriber.").format(name=person.name)
            )
        return desk

    def clear(self) -> None:
        """Forget both."""
        self._login.set_text("")
        self._pin.set_text("")
