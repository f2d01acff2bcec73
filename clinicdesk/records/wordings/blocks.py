"""The small part of Markdown our consent texts are written in, as blocks that a paper or a screen can draw.

Headings, paragraphs, bullet and numbered lists of one level, bold, italic, ``{placeholders}``, and lines that stand
alone: ``[initials: risks]`` where the patient puts initials, ``[answer: photos | Yes | No]`` where one of some answers
is chosen, ``[answer: limits]`` where words are written, and ``[optional: …]`` for an answer that may stay empty.
Anything else is refused with its line, so that nothing a clinic writes is quietly dropped. Placeholders stay
placeholders here: they are filled in when drawn, as text, never as markup.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, NewType

from markdown_it import MarkdownIt
from markdown_it.token import Token

from clinicdesk.language import _

Placeholder = NewType("Placeholder", str)

PLACEHOLDERS: frozenset[str] = frozenset(
    {
        "clinic.name",
        "clinic.address",
        "clinic.phone",
        "patient.name",
        "patient.birth_date",
        "patient.record_number",
        "patient.diagnosis",
        "patient.emergency_contact",
        "clinician.name",
        "interpreter.name",
        "treatment.plan",
        "treatment.cost",
        "fasting.rule",
        "driving.rule",
        "escort.name",
        "escort.phone",
        "release.recipient",
        "release.content",
        "release.purpose",
        "release.until",
        "withdrawn.title",
        "withdrawn.signed_on",
    }
)
"""Every placeholder a consent text may use; the rules are the clinic's own settings."""

Kind = Literal["heading", "subheading", "paragraph", "bullet", "number", "initials", "answer"]

_INITIALS = re.compile(r"\[initials: *([a-z][a-z0-9-]*) *\]")
_ANSWER = re.compile(r"\[(answer|optional): *([a-z][a-z0-9-]*) *((?:\|[^|\[\]]+)*)\]")
_BRACES = re.compile(r"\{([^{}\n]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. With ``placeholder`` set, ``text`` is empty and the value is filled in when drawn."""

    text: str
    bold: bool = False
    italic: bool = False
    placeholder: Placeholder | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, place for initials or place for an answer.

    ``number`` counts the items of a numbered list; ``section`` names the initials or the answer; ``line`` is the line
    in the file. An answer with ``options`` is one of them, without it is written; what is not ``required`` may stay
    empty. The question is the text before it.
    """

    kind: Kind
    spans: tuple[Span, ...]
    line: int
    number: int = 0
    section: str = ""
    options: tuple[str, ...] = ()
    required: bool = True


class LineError(ValueError):
    """A line of the text cannot be understood: ``line`` from 1, and a sentence for who wrote it."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.sentence = sentence


def parse_blocks(body: str, first_line: int = 1) -> tuple[Block, ...]:
    """Read a text; ``first_line`` is the line its body starts at in its file. Raises ``LineError``."""
    blocks: list[Block] = []
    numbers: list[int] = []  # the open lists: the last number given, or -1 in a bullet list
    heading = 0
    line = first_line
    for token in _markdown().parse(body):
        line = token.map[0] + first_line if token.map else line
        match token.type:
            case "heading_open":
                heading = int(token.tag[1])
            case "heading_close":
                heading = 0
            case "bullet_list_open" | "ordered_list_open":
                if numbers:
                    raise LineError(line, _("A list inside a list cannot be used here. Start the line without spaces."))
                numbers.append(-1 if token.type == "bullet_list_open" else int(token.attrGet("start") or 1) - 1)
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
            case "list_item_open":
                numbers[-1] += numbers[-1] >= 0
            case "inline":
                blocks.append(_block(token, line, heading, numbers[-1] if numbers else None))
            case "paragraph_open" | "paragraph_close" | "list_item_close":
                pass
            case _:
                raise LineError(line, _refusal(token.type))
    return tuple(blocks)


def _block(token: Token, line: int, heading: int, number: int | None) -> Block:
    initials = _INITIALS.fullmatch(token.content.strip())
    if initials and number is None and not heading:
        return Block("initials", (), line, section=initials[1])
    if "[initials" in token.content:
        raise LineError(line, _("Initials stand alone on a line, such as [initials: risks]."))
    answer = _ANSWER.fullmatch(token.content.strip())
    if answer and number is None and not heading:
        return _answer_block(answer, line)
    if "[answer" in token.content or "[optional" in token.content:
        raise LineError(line, _("An answer stands alone on a line, such as [answer: photos | Yes | No]."))
    kind: Kind = "paragraph"
    if heading:
        kind = "heading" if heading <= 2 else "subheading"
    elif number is not None:
        kind = "bullet" if number < 0 else "number"
    return Block(kind, tuple(_spans(token, line)), line, number=max(number or 0, 0))


def _answer_block(found: re.Match[str], line: int) -> Block:
    options = tuple(part.strip() for part in found[3].split("|")[1:])
    if len(options) == 1 or "" in options or len(set(options)) < len(options):
        raise LineError(
            line, _("An answer to choose from has two or more different words: [answer: photos | Yes | No].")
        )
    return Block("answer", (), line, section=found[2], options=options, required=found[1] == "answer")


def _spans(token: Token, line: int) -> list[Span]:
    spans: list[Span] = []
    bold = italic = False
    for child in token.children or ():
        match child.type:
            case "text":
                spans += _text_spans(child.content, line, bold, italic)
            case "softbreak":
                spans.append(Span(" ", bold, italic))
                line += 1
            case "hardbreak":
                spans.append(Span("\n", bold, italic))
                line += 1
            case "strong_open" | "strong_close":
                bold = child.type == "strong_open"
            case "em_open" | "em_close":
                italic = child.type == "em_open"
            case _:
                raise LineError(line, _refusal(child.type))
    return spans


def _text_spans(text: str, line: int, bold: bool, italic: bool) -> list[Span]:
    spans: list[Span] = []
    end = 0
    for found in _BRACES.finditer(text):
        name = found[1]
        if name not in PLACEHOLDERS:
            raise LineError(line, _unknown_placeholder(found[0], name))
        if found.start() > end:
            spans.append(Span(text[end : found.start()], bold, italic))
        spans.append(Span("", bold, italic, Placeholder(name)))
        end = found.end()
    if end < len(text):
        spans.append(Span(text[end:], bold, italic))
    return spans


def _unknown_placeholder(written: str, name: str | None) -> str:
    if name is None:
        return _("The brace “{brace}” has no partner. Write a placeholder as {example}.").format(
            brace=written, example="{clinic.name}"
        )
    known = ", ".join(sorted(PLACEHOLDERS))
    return _("There is no placeholder {written}. Known ones are: {known}.").format(written=written, known=known)


def _refusal(kind: str) -> str:
    if kind in ("html_block", "html_inline"):
        return _("HTML cannot be used in a consent text.")
    return _(
        "Only headings, paragraphs, lists, bold, italic, placeholders and initials can be used here (found: {kind})."
    ).format(kind=kind.replace("_open", "").replace("_", " "))


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark")
