"""What the booking form says, and how its lengths and times are read and shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.appointments import Appointment, Slot, Unbooked
from clinicdesk.rules.dates import date_text
from clinicdesk.rules.spacing import position_text


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form says: whom, what for, when and where; ``changed`` is the booking that is to be changed."""

    patient_id: str | None
    kind: str
    session_id: str | None
    slot: Slot
    remark: str
    changed: Appointment | None


def session_words(one: Unbooked) -> str:
    """Name a session that is to be booked."""
    day = date_text(one.planned_on)
    return _("Session {place}, planned {day}").format(place=position_text(one.number, one.count), day=day)


def parse_minutes(text: str) -> int:
    """Read a length: ``90``, ``1:30``, ``1 h 30``, ``2h``."""
    plain = text.lower().replace("min", "").replace("h", ":").replace(" ", "")
    hours, colon, rest = plain.partition(":")
    parts = (hours or "0", rest or "0") if colon else ("0", hours)
    if not all(part.isdecimal() and len(part) <= 4 for part in parts):
        raise BadValue(_("Minutes, for example 90, or 1:30."), "minutes")
    minutes = int(parts[0]) * 60 + int(parts[1])
    if not 5 <= minutes <= 24 * 60:
        raise BadValue(_("5 minutes to 24 hours."), "minutes")
    return minutes


def hour_minute(at: time) -> str:
    """Show a time of day as it is typed."""
    return at.strftime("%H:%M")
