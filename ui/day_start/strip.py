"""The quiet line on Today that asks clinicians for the checks of the day, and goes once they are done."""

from __future__ import annotations

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import day_checks
from ui.day_start.sheet import DayStartSheet
from ui.widgets.strip import MessageStrip


class DayStartStrip(MessageStrip):
    """Hidden for who does not check, on other days, and when all was found in order."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.action_taken.connect(self._on_wanted)

    def show_day(self, *, is_today: bool) -> None:
        """Ask on the day itself; say what was not in order until it is looked at again."""
        if not is_today or not self._desk.may("day.check"):
            self.clear()
            return
        try:
            found = day_checks.of_today(self._desk)
        except ClinicDeskError as problem:
            self.show_message("danger", str(problem))
            return
        if found is None:
            words = _("Before the first patient: oxygen, suction, AED, drugs, bell and sound.")
            self.show_message("info", words, _("Check the day"), icon="clipboard-check")
        elif found.faulty:
            words = f"{day_checks.warning(self._desk)} {found.remark or ''}".strip()
            self.show_message("warn", words, _("Look again"), icon="clipboard-check")
        else:
            self.clear()

    def _on_wanted(self) -> None:
        sheet = DayStartSheet(self._desk, self)
        sheet.recorded.connect(self._on_recorded)
        sheet.open()

    def _on_recorded(self) -> None:
        self.show_day(is_today=True)
