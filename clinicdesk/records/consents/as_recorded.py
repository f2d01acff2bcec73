"""Are the rows of a consent what was recorded? Each is held against the entry of the ledger that wrote it.

``clinicdesk verify`` does so for the whole file, and checks the chain behind the entries. This asks it of one consent,
whenever it is opened: a changed detail, a "no" that was deleted or a "yes" that was added is found.
"""

from collections.abc import Iterator
from typing import Any

from clinicdesk.desk import Desk
from clinicdesk.records.identities import same_person
from clinicdesk.storage.entry import content_hash, read_content

_OF_ONE = {
    "consents": "id = ?",
    "consent_events": "consent_id = ?",
    "signatures": "subject_table = 'consents' AND subject_id = ?",
    "seals": "consent_id = ?",
}
_TEXT = {
    "published_files": "id = (SELECT text_id FROM consents WHERE id = ?)",
    "adopted_texts": "text_id = (SELECT text_id FROM consents WHERE id = ?)",
}
# Those that name the consent, of the person whose it is; and those its rows say they were written by.
_ENTRIES = f"""
SELECT l.content, l.content_hash FROM ledger l JOIN search_entries e ON e.seq = l.seq
WHERE e.action LIKE 'consent.%' AND instr(l.content, CAST(? AS BLOB))
AND l.seq IN (SELECT p.seq FROM search_entry_patients p WHERE {same_person("p.patient_id")})
"""

Key = tuple[str, str]


def differs(desk: Desk, consent_id: str, patient_id: str) -> bool:
    """Tell whether a row of a consent is not as it was recorded, missing, or there without an entry."""
    rows = dict(_rows(desk, consent_id))
    written: dict[Key, tuple[str, dict[str, Any]]] = {}
    for entry in _entries(desk, consent_id, patient_id, {row["version"] for row in rows.values()}):
        if entry is None:
            return True
        content = read_content(entry)
        for change in content.changes:
            written[change.table, change.row_id] = (content.id, dict(change.columns))
    recorded = {key for key, (_entry, columns) in written.items() if _is_of(key, columns, consent_id)}
    return not recorded <= rows.keys() or any(_as_row(key[1], written.get(key)) != row for key, row in rows.items())


def _rows(desk: Desk, consent_id: str) -> Iterator[tuple[Key, dict[str, Any]]]:
    for table, condition in (_OF_ONE | _TEXT).items():
        for row in desk.rows(f"SELECT * FROM {table} WHERE {condition}", consent_id):
            yield (table, row["id"]), {name: value for name, value in row.items() if value is not None}


def _entries(desk: Desk, consent_id: str, patient_id: str, versions: set[str]) -> Iterator[bytes | None]:
    """Yield the bytes of each entry, None for one that is not what its own hash says."""
    by_version = "SELECT content, content_hash FROM ledger WHERE id = ?"
    found = [row for version in sorted(versions) for row in desk.rows(by_version, version)]
    found += desk.rows(_ENTRIES, consent_id, patient_id)
    for row in found:
        yield row["content"] if content_hash(row["content"]) == row["content_hash"] else None


def _is_of(key: Key, columns: dict[str, Any], consent_id: str) -> bool:
    table, row_id = key
    return table in _OF_ONE and consent_id in (row_id, columns.get("consent_id"), columns.get("subject_id"))


def _as_row(row_id: str, written: tuple[str, dict[str, Any]] | None) -> dict[str, Any] | None:
    if written is None:
        return None
    version, columns = written
    return {"id": row_id, "version": version} | {name: value for name, value in columns.items() if value is not None}
