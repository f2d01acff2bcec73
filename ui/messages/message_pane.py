"""Beside the list: the selected message whole, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.messages import Message
from ui import theme
from ui.messages import words
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class MessagePane(Card):
    """Shows one message.

    Attributes:
        remark: What goes back to the sender with Done.

    Signals:
        reply_asked, take_asked, done_asked, chart_asked: The person pressed that button.
    """

    reply_asked = Signal()
    take_asked = Signal()
    done_asked = Signal()
    chart_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setAccessibleName(_("Selected message"))
        self._desk = desk
        self._build()
        self._reply.clicked.connect(self.reply_asked)
        self._take.clicked.connect(self.take_asked)
        self._done.clicked.connect(self.done_asked)
        self._chart.clicked.connect(self.chart_asked)

    def _build(self) -> None:
        self._who = label(role="h3", wrap=True)
        self._when = label(role="muted", wrap=True)
        self._about = label(role="strong", wrap=True)
        self._chart = button(_("Open c&hart"), kind="quiet")
        self._quote = label(role="muted", wrap=True)
        self._body = label(wrap=True)
        for part in (self._body, self._quote):
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._state = label(role="muted", wrap=True)
        self.remark = TextField(_("Re&mark for the sender"))
        self._take = _lettered(_("I see to it"), "T")
        self._done = _lettered(_("Done"), "D")
        self._reply = _lettered(_("Reply"), "R", "primary")
        about = QHBoxLayout()
        about.addWidget(self._about, 1)
        about.addWidget(self._chart)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px("space_4"), 0)
        column.setSpacing(theme.px("space_8"))
        for part in (self._who, self._when):
            column.addWidget(part)
        column.addLayout(about)
        for part in (self._quote, self._body, self._state):
            column.addWidget(part)
        column.addStretch(1)
        self.add(ScrollArea(inside, see_through=True), 1)
        self.add(self.remark)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addStretch(1)
        for made in (self._take, self._done, self._reply):
            row.addWidget(made)
        self.add(row)

    def show_message(self, message: Message, answered: Message | None) -> None:
        """Show a message; ``answered`` is the one it is a reply to."""
        self._who.setText(_("{sender} to {receiver}").format(sender=message.from_name, receiver=message.to.name))
        self._when.setText(words.when(self._desk, message))
        self._about.setText(message.patient_name)
        for part in (self._about, self._chart):
            part.setVisible(message.patient_id is not None)
        self._quote.setText("\n".join(f"> {line}" for line in answered.body.splitlines()) if answered else "")
        self._quote.setVisible(answered is not None)
        self._body.setText(message.body)
        self._state.setText(words.state(self._desk, message))
        self._state.setVisible(bool(self._state.text()))
        is_open = not message.is_mine and not message.is_done
        self._take.setVisible(is_open and not message.taken_by)
        self._done.setVisible(not message.is_done)
        self._done.setText(f"{_('No longer needed') if message.is_mine else _('Done')}  D")
        self.remark.setVisible(is_open)
        self._reply.setVisible(not message.is_mine)


def _lettered(text: str, letter: str, kind: str = "") -> QPushButton:
    made = button(f"{text}  {letter}", kind=kind)
    made.setAccessibleName(text)
    return made
