"""What is running in the chairs, for the top bar and for the lock page, which shows no names."""

from clinicdesk.desk import Desk


def running_count(desk: Desk) -> int:
    """Return how many infusions are running."""
    try:
        from clinicdesk.records.sessions import running
    except ImportError:
        return 0
    return len(running(desk))


def running_lines(desk: Desk) -> list[str]:
    """Return one line for each chair in use, without names."""
    count = running_count(desk)
    return [f"{count}"] if count else []
