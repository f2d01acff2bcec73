"""What is running in the chairs, for the top bar and for the lock page, which shows no names."""

from clinicdesk.desk import Desk
from clinicdesk.language import _


def running_count(desk: Desk) -> int:
    """Return how many infusions are running, paused ones included."""
    from clinicdesk.records import sessions

    return len(sessions.running(desk))


def running_lines(desk: Desk) -> list[str]:
    """Return one line for each infusion that is running: chair and minutes, never a name."""
    from clinicdesk.formats import format_duration
    from clinicdesk.records import sessions
    from clinicdesk.records.today import phase_words
    from clinicdesk.rules.timeline import elapsed

    lines = []
    for line in sessions.running(desk):
        chair = line.chair or _("No chair")
        state, _kind = phase_words(line.phase)
        started = sessions.get(desk, line.id).started if desk.sees("clinical") else None
        if started is None:
            lines.append(f"{chair}   {state}")
            continue
        minutes = elapsed(started, sessions.now_of(desk)).minutes
        lines.append(
            _("{chair}   {state}, started {time} ago").format(chair=chair, state=state, time=format_duration(minutes))
        )
    return lines
