"""One person, several registrations: under which one the records of each are read.

Merging moves no row. ``patients.merged_into`` is set, and every read by patient goes through ``same_person``; the index
behind it is derived and follows every change of a patient.

Of two kinds of records more is asked. What is closed (signed, or only ever added to) stays where it was written, and
after an un-merge may belong to the other patient: ``misfiled`` says so, and ``of_person`` and ``owner`` obey it. What
hangs on another record (a value on its session, a signature on its consent) is found through that record, never by its
own ``patient_id``, so that it goes where the record goes.
"""

from collections.abc import Sequence

from clinicdesk.desk import Desk
from clinicdesk.errors import NotFound
from clinicdesk.language import _
from clinicdesk.storage.database import Connection


def same_person(column: str = "patient_id") -> str:
    """Return the condition that a column names the person whose id is given for its one ``?``, merged or not."""
    return (
        f"{column} IN (SELECT i.patient_id FROM search_identities i WHERE i.kept_under = "
        "(SELECT w.kept_under FROM search_identities w WHERE w.patient_id = ?))"
    )


def kept_under(column: str) -> str:
    """Return the expression for the registration under which the patient named by a column is read."""
    return f"(SELECT i.kept_under FROM search_identities i WHERE i.patient_id = {column})"


def of_person(alias: str, table: str) -> str:
    """Return the condition that a row of a table belongs to the person whose id is given for its one ``?``.

    For tables whose rows can be closed: it leaves out what is filed here by mistake, and adds what is filed elsewhere.
    """
    return (
        f"{alias}.id IN (WITH person AS (SELECT i.patient_id FROM search_identities i WHERE i.kept_under = "
        "(SELECT w.kept_under FROM search_identities w WHERE w.patient_id = ?)) "
        f"SELECT x.id FROM {table} x WHERE x.patient_id IN person AND x.id NOT IN "
        f"(SELECT f.subject_id FROM misfiled f WHERE f.patient_id IN person AND f.subject_table = '{table}') "
        f"UNION ALL SELECT f.subject_id FROM misfiled f WHERE f.belongs_to IN person AND f.subject_table = '{table}')"
    )


def owner(alias: str, table: str) -> str:
    """Return the expression for the registration under which a row of such a table is read."""
    return kept_under(filed_under(alias, table))


def filed_under(alias: str, table: str) -> str:
    """Return the expression for the registration a row of such a table belongs to, whatever that was merged into."""
    return f"coalesce((SELECT f.belongs_to FROM misfiled f WHERE f.id = '{table} ' || {alias}.id), {alias}.patient_id)"


def surviving(desk: Desk, patient_id: str) -> str:
    """Return the id under which a patient's records are kept: merged registrations lead to the one that stays."""
    row = desk.row("SELECT kept_under FROM search_identities WHERE patient_id = ?", patient_id)
    if row is None:
        raise NotFound(_("This patient is not in this clinic."))
    return str(row["kept_under"])


def registrations(desk: Desk, patient_id: str) -> list[str]:
    """Return every registration of a person, the one that stays first."""
    rows = desk.rows(
        f"SELECT i.patient_id FROM search_identities i WHERE {same_person('i.patient_id')} "
        "ORDER BY i.patient_id <> i.kept_under, i.patient_id",
        patient_id,
    )
    return [row["patient_id"] for row in rows]


def index_identities(connection: Connection, row_ids: Sequence[str]) -> list[str]:
    """Follow the merges of some patients, and of all that were merged into them. Returns everybody concerned."""
    concerned = dict.fromkeys(row_ids)
    for patient_id in row_ids:
        kept = _survivor(connection, patient_id)
        below = [
            row[0]
            for row in connection.execute(
                "WITH RECURSIVE below (id) AS (SELECT id FROM patients WHERE merged_into = ? UNION "
                "SELECT p.id FROM patients p JOIN below b ON p.merged_into = b.id) SELECT id FROM below",
                (patient_id,),
            )
        ]
        for one in (patient_id, *below):
            connection.execute(
                "INSERT INTO search_identities (patient_id, kept_under) VALUES (?, ?) "
                "ON CONFLICT (patient_id) DO UPDATE SET kept_under = excluded.kept_under",
                (one, kept),
            )
        concerned |= dict.fromkeys([*below, kept])
    return list(concerned)


def _survivor(connection: Connection, patient_id: str) -> str:
    row = connection.execute(
        "WITH RECURSIVE way (id, next) AS (SELECT id, merged_into FROM patients WHERE id = ? UNION "
        "SELECT p.id, p.merged_into FROM patients p JOIN way ON p.id = way.next) SELECT id FROM way WHERE next IS NULL",
        (patient_id,),
    ).fetchone()
    return str(row[0]) if row else patient_id


def identities_agree(connection: Connection) -> bool:
    """Tell whether everybody's records are kept under the registration their merges lead to."""
    rows = connection.execute(
        "SELECT p.id, p.merged_into, i.kept_under FROM patients p LEFT JOIN search_identities i ON i.patient_id = p.id"
    )
    count = 0
    for patient_id, merged_into, kept in rows:
        count += 1
        if kept != (patient_id if merged_into is None else _survivor(connection, patient_id)):
            return False
    return bool(connection.execute("SELECT count(*) FROM search_identities").fetchone()[0] == count)
