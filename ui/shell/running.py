"""How much is running in the chairs, for the top bar and for keeping the PC awake."""

from clinicdesk.desk import Desk


def running_count(desk: Desk) -> int:
    """Return how many infusions are running, paused ones included."""
    from clinicdesk.records import sessions

    return len(sessions.running(desk))


def in_chair_count(desk: Desk) -> int:
    """Return how many patients are being looked after in a chair, from the start to their leaving."""
    from clinicdesk.records import sessions

    return len(sessions.in_chairs(desk))
