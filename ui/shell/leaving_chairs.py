"""Asked when somebody else signs in at a PC whose owner still answers for chairs. It is asked, never refused."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import my_chairs
from clinicdesk.records.cockpit import Watched
from ui.widgets.dialog import Question


class Leaving(QObject):
    """Asks once over ``over``; both answers let the new person in.

    Signals:
        settled(object): The new person may work now; carries their ``Desk``.
    """

    settled = Signal(object)

    def __init__(self, leaving: Desk, coming: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._leaving = leaving
        self._coming = coming
        self._over = over
        self._chairs: tuple[Watched, ...] = ()

    def ask(self) -> None:
        """Ask who has the chairs from now on, or settle at once where there is none."""
        try:
            self._chairs = my_chairs.of_person(self._leaving, self._leaving.person.id)
        except ClinicDeskError:
            # Nobody is kept out by what cannot be read.
            self._chairs = ()
        if not self._chairs:
            self.settled.emit(self._coming)
            return
        name, chairs = self._leaving.person.name, my_chairs.in_words(self._chairs)
        if self._coming.may("session.nurse"):
            question = Question(
                self._over,
                _("{name} answers for {chairs}.").format(name=name, chairs=chairs),
                _("Take over only what you were told at the chair. Otherwise it stays with {name}.").format(name=name),
                _("&Take over {chairs}").format(chairs=chairs),
                cancel=_("&Leave it with {name}").format(name=name),
                # Enter, pressed once too often after the password, takes nothing over.
                danger=True,
            )
            question.confirmed.connect(self._on_taken)
            question.declined.connect(self._on_left)
        else:
            question = Question(
                self._over,
                _("{name} answers for {chairs}.").format(name=name, chairs=chairs),
                _("Nothing changes by your signing in. Make sure that {name} is near the chair.").format(name=name),
                _("&Sign in all the same"),
                cancel=_("&Back"),
            )
            question.confirmed.connect(self._on_left)
        question.open()

    def _on_taken(self) -> None:
        from clinicdesk.records.sessions import nurse

        for one in self._chairs:
            # A chair that was taken or left meanwhile keeps nobody out; how it stands is on the screen a moment later.
            with contextlib.suppress(ClinicDeskError):
                nurse.hand_over(self._coming, [one.id])
        self.settled.emit(self._coming)

    def _on_left(self) -> None:
        self.settled.emit(self._coming)
