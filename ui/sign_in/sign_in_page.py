"""Signing in: login and password, which can be typed while the clinic file is still opening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk import workstation
from clinicdesk.errors import ClinicDeskError, SignInRefused
from clinicdesk.language import _
from ui.shell.frame import Frame
from ui.shell.waiting import Waiting
from ui.sign_in.more_asked import MoreAsked
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic


class SignInPage(Frame):
    """Two fields and a button; which clinic it is shows once the file is open.

    Signals:
        signed_in(object): The ``Desk`` of the person.
        other_file_wanted: The person wants another clinic file.
        forgotten(object, str): The person has forgotten the password; carries the ``Clinic`` and the login typed.
    """

    signed_in = Signal(object)
    forgotten = Signal(object, str)
    other_file_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Signing in"))
        self._clinic: Clinic | None = None
        self._wants_in = False
        self._build()
        self._connect()

    def _build(self) -> None:
        self._clinic_name = label(" ", "h2", wrap=True)
        self._sample = label("", "muted", wrap=True)
        self._sample.hide()
        self._strip = MessageStrip()
        self._login = TextField(_("&Login"))
        self._password = TextField(_("&Password"), secret=True)
        self._more = MoreAsked()
        self._sign_in = button(_("&Sign in"), kind="primary")
        self._forgot = button(_("&Forgotten your password?"), kind="quiet")
        self._other = button(_("&Another clinic file…"), kind="quiet")
        self._waiting = Waiting(self._sign_in, self)
        for widget in (
            self._clinic_name,
            self._sample,
            self._strip,
            self._login,
            self._password,
            self._more,
            self._sign_in,
        ):
            self.add(widget)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._forgot)
        row.addWidget(self._other)
        row.addStretch(1)
        self.below.addLayout(row)
        self.setFocusProxy(self._login)

    def _connect(self) -> None:
        self._login.line.returnPressed.connect(self._on_login_entered)
        self._password.line.returnPressed.connect(self._on_sign_in)
        self._login.edited.connect(self._on_login_edited)
        self._more.entered.connect(self._on_sign_in)
        self._sign_in.clicked.connect(self._on_sign_in)
        self._forgot.clicked.connect(self._on_forgotten)
        self._other.clicked.connect(self.other_file_wanted)

    def show_clinic(self, clinic: Clinic, name: str) -> None:
        """Sign in to this clinic. Somebody who already pressed the button is signed in now."""
        self._clinic = clinic
        self._clinic_name.setText(name)
        if clinic.is_sample:
            self._tell_sample_logins()
        if self._wants_in:
            self._on_sign_in()

    def forget_clinic(self) -> None:
        """Wait for another clinic to be opened."""
        self._clinic = None
        self._more.forget()
        self._clinic_name.setText(" ")
        self._sample.hide()
        self._strip.clear()

    def _tell_sample_logins(self) -> None:
        """Tell what is published anyway: the terminal that told it may be closed."""
        from clinicdesk import sample  # not needed by any other clinic

        words = _("Sign in as {logins}. Everybody's password is “{password}”, and the PIN is {pin}.")
        self._sample.setText(words.format(logins=", ".join(sample.logins()), password=sample.PASSWORD, pin=sample.PIN))
        self._sample.show()

    def show_note(self, sentence: str, login: str = "") -> None:
        """Say something above the fields; ``login`` is who signs in next."""
        self._strip.show_message("info", sentence)
        if login:
            self._login.set_text(login)
            self._password.setFocus()

    def _on_forgotten(self) -> None:
        if self._clinic is None:
            return
        self._password.set_text("")
        self._more.forget()
        self.forgotten.emit(self._clinic, self._login.text())

    def _on_login_edited(self) -> None:
        # Whoever typed a wrong password keeps nobody else waiting.
        self._waiting.end()
        self._more.forget()
        self._password.clear_message()

    def _on_login_entered(self) -> None:
        self._password.setFocus()

    def _on_sign_in(self) -> None:
        if self._waiting.is_on():
            return
        if not self._login.text():
            self._login.set_error(_("Type your login."))
            self._login.setFocus()
            return
        if self._clinic is None:
            # The file is still opening; that takes a moment after the start.
            self._wants_in = True
            self._sign_in.setText(_("Opening the clinic…"))
            return
        self._wants_in = False
        self._sign_in.setText(_("&Sign in"))
        self._try(self._clinic)

    def _try(self, clinic: Clinic) -> None:
        from clinicdesk.records import staff  # loaded beside the window since the first picture

        if not self._more.is_complete():
            return
        try:
            desk = staff.sign_in(
                clinic,
                login=self._login.text(),
                # Not stripped: a password may begin or end with a blank.
                password=self._password.line.text(),
                workstation=workstation.name(),
                code=self._more.code(),
                new_password=self._more.new_password(),
            )
        except ClinicDeskError as problem:
            self._refuse(problem)
            return
        self._password.set_text("")
        self._more.forget()
        self._strip.clear()
        self.signed_in.emit(desk)

    def _refuse(self, problem: ClinicDeskError) -> None:
        self._waiting.begin(problem.wait_seconds if isinstance(problem, SignInRefused) else 0)
        if self._more.ask(problem) or self._more.refuse(problem):
            return
        if isinstance(problem, SignInRefused):
            self._password.set_error(str(problem))
            self._password.line.selectAll()
            self._password.setFocus()
        else:
            self._strip.show_message("danger", str(problem))
