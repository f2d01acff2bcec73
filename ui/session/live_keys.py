"""The keys of a live session: F10 stamps the minute of an event, F3 says that the protocol was followed at a limit."""

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import Session
from clinicdesk.rules.alarms import Alarm, AlarmKind, Urgency


def broken_limits(desk: Desk, session: Session) -> tuple[Alarm, ...]:
    """Return the broken limits of which nobody has said yet what was done, the most urgent first."""
    if session.is_signed or not desk.may("session.alarm"):
        return ()
    found = sessions.alarms(session, sessions.now_of(desk))
    return tuple(one for one in found if one.kind is AlarmKind.LIMIT and one.urgency > Urgency.QUIET)


class LiveKeys(QObject):
    """Acts at once: what the key is for is recorded before anything is asked.

    Signals:
        asked(str): A form by its key.
        said(str): What was recorded, in one sentence.
        refused(str): Why nothing was.
        recorded: Something was recorded.
    """

    asked = Signal(str)
    said = Signal(str)
    refused = Signal(str)
    recorded = Signal()

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._session: Session | None = None
        for keys, slot in (("F10", self.stamp), ("F3", self.act)):
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def show_session(self, session: Session | None) -> None:
        """The keys are for this session from now on."""
        self._session = session

    def stamp(self) -> None:
        """Note this minute, then ask what it was; typed in from paper the whole event is asked at once."""
        session = self._session
        if session is None:
            return
        if self._desk.transcribing:
            self.asked.emit("adverse")
            return
        try:
            stamp_id = sessions.stamp(self._desk, session.id)
        except ClinicDeskError as problem:
            self.refused.emit(str(problem))
            return
        self.recorded.emit()
        at = formats.format_time(self._desk.local(self._desk.now()))
        self.said.emit(_("{time} is stamped. Its details can be written later.").format(time=at))
        self.asked.emit(f"stamp:{stamp_id}")

    def act(self) -> None:
        """Record that what the protocol says at a broken limit was done; where it says nothing, ask what was."""
        session = self._session
        broken = broken_limits(self._desk, session) if session is not None else ()
        if session is None or not broken:
            return
        first = broken[0]
        if not first.do:
            self.asked.emit(f"limit:{first.key}")
            return
        try:
            # One thing done answers both numbers of a blood pressure.
            for alarm in broken:
                if alarm.do == first.do:
                    sessions.settle_alarm(self._desk, session.id, alarm.key, done=first.do)
        except ClinicDeskError as problem:
            self.refused.emit(str(problem))
            return
        self.recorded.emit()
        self.said.emit(_("Recorded as done: {what}").format(what=first.do))

    def act_otherwise(self) -> None:
        """Ask what was done at a broken limit, when it was not what the protocol says."""
        session = self._session
        broken = broken_limits(self._desk, session) if session is not None else ()
        if broken:
            self.asked.emit(f"limit:{broken[0].key}")
