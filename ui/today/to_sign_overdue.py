"""Signatures that wait too long, told to the owner of the practice: for whom and how many, never what they say."""

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import overdue_signing
from ui.widgets.strip import MessageStrip


class OverdueSignatures(MessageStrip):
    """One line; hidden while nothing is overdue, and for everybody but the owner. Its action leads to the list."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def show_day(self, *, is_today: bool) -> None:
        """Say what is overdue now; the board of another day says nothing of it."""
        shown = is_today and self._desk.sees("unsigned")
        sentence = overdue_signing.sentence(overdue_signing.overdue(self._desk)) if shown else ""
        if sentence:
            self.show_message("warn", sentence, _("Sho&w"), icon="file-pen")
        else:
            self.clear()
