"""The lock: covers the window. Chairs and alarms stay visible without names, and a row can be typed for a chair."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout

from clinicdesk import workstation
from clinicdesk.errors import ClinicDeskError, SignInRefused
from clinicdesk.language import _
from clinicdesk.records import messages
from ui import theme
from ui.shell.frame import Frame
from ui.shell.waiting import Waiting
from ui.sign_in.more_asked import MoreAsked
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import announce, label

if TYPE_CHECKING:
    from clinicdesk.clinic import Changed
    from clinicdesk.desk import Desk
    from clinicdesk.records.locked_chairs import LockedChair
    from clinicdesk.rules.timeline import Moment

_WIDTH = 52
"""Of the page, in times the size of the text: a chair's line must not break."""
_TOLD_BY = frozenset({"sessions", "session_events", "observations", "orders", "signatures", "appointments", "chairs"})


class LockPage(Frame):
    """The same person returns, another one takes the seat: with the PIN for a while after the password, else with it.

    Signals:
        unlocked: The person who locked is back.
        signed_in(object): Somebody else signed in; carries their ``Desk``.
    """

    unlocked = Signal()
    signed_in = Signal(object)

    def __init__(self, desk: Desk, clinic_name: str) -> None:
        from clinicdesk.records.locked_chairs import LockedChairs
        from ui.sign_in.lock_chairs import LockChairs
        from ui.sign_in.lock_people import LockPeople
        from ui.sign_in.lock_row import LockRow

        super().__init__(_("Locked"), _WIDTH)
        self._desk = desk
        self._leaving: QObject | None = None
        self._reader = LockedChairs(desk)
        self._chairs = LockChairs(desk)
        self._row = LockRow(desk)
        self._people = LockPeople()
        self._more = MoreAsked()
        self._build(clinic_name)
        self._connect()

    def _build(self, clinic_name: str) -> None:
        self._who = label("", "muted", wrap=True)
        self._login = TextField(_("&Login"))
        self._password = TextField(_("&Password"), secret=True)
        self._unlock = button(_("&Unlock"), kind="primary")
        self._waiting = Waiting(self._unlock, self)
        self._urgent = label("", "h2", wrap=True, tone="danger")
        self._urgent.hide()
        self._told = MessageStrip()
        self._problem = label("", wrap=True, tone="danger")
        self._calls = label("", "strong")
        # One line, whatever it says: nothing moves under the hands of who types a password.
        self._calls.setMinimumWidth(1)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self._login, 1)
        row.addWidget(self._password, 1)
        # Beside its field, also when a message of two lines stands under that.
        beside = QVBoxLayout()
        beside.addSpacing(self._password.fontMetrics().height() + theme.px("space_4"))
        beside.addWidget(self._unlock)
        beside.addStretch(1)
        row.addLayout(beside)
        for item in (label(clinic_name, "h2", wrap=True), self._calls, self._who, row, self._more, self._people):
            self.add(item)
        self.add(label(_("F2 types vital signs for a chair. F8 shows whom to call in a crisis."), "muted", wrap=True))
        for part in (self._urgent, self._told, self._problem, self._row, self._chairs):
            self.below.addWidget(part)

    def _connect(self) -> None:
        self._login.line.returnPressed.connect(self._on_login_entered)
        self._login.edited.connect(self._on_login_edited)
        self._password.line.returnPressed.connect(self._on_unlock)
        self._unlock.clicked.connect(self._on_unlock)
        self._people.chosen.connect(self._on_chosen)
        self._more.entered.connect(self._on_unlock)
        self._chairs.row_wanted.connect(self._on_row_wanted)
        self._row.recorded.connect(self._on_recorded)
        self._row.closed.connect(self._password.setFocus)
        QShortcut(QKeySequence("F2"), self).activated.connect(self._on_vitals_key)

    def start(self) -> None:
        """Get ready for whoever comes."""
        name = self._desk.person.name
        self._who.setText(_("Locked by {name}. Somebody else can sign in here too.").format(name=name))
        self._login.set_text(self._desk.person.login)
        self._password.set_text("")
        self._row.forget_pin()
        self._told.clear()
        self._on_login_edited()
        self._show_people()
        self.setFocusProxy(self._password)
        self._show_chairs()
        self.tick()

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile, by whomever."""
        if changed.tables & _TOLD_BY:
            self._show_chairs(None if changed.tables & {"appointments", "chairs"} else changed.patients)

    def tick(self) -> None:
        """Let the timers go on, and say that something urgent waits; nobody's name."""
        from clinicdesk.records import sessions

        now = sessions.now_of(self._desk)
        self._chairs.show_time(now)
        self._show_calls(now)
        self._row.tick()
        try:
            sentence = self._urgent_words()
        except ClinicDeskError as problem:
            self._show_problem(str(problem))
            sentence = ""
        if sentence and (self._urgent.isHidden() or self._urgent.text() != sentence):
            self._urgent.setText(sentence)
            announce(self._urgent, sentence, urgent=True)
            if self.isVisible():
                QApplication.beep()
                QApplication.alert(self.window())
        self._urgent.setVisible(bool(sentence))

    def _urgent_words(self) -> str:
        """Return that a clinician is needed, or that a message waits; nobody's name but that of who locked."""
        from clinicdesk.records.measures import alerts

        words = []
        if any(not call.is_taken for call in alerts.open_alerts(self._desk)):
            words.append(_("A clinician is needed now. Unlock, or sign in, to see for whom."))
        if messages.urgent_waiting(self._desk):
            waits = _("An urgent message waits for {name}. Unlock to read it.")
            words.append(waits.format(name=self._desk.person.name))
        return "\n".join(words)

    # Chairs -------------------------------------------------------------------------------------------------------

    def _show_chairs(self, changed_patients: Collection[str] | None = None) -> None:
        from clinicdesk.records import sessions

        now = sessions.now_of(self._desk)
        try:
            chairs = self._reader.read(changed_patients)
            self._chairs.show_chairs(chairs, now)
            self._row.follow(chairs)
        except ClinicDeskError as problem:
            self._show_problem(str(problem))
            return
        self._show_problem("")
        self._show_calls(now)

    def _show_calls(self, now: Moment) -> None:
        words, tone = self._chairs.calling(now)
        self._calls.setText(words)
        self._calls.setVisible(bool(words))
        theme.set_state(self._calls, "tone", tone)

    def _show_problem(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def _on_vitals_key(self) -> None:
        from clinicdesk.records import sessions

        if self._row.go_on_typing():
            return
        chair = self._chairs.most_urgent(sessions.now_of(self._desk))
        if chair is not None:
            self._on_row_wanted(chair)

    def _on_row_wanted(self, chair: LockedChair) -> None:
        self._told.clear()
        self._row.open_for(chair)

    def _on_recorded(self, sentence: str) -> None:
        self._told.show_message("ok", sentence)
        self._show_chairs()

    # Signing in ---------------------------------------------------------------------------------------------------

    def _is_same_person(self) -> bool:
        return self._login.text().casefold() == self._desk.person.login

    def _show_people(self) -> None:
        from clinicdesk.records import presence

        try:
            self._people.show_people(presence.of_pc(self._desk.clinic), self._desk.person.login)
        except ClinicDeskError:
            # The password is a way in whatever has become of the file.
            self._people.hide()

    def _on_chosen(self, login: str) -> None:
        self._login.set_text(login)
        self._password.set_text("")
        self._on_login_edited()
        self._password.setFocus()

    def _on_login_entered(self) -> None:
        self._password.setFocus()

    def _on_login_edited(self) -> None:
        # Whoever typed a wrong password keeps nobody else waiting.
        self._waiting.end()
        self._more.forget()
        self._password.clear_message()
        self._password.set_hint(_("Or your PIN.") if self._pin_is_enough() else "")
        self._unlock.setText(_("&Unlock") if self._is_same_person() else _("&Sign in"))

    def _pin_is_enough(self) -> bool:
        from clinicdesk.records import unlocking

        try:
            return unlocking.pin_is_enough(self._desk.clinic, self._login.text())
        except ClinicDeskError:
            return False

    def _on_unlock(self) -> None:
        from clinicdesk.records import unlocking

        if self._waiting.is_on() or not self._more.is_complete():
            return
        typed, code, new = self._password.line.text(), self._more.code(), self._more.new_password()
        same = self._is_same_person()
        try:
            if same:
                desk = unlocking.unlock(self._desk, typed, code=code, new_password=new)
            else:
                login, pc = self._login.text(), workstation.name()
                desk = unlocking.sign_in(
                    self._desk.clinic, login=login, typed=typed, workstation=pc, code=code, new_password=new
                )
        except ClinicDeskError as problem:
            self._refuse(problem)
            return
        self._password.set_text("")
        self._more.forget()
        if desk is self._desk:
            self.unlocked.emit()
        elif same:
            # Their roles were changed meanwhile: they work on as what they are now.
            self.signed_in.emit(desk)
        else:
            self._leave_to(desk)

    def _refuse(self, problem: ClinicDeskError) -> None:
        self._waiting.begin(problem.wait_seconds if isinstance(problem, SignInRefused) else 0)
        if self._more.ask(problem) or self._more.refuse(problem):
            return
        self._password.set_text("")
        self._password.set_error(str(problem))
        self._password.setFocus()

    def _leave_to(self, desk: Desk) -> None:
        """Let somebody else in; where chairs are left behind it is asked first who has them."""
        from ui.shell.leaving_chairs import Leaving

        leaving = self._leaving = Leaving(self._desk, desk, self)
        leaving.settled.connect(self.signed_in)
        leaving.ask()
