"""Merges and un-merges in any order, beside a model that knows nothing of how they are kept.

The model holds for each registration the one it is merged into, and for each record whose it is and which merges stood
when it was written.
"""

from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue
from clinicdesk.records import merging, notes, patients
from clinicdesk.records.identities import surviving
from clinicdesk.records.merging import Side
from clinicdesk.records.patient_details import PatientDetails
from tests.records.attaching import attach

_PEOPLE = 4
# Open, closed as long as it is, and closed for good.
_TABLES = ("allergies", "notes", "payments", "coverages")


@dataclass
class Merge:
    id: str
    kept: int
    merged: int
    serial: int


@dataclass
class Record:
    table: str
    id: str
    owner: int
    serial: int


@dataclass
class Model:
    """Who is read with whom, said with nothing but lists."""

    standing: list[Merge] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    serial: int = 0

    def next(self) -> int:
        self.serial += 1
        return self.serial

    def top(self, person: int) -> int:
        above = next((merge.kept for merge in self.standing if merge.merged == person), None)
        return person if above is None else self.top(above)

    def below(self, person: int) -> set[int]:
        return {person}.union(*(self.below(merge.merged) for merge in self.standing if merge.kept == person))

    def read(self, person: int, table: str) -> set[str]:
        return {r.id for r in self.records if r.table == table and self.top(r.owner) == self.top(person)}

    def asked(self, merge: Merge) -> list[Record]:
        """Return what was written above a merged registration since it is read there."""
        since = self.since(merge)
        return [r for r in self.records if r.owner in since and r.serial > since[r.owner]]

    def since(self, merge: Merge) -> dict[int, int]:
        """Return each registration above a merged one, with the moment from which on it is."""
        found: dict[int, int] = {}
        moment = 0
        step: Merge | None = merge
        while step is not None:
            moment = max(moment, step.serial)
            found[step.kept] = moment
            step = next((one for one in self.standing if one.merged == step.kept), None)
        return found


class Merging(RuleBasedStateMachine):
    """``desk`` is set by the test."""

    desk: Desk

    @initialize()
    def begin(self) -> None:
        self.model = Model()
        self.people = [
            patients.register(self.desk, details=PatientDetails(family_name=f"Person {number}"))
            for number in range(_PEOPLE)
        ]

    @rule(person=st.integers(0, _PEOPLE - 1), table=st.sampled_from(_TABLES), sign=st.booleans())
    def write(self, person: int, table: str, sign: bool) -> None:
        if table == "notes" and sign:
            row_id = notes.write_signed(self.desk, patient_id=self.people[person], kind="progress", body="text")
        else:
            row_id = attach(self.desk, table, self.people[person])
        self.model.records.append(Record(table, row_id, self.model.top(person), self.model.next()))

    @rule(kept=st.integers(0, _PEOPLE - 1), merged=st.integers(0, _PEOPLE - 1))
    def merge(self, kept: int, merged: int) -> None:
        seen = merging.preview(self.desk, self.people[kept], self.people[merged])
        versions = seen.kept.version, seen.merged.version
        allowed = kept != merged and self.model.top(kept) == kept and self.model.top(merged) == merged
        assert bool(seen.refusal) is not allowed
        if not allowed:
            with pytest.raises(BadValue):
                merging.merge(self.desk, self.people[kept], self.people[merged], choices={}, based_on=versions)
            return
        made = merging.merge(self.desk, self.people[kept], self.people[merged], choices={}, based_on=versions)
        self.model.standing.append(Merge(made, kept, merged, self.model.next()))

    @precondition(lambda self: self.model.standing)
    @rule(place=st.integers(0, 99), sides=st.lists(st.sampled_from(Side), min_size=1, max_size=6))
    def part(self, place: int, sides: list[Side]) -> None:
        merge = self.model.standing[place % len(self.model.standing)]
        found = merging.parting(self.desk, merge.id)
        asked = {f"{record.table} {record.id}": record for record in self.model.asked(merge)}
        assert {thing.key for thing in found.belongings} == set(asked)
        whose = {key: sides[number % len(sides)] for number, key in enumerate(sorted(asked))}
        merging.unmerge(self.desk, merge.id, belongings=whose, based_on=found.merge.version)
        self.model.standing.remove(merge)
        for key, side in whose.items():
            if side is Side.MERGED:
                asked[key].owner = merge.merged

    @invariant()
    def every_chart_reads_its_own(self) -> None:
        if not hasattr(self, "people"):
            return
        for number, patient_id in enumerate(self.people):
            assert surviving(self.desk, patient_id) == self.people[self.model.top(number)]
            read = {group.table: {r.id for r in group.records} for group in merging.attached(self.desk, patient_id)}
            for table in _TABLES:
                assert read.get(table, set()) == self.model.read(number, table)
            assert {note.id for note in notes.of_patient(self.desk, patient_id)} == self.model.read(number, "notes")
            for note in notes.of_patient(self.desk, patient_id):
                assert note.patient_id == surviving(self.desk, patient_id)


def test_merges_and_unmerges_in_any_order_read_as_the_model(everyone: Desk) -> None:
    machine = type("MergingHere", (Merging,), {"desk": everyone})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
    assert everyone.clinic.verify() == []
