"""What this person has to sign: a short list below the board; it is read and signed in the place To sign."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk import formats
from clinicdesk.language import _, ngettext
from clinicdesk.records.today import ToSign
from ui.widgets.card import Card
from ui.widgets.record_table import Column, RecordTable

_MOST_ROWS, _MOST_ROWS_LOW = 4, 2


class ToSignList(Card):
    """Notes, sessions, verbal orders and documents that wait for this person; hidden while there are none.

    Signals:
        item_chosen(str): This one, by its key.
    """

    item_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("To sign"))
        self.setParent(parent)
        self._low = False
        columns: list[Column[ToSign]] = [
            Column(_("From"), lambda item: formats.format_date_time(item.at), 18),
            Column(_("Patient"), lambda item: item.patient_name, 20, stretch=True, strong=True),
            Column(_("What"), lambda item: item.what, 20, stretch=True),
            Column(_("Why first"), _why, 24, priority=2, stretch=True, tone=_tone),
        ]
        self._table: RecordTable[ToSign] = RecordTable(
            _("List to sign"), columns, key=lambda item: item.key, dense=True
        )
        self.add(self._table)
        self._table.row_activated.connect(self._on_activated)
        self._table.clicked.connect(self._on_clicked)
        self.hide()

    def show_items(self, items: list[ToSign]) -> None:
        """Show what waits, in the order it is to be signed."""
        self.setVisible(bool(items))
        self.set_note(
            ngettext("{count} thing waits for you", "{count} things wait for you", len(items)).format(count=len(items))
        )
        self._table.show_rows(items)
        self._fit()

    def set_low(self, low: bool) -> None:
        """Leave the room to the board in a low window; the list scrolls."""
        if low != self._low:
            self._low = low
            self._fit()

    def _fit(self) -> None:
        rows = min(len(self._table.rows()), _MOST_ROWS_LOW if self._low else _MOST_ROWS)
        height = self._table.horizontalHeader().sizeHint().height()
        self._table.setFixedHeight(height + rows * self._table.verticalHeader().defaultSectionSize() + 4)

    def _on_clicked(self) -> None:
        if (item := self._table.selected()) is not None:
            self._on_activated(item)

    def _on_activated(self, item: ToSign) -> None:
        self.item_chosen.emit(item.key)


def _key(item: ToSign) -> str:
    return item.key


def _why(item: ToSign) -> str:
    """Say that it waits too long, and what was not as planned, with the reason given."""
    return ". ".join([_("Overdue"), *item.deviations] if item.overdue else item.deviations)


def _tone(item: ToSign) -> str:
    return "danger" if item.overdue else "warn"
