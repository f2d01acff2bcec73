"""Chairs and rooms: their names, the order of their columns on the schedule, and which are no longer used."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import chairs
from clinicdesk.records.chairs import Chair
from ui import theme
from ui.settings.chair_form import ChairForm, kind_name
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip


class ChairsSection(QWidget):
    """The list, and what an administrator can do with it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._build()
        self._connect()
        self.show_chairs()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._table: RecordTable[Chair] = RecordTable(
            _("Chairs and rooms"),
            [
                Column(_("Name"), lambda chair: chair.name, chars=24, stretch=True, strong=True),
                Column(_("Kind"), lambda chair: kind_name(chair.kind), chars=10),
                Column(_("In use"), _in_use, chars=10),
            ],
            lambda chair: chair.id,
        )
        self._table.setMinimumHeight(220)
        self._add = button(_("&Add…"), icon="plus")
        self._change = button(_("&Change…"), icon="pencil")
        self._up = button(_("Move &up"), icon="chevron-up")
        self._down = button(_("Move &down"), icon="chevron-down")
        self._retire = button("")
        card = Card(_("Chairs and rooms"), _("The schedule shows them in this order."))
        self._may = self._desk.may("place.change")
        if not self._may:
            card.set_note(_("An administrator can change this."))
        card.add(self._table)
        row = FlowLayout(theme.px("space_8"), theme.px("space_8"))
        for made in (self._add, self._change, self._up, self._down, self._retire):
            row.addWidget(made)
        card.add(row)
        # Only now: shown before they had a place here, they would flash up as windows of their own.
        for made in (self._add, self._change, self._up, self._down, self._retire):
            made.setVisible(self._may)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._strip)
        column.addWidget(card)
        self._on_selected(None)

    def _connect(self) -> None:
        self._add.clicked.connect(self._on_add)
        self._change.clicked.connect(self._on_change)
        self._up.clicked.connect(self._on_up)
        self._down.clicked.connect(self._on_down)
        self._retire.clicked.connect(self._on_retire)
        self._table.row_selected.connect(self._on_selected)
        self._table.row_activated.connect(self._on_activated)

    def show_chairs(self) -> None:
        """Show all of them, those no longer used last."""
        self._table.show_rows(chairs.all(self._desk, retired=True))
        self._on_selected(self._table.selected())

    def _on_selected(self, chair: Chair | None) -> None:
        used = [one.id for one in self._table.rows() if not one.retired]
        place = used.index(chair.id) if chair is not None and chair.id in used else -1
        self._change.setEnabled(chair is not None)
        self._up.setEnabled(place > 0)
        self._down.setEnabled(0 <= place < len(used) - 1)
        self._retire.setEnabled(chair is not None)
        self._retire.setText(_("&Use again") if chair is not None and chair.retired else _("&Take out of use"))

    def _on_activated(self, chair: Chair) -> None:
        if self._may:
            self._open(chair)

    def _on_add(self) -> None:
        self._open(None)

    def _on_change(self) -> None:
        if (chair := self._table.selected()) is not None:
            self._open(chair)

    def _open(self, chair: Chair | None) -> None:
        form = ChairForm(self._desk, chair, self)
        form.saved.connect(self._on_saved)
        form.open()

    def _on_saved(self, name: str) -> None:
        self.show_chairs()
        self._strip.show_message("ok", _("{name} is saved.").format(name=name))

    def _on_up(self) -> None:
        self._shift(-1)

    def _on_down(self) -> None:
        self._shift(1)

    def _shift(self, way: int) -> None:
        """Let a chair and its neighbour change places."""
        chair = self._table.selected()
        rows = self._table.rows()
        if chair is None:
            return
        other = rows[[one.id for one in rows].index(chair.id) + way]
        # Two of one position stand by name: then the way they went tells which comes first.
        theirs = other.position if other.position != chair.position else chair.position + way
        try:
            chairs.change(self._desk, chair, name=chair.name, kind=chair.kind, position=theirs)
            chairs.change(self._desk, other, name=other.name, kind=other.kind, position=chair.position)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
        self.show_chairs()

    def _on_retire(self) -> None:
        chair = self._table.selected()
        if chair is None:
            return
        try:
            chairs.retire(self._desk, chair, back=chair.retired)
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._strip.clear()
        self.show_chairs()


def _in_use(chair: Chair) -> str:
    return _("No longer") if chair.retired else _("Yes")
