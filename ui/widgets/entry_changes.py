"""What one entry of the history changed: each value with what it was before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.language import _
from ui import theme
from ui.widgets.card import Card
from ui.widgets.words import label

if TYPE_CHECKING:
    from clinicdesk.records.history import HistoryLine

_SHOWN = 200
"""Values of one entry; an import has thousands, and nobody reads them here."""


class Changes(Card):
    """Shows the selected entry of the history in full."""

    def __init__(self) -> None:
        super().__init__(_("What changed"))
        self._what = label(role="strong", wrap=True)
        self._who = label(role="muted", wrap=True)
        self._reason = label(wrap=True)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.setAccessibleName(_("Values before and after"))
        for part in (self._what, self._who, self._reason):
            self.add(part)
        self.add(self._scroll, 1)
        self.show_line(None)

    def show_line(self, line: HistoryLine | None) -> None:
        """Show an entry, or say that none is selected."""
        self._what.setText(line.what if line else _("Select a line to see what changed."))
        theme.set_state(self._what, "role", "strong" if line else "muted")
        self._who.setText(_who(line) if line else "")
        self._reason.setText(_("Reason: {reason}").format(reason=line.reason) if line and line.reason else "")
        self._reason.setVisible(bool(line and line.reason))
        inside = _grid(line) if line else QWidget()
        self._scroll.setWidget(inside)
        # The card shows through.
        inside.setAutoFillBackground(False)


def _who(line: HistoryLine) -> str:
    return _("{name}, {time}, at {workstation}").format(
        name=line.staff_name, time=formats.format_date_time(line.at), workstation=line.workstation
    )


def _grid(line: HistoryLine) -> QWidget:
    made = QWidget()
    grid = QGridLayout()
    grid.setContentsMargins(0, theme.px("space_8"), theme.px("space_8"), 0)
    grid.setHorizontalSpacing(theme.px("space_12"))
    grid.setVerticalSpacing(theme.px("space_8"))
    if not line.changes:
        grid.addWidget(label(_("Nothing in the record was changed."), "muted", wrap=True), 0, 0)
    elif any(change.before for change in line.changes):
        for column, title in enumerate((_("Field"), _("Before"), _("After"))):
            grid.addWidget(label(title, "caption"), 0, column)
    for row, change in enumerate(line.changes[:_SHOWN], 1):
        before = label(change.before, "muted", wrap=True)
        after = label(change.after if change.after else _("(empty)"), wrap=True)
        for column, part in enumerate((label(change.label, "strong", wrap=True), before, after)):
            _selectable(part)
            grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignTop)
    if (more := len(line.changes) - _SHOWN) > 0:
        grid.addWidget(label(_("and {count} more").format(count=more), "muted"), _SHOWN + 1, 0)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 2 if any(change.before for change in line.changes) else 0)
    grid.setColumnStretch(2, 3)
    whole = QVBoxLayout(made)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addLayout(grid)
    whole.addStretch(1)
    return made


def _selectable(part: QLabel) -> None:
    part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
