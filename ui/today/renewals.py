"""Certifications of the clinic that end soon or have ended, told to whoever can renew them before a visit fails."""

from datetime import date

from clinicdesk.desk import Desk
from clinicdesk.records import site_certifications
from ui.widgets.strip import MessageStrip


class Renewals(MessageStrip):
    """One line for each; hidden while there is none, and for everybody who cannot write a renewal down."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._may = desk.may("site.certify")

    def show_day(self, day: date, *, is_today: bool) -> None:
        """Say what is to be renewed; the board of another day says nothing of it."""
        told = site_certifications.to_renew(self._desk, day) if is_today and self._may else ()
        if told:
            self.show_message("warn", "\n".join(told), icon="calendar-days")
        else:
            self.clear()
