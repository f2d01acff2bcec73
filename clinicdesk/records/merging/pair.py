"""The details of two registrations side by side, and what each of them may give."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records import history_words
from clinicdesk.records.chart_facts import answer_change
from clinicdesk.records.patient_details import ANSWERED_FIELDS, COLUMNS
from clinicdesk.rules.answers import Answer
from clinicdesk.storage.entry import Change, Value


class Side(StrEnum):
    """Which of two registrations: the one that is kept, or the one merged into it."""

    KEPT = "kept"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Said:
    """What one registration says in a field: a value, or only which of the four answers."""

    value: Value
    answer: Answer

    @property
    def says_something(self) -> bool:
        """Whether anybody ever asked."""
        return self.value is not None or self.answer is not Answer.NOT_ASKED

    @property
    def is_some(self) -> bool:
        """Whether there is a value, or an answer that there would be one."""
        return self.value is not None or self.answer is Answer.SOME

    def words(self, name: str, desk: Desk) -> str:
        """Return it as people read it; empty when nobody asked."""
        if self.value is not None:
            return history_words.text(name, self.value, desk.zone())
        return {
            Answer.UNKNOWN: _("Not known"),
            Answer.NONE: _("None"),
            Answer.SOME: _("Yes, day not known"),
            Answer.NOT_ASKED: "",
        }[self.answer]


@dataclass(frozen=True, slots=True)
class Registration:
    """One registration as it stands, read without following merges. ``answers`` hold also those of the lists."""

    id: str
    version: str
    record_number: int
    merged_into: str | None
    voided_reason: str | None
    columns: Mapping[str, Value]
    answers: Mapping[str, Answer]
    answer_versions: Mapping[str, str]
    flagged: bool
    flag_version: str | None

    @property
    def name(self) -> str:
        """The patient's name as everywhere."""
        columns = {name: str(self.columns[name] or "") for name in ("family_name", "given_name", "title")}
        return formats.format_name(columns["family_name"], columns["given_name"], columns["title"])

    def said(self, name: str) -> Said:
        """Return what this registration says in a field."""
        answer = self.answers.get(name, Answer.NOT_ASKED) if name in ANSWERED_FIELDS else Answer.NOT_ASKED
        return Said(self.columns[name] or None, answer)

    def kept_before(self) -> str:
        """Return, as JSON, what an un-merge brings back."""
        answers = {name: answer.value for name, answer in self.answers.items()}
        return json.dumps({"fields": dict(self.columns), "answers": answers, "flagged": self.flagged})

    def answered(self, name: str, answer: Answer) -> list[Change]:
        """Return the change that writes one of the four answers of this registration, if it is another one."""
        if answer is self.answers.get(name, Answer.NOT_ASKED):
            return []
        return [answer_change(self.id, name, answer, self.answer_versions.get(name))]


def registration(desk: Desk, patient_id: str) -> Registration:
    """Return one registration itself, merged or not. Raises ``NotFound``."""
    desk.may_see("contact")
    row = desk.row("SELECT * FROM patients WHERE id = ?", patient_id)
    if row is None:
        raise NotFound(_("This patient is not in this clinic."))
    answers = list(
        desk.rows("SELECT * FROM patient_answers WHERE id >= ? || ' ' AND id < ? || '!'", patient_id, patient_id)
    )
    flag = desk.row("SELECT version, flagged FROM call_flags WHERE id = ?", patient_id)
    return Registration(
        id=row["id"],
        version=row["version"],
        record_number=row["record_number"],
        merged_into=row["merged_into"],
        voided_reason=row["voided_reason"],
        columns={name: row[name] for name in COLUMNS},
        answers={found["field"]: Answer(found["answer"]) for found in answers},
        answer_versions={found["field"]: found["version"] for found in answers},
        flagged=bool(flag and flag["flagged"]),
        flag_version=flag["version"] if flag else None,
    )


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One field of both registrations in words. ``proposed`` says which one to take: the one that says something."""

    name: str
    label: str
    kept: str
    merged: str
    differs: bool
    may_choose: bool
    proposed: Side


def pairs(desk: Desk, kept: Registration, merged: Registration) -> tuple[FieldPair, ...]:
    """Return the fields in which at least one of two registrations says something."""
    found = []
    for name in COLUMNS:
        ours, theirs = kept.said(name), merged.said(name)
        if not ours.says_something and not theirs.says_something:
            continue
        # A value says more than "not known", and "none" more than silence; what says nothing cannot be chosen.
        better = theirs.says_something and (
            not ours.says_something or (ours.value is None and theirs.value is not None)
        )
        found.append(
            FieldPair(
                name=name,
                label=history_words.label("patients", name),
                kept=ours.words(name, desk),
                merged=theirs.words(name, desk),
                differs=ours != theirs,
                may_choose=ours != theirs and theirs.says_something,
                proposed=Side.MERGED if better else Side.KEPT,
            )
        )
    return tuple(found)


def chosen(
    kept: Registration, merged: Registration, choices: Mapping[str, Side]
) -> tuple[dict[str, Value], list[Change]]:
    """Return the columns of the kept registration that the choices change, and the changes of its answers.

    Raises ``BadValue`` naming a field of which there is nothing to choose, and for a choice that leaves no name.
    """
    columns: dict[str, Value] = {}
    answers: list[Change] = []
    for name, side in choices.items():
        if name not in COLUMNS:
            raise BadValue(_("There is no field of this name to choose."), name)
        theirs = merged.said(name)
        if side is Side.KEPT or theirs == kept.said(name):
            continue
        if not theirs.says_something:
            raise BadValue(_("The other record says nothing here. Keep what this one says."), name)
        columns[name] = theirs.value
        answers += kept.answered(name, theirs.answer) if name in ANSWERED_FIELDS else []
    return _with_a_name(kept, columns), answers


def _with_a_name(kept: Registration, columns: dict[str, Value]) -> dict[str, Value]:
    after: dict[str, Any] = {**kept.columns, **columns}
    if not after["family_name"] and not after["given_name"]:
        raise BadValue(_("One of the two names must stay."), "family_name")
    for name in ("family_name", "given_name"):
        if name in columns:
            columns[name] = columns[name] or ""
    return columns
