"""What happened to the plan of a series, a line for each step; nothing where nothing happened."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records import series_steps
from clinicdesk.records.series_steps import SeriesStep, StepKind
from ui.widgets.words import label


class StepsLine(QWidget):
    """Pauses and sessions planned later, with their reasons where the person may read them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._words = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        self.hide()

    def show_series(self, series_id: str | None) -> None:
        """Show the steps of a series; None: of none."""
        steps = series_steps.steps_of(self._desk, series_id) if series_id else ()
        self._words.setText("\n".join(_line(step) for step in steps))
        self.setVisible(bool(steps))


def _line(step: SeriesStep) -> str:
    count = step.sessions
    sentence = {
        StepKind.PAUSED: ngettext("Paused, {count} session left out", "Paused, {count} sessions left out", count),
        StepKind.RESUMED: ngettext("Goes on with {count} session", "Goes on with {count} sessions", count),
        StepKind.REPEATED: ngettext("{count} session planned again", "{count} sessions planned again", count),
        StepKind.EXTENDED: ngettext("{count} session added", "{count} sessions added", count),
    }[step.kind].format(count=count)
    if step.until is not None:
        sentence = _("{what}, until about {day}").format(what=sentence, day=formats.format_date(step.until))
    words = _("{day}: {what}, by {name}.").format(day=formats.format_date(step.on), what=sentence, name=step.by_name)
    return f"{words} {step.reason}" if step.reason else words
