"""The form a programme wants after each session: its fields, which of them are asked, what an answer can be, when due.

The fields stand in a file of ``resources/programmes``. A field that nobody answered is missing: it is never "no".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.rules.protocol import Provenance
from clinicdesk.rules.vitals import MEASURES, Kind

_LONGEST_MINUTES = 24 * 60
_LONGEST_TEXT = 4000


class FieldKind(StrEnum):
    """What may be written into a field."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    YES_NO = "yes_no"
    CHOICE = "choice"
    MINUTES = "minutes"
    PRESSURE = "pressure"
    PERCENT = "percent"


YES, NO = "yes", "no"
"""What is stored for a field of kind YES_NO; not answered is neither."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing the form asks. ``id`` is stored with its answer and never changes.

    ``only_if``: the field and the answer it must have for this one to be asked.
    """

    id: str
    label: str
    kind: FieldKind
    choices: tuple[str, ...] = ()
    only_if: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FormSection:
    """Fields under one title."""

    title: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme that clinic and patient are enrolled in, and its form. ``form_due_days`` are calendar days."""

    id: str
    title: str
    form_title: str
    form_due_days: int
    enrol_before_first: bool
    sections: tuple[FormSection, ...]
    provenance: Provenance

    @property
    def fields(self) -> tuple[FormField, ...]:
        """Every field, in the form's order."""
        return tuple(field for section in self.sections for field in section.fields)


def due_on(programme: Programme, session_day: date) -> date:
    """Return the last day on which the form of a session of a day is in time."""
    return session_day + timedelta(days=programme.form_due_days)


def is_asked(field: FormField, answers: Mapping[str, str]) -> bool:
    """Tell whether a field is asked, as the others are answered."""
    return field.only_if is None or answers.get(field.only_if[0]) == field.only_if[1]


def missing(programme: Programme, answers: Mapping[str, str]) -> tuple[FormField, ...]:
    """Return the fields that are asked and that nobody answered."""
    return tuple(field for field in programme.fields if is_asked(field, answers) and not answers.get(field.id))


def checked(field: FormField, text: str) -> str:
    """Return an answer as it is kept; nothing stays nothing. Raises ``BadValue`` for what cannot be."""
    text = text.strip()
    if not text:
        return ""
    if len(text) > _LONGEST_TEXT:
        raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=_LONGEST_TEXT), field.id)
    if field.kind in (FieldKind.YES_NO, FieldKind.CHOICE):
        if text not in ((YES, NO) if field.kind is FieldKind.YES_NO else field.choices):
            raise BadValue(_("Choose one of the answers."), field.id)
        return text
    if field.kind is FieldKind.MINUTES:
        return str(_whole(field, text, (0, _LONGEST_MINUTES), _("Type whole minutes, such as 125.")))
    if field.kind is FieldKind.PERCENT:
        return str(_whole(field, text.rstrip("% "), MEASURES[Kind.SPO2].possible, _("Type per cent, such as 98.")))
    return _pressure(field, text) if field.kind is FieldKind.PRESSURE else text


def _whole(field: FormField, text: str, possible: tuple[int, int], sentence: str) -> int:
    if not text.isascii() or not text.isdigit() or not possible[0] <= int(text[:6]) <= possible[1]:
        raise BadValue(sentence, field.id)
    return int(text)


def _pressure(field: FormField, text: str) -> str:
    found = re.fullmatch(r"(\d{2,3})\s*/\s*(\d{2,3})", text, re.ASCII)
    if found is not None:
        systolic, diastolic = int(found[1]), int(found[2])
        highest, lowest = MEASURES[Kind.SYSTOLIC].possible[1], MEASURES[Kind.DIASTOLIC].possible[0]
        if lowest <= diastolic < systolic <= highest:
            return f"{systolic}/{diastolic}"
    raise BadValue(_("Type the blood pressure as upper/lower, such as 128/78."), field.id)


def shown(field: FormField, answer: str) -> str:
    """Return an answer as people read it; nothing is an empty text."""
    if field.kind is FieldKind.YES_NO:
        return {YES: _("Yes"), NO: _("No")}.get(answer, "")
    if field.kind is FieldKind.MINUTES and answer:
        return _("{count} min").format(count=answer)
    if field.kind is FieldKind.PERCENT and answer:
        return f"{answer} %"
    return answer
