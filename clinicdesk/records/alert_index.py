"""The index of calls for a clinician that are not settled. Derived, never written by hand.

Without it every look for them would read the calls of all years, on every PC, at each change.
"""

from collections.abc import Sequence

from clinicdesk.storage.agreement import same_in_order
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


def alerts_agree(connection: Connection) -> bool:
    """Tell whether the index holds the calls that are not settled, and no other."""
    return same_in_order(
        connection.execute(
            "SELECT a.id FROM measure_alerts a WHERE NOT EXISTS "
            "(SELECT 1 FROM alert_events v WHERE v.alert_id = a.id AND v.kind = 'settled') ORDER BY a.id"
        ),
        connection.execute("SELECT alert_id FROM search_open_alerts ORDER BY alert_id"),
    )
