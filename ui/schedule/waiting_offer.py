"""When a place is freed: who waits for such a place, whom one may call, and booking one of them into it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk.desk import Desk
from clinicdesk.formats import format_duration
from clinicdesk.language import _
from clinicdesk.records import contact_rules
from clinicdesk.records.contact_rules import ContactRules
from clinicdesk.records.waiting_list import WaitingEntry
from ui.schedule import words
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.words import label


class WaitingOffer(Card):
    """Those who wait, in the order they were added.

    Signals:
        chosen(object): Book this ``WaitingEntry`` into the freed place.
        declined: The place stays free.
    """

    chosen = Signal(object)
    declined = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Waiting for this place"))
        self._desk = desk
        self._counter = False
        self._rules: dict[str, ContactRules] = {}
        self._when = label(role="muted", wrap=True)
        self._table: RecordTable[WaitingEntry] = RecordTable(
            _("Waiting for this place"),
            [
                Column(_("Patient"), self._who, 12, stretch=True, strong=True),
                Column(_("Length"), lambda entry: format_duration(entry.minutes), 7),
            ],
            lambda entry: entry.id,
            dense=True,
        )
        self._phone = label(role="h3", wrap=True)
        self._about = label(wrap=True)
        self._book = button(_("Book &into it"), kind="primary")
        self._leave = button(_("&Leave it free"))
        self.add(self._when)
        self.add(self._table, 1)
        self.add(self._phone)
        self.add(self._about)
        row = QHBoxLayout()
        row.addWidget(self._book)
        row.addWidget(self._leave)
        row.addStretch(1)
        self.add(row)
        self._table.row_selected.connect(self._on_selected)
        self._table.row_activated.connect(self.chosen)
        self._book.clicked.connect(self._on_book)
        self._leave.clicked.connect(self.declined)
        self.setFocusProxy(self._table)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.declined)

    def show_waiting(self, entries: list[WaitingEntry], when: str, *, counter: bool) -> None:
        """Show who waits for a freed place; ``when`` says day and time."""
        self._counter = counter
        self._rules = contact_rules.of_many(self._desk, [entry.patient_id for entry in entries])
        self._when.setText(_("Free: {when}. Call first; book whoever takes it.").format(when=when))
        self._table.show_rows(entries)
        self._table.selectRow(0)

    def _who(self, entry: WaitingEntry) -> str:
        return words.initials(entry.patient_name) if self._counter else entry.patient_name

    def _on_selected(self, entry: WaitingEntry | None) -> None:
        self._book.setEnabled(entry is not None)
        if entry is None:
            self._phone.setText("")
            self._about.setText("")
            return
        rules = self._rules.get(entry.patient_id)
        lines = [entry.title, entry.remark]
        # What is nobody's business at the counter stays away from it.
        if rules is not None and not self._counter:
            self._phone.setText(_("Phone {number}").format(number=rules.phone) if rules.phone else _("Not by phone"))
            lines.insert(1, ". ".join(rules.words))
        else:
            self._phone.setText("")
        self._about.setText("\n".join(filter(None, lines)))

    def _on_book(self) -> None:
        if (entry := self._table.selected()) is not None:
            self.chosen.emit(entry)
