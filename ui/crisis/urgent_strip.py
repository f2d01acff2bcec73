"""The strip on every screen: an urgent message that nobody has taken yet, or one's own that nobody took."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_time
from clinicdesk.language import _
from clinicdesk.records import messages
from clinicdesk.records.messages import Message
from ui import icons, theme
from ui.widgets.button import button
from ui.widgets.words import announce, label


class UrgentStrip(QFrame):
    """Hidden while nothing urgent waits. It goes only by being taken by name.

    Signals:
        patient_opened(str): The chart the message is about is wanted.
        message_opened(str): The message was taken, to be answered or finished in Messages; carries its id.
    """

    patient_opened = Signal(str)
    message_opened = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self.setAccessibleName(_("Urgent message"))
        self._desk = desk
        self._shown: Message | None = None
        self._told: set[str] = set()
        self._minute = -1
        self._build()
        self._take.clicked.connect(self._on_take)
        self._chart.clicked.connect(self._on_chart)
        self._to_all.clicked.connect(self._on_to_all)
        self._settled.clicked.connect(self._on_settled)
        self.show_waiting()

    def _build(self) -> None:
        self._icon = QLabel()
        self._words = label(role="strong", wrap=True)
        self._take = button(_("I see to it"), kind="danger", shortcut="F9")
        self._chart = button(_("Open chart"))
        # Other screens have a button of that name.
        self._chart.setAccessibleName(_("Open the chart of the urgent message"))
        self._to_all = button(_("Send to all clinicians"))
        self._settled = button(_("It is settled"))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space_12"), theme.px("space_8"), theme.px("space_8"), theme.px("space_8"))
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        for made in (self._chart, self._settled, self._to_all, self._take):
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)

    # In -----------------------------------------------------------------------------------------------------------

    def refresh(self, changed: Changed) -> None:
        """Look again when messages came or were taken."""
        if changed.tables & {"messages", "message_events", "staff"}:
            self.show_waiting()

    def tick(self) -> None:
        """Once a minute: see whether one's own urgent message was taken."""
        if self._desk.now().minute != self._minute:
            self.show_waiting()

    def show_waiting(self) -> None:
        """Show what waits for this person; of several the oldest."""
        self._minute = self._desk.now().minute
        waiting = messages.urgent_waiting(self._desk)
        mine = messages.unanswered(self._desk) if not waiting else []
        self._shown = next(iter(waiting or mine), None)
        if self._shown is None:
            self.hide()
            return
        if waiting:
            self._show(self._received(self._shown, len(waiting)), "danger")
        else:
            self._show(self._unanswered(self._shown), "warn")
        self._take.setVisible(bool(waiting))
        self._chart.setVisible(bool(waiting) and self._shown.patient_id is not None)
        self._settled.setVisible(not waiting)
        self._to_all.setVisible(not waiting and self._shown.to.role != messages.CLINICIANS)
        self._call_attention(self._shown)

    def showEvent(self, event: QShowEvent) -> None:
        """Staff see it, at last or again."""
        super().showEvent(event)
        if self._shown is not None:
            self._call_attention(self._shown)

    def _received(self, message: Message, count: int) -> str:
        at = format_time(self._desk.local(message.sent_at))
        about = _("about {patient}").format(patient=message.patient_name) if message.patient_name else ""
        head = ", ".join(part for part in (message.from_name, at, about) if part)
        more = " " + _("(1 of {count})").format(count=count) if count > 1 else ""
        return _("Urgent{more}: {head}. {body}").format(more=more, head=head, body=" ".join(message.body.split()))

    def _unanswered(self, message: Message) -> str:
        at = format_time(self._desk.local(message.sent_at))
        words = _("Nobody has taken your urgent message of {time} to {name}. Go and find somebody.")
        return words.format(time=at, name=message.to.name)

    def _show(self, sentence: str, tone: str) -> None:
        self._words.setText(sentence)
        for part in (self, self._words):
            theme.set_state(part, "tone", tone)
        side = theme.px("icon_large")
        self._icon.setPixmap(icons.pixmap("circle-alert", f"{tone}_fg", side, self.devicePixelRatioF()))
        self.show()

    def _call_attention(self, message: Message) -> None:
        """Once for each message: say it to a screen reader, sound, and let the task bar flash.

        Not while a patient has the PC, or behind the lock: it waits until staff see the strip.
        """
        if message.id in self._told or not self.isVisible():
            return
        self._told.add(message.id)
        announce(self, self._words.text(), urgent=True)
        QApplication.beep()
        QApplication.alert(self.window())

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_take(self) -> None:
        message = self._shown
        if message is None:
            return
        try:
            messages.take(self._desk, message.id)
        except ClinicDeskError as problem:
            # Somebody was quicker: the strip goes or shows the next one, and Messages says who.
            announce(self, str(problem), urgent=True)
            self.show_waiting()
            return
        self.show_waiting()
        self.message_opened.emit(message.id)

    def _on_chart(self) -> None:
        if self._shown is not None and self._shown.patient_id is not None:
            self.patient_opened.emit(self._shown.patient_id)

    def _on_to_all(self) -> None:
        if (message := self._shown) is None:
            return
        everybody = messages.to_clinicians()
        try:
            messages.send(
                self._desk,
                to=everybody,
                body=message.body,
                patient_id=message.patient_id,
                urgent=True,
                answers=message.id,
            )
        except ClinicDeskError as problem:
            self._words.setText(str(problem))
            return
        self.show_waiting()

    def _on_settled(self) -> None:
        if (message := self._shown) is None:
            return
        try:
            messages.finish(self._desk, message.id)
        except ClinicDeskError as problem:
            announce(self, str(problem))
        self.show_waiting()
