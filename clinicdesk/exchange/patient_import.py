"""Importing patients with their allergies, medications and conditions: read, count, then record one entry a patient.

What is decided here: a patient comes whole or not at all, so one bad value in a row rejects its patient (a row that
cannot be taken apart belongs to nobody and is rejected alone); a patient who was imported before is left alone, with
all rows; the same medicine or condition in many rows becomes one item from the first start to the last stop, because a
list of 359 prescriptions helps nobody at the chair.
"""

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import AlreadyThere, BadValue
from clinicdesk.exchange import synthea
from clinicdesk.exchange.csv_table import CsvTable, Row, UnreadableFile, guarded
from clinicdesk.exchange.synthea import Extract
from clinicdesk.language import _, ngettext
from clinicdesk.records import duplicates, import_batches, patients
from clinicdesk.records.chart_facts import ChartFacts, FactList
from clinicdesk.records.patient_details import PatientDetails, checked
from clinicdesk.rules.answers import Answer

KINDS = tuple(synthea.NEEDED)
_LISTS = {"allergies": "allergies", "medications": "medicines", "conditions": "problems"}

MOST_COMPARED = 10_000
"""Patients of the files that a dry run compares with those registered: more would keep the person waiting."""

Report = Callable[[int, int], None]
"""Hears how many of how many patients are done; may raise ``Cancelled``."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """One row that is not imported: which file and line, and why. It holds nothing of the row itself."""

    file: str
    line: int
    reason: str


@dataclass(slots=True)
class Count:
    """How many of one kind are added, were there already, and are rejected (rejected rows of the file)."""

    added: int = 0
    already_there: int = 0
    rejected: int = 0


@dataclass(slots=True)
class Outcome:
    """What an import did, or would do."""

    counts: dict[str, Count] = field(default_factory=lambda: {kind: Count() for kind in KINDS})
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """Return a line a kind, such as ``patients: 42 added, 0 already there, 0 rejected``."""
        return [
            _("{kind}: {added} added, {there} already there, {rejected} rejected").format(
                kind=kind, added=count.added, there=count.already_there, rejected=count.rejected
            )
            for kind, count in self.counts.items()
        ]


@dataclass(frozen=True, slots=True)
class Person:
    """One patient of the files who can be imported, with what belongs to them."""

    line: int
    source_id: str
    details: PatientDetails
    extract: Extract


class PatientImport:
    """The files of one import. Reading them writes nothing.

    Attributes:
        name: The name of the folder or file and a mark of its content, by which a broken-off import is known again.
    """

    def __init__(self, source: Path, *, strip_digits: bool = True) -> None:
        """Find the files in a folder, or take a single patients file. Raises ``UnreadableFile``."""
        self._strip_digits = strip_digits
        paths = _files_in(source) if source.is_dir() else {"patients": source}
        self._tables = {kind: CsvTable(path, synthea.NEEDED[kind]) for kind, path in paths.items()}
        self.name = f"{source.name} ({_mark(paths['patients'])})"

    # Reading ------------------------------------------------------------------------------------------------------

    def dry_run(self, desk: Desk) -> Outcome:
        """Count what an import would do. Writes nothing."""
        outcome, people = self._read(desk)
        for person in people:
            self._count(outcome, person, "added")
        self._note_duplicates(desk, outcome, people)
        return outcome

    @staticmethod
    def _note_duplicates(desk: Desk, outcome: Outcome, people: list[Person]) -> None:
        """Say how many may be registered already under another origin; each look takes a fraction of a millisecond."""
        alike = sum(
            bool(
                duplicates.matches(
                    desk,
                    family_name=person.details.family_name,
                    given_name=person.details.given_name,
                    birth_date=person.details.birth_date,
                    phones=[person.details.phone_mobile],
                )
            )
            for person in people[:MOST_COMPARED]
        )
        if alike:
            outcome.notes.insert(
                0,
                _("{patients} may be registered already: same date of birth and a similar name. Compare them.").format(
                    patients=patients_words(alike)
                ),
            )

    def _read(self, desk: Desk) -> tuple[Outcome, list[Person]]:
        """Read all files: what is already there and rejected is counted, who is to be added is returned."""
        outcome = Outcome()
        rows = self._patient_rows(outcome)
        extracts = self._extracts(outcome, {source_id for source_id, _row in rows})
        known = import_batches.already_there(desk, [_claimed(source_id) for source_id, _row in rows])
        people = []
        for source_id, row in rows:
            extract = extracts.get(source_id, Extract())
            if _claimed(source_id) in known:
                self._count(outcome, Person(row.line, source_id, PatientDetails(), extract), "already_there")
                continue
            person = self._person(desk, outcome, source_id, row, extract)
            if person:
                people.append(person)
        self._note(outcome, people)
        return outcome, people

    def _patient_rows(self, outcome: Outcome) -> list[tuple[str, Row]]:
        """Return the rows of the patients file that have an id of their own."""
        first_line: dict[str, int] = {}
        rows = []
        for row in self._rows("patients", outcome):
            source_id = row["ID"]
            if not source_id:
                self._reject(outcome, "patients", row.line, _("it has no Id"))
            elif source_id in first_line:
                reason = _("the same Id stands in line {line}").format(line=first_line[source_id])
                self._reject(outcome, "patients", row.line, reason)
            else:
                first_line[source_id] = row.line
                rows.append((source_id, row))
        return rows

    def _extracts(self, outcome: Outcome, source_ids: set[str]) -> dict[str, Extract]:
        """Collect what belongs to each patient; rows of somebody else are rejected."""
        extracts: dict[str, Extract] = {}
        for kind in KINDS[1:]:
            for row in self._rows(kind, outcome):
                source_id = row["PATIENT"]
                if source_id not in source_ids:
                    self._reject(outcome, kind, row.line, _("its patient is not in the patients file"))
                    continue
                extract = extracts.setdefault(source_id, Extract())
                try:
                    extract.add(kind, *synthea.item(kind, row))
                except BadValue as problem:
                    extract.faults.append((kind, row.line, str(problem)))
        return extracts

    def _person(self, desk: Desk, outcome: Outcome, source_id: str, row: Row, extract: Extract) -> Person | None:
        """Return a patient who can be imported whole, or reject the patient and what belongs to it."""
        reason = ""
        try:
            details = checked(synthea.details(row, strip_digits=self._strip_digits), desk.local(desk.now()).date())
        except BadValue as problem:
            reason = str(problem)
        if extract.faults:
            kind, line, fault = extract.faults[0]
            reason = reason or _("{file} line {line}: {reason}").format(file=f"{kind}.csv", line=line, reason=fault)
        if not reason:
            return Person(row.line, source_id, details, extract)
        self._reject(outcome, "patients", row.line, reason)
        for kind, line, fault in extract.faults:
            self._reject(outcome, kind, line, fault)
        for kind, count in extract.rows.items():
            outcome.counts[kind].rejected += count
        return None

    def _rows(self, kind: str, outcome: Outcome) -> Iterator[Row]:
        table = self._tables.get(kind)
        for row in table.rows() if table else ():
            if isinstance(row, Row):
                yield row
            else:
                self._reject(outcome, kind, int(row.field or 0), str(row))

    def _reject(self, outcome: Outcome, kind: str, line: int, reason: str) -> None:
        outcome.counts[kind].rejected += 1
        outcome.rejected.append(Rejected(self._tables[kind].path.name, line, reason))

    @staticmethod
    def _count(outcome: Outcome, person: Person, way: str) -> None:
        for kind, count in outcome.counts.items():
            more = 1 if kind == "patients" else len(person.extract.items.get(kind, {}))
            setattr(count, way, getattr(count, way) + more)

    def _note(self, outcome: Outcome, people: list[Person]) -> None:
        """Say what was done with the files that the counts do not show."""
        notes = outcome.notes
        for kind in KINDS[1:]:
            if kind not in self._tables:
                notes.append(_("There is no {file}.").format(file=f"{kind}.csv"))
            folded = sum(p.extract.rows.get(kind, 0) - len(p.extract.items.get(kind, {})) for p in people)
            if folded:
                notes.append(
                    _("{kind}: {count} rows repeat an item and are folded into one, first start to last stop.").format(
                        kind=kind, count=f"{folded:,}"
                    )
                )
        for table in self._tables.values():
            if table.encoding == "cp1252":
                notes.append(_("{file} is read as Western European (Windows-1252).").format(file=table.path.name))
        if self._strip_digits and people:
            notes.append(_("Digits at the end of names are left out."))
        left = [name for name in self._tables["patients"].header if name and name not in synthea.TAKEN]
        if left:
            notes.append(_("Columns not taken over: {names}.").format(names=", ".join(left)))

    # Recording ----------------------------------------------------------------------------------------------------

    def run(self, desk: Desk, report: Report | None = None) -> Outcome:
        """Import everybody who can be, one entry each, all in one batch.

        Raises ``Cancelled`` from ``report`` and any ``ClinicDeskError`` of recording; the batch is then broken off, and
        running again goes on with it and adds only who is missing.
        """
        outcome, people = self._read(desk)
        begun = next((batch for batch in import_batches.broken_off(desk) if batch.source == self.name), None)
        if not people and begun is None:
            return outcome
        batch_id = begun.id if begun else import_batches.begin(desk, source=self.name, total=len(people))
        for done, person in enumerate(people):
            if report:
                report(done, len(people))
            self._count(outcome, person, "added" if self._register(desk, person, batch_id) else "already_there")
        import_batches.finish(desk, batch_id)
        return outcome

    @staticmethod
    def _register(desk: Desk, person: Person, batch_id: str) -> bool:
        """Record one patient; return False where somebody else imported them at this moment."""
        try:
            patients.register(
                desk,
                details=person.details,
                facts=_facts(person.extract),
                source_id=_claimed(person.source_id),
                batch_id=batch_id,
            )
        except AlreadyThere:
            return False
        return True


def _files_in(folder: Path) -> dict[str, Path]:
    """Return the files of a folder by kind, whatever the case of their names."""
    try:
        found = {path.name.lower(): path for path in folder.iterdir()}
    except OSError as error:
        raise UnreadableFile(
            _("The folder {folder} cannot be opened. Check that you may read it.").format(folder=folder.name)
        ) from error
    paths = {kind: found[f"{kind}.csv"] for kind in KINDS if f"{kind}.csv" in found}
    if "patients" not in paths:
        raise UnreadableFile(
            _("There is no patients.csv in {folder}. Choose the folder that holds it.").format(folder=folder.name)
        )
    return paths


def _mark(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:8]


def _claimed(source_id: str) -> str:
    return f"synthea {source_id}"


def _facts(extract: Extract) -> ChartFacts:
    """Return the lists of a patient. No row about something is not "none": nobody was asked."""
    lists: dict[str, Any] = {}
    for kind, name in _LISTS.items():
        items = tuple(extract.items.get(kind, {}).values())
        current = tuple(item for item in items if item.ended_on is None)
        ended = tuple(item for item in items if item.ended_on is not None)
        lists[name] = FactList(Answer.SOME if current else Answer.NOT_ASKED, current, ended)
    return ChartFacts(**lists)


def save_rejected(outcome: Outcome, path: Path) -> None:
    """Write the rejected rows and their reasons as a CSV file. Raises ``UnreadableFile`` where that cannot be done."""
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow([_("file"), _("line"), _("reason")])
            writer.writerows([guarded(row.file), row.line, guarded(row.reason)] for row in outcome.rejected)
    except OSError as error:
        raise UnreadableFile(_("{file} cannot be written. Choose another folder.").format(file=path.name)) from error


def rejected_line(row: Rejected) -> str:
    """Return a rejected row as one line for a terminal."""
    return _("{file} line {line}: {reason}").format(file=row.file, line=row.line, reason=row.reason)


def patients_words(count: int) -> str:
    """Return ``1 patient``, ``42 patients``."""
    return ngettext("{count} patient", "{count} patients", count).format(count=f"{count:,}")
