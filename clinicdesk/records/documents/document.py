"""What a document is, as it stands in a chart and on its way there."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from clinicdesk.records.documents.kinds import Kind
from clinicdesk.rules.media import Media


class Source(StrEnum):
    """How a document came in. The values are stored, so they never change."""

    DROPPED = "dropped"
    PASTED = "pasted"
    CHOSEN = "chosen"
    SCAN_FOLDER = "scan_folder"
    MADE = "made"
    """A paper of this program, kept as it was made."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that was read and checked, and can be filed (``exchange.incoming`` makes it).

    ``pages`` is None where only a viewer can tell; ``text`` is what was found in a PDF, to find it by.
    """

    content: bytes = field(repr=False)
    sha256: str
    media: Media
    pages: int | None
    text: str = field(default="", repr=False)
    has_script: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A document in a chart. Of one that is not ``readable`` by this person, ``title`` is empty.

    ``dated_on`` is the day that stands on it; ``filed_at`` is UTC. ``patient_id`` is the registration it is read under.
    """

    id: str
    version: str
    patient_id: str
    kind: Kind
    title: str
    dated_on: date | None
    source: str
    media: Media
    size_bytes: int
    pages: int | None
    filed_at: datetime
    filed_by_id: str
    filed_by: str
    reviewer_id: str | None
    reviewer: str
    reviewed_at: datetime | None
    reviewed_by: str
    voided_reason: str | None
    readable: bool

    @property
    def waits_for_review(self) -> bool:
        """Whether somebody was named to review it, and nobody has."""
        return self.reviewer_id is not None and self.reviewed_at is None and self.voided_reason is None


@dataclass(frozen=True, slots=True)
class Twin:
    """The same content, filed before: in this patient's chart, or in that of somebody else, who is not named."""

    same_patient: bool
    kind: Kind
    filed_at: datetime
