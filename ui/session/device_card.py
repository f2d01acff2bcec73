"""Nasal devices: which is next, the rest before it, and after the last one how long the patient stays.

It stands where an infusion has its pump. Every figure is worked out from what is recorded; nothing is counted here.
"""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import sessions, today
from clinicdesk.records.sessions import Session
from clinicdesk.rules.device_course import DeviceCourse
from clinicdesk.rules.timeline import Moment, Phase, elapsed
from ui import theme
from ui.session.panel import big
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.chip import ChipText
from ui.widgets.timer_face import TimerFace

_MINUTE = 60_000


class DeviceCard(Card):
    """The devices of one session.

    Signals:
        asked(str): ``device`` to record the next one, ``stop_devices`` when no further one is given.
    """

    asked = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._face = TimerFace(_("Devices"))
        self._give = big(button("", kind="primary", icon="droplet"))
        self._stop = big(button(_("No f&urther device"), kind="danger", icon="square"))
        self._names: dict[QPushButton, str] = {self._give: "device", self._stop: "stop_devices"}
        self.setAccessibleName(_("Devices"))
        self.add(self._face)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._give, 1)
        row.addWidget(self._stop)
        self.add(row)
        for pressed in self._names:
            pressed.clicked.connect(self._on_pressed)

    def show_session(self, session: Session, now: Moment) -> None:
        """Show the figures of this moment; called every second."""
        course = sessions.device_course(session)
        if course is None or session.started is None:
            return
        running = session.phase is Phase.RUNNING
        for pressed in self._names:
            pressed.setVisible(running)
        again = sessions.may_give_again(session)
        self._give.setVisible(running or again)
        if again:
            self._name_give(course)
        if running and course.next_number is not None:
            self._show_next(course, now)
        else:
            self._show_stay(session, course, now)

    def _show_next(self, course: DeviceCourse, now: Moment) -> None:
        """Show the rest before the next device, then that it may be given."""
        number, wait = course.next_number, course.wait_milliseconds(now)
        self._name_give(course)
        rest = course.minutes_between * _MINUTE
        # Rounded up: while a part of a second is left, the rest is not over.
        self._face.show_time(
            formats.format_timer(wait + 999) if wait else _("Now"),
            (_("until device {number}") if wait else _("device {number} may be given")).format(number=number),
            1 - wait / rest if rest else 1.0,
            ChipText(_given(course), "info" if wait else "warn"),
            self._given_at(course),
            "" if wait else "warn",
        )

    def _name_give(self, course: DeviceCourse) -> None:
        words = _("Give device {number} of {count}").format(number=course.next_number, count=course.ordered)
        if self._give.accessibleName() != words:
            self._give.setText(words.replace(_("Give"), _("&Give"), 1))
            self._give.setAccessibleName(words)

    def _show_stay(self, session: Session, course: DeviceCourse, now: Moment) -> None:
        """Show how long the patient has been watched, and until when at least."""
        words, kind = today.phase_words(session.phase, signed=session.is_signed)
        lines = [f"{_given(course)}. {self._given_at(course)}"]
        leave, minutes = sessions.earliest_leave(session), session.protocol.recovery_minutes_at_least
        if leave is None:
            since, left = session.started, 0
            total = ""
        else:
            since = leave.before(minutes * _MINUTE)
            left = max(minutes * _MINUTE - elapsed(since, now).milliseconds, 0) if since else 0
            total = _("of {total}").format(total=formats.format_timer(minutes * _MINUTE))
            at = formats.format_time(self._desk.local(leave.at))
            lines.append(
                _("Stays until {time} at least.").format(time=at)
                if left
                else _("The time has passed since {time}.").format(time=at)
            )
        over = session.phase in (Phase.DISCHARGED, Phase.NOT_TREATED)
        self._face.show_time(
            formats.format_timer(elapsed(since, now).milliseconds) if since and not over else "",
            total if not over else _given(course),
            1 - left / (minutes * _MINUTE) if minutes else 1.0,
            ChipText(words, kind),
            "\n".join(lines),
        )

    def _given_at(self, course: DeviceCourse) -> str:
        """Return when each device was given: ``09:00, 09:05``."""
        times = ", ".join(formats.format_time(self._desk.local(moment.at)) for moment in course.given)
        dose = formats.format_dose(course.given_micrograms)
        return _("{dose} at {times}").format(dose=dose, times=times)

    def _on_pressed(self) -> None:
        pressed = self.sender()
        assert isinstance(pressed, QPushButton)
        self.asked.emit(self._names[pressed])


def _given(course: DeviceCourse) -> str:
    return _("Device {number} of {count} given").format(number=len(course.given), count=course.ordered)
