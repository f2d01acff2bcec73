"""The tables of a clinic file, and how they came to be. Changes only ever add."""

from clinicdesk.records.migrations.steps import migrations
from clinicdesk.records.migrations.tables import SCHEMA
from clinicdesk.storage.database import APPLICATION_ID, Connection, as_database

__all__ = ["SCHEMA", "migrate", "migrations"]


def migrate(connection: Connection) -> None:
    """Bring the tables of a file up to today's schema."""
    migrations.apply(as_database(connection))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA.version}")
