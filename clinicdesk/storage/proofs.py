"""How far the record was proven whole, remembered on this PC: the daily check begins where the last one ended."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clinicdesk.storage.clock import as_text, from_text
from clinicdesk.storage.database import Connection, transaction
from clinicdesk.storage.ledger import Link

WHOLE, DAILY = "whole", "daily"


@dataclass(frozen=True, slots=True)
class Proof:
    """A check that found nothing: up to which entry, and when."""

    link: Link
    at: datetime


def last(connection: Connection, kind: str | None = None) -> Proof | None:
    """Return the proof that reaches furthest, of one kind or of both; None before the first."""
    row = connection.execute(
        "SELECT seq, chain_hash, proven_at FROM local_proofs WHERE ?1 IS NULL OR kind = ?1 "
        "ORDER BY seq DESC, proven_at DESC LIMIT 1",
        (kind,),
    ).fetchone()
    return Proof(Link(row[0], row[1]), from_text(row[2])) if row else None


def keep(connection: Connection, path: Path, kind: str, link: Link, at: datetime) -> None:
    """Remember a check that found nothing. What could not be written is found out again by the next check."""
    with transaction(connection, path):
        connection.execute(
            "INSERT OR REPLACE INTO local_proofs VALUES (?, ?, ?, ?)", (kind, link.seq, link.chain_hash, as_text(at))
        )


def forget(connection: Connection, path: Path) -> None:
    """Call nothing proven any more: something was found to be wrong."""
    with transaction(connection, path):
        connection.execute("DELETE FROM local_proofs")
