"""What the session asks by itself: the planned end, the next step of the dose. It asks, and does nothing."""

from PySide6.QtCore import Signal

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import Session
from clinicdesk.rules.alarms import Alarm, AlarmKind, Urgency, Watch, standing_at
from clinicdesk.rules.timeline import Moment
from ui.widgets.strip import MessageStrip

_FORMS = {AlarmKind.END: ("stop", _("End…")), AlarmKind.STEP: ("rate", _("Change…"))}


class AskingStrip(MessageStrip):
    """Hidden while there is nothing to ask.

    Signals:
        asked(str): The form that answers.
    """

    asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._form = ""
        self._session: Session | None = None
        self._watch = Watch()
        self.action_taken.connect(self._on_action)

    def show_session(self, session: Session, now: Moment) -> None:
        """Show what is asked at this moment; called every second."""
        if session is not self._session:
            # What may ask is read once for each state of the record; each second only the clock is asked.
            self._session, self._watch = session, sessions.watch(session, now)
        found = self._first(session, now)
        if found is None:
            self.clear()
            return
        self._form, action = _FORMS[found.kind]
        self.show_message("danger" if found.urgency >= Urgency.OVERDUE else "warn", found.words, action)

    def _first(self, session: Session, now: Moment) -> Alarm | None:
        if session.is_signed or session.started is None or session.ended is not None:
            return None
        if session.protocol.devices is not None:
            # The card of the devices asks for the next one itself, with its own button.
            return None
        found = (one for one in standing_at(self._watch, now) if one.kind in _FORMS and one.urgency > Urgency.QUIET)
        return next(found, None)

    def _on_action(self) -> None:
        self.asked.emit(self._form)
