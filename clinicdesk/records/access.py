"""Entries without changes: papers that left the program."""

from clinicdesk.desk import Desk


def printed(desk: Desk, *, paper: str, patient_id: str | None) -> None:
    """Record that a paper was printed; ``paper`` names its kind, never a person."""
    desk.record("paper.print", patient=patient_id, reason=paper)


def saved(desk: Desk, *, paper: str, patient_id: str | None) -> None:
    """Record that a paper was saved as a file outside the program."""
    desk.record("paper.save", patient=patient_id, reason=paper)
