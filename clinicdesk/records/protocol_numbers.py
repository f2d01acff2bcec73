"""The numbers of a protocol's text, to be read and changed one by one. Comments, order and everything else stay.

A clinic changes numbers, sources and who answers for them; the text with the changes is then checked as a whole by
``protocols.parse`` and adopted as the clinic's own version (``adopted_protocols``).
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.quantities import decimal_text
from clinicdesk.rules.typed_quantities import parse_amount

_SECTION = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?")
_LINE = re.compile(r"(\s*)([A-Za-z0-9_-]+)(\s*=\s*)(.*?)(\s*(?:#[^\"']*)?)")

# Ending of a name → how many stored units make one shown unit, and what that is called.
_UNITS: tuple[tuple[str, int, str], ...] = (
    ("micrograms_per_kg_per_hour", 1000, _("mg per kg per hour")),
    ("micrograms_per_kg", 1000, _("mg per kg")),
    ("micrograms_per_hour", 1000, _("mg per hour")),
    ("micrograms_per_ml", 1000, _("mg per mL")),
    ("micrograms", 1000, "mg"),
    ("microlitres", 1000, "mL"),
    ("microlitres_per_hour", 1000, _("mL per hour")),
    ("minutes_between", 1, _("min")),
    ("minutes_at_least", 1, _("min")),
    ("minutes", 1, _("min")),
    ("days_between", 1, _("days")),
    ("days", 1, _("days")),
    ("weeks", 1, _("weeks")),
    ("percent", 1, "%"),
)
_ABOUT = frozenset({"source", "owner", "unverified"})
_LABELS = {
    "micrograms_per_kg": _("Dose per kg"),
    "micrograms_per_kg_per_hour": _("Rate per kg"),
    "max_dose_micrograms": _("Highest dose"),
    "min_dose_micrograms": _("Smallest dose"),
    "max_micrograms_per_kg_per_hour": _("Highest rate per kg"),
    "max_micrograms_per_hour": _("Highest rate"),
    "plausible_micrograms_per_kg": _("Asks outside, per kg"),
    "ask_when_changed_percent": _("Asks twice when changed by"),
    "ask_basis_from_bmi": _("Asks for the weight to use from a BMI of"),
    "concentration_micrograms_per_ml": _("Strength of the vial"),
    "volume_microlitres": _("Volume"),
    "at_minutes": _("Due at minutes"),
    "during_every_minutes": _("Then while it runs, every"),
    "after_every_minutes": _("After its end, every"),
    "early_minutes": _("Counts when early by"),
    "overdue_after_minutes": _("Overdue after"),
    "max_per_week": _("At most in 7 days"),
    "min_days_between": _("At least between sessions"),
    "max_days_between": _("At most between sessions"),
    "above": _("Above"),
    "at_or_above": _("At or above"),
    "below": _("Below"),
    "at_or_below": _("At or below"),
    "rise_at_or_above": _("Rise from baseline of at least"),
    "fall_at_or_above": _("Fall from baseline of at least"),
    "most_times": _("At most, times"),
    "minutes_between": _("At least between two"),
    "minutes": _("Lasts"),
    "recovery_minutes_at_least": _("Stays at least"),
    "booked_minutes": _("Booked for"),
    "ask_above_microlitres": _("Asks above"),
    "ask_above_microlitres_per_hour": _("Asks above a rate of"),
    "device_micrograms": _("One device holds"),
    "doses_micrograms": _("Doses to choose from"),
    "first_dose_micrograms": _("First dose"),
    "sessions": _("Sessions"),
    "follow_up_days": _("Goes on after the last session"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """One number, or a list of them, on one line of the text. ``unit`` is empty for a count."""

    line: int
    name: str
    values: tuple[int, ...]
    is_list: bool
    per_shown: int
    unit: str

    @property
    def label(self) -> str:
        """What people call it: ``duration_minutes`` is ``Duration``."""
        if self.name in _LABELS:
            return _LABELS[self.name]
        words = self.name
        for ending, _per, _unit in _UNITS:
            if words.endswith(ending) and words != ending:
                words = words.removesuffix(ending)
                break
        words = words.strip("_").replace("_", " ")
        return words[:1].upper() + words[1:]

    @property
    def shown(self) -> str:
        """The value as it is shown and typed: ``0.5`` or ``10, 20, 30, 40``."""
        return self.show(self.values)

    def show(self, values: tuple[int, ...]) -> str:
        """Return values of this number as they are shown and typed."""
        return ", ".join(decimal_text(value, self.per_shown).replace(",", "") for value in values)

    def read(self, typed: str) -> tuple[int, ...]:
        """Return the stored values of what somebody typed. Raises ``BadValue`` with one sentence."""
        parts = [part for part in re.split(r"[,;\s]+", typed.strip()) if part]
        if not self.is_list and len(parts) != 1:
            raise BadValue(_("{name} is one number. Type it without its unit.").format(name=self.label))
        if not parts:
            raise BadValue(_("{name} needs at least one number.").format(name=self.label))
        return tuple(
            parse_amount(part, per_shown=self.per_shown, units=frozenset({self.unit or "-"}), name=self.label)
            for part in parts
        )


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading: its numbers, where they are from, and who answers for them.

    ``title`` is the heading's name as written, ``line`` its line. A line of 0: the text does not say. ``when``: of a
    questionnaire, the times it is due at, as written.
    """

    title: str
    line: int
    name: str
    numbers: tuple[Number, ...]
    source: str
    source_line: int
    owner: str
    owner_line: int
    unverified: bool
    unverified_line: int
    when: tuple[str, ...] = ()


def sections(text: str) -> tuple[Section, ...]:
    """Return the sections of a text that hold numbers or say when something is due, in its order."""
    return tuple(section for section in _sections(text) if section.numbers or section.when)


def _sections(text: str) -> Iterator[Section]:
    title, start = "", 1
    found: dict[str, tuple[int, Any]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _SECTION.fullmatch(line):
            yield _section(title, start, found)
            title, start, found = header[1], number, {}
        elif entry := _LINE.fullmatch(line):
            value = _value(entry[4])
            if value is not None:
                found[entry[2]] = (number, value)
    yield _section(title, start, found)


def _value(literal: str) -> Any:
    try:
        return tomllib.loads(f"x = {literal}")["x"]
    except tomllib.TOMLDecodeError:
        return None


def _section(title: str, line: int, found: dict[str, tuple[int, Any]]) -> Section:
    numbers = [
        _number(at, name, value)
        for name, (at, value) in found.items()
        if name not in _ABOUT and name != "version" and _is_number(value)
    ]
    source, owner, unverified = (found.get(name, (0, None)) for name in ("source", "owner", "unverified"))
    named = next((found[name][1] for name in ("title", "name", "kind", "measure") if name in found), "")
    when = found.get("when", (0, ()))[1]
    return Section(
        title=title,
        line=line,
        name=named if isinstance(named, str) else "",
        numbers=tuple(numbers),
        source=str(source[1] or ""),
        source_line=source[0],
        owner=str(owner[1] or ""),
        owner_line=owner[0],
        unverified=bool(unverified[1]),
        unverified_line=unverified[0],
        when=tuple(when) if isinstance(when, list) and all(isinstance(one, str) for one in when) else (),
    )


def _is_number(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and all(isinstance(one, int) and not isinstance(one, bool) for one in value)
    return isinstance(value, int) and not isinstance(value, bool)


def _number(line: int, name: str, value: Any) -> Number:
    per_shown, unit = next(((per, unit) for ending, per, unit in _UNITS if name.endswith(ending)), (1, ""))
    is_list = isinstance(value, list)
    return Number(line, name, tuple(value) if is_list else (value,), is_list, per_shown, unit)


def with_numbers(text: str, number: Number, values: tuple[int, ...]) -> str:
    """Return the text with other values in the line of a number."""
    literal = f"[{', '.join(map(str, values))}]" if number.is_list else str(values[0])
    return _with_literal(text, number.line, literal)


def with_text(text: str, line: int, words: str) -> str:
    """Return the text with other words in a line that holds a text: a source, an owner."""
    escaped = " ".join(words.split()).replace("\\", "\\\\").replace('"', '\\"')
    return _with_literal(text, line, f'"{escaped}"')


def with_flag(text: str, line: int, *, value: bool) -> str:
    """Return the text with true or false in a line."""
    return _with_literal(text, line, "true" if value else "false")


def with_version(text: str, version: str) -> str:
    """Return the text with another version; the line stands before the first section."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(r"\s*version\s*=", line):
            return with_text(text, number, version)
    raise BadValue(_('The protocol does not say its version. Add a line such as: version = "1"'))


def _with_literal(text: str, line: int, literal: str) -> str:
    lines = text.splitlines(keepends=True)
    ending = "\n" if lines[line - 1].endswith("\n") else ""
    entry = _LINE.fullmatch(lines[line - 1].rstrip("\n"))
    if entry is None:
        raise BadValue(_("This line of the protocol cannot be changed here. Change it in the file."))
    lines[line - 1] = f"{entry[1]}{entry[2]}{entry[3]}{literal}{entry[5]}{ending}"
    return "".join(lines)
