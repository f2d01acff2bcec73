"""The running infusion: timer, phase, amounts, and the buttons that go with the pump."""

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import sessions, today
from clinicdesk.records.sessions import Session
from clinicdesk.rules import timeline
from clinicdesk.rules.quantities import dose_text, rate_text, volume_text
from clinicdesk.rules.timeline import Moment, Phase
from ui import theme
from ui.session.panel import big
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.chip import ChipText
from ui.widgets.timer_face import TimerFace


class RunningCard(Card):
    """What the pump does.

    Signals:
        asked(str): ``pause``, ``resume``, ``rate`` or ``stop``.
    """

    asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._face = TimerFace(_("Infusion"))
        self._pause = big(button(_("&Pause"), icon="pause"))
        self._resume = big(button(_("Re&sume"), kind="primary", icon="play"))
        self._rate = big(button(_("&Rate")))
        self._rate.setAccessibleName(_("Change rate"))
        self._stop = big(button(_("S&top infusion"), kind="danger", icon="square"))
        self._names = {self._pause: "pause", self._resume: "resume", self._rate: "rate", self._stop: "stop"}
        self.setAccessibleName(_("Infusion"))
        self.add(self._face)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        for pressed in (self._pause, self._resume, self._rate):
            row.addWidget(pressed)
        row.addWidget(self._stop, 1)
        self.add(row)
        for pressed in self._names:
            pressed.clicked.connect(self._on_pressed)

    def show_session(self, session: Session, now: Moment) -> None:
        """Show the figures of this moment; called every second."""
        phase = session.phase
        self._pause.setVisible(phase is Phase.RUNNING)
        self._resume.setVisible(phase is Phase.PAUSED)
        for pressed in (self._rate, self._stop):
            pressed.setVisible(phase in (Phase.RUNNING, Phase.PAUSED))
        order, start = session.order, session.started
        if order is None or start is None:
            return
        events, dose = session.timeline, order.arithmetic
        flowed = timeline.infused(events, now)
        given = session.infused_microlitres(now)
        over = given >= session.target_microlitres and phase is Phase.RUNNING
        words, kind = today.phase_words(phase, signed=session.is_signed)
        self._face.show_time(
            formats.format_timer(flowed.milliseconds),
            _("of {total}").format(total=formats.format_timer(dose.duration_minutes * 60_000)),
            given / max(session.target_microlitres, 1),
            ChipText(words, kind),
            self._detail(session, now, given),
            "warn" if over or phase is Phase.PAUSED else "",
        )

    def _detail(self, session: Session, now: Moment, given: int) -> str:
        order, start = session.order, session.started
        assert order is not None
        assert start is not None
        clock = [_("Started {time}").format(time=formats.format_time(self._desk.local(start.at)))]
        end = timeline.expected_end(session.timeline, now, order.arithmetic.duration_minutes)
        if session.ended is not None:
            clock.append(_("ended {time}").format(time=formats.format_time(self._desk.local(session.ended.at))))
        elif end is not None and session.phase is Phase.RUNNING:
            clock.append(self._end_words(session, now, given))
        paused = timeline.paused(session.timeline, now)
        if paused.milliseconds:
            clock.append(_("paused {time}").format(time=formats.format_timer(paused.milliseconds)))
        rate = session.rate_now()
        calculated = _(", calculated") if sessions.is_calculated(session) else ""
        lines = [", ".join(clock), self.amounts(session, now, given) + calculated]
        if rate is not None and session.ended is None:
            lines.append(_("Pump at {rate}").format(rate=rate_text(rate)))
        step = sessions.step_due(session, now)
        if step is not None:
            at = formats.format_time(self._desk.local(step.due_at))
            rate_next = rate_text(step.stage.rate_microlitres_per_hour)
            lines.append(_("Next at {time}: {title}, {rate}").format(time=at, title=step.stage.title, rate=rate_next))
        return "\n".join(lines)

    def amounts(self, session: Session, now: Moment, given: int) -> str:
        """Return what was given so far; ``given`` is in microlitres."""
        volume, total = volume_text(given // 100 * 100), volume_text(session.target_microlitres)
        if not session.protocol.dose:
            # A fluid: its contents are the prescriber's words, and no dose is made of them.
            return _("{given} of {total} given").format(given=volume, total=total)
        dose = dose_text(session.given_micrograms(now))
        return _("{dose} given ({volume} of {total})").format(dose=dose, volume=volume, total=total)

    def _end_words(self, session: Session, now: Moment, given: int) -> str:
        """Return when the ordered amount will be in."""
        at = sessions.ends_at(session, now)
        if at is None or given >= session.target_microlitres:
            return _("the ordered amount has run in")
        # To the nearest minute: what ends at 09:59:59 ends at 10:00.
        at += timedelta(seconds=30)
        return _("ends about {time}").format(time=formats.format_time(self._desk.local(at)))

    def _on_pressed(self) -> None:
        pressed = self.sender()
        assert isinstance(pressed, QPushButton)
        self.asked.emit(self._names[pressed])
