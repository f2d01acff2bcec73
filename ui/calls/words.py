"""How calls and patients of a call list read on the screen."""

from clinicdesk.desk import Desk
from clinicdesk.formats import format_born, format_date_time, format_time
from clinicdesk.language import _
from clinicdesk.records.calls import Attempt, CallLine, outcome_name, purpose_name
from clinicdesk.records.patients import format_record_number


def who(desk: Desk, line: CallLine) -> str:
    """Return date of birth and record number, to be sure whom one talks to."""
    born = format_born(line.birth_date, desk.local(desk.now()).date())
    number = format_record_number(line.record_number)
    return _("Born {born}   No. {number}").format(born=born, number=number)


def attempt(desk: Desk, one: Attempt, about: CallLine) -> str:
    """Return what came of an attempt, with its reason where that was another one."""
    words = [when(desk, one), outcome_name(one.outcome)]
    if one.purpose is not about.due.purpose:
        words[1] = f"{words[1]} ({purpose_name(one.purpose)})"
    return ", ".join(part for part in (*words, one.remark, one.by_name) if part)


def last_attempt(desk: Desk, line: CallLine) -> str:
    """Return how the last attempt about this matter ended, short enough for a column."""
    if not line.tried:
        return ""
    return f"{when(desk, line.tried[0])} {outcome_name(line.tried[0].outcome)}"


def when(desk: Desk, one: Attempt) -> str:
    """Return the time of an attempt, with its day where it was not today."""
    at, now = desk.local(one.called_at), desk.local(desk.now())
    return format_time(at) if at.date() == now.date() else format_date_time(at)
