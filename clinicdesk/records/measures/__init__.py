"""Questionnaires and rating scales: their files, their results, when they are due, and what calls for a clinician."""

from clinicdesk.records.measures.reading import get, of_patient, of_session
from clinicdesk.records.measures.result import FilledBy, Result, Way

__all__ = ["FilledBy", "Result", "Way", "get", "of_patient", "of_session"]
