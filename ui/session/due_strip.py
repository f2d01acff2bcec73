"""When the next vital signs are due: in words, with a colour, until they are taken."""

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import Session
from clinicdesk.rules.monitoring import DueState
from clinicdesk.rules.timeline import Moment, minute_after
from clinicdesk.rules.vitals import MEASURES
from ui.widgets.strip import MessageStrip, Tone

_TONES: dict[DueState, Tone] = {DueState.WAITING: "info", DueState.DUE: "warn", DueState.OVERDUE: "danger"}


class DueStrip(MessageStrip):
    """Waiting, due (amber), overdue (red, with the minutes, until it is done)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setAccessibleName(_("Next vital signs"))

    def show_session(self, session: Session, now: Moment) -> None:
        """Show what is due at this moment; called every second. All chairs sound in one place, not here."""
        due = sessions.due(session, now)
        start = session.started
        if due is None or start is None:
            self.clear()
            return
        at = start.before(-due.minute * 60_000).at
        time = formats.format_time(self._desk.local(at))
        left = round(due.minute * 60_000 - minute_after(start, now) * 60_000)
        if due.state is DueState.WAITING:
            words = _("Vitals due {time}, in {left}").format(time=time, left=formats.format_timer(left))
        elif due.state is DueState.DUE:
            words = _("Vitals due now ({time})").format(time=time)
        else:
            words = _("Vitals overdue by {count} min (due {time})").format(count=due.late_minutes, time=time)
        if due.state is not DueState.WAITING and len(due.missing) < len(session.protocol.vitals.kinds):
            words += ": " + ", ".join(MEASURES[kind].short for kind in due.missing)
        self.show_message(_TONES[due.state], words, _("Enter now  F2"), icon="clock")
