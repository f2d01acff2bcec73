"""Who is on duty on a day, and naming somebody."""

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.formats import format_day
from clinicdesk.language import _
from clinicdesk.records import duty
from ui.widgets.choice_field import ChoiceField

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class DutyChoice(ChoiceField):
    """Shows the clinician on duty today, or on another day; whoever is chosen is named.

    Arrows in the closed list only pass by the names: with them somebody is named by Enter, or by leaving the field.

    Signals:
        changed: Somebody was named.
        refused(str): Why nobody could be named.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, desk: Desk, day: date | None = None) -> None:
        self._desk = desk
        self._day = day
        self._passing = self._waits = False
        label = format_day(day) if day else _("Clinician on &duty today")
        people = [(member.id, member.name) for member in duty.clinicians(desk)]
        super().__init__(label, people, placeholder=_("Nobody named: all clinicians"))
        self.setEnabled(desk.may("duty.set"))
        self.show_duty()
        self.edited.connect(self._on_chosen)

    def show_duty(self) -> None:
        """Show who is named now."""
        self._waits = False
        self._duty = duty.on_day(self._desk, self._day) if self._day else duty.today(self._desk)
        self.set_value(self._duty.member.id if self._duty.member else None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell a name passed by from one that is chosen."""
        if watched is self.combo:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                if self._waits and event.key() in _ENTER:
                    self._name()
                    return True
                self._passing = not self.combo.view().isVisible()
                QTimer.singleShot(0, self, self._on_key_done)
            popped_up = isinstance(event, QFocusEvent) and event.reason() == Qt.FocusReason.PopupFocusReason
            if self._waits and event.type() == QEvent.Type.FocusOut and not popped_up:
                self._name()
        return super().eventFilter(watched, event)

    def _on_key_done(self) -> None:
        self._passing = False

    def _on_chosen(self) -> None:
        if self._passing:
            self._waits = True
        else:
            self._name()

    def _name(self) -> None:
        self._waits = False
        try:
            duty.name(self._desk, self._duty.day, str(self.value()), based_on=self._duty.version)
        except ClinicDeskError as problem:
            self.refused.emit(str(problem))
        self.show_duty()
        self.changed.emit()
