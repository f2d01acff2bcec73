"""What is left of erased entries, kept beside the copies: a restore from an older backup erases the rest again."""

import json
import zlib
from collections.abc import Collection
from pathlib import Path

from clinicdesk.errors import FileDamaged
from clinicdesk.storage import entry as entries
from clinicdesk.storage import erasing
from clinicdesk.storage.backups.sealed import Seal
from clinicdesk.storage.blobs import Blobs
from clinicdesk.storage.database import Connection, transaction
from clinicdesk.storage.ledger import Schema

_NAME = "what-is-left.erased"
_LEFT = """
SELECT DISTINCT l.seq, l.id, l.content FROM erasures x JOIN ledger l ON l.id = x.subject_id WHERE x.subject = 'entry'
"""


def happened_after(reader: Connection, seq: int) -> bool:
    """Tell whether anything was erased after an entry."""
    sql = "SELECT 1 FROM search_entries WHERE action = 'record.erase' AND seq > ? LIMIT 1"
    return reader.execute(sql, (seq,)).fetchone() is not None


def write(copies: Path, seal: Seal, reader: Connection) -> list[int]:
    """Keep what is left of every erased entry, and return their numbers. Raises ``OSError``."""
    left = reader.execute(_LEFT).fetchall()
    document = {row[1]: row[2].decode() for row in left}
    seal.write(copies / _NAME, zlib.compress(json.dumps(document).encode()))
    return [row[0] for row in left]


def again(
    connection: Connection, path: Path, schema: Schema, papers: Blobs, named: Collection[str], copies: Path, seal: Seal
) -> int:
    """Erase in a restored file what was erased before, and return how many entries still hold what they should not.

    ``named`` papers stay, whatever was erased before. Raises ``OSError`` where the folder cannot be read.
    """
    wanted = {entry_id: kept for entry_id, kept in erasing.kept_hashes(connection).items() if kept}
    revived = [one for one, kept in wanted.items() if _hash_of(connection, one) != kept]
    left = _read(copies, seal) if revived else {}
    fitting = {one: left[one] for one in revived if one in left and _hash(left[one]) == wanted[one]}
    if fitting:
        with transaction(connection, path):
            erasing.erase_again(connection, schema, fitting)
        erasing.sweep(connection, papers, named)
    return len(revived) - len(fitting)


def _read(copies: Path, seal: Seal) -> dict[str, bytes]:
    try:
        document = json.loads(zlib.decompress(seal.read(copies / _NAME)))
    except (FileNotFoundError, FileDamaged, zlib.error, ValueError):
        return {}
    return {entry_id: content.encode() for entry_id, content in document.items()}


def _hash_of(connection: Connection, entry_id: str) -> str:
    row = connection.execute("SELECT content FROM ledger WHERE id = ?", (entry_id,)).fetchone()
    return _hash(row[0]) if row else ""


def _hash(content: bytes) -> str:
    return entries.content_hash(content).hex()
