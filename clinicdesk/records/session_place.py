"""Which session of its series a session is: ``n of N`` counts treatments, not visits."""


def place(session: str) -> str:
    """Return SQL for the place of a session in its series; ``session`` is its alias, which may be empty (NULL).

    It is the place in time among the sessions of the plan that were not closed as "not treated": such a visit uses no
    number and has 0. The number a session was planned under is kept in its row, and no longer shown.
    """
    return (
        f"CASE WHEN {session}.id IS NULL THEN NULL WHEN {_untreated(session)} THEN 0 ELSE ("
        f"SELECT count(*) FROM sessions k WHERE k.series_id = {session}.series_id "
        f"AND (k.planned_on, coalesce(k.planned_time, '99:99'), k.id) "
        f"<= ({session}.planned_on, coalesce({session}.planned_time, '99:99'), {session}.id) "
        f"AND (k.voided_reason IS NULL OR k.id = {session}.id) AND NOT {_untreated('k')}) END"
    )


PLACES = (
    "SELECT k.id, row_number() OVER "
    "(PARTITION BY k.series_id ORDER BY k.planned_on, coalesce(k.planned_time, '99:99'), k.id) AS place "
    "FROM json_each(?) j JOIN sessions k ON k.series_id = j.value WHERE k.voided_reason IS NULL AND NOT "
    "EXISTS (SELECT 1 FROM session_events u WHERE u.session_id = k.id AND u.kind = 'not_treated')"
)
"""The same for every session of many series at once (a JSON list of their ids): a long series is counted only once."""


def _untreated(session: str) -> str:
    # A session is closed as not treated only before its start, which one claim guards: the event alone tells.
    return f"EXISTS (SELECT 1 FROM session_events u WHERE u.session_id = {session}.id AND u.kind = 'not_treated')"
