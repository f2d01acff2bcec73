"""The index of what waits for a signature: sessions in which something was recorded, notes, verbal orders, and what is
signed after somebody else: ``cosign`` for sessions, ``cosign_notes`` for notes. Derived, never written by hand.

Without it, what runs now and what is to be signed would be looked for among the records of all years.
"""

from collections.abc import Sequence

from clinicdesk.storage.agreement import same_rows
from clinicdesk.storage.database import Connection


def index_session_events(connection: Connection, row_ids: Sequence[str]) -> None:
    """Note the sessions of some events as unsigned, unless they are signed."""
    connection.executemany(
        "INSERT OR IGNORE INTO search_unsigned SELECT 'sessions', e.session_id FROM session_events e WHERE e.id = ? "
        "AND NOT EXISTS "
        "(SELECT 1 FROM signatures g WHERE g.subject_table = 'sessions' AND g.subject_id = e.session_id)",
        [(row_id,) for row_id in row_ids],
    )


def index_verbal_orders(connection: Connection, row_ids: Sequence[str]) -> None:
    """Note some verbal orders as unsigned, unless they were signed by being written."""
    connection.executemany(
        "INSERT OR IGNORE INTO search_unsigned SELECT 'verbal_orders', v.id FROM verbal_orders v WHERE v.id = ? "
        "AND NOT EXISTS "
        "(SELECT 1 FROM signatures g WHERE g.subject_table = 'verbal_orders' AND g.subject_id = v.id)",
        [(row_id,) for row_id in row_ids],
    )


def index_notes(connection: Connection, row_ids: Sequence[str]) -> None:
    """Note some notes as unsigned, unless they are signed or voided; or as waiting for the second signature."""
    for row_id in row_ids:
        connection.execute(
            "DELETE FROM search_unsigned WHERE subject_table IN ('notes', 'cosign_notes') AND subject_id = ?", (row_id,)
        )
        connection.execute(
            "INSERT INTO search_unsigned SELECT 'notes', n.id FROM notes n WHERE n.id = ? AND n.voided_reason IS NULL "
            "AND NOT EXISTS (SELECT 1 FROM signatures g WHERE g.subject_table = 'notes' AND g.subject_id = n.id)",
            (row_id,),
        )
        connection.execute(_NOTE_TO_COSIGN, (row_id,))


_NOTE_TO_COSIGN = """
INSERT INTO search_unsigned SELECT 'cosign_notes', n.id FROM notes n WHERE n.id = ?
AND (n.cosigner_id IS NOT NULL OR EXISTS (SELECT 1 FROM note_events h WHERE h.note_id = n.id
     AND h.kind = 'handed_on' AND json_extract(h.detail, '$.as') = 'cosigner'))
AND EXISTS (SELECT 1 FROM signatures g WHERE g.subject_table = 'notes' AND g.subject_id = n.id)
AND NOT EXISTS (SELECT 1 FROM signatures g WHERE g.subject_table = 'notes' AND g.subject_id = n.id
                AND g.meaning = 'cosigner')
AND NOT EXISTS (SELECT 1 FROM note_events v WHERE v.note_id = n.id AND v.kind = 'voided')
"""


def index_note_events(connection: Connection, row_ids: Sequence[str]) -> None:
    """Follow what happened to signed notes: voided, or given to somebody to sign."""
    for row_id in row_ids:
        found = connection.execute("SELECT note_id FROM note_events WHERE id = ?", (row_id,)).fetchone()
        index_notes(connection, (found[0],))


def index_signatures(connection: Connection, row_ids: Sequence[str]) -> None:
    """Take what some signatures close off the index."""
    connection.executemany(
        "DELETE FROM search_unsigned WHERE (subject_table, subject_id) IN "
        "(SELECT subject_table, subject_id FROM signatures WHERE id = ?)",
        [(row_id,) for row_id in row_ids],
    )
    for row_id in row_ids:
        _index_cosigning(connection, row_id)
        note = connection.execute(
            "SELECT subject_id FROM signatures WHERE id = ? AND subject_table = 'notes'", (row_id,)
        ).fetchone()
        if note:
            index_notes(connection, note)


def _index_cosigning(connection: Connection, signature_id: str) -> None:
    """Note a session signed by somebody else than a prescriber, and take it off once a prescriber has signed it."""
    subject = "SELECT subject_id FROM signatures WHERE id = ? AND subject_table = 'sessions'"
    connection.execute(
        f"DELETE FROM search_unsigned WHERE subject_table = 'cosign' AND subject_id IN ({subject})", (signature_id,)
    )
    connection.execute(
        f"INSERT OR IGNORE INTO search_unsigned SELECT 'cosign', s.subject_id FROM ({subject}) s WHERE NOT EXISTS "
        "(SELECT 1 FROM signatures g WHERE g.subject_table = 'sessions' AND g.subject_id = s.subject_id "
        "AND g.meaning IN ('prescriber', 'cosigner'))",
        (signature_id,),
    )


_SIGNED = "SELECT 1 FROM signatures g WHERE g.subject_table = '{table}' AND g.subject_id = {column}"
_ALL_UNSIGNED = (
    "SELECT DISTINCT 'sessions', e.session_id FROM session_events e WHERE NOT EXISTS "
    f"({_SIGNED.format(table='sessions', column='e.session_id')})",
    "SELECT 'verbal_orders', v.id FROM verbal_orders v WHERE NOT EXISTS "
    f"({_SIGNED.format(table='verbal_orders', column='v.id')})",
    "SELECT 'notes', n.id FROM notes n WHERE n.voided_reason IS NULL AND NOT EXISTS "
    f"({_SIGNED.format(table='notes', column='n.id')})",
    _NOTE_TO_COSIGN.removeprefix("\nINSERT INTO search_unsigned ").replace("n.id = ?", "1"),
    "SELECT DISTINCT 'cosign', s.subject_id FROM signatures s WHERE s.subject_table = 'sessions' AND NOT EXISTS "
    f"({_SIGNED.format(table='sessions', column='s.subject_id')} AND g.meaning IN ('prescriber', 'cosigner'))",
)


def unsigned_agree(connection: Connection) -> bool:
    """Tell whether the index holds what waits for a signature, and nothing else."""
    waiting = (row for query in _ALL_UNSIGNED for row in connection.execute(query))
    return same_rows(waiting, connection.execute("SELECT subject_table, subject_id FROM search_unsigned"))
