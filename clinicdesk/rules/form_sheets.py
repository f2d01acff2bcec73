"""The sheets of forms that were signed on paper and scanned: what the code on each says, and which belong together.

A stack may hold many forms, in any order and with blank backs between. The code on a sheet names its clinic, its form
and its page; sheets are put together by it. A sheet without one belongs to the sheet it lies behind.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from clinicdesk.language import _, ngettext

_CODE = re.compile(r"CLINICDESK:FORM:([0-9A-F]{8}):([0-9]{6,9}):([0-9]{1,3})/([0-9]{1,3}):([0-9A-F]{8})", re.ASCII)


@dataclass(frozen=True, slots=True)
class SheetMark:
    """What the code on a sheet says: ``page`` of ``pages`` of a form, and ``mark``, the check value of its content.

    ``clinic`` and ``mark`` are eight hex digits each, in small letters.
    """

    clinic: str
    form_number: int
    page: int
    pages: int
    mark: str


@dataclass(frozen=True, slots=True)
class ScannedSheet:
    """One sheet as it lay in the scanner.

    Attributes:
        number: Its place in the whole stack, from 1.
        mark: What its code says, or None when it has none that can be read.
        rotation: By how many degrees it must be turned clockwise to be upright: 0, 90, 180 or 270.
        blank: Nothing is written on it; said only of sheets without a mark.
        file: Which of the files given it is in, and ``place`` which page there, both from 0.
    """

    number: int
    mark: SheetMark | None
    rotation: int = 0
    blank: bool = False
    file: int = 0
    place: int = 0


@dataclass(frozen=True, slots=True)
class FormSheets:
    """The sheets of one form, in the order of its pages, each followed by what lay behind it.

    Attributes:
        pages: How many pages the form has, as its sheets say.
        missing: The pages that are not there.
        doubled: The sheets of each page that is there more than once.
        unread: Sheets without a readable code that are not blank, though they lie among these.
        mixed: The sheets come from prints of different length.
    """

    form_number: int
    sheets: tuple[ScannedSheet, ...]
    pages: int
    missing: tuple[int, ...] = ()
    doubled: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    unread: tuple[int, ...] = ()
    mixed: bool = False

    @property
    def remarks(self) -> list[str]:
        """What a person has to look at before these are filed; empty when all is there."""
        found = []
        if self.missing:
            words = ngettext(
                "Page {list} of {pages} is missing.", "Pages {list} of {pages} are missing.", len(self.missing)
            )
            found.append(words.format(list=enumeration(self.missing), pages=self.pages))
        for page, sheets in self.doubled.items():
            found.append(
                _("Page {page} is there more than once: sheets {list}.").format(page=page, list=enumeration(sheets))
            )
        if self.mixed:
            found.append(_("These sheets come from prints of different length. Compare them with each other."))
        if self.unread:
            found.append(
                ngettext(
                    "The code on sheet {list} cannot be read. Look whether it belongs to this form.",
                    "The codes on sheets {list} cannot be read. Look whether they belong to this form.",
                    len(self.unread),
                ).format(list=enumeration(self.unread))
            )
        return found


@dataclass(frozen=True, slots=True)
class SortedStack:
    """A stack put in order: our forms by where each begins, sheets of other clinics, and what nobody can tell."""

    forms: tuple[FormSheets, ...]
    foreign: tuple[ScannedSheet, ...]
    unknown: tuple[ScannedSheet, ...]


def read_code(text: str) -> SheetMark | None:
    """Return what a code says, or None for one that is not a form's. Scanners may have changed its letters' size."""
    found = _CODE.fullmatch(text.strip().upper())
    if found is None:
        return None
    clinic, number, page, pages, mark = found.groups()
    if not 1 <= int(page) <= int(pages) or int(number) < 1:
        return None
    return SheetMark(clinic.lower(), int(number), int(page), int(pages), mark.lower())


def sort_stack(sheets: Iterable[ScannedSheet], clinic: str) -> SortedStack:
    """Put the sheets of a stack together by their codes; ``clinic`` is how this clinic's own name it."""
    piles: dict[tuple[str, int], list[ScannedSheet]] = {}
    unknown: list[ScannedSheet] = []
    behind: tuple[str, int] | None = None
    file = None
    for sheet in sheets:
        if sheet.file != file:
            # Another file: what comes without a code is a page of nobody knows what.
            file, behind = sheet.file, None
        if sheet.mark is not None:
            behind = (sheet.mark.clinic, sheet.mark.form_number)
        if behind is None:
            unknown.append(sheet)
        else:
            piles.setdefault(behind, []).append(sheet)
    forms = [put_together(number, pile) for (whose, number), pile in piles.items() if whose == clinic]
    foreign = [sheet for (whose, _number), pile in piles.items() if whose != clinic for sheet in pile]
    return SortedStack(tuple(forms), tuple(foreign), tuple(sheet for sheet in unknown if not sheet.blank))


def put_together(form_number: int, pile: Sequence[ScannedSheet]) -> FormSheets:
    """Return the sheets of one form in the order of its pages, with what is wrong with them.

    Sheets without a code, put there by hand or found behind others, stay behind the sheet they lay behind.
    """
    groups: list[list[ScannedSheet]] = []
    for sheet in pile:
        if sheet.mark is None and groups:
            groups[-1].append(sheet)
        else:
            groups.append([sheet])
    groups.sort(key=lambda group: group[0].mark.page if group[0].mark else 0)
    marks = [(sheet.mark, sheet.number) for sheet in pile if sheet.mark is not None]
    lengths = Counter(mark.pages for mark, _number in marks)
    pages = max(lengths, default=len(pile))
    there: dict[int, list[int]] = {}
    for mark, number in marks:
        there.setdefault(mark.page, []).append(number)
    return FormSheets(
        form_number,
        tuple(sheet for group in groups for sheet in group),
        pages,
        missing=tuple(page for page in range(1, pages + 1) if page not in there) if marks else (),
        doubled={page: tuple(numbers) for page, numbers in sorted(there.items()) if len(numbers) > 1},
        unread=tuple(sheet.number for sheet in pile if sheet.mark is None and not sheet.blank) if marks else (),
        mixed=len(lengths) > 1,
    )


def enumeration(numbers: Sequence[int]) -> str:
    """Return numbers as people list them, runs joined: ``1, 3–5 and 9``."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [
        f"{run[0]}–{run[-1]}" if len(run) > 2 else str(one)
        for run in runs
        for one in (run if len(run) < 3 else run[:1])
    ]
    return (
        words[0]
        if len(words) == 1
        else _("{first} and {last}").format(first=", ".join(words[:-1]), last=words[-1])
        if words
        else ""
    )


def in_order(sheets: Sequence[ScannedSheet]) -> bool:
    """Tell whether sheets lie as they lay in the scanner, one after another and upright."""
    return all(b.number == a.number + 1 for a, b in pairwise(sheets)) and not any(sheet.rotation for sheet in sheets)
