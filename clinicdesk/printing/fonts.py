"""The fonts of all papers: which face draws which character, and what cannot be printed at all.

Noto Sans draws almost everything; DejaVu Sans steps in, character by character, for boxes, arrows and signs Noto Sans
lacks. A font is read and registered when it is first used. Characters neither has, and scripts whose letters must be
joined or reordered to be readable (Arabic, Hebrew, Thai …), are refused with ``CannotPrint``: never left blank.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from itertools import groupby
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from clinicdesk import resources
from clinicdesk.errors import CannotPrint
from clinicdesk.language import _, ngettext

_SYMBOLS = "DejaVuSans"
# Invisible signs that change nothing on paper; they are dropped. Signs that turn the reading direction are refused.
_NO_INK = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF])
# Scripts that are unreadable without shaping, which this program does not do: first and last code point.
_NEEDS_SHAPING = (
    (0x0590, 0x109F),  # Hebrew, Arabic, Syriac, Thaana, N'Ko, the Indic scripts, Thai, Lao, Tibetan, Myanmar
    (0x1700, 0x18AF),  # Philippine scripts, Khmer, Mongolian
    (0x1900, 0x1AAF),  # Limbu, Tai, Buginese
    (0x1B00, 0x1C7F),  # Balinese, Sundanese, Batak, Lepcha
    (0xA800, 0xABFF),  # Syloti Nagri to Meetei Mayek
    (0xFB1D, 0xFDFF),  # Hebrew and Arabic presentation forms
    (0xFE70, 0xFEFE),
    (0x10800, 0x11FFF),  # right-to-left and Indic scripts beyond the first plane
    (0x1E800, 0x1EFFF),
)


def face(*, bold: bool = False, italic: bool = False) -> str:
    """Return the reportlab name of our text face, registering it on first use."""
    style = ("Bold" if bold else "") + ("Italic" if italic else "")
    return _register("NotoSans-" + (style or "Regular"))


def runs(text: str, *, bold: bool = False, italic: bool = False) -> list[tuple[str, str]]:
    """Split text into ``(font name, piece)``, in order. Raises ``CannotPrint`` for a character no font has."""
    text = _normal(text)
    main = face(bold=bold, italic=italic)
    if text.isascii() and text.isprintable():
        return [(main, text)] if text else []
    if unprintable(text):
        if _spelling.get():
            text = spelled_out(text)
        else:
            check({_("the text"): text})
    covered = _coverage(main)
    pieces = groupby(text, lambda ch: main if ord(ch) in covered or ch == "\n" else _register(_SYMBOLS))
    return [(name, "".join(chars)) for name, chars in pieces]


def markup(text: str, *, bold: bool = False, italic: bool = False) -> str:
    """Return typed text as reportlab paragraph markup that prints it literally, line breaks kept."""
    plain = face()
    pieces = []
    for name, piece in runs(text, bold=bold, italic=italic):
        escaped = escape(piece).replace("\n", "<br/>")
        pieces.append(escaped if name == plain else f'<font name="{name}">{escaped}</font>')
    return "".join(pieces)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how many points wide the text is."""
    return float(sum(pdfmetrics.stringWidth(piece, name, size) for name, piece in runs(text, bold=bold)))


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Break text into lines at most ``room`` points wide: at spaces, and inside a word only when it is too long."""
    lines: list[str] = []
    line = ""
    for word in _normal(text).split():
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        while width(word, size, bold=bold) > room and len(word) > 1:
            fit = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or width(word[:n], size, bold=bold) <= room)
            lines.append(word[:fit])
            word = word[fit:]
        line = word
    return [*lines, line] if line else lines


def unprintable(text: str) -> tuple[str, ...]:
    """Return the different characters of the text that no bundled font can print readably, in order."""
    text = _normal(text)
    if text.isascii() and text.replace("\n", "").isprintable():
        return ()
    plain, symbols = _coverage(face()), None
    found: dict[str, None] = {}
    for ch in text:
        code = ord(ch)
        if ch == "\n" or (code in plain and not _must_be_shaped(ch)):
            continue
        symbols = symbols or _coverage(_register(_SYMBOLS))
        if code not in symbols or _must_be_shaped(ch):
            found[ch] = None
    return tuple(found)


def spelled_out(text: str) -> str:
    """Return what is recorded for good with each character no font has as its code, ``[U+1F9FF]``: never left blank.

    What can still be typed anew is refused with ``check`` instead.
    """
    bad = frozenset(unprintable(text))
    return "".join(f"[U+{ord(ch):04X}]" if ch in bad else ch for ch in _normal(text)) if bad else text


_spelling: ContextVar[bool] = ContextVar("spelling", default=False)


@contextmanager
def spelling_out() -> Iterator[None]:
    """Within it, or in a function it decorates, what is printed is recorded for good: see ``spelled_out``.

    ``check`` still refuses: what it is asked about (names, the letterhead) can be typed anew.
    """
    before = _spelling.set(True)
    try:
        yield
    finally:
        _spelling.reset(before)


def check(texts: Mapping[str, str]) -> None:
    """Raise ``CannotPrint`` if any of the texts, given by the name a person knows the field by, cannot be printed."""
    for where, text in texts.items():
        bad = unprintable(text)
        if not bad:
            continue
        named = ", ".join(_named(ch) for ch in bad[:5]) + (" …" if len(bad) > 5 else "")
        sentence = ngettext(
            "{where} has a character that cannot be printed: {characters}. "
            "Write it in Latin letters as well, then print again.",
            "{where} has characters that cannot be printed: {characters}. "
            "Write them in Latin letters as well, then print again.",
            len(bad),
        )
        raise CannotPrint(sentence.format(where=where[:1].upper() + where[1:], characters=named))


def _named(ch: str) -> str:
    """Name a character by its code, and show it when it can stand in a sentence without disturbing it."""
    code = f"U+{ord(ch):04X}"
    visible = unicodedata.category(ch)[0] in "LNPS" and unicodedata.bidirectional(ch) not in ("R", "AL")
    return f"{ch} ({code})" if visible else code


def _normal(text: str) -> str:
    """Compose accents (NFC), drop signs without ink, and turn tabs and line ends into what paper knows."""
    text = unicodedata.normalize("NFC", text).translate(_NO_INK)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def _must_be_shaped(ch: str) -> bool:
    code = ord(ch)
    if code < 0x0590:
        return code < 0x20 or 0x7F <= code < 0xA0
    if any(first <= code <= last for first, last in _NEEDS_SHAPING):
        return True
    return unicodedata.bidirectional(ch) in ("R", "AL", "AN") or unicodedata.category(ch) in ("Cf", "Cs", "Co", "Cc")


@cache
def _register(name: str) -> str:
    path = resources.folder("fonts") / "paper" / f"{name}.ttf"
    try:
        pdfmetrics.registerFont(TTFont(name, str(path)))
    except Exception as trouble:
        raise CannotPrint(
            _("The font {file} of this installation is missing or damaged. Install ClinicDesk again.").format(
                file=path.name
            )
        ) from trouble
    # Each face is a family of its own: reportlab then never goes looking for a bold it was not given.
    pdfmetrics.registerFontFamily(name, normal=name, bold=name, italic=name, boldItalic=name)
    return name


@cache
def _coverage(name: str) -> frozenset[int]:
    return frozenset(pdfmetrics.getFont(name).face.charToGlyph)
