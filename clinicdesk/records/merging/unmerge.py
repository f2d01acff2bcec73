"""Parting two merged registrations: each has its own records again; what was written since goes where it belongs."""

from collections.abc import Iterator, Mapping
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.language import _
from clinicdesk.records import chart_facts, sessions
from clinicdesk.records.identities import surviving
from clinicdesk.records.merging.pair import Registration, Side
from clinicdesk.records.merging.parting import Parting, parting
from clinicdesk.records.merging.tables import KINDS, Row, is_closed
from clinicdesk.records.patient_details import ANSWERED_FIELDS, COLUMNS
from clinicdesk.rules.answers import Answer
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import Change, Value, insert, update


def unmerge(desk: Desk, merge_id: str, *, belongings: Mapping[str, Side], based_on: str, reason: str = "") -> None:
    """Part a merge, in one entry.

    ``belongings`` says of each thing in ``parting(…).belongings`` whose it is, by its key; ``based_on`` is the version
    of the merge that was read. The kept registration gets back what it said before in each field nobody changed since.
    What is open goes to its patient; what is closed stays and is noted as misfiled. Raises ``BadValue`` naming the key
    for which the answer is missing, and ``ChangedElsewhere``.
    """
    found = parting(desk, merge_id)
    _refuse(desk, found, belongings)
    told = _Told(desk, found, belongings)
    desk.record(
        "patient.unmerge",
        *told.kept_changes(),
        *told.merged_changes(),
        *told.filed_anew(),
        update("merges", merge_id, based_on, undone_at=as_text(desk.now())),
        patient=tuple(dict.fromkeys((found.kept.id, found.merged.id, *told.others()))),
        reason=reason.strip() or None,
    )


def _refuse(desk: Desk, found: Parting, belongings: Mapping[str, Side]) -> None:
    for thing in found.belongings:
        if thing.key not in belongings:
            raise BadValue(
                _("Say whose this is: {what}. It was written since the merge.").format(what=thing.name), thing.key
            )
    if surviving(desk, found.kept.id) in {line.patient_id for line in sessions.running(desk)}:
        raise BadValue(_("An infusion of this patient is running. Part the records when it is over."))


class _Told:
    """The changes that follow from what a person said belongs to whom."""

    def __init__(self, desk: Desk, found: Parting, belongings: Mapping[str, Side]) -> None:
        self._desk = desk
        self._found = found
        self._belongings = belongings
        self._to_other = self._rows_of_other()

    def kept_changes(self) -> Iterator[Change]:
        """Yield what gives the kept registration back what it said."""
        kept, before = self._found.kept, self._found.before
        columns: dict[str, Value] = {}
        for name in COLUMNS:
            if self._stays(f"field {name}"):
                continue
            if kept.said(name) != before.said(name):
                columns[name] = before.columns.get(name)
                if name in ANSWERED_FIELDS:
                    yield from kept.answered(name, before.answers.get(name, Answer.NOT_ASKED))
        for name in chart_facts.KINDS:
            if not self._stays(f"answer {name}"):
                yield from kept.answered(name, before.answers.get(name, Answer.NOT_ASKED))
        if not self._stays("flag") and kept.flagged != before.flagged:
            yield _flag(kept, before.flagged)
        yield update("patients", kept.id, kept.version, **columns)

    def merged_changes(self) -> Iterator[Change]:
        """Yield what makes the merged registration stand for itself, with what was said of it since."""
        kept, merged = self._found.kept, self._found.merged
        columns: dict[str, Value] = {}
        for name in COLUMNS:
            if self._goes(f"field {name}") and kept.said(name) != merged.said(name):
                columns[name] = kept.columns[name]
                if name in ANSWERED_FIELDS:
                    yield from merged.answered(name, kept.said(name).answer)
        for name in chart_facts.KINDS:
            if self._goes(f"answer {name}"):
                yield from merged.answered(name, kept.answers.get(name, Answer.NOT_ASKED))
        if self._goes("flag") and merged.flagged != kept.flagged:
            yield _flag(merged, kept.flagged)
        yield update("patients", merged.id, merged.version, merged_into=None, **columns)

    def filed_anew(self) -> Iterator[Change]:
        """Yield the changes of the rows that belong to the merged registration."""
        for (table, row_id), row in self._to_other.items():
            if not is_closed(self._desk, (table, row_id)):
                yield update(table, row_id, row["version"], patient_id=self._found.merged.id)
            elif not KINDS[table].follows:
                yield self._misfiled(table, row_id, row["patient_id"])

    def others(self) -> list[str]:
        """Return under which further registrations rows stood that were filed anew."""
        return [row["patient_id"] for row in self._to_other.values()]

    def _rows_of_other(self) -> dict[Row, dict[str, Any]]:
        rows = [row for thing in self._found.belongings if self._goes(thing.key) for row in thing.rows]
        rows += [row for row, side in self._found.following if side is Side.MERGED]
        found: dict[Row, dict[str, Any]] = {}
        for table, row_id in rows:
            read = self._desk.row(f"SELECT version, patient_id FROM {table} WHERE id = ?", row_id)
            if read is not None:
                found[table, row_id] = read
        return found

    def _misfiled(self, table: str, row_id: str, patient_id: str) -> Change:
        note_id = f"{table} {row_id}"
        there = self._desk.row("SELECT version FROM misfiled WHERE id = ?", note_id)
        if there is not None:
            return update(
                "misfiled", note_id, there["version"], patient_id=patient_id, belongs_to=self._found.merged.id
            )
        return insert(
            "misfiled",
            note_id,
            patient_id=patient_id,
            belongs_to=self._found.merged.id,
            subject_table=table,
            subject_id=row_id,
        )

    def _stays(self, key: str) -> bool:
        return self._belongings.get(key) is Side.KEPT and self._was_asked(key)

    def _goes(self, key: str) -> bool:
        return self._belongings.get(key) is Side.MERGED and self._was_asked(key)

    def _was_asked(self, key: str) -> bool:
        return any(thing.key == key for thing in self._found.belongings)


def _flag(one: Registration, flagged: bool) -> Change:
    if one.flag_version is None:
        return insert("call_flags", one.id, patient_id=one.id, flagged=flagged)
    return update("call_flags", one.id, one.flag_version, flagged=flagged)
