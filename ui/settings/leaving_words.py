"""What waits for somebody who leaves, in words."""

from clinicdesk.language import _, ngettext
from clinicdesk.records.leaving import Left, What


def count_of(what: What, count: int) -> str:
    """Return how much of a kind there is: ``3 notes to sign``."""
    words = {
        What.NOTES: ngettext("{count} &note to sign", "{count} &notes to sign", count),
        What.COSIGNS: ngettext("{count} s&econd signature", "{count} s&econd signatures", count),
        What.DOCUMENTS: ngettext("{count} &document to review", "{count} &documents to review", count),
        What.DRAFTS: ngettext("{count} &begun text on this PC", "{count} &begun texts on this PC", count),
        What.ALERTS: ngettext("{count} call &for a clinician", "{count} calls &for a clinician", count),
        What.MESSAGES: ngettext("{count} &message that is not done", "{count} &messages that are not done", count),
    }[what]
    return words.format(count=count)


def advice(left: Left, name: str, *, active: bool) -> list[str]:
    """Return what cannot be handed on, each with what to do about it."""
    found = (
        _verbal(left, name, active=active),
        _sessions(left),
        _bookings(left),
        _duties(left),
        _forms(left, name),
    )
    return [words for words in found if words]


def chairs_words(left: Left, name: str) -> str:
    """Return that they answer for patients in chairs now."""
    words = ngettext(
        "{name} answers for a patient in a chair. Whoever takes over now types their login and PIN here:",
        "{name} answers for {count} patients in chairs. Whoever takes over now types their login and PIN here:",
        len(left.chairs),
    )
    return words.format(name=name, count=len(left.chairs))


def _verbal(left: Left, name: str, *, active: bool) -> str:
    if not left.verbal_orders:
        return ""
    words = ngettext(
        "{count} verbal order waits for {name}, and nobody else can sign it.",
        "{count} verbal orders wait for {name}, and nobody else can sign them.",
        len(left.verbal_orders),
    ).format(count=len(left.verbal_orders), name=name)
    return f"{words} {_('Better ask {name} to sign before the last day.').format(name=name)}" if active else words


def _sessions(left: Left) -> str:
    if not left.sessions:
        return ""
    words = ngettext(
        "{count} session to sign goes to every clinician by itself.",
        "{count} sessions to sign go to every clinician by themselves.",
        len(left.sessions),
    )
    return words.format(count=len(left.sessions))


def _bookings(left: Left) -> str:
    if not left.bookings:
        return ""
    words = ngettext(
        "{count} booking to come stays: the schedule shows it as one to be moved.",
        "{count} bookings to come stay: the schedule shows them as ones to be moved.",
        left.bookings,
    )
    return words.format(count=left.bookings)


def _duties(left: Left) -> str:
    if not left.duties:
        return ""
    words = ngettext(
        "On {count} day to come they are the clinician on duty: name somebody else under Today.",
        "On {count} days to come they are the clinician on duty: name somebody else under Today.",
        left.duties,
    )
    return words.format(count=left.duties)


def _forms(left: Left, name: str) -> str:
    if not left.forms:
        return ""
    words = ngettext(
        "{count} half-filled form is on this PC. It is in no record, and only {name} sees it.",
        "{count} half-filled forms are on this PC. They are in no record, and only {name} sees them.",
        left.forms,
    )
    return words.format(count=left.forms, name=name)
