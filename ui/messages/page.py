"""The place Messages: what was received, sent and done, the selected one whole, and writing a new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError, NotAllowed
from clinicdesk.language import _
from clinicdesk.records import messages
from clinicdesk.records.messages import Message
from ui import theme
from ui.messages.message_form import MessageForm
from ui.messages.message_pane import MessagePane
from ui.messages.message_table import MessageTable
from ui.shell.form_draft import FormDraft
from ui.widgets.button import button
from ui.widgets.filters import Filters
from ui.widgets.page import Page
from ui.widgets.strip import MessageStrip
from ui.widgets.toast import Toast

_DRAFT = "messages"
_INBOX, _DONE, _SENT = "inbox", "done", "sent"
_EMPTY = {
    _INBOX: _("Nothing waits for you. Press N to write to a colleague."),
    _DONE: _("Nothing you received is done yet."),
    _SENT: _("You have not sent a message yet. Press N to write one."),
}


class MessagesPage(Page):
    """Only who sent or received a message sees it here.

    Signals:
        patient_opened(str): The chart a message is about is wanted.
    """

    patient_opened = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Messages"))
        self.setParent(parent)
        self._desk = desk
        self._shown: Message | None = None
        self._remarks: dict[str, str] = {}
        self._draft = FormDraft(desk, self._typed, lambda: None, self)
        self._draft.place = _DRAFT
        self._build()
        self._connect()
        self._reload()
        self._bring_back()

    def _build(self) -> None:
        self._new = button(_("New message  N"), icon="mail")
        self._new.setAccessibleName(_("New message"))
        self.add_title_action(self._new)
        self._strip = MessageStrip()
        self._filters = Filters(_("Which messages"))
        self._table = MessageTable(self._desk)
        self._pane = MessagePane(self._desk)
        self._form = MessageForm(self._desk)
        self._nothing = QWidget()
        self._beside = QStackedWidget()
        for part in (self._nothing, self._pane, self._form):
            self._beside.addWidget(part)
        self._beside.setFixedWidth(theme.px("base") * 30)
        self._toast = Toast(self)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self._table, 1)
        row.addWidget(self._beside)
        self.add_fixed(self._strip)
        self.add_fixed(self._filters)
        self.add(row, 1)
        self.begin_at(self._table)

    def _connect(self) -> None:
        self._new.clicked.connect(self.start_message)
        self._filters.filter_chosen.connect(self._on_filter_chosen)
        self._table.row_selected.connect(self._on_selected)
        self._table.row_activated.connect(self._on_activated)
        self._table.letter_pressed.connect(self._on_letter)
        self._pane.reply_asked.connect(self._on_reply)
        self._pane.take_asked.connect(self._on_take)
        self._pane.done_asked.connect(self._on_done)
        self._pane.chart_asked.connect(self._on_chart)
        self._pane.remark.line.returnPressed.connect(self._on_done)
        self._pane.remark.edited.connect(self._on_remark_edited)
        self._form.edited.connect(self._draft.note_typing)
        self._draft.refused.connect(self._on_draft_refused)
        self._form.sent.connect(self._on_sent)
        self._form.left.connect(self._on_form_left)

    # In -----------------------------------------------------------------------------------------------------------

    def start_message(self, patient_id: str | None = None) -> None:
        """Begin a new message, about a patient or not; what was begun goes on."""
        # The button tells whether it is checked.
        self._form.start(patient_id if isinstance(patient_id, str) else None)
        self._put_beside(self._form)
        self._form.focus_first()

    def show_message(self, message_id: str) -> None:
        """Show one message of the inbox."""
        self._filters.choose(_INBOX)
        self._reload()
        self._table.select_key(message_id)
        self._on_selected(self._table.selected())

    def refresh(self, changed: Changed) -> None:
        """Show what was sent, taken and done meanwhile; the selected message stays."""
        if changed.tables & {"messages", "message_events", "patients", "staff"}:
            self._reload()

    def leave(self) -> None:
        """Keep what is being typed."""
        typed = self._typed()
        if typed["begun"] or typed["remarks"]:
            # Also where nothing was typed now: something begun before may have been sent since.
            self._draft.typing = True
            self._draft.keep()
        elif self._desk.draft(_DRAFT):
            self._draft.drop()

    def _typed(self) -> dict[str, Any]:
        remarks = {message_id: words for message_id, words in self._remarks.items() if words}
        return {"begun": self._form.begun(), "remarks": remarks}

    def _bring_back(self) -> None:
        found = self._draft.found()
        if found is None:
            return
        kept = found[1]
        self._remarks = dict(kept["remarks"])
        if kept["begun"]:
            self._form.bring_back(kept["begun"])
            self._put_beside(self._form)

    def _reload(self) -> None:
        lists = {_INBOX: messages.inbox(self._desk), _DONE: messages.done(self._desk), _SENT: messages.sent(self._desk)}
        inbox = lists[_INBOX]
        unread = sum(not message.read for message in inbox)
        self.set_note(_("{count} not read").format(count=unread) if unread else "")
        self._filters.show_filters(
            [
                (_INBOX, _("Inbox"), len(inbox)),
                (_DONE, _("Done"), len(lists[_DONE])),
                (_SENT, _("Sent"), len(lists[_SENT])),
            ]
        )
        chosen = self._filters.chosen()
        self._table.set_empty_text(_EMPTY[chosen])
        self._table.show_rows(lists[chosen])
        selected = self._table.selected()
        if selected is not None and self._beside.currentWidget() is not self._form:
            self._show(selected)
        elif selected is None:
            self._shown = None
            if self._beside.currentWidget() is self._pane:
                self._put_beside(self._nothing)

    def _show(self, message: Message) -> None:
        if self._shown is None or self._shown.id != message.id:
            self._pane.remark.set_text(self._remarks.get(message.id, ""))
        self._shown = message
        self._pane.show_message(message, self._answered(message))
        self._put_beside(self._pane)

    def _put_beside(self, part: QWidget) -> None:
        """Show something beside the list. The keys go to what is being written, else to the list."""
        self._beside.setCurrentWidget(part)
        self.begin_at(self._form if part is self._form else self._table)

    def _answered(self, message: Message) -> Message | None:
        """Return what a message is a reply to, unless it went between others: a reply can be sent to anybody."""
        if message.answers is None:
            return None
        try:
            return messages.get(self._desk, message.answers)
        except NotAllowed:
            return None

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_filter_chosen(self, _key: str) -> None:
        self._table.clearSelection()
        self._reload()
        self._table.setFocus()

    def _on_selected(self, message: Message | None) -> None:
        writing = self._beside.currentWidget() is self._form
        if message is None or (writing and self._shown is not None and self._shown.id == message.id):
            return  # the list was filled anew: nothing was chosen
        self._show(message)
        if not message.read and not message.is_mine:
            self._do(messages.read, message)

    def _on_letter(self, letter: str) -> None:
        if letter == "N":
            self.start_message()
        elif self._shown is not None:
            if letter == "M":
                self._pane.remark.setFocus()
            else:
                {"R": self._on_reply, "T": self._on_take, "D": self._on_done}[letter]()

    def _on_activated(self, _message: Message) -> None:
        self._on_chart()

    def _on_chart(self) -> None:
        if self._shown is not None and self._shown.patient_id is not None:
            self.patient_opened.emit(self._shown.patient_id)

    def _on_reply(self) -> None:
        if self._shown is not None and not self._shown.is_mine:
            self._form.start_reply(self._shown)
            self._put_beside(self._form)
            self._form.setFocus()

    def _on_take(self) -> None:
        if self._shown is not None:
            self._do(messages.take, self._shown)

    def _on_done(self) -> None:
        message = self._shown
        if message is None or message.is_done:
            return
        remark = "" if message.is_mine else self._pane.remark.text()
        if self._do(messages.finish, message, remark):
            self._remarks.pop(message.id, None)
            self.leave()
            reader = message.to.name if message.is_mine else message.from_name
            self._toast.show_toast(_("Done. {name} can read it.").format(name=reader))
            self._table.setFocus()

    def _do(self, verb: Callable[..., None], message: Message, *more: str) -> bool:
        try:
            verb(self._desk, message.id, *more)
        except ClinicDeskError as problem:
            self._strip.show_message("warn", str(problem))
            return False
        self._strip.clear()
        return True

    def _on_sent(self, _message_id: str) -> None:
        self.leave()
        self._toast.show_toast(_("Sent."))
        self._on_form_left()

    def _on_remark_edited(self) -> None:
        if self._shown is not None:
            self._remarks[self._shown.id] = self._pane.remark.text()
            self._draft.note_typing()

    def _on_draft_refused(self, sentence: str) -> None:
        self._strip.show_message("danger", sentence)

    def _on_form_left(self) -> None:
        self._put_beside(self._nothing)
        self._reload()
        self._table.setFocus()
