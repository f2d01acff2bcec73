"""What the forms that change a plan share: a strip, a button that records, one that cancels, and their keys."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records.series import Series
from clinicdesk.rules.dates import parse_date
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.strip import MessageStrip


class ChangeForm(Card):
    """A form about one series. Esc leaves it, Ctrl+S records.

    Signals:
        recorded: It is recorded.
        cancelled: The person left it.
    """

    recorded = Signal()
    cancelled = Signal()

    def __init__(self, desk: Desk, title: str, confirm: str, icon: str = "") -> None:
        super().__init__(title)
        self.desk = desk
        self.series: Series | None = None
        self.strip = MessageStrip()
        self._confirm = button(confirm, kind="primary", icon=icon)
        self._cancel = button(_("Cancel"))
        self.build()
        self.add(self.strip)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._confirm)
        row.addWidget(self._cancel)
        row.addStretch(1)
        self.add(row)
        self._confirm.clicked.connect(self._on_confirm)
        self._cancel.clicked.connect(self.cancelled)
        for keys, slot in (("Esc", self._on_escape), ("Ctrl+S", self._on_confirm)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def build(self) -> None:
        """Put the fields in; for subclasses."""
        raise NotImplementedError

    def record(self) -> bool:
        """Record what was typed and return whether it was; for subclasses. A ``ClinicDeskError`` is shown."""
        raise NotImplementedError

    def fields(self) -> Mapping[str, Field]:
        """Return the fields by the names that records give them in ``BadValue.field``; for subclasses."""
        raise NotImplementedError

    def parse_day(self, text: str) -> date:
        """Read a day as people type it."""
        return parse_date(text, self.desk.local(self.desk.now()).date())

    def show_problem(self, problem: ClinicDeskError) -> None:
        """Say what is wrong at its field, or above the buttons when it belongs to none."""
        field = self.fields().get(problem.field or "") if isinstance(problem, BadValue) else None
        if field is None:
            self.strip.show_message("danger", str(problem))
            return
        field.set_error(str(problem))
        field.setFocus()

    def _on_confirm(self) -> None:
        try:
            done = self.record()
        except ClinicDeskError as problem:
            self.show_problem(problem)
            return
        if done:
            self.recorded.emit()

    def _on_escape(self) -> None:
        self.cancelled.emit()
