"""Pause a series: why, and until when."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QHBoxLayout

from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records import series_steps
from clinicdesk.records.series import Series
from clinicdesk.rules.dates import date_text
from clinicdesk.rules.timeline import Phase
from ui import theme
from ui.series.change_form import ChangeForm
from ui.widgets.field import Field
from ui.widgets.text_field import ParsedField, TextField
from ui.widgets.words import label


class PauseForm(ChangeForm):
    """Takes the sessions to come out of the plan until somebody plans on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Pause the series"), _("Pause &series"))

    def build(self) -> None:
        """Put the fields in."""
        self._reason = TextField(_("Reaso&n"), required=True)
        self._until: ParsedField[date] = ParsedField(_("Un&til about"), self.parse_day, date_text)
        self._words = label("", "muted", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        row.addWidget(self._reason, 2)
        row.addWidget(self._until, 1)
        self.add(row)
        self.add(self._words)

    def fields(self) -> Mapping[str, Field]:
        """Return the fields by name."""
        return {"reason": self._reason, "until": self._until}

    def start(self, planned: Series) -> None:
        """Begin with nothing typed, and say what a pause does."""
        self.series = planned
        self._reason.set_text("")
        self._until.set_value(None)
        self.strip.clear()
        count = sum(line.phase is Phase.PLANNED for line in planned.sessions)
        words = ngettext(
            "{count} session leaves the plan and its booking is cancelled. What was given stays.",
            "{count} sessions leave the plan and their bookings are cancelled. What was given stays.",
            count,
        )
        self._words.setText(words.format(count=count))
        self._reason.setFocus()

    def record(self) -> bool:
        """Pause the series."""
        if self.series is None or not self._until.check():
            return False
        series_steps.pause(self.desk, self.series.id, reason=self._reason.text(), until=self._until.value())
        return True
