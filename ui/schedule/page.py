"""The schedule: a day or a week, by chair or by clinician."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records import appointments, eligibility
from clinicdesk.records.appointments import Appointment, State
from clinicdesk.records.consents import needs
from ui import icons, theme
from ui.schedule import timetable, words
from ui.schedule.bookings import Bookings
from ui.schedule.grid import ScheduleGrid
from ui.schedule.side import Side
from ui.schedule.side_room import LEAVE_BEHIND, SideRoom
from ui.schedule.timetable import View
from ui.schedule.view_bar import ViewBar
from ui.shell.visit_papers import TABLES as PAPER_TABLES
from ui.shell.visit_papers import to_do_words
from ui.widgets.button import button
from ui.widgets.page import Page
from ui.widgets.strip import MessageStrip, Tone
from ui.widgets.toast import Toast

_TABLES = frozenset(
    {
        "appointments",
        "appointment_events",
        "chairs",
        *PAPER_TABLES,
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


class SchedulePage(Page):
    """Who comes when and where; bookings are made, moved and cancelled here.

    Signals:
        patient_opened(str): Open this chart.
        session_opened(str): Open this session.
        paper_requested(object): A ``PaperRequest``.
        registration_opened(str): Register somebody who was not found; carries what was typed.
        consents_opened(str): Show the consents in this patient's chart.
    """

    patient_opened = Signal(str)
    session_opened = Signal(str)
    paper_requested = Signal(object)
    registration_opened = Signal(str)
    consents_opened = Signal(str)

    _is_read = False
    """Qt tells of its style before there is anything to show."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Schedule"))
        self.setParent(parent)
        self._desk = desk
        self._today = self._local_now().date()
        self._day = self._today
        self._minute = -1
        self._build()
        self._room = SideRoom(desk, self, self.grid, self._side, self._views)
        self._bookings = Bookings(desk, self, self.grid.sheet, self._side, self._views)
        self._connect()

    def _build(self) -> None:
        self._back = _arrow("chevron-left", _("Earlier"))
        self._on = _arrow("chevron-right", _("Later"))
        self._to_today = button(_("Toda&y"), kind="quiet")
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
        self.begin_at(self.grid)

    def _connect(self) -> None:
        self._back.clicked.connect(self._on_back)
        self._on.clicked.connect(self._on_forth)
        self._to_today.clicked.connect(self._on_today)
        self._print.clicked.connect(self._on_print)
        self._book.clicked.connect(self._on_book)
        self._views.changed.connect(self._on_view_changed)
        self._views.day_asked.connect(self._on_day_typed)
        sheet = self.grid.sheet
        sheet.selected.connect(self._on_selected)
        sheet.opened.connect(self._on_opened)
        sheet.turned.connect(self._turn)
        sheet.asked.connect(self._on_asked)
        self._side.asked.connect(self._on_asked)
        self._side.booking_chosen.connect(self.show_appointment)
        self._side.registration_opened.connect(self.registration_opened)
        self._side.consents_opened.connect(self.consents_opened)
        self._bookings.day_wanted.connect(self.show_day)
        self._bookings.told.connect(self._on_told)
        self._bookings.done.connect(self._on_done)
        self._bookings.side_changed.connect(self._room.fit)
        self._bookings.refused.connect(self._reload)
        self._toast.action_taken.connect(self._bookings.undo)

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
        self._views.show_all(cancelled=one.state is State.CANCELLED)
        self.show_day(self._desk.local(one.starts_at).date())
        self.grid.sheet.select(appointment_id)
        self.grid.setFocus()
        # Shown for the first time, it has no size yet to scroll in.
        QTimer.singleShot(0, self, self.grid.show_cursor)

    def start_booking(
        self, patient_id: str = "", *, session_id: str | None = None, appointment_id: str | None = None
    ) -> None:
        """Begin a booking at the cursor, for a patient if one is given.

        A session to book, or a booking that was cancelled or missed, hangs over the schedule to be put down.
        """
        if not self._is_read:
            self._read_first()
        if appointment_id is not None:
            self._bookings.carry_again(appointments.get(self._desk, appointment_id))
        elif session_id is None or not self._bookings.carry_session(session_id):
            self._bookings.begin(self.grid.sheet.column, self.grid.sheet.free_minute(), patient_id)

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile, by whomever; cursor and place stay."""
        if self._is_read and changed.tables & _TABLES:
            self._reload()
            if changed.tables & LEAVE_BEHIND or self._side.to_do()[1]:
                self._room.look_ahead(self._local_today)

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
        """Keep what is half filled; put back what is carried: whoever goes elsewhere does not mean to drop it there."""
        self._side.keep_draft()
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
        self._views.show_date(self._day, self._today)
        self._to_today.setEnabled(not view.first <= self._today <= view.last)
        self._show_now()
        table = timetable.read(self._desk, view)
        self.grid.show_table(table, counter=counter)
        self.set_title(_("Schedule"), words.of_view(view, table.columns, counter=counter))
        self._room.show_sessions(view, self._today)

    def _show_now(self) -> None:
        now = self._local_now()
        self._minute = now.minute
        view = self._view()
        shown = view.first <= self._today <= view.last
        overruns = timetable.overruns(self._desk) if shown else {}
        self.grid.show_now(now.date(), now.hour * 60 + now.minute, overruns)

    def _start(self) -> tuple[int, int]:
        """Return where the cursor begins."""
        now = self._local_now()
        return self.grid.sheet.table.start_at(self._today, now.hour * 60 + now.minute)

    def _on_view_changed(self) -> None:
        self.leave()
        self._reload()
        self._side.hide_names(counter=self._views.counter)
        self.grid.setFocus()
        # The sheet has its new size when this turn of the event loop is over.
        QTimer.singleShot(0, self.grid, self.grid.show_cursor)

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
        self.grid.sheet.put_cursor(*self._start())
        self._scroll_first()

    # The cursor ---------------------------------------------------------------------------------------------------

    def _on_selected(self, one: Appointment | None) -> None:
        self._side.show_appointment(one, counter=self._views.counter)

    def _on_opened(self, one: Appointment) -> None:
        self._side.show_appointment(one, counter=self._views.counter)
        self._side.open_pane()
        self._room.fit()

    def _on_asked(self, what: str) -> None:
        """Do what a key on the sheet or a button beside it asks."""
        doing = {
            "today": self._on_today,
            "day": self._on_day_key,
            "week": self._on_week_key,
            "book": self.start_booking,
            "move": self._bookings.move,
            "change": self._bookings.change,
            "cancel": self._bookings.cancel,
            "no_show": self._bookings.no_show,
            "rebook": self._bookings.rebook,
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

    # What was done with bookings ----------------------------------------------------------------------------------

    def _on_told(self, tone: Tone, sentence: str) -> None:
        if sentence:
            self._strip.show_message(tone, sentence)
        else:
            self._strip.clear()

    def _on_done(self, appointment_id: str, sentence: str, can_undo: bool) -> None:
        self.grid.sheet.select(appointment_id)
        self.grid.setFocus()
        self._toast.show_toast(self._with_papers(sentence), _("&Undo") if can_undo else "")

    def _with_papers(self, sentence: str) -> str:
        """Return what was done, and how many papers the visit under the cursor still needs."""
        one = self._selected()
        if one is None or one.session_id is None or one.state is not State.BOOKED:
            return sentence
        suits = eligibility.of_visit(self._desk, one.session_id)
        return f"{sentence} {to_do_words(needs.of_visit(self._desk, one.session_id), suits)}".strip()

    # Elsewhere ----------------------------------------------------------------------------------------------------

    def chosen_patient(self) -> str:
        """Return the patient of the booking that is marked, or an empty text."""
        one = self._selected()
        return one.patient_id or "" if one is not None else ""

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

    def _on_book(self) -> None:
        self.start_booking()

    def _on_print(self) -> None:
        from clinicdesk.printing.papers import PaperRequest

        columns = self.grid.sheet.table.columns
        day = columns[self.grid.sheet.column].day if columns else self._day
        self.paper_requested.emit(PaperRequest("day-list", day.isoformat()))

    def _selected(self) -> Appointment | None:
        return self.grid.sheet.appointment()

    def _local_today(self) -> date:
        return self._local_now().date()

    def _local_now(self) -> datetime:
        return self._desk.local(self._desk.now())

    # Room ---------------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Read when the place is first shown, unless what to show was said before."""
        super().showEvent(event)
        if not self._is_read:
            self._read_first()

    def _read_first(self) -> None:
        """Read the day, and put the cursor on the present; the scrolling waits for the sheet to have its size."""
        self._reload()
        self.grid.sheet.put_cursor(*self._start())
        if self._side.bring_back():
            self._room.fit()
        QTimer.singleShot(0, self, self._scroll_first)
        self._room.look_ahead(self._local_today)

    def _scroll_first(self) -> None:
        """Begin an hour before now, unless the cursor has been put elsewhere meanwhile."""
        sheet = self.grid.sheet
        if sheet.carried is None and (sheet.column, sheet.minute) == self._start():
            self.grid.scroll_to(max(sheet.minute - 60, sheet.table.opens))
        else:
            self.grid.show_cursor()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._is_read:
            self._room.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the side its room, or take it."""
        super().resizeEvent(event)
        self._room.fit()


def _arrow(icon: str, name: str) -> QToolButton:
    made = QToolButton()
    made.setIcon(icons.icon(icon, "accent"))
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made
