"""The CSV layout of the Synthea generator: which columns mean what.

Columns are found by name, so that the older layout without MIDDLE, FIPS and SYSTEM reads as well. Source:
``CSVConstants.java`` of synthetichealth/synthea.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from clinicdesk.errors import BadValue
from clinicdesk.exchange.csv_table import Row
from clinicdesk.language import _
from clinicdesk.records.chart_facts import Allergy, Medicine, Problem
from clinicdesk.records.patient_details import PatientDetails
from clinicdesk.rules.answers import Answer
from clinicdesk.rules.dates import AmbiguousDate, parse_date

NEEDED = {
    "patients": ("Id", "FIRST", "LAST"),
    "allergies": ("PATIENT", "DESCRIPTION"),
    "medications": ("PATIENT", "DESCRIPTION"),
    "conditions": ("PATIENT", "DESCRIPTION"),
}
"""The files, in the order they are told, and the columns without which a file is not of this layout."""

TAKEN = frozenset(
    {
        *("ID", "BIRTHDATE", "DEATHDATE", "PREFIX", "FIRST", "MIDDLE", "LAST", "GENDER"),
        *("ADDRESS", "CITY", "STATE", "ZIP", "COUNTRY", "PHONE", "EMAIL"),
    }
)
"""The columns of the patients file that are taken over."""

_SEXES = {"M": "male", "F": "female", "MALE": "male", "FEMALE": "female", "": ""}
_UNKNOWN_SEX = ("U", "UNKNOWN", "UN", "UNK")
_DIGITS_AT_END = re.compile(r"(?<=\D)\d+(?=\s|-|$)")
_KIND_OF_CONCEPT = re.compile(r"\s*\((organism|substance|disorder|finding|situation|product|physical object)\)$")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_ANY_DAY = date(2000, 1, 1)
"""Today is not asked for: years have four digits, and nothing counts from today."""
_SEVERITIES = ("severe", "moderate", "mild")

Item = Allergy | Medicine | Problem


@dataclass(slots=True)
class Extract:
    """What belongs to one patient of the files, collected row by row; the same thing said again is folded into one."""

    items: dict[str, dict[str, Item]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    faults: list[tuple[str, int, str]] = field(default_factory=list)

    def add(self, kind: str, key: str, item: Item) -> None:
        """Add an item; one that is there already runs from the first start to the last end, and still if any does."""
        known = self.items.setdefault(kind, {})
        known[key] = _folded(known[key], item) if key in known else item
        self.rows[kind] = self.rows.get(kind, 0) + 1


def _folded(first: Item, second: Item) -> Item:
    starts = [day for day in (first.started_on, second.started_on) if day]
    ends = [day for day in (first.ended_on, second.ended_on) if day]
    together: dict[str, Any] = {
        "started_on": min(starts, default=None),
        "ended_on": max(ends) if len(ends) == 2 else None,
    }
    if isinstance(first, Medicine) and isinstance(second, Medicine):
        together["reason"] = second.reason or first.reason
    return replace(first, **together)


def details(row: Row, *, strip_digits: bool) -> PatientDetails:
    """Return who a row of the patients file is. Raises ``BadValue`` with the reason it cannot be imported."""
    sex = row["GENDER"].upper()
    if sex not in _SEXES and sex not in _UNKNOWN_SEX:
        raise BadValue(_("GENDER is neither M nor F"))
    names: dict[str, str] = {"family_name": row["LAST"], "given_name": row["FIRST"], "middle_name": row["MIDDLE"]}
    clean: dict[str, Any] = {name: without_digits(text) if strip_digits else text for name, text in names.items()}
    return PatientDetails(
        **clean,
        title=row["PREFIX"].rstrip("."),
        birth_date=_day(row, "BIRTHDATE"),
        deceased_on=_day(row, "DEATHDATE"),
        sex_at_birth=_SEXES.get(sex, ""),
        street=row["ADDRESS"],
        city=row["CITY"],
        region=row["STATE"],
        postal_code=row["ZIP"],
        country=row["COUNTRY"],
        phone_mobile=row["PHONE"],
        email=row["EMAIL"],
        answers={"sex_at_birth": Answer.UNKNOWN} if sex in _UNKNOWN_SEX else {},
    )


def without_digits(name: str) -> str:
    """Return a name without the number Synthea sets behind each part: ``Colin861`` is ``Colin``."""
    return _DIGITS_AT_END.sub("", name)


def item(kind: str, row: Row) -> tuple[str, Item]:
    """Return an item of a list and what makes it the same as another one. Raises ``BadValue``."""
    name = _KIND_OF_CONCEPT.sub("", row["DESCRIPTION"])
    if not name:
        raise BadValue(_("DESCRIPTION is empty"))
    code = " ".join(part for part in (row["SYSTEM"], row["CODE"]) if part)
    span: dict[str, Any] = {"code": code, "started_on": _day(row, "START"), "ended_on": _day(row, "STOP")}
    if span["started_on"] and span["ended_on"] and span["ended_on"] < span["started_on"]:
        raise BadValue(_("STOP is before START"))
    key = code or name.casefold()
    if kind == "allergies":
        return key, Allergy(substance=name, reaction="; ".join(_reactions(row)), severity=_severity(row), **span)
    if kind == "medications":
        return key, Medicine(name=name, reason=row["REASONDESCRIPTION"], **span)
    return key, Problem(name=name, **span)


def _reactions(row: Row) -> Iterator[str]:
    for number in ("1", "2"):
        if reaction := row[f"DESCRIPTION{number}"]:
            yield _KIND_OF_CONCEPT.sub("", reaction)


def _severity(row: Row) -> str:
    """Return the worst severity of the reactions."""
    told = {row[f"SEVERITY{number}"].lower() for number in ("1", "2")}
    return next((severity for severity in _SEVERITIES if severity in told), "")


def _day(row: Row, column: str) -> date | None:
    """Return the day of a date or a time; Synthea writes ``1994-03-27`` and ``1994-03-27T08:02:56Z``.

    Other writings are read where they leave no doubt. ``03/04/1970`` is left out, also in a file whose other rows are
    all one way round: files put together from several sources have both orders.
    """
    text = row[column]
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return _other_day(text, column)


def _other_day(text: str, column: str) -> date:
    wanted = _("it must read like 1968-07-21")
    if not _YEAR.search(text) or text[0] in "+-":
        raise BadValue(_("{column} has no year of four digits ({wanted})").format(column=column, wanted=wanted))
    try:
        return parse_date(text, _ANY_DAY)
    except AmbiguousDate as unclear:
        raise BadValue(
            _("{column} can be read with the day or the month first ({wanted})").format(column=column, wanted=wanted)
        ) from unclear
    except BadValue as error:
        raise BadValue(
            _("{column} is not a day of the calendar ({wanted})").format(column=column, wanted=wanted)
        ) from error
