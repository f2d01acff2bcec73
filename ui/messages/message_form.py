"""Writing a message: to whom, about which patient, urgent or not."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

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
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label

NEW = "new"
Typed = dict[str, Any]


class MessageForm(Card):
    """A new message or a reply. Whatever is begun stays until it is sent or discarded: each in a place of its own.

    Signals:
        edited: Something was typed.
        sent(str): A message was sent; carries its id.
        left: The person does not send it.
    """

    edited = Signal()
    sent = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("New message"))
        self._desk = desk
        self._answers: str | None = None
        self._place = NEW
        self._begun: dict[str, Typed] = {}
        self._build()
        self._connect()
        self._start_blank(None)

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
        self.add(ScrollArea(inside, see_through=True), 1)
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
        for field in (self._to, self._about, self._body):
            field.edited.connect(self.edited)
        self._urgent.clicked.connect(self.edited)

    # In -----------------------------------------------------------------------------------------------------------

    def start(self, patient_id: str | None = None) -> None:
        """Begin a new message, about a patient or not, or go on with the one that was begun."""
        self._put_away()
        place = f"about {patient_id}" if patient_id else NEW
        if patient_id is None:
            new_ones = [NEW, *(place for place in reversed(self._begun) if not place.startswith("reply "))]
            place = next((place for place in new_ones if place in self._begun), NEW)
        if not self._take_out(place):
            self._start_blank(patient_id)

    def start_reply(self, message: Message) -> None:
        """Begin the answer to a message, or go on with it."""
        self._put_away()
        if not self._take_out(f"reply {message.id}"):
            self._start_reply(message)

    def _start_blank(self, patient_id: str | None) -> None:
        self._place, self._answers = f"about {patient_id}" if patient_id else NEW, None
        self._begin(_("New message"), messages.receivers(self._desk), patient_id)

    def _start_reply(self, message: Message) -> None:
        self._place, self._answers = f"reply {message.id}", message.id
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

    # What is begun ------------------------------------------------------------------------------------------------

    def begun(self) -> dict[str, Typed]:
        """Return whatever is typed and not sent, by its place; what is in the form now comes last."""
        typed = self._typed()
        return self._begun | ({self._place: typed} if typed else {})

    def bring_back(self, begun: dict[str, Typed]) -> None:
        """Show again what was begun last, and keep the rest."""
        self._begun = dict(begun)
        for place in reversed(begun):
            if self._take_out(place):
                return

    def _typed(self) -> Typed | None:
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

    def _put_away(self) -> None:
        self._begun = self.begun()

    def _take_out(self, place: str) -> bool:
        """Show what was begun in a place; return whether there is anything."""
        kept = self._begun.pop(place, None)
        if kept is None:
            return False
        try:
            if kept["answers"]:
                self._start_reply(messages.get(self._desk, kept["answers"]))
            else:
                self._start_blank(None)
        except ClinicDeskError:
            # What it answered may not be read any more; the words are still there.
            self._start_blank(None)
        self._place = place
        self._about.show_patient(kept["about"])
        if kept["to"]:
            self._to.set_value(Receiver(*kept["to"]))
        self._body.set_text(kept["body"])
        self._urgent.setChecked(kept["urgent"])
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Go on with the text. (A focus proxy would make Tab pass by the receiver.)"""
        super().focusInEvent(event)
        self._body.setFocus(event.reason())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves an empty form."""
        if event.key() == Qt.Key.Key_Escape and self._typed() is None:
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
        self._start_blank(None)
        self.sent.emit(message_id)

    def _tell(self, problem: ClinicDeskError) -> None:
        field = {"body": self._body, "to": self._to}.get(getattr(problem, "field", None) or "")
        if isinstance(problem, BadValue) and field is not None:
            field.set_error(str(problem))
            field.setFocus()
        else:
            self._strip.show_message("danger", str(problem))

    def _on_cancel(self) -> None:
        self._start_blank(None)
        self.edited.emit()
        self.left.emit()
