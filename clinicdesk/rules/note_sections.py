"""What the template of a note asks for, and whether a text says it.

A note is plain text. A heading is a line that equals the title of a section of its template; nothing else is markup.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise


class NoteKind(StrEnum):
    """What a note is about. The values are stored, so they never change."""

    INTAKE = "intake"
    SESSION = "session"
    PROGRESS = "progress"
    PHONE_CALL = "phone_call"
    INTEGRATION = "integration"
    LETTER = "letter"
    PSYCHOTHERAPY = "psychotherapy"

    @property
    def is_kept_apart(self) -> bool:
        """Whether such notes are kept apart from the chart and read by their author alone.

        Source: 45 CFR 164.501 (psychotherapy notes) and 164.508(a)(2), which asks for an authorisation of its own.
        """
        return self is NoteKind.PSYCHOTHERAPY


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of a template.

    ``required``: nobody signs before something stands below it. ``prefill`` names the facts of the chart or session
    that are written below it; a section has one of the two at most, because what the program wrote must never stand for
    what a person was to say. ``hint`` says what belongs here.
    """

    title: str
    required: bool = False
    prefill: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """How a note of one kind begins. ``text`` is the file it was read from, which is kept with the first note."""

    id: str
    version: str
    title: str
    kind: NoteKind
    sections: tuple[Section, ...]
    text: str = field(default="", repr=False)

    @property
    def titles(self) -> tuple[str, ...]:
        """The headings, in the order of the file."""
        return tuple(section.title for section in self.sections)


def headings(body: str, template: Template) -> Iterator[tuple[int, str]]:
    """Yield the headings of a text, each with the number of its line (from 0)."""
    titles = frozenset(template.titles)
    for number, line in enumerate(body.split("\n")):
        if line.strip() in titles:
            yield number, line.strip()


def said(body: str, template: Template) -> Mapping[str, str]:
    """Return what stands below each heading that is there; a heading that comes twice has both texts."""
    lines = body.split("\n")
    found = list(headings(body, template))
    below: dict[str, str] = {}
    for (number, title), (end, _next) in pairwise([*found, (len(lines), "")]):
        text = "\n".join(lines[number + 1 : end]).strip()
        below[title] = f"{below[title]}\n{text}".strip() if title in below else text
    return below


def missing(body: str, template: Template) -> tuple[str, ...]:
    """Return the required sections below which nothing stands, in the template's order."""
    below = said(body, template)
    return tuple(s.title for s in template.sections if s.required and not below.get(s.title))
