"""The weekdays on which a series may be: those the clinic is open, each to be left out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from clinicdesk.language import _
from ui import theme
from ui.widgets.button import button
from ui.widgets.flow import FlowLayout
from ui.widgets.words import label

_NAMES = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))


class Weekdays(QWidget):
    """One button for each weekday the clinic is open; pressed are those on which a session may be.

    Signals:
        changed: The person chose other weekdays.
    """

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._buttons: list[QPushButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_4"))
        column.addWidget(label(name))
        row = FlowLayout(theme.px("space_4"), theme.px("space_4"))
        column.addLayout(row)
        for words in _NAMES:
            made = button(words, kind="filter")
            made.setCheckable(True)
            made.clicked.connect(self._on_clicked)
            self._buttons.append(made)
            row.addWidget(made)

    def show_open(self, weekdays: frozenset[int]) -> None:
        """Offer the weekdays the clinic is open (0 is Monday), all chosen."""
        for weekday, made in enumerate(self._buttons):
            made.setVisible(weekday in weekdays)
            made.setChecked(weekday in weekdays)

    def chosen(self) -> frozenset[int]:
        """Return the chosen weekdays."""
        return frozenset(weekday for weekday, made in enumerate(self._buttons) if made.isChecked())

    def _on_clicked(self) -> None:
        self.changed.emit()
