"""Writing a message: to whom, about which patient, urgent or not."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import messages
from clinicdesk.records.messages import Message, Receiver
from ui import theme
from ui.shell.patient_finder import PatientFinder
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label


class MessageForm(Card):
    """A new message or a reply.

    Signals:
        sent(str): A message was sent; carries its id.
        left: The person does not send it.
    """

    sent = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("New message"))
        self._desk = desk
        self._answers: str | None = None
        self._build()
        self._connect()
        self.start()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._to = ChoiceField(_("&To"), [], required=True)
        self._about = PatientFinder(self._desk, _("A&bout patient"), required=False)
        self._quote = label(role="muted", wrap=True)
        self._body = TextAreaField(_("&Message"), lines=4, grows=True, required=True)
        self._urgent = QCheckBox(_("&Urgent: shown at once on their screens"))
        self._urgent.setAccessibleName(_("Urgent"))
        self._send = button(_("Send"), kind="primary", icon="mail", shortcut="Ctrl+Return")
        self._cancel = button(_("&Discard"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px("space_4"), 0)
        for part in (self._strip, self._to, self._about, self._quote):
            column.addWidget(part)
        column.addWidget(self._body, 1)
        column.addWidget(self._urgent)
        # In a low window the fields scroll, and the buttons stay.
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        inside.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        self.add(scroll, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self._send)
        self.add(row)
        QWidget.setTabOrder(self._urgent, self._send)
        QWidget.setTabOrder(self._send, self._cancel)

    def _connect(self) -> None:
        self._send.clicked.connect(self._on_send)
        self._cancel.clicked.connect(self._on_cancel)
        QShortcut(QKeySequence("Ctrl+Enter"), self).activated.connect(self._on_send)

    # In -----------------------------------------------------------------------------------------------------------

    def start(self, patient_id: str | None = None) -> None:
        """Begin a new message, about a patient or not."""
        self._answers = None
        self._begin(_("New message"), messages.receivers(self._desk), patient_id)

    def start_reply(self, message: Message) -> None:
        """Begin the answer to a message."""
        self._answers = message.id
        receiver = messages.receiver_of_reply(message)
        others = [one for one in messages.receivers(self._desk) if one != receiver]
        self._begin(_("Reply"), [receiver, *others], message.patient_id)
        self._to.set_value(receiver)
        self._quote.setText("\n".join(f"> {line}" for line in message.body.splitlines()))
        self._quote.show()

    def _begin(self, title: str, receivers: list[Receiver], patient_id: str | None) -> None:
        self.set_title(title)
        self._to.set_choices([(one, one.name) for one in receivers])
        self._to.clear_message()
        self._about.show_patient(patient_id)
        self._quote.hide()
        self._body.set_text("")
        self._urgent.setChecked(False)
        self._strip.clear()

    def focus_first(self) -> None:
        """Put the cursor where writing begins: at the receiver, or into what is being written."""
        (self._body if self._to.value() is not None else self._to).setFocus()

    def focus_body(self) -> None:
        """Put the cursor into the text."""
        self._body.setFocus()

    def typed(self) -> dict[str, Any] | None:
        """Return what is typed and not sent, or None."""
        if not self._body.text():
            return None
        to = self._to.value()
        return {
            "to": [to.name, to.staff_id, to.role] if isinstance(to, Receiver) else None,
            "about": self._about.patient_id,
            "body": self._body.text(),
            "urgent": self._urgent.isChecked(),
            "answers": self._answers,
        }

    def show_typed(self, kept: dict[str, Any]) -> None:
        """Bring back what was being typed."""
        if kept["answers"]:
            self.start_reply(messages.get(self._desk, kept["answers"]))
        else:
            self.start()
        self._about.show_patient(kept["about"])
        if kept["to"]:
            self._to.set_value(Receiver(*kept["to"]))
        self._body.set_text(kept["body"])
        self._urgent.setChecked(kept["urgent"])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves an empty form."""
        if event.key() == Qt.Key.Key_Escape and self.typed() is None:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_send(self) -> None:
        to = self._to.value()
        if not isinstance(to, Receiver):
            self._to.set_error(_("Choose who gets it."))
            self._to.setFocus()
            return
        if self._about.typed:
            self._about.set_error(_("Choose a patient from the list, or empty this field."))
            self._about.setFocus()
            return
        try:
            message_id = messages.send(
                self._desk,
                to=to,
                body=self._body.text(),
                patient_id=self._about.patient_id,
                urgent=self._urgent.isChecked(),
                answers=self._answers,
            )
        except ClinicDeskError as problem:
            self._tell(problem)
            return
        self.start()
        self.sent.emit(message_id)

    def _tell(self, problem: ClinicDeskError) -> None:
        field = {"body": self._body, "to": self._to}.get(getattr(problem, "field", None) or "")
        if isinstance(problem, BadValue) and field is not None:
            field.set_error(str(problem))
            field.setFocus()
        else:
            self._strip.show_message("danger", str(problem))

    def _on_cancel(self) -> None:
        self.start()
        self.left.emit()
