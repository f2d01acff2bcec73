"""Emergency accesses, told to administrators until one of them has read of each: by whom, never what was read."""

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import emergency
from ui.widgets.strip import MessageStrip

TABLES = frozenset({"emergency_accesses", "emergency_reviews"})


class EmergencyStrip(MessageStrip):
    """One line; hidden while there is nothing to read, and for everybody but administrators."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def show_day(self, *, is_today: bool) -> None:
        """Say what is to be read now; the board of another day says nothing of it."""
        shown = is_today and self._desk.may("emergency.review")
        sentence = emergency.sentence(emergency.unread(self._desk)) if shown else ""
        if sentence:
            self.show_message("warn", sentence, _("Re&ad of it"), icon="shield")
        else:
            self.clear()
