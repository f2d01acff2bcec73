"""The words of the search index: how it writes what is known of somebody, and how it is asked for what was typed.

Names stand in it as they are folded. In front of everything else stands a sign that says what it is, so that the number
1968 asks for a year, a record number and the end of a phone, and for nothing else that happens to hold these digits.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from clinicdesk.rules.date_readings import LONGEST_DATE, readings
from clinicdesk.rules.names import fold, phone_digits
from clinicdesk.rules.phone_numbers import split_extension

NUMBER, BORN, DAY, PHONE_END, EMAIL = "#", "=", "~", "-", "@"
SHORTEST_PHONE_END = 4
"""Digits people give as the end of a phone number."""

_LONGEST_NUMBER = 9
_WHOLE_DATE = len("19860721")
_NATIONAL = 9
"""Last digits that tell a number whose country code was typed and not recorded, or the other way round."""

# What people write in front of a number, and an extension behind it, which is no part of what is looked for.
_LABEL = re.compile(r"\b(?:dob|d\.o\.b\.|born|tel|ph|phone|cell|mobile)\b[.:# ]*(?=[(+#]*\d)", re.I)
_RECORD_NUMBER = re.compile(r"(?:\b(?:mrn|no|nr)\b[.:]?|#) *#?(\d{1,9})\b", re.I)
_EXTENSION = re.compile(r"(?<=\d)[ ,]*(?:\bext(?:ension)?\b\.?|x|#)[ .:]*\d{1,6}(?=\s|$)", re.I)
_DIGITS_ONLY = re.compile(r"[\d()+./#-]*\d[\d()+./#-]*")
_WRITTEN_TOGETHER = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts in which family and given name are written without a space: Japanese, Chinese, Korean."""


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of what was typed: a folded ``word``, or ``choices`` of questions to the index, the likeliest first."""

    word: str = ""
    choices: tuple[str, ...] = ()

    @property
    def begins(self) -> str:
        """The question for somebody of whom a word begins like this, or for any of the choices."""
        return f'"{self.word}"*' if self.word else "(" + " OR ".join(self.choices) + ")"

    @property
    def name_begins(self) -> str:
        """The same, for a word of a name."""
        return f"names : {self.begins}" if self.word else self.begins

    @property
    def name_is(self) -> str:
        """The question for somebody who has the whole word as a name."""
        return f'names : "{self.word}"' if self.word else self.begins


def taken_apart(typed: str, today: date) -> list[Part]:
    """Return the pieces of what was typed: e-mail addresses, dates, numbers, and the words of names."""
    typed = _RECORD_NUMBER.sub(rf"{NUMBER}\1 ", _EXTENSION.sub("", _LABEL.sub("", typed)))
    parts: list[Part] = []
    chunks = typed.replace(",", " ").replace(";", " ").split()
    place = 0
    while place < len(chunks):
        width, found = _piece(chunks[place:], today)
        parts += found
        place += width
    return parts


def _piece(chunks: Sequence[str], today: date) -> tuple[int, list[Part]]:
    """Return how many chunks belong together, and what they say."""
    if "@" in chunks[0].strip("@"):
        return 1, [Part(choices=(f'"{EMAIL}{_closed_up(chunks[0])}"*',))]
    if chunks[0].startswith(NUMBER) and chunks[0][1:].isdecimal():
        return 1, [Part(choices=(f'"{NUMBER}{int(chunks[0][1:])}"',))]
    for width in range(min(LONGEST_DATE, len(chunks)), 0, -1):
        dates = readings(" ".join(chunks[:width]), today)
        # "Mar 5 1 1944" is somebody called Mar… and a date, not the fifth of March and two numbers.
        whole = any(len(day) == _WHOLE_DATE for day in dates) or not any(
            map(_DIGITS_ONLY.fullmatch, chunks[width:][:1])
        )
        if dates and whole and any(sign.isalpha() for chunk in chunks[:width] for sign in chunk):
            return width, [Part(choices=(*map(_born, dates), *_each(chunks[:width], today)))]
    run = next((place for place, chunk in enumerate(chunks) if not _DIGITS_ONLY.fullmatch(chunk)), len(chunks))
    if run:
        return run, [Part(choices=tuple(dict.fromkeys(_numbers(chunks[:run], today))))]
    return 1, [Part(word) for word in fold(chunks[0]).split()]


def _each(chunks: Sequence[str], today: date) -> Iterator[str]:
    """Yield the question for all chunks one by one: April 1986 may also be a name and a year."""
    if len(chunks) > 1:
        said = [_any(_number(one, today)) if _DIGITS_ONLY.fullmatch(one) else _all_begin(one) for one in chunks]
        if all(said):
            yield f"({' AND '.join(said)})"


def _numbers(chunks: Sequence[str], today: date) -> Iterator[str]:
    """Yield what a run of numbers may be: one number or date written in groups, or two of them."""
    yield from _number(" ".join(chunks), today)
    for cut in range(1, len(chunks)):
        first, second = _any(_number(" ".join(chunks[:cut]), today)), _any(_number(" ".join(chunks[cut:]), today))
        if first and second:
            yield f"({first} AND {second})"


def _number(text: str, today: date) -> Iterator[str]:
    """Yield what one number may be, the likeliest first: record number, date of birth, phone, part of an e-mail."""
    digits = "".join(sign for sign in text if sign.isdigit())
    if len(digits) > _LONGEST_NUMBER:
        # Only a whole phone number has a country code in front of it; the end of one may begin with zeros.
        digits = phone_digits(text)
    dates = [_born(day) for day in readings(text, today)]
    if any(sign in text for sign in "/.-") and any(not day.endswith("*") for day in dates):
        yield from dates
        return
    if len(digits) <= _LONGEST_NUMBER:
        yield f'"{NUMBER}{int(digits)}"'
    whole, parts = [day for day in dates if not day.endswith("*")], [day for day in dates if day.endswith("*")]
    yield from whole
    yield from _phone_ends(text, digits)
    yield from parts
    yield f'"{digits}"*'


def _phone_ends(text: str, digits: str) -> Iterator[str]:
    """Yield the ends of phones a typed number may be, with the country code or the leading zero and without it."""
    national = digits.lstrip("0")
    for end in (digits, national):
        if len(end) >= SHORTEST_PHONE_END:
            yield f'"{PHONE_END}{end[::-1]}"*'
    if len(national) > _NATIONAL + 1 or (len(national) > _NATIONAL and text.startswith(("+", "00"))):
        yield f'"{PHONE_END}{national[: -_NATIONAL - 1 : -1]}"*'


def _born(day: str) -> str:
    """Return the question for a date, or a part of one, as ``readings`` writes it."""
    if day.startswith("--"):
        return f'"{DAY}{day[2:]}"'
    return f'"{BORN}{day}"' if len(day) == _WHOLE_DATE else f'"{BORN}{day}"*'


def _any(questions: Iterable[str]) -> str:
    joined = " OR ".join(questions)
    return f"({joined})" if joined else ""


def _all_begin(chunk: str) -> str:
    return " AND ".join(f'"{word}"*' for word in fold(chunk).split())


def _closed_up(text: str) -> str:
    return "".join(fold(text).split())


# What the index keeps ---------------------------------------------------------------------------------------------


def name_words(names: Iterable[tuple[str, ...]]) -> list[str]:
    """Return the words of somebody's names, each once. Each name is given as its parts, family name first."""
    words: list[str] = []
    for parts in names:
        for part in parts:
            folded = fold(part).split()
            # "obrien" and "vandenberg" find O'Brien and van den Berg.
            words += [*folded, "".join(folded)]
        if _WRITTEN_TOGETHER.search(parts[0]):
            words.append(_closed_up("".join(parts)))
    return list(dict.fromkeys(filter(None, words)))


def other_words(
    *, numbers: Iterable[int], dates: Iterable[str], phones: Iterable[str], emails: Iterable[str]
) -> list[str]:
    """Return what else somebody is found by, each once. Dates are written as recorded."""
    words = [f"{NUMBER}{number}" for number in numbers]
    for day in dates:
        digits = day.replace("-", "")
        words += [f"{BORN}{digits}", f"{DAY}{digits[4:]}"]
    for phone in phones:
        words += _phone_words(phone)
    for email in emails:
        words += [f"{EMAIL}{_closed_up(email)}", *fold(email.partition("@")[0]).split()]
    return list(dict.fromkeys(words))


def _phone_words(phone: str) -> Iterator[str]:
    """Yield a number from its beginning, without its area code, and from its end, also with the extension dialled."""
    digits, extension = phone_digits(phone), split_extension(phone)[1]
    if digits:
        yield from (digits, digits[-7:], f"{PHONE_END}{digits[::-1]}")
        if extension:
            yield f"{PHONE_END}{(digits + extension)[::-1]}"


def kept_size(*words: int) -> bytes:
    """Return how an index of SQLite keeps the number of words of each column: seven bits a byte, the lowest last."""
    return b"".join(_seven_bits(count) for count in words)


def _seven_bits(count: int) -> bytes:
    kept = [count & 0x7F]
    while count := count >> 7:
        kept.append(count & 0x7F | 0x80)
    return bytes(reversed(kept))
