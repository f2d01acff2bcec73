"""The line that says when the downtime pack was last printed, and the offer to print it when the day is opened."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import today
from clinicdesk.records.today import BoardRow, Group
from ui import theme
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

_NOT_OPENED = frozenset({Group.TO_COME, Group.NOT_COMING})


class PackLine(QWidget):
    """Small words below the board; above it, until the first patient has come, the offer to print.

    Signals:
        pack_wanted: The person wants the downtime pack printed.

    Attributes:
        offer: The strip with the offer, to be placed where it is seen.
    """

    pack_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.offer = MessageStrip()
        self._words = label("", "muted")
        self._print = button(_("Print &downtime pack"), kind="quiet")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space_4"), 0, 0, 0)
        row.addWidget(self._words)
        row.addWidget(self._print)
        row.addStretch(1)
        self._print.clicked.connect(self._on_wanted)
        self.offer.action_taken.connect(self._on_wanted)

    def show_day(self, rows: Sequence[BoardRow], *, is_today: bool) -> None:
        """Say when the pack was last printed. The day counts as opened once somebody of it has come."""
        self.setVisible(is_today)
        if not is_today:
            self.offer.clear()
            return
        pack = today.last_pack(self._desk)
        self._words.setText(pack.words)
        theme.set_state(self._words, "tone", "" if pack.of_today else "warn")
        opening = bool(rows) and all(row.group in _NOT_OPENED for row in rows)
        if opening and not pack.of_today:
            self.offer.show_message(
                "info",
                _("{when} Print it now: without power nothing prints.").format(when=pack.words),
                _("Print &downtime pack"),
                icon="printer",
            )
            self.hide()
        else:
            self.offer.clear()

    def _on_wanted(self) -> None:
        self.pack_wanted.emit()
