"""Naming the clinicians on duty for the next days."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import duty
from ui import theme
from ui.crisis.duty_choice import DutyChoice
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

DAYS = 7


class DutyPlan(QDialog):
    """A week ahead, one choice for each day the clinic opens. Deletes itself when closed."""

    def __init__(self, over: QWidget, desk: Desk) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Clinicians on duty"))
        self.setAccessibleName(_("Clinicians on duty"))
        self._desk = desk
        self._strip = MessageStrip()
        self._choices = [DutyChoice(desk, day) for day in duty.coming_days(desk, DAYS)]
        close = button(_("&Close"))
        close.clicked.connect(self.accept)
        bar = QHBoxLayout()
        bar.addStretch(1)
        bar.addWidget(close)
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_4"))
        column.addWidget(label(_("Clinicians on duty"), "h2"))
        column.addWidget(
            label(_("Whom the crisis card sends for. Without a name: all clinicians."), "muted", wrap=True)
        )
        column.addWidget(self._strip)
        for choice in self._choices:
            choice.refused.connect(self._on_refused)
            column.addWidget(choice)
        column.addLayout(bar)
        self.setMinimumWidth(theme.px("base") * 28)
        desk.clinic.listen(self._on_changed)

    def done(self, result: int) -> None:
        """Stop listening and close."""
        self._desk.clinic.stop_listening(self._on_changed)
        super().done(result)

    def _on_changed(self, changed: Changed) -> None:
        if not isValid(self):
            self._desk.clinic.stop_listening(self._on_changed)
        elif changed.tables & {"duties", "staff"}:
            for choice in self._choices:
                choice.show_duty()

    def _on_refused(self, sentence: str) -> None:
        self._strip.show_message("danger", sentence)
