"""Erasing content on a legal ground: a scan of somebody else, or a chart that has been kept long enough.

The entry, its hashes and the reason stay (see ``storage/erasing``); every check of the record says by whom it was
erased. Nothing of a chart under a legal hold is erased. Backups made before still hold it: they are named, and go by
their own keep rules.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicFileProblem, NotAllowed
from clinicdesk.formats import format_date
from clinicdesk.language import _, ngettext
from clinicdesk.records import backup_places, backups, chart_rows, cockpit, documents, erased, legal_holds, retention
from clinicdesk.records.erasable import ACCOUNTED, emptied
from clinicdesk.records.erased import Ground
from clinicdesk.records.identities import registrations, surviving
from clinicdesk.records.patient_details import LONGEST_TEXT, clean_line
from clinicdesk.storage import erasing
from clinicdesk.storage.database import translated
from clinicdesk.storage.entry import Change, update
from clinicdesk.storage.ledger import VersionConflict

if TYPE_CHECKING:
    from clinicdesk.clinic import Clinic

ACTION = "record.erase"
Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Done:
    """What was erased. ``is_swept``: nothing is left in free parts of the files; else it goes when others close them.

    ``backups`` are sentences about the places whose backups still hold it.
    """

    entries: int
    papers: int
    is_swept: bool
    backups: tuple[str, ...]


def document(desk: Desk, document_id: str, *, ground: Ground | str, reason: str) -> Done:
    """Erase one document: its title, its text and its content. It stays in the list, and says that it was erased.

    Content that is filed elsewhere as well, for example in the right chart by now, stays there. Raises ``NotAllowed``,
    ``NotFound`` and ``BadValue`` naming the field at fault.
    """
    check_document(desk, document_id, ground=ground, reason=reason)
    known = documents.get(desk, document_id)
    rows = [("documents", document_id)]
    return _erase(desk, known.patient_id, rows, Ground(ground), _reason(reason), _voiding(desk, document_id))


def check_document(desk: Desk, document_id: str, *, ground: Ground | str, reason: str) -> None:
    """Raise what ``document`` would raise; erase nothing."""
    _refuse_others(desk)
    known = documents.get(desk, document_id)
    _reason(reason)
    if Ground(ground) is Ground.RETENTION:
        raise BadValue(_("A single document is not erased by its age. Choose another ground."), "ground")
    _refuse_held(desk, known.patient_id)
    if erased.of_document(desk, document_id) is not None:
        raise BadValue(_("This was erased before."))


def chart(desk: Desk, patient_id: str, *, ground: Ground | str, reason: str) -> Done:
    """Erase what a whole chart says: its skeleton stays, with the register of requests and disclosures.

    By retention only when its time is over. Raises ``NotAllowed``, ``NotFound`` and ``BadValue``. May take seconds in a
    large clinic: run it beside the window.
    """
    check_chart(desk, patient_id, ground=ground, reason=reason)
    kept = surviving(desk, patient_id)
    rows = [
        (table, row["id"])
        for table, several in chart_rows.ids_of_patient(desk, kept).items()
        if table not in ACCOUNTED
        for row in several
    ]
    rows += _beside(desk, kept)
    voided: list[Change] = []
    for one in registrations(desk, kept):
        known = desk.row("SELECT version FROM patients WHERE id = ?", one)
        assert known is not None
        voided.append(update("patients", one, known["version"], voided_reason=_("Erased")))
    return _erase(desk, kept, rows, Ground(ground), _reason(reason), voided)


def check_chart(desk: Desk, patient_id: str, *, ground: Ground | str, reason: str) -> None:
    """Raise what ``chart`` would raise; erase nothing."""
    _refuse_others(desk)
    kept = surviving(desk, patient_id)
    _reason(reason)
    if erased.of_chart(desk, kept) is not None:
        raise BadValue(_("This was erased before."))
    _refuse_held(desk, kept)
    if any(surviving(desk, line.patient_id) == kept for line in cockpit.here(desk)):
        # Whoever treats them needs what stands there, and what they record must find its session.
        raise BadValue(_("This patient is being treated now. Erase the chart when the session is over and signed."))
    if Ground(ground) is Ground.RETENTION:
        _refuse_young(desk, kept)


def _erase(
    desk: Desk, patient_id: str, rows: Sequence[Row], ground: Ground, reason: str, changes: Sequence[Change]
) -> Done:
    clinic = desk.clinic
    wanted = frozenset(rows)
    entry_ids = dict.fromkeys(e for table, row_id in rows for e in erasing.entries_of(clinic.reader, table, row_id))
    digests = _only_here(desk, wanted)

    def redact(change: Change) -> Change:
        return emptied(desk, change) if (change.table, change.row_id) in wanted else change

    before = clinic.entry_count
    try:
        erasing.erase(
            clinic.ledger,
            clinic.blobs,
            erasing.Ground(ground.value, reason, desk.person.id, desk.now(), patient_id),
            workstation=desk.workstation,
            entry_ids=list(entry_ids),
            redact=redact,
            blob_digests=digests,
            changes=changes,
        )
    except VersionConflict as conflict:
        raise desk.changed_elsewhere(conflict) from conflict
    named = {patient_id, *(row_id for _table, row_id in rows)}
    clinic.local.drop_drafts_about(named)
    swept = _is_swept(clinic)
    with suppress(ClinicFileProblem):
        clinic.refresh()
    return Done(len(entry_ids), len(digests), swept, _in_backups(desk, before))


def _is_swept(clinic: "Clinic") -> bool:
    """Wipe what is left in free parts of the files. It is erased already: what the disk refuses now waits for later."""
    try:
        with translated(clinic.path):
            return erasing.sweep(clinic.ledger.connection, clinic.blobs, set(clinic.named_papers()))
    except ClinicFileProblem:
        return False


def _only_here(desk: Desk, rows: frozenset[Row]) -> list[str]:
    """Return the hashes of the large content that these rows name and no other."""
    here: set[str] = set()
    elsewhere: dict[str, list[Row]] = {}
    for table, column in _NAMING:
        for row in desk.rows(f"SELECT id, {column} AS digest FROM {table} WHERE {column} IS NOT NULL"):
            if (table, row["id"]) in rows:
                here.add(row["digest"])
            else:
                elsewhere.setdefault(row["digest"], []).append((table, row["id"]))
    return sorted(one for one in here if all(_is_erased(desk, *row) for row in elsewhere.get(one, ())))


def _is_erased(desk: Desk, table: str, row_id: str) -> bool:
    """Tell whether a row that names content was erased itself: the same scan, in a chart it did not belong to."""
    return table == "documents" and erased.of_document(desk, row_id) is not None


_NAMING = (
    ("documents", "sha256"),
    ("signatures", "paper_sha256"),
    ("consent_events", "paper_sha256"),
    ("seals", "sha256"),
    ("seals", "paper_sha256"),
    ("practice", "logo_sha256"),
)
"""Every column that names large content (see ``records/stored_papers``)."""


def _beside(desk: Desk, patient_id: str) -> list[Row]:
    """Return the rows that are about a patient and in no copy of the chart: messages, call flags, what merging kept."""
    people = registrations(desk, patient_id)
    found: list[Row] = []
    for one in people:
        found += _rows(desk, "messages", "SELECT x.id FROM messages x WHERE x.patient_id IN (SELECT ?)", one)
        found += _rows(desk, "call_flags", "SELECT x.id FROM call_flags x WHERE x.patient_id IN (SELECT ?)", one)
        found += _rows(desk, "merges", "SELECT x.id FROM merges x WHERE ? IN (x.kept_id, x.merged_id)", one)
    events = [("message_events", row_id) for table, row_id in found if table == "messages"]
    for table, message_id in events:
        found += _rows(desk, table, "SELECT x.id FROM message_events x WHERE x.message_id = ?", message_id)
    return list(dict.fromkeys(found))


def _rows(desk: Desk, table: str, sql: str, value: str) -> Iterable[Row]:
    return [(table, row["id"]) for row in desk.rows(sql, value)]


def _voiding(desk: Desk, document_id: str) -> list[Change]:
    row = desk.row("SELECT version FROM documents WHERE id = ?", document_id)
    assert row is not None
    return [update("documents", document_id, row["version"], voided_reason=_("Erased"))]


def _in_backups(desk: Desk, up_to_seq: int) -> tuple[str, ...]:
    """Say which backups were made before, and hold the content until their keep rules let them go."""
    told = []
    for place in backup_places.places(desk, everywhere=True):
        try:
            count = sum(one.seq <= up_to_seq for one in backups.in_place(desk, place))
        except ClinicFileProblem:
            words = _("{folder} on {pc} cannot be looked into: its backups may still hold it.")
            told.append(words.format(folder=place.folder, pc=place.workstation))
            continue
        if count:
            words = ngettext(
                "{count} backup in {folder} still holds it.", "{count} backups in {folder} still hold it.", count
            )
            told.append(words.format(count=count, folder=place.folder))
    return tuple(told)


def _refuse_others(desk: Desk) -> None:
    if not desk.may(ACTION):
        raise NotAllowed(_("Only an administrator erases content."))
    desk.check_may(ACTION)


def _refuse_held(desk: Desk, patient_id: str) -> None:
    if any(hold.stands for hold in legal_holds.of_patient(desk, patient_id)):
        raise BadValue(_("This chart is under a legal hold. Nothing of it can be erased until the hold is lifted."))


def _refuse_young(desk: Desk, patient_id: str) -> None:
    until = retention.kept_until(desk, patient_id)
    if until is None:
        raise BadValue(_("First set in Administration, Requests how many years charts are kept."), "ground")
    if desk.local(desk.now()).date() <= until:
        words = _("This chart must be kept until {day}. Choose another ground, if there is one.")
        raise BadValue(words.format(day=format_date(until)), "ground")


def _reason(text: str) -> str:
    clean = clean_line(text)
    if not clean:
        raise BadValue(_("Say why, without anything of what is erased: the reason stays in the record."), "reason")
    if len(clean) > LONGEST_TEXT:
        raise BadValue(_("This is longer than {count} characters. Shorten it.").format(count=LONGEST_TEXT), "reason")
    return clean
