"""One questionnaire or rating as it was answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FilledBy(StrEnum):
    """Whose answers they are. The values are stored, so they never change."""

    PATIENT = "patient"
    CLINICIAN = "clinician"
    PROXY = "proxy"


class Way(StrEnum):
    """How the answers came into the record. The values are stored, so they never change."""

    SCREEN = "screen"
    READ_ALOUD = "read_aloud"
    PAPER = "paper"
    TOTAL = "total"
    """Only scores were typed, from a sheet kept elsewhere."""


@dataclass(frozen=True, slots=True)
class Score:
    """The score of a result that counts: what is followed over time. ``total``: None where it could not be counted."""

    id: str
    measure: str
    file_id: str
    answered_at: datetime
    total: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """A result as it stands. Times are UTC.

    ``answers``: item → value; None was left out on purpose, no key was never asked. ``scores``: score → value in the
    unit of the file, None where it could not be counted; they are kept as they were counted then. ``total`` is the
    first of them. ``voided_reason`` and ``corrected_by`` (id of the newer result): it does not count any more.
    """

    id: str
    patient_id: str
    measure: str
    file_id: str
    language: str
    filled_by: FilledBy
    way: Way
    answered_at: datetime
    answers: Mapping[str, int | None]
    scores: Mapping[str, int | None]
    total: int | None
    series_id: str | None
    session_id: str | None
    due_key: str | None
    remark: str | None
    recorded_at: datetime
    recorded_by: str
    corrects: str | None
    corrected_by: str | None
    voided_reason: str | None

    @property
    def counts(self) -> bool:
        """Whether it is neither voided nor replaced by a newer one."""
        return self.voided_reason is None and self.corrected_by is None
