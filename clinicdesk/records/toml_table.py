"""Read a TOML file that a clinic may have edited: every fault is named with its line and one sentence."""

import re
import tomllib
from collections.abc import Iterator
from enum import Enum
from typing import Any, TypeVar

from clinicdesk.language import _
from clinicdesk.resources import FileProblem

Chosen = TypeVar("Chosen", bound=Enum)


class FaultyFile(Exception):
    """A file cannot be used; ``problem`` says why and where."""

    def __init__(self, problem: FileProblem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


class Table:
    """One table of a TOML file. Values are asked for by name and type; ``done`` refuses names nobody asked for."""

    def __init__(self, text: str, file: str, values: dict[str, Any], path: tuple[str | int, ...] = ()) -> None:
        self._text, self._file, self._values, self._path = text, file, values, path
        self._asked: set[str] = set()

    @classmethod
    def parse(cls, text: str, file: str) -> "Table":
        """Return the whole file as a table, or raise FaultyFile with the line tomllib stumbled over."""
        try:
            return cls(text, file, tomllib.loads(text))
        except (ValueError, RecursionError) as fault:
            # Also a number of thousands of digits, and brackets nested thousands deep.
            found = re.search(r"at line (\d+)", str(fault))
            line = int(found[1]) if found else max(len(text.splitlines()), 1)
            sentence = _("Line {line} is not written as TOML asks. Look for a missing quote, bracket or equals sign.")
            raise FaultyFile(FileProblem(file, line, sentence.format(line=line))) from fault

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, default: str | None = None) -> str:
        """Return a text; it may be empty only where a default is given."""
        value = self._value(name, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.fault(name, _("“{name}” must be a text in quotes.").format(name=name))
        return value.strip()

    def flag(self, name: str, default: bool | None = None) -> bool:
        """Return true or false."""
        value = self._value(name, default)
        if not isinstance(value, bool):
            raise self.fault(name, _("“{name}” must be true or false.").format(name=name))
        return value

    def integer(self, name: str, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``."""
        return self._checked_integer(name, self._value(name, None), low, high)

    def optional_integer(self, name: str, low: int, high: int) -> int | None:
        """Return a whole number, or None when the file does not say."""
        return self.integer(name, low, high) if name in self else None

    def integers(self, name: str, low: int, high: int) -> tuple[int, ...]:
        """Return a list of whole numbers, each larger than the one before."""
        values = tuple(self._checked_integer(name, value, low, high) for value in self._list(name))
        if list(values) != sorted(set(values)):
            raise self.fault(name, _("The numbers of “{name}” must rise.").format(name=name))
        return values

    def pair(self, name: str, low: int, high: int) -> tuple[int, int]:
        """Return a range as [from, to]."""
        values = self.integers(name, low, high)
        if len(values) != 2:
            raise self.fault(name, _("“{name}” must be two numbers: [from, to].").format(name=name))
        return values[0], values[1]

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        values = self._list(name)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self.fault(name, _("“{name}” must be a list of texts in quotes.").format(name=name))
        return tuple(values)

    def choice(self, name: str, kinds: type[Chosen]) -> Chosen:
        """Return one of an enum's values, written as its value or its name in lower case."""
        return self._checked_choice(name, self._value(name, None), kinds)

    def choices(self, name: str, kinds: type[Chosen]) -> tuple[Chosen, ...]:
        """Return a list of an enum's values."""
        return tuple(self._checked_choice(name, value, kinds) for value in self._list(name))

    def table(self, name: str) -> "Table":
        """Return a table inside this one."""
        value = self._value(name, None)
        if not isinstance(value, dict):
            raise self.fault(name, _("“{name}” must be a section: [{name}].").format(name=name))
        return Table(self._text, self._file, value, (*self._path, name))

    def tables(self, name: str) -> Iterator["Table"]:
        """Yield the tables of a list, written as ``[[name]]``."""
        values = self._list(name)
        for position, value in enumerate(values):
            if not isinstance(value, dict):
                raise self.fault(name, _("“{name}” must be a list of sections: [[{name}]].").format(name=name))
            yield Table(self._text, self._file, value, (*self._path, name, position))

    def names(self) -> tuple[str, ...]:
        """Return the names in this table, in the file's order."""
        return tuple(self._values)

    def done(self) -> None:
        """Refuse a name that means nothing here: most often it is a slip of the hand."""
        for name in self._values:
            if name not in self._asked:
                raise self.fault(name, _("“{name}” means nothing here. Check its spelling.").format(name=name))

    def fault(self, name: str | None, sentence: str) -> FaultyFile:
        """Return the error for a name of this table (or for the table itself), with its line."""
        line = line_of(self._text, self._path, name)
        return FaultyFile(FileProblem(self._file, line, sentence))

    def _value(self, name: str, default: Any) -> Any:
        self._asked.add(name)
        if name in self._values:
            return self._values[name]
        if default is None:
            raise self.fault(None, _("“{name}” is missing.").format(name=name))
        return default

    def _list(self, name: str) -> list[Any]:
        value = self._value(name, None)
        if not isinstance(value, list) or not value:
            raise self.fault(name, _("“{name}” must be a list with something in it.").format(name=name))
        return value

    def _checked_integer(self, name: str, value: object, low: int, high: int) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            sentence = _("“{name}” must be a whole number from {low} to {high}.")
            raise self.fault(name, sentence.format(name=name, low=f"{low:,}", high=f"{high:,}"))
        return value

    def _checked_choice(self, name: str, value: object, kinds: type[Chosen]) -> Chosen:
        # A number means nothing to a reader, so enums of numbers are written by their names.
        words = {kind.value if isinstance(kind.value, str) else kind.name.lower(): kind for kind in kinds}
        if not isinstance(value, str) or value not in words:
            sentence = _("“{name}” must be one of: {words}.")
            raise self.fault(name, sentence.format(name=name, words=", ".join(words)))
        return words[value]


_HEADER = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?")


def line_of(text: str, path: tuple[str | int, ...], name: str | None) -> int:
    """Return the line (from 1) of a key, else of the section it belongs to, else 1.

    tomllib keeps no positions, so the text is read once more, by its section headers and the keys under them.
    """
    sections = [part for part in path if isinstance(part, str)]
    position = next((part for part in reversed(path) if isinstance(part, int)), 0)
    wanted, current, seen, best = ".".join(sections), "", -1, 1
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.fullmatch(line):
            current = ".".join(part.strip().strip("\"'") for part in header[1].split("."))
            seen += current == wanted
            if current == wanted and seen == position:
                best = number
        inside = current == wanted and (not sections or seen == position)
        if inside and name and re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*[=.]", line):
            return number
        if name and current == ".".join((*sections, name)) and _HEADER.fullmatch(line):
            return number
    return best
