"""What a consent text is: one version, in one language, of one form a person reads and signs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.wordings.blocks import Block, parse_blocks
from clinicdesk.resources import FileProblem
from clinicdesk.rules.consent_needs import ANY_TREATMENT as ANY_TREATMENT
from clinicdesk.rules.consent_needs import Asked, Needed


class TextKind(StrEnum):
    """What a text is for; it decides what may be done with it and when."""

    TREATMENT = "treatment"
    AGREEMENT = "agreement"
    RELEASE = "release"
    NOTICE = "notice"
    WITHDRAWAL = "withdrawal"
    DISCHARGE = "discharge"


class TakenBack(StrEnum):
    """How an agreement is taken back: treatment by a spoken word, a release of information in writing only.

    Source: 45 CFR 164.508(b)(5) asks for a written revocation of an authorization (not read, unverified).
    """

    SPOKEN = "spoken"
    WRITTEN = "written"


class Signer(StrEnum):
    """As what somebody signs."""

    PATIENT = "patient"
    GUARDIAN = "guardian"
    CLINICIAN = "clinician"
    WITNESS = "witness"
    INTERPRETER = "interpreter"


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of one consent text in one language.

    Attributes:
        covers: The treatments it is asked for (names of protocols), or ``any-treatment``; empty for one on request.
        indications: Words of the indications it is asked for; empty for whatever the indication.
        asked: How often it is asked for.
        needed: Up to which point a visit can go on without it.
        guardian_under: Under this age, in years, a parent or legal representative signs in the patient's place.
        body_line: The line of the file its body begins at.
        sha256: Over the exact bytes of the file.
        source: The whole file as text, as it is pinned when it is first used.
        adopted_by: The person at the clinic who stands for it; empty while it is a sample.
    """

    id: str
    version: int
    language: str
    title: str
    kind: TextKind
    covers: tuple[str, ...]
    asked: Asked
    needed: Needed
    valid_days: int
    taken_back: TakenBack
    signers: tuple[Signer, ...]
    guardian_under: int
    initials: tuple[str, ...]
    answers: tuple[str, ...]
    body: str
    body_line: int
    sha256: str
    source: str
    adopted_by: str = ""
    adopted_at: datetime | None = None
    indications: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Name the text and its language, such as ``iv-ketamine-mood.en``."""
        return text_key(self.id, self.language)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The body, read when it is first wanted: what a visit needs is decided by the headers alone, many at once.

        Raises ``LineError`` where the file has a mistake; ``reading.parse`` has told it before.
        """
        return _blocks(self.body, self.body_line)

    @property
    def is_sample(self) -> bool:
        """Nobody at the clinic stands for the text yet: screens and papers say so, and nobody can sign it."""
        return not self.adopted_by

    @property
    def form_number(self) -> str:
        """How the paper names it, such as ``iv-ketamine-mood version 1``."""
        return _("{id} version {version}").format(id=self.id, version=self.version)


class WordingProblem(BadValue):
    """A consent text cannot be used; ``problem`` names file, line and reason."""

    def __init__(self, problem: FileProblem) -> None:
        where = _("{file}, line {line}: {sentence}")
        super().__init__(where.format(file=problem.file, line=problem.line, sentence=problem.sentence))
        self.problem = problem


@lru_cache(maxsize=64)
def _blocks(body: str, first_line: int) -> tuple[Block, ...]:
    return parse_blocks(body, first_line)


def text_key(name: str, language: str) -> str:
    """Return how a text in a language is named in lists and choices: ``iv-ketamine-mood.en``."""
    return f"{name}.{language}"
