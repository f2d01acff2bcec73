"""PDFs from elsewhere: whether they open without a password, their text to be found by, and whether they hold a script.

A PDF can be made so that reading it never ends. Text is therefore read with limits, and only to find the document
by; what a person sees is painted by another program part (Qt's PDFium), which runs no script.
"""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import DictionaryObject

from clinicdesk.errors import BadValue, Cancelled
from clinicdesk.language import _

MOST_TEXT = 100_000
"""Characters kept to find a document by; about forty densely written pages."""

MOST_TEXT_PAGES = 100
MOST_SECONDS = 15.0
_LARGEST_PAGE = 4_000_000
"""Bytes of drawing orders. A page with more is a map or a drawing, and reading its few words takes minutes."""

_SCRIPT_MARKS = (b"/JavaScript", b"/Launch")
_LOOKED_AT = 50

# It tells of every oddity of a file, sometimes with words of it.
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)

Report = Callable[[int, int], None]


class _Enough(BaseException):
    """The text read so far has to do. Not an ``Exception``, which pypdf would swallow on its way."""


@dataclass(frozen=True, slots=True)
class PdfContent:
    """What was found in a PDF. ``pages`` is None where only its viewer can tell; ``text`` may be cut at the limit."""

    pages: int | None
    text: str
    has_script: bool


def read(content: bytes, report: Report = lambda _done, _of: None) -> PdfContent:
    """Read a PDF. Raises ``BadValue`` when it is damaged or has a password, and what ``report`` raises."""
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not _opens_without_password(reader):
            return PdfContent(None, "", _marked(content))
        pages = len(reader.pages)
        if pages < 1:
            raise BadValue(_("There is no page in this PDF. Save or scan it again."))
    except (BadValue, Cancelled):
        raise
    except Exception as trouble:  # a hostile file makes a parser raise anything, and all of it means the same
        raise BadValue(_("This PDF is damaged or cut off. Save or scan it again.")) from trouble
    return PdfContent(pages, _text(reader, pages, report), _marked(content) or _has_script(reader))


def _opens_without_password(reader: PdfReader) -> bool:
    """Tell whether it can be read as it is: some PDFs only forbid printing. Raises ``BadValue`` for a password.

    False means that this PC has no cipher to read its text with; whoever looks at it will see whether it opens.
    """
    try:
        opened = bool(reader.decrypt(""))
    except DependencyError:
        return False
    if not opened:
        raise BadValue(_("This PDF has a password. Open it, save a copy without password, and file the copy."))
    return True


def _text(reader: PdfReader, pages: int, report: Report) -> str:
    """Return the text of the first pages, as far as time and room allow; a page that cannot be read is left out."""
    ends = time.monotonic() + MOST_SECONDS
    found: list[str] = []
    length = 0
    for number in range(min(pages, MOST_TEXT_PAGES)):
        report(number, min(pages, MOST_TEXT_PAGES))
        try:
            words = _page_text(reader, number, ends, report, pages)
        except _Enough:
            report(number, min(pages, MOST_TEXT_PAGES))
            break
        except Exception:  # as above; the page is kept, and the document found by its title
            continue
        found.append(words)
        length += len(words) + 1
        if length >= MOST_TEXT or time.monotonic() > ends:
            break
    return "\n".join(found)[:MOST_TEXT].strip()


def _page_text(reader: PdfReader, number: int, ends: float, report: Report, pages: int) -> str:
    page = reader.pages[number]
    drawn = page.get_contents()
    if drawn is None or len(drawn.get_data()) > _LARGEST_PAGE:
        return ""
    orders = 0

    def before_each(*_order: object) -> None:
        nonlocal orders
        orders += 1
        if orders % 200 == 0:
            try:
                report(number, min(pages, MOST_TEXT_PAGES))
            except Cancelled:
                raise _Enough from None
            if time.monotonic() > ends:
                raise _Enough

    return _clean(page.extract_text(visitor_operand_before=before_each))


def _clean(text: str) -> str:
    """Return text without control characters, which some fonts put between the letters."""
    kept = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in text)
    return "\n".join(" ".join(line.split()) for line in kept.splitlines() if line.strip())


def _marked(content: bytes) -> bool:
    return any(mark in content for mark in _SCRIPT_MARKS)


def _has_script(reader: PdfReader) -> bool:
    """Look where a script or the start of a program may stand: on opening, by name, on pages and in their fields."""
    try:
        return any(_is_active(action) for action in _actions(reader))
    except Exception:  # as above; what cannot be looked at here is never run either
        return False


def _actions(reader: PdfReader) -> Iterator[Any]:
    root = reader.trailer["/Root"].get_object()
    yield _at(root, "/OpenAction")
    yield from _all_of(_at(root, "/AA"))
    if _at(_at(root, "/Names"), "/JavaScript") is not None:
        yield DictionaryObject({})
    for number in range(min(len(reader.pages), _LOOKED_AT)):
        page = reader.pages[number]
        yield from _all_of(_at(page, "/AA"))
        for note in list(_at(page, "/Annots") or [])[:_LOOKED_AT]:
            field = note.get_object()
            yield _at(field, "/A")
            yield from _all_of(_at(field, "/AA"))


def _at(holder: Any, name: str) -> Any:
    found = holder.get(name) if isinstance(holder, dict) else None
    return found.get_object() if found is not None else None


def _all_of(actions: Any) -> Iterator[Any]:
    if isinstance(actions, dict):
        for action in actions.values():
            yield action.get_object()


def _is_active(action: Any) -> bool:
    """An empty dictionary stands for a script found by its place."""
    return isinstance(action, dict) and (not action or action.get("/S") in ("/JavaScript", "/Launch"))
