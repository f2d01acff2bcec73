"""What stands above a session until it is no longer so: a doubtful clock, consent taken back, another day, paper."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import sessions
from clinicdesk.records.sessions import Session
from clinicdesk.rules.timeline import BEFORE_START, Phase
from ui import theme
from ui.widgets.strip import MessageStrip

_TREATED = frozenset({Phase.RUNNING, Phase.PAUSED})


class SessionNotices(QWidget):
    """Three strips, each hidden while there is nothing to say."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._clock = MessageStrip()
        self._consent = MessageStrip()
        self._paper = MessageStrip()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        for strip in (self._clock, self._consent, self._paper):
            column.addWidget(strip)
        self.hide()

    def show_session(self, session: Session) -> None:
        """Say what is to be known of this session."""
        self._show_consent(session)
        self.show_clock(session)

    def clear(self) -> None:
        """Say nothing of a session; that somebody types in from paper stays."""
        self._clock.clear()
        self._consent.clear()
        self._fit()

    def show_clock(self, session: Session) -> None:
        """Say that the clock was set, or the PC restarted; called every second."""
        note = sessions.clock_note(session, sessions.now_of(self._desk))
        if note:
            self._clock.show_message("warn", note)
        else:
            self._clock.clear()
        self._fit()

    def show_paper(self, on: bool) -> None:
        """Say that everything is marked as typed in from paper, or no longer."""
        if on:
            words = _("You are typing in from paper: give each entry its time. All of it is marked so.")
            self._paper.show_message("warn", words)
        else:
            self._paper.clear()
        self._fit()

    def _fit(self) -> None:
        # An empty part of the page would still have its space around it.
        self.setVisible(any(not strip.isHidden() for strip in (self._clock, self._consent, self._paper)))

    def _show_consent(self, session: Session) -> None:
        """Say that consent was taken back: what still runs is to be stopped. Or that the session is not today's."""
        phase = session.phase
        withdrawn = None if session.is_signed else sessions.withdrawn_at(self._desk, session)
        if withdrawn is not None and phase is not Phase.NOT_TREATED:
            time = formats.format_time(self._desk.local(withdrawn))
            self._consent.show_message("danger", _withdrawn_words(phase, time))
        elif phase in BEFORE_START and session.planned_on != self._desk.local(self._desk.now()).date():
            words = _("This session is planned for {day}, not for today. Make sure it is the right one.")
            self._consent.show_message("warn", words.format(day=formats.format_day(session.planned_on)))
        else:
            self._consent.clear()


def _withdrawn_words(phase: Phase, time: str) -> str:
    if phase in _TREATED:
        return _("Consent withdrawn at {time}. Stop the pump.").format(time=time)
    if phase in BEFORE_START:
        return _("Consent is withdrawn or declined. The session cannot start.")
    return _("Consent withdrawn at {time}. No more of the drug; monitoring and discharge go on.").format(time=time)
