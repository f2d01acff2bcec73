"""What a note is when it is read."""

from dataclasses import dataclass
from datetime import date, datetime

from clinicdesk.language import _
from clinicdesk.rules.note_sections import NoteKind


def kind_name(kind: NoteKind) -> str:
    """Return the kind as people say it."""
    return {
        NoteKind.INTAKE: _("Intake"),
        NoteKind.SESSION: _("Session note"),
        NoteKind.PROGRESS: _("Progress note"),
        NoteKind.PHONE_CALL: _("Phone call"),
        NoteKind.INTEGRATION: _("Integration session"),
        NoteKind.LETTER: _("Letter"),
        NoteKind.PSYCHOTHERAPY: _("Psychotherapy note"),
    }[kind]


@dataclass(frozen=True, slots=True)
class Addendum:
    """What was added to a signed record, by whom and when (UTC)."""

    id: str
    body: str
    author_name: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class LinkedSession:
    """The session a note is about: number ``number`` of ``count``, planned on a day of the clinic."""

    id: str
    number: int
    count: int
    day: date


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """Who signed a note, and when (UTC). ``meaning``: ``author``, ``clinician`` (for the author) or ``cosigner``."""

    id: str
    staff_id: str
    signer_name: str
    meaning: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Cosigner:
    """Who was asked to sign a note as well."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a letter goes to: somebody of the patient's care team."""

    id: str
    name: str
    practice: str


@dataclass(frozen=True, slots=True)
class Voided:
    """Why a note does not count any more, who said so, and when (UTC)."""

    reason: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it stands. Times are UTC.

    ``template`` is the id of the kept file it was begun from (``note_templates.of_file``), None for a free text.
    ``about_at`` makes it a late entry: when what it tells happened. ``signatures``: the one that closed it comes first.
    """

    id: str
    version: str
    patient_id: str
    kind: NoteKind
    body: str
    template: str | None
    author_id: str
    author_name: str
    written_at: datetime
    about_at: datetime | None
    changed_at: datetime
    changed_by: str
    session: LinkedSession | None
    cosigner: Cosigner | None
    recipient: Addressee | None
    signatures: tuple[NoteSignature, ...]
    voided: Voided | None
    addenda: tuple[Addendum, ...]

    @property
    def is_signed(self) -> bool:
        """Whether the note is closed by a signature."""
        return bool(self.signatures)

    @property
    def is_open(self) -> bool:
        """Whether the note can still be written on: neither signed nor voided."""
        return not self.signatures and self.voided is None

    @property
    def signer_name(self) -> str | None:
        """Who closed the note, None while it is unsigned."""
        return self.signatures[0].signer_name if self.signatures else None

    @property
    def signed_at(self) -> datetime | None:
        """When it was closed (UTC), None while it is unsigned."""
        return self.signatures[0].signed_at if self.signatures else None

    @property
    def voided_reason(self) -> str | None:
        """Why it does not count any more, None while it counts."""
        return self.voided.reason if self.voided else None


def words_of(note: Note) -> str:
    """Return what a note is: its kind, of a letter also to whom it goes."""
    if note.recipient is not None:
        return _("Letter to {name}").format(name=note.recipient.name)
    return kind_name(note.kind)


@dataclass(frozen=True, slots=True)
class UnsignedNote:
    """A line of the list "To sign"."""

    id: str
    patient_id: str
    family_name: str
    given_name: str
    kind: NoteKind
    written_at: datetime
