"""The index of calls for a clinician that are not settled. Derived, never written by hand.

Without it every look for them would read the calls of all years, on every PC, at each change.
"""

from collections.abc import Sequence

from clinicdesk.storage.database import Connection


def index_alerts(connection: Connection, row_ids: Sequence[str]) -> None:
    """Note some calls as open, unless they are settled."""
    connection.executemany(
        "INSERT OR IGNORE INTO search_open_alerts SELECT a.id FROM measure_alerts a WHERE a.id = ? AND NOT EXISTS "
        "(SELECT 1 FROM alert_events v WHERE v.alert_id = a.id AND v.kind = 'settled')",
        [(row_id,) for row_id in row_ids],
    )


def index_alert_events(connection: Connection, row_ids: Sequence[str]) -> None:
    """Take what was settled off the index."""
    connection.executemany(
        "DELETE FROM search_open_alerts WHERE alert_id IN "
        "(SELECT v.alert_id FROM alert_events v WHERE v.id = ? AND v.kind = 'settled')",
        [(row_id,) for row_id in row_ids],
    )
