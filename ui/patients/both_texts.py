"""Somebody else amended the same patient meanwhile: what differs, side by side, and the choice."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.record_table import Column, RecordTable

MOST_ROWS = 8
"""Rows shown without scrolling."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that reads differently; an empty text is shown as a dash."""

    label: str
    theirs: str
    mine: str


class BothTexts(Card):
    """Shows the differences; the person's own text stays in the form below.

    Signals:
        mine_kept: Save what I wrote; theirs stays in the history.
        theirs_taken: Show theirs in the form.
    """

    mine_kept = Signal()
    theirs_taken = Signal()

    def __init__(self) -> None:
        super().__init__(_("Both texts"))
        columns: list[Column[Difference]] = [
            Column(_("Field"), lambda row: row.label, 18, strong=True),
            Column(_("Saved meanwhile"), lambda row: row.theirs or "–", 34),
            Column(_("Yours, in the form below"), lambda row: row.mine or "–", 34, stretch=True),
        ]
        self._table: RecordTable[Difference] = RecordTable(
            _("What differs"), columns, lambda row: row.label, dense=True
        )
        self._mine = button(_("Save mi&ne"), kind="primary")
        self._theirs = button(_("Take &theirs"))
        self.add(self._table)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._theirs)
        row.addWidget(self._mine)
        self.add(row)
        self._mine.clicked.connect(self.mine_kept)
        self._theirs.clicked.connect(self.theirs_taken)
        self.hide()

    def show_differences(self, sentence: str, differences: Sequence[Difference]) -> None:
        """Show who saved what meanwhile."""
        self.set_note(sentence)
        self._table.show_rows(differences)
        rows = min(len(differences), MOST_ROWS)
        self._table.setFixedHeight(theme.px("row_dense") * (rows + 1) + theme.px("space_8"))
        self.show()
