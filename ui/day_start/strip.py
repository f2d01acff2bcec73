"""The quiet line on Today that asks clinicians for the checks of the day, and goes once they are done."""

from __future__ import annotations

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import day_checks
from ui.day_start.sheet import DayStartSheet
from ui.widgets.button import button
from ui.widgets.strip import MessageStrip


class DayStartStrip(MessageStrip):
    """Hidden for who does not check, on other days, and when all was found in order.

    Attributes:
        button: Stands in the title row instead, where the window is low.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._low = self._asks = self._says_why = False
        self._why = ""
        self.button = button("", kind="quiet", icon="clipboard-check")
        self.button.setAccessibleName(_("Checks of the day"))
        self.button.hide()
        self.button.clicked.connect(self._on_wanted)
        self.action_taken.connect(self._on_wanted)

    def set_low(self, low: bool, *, says_why: bool = False) -> None:
        """Let the button stand in the place of the line: a low window needs the room. It ``says_why`` where it can."""
        self._low, self._says_why = low, says_why
        self._give_room()

    def _give_room(self) -> None:
        if self._says_why:
            self.button.setText(self._why)
        self.button.setVisible(self._asks and self._low)
        self.setVisible(self._asks and not self._low)

    def show_day(self, *, is_today: bool) -> None:
        """Ask on the day itself; say what was not in order until it is looked at again."""
        self._asks = is_today and self._desk.may("day.check") and self._ask()
        self._give_room()

    def _ask(self) -> bool:
        """Say what is asked or not in order; return whether there is anything to say."""
        try:
            found = day_checks.of_today(self._desk)
        except ClinicDeskError as problem:
            self._why = str(problem)
            self.show_message("danger", self._why)
            return True
        self._why = day_checks.warning(self._desk)
        if found is None:
            words = _("Before the first patient: oxygen, suction, AED, drugs, bell and sound.")
            self.show_message("info", words, _("Check the day"), icon="clipboard-check")
        elif found.faulty:
            words = f"{self._why} {found.remark or ''}".strip()
            self.show_message("warn", words, _("Look again"), icon="clipboard-check")
        return found is None or bool(found.faulty)

    def _on_wanted(self) -> None:
        sheet = DayStartSheet(self._desk, self.window())
        sheet.recorded.connect(self._on_recorded)
        sheet.open()

    def _on_recorded(self) -> None:
        self.show_day(is_today=True)
