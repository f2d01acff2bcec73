"""Signing one's verbal orders, one by one: each is shown with what was written down before it is signed."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import VerbalToSign
from ui.widgets.dialog import Question


class SignVerbal(QObject):
    """Asks over the board, and signs.

    Signals:
        told(str, str): Tone and sentence of what came of it.
    """

    told = Signal(str, str)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._order: VerbalToSign | None = None

    def ask(self, order_id: str) -> None:
        """Show a verbal order and ask whether it is signed."""
        try:
            waiting = sessions.verbal_to_sign(self._desk)
        except ClinicDeskError as problem:
            self.told.emit("danger", str(problem))
            return
        self._order = next((one for one in waiting if one.id == order_id), None)
        if self._order is None:
            self.told.emit("info", _("You have signed this order already."))
            return
        question = Question(self._over, _("Sign this verbal order?"), self._sentence(self._order), _("&Sign"))
        question.confirmed.connect(self._on_confirmed)
        question.open()

    def _sentence(self, order: VerbalToSign) -> str:
        at = formats.format_date_time(self._desk.local(order.said_at))
        return "\n".join(
            (
                order.patient_name,
                order.series_title,
                "",
                f"“{order.words}”",
                "",
                _("Written down by {name}, {time}. Read back to you.").format(name=order.by_name, time=at),
                _("You sign as {name}.").format(name=self._desk.person.name),
            )
        )

    def _on_confirmed(self, _reason: str) -> None:
        if self._order is None:
            return
        try:
            sessions.sign_verbal_order(self._desk, self._order.id)
        except ClinicDeskError as problem:
            self.told.emit("danger", str(problem))
            return
        self.told.emit("ok", _("The verbal order is signed."))
