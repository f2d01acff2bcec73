"""Who is on duty today, and naming somebody."""

from PySide6.QtCore import Signal

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import duty
from ui.widgets.choice_field import ChoiceField


class DutyChoice(ChoiceField):
    """Shows the clinician on duty; choosing another names them at once.

    Signals:
        changed: Somebody was named.
        refused(str): Why nobody could be named.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, desk: Desk) -> None:
        people = [(member.id, member.name) for member in duty.clinicians(desk)]
        super().__init__(_("Clinician on &duty today"), people, placeholder=_("Nobody named: all clinicians"))
        self._desk = desk
        self._duty = duty.today(desk)
        self.setEnabled(desk.may("duty.set"))
        self.show_duty()
        self.edited.connect(self._on_edited_by_person)

    def show_duty(self) -> None:
        """Show who is named now."""
        self._duty = duty.today(self._desk)
        self.set_value(self._duty.member.id if self._duty.member else None)

    def _on_edited_by_person(self) -> None:
        try:
            duty.name(self._desk, self._duty.day, str(self.value()), based_on=self._duty.version)
        except ClinicDeskError as problem:
            self.refused.emit(str(problem))
        self.show_duty()
        self.changed.emit()
