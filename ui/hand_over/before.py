"""What is settled before the PC is handed over: its owner has a PIN, and somebody else minds the infusions."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import pins
from ui.hand_over.own_pin import OwnPin
from ui.shell.running import running_count
from ui.widgets.dialog import Question


class BeforeHandOver(QObject):
    """Asks one thing after the other over ``over``; whoever leaves a question keeps the PC.

    Signals:
        agreed: Nothing stands in the way.
    """

    agreed = Signal()

    def __init__(self, desk: Desk, over: QWidget, *, watches_infusions: bool) -> None:
        """``watches_infusions``: infusions are followed on this PC, which shows none while it is handed over."""
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._watches = watches_infusions

    def ask(self) -> None:
        """Ask what has to be asked, or agree at once. Raises ``ClinicDeskError`` when the file cannot be read."""
        if pins.has_pin(self._desk, self._desk.person.id):
            self._ask_about_infusions()
            return
        dialog = OwnPin(self._desk, self._over)
        dialog.changed.connect(self._ask_about_infusions)
        dialog.open()

    def _ask_about_infusions(self) -> None:
        if not (self._watches and self._is_one_running()):
            self.agreed.emit()
            return
        question = Question(
            self._over,
            _("Infusions are running. Hand over this PC all the same?"),
            _(
                "While the patient has it, this PC shows no infusion and sounds no reminder. "
                "Make sure that somebody follows them at another PC or at the chair."
            ),
            _("&Hand over"),
            cancel=_("&Keep this PC"),
            danger=True,
        )
        question.confirmed.connect(self._on_confirmed)
        question.open()

    def _is_one_running(self) -> bool:
        try:
            return running_count(self._desk) > 0
        except ClinicDeskError:
            # Not to know is no reason not to ask.
            return True

    def _on_confirmed(self) -> None:
        self.agreed.emit()
