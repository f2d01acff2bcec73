"""A desk of its own for work beside the window."""

from collections.abc import Iterator
from contextlib import contextmanager

from clinicdesk.desk import Desk


@contextmanager
def own_desk(desk: Desk) -> Iterator[Desk]:
    """Give the same person a desk of their own in this thread, with a connection of its own to the clinic file."""
    clinic = desk.clinic.another()
    try:
        yield Desk(clinic, desk.person, desk.workstation)
    finally:
        clinic.close()
