"""Slips: how far the record has come, written down elsewhere, and later compared with the record."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import anchors
from clinicdesk.records.anchors import Anchor, Way
from clinicdesk.storage.ledger import Link
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class SlipsPart(QWidget):
    """The number to write down, the number to compare, and what was written down before.

    Signals:
        paper_requested(object): A ``PaperRequest``.
    """

    paper_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._now: Link | None = None
        self._build()
        self._print.clicked.connect(self._on_print)
        self._copied.clicked.connect(self._on_copied)
        self._compare.clicked.connect(self._on_compare)
        for field in (self._number, self._short):
            field.line.returnPressed.connect(self._on_compare)

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._state = label("", "h2")
        self._state.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._print = button(_("&Print a slip…"), icon="printer", kind="primary")
        self._copied = button(_("I &copied it by hand"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px("space_12"), 0, 0)
        column.setSpacing(theme.px("space_12"))
        column.addWidget(self._strip)
        cards = QHBoxLayout()
        cards.setSpacing(theme.px("space_12"))
        cards.addWidget(self._write_card(), 1)
        cards.addWidget(self._compare_card(), 1)
        column.addLayout(cards)
        column.addWidget(label(_("Written down before"), "strong"))
        self._table: RecordTable[Anchor] = RecordTable(
            _("Written down before"), self._columns(), key=lambda one: (one.seq, one.written_at), dense=True
        )
        self._table.set_empty_text(_("Nobody wrote the state of the record down yet."))
        column.addWidget(self._table, 1)

    def _write_card(self) -> Card:
        card = Card(_("Write down how far the record has come"))
        advice = _(
            "Once a day, on paper, kept outside this room. Whoever holds the key could rewrite the past; this number, "
            "kept elsewhere, shows it. It stands at the foot of every paper as well."
        )
        card.add(label(advice, "muted", wrap=True))
        card.add(self._state)
        row = QHBoxLayout()
        row.addWidget(self._print)
        row.addWidget(self._copied)
        row.addStretch(1)
        card.add(row)
        return card

    def _compare_card(self) -> Card:
        card = Card(_("Compare with a slip, or with the foot of a paper"))
        self._number = TextField(_("&Entries"), placeholder=_("1234"))
        self._short = TextField(_("&Short form"), placeholder=_("3f2a 91bc 07de 4410 aa5c"))
        self._compare = button(_("Co&mpare with the record"))
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self._number, 1)
        row.addWidget(self._short, 3)
        card.add(row)
        line = QHBoxLayout()
        line.addWidget(self._compare)
        line.addStretch(1)
        card.add(line)
        self._result = MessageStrip()
        card.add(self._result)
        return card

    def _columns(self) -> list[Column[Anchor]]:
        ways = {Way.PRINTED: _("Printed"), Way.WRITTEN: _("Copied by hand")}
        return [
            Column(_("When"), lambda one: formats.format_date_time(self._desk.local(one.written_at)), 17),
            Column(_("Who"), lambda one: one.staff_name, 14, stretch=True),
            Column(_("How"), lambda one: ways[one.way], 14),
            Column(_("Entries"), lambda one: str(one.seq), 9, right=True),
            Column(_("Short form"), lambda one: one.short, 26),
        ]

    def showEvent(self, event: QShowEvent) -> None:
        """Show the number of now whenever somebody comes to look."""
        super().showEvent(event)
        if not event.spontaneous():
            self.refresh()

    def refresh(self) -> None:
        """Show the number of now and what was written down. The number then stays until it is written down."""
        self._now = anchors.now(self._desk)
        self._state.setText(anchors.place(self._now))
        self._state.setAccessibleName(_("How far the record has come"))
        self._table.show_rows(anchors.latest(self._desk))

    def _on_print(self) -> None:
        from clinicdesk.printing.papers import PaperRequest

        self.paper_requested.emit(PaperRequest("anchor-slip"))

    def _on_copied(self) -> None:
        try:
            written = anchors.write(self._desk, Way.WRITTEN, self._now)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        words = _("Recorded: {place} was copied by hand.")
        self._strip.show_message("ok", words.format(place=f"{written.seq}: {written.short}"))
        self.refresh()

    def _on_compare(self) -> None:
        self._result.clear()
        fields = {"seq": self._number, "hash": self._short}
        for field in fields.values():
            field.clear_message()
        try:
            found = anchors.compare(self._desk, self._number.text(), self._short.text())
        except BadValue as problem:
            faulty = fields[problem.field or "hash"]
            faulty.set_error(str(problem))
            faulty.setFocus()
            return
        self._result.show_message("ok" if found.holds else "danger", found.words)
