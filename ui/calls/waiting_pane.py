"""Beside the waiting list: one wish, how to reach the patient, and the freed places that suit."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.contact_rules import ContactRules
from clinicdesk.records.freed_places import FreedPlace
from clinicdesk.records.waiting_list import WaitingEntry
from ui import theme
from ui.calls import waiting_words as words
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.words import label


class WaitingPane(Card):
    """Shows one wish.

    Signals:
        place_taken(object): The patient takes this ``FreedPlace``.
        close_asked: The patient is to come off the list.
        chart_asked: The chart is wanted.
    """

    place_taken = Signal(object)
    close_asked = Signal()
    chart_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setAccessibleName(_("Selected wish"))
        self._desk = desk
        self._build()
        self._places.row_activated.connect(self.place_taken)
        self._book.clicked.connect(self._on_book)
        self._close.clicked.connect(self.close_asked)
        self._chart.clicked.connect(self.chart_asked)

    def _build(self) -> None:
        self._name = label(role="h2", wrap=True)
        self._phone = label(role="h1")
        self._phone.setAccessibleName(_("Number to call"))
        self._phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rules = label(role="muted", wrap=True)
        self._wish = label(wrap=True)
        self._title = label(_("Free places that suit"), "h3")

        def when(place: FreedPlace) -> str:
            return words.place(self._desk, place)

        self._places: RecordTable[FreedPlace] = RecordTable(
            _("Free places that suit"),
            [
                Column(_("When"), when, 21, strong=True, stretch=True),
                Column(_("Where"), lambda one: one.where, 9, priority=2),
            ],
            lambda one: one.slot,
            dense=True,
        )
        self._places.set_empty_text(_("No given-up place suits now. One that is given up will stand here."))
        self._places.setMinimumHeight(3 * theme.px("row_dense"))
        self._book = button(_("&Book it"), kind="primary")
        self._book.setAccessibleName(_("Book this place"))
        self._close = button(_("&Take off…"))
        self._close.setAccessibleName(_("Take off the waiting list"))
        self._chart = button(_("Open c&hart"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px("space_4"), 0)
        column.setSpacing(theme.px("space_8"))
        for part in (self._name, self._phone, self._rules, self._wish, self._title):
            column.addWidget(part)
        column.addWidget(self._places, 1)
        # In a low window the wish scrolls, and the buttons stay.
        self.add(ScrollArea(inside, see_through=True), 1)
        row = QHBoxLayout()
        for made in (self._book, self._close, self._chart):
            row.addWidget(made)
        row.addStretch(1)
        self.add(row)

    def show_entry(
        self, entry: WaitingEntry, rules: ContactRules | None, places: list[FreedPlace], *, may: bool
    ) -> None:
        """Show a wish with the places that suit it."""
        self._name.setText(entry.patient_name)
        phone = rules.phone if rules else ""
        self._phone.setText(phone or _("Not by phone"))
        self._rules.setText(". ".join(rules.words) if rules else "")
        self._rules.setVisible(bool(self._rules.text()))
        self._wish.setText("\n".join(part for part in (words.what(entry), words.when(entry), entry.remark) if part))
        self._places.show_rows(places)
        if places and self._places.selected() is None:
            self._places.selectRow(0)
        self._book.setEnabled(may and bool(places))
        self._close.setEnabled(may)

    def focus_places(self) -> bool:
        """Put the focus on the places; say whether there are any."""
        if not self._places.rows():
            return False
        self._places.setFocus()
        return True

    def _on_book(self) -> None:
        if (place := self._places.selected()) is not None:
            self.place_taken.emit(place)
