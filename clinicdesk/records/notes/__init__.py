"""Notes: what a clinician writes about a patient; saved unsigned, rewritten, signed, added to, or voided.

A signed note never changes: what must be said later is an addendum, which counts as signed when it is written.
"""

from clinicdesk.records.notes.note import (
    Addendum,
    Addressee,
    Cosigner,
    LinkedSession,
    Note,
    NoteSignature,
    UnsignedNote,
    Voided,
    kind_name,
    words_of,
)
from clinicdesk.records.notes.reading import (
    addenda_to,
    get,
    kept_apart,
    of_patient,
    of_session,
    sessions_to_link,
    unsigned,
)
from clinicdesk.records.notes.writing import Stated, addendum, missing, rewrite, sign, void, write, write_signed
from clinicdesk.rules.note_sections import NoteKind

__all__ = [
    "Addendum",
    "Addressee",
    "Cosigner",
    "LinkedSession",
    "Note",
    "NoteKind",
    "NoteSignature",
    "Stated",
    "UnsignedNote",
    "Voided",
    "addenda_to",
    "addendum",
    "get",
    "kept_apart",
    "kind_name",
    "missing",
    "of_patient",
    "of_session",
    "rewrite",
    "sessions_to_link",
    "sign",
    "unsigned",
    "void",
    "words_of",
    "write",
    "write_signed",
]
