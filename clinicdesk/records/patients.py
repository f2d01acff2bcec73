"""Patients: registering them, amending what is known, and whom somebody had to do with last."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.errors import AlreadyThere, BadValue, ChangedElsewhere, NotFound
from clinicdesk.formats import format_record_number as format_record_number
from clinicdesk.language import _
from clinicdesk.records import chart_facts, erased, patient_search
from clinicdesk.records.chart_facts import ChartFacts
from clinicdesk.records.enquiries import Enquiry
from clinicdesk.records.identities import surviving
from clinicdesk.records.patient_details import ANSWERED_FIELDS, COLUMNS, DATES, PatientDetails, checked
from clinicdesk.records.patient_search import PatientLine
from clinicdesk.rules.answers import Answer
from clinicdesk.storage.entry import Change, Value, insert, update

RECENT_COUNT = 20
NUMBER_ATTEMPTS = 50
"""How often a registration asks for the next record number. One loss is usual; an import beside it wins many times."""
_RECENT_ENTRIES = 5000
"""How far back in the ledger the charts somebody opened last are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient(PatientDetails):
    """One patient as registered: the details, and what the clinic gave them."""

    id: str
    version: str
    record_number: int
    source_id: str = ""
    batch_id: str = ""
    voided_reason: str = ""


def get(desk: Desk, patient_id: str) -> Patient:
    """Return a patient. Raises ``NotFound``."""
    desk.may_see("contact")
    row = desk.row("SELECT * FROM patients WHERE id = ?", surviving(desk, patient_id))
    if row is None:
        raise NotFound(_("This patient is not in this clinic."))
    _refuse_erased(desk, row)
    details: dict[str, Any] = {name: row[name] or "" for name in COLUMNS if name not in DATES}
    details |= {name: row[name] and date.fromisoformat(row[name]) for name in DATES}
    return Patient(
        **details,
        answers={name: answer for name, (answer, _version) in _answers(desk, row["id"]).items()},
        id=row["id"],
        version=row["version"],
        record_number=row["record_number"],
        source_id=row["source_id"] or "",
        batch_id=row["batch_id"] or "",
        voided_reason=row["voided_reason"] or "",
    )


def _refuse_erased(desk: Desk, row: Mapping[str, Any]) -> None:
    """Nothing is left of an erased chart; a name nobody wrote down is no sign of it by itself."""
    if row["voided_reason"] and not row["family_name"]:
        gone = erased.of_chart(desk, row["id"])
        if gone is not None:
            raise NotFound(gone.words(desk))


def by_record_number(desk: Desk, number: int) -> Patient:
    """Return the patient a record number was given to, voided or not. Raises ``NotFound``."""
    row = desk.row("SELECT id FROM patients WHERE record_number = ?", number)
    if row is None:
        raise NotFound(_("No patient has the record number {number}.").format(number=format_record_number(number)))
    return get(desk, row["id"])


def _answers(desk: Desk, patient_id: str) -> dict[str, tuple[Answer, str]]:
    """Return the recorded answers to single fields, with their versions."""
    # Only of this registration, as its fields are; another one that was merged into it has answers of its own.
    rows = desk.rows(
        "SELECT w.field, w.answer, w.version FROM patients p JOIN patient_answers w ON w.patient_id = p.id "
        "WHERE p.id = ?",
        patient_id,
    )
    return {row["field"]: (Answer(row["answer"]), row["version"]) for row in rows if row["field"] in ANSWERED_FIELDS}


def register(
    desk: Desk,
    *,
    details: PatientDetails,
    facts: ChartFacts | None = None,
    source_id: str | None = None,
    batch_id: str | None = None,
    enquiry: Enquiry | None = None,
) -> str:
    """Register a patient in one entry and return the new id.

    ``source_id`` and ``batch_id`` are given by an import. ``enquiry`` is the one this patient asked with, as it was
    read; it then names the patient. Raises ``BadValue``, ``AlreadyThere`` where somebody with this source id is
    registered, and ``ChangedElsewhere`` where somebody else changed the enquiry. Whether somebody like this is
    registered already is asked before, with ``duplicates.check_new``.
    """
    details = checked(details, _today(desk))
    patient_id = desk.new_id()
    action = "patient.import" if batch_id else "patient.register"
    origin: dict[str, Value] = {"source_id": source_id, "batch_id": batch_id}
    changes = [
        *_source_claim(desk, source_id, patient_id),
        insert("patients", patient_id, record_number=0, **_columns(details), **origin),
        *(chart_facts.answer_change(patient_id, name, answer, None) for name, answer in details.answers.items()),
        *chart_facts.changes_for_new(desk, patient_id, facts or ChartFacts()),
        *([update("enquiries", enquiry.id, enquiry.version, patient_id=patient_id)] if enquiry else []),
    ]
    for _attempt in range(NUMBER_ATTEMPTS):
        try:
            desk.record(action, *_numbered(desk, changes, patient_id), patient=patient_id)
        except ChangedElsewhere as lost:
            if lost.table == "enquiries":
                raise
            if not lost.row_id.startswith("record number"):
                raise AlreadyThere(_("This patient was imported before.")) from lost
            # Somebody else took the number at the same moment; the next one is as good.
            refused = lost
        else:
            return patient_id
    raise refused


def _numbered(desk: Desk, changes: Sequence[Change], patient_id: str) -> list[Change]:
    """Return the changes with the next free record number, and first of all the claim on it."""
    row = desk.row("SELECT coalesce(max(record_number), 0) + 1 AS next FROM patients")
    number = row["next"] if row else 1
    numbered = [
        insert("patients", change.row_id, **{**change.columns, "record_number": number})
        if change.table == "patients"
        else change
        for change in changes
    ]
    return [insert("claims", f"record number {number:06d}", holder=patient_id), *numbered]


def _source_claim(desk: Desk, source_id: str | None, patient_id: str) -> list[Change]:
    """Return the claim on a source id; one held by a voided patient is free again."""
    if source_id is None:
        return []
    claim = f"source {source_id}"
    row = desk.row(
        "SELECT c.version, p.voided_reason FROM claims c LEFT JOIN patients p ON p.id = c.holder WHERE c.id = ?", claim
    )
    if row is None:
        return [insert("claims", claim, holder=patient_id)]
    if row["voided_reason"] is None:
        raise AlreadyThere(_("This patient was imported before."))
    return [update("claims", claim, row["version"], holder=patient_id)]


def amend(
    desk: Desk, patient_id: str, *, based_on: str, details: PatientDetails, facts: ChartFacts | None = None
) -> None:
    """Record what changed of a patient, in one entry. Without ``facts`` the lists stay as they are.

    ``based_on`` is the version that was read. Raises ``ChangedElsewhere`` when somebody amended the patient meanwhile,
    and ``BadValue``.
    """
    before = get(desk, patient_id)
    details = checked(details, _today(desk))
    old, new = _columns(before), _columns(details)
    changed = {name: new[name] for name in COLUMNS if new[name] != old[name]}
    lists = [] if facts is None else chart_facts.changes_between(desk, before.id, facts)
    others = [*_answer_changes(desk, before.id, details), *lists]
    if not changed and not others and based_on == before.version:
        return
    # The patient's row is written in any case: its version guards the whole form.
    desk.record("patient.amend", update("patients", before.id, based_on, **changed), *others, patient=before.id)


def _answer_changes(desk: Desk, patient_id: str, details: PatientDetails) -> list[Change]:
    known = _answers(desk, patient_id)
    made = []
    for name in ANSWERED_FIELDS:
        old, version = known.get(name, (Answer.NOT_ASKED, None))
        new = details.answer(name)
        # A field that holds a value needs no answer beside it, unless another one is recorded there.
        if new is not old and not (getattr(details, name) and version is None):
            made.append(chart_facts.answer_change(patient_id, name, new, version))
    return made


def void(desk: Desk, patient_ids: Sequence[str], *, reason: str) -> None:
    """Void registrations that should never have been made. They are not found any more, and stay in the ledger.

    Raises ``BadValue`` for one that is merged with another: voided, it would take the other's records out of sight.
    """
    if desk.row(
        "SELECT 1 FROM json_each(?) j WHERE EXISTS (SELECT 1 FROM patients m WHERE m.merged_into = j.value) "
        "OR EXISTS (SELECT 1 FROM patients p WHERE p.id = j.value AND p.merged_into IS NOT NULL)",
        json.dumps(list(patient_ids)),
    ):
        raise BadValue(_("This record is merged with another one. Part them first."))
    rows = [
        row
        for patient_id in patient_ids
        for row in desk.rows("SELECT id, version FROM patients WHERE id = ? AND voided_reason IS NULL", patient_id)
    ]
    if rows:
        changes = [update("patients", row["id"], row["version"], voided_reason=reason) for row in rows]
        desk.record("patient.void", *changes, patient=[row["id"] for row in rows], reason=reason)


def recent(desk: Desk) -> list[PatientLine]:
    """Return the patients this person had to do with last, the latest first."""
    desk.may_see("contact")
    rows = desk.rows(
        "SELECT w.patient_id FROM search_entries e JOIN search_entry_patients w ON w.seq = e.seq "
        "JOIN search_patients s ON s.patient_id = w.patient_id "
        "WHERE e.staff = ? AND e.action NOT IN ('patient.import', 'patient.void') "
        "AND e.seq > (SELECT coalesce(max(seq), 0) FROM search_entries) - ? "
        "GROUP BY w.patient_id ORDER BY max(e.seq) DESC LIMIT ?",
        desk.person.id,
        _RECENT_ENTRIES,
        RECENT_COUNT,
    )
    return patient_search.lines(desk, [row["patient_id"] for row in rows])


def _columns(details: PatientDetails) -> dict[str, Value]:
    columns: dict[str, Value] = {}
    for name in COLUMNS:
        value = getattr(details, name)
        columns[name] = value.isoformat() if isinstance(value, date) else value or None
    columns["family_name"], columns["given_name"] = details.family_name, details.given_name
    return columns


def _today(desk: Desk) -> date:
    return desk.local(desk.now()).date()
