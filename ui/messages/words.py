"""How a message reads on the screen."""

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date as date_text
from clinicdesk.formats import format_date_time, format_time
from clinicdesk.language import _
from clinicdesk.records.messages import Message
from ui.widgets.chip import ChipText


def when(desk: Desk, message: Message) -> str:
    """Return when it was sent, with its day where it was not today."""
    at = desk.local(message.sent_at)
    today = desk.local(desk.now()).date()
    return format_time(at) if at.date() == today else format_date_time(at)


def when_short(desk: Desk, message: Message) -> str:
    """Return the time, or where it was not today the day, for a narrow column."""
    at = desk.local(message.sent_at)
    today = desk.local(desk.now()).date()
    if at.date() == today:
        return format_time(at)
    return date_text(at.date())[:6] if at.year == today.year else date_text(at.date())


def who(message: Message) -> str:
    """Return whom it is from, or, of one's own, whom it went to."""
    return _("To {name}").format(name=message.to.name) if message.is_mine else message.from_name


def summary(message: Message) -> str:
    """Return the beginning of a message on one line."""
    return " ".join(message.body.split())[:200]


def chips(message: Message) -> tuple[ChipText, ...]:
    """Return what is to be seen of a message at a glance."""
    found = [ChipText(_("Urgent"), "danger")] if message.urgent and not message.is_done else []
    if message.is_done:
        found.append(ChipText(_("Done"), "ok", dot=False))
    elif message.taken_by:
        found.append(ChipText(_("Taken"), "info", dot=False))
    elif not message.read and not message.is_mine:
        found.append(ChipText(_("New"), "info"))
    return tuple(found)


def state(desk: Desk, message: Message) -> str:
    """Return who took it and who did it, and when."""
    lines = []
    if message.taken_at is not None:
        at = format_date_time(desk.local(message.taken_at))
        lines.append(_("{name} took this, {time}.").format(name=message.taken_by, time=at))
    if message.done_at is not None:
        at = format_date_time(desk.local(message.done_at))
        lines.append(_("Done by {name}, {time}.").format(name=message.done_by, time=at))
    if message.remark:
        lines.append(message.remark)
    return "\n".join(lines)
