"""Pause a series: why, and until when."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut, Qt
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import series_steps
from clinicdesk.records.series import Series
from clinicdesk.rules.dates import date_text, parse_date
from clinicdesk.rules.timeline import Phase
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField, TextField
from ui.widgets.words import label


class PauseForm(Card):
    """Takes the sessions to come out of the plan until somebody plans on.

    Signals:
        recorded: The series is paused.
        cancelled: The person left it.
    """

    recorded = Signal()
    cancelled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Pause the series"))
        self._desk = desk
        self._series: Series | None = None
        self._reason = TextField(_("Reaso&n"), required=True)
        self._until: ParsedField[date] = ParsedField(_("Un&til about"), self._parse_day, date_text)
        self._words = label("", "muted", wrap=True)
        self._strip = MessageStrip()
        self._pause = button(_("Pause &series"), kind="primary")
        self._cancel = button(_("Cancel"))
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self._reason, 2)
        row.addWidget(self._until, 1)
        self.add(row)
        self.add(self._words)
        self.add(self._strip)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.px("space_8"))
        buttons.addWidget(self._pause)
        buttons.addWidget(self._cancel)
        buttons.addStretch(1)
        self.add(buttons)
        self._pause.clicked.connect(self._on_pause)
        self._cancel.clicked.connect(self.cancelled)
        for keys, slot in (("Esc", self._on_escape), ("Ctrl+S", self._on_pause)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _parse_day(self, text: str) -> date:
        return parse_date(text, self._desk.local(self._desk.now()).date())

    def start(self, planned: Series) -> None:
        """Begin with nothing typed, and say what a pause does."""
        self._series = planned
        self._reason.set_text("")
        self._until.set_value(None)
        self._strip.clear()
        count = sum(line.phase is Phase.PLANNED for line in planned.sessions)
        words = ngettext(
            "{count} session leaves the plan and its booking is cancelled. What was given stays.",
            "{count} sessions leave the plan and their bookings are cancelled. What was given stays.",
            count,
        )
        self._words.setText(words.format(count=count))
        self._reason.setFocus()

    def _on_pause(self) -> None:
        if self._series is None or not self._until.check():
            return
        try:
            series_steps.pause(self._desk, self._series.id, reason=self._reason.text(), until=self._until.value())
        except ClinicDeskError as problem:
            field = {"reason": self._reason, "until": self._until}.get(
                problem.field or "" if isinstance(problem, BadValue) else ""
            )
            if field is not None:
                field.set_error(str(problem))
                field.setFocus()
            else:
                self._strip.show_message("danger", str(problem))
            return
        self.recorded.emit()

    def _on_escape(self) -> None:
        self.cancelled.emit()
