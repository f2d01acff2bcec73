"""What to say on the telephone, in words that tell whoever listens nothing about a treatment."""

from clinicdesk.desk import Desk
from clinicdesk.formats import format_day, format_time
from clinicdesk.language import _
from clinicdesk.records.calls.call import Due, Purpose
from clinicdesk.records.practice import Practice


def to_patient(desk: Desk, practice: Practice, due: Due) -> str:
    """Return what to say once the patient is on the line and said their date of birth."""
    hello = _("This is {caller} from {practice}.").format(caller=desk.person.name, practice=practice.name)
    return f"{hello} {_matter(desk, due)}"


def to_leave(desk: Desk, practice: Practice, ask_for: str) -> str:
    """Return what to leave on a machine: neither the clinic's name nor why, as others may hear it."""
    words = _("Hello, this is {caller} with a message for {patient}. Please call me back at {phone}. Thank you.")
    return words.format(caller=desk.person.name, patient=ask_for, phone=practice.phone or _("our number"))


def _matter(desk: Desk, due: Due) -> str:
    when = _when(desk, due)
    if due.purpose is Purpose.REMINDER and due.at is not None:
        return _("You have an appointment on {when}. Can you come?").format(when=when)
    if due.purpose is Purpose.NO_SHOW:
        return _("We missed you on {when}. Are you all right? Shall we find another time?").format(when=when)
    if due.purpose is Purpose.REBOOK:
        return _("Your appointment on {when} was cancelled. Shall we find another time?").format(when=when)
    if due.purpose is Purpose.MEASURES:
        return _("We have a few questions for you about how you have been. Do you have a few minutes now?")
    return _("I would like to find a time for your next appointment with you.")


def _when(desk: Desk, due: Due) -> str:
    if due.at is not None:
        at = desk.local(due.at)
        return _("{day} at {time}").format(day=format_day(at.date()), time=format_time(at))
    return format_day(due.day) if due.day else ""
