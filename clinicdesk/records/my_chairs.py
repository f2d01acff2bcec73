"""The chairs a person answers for, with the names of the chairs as the day's bookings have them."""

from collections.abc import Iterable

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import cockpit
from clinicdesk.records.cockpit import Watched
from clinicdesk.records.sessions import nurse


def of_person(desk: Desk, staff_id: str) -> tuple[Watched, ...]:
    """Return the chairs a member of staff answers for, in their order; none for somebody without clinical sight."""
    mine = {line.id for line in nurse.of_person(desk, staff_id)}
    return tuple(one for one in cockpit.watched(desk) if one.id in mine) if mine else ()


def chair_name(one: Watched) -> str:
    """Return the chair as people say it."""
    return one.chair or _("No chair")


def in_words(chairs: Iterable[Watched]) -> str:
    """Return chairs in one phrase: ``Chair 2 and Chair 3``."""
    names = [chair_name(one) for one in chairs]
    if len(names) < 2:
        return "".join(names)
    return _("{some} and {last}").format(some=", ".join(names[:-1]), last=names[-1])
