"""The tables of a clinic file, and how they came to be. Changes only ever add."""

from clinicdesk.records.migrations.steps import migrations
from clinicdesk.records.migrations.tables import SCHEMA

__all__ = ["SCHEMA", "migrations"]
