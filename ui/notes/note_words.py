"""How notes and the sessions they are about are called on screen."""

from clinicdesk import formats
from clinicdesk.language import _
from clinicdesk.records import notes
from clinicdesk.records.notes import LinkedSession, Note


def session_words(session: LinkedSession) -> str:
    """Return ``Session 2 of 6, 05-Mar-2026``."""
    return _("Session {number} of {count}, {day}").format(
        number=session.number, count=session.count, day=formats.format_date(session.day)
    )


def note_title(note: Note) -> str:
    """Return the kind of a note, of a letter to whom it goes, and the session it is about."""
    words = notes.words_of(note)
    return f"{words} · {session_words(note.session)}" if note.session else words
