"""What makes the opening of a chart worth a question when the month is reviewed.

That logs are read regularly is asked by 45 CFR 164.308(a)(1)(ii)(D), a citation nobody here has verified; which
openings to ask about no law says: these are the questions auditors are known to ask.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from clinicdesk.rules.names import fold

GRACE = timedelta(hours=1)
"""Before the clinic opens and after it closes people still work."""

_TITLES = frozenset({"dr", "prof", "mr", "mrs", "ms", "mx", "sr", "jr", "ii", "iii"})


class Remark(StrEnum):
    """Why an opening stands out."""

    EMERGENCY = "emergency"
    OWN_NAME = "own_name"
    OF_STAFF = "of_staff"
    OUT_OF_HOURS = "out_of_hours"
    ONLY_LOOKED = "only_looked"
    NO_VISIT = "no_visit"


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name in folded words: all words of the family name, and the first given name or its initial."""

    family: frozenset[str]
    given: str


def of_staff(name: str) -> PersonName:
    """Return the name of somebody of the staff as it prints on records, ``Dr Pat Osei`` or ``R. Alvarez, RN``."""
    words = [word for word in fold(name.split(",", 1)[0]).split() if word not in _TITLES]
    return PersonName(frozenset(words[-1:]), words[0] if len(words) > 1 else "")


def of_patient(family: str, given: str) -> PersonName:
    """Return the name of a patient."""
    return PersonName(frozenset(fold(family).split()), next(iter(fold(given).split()), ""))


def same_family(one: PersonName, other: PersonName) -> bool:
    """Tell whether two people share a family name, or one word of a double one."""
    return bool(one.family & other.family)


def may_be_same(one: PersonName, other: PersonName) -> bool:
    """Tell whether two names can be one person's; an initial stands for any name that begins so."""
    if not (same_family(one, other) and one.given and other.given):
        return False
    shorter, longer = sorted((one.given, other.given), key=len)
    return longer.startswith(shorter) if len(shorter) == 1 else shorter == longer


def remarks(
    *,
    at: datetime,
    hours: tuple[datetime, datetime] | None,
    hours_known: bool,
    opener: PersonName,
    patient: PersonName,
    staff: Iterable[PersonName],
    had_visit: bool,
    did_something: bool,
    emergency: bool,
) -> frozenset[Remark]:
    """Return what stands out about one opening.

    ``hours`` are those of the day, None on a closed one; without ``hours_known`` nobody can say what is out of them.
    ``had_visit``: the patient was booked that day. ``did_something``: the opener recorded something in the chart then.
    """
    found = set()
    if emergency:
        found.add(Remark.EMERGENCY)
    if same_family(opener, patient):
        found.add(Remark.OWN_NAME)
    if any(may_be_same(one, patient) for one in staff):
        found.add(Remark.OF_STAFF)
    if hours_known and (hours is None or not hours[0] - GRACE <= at <= hours[1] + GRACE):
        found.add(Remark.OUT_OF_HOURS)
    if not had_visit:
        found.add(Remark.NO_VISIT if did_something else Remark.ONLY_LOOKED)
    return frozenset(found)


def stands_out(found: frozenset[Remark]) -> bool:
    """Tell whether an opening is listed: work in a chart on a day without a visit is everyday, and only counted."""
    return bool(found - {Remark.NO_VISIT})
