"""How a request stands by its last day, as a tone."""

from datetime import date
from typing import Literal

from clinicdesk.records.rights import Request

SOON_DAYS = 7
"""From how many days before its last one a request is shown as urgent. Our own choice."""

Tone = Literal["", "warn", "danger"]


def tone(request: Request, today: date) -> Tone:
    """Return ``danger`` for a late one, ``warn`` for one that is due soon."""
    if not request.is_open:
        return ""
    left = request.days_left(today)
    return "danger" if left < 0 else "warn" if left <= SOON_DAYS else ""
