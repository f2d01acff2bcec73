"""The day after its last one a consent has expired: the program notes that once, as an entry of its own.

Where a consent stands never waits for it: that follows from its last day. The entry says when the clinic knew.
"""

from contextlib import suppress
from datetime import datetime, time, timedelta

from clinicdesk.desk import Desk
from clinicdesk.errors import ChangedElsewhere
from clinicdesk.storage.clock import as_text
from clinicdesk.storage.entry import insert

AT_ONCE = 20
"""How many are noted in one entry: a few milliseconds, which nobody feels at the first second of a day."""

_DUE = """
SELECT s.consent_id, s.patient_id, max(s.valid_until) AS last_day FROM consent_events s
WHERE s.valid_until < ? AND s.kind IN ('signed', 'signed_on_paper')
AND NOT EXISTS (SELECT 1 FROM consent_events x WHERE x.consent_id = s.consent_id
                AND x.kind IN ('expired', 'superseded', 'withdrawn', 'declined'))
GROUP BY s.consent_id ORDER BY last_day, s.consent_id LIMIT ?
"""


def note_expired(desk: Desk, at_once: int = AT_ONCE) -> int:
    """Note some consents that passed their last day and were not noted yet; return how many, 0 when all are.

    For the desk of the system. Call it again until it returns 0. Two PCs that do so at once do not note one twice.
    """
    today = desk.local(desk.now()).date()
    due = list(desk.rows(_DUE, today.isoformat(), at_once))
    if not due:
        return 0
    rows = []
    for row in due:
        first_day_after = datetime.fromisoformat(row["last_day"]).date() + timedelta(days=1)
        rows.append(
            insert(
                "consent_events",
                # The id says what it is about, so that it can be written once.
                f"expired {row['consent_id']}",
                consent_id=row["consent_id"],
                patient_id=row["patient_id"],
                kind="expired",
                occurred_at=as_text(datetime.combine(first_day_after, time(), desk.zone())),
            )
        )
    # Another PC may note the same ones at this moment: then what is left is seen the next time.
    with suppress(ChangedElsewhere):
        desk.record("consent.expire", *rows, patient=list(dict.fromkeys(row["patient_id"] for row in due)))
    return len(due)
