"""Reading consent texts: files such as ``resources/consents/iv-ketamine-mood.en.md``, Markdown below a header."""

import hashlib
from functools import lru_cache
from pathlib import Path

from clinicdesk import resources
from clinicdesk.language import _
from clinicdesk.records.wordings import header as head
from clinicdesk.records.wordings.blocks import LineError
from clinicdesk.records.wordings.wording import TakenBack, TextKind, Wording, WordingProblem
from clinicdesk.resources import FileProblem
from clinicdesk.rules.consent_needs import Asked, Needed

_LONGEST_DAYS = 3650


def load_all(folder: Path | None = None, *, headers_only: bool = False) -> tuple[dict[str, Wording], list[FileProblem]]:
    """Return the texts of the files by key, and what is wrong with those that could not be read.

    One bad file spoils no other. ``headers_only`` looks for mistakes in the headers and leaves the bodies for later.
    """
    found: dict[str, Wording] = {}
    problems: list[FileProblem] = []
    for path in sorted((folder or resources.folder("consents")).glob("*.md")):
        try:
            wording = parse(path.read_bytes(), path.name, header_only=headers_only)
            if wording.key in found:
                line = _line_of_key(path.read_text(encoding="utf-8-sig"), "id")
                sentence = _("Another file already has the id {id} in this language. Give each text its own.")
                raise WordingProblem(FileProblem(path.name, line, sentence.format(id=wording.id)))
            found[wording.key] = wording
        except WordingProblem as trouble:
            problems.append(trouble.problem)
        except OSError as trouble:
            problems.append(
                FileProblem(path.name, 1, _("The file cannot be read: {reason}.").format(reason=trouble.strerror))
            )
    return found, problems


def parse(content: bytes, name: str, *, header_only: bool = False) -> Wording:
    """Read one text; ``name`` is the file's name for the message. Raises ``WordingProblem`` naming file and line.

    ``header_only`` leaves the body unread and unchecked.
    """
    try:
        lines = _lines(content)
        header, body_line = head.read_header(lines)
        wording = _wording(header, "\n".join(lines[body_line - 1 :]), body_line, content)
        if not header_only:
            _check_body(wording, header)
    except LineError as bad:
        raise WordingProblem(FileProblem(name, bad.line, bad.sentence)) from bad
    return wording


@lru_cache(maxsize=256)
def parse_kept(body: str, name: str) -> Wording:
    """Read a text that is kept in the record, once. It was checked before it was kept."""
    return parse(body.encode("utf-8"), name, header_only=True)


def _check_body(wording: Wording, header: head.Header) -> None:
    if not wording.blocks:
        raise LineError(max(line for _value, line in header.values()) + 1, _("There is no text below the header."))
    head.check_marked("initials", wording.initials, wording.blocks, header)
    head.check_marked("answers", wording.answers, wording.blocks, header)


def _lines(content: bytes) -> list[str]:
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as bad:
        line = content.count(b"\n", 0, bad.start) + 1
        raise LineError(line, _("This line is not UTF-8. Save the file as UTF-8.")) from bad


def _wording(header: head.Header, body: str, body_line: int, content: bytes) -> Wording:
    return Wording(
        id=head.matching(header, "id", head.NAME, _("small letters, digits and hyphens")),
        version=head.whole_number(header, "version", 1, 9999),
        language=head.matching(header, "language", head.LANGUAGE, _("a language code such as en or es-MX")),
        title=header["title"][0],
        kind=head.word(header, "kind", TextKind, TextKind.TREATMENT),
        covers=head.names(header, "covers"),
        asked=head.word(header, "asked", Asked, Asked.WHILE_VALID),
        needed=head.word(header, "needed", Needed, Needed.START),
        valid_days=head.whole_number(header, "valid_days", 1, _LONGEST_DAYS),
        taken_back=head.word(header, "taken_back", TakenBack, TakenBack.SPOKEN),
        signers=head.signers(header),
        guardian_under=head.whole_number(header, "guardian_under", 0, 30, 18),
        initials=head.names(header, "initials"),
        answers=head.names(header, "answers"),
        body=body,
        body_line=body_line,
        sha256=hashlib.sha256(content).hexdigest(),
        source=content.decode("utf-8"),
        indications=tuple(one.replace("-", " ") for one in head.names(header, "indications")),
    )


def _line_of_key(text: str, key: str) -> int:
    return next(number for number, line in enumerate(text.split("\n"), 1) if line.strip().startswith(f"{key}:"))
