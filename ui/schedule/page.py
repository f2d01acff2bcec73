"""The schedule: a day or a week, by chair or by clinician."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import appointments
from clinicdesk.records.appointments import Appointment, Stage, Unbooked
from ui import icons, theme
from ui.schedule import timetable, words
from ui.schedule.booking_form import Wanted
from ui.schedule.carried import Carried
from ui.schedule.following import Following
from ui.schedule.grid import ScheduleGrid
from ui.schedule.hanging import first_place, slot_of
from ui.schedule.reasons import Reasons
from ui.schedule.recording import Recorded, Recording
from ui.schedule.side import Side
from ui.schedule.timetable import By, View
from ui.schedule.view_bar import ViewBar
from ui.widgets.button import button
from ui.widgets.page import Page
from ui.widgets.strip import MessageStrip
from ui.widgets.toast import Toast

_TABLES = frozenset(
    {
        "appointments",
        "appointment_events",
        "chairs",
        "closed_days",
        "opening_hours",
        "patients",
        "practice",
        "session_events",
        "sessions",
        "staff",
        "waiting_list",
    }
)
"""What the schedule shows comes from these."""

_LONG_AGO, _FAR_AHEAD = timedelta(days=366), timedelta(days=3 * 366)
"""Between these the planned sessions are that somebody may still want to book."""


class SchedulePage(Page):
    """Who comes when and where; bookings are made, moved and cancelled here.

    Signals:
        patient_opened(str): Open this chart.
        session_opened(str): Open this session.
        paper_requested(object): A ``PaperRequest``.
        registration_opened(str): Register somebody who was not found; carries what was typed.
    """

    patient_opened = Signal(str)
    session_opened = Signal(str)
    paper_requested = Signal(object)
    registration_opened = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Schedule"))
        self.setParent(parent)
        self._desk = desk
        self._today = self._local_now().date()
        self._day = self._today
        self._minute = -1
        self._is_read = False
        self._side_wanted = self._side_unwanted = False
        self._undo: Recorded | None = None
        self._recording = Recording(desk, self)
        self._reasons = Reasons(self, self._recording)
        self._build()
        self._following = Following(desk, self._side, self._recording)
        self._connect()

    def _build(self) -> None:
        self._back = _arrow("chevron-left", _("Earlier"))
        self._on = _arrow("chevron-right", _("Later"))
        self._to_today = button(_("&Today"), kind="quiet")
        self._print = button(_("Print day list"), icon="printer")
        self._book = button(_("&Book a visit"), kind="primary", icon="plus")
        self._book.setEnabled(self._desk.may("appointment.book"))
        for part in (self._to_today, self._back, self._on, self._print, self._book):
            self.add_title_action(part)
        self._views = ViewBar()
        self._strip = MessageStrip()
        self.grid = ScheduleGrid(_("Schedule"))
        self.grid.sheet.locked = not self._desk.may("appointment.change")
        self._side = Side(self._desk)
        self._side.setFixedWidth(theme.px("base") * 25)
        self._toast = Toast(self)
        frame = QFrame()
        frame.setProperty("role", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.grid)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_12"))
        row.addWidget(frame, 1)
        row.addWidget(self._side)
        self.add_fixed(self._views)
        self.add_fixed(self._strip)
        self.add(row, 1)
        self.setFocusProxy(self.grid)

    def _connect(self) -> None:
        self._back.clicked.connect(self._on_back)
        self._on.clicked.connect(self._on_forth)
        self._to_today.clicked.connect(self._on_today)
        self._print.clicked.connect(self._on_print)
        self._book.clicked.connect(self._on_book)
        self._views.changed.connect(self._on_view_changed)
        self._views.day_asked.connect(self._on_day_typed)
        self._views.to_book_toggled.connect(self._on_to_book_toggled)
        sheet = self.grid.sheet
        sheet.selected.connect(self._on_selected)
        sheet.opened.connect(self._on_opened)
        sheet.booking_asked.connect(self._on_booking_asked)
        sheet.dropped.connect(self._on_dropped)
        sheet.put_back.connect(self._on_put_back)
        sheet.turned.connect(self._turn)
        sheet.asked.connect(self._on_asked)
        self._side.asked.connect(self._on_asked)
        self._side.wanted.connect(self._on_wanted)
        self._side.closed.connect(self._on_side_closed)
        self._following.shifted.connect(self._on_shifted)
        self._following.refused.connect(self._on_refused)
        self._side.session_taken.connect(self._on_session_taken)
        self._side.registration_opened.connect(self.registration_opened)
        self._recording.recorded.connect(self._on_recorded)
        self._recording.refused.connect(self._on_refused)
        self._recording.left.connect(self._on_put_back)
        self._toast.action_taken.connect(self._on_undo)

    # In -----------------------------------------------------------------------------------------------------------

    def show_day(self, day: date) -> None:
        """Show a day, or its week."""
        self._day = day
        self._strip.clear()
        self._reload()

    def show_week(self, day: date) -> None:
        """Show the week of a day."""
        self._views.show_week(True)
        self.show_day(day)

    def show_appointment(self, appointment_id: str) -> None:
        """Show a booking, on its day."""
        one = appointments.get(self._desk, appointment_id)
        self.show_day(self._desk.local(one.starts_at).date())
        self.grid.sheet.select(appointment_id)
        self.grid.setFocus()

    def start_booking(
        self, patient_id: str = "", *, session_id: str | None = None, appointment_id: str | None = None
    ) -> None:
        """Begin a booking at the cursor, for a patient if one is given.

        A session to book, or a booking that was cancelled or missed, hangs over the schedule to be put down.
        """
        if appointment_id is not None:
            self._carry_again(appointments.get(self._desk, appointment_id))
            return
        if session_id is not None and self._carry_session(session_id):
            return
        column, minute = self.grid.sheet.column, self.grid.sheet.minute
        self._begin_booking(column, minute, patient_id)

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile, by whomever; cursor and place stay."""
        if self._is_read and changed.tables & _TABLES:
            self._reload()

    def tick(self) -> None:
        """Once a second: turn to the new day at midnight, and move the line of the present once a minute."""
        now = self._local_now()
        if now.date() != self._today:
            follows = self._day == self._today
            self._today = now.date()
            self._day = self._today if follows else self._day
            self._reload()
        elif now.minute != self._minute:
            self._show_now()

    def leave(self) -> None:
        """Put back what is being carried: whoever goes elsewhere does not mean to drop it there."""
        if self.grid.sheet.carried is not None:
            self.grid.sheet.leave_it()

    # What is shown ------------------------------------------------------------------------------------------------

    def _view(self) -> View:
        week = self._views.is_week
        first = self._day - timedelta(days=self._day.weekday()) if week else self._day
        return View(first, 7 if week else 1, self._views.by, self._views.only, self._views.with_cancelled)

    def _reload(self) -> None:
        self._is_read = True
        self._views.show_places(timetable.places(self._desk, self._views.by))
        view, counter = self._view(), self._views.counter
        self.set_title(_("Schedule"), self._view_words(view, counter))
        self._views.show_date(self._day, self._today)
        self._to_today.setEnabled(not view.first <= self._today <= view.last)
        self._show_now()
        self.grid.show_table(timetable.read(self._desk, view), counter=counter)
        first = min(view.first, self._today)
        sessions = appointments.unbooked_sessions(
            self._desk, first - timedelta(days=28), view.last + timedelta(days=14)
        )
        self._side.show_sessions(sessions, counter=counter)
        self._fit_side()

    def _view_words(self, view: View, counter: bool) -> str:
        if view.days == 1:
            said = formats.format_day(view.first)
        else:
            said = _("{first} to {last}").format(
                first=formats.format_date(view.first), last=formats.format_date(view.last)
            )
        return _("{day}, counter view").format(day=said) if counter else said

    def _show_now(self) -> None:
        now = self._local_now()
        self._minute = now.minute
        self.grid.show_now(now.date(), now.hour * 60 + now.minute)

    def _scroll_to_now(self) -> None:
        """Begin an hour before now, or where the day opens."""
        table, now = self.grid.sheet.table, self._local_now()
        opens = min((column.opens for column in table.columns if column.opens is not None), default=table.first)
        minute = now.hour * 60 if self._view().first <= self._today <= self._view().last else opens
        minute = min(max(minute, opens), table.last - 60)
        self.grid.sheet.put_cursor(self._column_of_today(), minute)
        self.grid.scroll_to(minute - 60 if minute > opens else opens)

    def _column_of_today(self) -> int:
        days = [column.day for column in self.grid.sheet.table.columns]
        return days.index(self._today) if self._today in days else 0

    def _on_view_changed(self) -> None:
        self._reload()
        self.grid.setFocus()

    def _turn(self, way: int) -> None:
        self.show_day(self._day + timedelta(days=way * self._view().days))

    def _on_back(self) -> None:
        self._turn(-1)

    def _on_forth(self) -> None:
        self._turn(1)

    def _on_day_typed(self, day: date) -> None:
        self.show_day(day)
        self.grid.setFocus()

    def _on_today(self) -> None:
        self.show_day(self._today)
        self._scroll_to_now()

    # The cursor ---------------------------------------------------------------------------------------------------

    def _on_selected(self, one: Appointment | None) -> None:
        self._side.show_appointment(one, counter=self._views.counter)

    def _on_opened(self, one: Appointment) -> None:
        self._side.show_appointment(one, counter=self._views.counter)
        self._side.open_pane()
        self._fit_side()

    def _on_asked(self, what: str) -> None:
        """Do what a key on the sheet or a button beside it asks."""
        doing = {
            "today": self._on_today,
            "day": self._on_day_key,
            "week": self._on_week_key,
            "book": self._on_book,
            "move": self._on_move,
            "change": self._on_change,
            "cancel": self._on_cancel,
            "no_show": self._on_no_show,
            "rebook": self._on_rebook,
            "chart": self._on_chart,
            "session": self._on_session,
            "card": self._on_card,
        }
        doing[what]()

    def _on_day_key(self) -> None:
        self._show_span(week=False)

    def _on_week_key(self) -> None:
        self._show_span(week=True)

    def _show_span(self, *, week: bool) -> None:
        table = self.grid.sheet.table
        if table.columns:
            self._day = table.columns[self.grid.sheet.column].day
        self._views.show_week(week)
        self._on_view_changed()

    # Booking and moving -------------------------------------------------------------------------------------------

    def _on_book(self) -> None:
        self.start_booking()

    def _on_booking_asked(self, column: int, minute: int) -> None:
        self._begin_booking(column, minute)

    def _begin_booking(self, column: int, minute: int, patient_id: str = "") -> None:
        if not self._desk.may("appointment.book"):
            return
        day, at = self._day, time(minute // 60, minute % 60)
        chair_id = staff_id = None
        columns = self.grid.sheet.table.columns
        if columns:
            day, place = columns[column].day, columns[column].place.id
            chair_id, staff_id = (place, None) if self._views.by is By.CHAIR else (None, place)
        self._strip.clear()
        self._side.book_at(day, at, chair_id, staff_id, patient_id)
        self._fit_side()

    def _on_move(self) -> None:
        self.grid.sheet.setFocus()
        self.grid.sheet.pick_up()

    def _on_change(self) -> None:
        if (one := self._selected()) is not None:
            self._side.change(one, counter=self._views.counter)
            self._fit_side()

    def _on_wanted(self, wanted: Wanted) -> None:
        if wanted.changed is not None:
            self._recording.move(wanted.changed, wanted.slot, wanted.remark)
        else:
            self._recording.book(
                patient_id=wanted.patient_id,
                kind=wanted.kind,
                slot=wanted.slot,
                session_id=wanted.session_id,
                remark=wanted.remark,
            )

    def _on_dropped(self, carried: Carried) -> None:
        try:
            slot = slot_of(self._desk, self.grid.sheet.table, carried, self._views.by)
        except ClinicDeskError as problem:
            self._on_refused(problem)
            return
        if carried.appointment is not None and words.can_move(carried.appointment):
            self._recording.move(carried.appointment, slot)
        elif carried.appointment is not None:
            self._recording.rebook(carried.appointment, slot)
        elif isinstance(carried.subject, Unbooked):
            unbooked = carried.subject
            self._recording.book(
                patient_id=unbooked.patient_id, kind="session", slot=slot, session_id=unbooked.session_id
            )

    def _on_session_taken(self, unbooked: Unbooked) -> None:
        """Hang a session to book over the schedule, near where it was planned."""
        minutes = appointments.usual_minutes(self._desk, "session", unbooked.session_id)
        self._hang(unbooked.patient_name, unbooked.planned_on, unbooked.planned_time, minutes, subject=unbooked)

    def _carry_session(self, session_id: str) -> bool:
        first, last = self._today - _LONG_AGO, self._today + _FAR_AHEAD
        for unbooked in appointments.unbooked_sessions(self._desk, first, last):
            if unbooked.session_id == session_id:
                self._on_session_taken(unbooked)
                return True
        return False

    def _carry_again(self, old: Appointment) -> None:
        """Hang a booking that was cancelled or missed over the schedule, at its old time of day."""
        starts = self._desk.local(old.starts_at)
        self._hang(old.patient_name, starts.date(), starts.time(), old.minutes, appointment=old)

    def _hang(
        self,
        name: str,
        day: date,
        at: time | None,
        minutes: int,
        *,
        appointment: Appointment | None = None,
        subject: object = None,
    ) -> None:
        day = max(day, self._today)
        if not self._view().first <= day <= self._view().last or not self._is_read:
            self.show_day(day)
        own = None if appointment is None else timetable.place_id(appointment, self._views.by)
        place = first_place(self.grid.sheet.table, day, at, own)
        if place is None:
            return
        said = words.initials(name) if self._views.counter else name
        self._strip.show_message("info", _("Choose a place with the arrows or the mouse; Enter or a click books it."))
        self.grid.sheet.carry(Carried(said, *place, minutes, appointment, subject))

    def _on_put_back(self) -> None:
        self._following.forget()
        self._strip.clear()
        self.grid.setFocus()

    def _on_cancel(self) -> None:
        one = self._selected()
        if one is not None and one.stage is Stage.BOOKED and self._desk.may("appointment.cancel"):
            self._reasons.cancel(one)

    def _on_no_show(self) -> None:
        if (one := self._selected()) is not None:
            self._reasons.no_show(one)

    def _on_rebook(self) -> None:
        if (one := self._selected()) is not None:
            self._carry_again(one)

    # What was recorded --------------------------------------------------------------------------------------------

    def _on_recorded(self, recorded: Recorded) -> None:
        self._strip.clear()
        self._side.close_form()
        self._reload()
        self.grid.sheet.select(recorded.appointment_id)
        self.grid.setFocus()
        self._undo = recorded if recorded.before is not None else None
        self._toast.show_toast(recorded.sentence, _("&Undo") if self._undo else "")
        self._following.offer(recorded, counter=self._views.counter)
        self._fit_side()

    def _on_shifted(self) -> None:
        self._undo = None
        self._side.close_form()
        self._reload()
        self._toast.show_toast(_("The rest of the series is shifted."))
        self.grid.setFocus()

    def _on_refused(self, problem: ClinicDeskError) -> None:
        self._following.forget()
        self._reload()
        if self._side.has_form():
            self._side.show_problem(problem)
        else:
            self._strip.show_message("danger", str(problem))
            self.grid.setFocus()

    def _on_undo(self) -> None:
        """Move back what was moved last."""
        if self._undo is None or self._undo.before is None:
            return
        before, self._undo = self._undo.before, None
        now = appointments.get(self._desk, before.id)
        self._recording.move(now, before.slot)

    # Elsewhere ----------------------------------------------------------------------------------------------------

    def _on_chart(self) -> None:
        if (one := self._selected()) is not None and one.patient_id is not None:
            self.patient_opened.emit(one.patient_id)

    def _on_session(self) -> None:
        if (one := self._selected()) is not None and one.session_id is not None:
            self.session_opened.emit(one.session_id)

    def _on_card(self) -> None:
        from clinicdesk.printing.papers import PaperRequest

        if (one := self._selected()) is not None and one.patient_id is not None:
            self.paper_requested.emit(PaperRequest("appointment-card", one.patient_id))

    def _on_print(self) -> None:
        from clinicdesk.printing.papers import PaperRequest

        self.paper_requested.emit(PaperRequest("day-list", self._day.isoformat()))

    def _selected(self) -> Appointment | None:
        return self.grid.sheet.appointment()

    def _local_now(self) -> datetime:
        return self._desk.local(self._desk.now())

    # Room ---------------------------------------------------------------------------------------------------------

    def _on_side_closed(self) -> None:
        self._fit_side()
        self.grid.setFocus()

    def _fit_side(self) -> None:
        """Beside a schedule that needs the room itself the side comes only when it is asked for."""
        rest = self.width() - 2 * theme.px("space_16") - theme.px("space_12") - self._side.width()
        fits = rest >= self.grid.wanted_width() and not self._side_unwanted
        self._side.setVisible(fits or self._side_wanted or self._side.is_wanted())
        self._views.show_to_book(self._side.count(), shown=self._side.isVisibleTo(self) and not self._side.has_form())

    def _on_to_book_toggled(self, wanted: bool) -> None:
        self._side_wanted, self._side_unwanted = wanted, not wanted
        self._side.close_form()
        self._fit_side()
        if wanted:
            self._side.focus_list()

    def showEvent(self, event: QShowEvent) -> None:
        """Read when the place is first shown, unless what to show was said before."""
        super().showEvent(event)
        if not self._is_read:
            self._reload()
            QTimer.singleShot(0, self, self._scroll_to_now)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the side its room, or take it."""
        super().resizeEvent(event)
        self._fit_side()


def _arrow(icon: str, name: str) -> QToolButton:
    made = QToolButton()
    made.setIcon(icons.icon(icon, "accent"))
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made
