"""The header of a consent text: ``key: value`` lines between two lines ``---``. A line starting with # is a remark.

id, version, language, title   which text this is; a changed text gets a new version
kind                           treatment, agreement, release, notice, withdrawal or discharge
covers                         the protocols it is asked for, separated by commas, or any-treatment
indications                    words such as depression: it is asked for where the indication has one of them
asked                          each-series, while-valid, once or on-request
needed                         what a visit cannot do without it: start, check-in or no
valid_days                     how long a signature holds; the clinic's own choice
taken_back                     how it is taken back: spoken or written
signers                        who must sign: patient, guardian, clinician, witness, interpreter
guardian_under                 under this age a parent or legal representative signs for the patient
initials                       the sections to put initials to, each marked ``[initials: …]`` in the text
answers                        the questions to answer, each marked ``[answer: …]`` or ``[optional: …]`` in the text
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from clinicdesk.language import _
from clinicdesk.records.wordings.blocks import Block, LineError
from clinicdesk.records.wordings.wording import Signer

_NEEDED = ("id", "version", "language", "title", "valid_days", "signers")
_OPTIONAL = ("kind", "covers", "indications", "asked", "needed", "taken_back", "guardian_under", "initials", "answers")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")

Header = Mapping[str, tuple[str, int]]
"""Key → value and the line it stands on."""

_Word = TypeVar("_Word", bound=StrEnum)


def read_header(lines: list[str]) -> tuple[Header, int]:
    """Return the header's values with their lines, and the line the body starts at. Raises ``LineError``."""
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


def matching(header: Header, key: str, pattern: re.Pattern[str], wanted: str) -> str:
    """Return a value of a certain form; ``wanted`` says it in words."""
    value, line = header[key]
    if not pattern.fullmatch(value):
        raise LineError(line, _("“{key}” must be {wanted}.").format(key=key, wanted=wanted))
    return value


def whole_number(header: Header, key: str, smallest: int, largest: int, default: int | None = None) -> int:
    """Return a whole number within limits."""
    if default is not None and not header.get(key, ("", 0))[0]:
        return default
    value, line = header[key]
    if not (value.isascii() and value.isdigit() and smallest <= int(value) <= largest):
        raise LineError(
            line,
            _("“{key}” must be a whole number from {smallest} to {largest}.").format(
                key=key, smallest=smallest, largest=largest
            ),
        )
    return int(value)


def names(header: Header, key: str) -> tuple[str, ...]:
    """Return a list of names, empty where the header has none."""
    value, line = header.get(key, ("", 0))
    found = tuple(part.strip() for part in value.split(",")) if value else ()
    for name in found:
        if not NAME.fullmatch(name):
            raise LineError(
                line,
                _("“{key}” is a list of names in small letters, separated by commas; “{name}” is not one.").format(
                    key=key, name=name
                ),
            )
    if len(set(found)) < len(found):
        raise LineError(line, _("“{key}” names something twice.").format(key=key))
    return found


def word(header: Header, key: str, words: type[_Word], default: _Word) -> _Word:
    """Return one of some words."""
    value, line = header.get(key, ("", 0))
    if not value:
        return default
    if value not in set(words):
        raise LineError(line, _("“{key}” is one of: {words}.").format(key=key, words=", ".join(words)))
    return words(value)


def signers(header: Header) -> tuple[Signer, ...]:
    """Return who must sign."""
    found, line = names(header, "signers"), header["signers"][1]
    unknown = [name for name in found if name not in set(Signer)]
    if unknown:
        raise LineError(
            line,
            _("Nobody can sign as {names}. Known are: {known}.").format(
                names=", ".join(unknown), known=", ".join(Signer)
            ),
        )
    if not {Signer.PATIENT, Signer.GUARDIAN} & set(found):
        raise LineError(line, _("“signers” must name the patient or the guardian: somebody has to sign."))
    return tuple(Signer(name) for name in found)


def check_marked(key: str, listed: tuple[str, ...], blocks: tuple[Block, ...], header: Header) -> None:
    """Make sure that each section of the header is marked once in the text, and the other way round."""
    kind = key.rstrip("s") if key == "answers" else key
    marked: set[str] = set()
    for block in blocks:
        if block.kind != kind:
            continue
        if block.section not in listed or block.section in marked:
            raise LineError(
                block.line,
                _("“{section}” must be named once under “{key}” in the header and once in the text.").format(
                    section=block.section, key=key
                ),
            )
        marked.add(block.section)
    missing = [name for name in listed if name not in marked]
    if missing:
        raise LineError(
            header[key][1], _("The text has no line [{kind}: {section}].").format(kind=kind, section=missing[0])
        )
