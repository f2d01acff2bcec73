"""The bar at the top: the search box, what is running, the clinic's clock, who is signed in, and the lock."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from clinicdesk.formats import format_day, format_time
from clinicdesk.language import _, ngettext
from ui import theme
from ui.shell.quick_search import SearchBox
from ui.widgets.button import button
from ui.widgets.words import label


class TopBar(QFrame):
    """Always there while somebody is signed in.

    Attributes:
        search: The search box.

    Signals:
        running_wanted: The person wants to see what is running.
        lock_wanted: The person locks the window.
    """

    running_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, who: str) -> None:
        super().__init__()
        self.setProperty("role", "top_bar")
        self.setFixedHeight(theme.px("top_bar"))
        self.search = SearchBox()
        self._running = button("", kind="quiet", icon="activity")
        self._clock = label()
        self._who = label(who, "muted")
        self._lock = button(_("Lock"), kind="quiet", icon="lock")
        self._lock.setToolTip(_("Lock the window (Ctrl+L)"))
        self._build()
        self._running.hide()
        self._running.clicked.connect(self.running_wanted)
        self._lock.clicked.connect(self.lock_wanted)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("space_16"), 0, theme.px("space_12"), 0)
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self.search, 3)
        row.addStretch(1)
        for widget in (self._running, self._clock, self._who, self._lock):
            row.addWidget(widget)

    def show_time(self, now: datetime) -> None:
        """Show the clinic's date and time."""
        text = f"{format_day(now.date())}  {format_time(now)}"
        if self._clock.text() != text:
            self._clock.setText(text)

    def show_running(self, count: int) -> None:
        """Show how many infusions are running; none needs no words."""
        words = ngettext("{count} infusion running", "{count} infusions running", count).format(count=count)
        self._running.setText(words)
        self._running.setVisible(count > 0)
