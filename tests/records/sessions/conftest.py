"""A patient with a series and a session of today, brought as far as a test needs it."""

from tests.records.sessions.steps import patient, session_id  # noqa: F401 - fixtures
