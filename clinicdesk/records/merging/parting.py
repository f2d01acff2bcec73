"""What must be asked before two merged registrations are parted: to whom belongs what was written since the merge.

It is read from the ledger: the entries about the registration that was kept, after the one that merged.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, NotFound
from clinicdesk.language import _
from clinicdesk.records import chart_facts, history_words
from clinicdesk.records.identities import same_person
from clinicdesk.records.merging.attached import day_of
from clinicdesk.records.merging.pair import Registration, Said, Side, registration
from clinicdesk.records.merging.since import Written, by_root, entries_about, seq_of, written_since
from clinicdesk.records.merging.tables import KINDS, Row
from clinicdesk.records.patient_details import ANSWERED_FIELDS, COLUMNS
from clinicdesk.rules.answers import Answer
from clinicdesk.storage.clock import from_text
from clinicdesk.storage.entry import Entry, Value, read_content


@dataclass(frozen=True, slots=True)
class Merge:
    """One merge as it was made; ``at`` carries the clinic's zone. ``undone_at`` is None while it stands."""

    id: str
    version: str
    kept_id: str
    kept_name: str
    kept_number: int
    merged_id: str
    merged_name: str
    merged_number: int
    at: datetime
    undone_at: datetime | None

    def other_than(self, patient_id: str) -> tuple[str, int]:
        """Return name and record number of the other registration, as seen from the chart of one."""
        if patient_id == self.merged_id:
            return self.kept_name, self.kept_number
        return self.merged_name, self.merged_number


@dataclass(frozen=True, slots=True)
class Belonging:
    """One thing written since the merge, of which somebody must say whose it is.

    Attributes:
        key: What names it in the answer.
        name: Its kind in words.
        detail: A few words more, as far as this person may read them, or none.
        written_at: When it was first written, in the clinic's zone.
        by_name: Who wrote it.
        rows: The rows that go with it; none for what is said in a field.
    """

    key: str
    name: str
    detail: str
    day: date
    written_at: datetime
    by_name: str
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Parting:
    """What parting a merge means.

    Attributes:
        belongings: What must be asked, in the order it was written.
        following: Rows written since that hang on an older record, and whose it is without asking.
    """

    merge: Merge
    kept: Registration
    merged: Registration
    belongings: tuple[Belonging, ...]
    following: tuple[tuple[Row, Side], ...] = ()
    before: "Before" = field(repr=False, default_factory=lambda: Before({}, {}, False))
    after: "Before" = field(repr=False, default_factory=lambda: Before({}, {}, False))


@dataclass(frozen=True, slots=True)
class Before:
    """What the kept registration said at some moment: its fields, its answers, and whether to call first."""

    columns: Mapping[str, Value]
    answers: Mapping[str, Answer]
    flagged: bool

    def said(self, name: str) -> Said:
        """Return what it said in a field."""
        answer = self.answers.get(name, Answer.NOT_ASKED) if name in ANSWERED_FIELDS else Answer.NOT_ASKED
        return Said(self.columns.get(name) or None, answer)


def merges_of(desk: Desk, patient_id: str) -> list[Merge]:
    """Return every merge into and of this patient's registrations, the newest first, undone ones too."""
    desk.may_see("contact")
    rows = desk.rows(
        f"SELECT m.* FROM merges m WHERE {same_person('m.kept_id')} OR {same_person('m.merged_id')} ORDER BY m.id DESC",
        patient_id,
        patient_id,
    )
    return [_merge(desk, row) for row in rows]


def _merge(desk: Desk, row: Mapping[str, Any]) -> Merge:
    undone = row["undone_at"]
    kept, merged = registration(desk, row["kept_id"]), registration(desk, row["merged_id"])
    return Merge(
        id=row["id"],
        version=row["version"],
        kept_id=kept.id,
        kept_name=kept.name,
        kept_number=kept.record_number,
        merged_id=merged.id,
        merged_name=merged.name,
        merged_number=merged.record_number,
        at=desk.local(from_text(row["merged_at"])),
        undone_at=desk.local(from_text(undone)) if undone else None,
    )


def parting(desk: Desk, merge_id: str) -> Parting:
    """Return what parting a merge asks for. Raises ``NotFound``, and ``BadValue`` for a merge undone already."""
    row = desk.row("SELECT * FROM merges WHERE id = ?", merge_id)
    if row is None:
        raise NotFound(_("This merge is not in this clinic."))
    if row["undone_at"] is not None:
        raise BadValue(_("These records were parted already."))
    kept, merged = registration(desk, row["kept_id"]), registration(desk, row["merged_id"])
    made = _entry(desk, row["version"])
    before = _before(json.loads(row["kept_before"]))
    after = _after(before, made, kept.id)
    written = written_since(desk, row)
    asked, following = by_root(desk, written, merged.id)
    belongings = [*_belongings(desk, asked, written), *_said_since(desk, kept, after, row)]
    return Parting(
        merge=_merge(desk, row),
        kept=kept,
        merged=merged,
        belongings=tuple(sorted(belongings, key=lambda one: one.written_at)),
        following=tuple(following),
        before=before,
        after=after,
    )


# What was written ----------------------------------------------------------------------------------------------------


def _belongings(desk: Desk, asked: Mapping[Row, Sequence[Row]], written: Mapping[Row, Written]) -> Iterator[Belonging]:
    names = _staff_names(desk)
    for root, rows in asked.items():
        table, row_id = root
        kind = KINDS[table]
        found = desk.row(
            f"SELECT {kind.at} AS at, {kind.words(desk)} AS detail FROM {table} x "
            "JOIN search_entries e ON e.id = x.version WHERE x.id = ?",
            row_id,
        )
        if found is None:
            continue
        who = written[root]
        yield Belonging(
            key=f"{table} {row_id}",
            name=kind.name,
            detail=" ".join((found["detail"] or "").split()),
            day=day_of(desk, found["at"]),
            written_at=desk.local(who.at),
            by_name=names.get(who.staff, who.staff),
            rows=tuple(rows),
        )


def _staff_names(desk: Desk) -> dict[str, str]:
    return {row["id"]: row["name"] for row in desk.rows("SELECT id, name FROM staff")}


# What was said -------------------------------------------------------------------------------------------------------


def _before(kept: Mapping[str, Any]) -> Before:
    answers = {name: Answer(answer) for name, answer in kept["answers"].items()}
    return Before(kept["fields"], answers, bool(kept["flagged"]))


def _after(before: Before, made: Entry, kept_id: str) -> Before:
    """Return what the kept registration said right after the merge."""
    columns, answers = dict(before.columns), dict(before.answers)
    for change in made.changes:
        if (change.table, change.row_id) == ("patients", kept_id):
            columns |= {name: value for name, value in change.columns.items() if name in COLUMNS}
        elif change.table == "patient_answers":
            answers[change.row_id.split(" ", 1)[1]] = Answer(str(change.columns["answer"]))
    return Before(columns, answers, before.flagged)


def _said_since(desk: Desk, kept: Registration, after: Before, merge: Mapping[str, Any]) -> Iterator[Belonging]:
    """Yield the fields and answers of the kept registration that somebody changed since."""
    changed = [
        (f"field {name}", history_words.label("patients", name))
        for name in COLUMNS
        if kept.said(name) != after.said(name)
    ]
    changed += [
        (f"answer {name}", history_words.spoken(name))
        for name in chart_facts.KINDS
        if kept.answers.get(name, Answer.NOT_ASKED) is not after.answers.get(name, Answer.NOT_ASKED)
    ]
    if kept.flagged != after.flagged:
        changed.append(("flag", _("To be called first")))
    if not changed:
        return
    names = _staff_names(desk)
    when = _last_writers(desk, kept, merge)
    for key, name in changed:
        who = when.get(key) or Written(from_text(merge["merged_at"]), "")
        column = key.removeprefix("field ")
        value = kept.said(column).words(column, desk) if key.startswith("field ") else ""
        at = desk.local(who.at)
        yield Belonging(key, name, value, at.date(), at, names.get(who.staff, who.staff))


def _last_writers(desk: Desk, kept: Registration, merge: Mapping[str, Any]) -> dict[str, Written]:
    found: dict[str, Written] = {}
    for entry in entries_about(desk, kept.id, seq_of(desk, merge["version"])):
        for change in entry.changes:
            who = Written(entry.at, entry.staff)
            if (change.table, change.row_id) == ("patients", kept.id):
                found |= {f"field {name}": who for name in change.columns}
            elif change.table == "patient_answers" and change.row_id.startswith(f"{kept.id} "):
                name = change.row_id.split(" ", 1)[1]
                found[f"answer {name}" if name in chart_facts.KINDS else f"field {name}"] = who
            elif (change.table, change.row_id) == ("call_flags", kept.id):
                found["flag"] = who
    return found


def _entry(desk: Desk, entry_id: str) -> Entry:
    row = desk.row("SELECT content FROM ledger WHERE id = ?", entry_id)
    if row is None:
        raise NotFound(_("This merge is not in this clinic."))
    return read_content(row["content"])
