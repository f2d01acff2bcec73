"""The migrations, oldest first: one SQL file each, beside this module. Nothing is renamed, dropped or reinterpreted."""

from pathlib import Path

from sqlite_utils import Database, Migrations

from clinicdesk.storage import ledger, local

migrations = Migrations("clinicdesk")


def _run(db: Database, script: str) -> None:
    """Run a script's statements one by one; ``executescript`` would commit half a migration."""
    import sqlite3  # only its statement splitter, no database

    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            db.conn.execute(statement)
            statement = ""


@migrations()
def m001_first_clinic(db: Database) -> None:
    """Make the ledger, the local tables and everything of the first release."""
    _run(db, ledger.TABLES)
    _run(db, local.TABLES)
    _run(db, (Path(__file__).parent / "m001_first_clinic.sql").read_text(encoding="utf-8"))
