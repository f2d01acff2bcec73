"""Which summaries of signed sessions are still to be filed in their patients' folders."""

from datetime import timedelta

from clinicdesk.desk import Desk
from clinicdesk.records.identities import same_person
from clinicdesk.records.sessions.session import Session
from clinicdesk.storage.clock import as_text

_LOOK_BACK = timedelta(days=7)
"""A summary that could not be filed for so long needs a person, who prints and files it. Our own choice."""


def beginning_of(session_id: str) -> str:
    """Return how the names of all summaries of a session begin."""
    return f"summary of session {session_id} "


def name_of(session: Session) -> str:
    """Return the name of the summary as it stands: each signature, addendum and late event makes another one."""
    return beginning_of(session.id) + str(len(session.signatures) + len(session.addenda) + len(session.late_events))


def waiting(desk: Desk, patient_id: str) -> list[str]:
    """Return a patient's signed sessions whose summary is not filed as it stands, the earliest first.

    Only those that this person signed, or added something to, in the last days: each files what is their own.
    """
    desk.may_see("clinical")
    since = as_text(desk.now() - _LOOK_BACK)
    touched = desk.rows(_TOUCHED, patient_id, patient_id, patient_id, desk.person.id, since)
    return [row["session_id"] for row in list(touched) if not _is_filed(desk, row["session_id"])]


def _is_filed(desk: Desk, session_id: str) -> bool:
    row = desk.row(_ADDED, session_id, session_id, session_id)
    assert row is not None
    return desk.row("SELECT 1 FROM claims WHERE id = ?", beginning_of(session_id) + str(row["added"])) is not None


_TOUCHED = f"""
SELECT x.session_id, min(e.seq) AS first
FROM (
    SELECT subject_id AS session_id, version FROM signatures
    WHERE subject_table = 'sessions' AND {same_person("patient_id")}
    UNION ALL SELECT subject_id, version FROM addenda
    WHERE subject_table = 'sessions' AND {same_person("patient_id")}
    UNION ALL SELECT session_id, version FROM late_events WHERE {same_person("patient_id")}
) x
JOIN search_entries e ON e.id = x.version
WHERE e.staff = ? AND e.at >= ?
GROUP BY x.session_id ORDER BY first
"""
# What makes the summary another one, see `name_of`.
_ADDED = """
SELECT (SELECT count(*) FROM signatures WHERE subject_table = 'sessions' AND subject_id = ?)
     + (SELECT count(*) FROM addenda WHERE subject_table = 'sessions' AND subject_id = ?)
     + (SELECT count(*) FROM late_events WHERE session_id = ?) AS added
"""
