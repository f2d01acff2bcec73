"""The wordings of consent: texts in ``resources/consents``, each a Markdown file with a short header.

The header stands between two lines ``---`` and holds ``key: value`` lines; a line starting with ``#`` is a remark:

    id, version, language, title   which text this is; a changed text gets a new version
    covers                         the treatments it is asked for, separated by commas
    valid_days                     how long a signature holds; the clinic's own choice
    signers                        who must sign: patient, guardian, clinician, witness
    initials                       the sections to put initials to, each marked ``[initials: …]`` in the text
    adopted_by                     the person at the clinic who stands for this text; until then it is a sample
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from clinicdesk import resources
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.wording_blocks import Block, LineError, parse_blocks
from clinicdesk.resources import FileProblem

SIGNERS = ("patient", "guardian", "clinician", "witness")
_NEEDED = ("id", "version", "language", "title", "covers", "valid_days", "signers")
_OPTIONAL = ("initials", "adopted_by")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_LONGEST_DAYS = 3650


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of one consent text. ``sha256`` is over the exact bytes of the file, and is what gets signed."""

    id: str
    version: int
    language: str
    title: str
    covers: tuple[str, ...]
    valid_days: int
    signers: tuple[str, ...]
    initials: tuple[str, ...]
    adopted_by: str
    body: str
    blocks: tuple[Block, ...]
    sha256: str
    source: str
    """The whole file as text, as it is pinned when it is first used."""

    @property
    def is_sample(self) -> bool:
        """Nobody at the clinic stands for the text yet: screens and papers say "Sample wording"."""
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


def load_all(folder: Path | None = None) -> tuple[dict[str, Wording], list[FileProblem]]:
    """Return the texts by id, and what is wrong with the files that could not be read. One bad file spoils no other."""
    wordings: dict[str, Wording] = {}
    problems: list[FileProblem] = []
    for path in sorted((folder or resources.folder("consents")).glob("*.md")):
        try:
            wording = parse(path.read_bytes(), path.name)
            if wording.id in wordings:
                line = _line_of_key(path.read_text(encoding="utf-8-sig"), "id")
                sentence = _("Another file already has the id {id}. Give each text its own.").format(id=wording.id)
                raise WordingProblem(FileProblem(path.name, line, sentence))
            wordings[wording.id] = wording
        except WordingProblem as trouble:
            problems.append(trouble.problem)
        except OSError as trouble:
            problems.append(
                FileProblem(path.name, 1, _("The file cannot be read: {reason}.").format(reason=trouble.strerror))
            )
    return wordings, problems


def parse(content: bytes, name: str) -> Wording:
    """Read one text; ``name`` is the file's name for the message. Raises ``WordingProblem`` naming file and line."""
    try:
        lines = _lines(content)
        header, body_line = _header(lines)
        body = "\n".join(lines[body_line - 1 :])
        blocks = parse_blocks(body, body_line)
        return _wording(header, body, blocks, content)
    except LineError as bad:
        raise WordingProblem(FileProblem(name, bad.line, bad.sentence)) from bad


def _lines(content: bytes) -> list[str]:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as bad:
        line = content.count(b"\n", 0, bad.start) + 1
        raise LineError(line, _("This line is not UTF-8. Save the file as UTF-8.")) from bad


_Header = Mapping[str, tuple[str, int]]


def _header(lines: list[str]) -> tuple[_Header, int]:
    """Return the header's values with their lines, and the line the body starts at."""
    if lines[0].strip() != "---":
        raise LineError(1, _("The file must begin with a line --- and the header below it."))
    header: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(lines[1:], start=2):
        text = line.strip()
        if text == "---":
            missing = [key for key in _NEEDED if key not in header]
            if missing:
                raise LineError(number, _("The header lacks: {keys}.").format(keys=", ".join(missing)))
            return header, number + 1
        if not text or text.startswith("#"):
            continue
        key, colon, value = (part.strip() for part in text.partition(":"))
        if not colon:
            raise LineError(number, _("A line of the header reads key: value."))
        if key not in _NEEDED + _OPTIONAL:
            raise LineError(number, _("The header knows no “{key}”.").format(key=key))
        if key in header:
            raise LineError(number, _("“{key}” stands twice in the header.").format(key=key))
        if not value and key in _NEEDED:
            raise LineError(number, _("“{key}” is empty.").format(key=key))
        header[key] = (value, number)
    raise LineError(len(lines), _("The header has no end: a line --- is missing."))


def _wording(header: _Header, body: str, blocks: tuple[Block, ...], content: bytes) -> Wording:
    if not blocks:
        raise LineError(max(line for _value, line in header.values()) + 1, _("There is no text below the header."))
    initials = _list(header, "initials")
    _check_initials(initials, blocks, header)
    return Wording(
        id=_matching(header, "id", _NAME, _("small letters, digits and hyphens")),
        version=_whole_number(header, "version", 9999),
        language=_matching(header, "language", _LANGUAGE, _("a language code such as en or es-MX")),
        title=header["title"][0],
        covers=_list(header, "covers"),
        valid_days=_whole_number(header, "valid_days", _LONGEST_DAYS),
        signers=_signers(header),
        initials=initials,
        adopted_by=header.get("adopted_by", ("", 0))[0],
        body=body,
        blocks=blocks,
        sha256=hashlib.sha256(content).hexdigest(),
        source=content.decode("utf-8"),
    )


def _matching(header: _Header, key: str, pattern: re.Pattern[str], wanted: str) -> str:
    value, line = header[key]
    if not pattern.fullmatch(value):
        raise LineError(line, _("“{key}” must be {wanted}.").format(key=key, wanted=wanted))
    return value


def _whole_number(header: _Header, key: str, largest: int) -> int:
    value, line = header[key]
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= largest):
        raise LineError(line, _("“{key}” must be a whole number from 1 to {largest}.").format(key=key, largest=largest))
    return int(value)


def _list(header: _Header, key: str) -> tuple[str, ...]:
    value, line = header.get(key, ("", 0))
    names = tuple(part.strip() for part in value.split(",")) if value else ()
    for name in names:
        if not _NAME.fullmatch(name):
            raise LineError(
                line,
                _("“{key}” is a list of names in small letters, separated by commas; “{name}” is not one.").format(
                    key=key, name=name
                ),
            )
    if len(set(names)) < len(names):
        raise LineError(line, _("“{key}” names something twice.").format(key=key))
    return names


def _signers(header: _Header) -> tuple[str, ...]:
    signers, line = _list(header, "signers"), header["signers"][1]
    unknown = [name for name in signers if name not in SIGNERS]
    if unknown:
        raise LineError(
            line,
            _("Nobody can sign as {names}. Known are: {known}.").format(
                names=", ".join(unknown), known=", ".join(SIGNERS)
            ),
        )
    return signers


def _check_initials(initials: tuple[str, ...], blocks: tuple[Block, ...], header: _Header) -> None:
    """Each section of the header is marked once in the text, and the other way round."""
    marked: dict[str, int] = {}
    for block in blocks:
        if block.kind != "initials":
            continue
        if block.section not in initials or block.section in marked:
            raise LineError(
                block.line,
                _("The initials “{section}” must be named once in the header and once in the text.").format(
                    section=block.section
                ),
            )
        marked[block.section] = block.line
    missing = [name for name in initials if name not in marked]
    if missing:
        raise LineError(
            header["initials"][1],
            _("The text has no line [initials: {section}].").format(section=missing[0]),
        )


def _line_of_key(text: str, key: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if line.strip().startswith(f"{key}:"))
