"""The check of the record in the administration: the check, what it cannot show, and what was erased."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import erased
from ui import theme
from ui.record_check.card import CheckCard
from ui.widgets.background import Background
from ui.widgets.card import Card
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.words import label

_SHOWN = 50


class CheckSection(QWidget):
    """For administrators. Everybody else finds the card alone in the settings.

    Signals:
        backups_wanted: Something is wrong, and somebody goes to the backups.
    """

    backups_wanted = Signal()

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self._desk = desk
        self._card = CheckCard(desk, background)
        self._card.backups_wanted.connect(self.backups_wanted)
        limits = Card(_("What the check cannot show"))
        limits.add(
            label(
                _(
                    "Somebody who has the recovery key could write everything anew from some point on, so that it "
                    "fits. Only a slip that was written down on another day shows that: print one each day under "
                    "Access, and compare an older one there."
                ),
                "muted",
                wrap=True,
            )
        )
        self._erased = label("", wrap=True)
        gone = Card(_("What was erased"))
        gone.add(
            label(
                _("The entry, its hashes and the reason stay. The check passes it, as it is no fault."),
                "muted",
                wrap=True,
            )
        )
        gone.add(self._erased)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_12"))
        for card in (self._card, gone, limits):
            column.addWidget(card)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ScrollArea(inner, see_through=True))

    def showEvent(self, event: QShowEvent) -> None:
        """Say what was erased until now."""
        super().showEvent(event)
        self._show_erased()

    def refresh(self, changed: Changed) -> None:
        """Show what somebody else erased, if anybody looks."""
        if self.isVisible() and "erasures" in changed.tables:
            self._show_erased()

    def _show_erased(self) -> None:
        known = erased.all_of(self._desk)
        lines = [f"• {one.words(self._desk)}" for one in known[:_SHOWN]]
        if len(known) > _SHOWN:
            lines.append(_("… and {count} more").format(count=f"{len(known) - _SHOWN:,}"))
        self._erased.setText("\n".join(lines) or _("Nothing was erased in this clinic."))
