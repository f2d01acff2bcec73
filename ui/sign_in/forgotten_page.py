"""A forgotten password: who helps, and the way of the only administrator, who has the recovery sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk import workstation
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from ui.shell.frame import Frame
from ui.shell.new_password import NewPassword
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField, TextField
from ui.widgets.words import label

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic


class ForgottenPage(Frame):
    """Says who helps; below it the words of the sheet and a new password.

    Signals:
        password_set(str): A new password is set for this login.
        closed: The person goes back to the sign-in.
    """

    password_set = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__(_("Forgotten password"), width=44)
        self._clinic: Clinic | None = None
        self._strip = MessageStrip()
        self._login = TextField(_("&Login"), required=True)
        self._words = TextAreaField(
            _("The 24 &words of the recovery sheet"),
            lines=3,
            required=True,
            hint=_("With spaces between them, in their order. Scanning the code of the sheet types them as well."),
        )
        self._new = NewPassword(new=True)
        self._set = button(_("&Set the password"), kind="primary")
        self._back = button(_("&Back"))
        self._build()
        self._connect()

    def _build(self) -> None:
        for item in (
            label(_("Forgotten your password?"), "h2", wrap=True),
            label(
                _(
                    "Ask an administrator of the clinic: under Settings, People, they give you a new one. "
                    "A forgotten PIN you set again yourself, with your password."
                ),
                wrap=True,
            ),
            label(_("Nobody else is an administrator?"), "strong", wrap=True),
            label(
                _(
                    "Then an administrator sets a new password here with the words of the recovery sheet. The record "
                    "keeps that this was done. No code from a phone is asked for any more: set that up again then."
                ),
                wrap=True,
            ),
            self._strip,
            self._login,
            self._words,
            self._new,
        ):
            self.add(item)
        row = QHBoxLayout()
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._set)
        self.add(row)
        self.setFocusProxy(self._login)

    def _connect(self) -> None:
        self._set.clicked.connect(self._on_set)
        self._back.clicked.connect(self._on_back)
        self._new.last_line.returnPressed.connect(self._on_set)

    def show_clinic(self, clinic: Clinic, login: str) -> None:
        """Get ready for whoever typed a login at the sign-in."""
        self._clinic = clinic
        self._login.set_text(login)

    def forget(self) -> None:
        """Wipe the words and the passwords off the screen."""
        self._clinic = None
        self._words.set_text("")
        self._words.clear_message()
        self._login.clear_message()
        self._new.forget()
        self._strip.clear()

    def _on_back(self) -> None:
        self.forget()
        self.closed.emit()

    def _on_set(self) -> None:
        from clinicdesk.records import forgotten  # nothing of this is needed at a usual start
        from clinicdesk.storage import keys

        if self._clinic is None:
            return
        self._strip.clear()
        login = self._login.text()
        if not login:
            self._login.set_error(_("Type your login."))
            self._login.setFocus()
            return
        try:
            key = keys.from_words(self._words.text())
        except ClinicDeskError as problem:
            self._words.set_error(str(problem))
            self._words.setFocus()
            return
        if not self._new.is_complete():
            return
        new, pc = self._new.text(), workstation.name()
        try:
            forgotten.with_recovery_key(self._clinic, login=login, key=key, new=new, workstation=pc)
        except ClinicDeskError as problem:
            self._refuse(problem)
            return
        self.forget()
        self.password_set.emit(login)

    def _refuse(self, problem: ClinicDeskError) -> None:
        field = problem.field if isinstance(problem, BadValue) else None
        if field == "words":
            self._words.set_error(str(problem))
            self._words.setFocus()
        elif field == "login":
            self._login.set_error(str(problem))
            self._login.setFocus()
        else:
            self._strip.show_message("danger", str(problem))
