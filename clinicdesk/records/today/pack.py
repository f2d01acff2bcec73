"""When the downtime pack was last printed: what the clinic works from when there is no power to print with."""

from dataclasses import dataclass
from datetime import datetime

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.storage.clock import from_text

PAPER = "downtime-pack"
"""Its kind of paper, which the entry of the print names as its reason."""


@dataclass(frozen=True, slots=True)
class DowntimePack:
    """``printed_at`` is in the clinic's zone, None when it never was; ``of_today`` says that it is of this day."""

    printed_at: datetime | None
    of_today: bool

    @property
    def words(self) -> str:
        """When it was printed, as the board says it."""
        if self.printed_at is None:
            return _("The downtime pack was never printed.")
        if self.of_today:
            return _("Downtime pack printed today at {time}.").format(time=formats.format_time(self.printed_at))
        day = formats.format_day(self.printed_at.date())
        return _("The downtime pack was last printed on {day}.").format(day=day)


def last_pack(desk: Desk) -> DowntimePack:
    """Return when the downtime pack was last printed, at whatever workstation."""
    # The reason of an entry stands in the ledger; an index of its own holds the few entries that are prints.
    row = desk.row(
        "SELECT e.at FROM search_entries e CROSS JOIN ledger l ON l.seq = e.seq WHERE e.action = 'paper.print' "
        "AND CAST(l.content AS TEXT) ->> 'reason' = ? ORDER BY e.seq DESC LIMIT 1",
        PAPER,
    )
    if row is None:
        return DowntimePack(None, of_today=False)
    printed_at = desk.local(from_text(row["at"]))
    return DowntimePack(printed_at, printed_at.date() == desk.local(desk.now()).date())
