"""Going on from a backup: the entries copied after it, one link of the chain after the other."""

from collections.abc import Iterable
from pathlib import Path

from clinicdesk.errors import FileDamaged
from clinicdesk.storage import entry as entries
from clinicdesk.storage.backups import batches, files, making
from clinicdesk.storage.backups.batches import Batch, Line
from clinicdesk.storage.backups.sealed import Seal
from clinicdesk.storage.database import Connection, transaction
from clinicdesk.storage.ledger import Schema, apply


class Replay:
    """Adds copied entries to a restored file, one link of the chain after the other."""

    def __init__(self, connection: Connection, path: Path, schema: Schema, seal: Seal) -> None:
        self._connection = connection
        self._path = path
        self._schema = schema
        self._seal = seal
        self.unreadable = 0
        self.seq, digits = making.last_entry(connection, path)
        self.chain_hash = bytes.fromhex(digits)

    def follow(self, found: list[Batch]) -> None:
        """Go as far as the batches lead. Where two pasts part, the one that was copied last is the clinic's."""
        left = [batch for batch in found if batch.last > self.seq]
        while usable := [batch for batch in left if batch.first <= self.seq + 1 <= batch.last]:
            batch = max(usable, key=lambda batch: (batch.made_at, batch.last))
            left.remove(batch)
            try:
                with files.told(batch.path.parent):
                    lines = self._fitting(batches.read(batch, self._seal))
                self._add(lines)
            except FileDamaged:
                self.unreadable += 1

    def _fitting(self, lines: Iterable[Line]) -> list[Line]:
        """Return those of a batch that follow the last entry here; none where it tells another past."""
        fitting: list[Line] = []
        last = self.chain_hash
        for line in lines:
            if line.seq == self.seq and line.chain_hash != last:
                return []
            if line.seq <= self.seq:
                continue
            if not batches.follows(line, last):
                break
            fitting.append(line)
            last = line.chain_hash
        return fitting

    def _add(self, lines: list[Line]) -> None:
        """Write entries and what follows from them, all of a batch or none."""
        with transaction(self._connection, self._path):
            for line in lines:
                entry = entries.read_content(line.content, line.seq, line.chain_hash)
                self._connection.execute(
                    "INSERT INTO ledger (seq, id, content, content_hash, chain_hash) VALUES (?, ?, ?, ?, ?)",
                    (line.seq, entry.id, line.content, line.content_hash, line.chain_hash),
                )
                apply(self._connection, self._schema, entry)
        if lines:
            self.seq, self.chain_hash = lines[-1].seq, lines[-1].chain_hash
