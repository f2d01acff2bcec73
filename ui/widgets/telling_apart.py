"""What tells one patient in a list from the others: where there is little room, what differs comes first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from clinicdesk.formats import format_date, format_record_number
from clinicdesk.language import _
from clinicdesk.rules.names import fold

if TYPE_CHECKING:
    from clinicdesk.records.patient_search import PatientLine


def telling(lines: Sequence[PatientLine]) -> Mapping[str, tuple[str, ...]]:
    """Return for each patient, by id, what is worth saying beside name and date of birth, in the order to say it."""
    facts = {line.id: _facts(line) for line in lines}
    ordered: dict[str, tuple[str, ...]] = {}
    for alike in namesakes(lines).values():
        columns = list(zip(*(facts[line.id] for line in alike), strict=True))
        differing = [len(set(column)) > 1 for column in columns]
        places = sorted(range(len(columns)), key=lambda place: not differing[place])
        for line in alike:
            ordered[line.id] = tuple(filter(None, (facts[line.id][place] for place in places)))
    return ordered


def namesakes(lines: Sequence[PatientLine]) -> Mapping[tuple[str, str], list[PatientLine]]:
    """Return the lines by their folded names; those who share one are in one list."""
    found: dict[tuple[str, str], list[PatientLine]] = defaultdict(list)
    for line in lines:
        found[fold(line.family_name), fold(line.given_name)].append(line)
    return found


def found_by_words(line: PatientLine) -> str:
    """Return the name or number that answers what was typed and that the line does not show otherwise."""
    if line.found_by.startswith("#"):
        number = format_record_number(int(line.found_by[1:]))
        return _("was No. {number}").format(number=number)
    return _("also {name}").format(name=line.found_by) if line.found_by else ""


def _facts(line: PatientLine) -> tuple[str, ...]:
    """Return everything that may tell somebody apart, always in the same places; empty where nothing is known."""
    return (
        line.remark,
        _("next {day}").format(day=format_date(line.next_visit)) if line.next_visit else "",
        _("last {day}").format(day=format_date(line.last_visit)) if line.last_visit else "",
        _("phone …{digits}").format(digits=line.phone_end) if line.phone_end else "",
        _("No. {number}").format(number=format_record_number(line.record_number)),
    )
