"""What an entry of the ledger is: its bytes, its hashes, and the changes it carries."""

import hashlib
import json
import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from clinicdesk.storage.clock import as_text, from_text

Value = str | int | None
"""What a column may hold. No floats: quantities are integers in a named unit."""

GENESIS = bytes(32)
"""The chain hash before the first entry."""

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")


@dataclass(frozen=True, slots=True)
class Change:
    """One row written. ``based_on`` is the version it was read at; None means the row is new."""

    table: str
    row_id: str
    based_on: str | None
    columns: Mapping[str, Value]


def insert(table: str, row_id: str, **columns: Value) -> Change:
    """Return the change that adds a row."""
    return Change(table, row_id, None, _clean(table, columns))


def update(table: str, row_id: str, based_on: str, **columns: Value) -> Change:
    """Return the change that rewrites columns of a row read at version ``based_on``."""
    return Change(table, row_id, based_on, _clean(table, columns))


def _clean(table: str, columns: Mapping[str, Value]) -> dict[str, Value]:
    """Check names and kinds, and keep text in one Unicode form so that equal texts are equal bytes."""
    clean: dict[str, Value] = {}
    for name, value in columns.items():
        if not _NAME.match(name) or not _NAME.match(table) or name in ("id", "version"):
            raise ValueError(f"not a column: {table}.{name}")
        if isinstance(value, bool):
            value = int(value)
        elif isinstance(value, str):
            value = _one_form(value)
        elif value is not None and not isinstance(value, int):
            raise TypeError(f"{table}.{name} must be text, a whole number or nothing")
        clean[name] = value
    return clean


def _one_form(text: str) -> str:
    """Return text that can be written, in one Unicode form; a lone surrogate (half an emoji) is no UTF-8."""
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the ledger, as it stands there for good."""

    id: str
    at: datetime
    uptime_ms: int
    boot: str
    staff: str
    workstation: str
    program: str
    action: str
    patients: tuple[str, ...]
    reason: str | None
    changes: tuple[Change, ...]
    content_hash: bytes
    seq: int = 0
    chain_hash: bytes = field(default=b"", repr=False)


def write_content(
    *,
    entry_id: str,
    at: datetime,
    uptime_ms: int,
    boot: str,
    staff: str,
    workstation: str,
    program: str,
    action: str,
    patients: Sequence[str],
    reason: str | None,
    changes: Sequence[Change],
) -> bytes:
    """Return the canonical bytes of an entry: JSON with sorted keys, no spaces, UTF-8. They are never written anew."""
    document = {
        "id": entry_id,
        "at": as_text(at),
        "uptime_ms": uptime_ms,
        "boot": boot,
        "staff": staff,
        "workstation": workstation,
        "program": program,
        "action": action,
        "patients": list(patients),
        "reason": _one_form(reason) if reason is not None else None,
        # The salt keeps short contents from being guessed out of a hash printed on paper.
        "salt": secrets.token_hex(16),
        "changes": [
            {"table": c.table, "row": c.row_id, "based_on": c.based_on, "set": dict(c.columns)} for c in changes
        ],
    }
    return canonical(document)


def canonical(document: Mapping[str, Any]) -> bytes:
    """Return the one way in which the document of an entry is written."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def read_content(content: bytes, seq: int = 0, chain_hash: bytes = b"") -> Entry:
    """Return the entry that stored bytes stand for. Raises ValueError when they are not an entry."""
    document: dict[str, Any] = json.loads(content)
    try:
        changes = tuple(Change(c["table"], c["row"], c["based_on"], c["set"]) for c in document["changes"])
        return Entry(
            id=document["id"],
            at=from_text(document["at"]),
            uptime_ms=document["uptime_ms"],
            boot=document["boot"],
            staff=document["staff"],
            workstation=document["workstation"],
            program=document["program"],
            action=document["action"],
            patients=tuple(document["patients"]),
            reason=document["reason"],
            changes=changes,
            content_hash=content_hash(content),
            seq=seq,
            chain_hash=chain_hash,
        )
    except (KeyError, TypeError) as error:
        raise ValueError("these bytes are not an entry") from error


def content_hash(content: bytes) -> bytes:
    """SHA-256 of exactly the stored bytes."""
    return hashlib.sha256(content).digest()


def chain(previous: bytes, seq: int, content_digest: bytes) -> bytes:
    """SHA-256 of the previous chain hash, the sequence number as 8 bytes (big end first) and the content hash."""
    return hashlib.sha256(previous + seq.to_bytes(8, "big") + content_digest).digest()
