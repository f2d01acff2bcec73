"""How a series went so far, a line for each session that began: beside the plan, because it decides what is planned."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing.series_facts import SessionFacts, facts_of
from clinicdesk.records.series import Series
from ui.widgets.words import label

MOST_LINES = 6
"""The newest; the series report has them all."""


class CourseSoFar(QWidget):
    """Dose, blood pressure, saturation, scores and what went wrong. Nothing for who reads nothing clinical."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._words = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label(_("Course so far"), "strong"))
        column.addWidget(self._words)
        self.hide()

    def show_series(self, planned: Series | None) -> None:
        """Show the course of a series; None: of none."""
        told = facts_of(self._desk, planned) if planned is not None and self._desk.sees("clinical") else []
        begun = [one for one in told if one.was_treated or one.ending]
        self._words.setText("\n".join(_line(one) for one in begun[-MOST_LINES:]))
        self.setVisible(bool(begun))


def _line(one: SessionFacts) -> str:
    parts = [
        one.place,
        formats.format_date(one.day),
        one.given,
        _("BP {before}, highest {highest}").format(before=one.pressure_before, highest=one.pressure_highest)
        if one.pressure_highest
        else "",
        _("lowest SpO2 {value}").format(value=one.saturation_lowest) if one.saturation_lowest else "",
        *one.scores,
        ", ".join(one.events),
        one.ending,
    ]
    return ", ".join(part for part in parts if part)
