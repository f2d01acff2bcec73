"""A text while somebody writes it: the header as fields, the text below it, and everything that is wrong with it.

The file stays what it was where nobody changed it: remarks and the order of the header are kept. Which places want
initials and which questions there are is read off the text.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records.wordings.blocks import PLACEHOLDERS, Block, LineError, parse_blocks
from clinicdesk.records.wordings.reading import parse
from clinicdesk.records.wordings.wording import TextKind, Wording, WordingProblem

_MARK = re.compile(
    r"^[ ]{0,3}\[(initials|answer|optional): *([a-z][a-z0-9-]*) *(?:\|[^\[\]\n]*)?\][ \t]*$", re.MULTILINE
)
_BRACES = re.compile(r"\{([^{}\n]*)\}|[{}]")
_MOST_PROBLEMS = 10
_STARTS = re.compile(r" {0,3}(#{1,6} |[-*+] |\d{1,9}[.)] |\[(initials|answer|optional):|>|```)")
_STANDS = re.compile(r" {0,3}(#{1,6} |\[(initials|answer|optional):)")
_LONG = 50_000
"""Characters. The search for each further mistake reads the text again."""
_WITHDRAWN = "{withdrawn.title}"
_LONGEST_TITLE = 150
"""Characters: three lines at the head of a form."""

_END = "---"


@dataclass(frozen=True, slots=True)
class EditedText:
    """What stands in the form: each line of the header as its text, and the body.

    Lists (``covers``, ``signers``) are separated by a comma and a blank; numbers and ``indications`` are as they were
    typed.
    """

    id: str
    language: str
    title: str
    kind: str
    covers: str
    indications: str
    asked: str
    needed: str
    valid_days: str
    taken_back: str
    signers: str
    guardian_under: str
    body: str


@dataclass(frozen=True, slots=True)
class TextProblem:
    """Why a text cannot be published yet: a sentence, and where. ``line`` counts in the body, from 1; 0 is none.

    ``field`` names the line of the header, or is empty.
    """

    sentence: str
    line: int = 0
    field: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found: problems, or the text as it would be published."""

    problems: tuple[TextProblem, ...]
    wording: Wording | None


def edited(wording: Wording) -> EditedText:
    """Return a text as its form shows it."""
    return EditedText(
        id=wording.id,
        language=wording.language,
        title=wording.title,
        kind=wording.kind,
        covers=", ".join(wording.covers),
        indications=", ".join(wording.indications),
        asked=wording.asked,
        needed=wording.needed,
        valid_days=str(wording.valid_days),
        taken_back=wording.taken_back,
        signers=", ".join(wording.signers),
        guardian_under=str(wording.guardian_under),
        body=unwrapped(wording.body),
    )


@lru_cache(maxsize=16)
def unwrapped(body: str) -> str:
    """Return a text with each paragraph on one line, as people type; one that reads otherwise then stays as it is."""
    made: list[str] = []
    for line in body.split("\n"):
        goes_on = made and made[-1].strip() and line.strip() and not _STARTS.match(line)
        if goes_on and not _STANDS.match(made[-1]) and not made[-1].endswith(("  ", "\\")):
            made[-1] = f"{made[-1].rstrip()} {line.strip()}"
        else:
            made.append(line)
    joined = "\n".join(made)
    try:
        is_same = _read(parse_blocks(joined)) == _read(parse_blocks(body))
    except LineError:
        is_same = False
    return joined if is_same else body


def _read(blocks: Sequence[Block]) -> list[tuple[object, ...]]:
    """Return what a reader sees of a text: letters with their style, wherever the lines break."""
    return [
        (
            *(block.kind, block.number, block.section, block.options),
            [(letter, span.bold, span.italic) for span in block.spans for letter in span.text or str(span.placeholder)],
        )
        for block in blocks
    ]


def source_of(text: EditedText, base: Wording) -> str:
    """Return the whole file of an edited text that began as ``base``; unchanged it is the same to the letter."""
    before = edited(base)
    values = {
        name: getattr(text, name)
        for name in EditedText.__slots__
        if name != "body" and getattr(text, name) != getattr(before, name)
    }
    if text.body == before.body and not values:
        return base.source
    if "indications" in values:
        words = (" ".join(one.split()).casefold() for one in text.indications.split(","))
        values["indications"] = ", ".join(one.replace(" ", "-") for one in words if one)
    values |= _marks(text.body, base)
    head = base.source.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    end = next(at for at, line in enumerate(head) if at and line.strip() == _END)
    return "\n".join([*_with_values(head[:end], values), _END, text.body])


def check(text: EditedText, base: Wording) -> Checked:
    """Find what is wrong with a text, each with its line or field, and return it as it would be published."""
    problems = [
        *_header_problems(text),
        *_withdrawal_problems(text, base),
        *_mark_problems(text.body),
        *_body_problems(text.body),
    ]
    if problems:
        return Checked(tuple(problems), None)
    source = source_of(text, base)
    try:
        return Checked((), parse(source.encode("utf-8"), _("the text")))
    except WordingProblem as trouble:
        return Checked((_placed(trouble, source),), None)
    except UnicodeEncodeError:
        return Checked((TextProblem(_("A character of this text cannot be kept. Type it again.")),), None)


def copy_of(wording: Wording, *, name: str, language: str, title: str) -> Wording:
    """Return a text to begin another one with. Raises ``BadValue`` naming the field."""
    if wrong := _title_sentence(title):
        raise BadValue(wrong, "title")
    values = {"id": name.strip(), "language": language.strip(), "title": title.strip(), "version": "1"}
    head = wording.source.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    end = next(at for at, line in enumerate(head) if at and line.strip() == _END)
    source = "\n".join([*_with_values(head[:end], values), *head[end:]])
    try:
        return parse(source.encode("utf-8"), _("the text"))
    except WordingProblem as trouble:
        field = _placed(trouble, source).field
        raise BadValue(trouble.problem.sentence, "name" if field == "id" else field) from None


def _with_values(head: list[str], values: Mapping[str, str]) -> list[str]:
    """Return the lines of a header with other values; what it does not have yet is put at its end."""
    left = dict(values)
    made = []
    for line in head:
        key = line.partition(":")[0].strip()
        made.append(f"{key}: {left.pop(key)}".rstrip() if key in left else line)
    return made + [f"{key}: {value}" for key, value in left.items() if value]


def _marks(body: str, base: Wording) -> dict[str, str]:
    """Return the lists of the header that are read off the text, where they are not what they were."""
    found: dict[str, list[str]] = {"initials": [], "answers": []}
    for mark in _MARK.finditer(body):
        found["initials" if mark[1] == "initials" else "answers"].append(mark[2])
    known = {"initials": base.initials, "answers": base.answers}
    return {key: ", ".join(names) for key, names in found.items() if set(names) != set(known[key])}


def _header_problems(text: EditedText) -> list[TextProblem]:
    wrong = []
    if sentence := _title_sentence(text.title):
        wrong.append(TextProblem(sentence, field="title"))
    if not _is_whole(text.valid_days, 1, 3650):
        wrong.append(TextProblem(_("Write for how many days a signature counts, from 1 to 3650."), field="valid_days"))
    if not _is_whole(text.guardian_under, 0, 30):
        wrong.append(TextProblem(_("Write an age from 0 to 30 years."), field="guardian_under"))
    if not {"patient", "guardian"} & set(text.signers.split(", ")):
        wrong.append(
            TextProblem(_("Nobody signs this text. Choose the patient, or the representative."), field="signers")
        )
    if not text.body.strip():
        wrong.append(TextProblem(_("There is no text yet. Write it below."), line=1))
    return wrong


def _title_sentence(title: str) -> str:
    """Say what is wrong with a title, or nothing: it stands in lists and at the head of each sheet."""
    if not title.strip():
        return _("Give the text a title.")
    if len(title) > _LONGEST_TITLE:
        return _("Shorten the title to {count} characters.").format(count=_LONGEST_TITLE)
    if not title.isprintable():
        return _("The title has a sign that cannot be seen. Type it anew, on one line.")
    if "{" in title or "}" in title:
        return _("Nothing is filled into a title. Take the braces out.")
    return ""


def _withdrawal_problems(text: EditedText, base: Wording) -> list[TextProblem]:
    """Find what would keep a withdrawal form from being prepared, or from saying what is taken back."""
    if base.kind is TextKind.WITHDRAWAL and text.kind != TextKind.WITHDRAWAL:
        return [TextProblem(_("Consents are taken back with this text. It stays a withdrawal."), field="kind")]
    if text.kind == TextKind.WITHDRAWAL and _WITHDRAWN not in text.body:
        sentence = _("Say which consent is taken back: insert {place}.").format(place=_WITHDRAWN)
        return [TextProblem(sentence, line=1)]
    return []


def _mark_problems(body: str) -> list[TextProblem]:
    met: set[tuple[bool, str]] = set()
    wrong = []
    for mark in _MARK.finditer(body):
        section = (mark[1] == "initials", mark[2])
        if section in met:
            sentence = _("“{name}” stands here for the second time. Give this line a name of its own.")
            wrong.append(TextProblem(sentence.format(name=mark[2]), _line_at(body, mark.start())))
        met.add(section)
    return wrong


def _body_problems(body: str) -> list[TextProblem]:
    """Find one mistake after the other: each is mended in a copy, to see the next."""
    lines = body.split("\n")
    wrong: list[TextProblem] = []
    while len(wrong) < (_MOST_PROBLEMS if len(body) < _LONG else 2):
        try:
            parse_blocks("\n".join(lines))
            break
        except LineError as bad:
            at = bad.line - 1
            line = lines[at] if at < len(lines) else ""
            brace = next((found for found in _BRACES.finditer(line) if found[1] not in PLACEHOLDERS), None)
            wrong.append(TextProblem(_place_sentence(brace) or bad.sentence, bad.line))
            if not line:
                break
            lines[at] = f"{line[: brace.start()]}…{line[brace.end() :]}" if brace else ""
    return wrong


def _place_sentence(brace: re.Match[str] | None) -> str:
    """Say in a few words what is wrong with a place that nothing can be filled into."""
    if brace is None or brace[1] is None:
        return ""
    near = get_close_matches(brace[1].strip().lower(), PLACEHOLDERS, n=1, cutoff=0.5)
    if near:
        return _("There is no place {written}. Did you mean {known}?").format(written=brace[0], known=f"{{{near[0]}}}")
    return _("There is no place {written}. “Insert” lists those there are.").format(written=brace[0])


def _placed(trouble: WordingProblem, source: str) -> TextProblem:
    """Return a problem of the whole file with its place in the form."""
    lines = source.split("\n")
    end = next((at for at, line in enumerate(lines) if at and line.strip() == _END), 0)
    line = trouble.problem.line
    if line > end + 1:
        return TextProblem(trouble.problem.sentence, line - end - 1)
    return TextProblem(trouble.problem.sentence, field=lines[line - 1].partition(":")[0].strip())


def _line_at(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _is_whole(text: str, smallest: int, largest: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and smallest <= int(text) <= largest
