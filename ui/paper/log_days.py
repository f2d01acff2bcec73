"""From which day to which the dispensing log is wanted."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.rules.dates import date_text, parse_date
from ui.widgets.form_dialog import FormDialog
from ui.widgets.text_field import ParsedField


class LogDays(FormDialog):
    """Two days; both begin as today.

    Signals:
        paper_requested(object): A ``PaperRequest`` for the log of these days.
    """

    paper_requested = Signal(object)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        today = desk.local(desk.now()).date()

        def parse(text: str) -> date:
            return parse_date(text, today)

        self._first: ParsedField[date] = ParsedField(_("&From"), parse, date_text, required=True)
        self._last: ParsedField[date] = ParsedField(_("&To"), parse, date_text, required=True)
        for field in (self._first, self._last):
            field.set_value(today)
        super().__init__(
            over,
            _("Dispensing log"),
            _("What was drawn, given, wasted and returned, line by line."),
            {"first": self._first, "last": self._last},
            _("&Show"),
        )

    def record(self) -> None:
        """Ask for the paper; nothing is written."""
        first, last = self._first.value(), self._last.value()
        if first is None or last is None:
            raise BadValue(_("Type both days."), "first")
        if last < first:
            raise BadValue(_("The last day is before the first."), "last")
        self.paper_requested.emit(PaperRequest("dispensing-log", f"{first.isoformat()} {last.isoformat()}"))
