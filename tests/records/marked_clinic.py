"""A clinic in full swing in which every clinical text carries a mark that says whose it is, so that a leak is seen.

It is the sample clinic, made through the ordinary verbs; on the way to the ledger each free text of a clinical column
gets a mark. What is clinical is what the product itself says (``history_words``).
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from clinicdesk import sample
from clinicdesk.records.history_words import CLINICAL_COLUMNS, HIDDEN_TABLES, PLAIN_TABLES
from clinicdesk.storage.clock import Clock
from clinicdesk.storage.entry import Change, Value
from clinicdesk.storage.ledger import Ledger

CLINICAL, FORM, APART, MESSAGE = "QXCLIN", "QXFORM", "QXAPART", "QXMSG"
MARK = re.compile(r"QX(?:CLIN|FORM|APART|MSG)[0-9a-f]{12}")

_WORDS = frozenset(
    {
        ("medicines", "dose"),
        ("medicines", "reason"),
        ("allergies", "substance"),
        ("allergies", "reaction"),
        ("problems", "name"),
        ("indications", "name"),
        ("treatments_tried", "treatment"),
        ("documents", "title"),
        ("documents", "text"),
        ("notes", "body"),
        ("addenda", "body"),
    }
)
"""Columns whose text is clinical even where it is a single word."""

_TECHNICAL = re.compile(r"(_id|_at|_on|_name|_sha256|^version|^sha256|^boot|^kind|^media_type|^field|^id)$")
_SAID = frozenset({"text", "words", "reason", "early_reason", "remark", "narrative", "release.content"})


def mark_of(word: str, patient: str) -> str:
    """Return the mark of a patient's text: the end of the id tells patients apart."""
    return f"{word}{patient.replace('-', '')[-12:]}"


@contextmanager
def marking() -> Iterator[None]:
    """Mark every clinical text that is recorded within."""
    append = Ledger.append

    def append_marked(self: Ledger, *, changes: Any, patients: Any, **rest: Any) -> Any:
        named = next(iter(patients), "0" * 12)
        marked = tuple(_marked(change, str(change.columns.get("patient_id") or named)) for change in changes)
        return append(self, changes=marked, patients=patients, **rest)

    Ledger.append = append_marked  # type: ignore[method-assign]
    try:
        yield
    finally:
        Ledger.append = append  # type: ignore[method-assign]


def make(folder: Path, clock: Clock) -> Path:
    """Make the marked clinic and return its file."""
    with marking():
        return sample.make_in(folder, clock)


def _marked(change: Change, patient: str) -> Change:
    columns: dict[str, Value] = {}
    for name, value in change.columns.items():
        word = _word_for(change.table, name, change)
        columns[name] = _with_mark(value, mark_of(word, patient), (change.table, name) in _WORDS) if word else value
    return replace(change, columns=columns)


def _word_for(table: str, column: str, change: Change) -> str:
    """Return what a text of a column is marked with, or nothing where it is not clinical."""
    # The story finds a medicine again by its name.
    if (_TECHNICAL.search(column) or (table, column) == ("medicines", "name")) and (table, column) not in _WORDS:
        return ""
    if table == "messages":
        return MESSAGE if column == "body" else ""
    if (table, column) in (("consents", "filled"), ("consent_events", "detail")):
        return FORM
    if (table, column) == ("consent_events", "reason") and change.columns["kind"] == "voided":
        return FORM
    if table == "documents" and change.columns.get("kind") in _open_kinds():
        return ""
    if table in PLAIN_TABLES:
        return CLINICAL if (table, column) in CLINICAL_COLUMNS else ""
    if table in HIDDEN_TABLES or table in _OF_THE_CLINIC:
        return ""
    return CLINICAL


_OF_THE_CLINIC = frozenset(
    {"chairs", "opening_hours", "closed_days", "duties", "adopted_texts", "adopted_protocols", "site_certifications"}
    | {"day_checks", "published_files", "seals", "patient_answers", "eligibility_passes"}
)


def _open_kinds() -> frozenset[str]:
    from clinicdesk.records.documents.kinds import open_to_all

    return frozenset(open_to_all())


def _with_mark(value: Value, mark: str, always: bool) -> Value:
    if not isinstance(value, str) or not value:
        return value
    if value[:1] in "{[":
        return json.dumps(_inside(json.loads(value), mark, ""), ensure_ascii=False, sort_keys=True)
    return f"{value} {mark}" if always or " " in value else value


def _inside(found: Any, mark: str, key: str) -> Any:
    if isinstance(found, dict):
        return {name: _inside(inner, mark, str(name)) for name, inner in found.items()}
    if isinstance(found, list):
        return [_inside(inner, mark, key) for inner in found]
    return f"{found} {mark}" if isinstance(found, str) and key in _SAID and " " in found else found
