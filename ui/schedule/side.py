"""The side of the schedule: the booking under the cursor, a form, or what is still to be booked."""

from __future__ import annotations

from datetime import date, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.records.appointments import Appointment, LeftBehind, Unbooked
from clinicdesk.records.series_booking import Shift
from clinicdesk.records.waiting_list import WaitingEntry
from ui import theme
from ui.schedule.booking_form import DRAFT, BookingForm
from ui.schedule.pane import AppointmentPane
from ui.schedule.shift_offer import ShiftOffer
from ui.schedule.to_book import ToBookList
from ui.schedule.to_move import ToMoveList
from ui.schedule.waiting_offer import WaitingOffer


class Side(QWidget):
    """Shows one thing at a time; a form stays until it is saved or left.

    Signals:
        asked(str): A button of the selected booking, see ``AppointmentPane``.
        wanted(object): What the form says (``Wanted``).
        shift_wanted(object): The rest of a series is to be shifted (``Shift``).
        waiting_chosen(object): This ``WaitingEntry`` is to be booked into the freed place.
        session_taken(object): An ``Unbooked`` session is to be put on the schedule.
        booking_chosen(str): This booking is to be shown.
        consents_opened(str): Show the consents in this patient's chart.
        registration_opened(str): Somebody not found is to be registered.
        closed: The person closed what was open.
    """

    asked = Signal(str)
    wanted = Signal(object)
    shift_wanted = Signal(object)
    waiting_chosen = Signal(object)
    session_taken = Signal(object)
    booking_chosen = Signal(str)
    consents_opened = Signal(str)
    registration_opened = Signal(str)
    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._pane = AppointmentPane(desk)
        self._desk = desk
        # Made when they are first wanted: the place opens the faster.
        self._form: BookingForm | None = None
        self._shift: ShiftOffer | None = None
        self._waiting: WaitingOffer | None = None
        self._to_move = ToMoveList(desk)
        self._to_book = ToBookList()
        self._counter = False
        self._opened = False
        self._stack = QStackedWidget()
        beside = QWidget()
        column = QVBoxLayout(beside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_12"))
        column.addWidget(self._pane)
        column.addWidget(self._to_move)
        column.addWidget(self._to_book, 1)
        # Its own scroll bar: the schedule beside it must not grow with it.
        self._beside = QScrollArea()
        self._beside.setWidgetResizable(True)
        self._beside.setFrameShape(QFrame.Shape.NoFrame)
        self._beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._beside.setWidget(beside)
        beside.setAutoFillBackground(False)
        self._beside.viewport().setAutoFillBackground(False)
        self._stack.addWidget(self._beside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self._pane.hide()
        self._pane.asked.connect(self.asked)
        self._pane.consents_opened.connect(self.consents_opened)
        self._to_move.chosen.connect(self.booking_chosen)
        self._to_book.taken.connect(self.session_taken)
        escape = QShortcut(QKeySequence("Esc"), beside)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._on_escape)

    def show_appointment(self, one: Appointment | None, *, counter: bool) -> None:
        """Show the booking under the cursor, or none."""
        self._pane.setVisible(one is not None)
        if one is not None:
            self._pane.show_appointment(one, counter=counter)

    def show_sessions(self, sessions: list[Unbooked], *, counter: bool) -> None:
        """Show the sessions to book."""
        self._to_book.show_sessions(sessions, counter=counter)

    def show_left_behind(self, bookings: list[LeftBehind], *, counter: bool) -> None:
        """Show the bookings that cannot stay where they are."""
        self._to_move.show_bookings(bookings, counter=counter)

    def hide_names(self, *, counter: bool) -> None:
        """Show initials in place of names in what is not read anew, or the names again."""
        self._to_move.hide_names(counter=counter)

    def to_do(self) -> tuple[int, int]:
        """How many sessions are to be booked, and how many bookings to be moved."""
        return self._to_book.count(), self._to_move.count()

    def focus_list(self) -> None:
        """Go to what is to be moved, or else to be booked."""
        (self._to_move if self._to_move.count() else self._to_book).setFocus()

    def open_pane(self) -> None:
        """Go to the buttons of the booking under the cursor."""
        self._opened = True
        if not self.has_form():
            self.show()
            self._pane.focus_first()

    def book_at(self, day: date, at: time, chair_id: str | None, staff_id: str | None, patient_id: str = "") -> None:
        """Open the form for a new booking; one that is half filled goes on at the new place."""
        form = self._open_form()
        if form.holds_typing():
            if form.is_about(patient_id):
                form.take_place(day, at, chair_id, staff_id)
            else:
                form.ask_to_finish()
        elif not patient_id and form.bring_back():
            form.take_place(day, at, chair_id, staff_id)
        elif patient_id:
            form.book_for(patient_id, day, at, chair_id, staff_id)
        else:
            form.book_at(day, at, chair_id, staff_id)

    def change(self, one: Appointment, *, counter: bool) -> None:
        """Open the form for a booking."""
        self._open_form().change(one, counter=counter)

    def bring_back(self) -> bool:
        """Open the form with what was half filled when the program stopped; tell whether there was anything."""
        if not self._desk.draft(DRAFT):
            return False
        return self._open_form().bring_back()

    def holds_typing(self) -> bool:
        """Whether a form is open in which a new booking is half filled."""
        return self._form is not None and self.has_form() and self._form.holds_typing()

    def keep_draft(self) -> None:
        """Keep what is half filled."""
        if self._form is not None:
            self._form.keep_draft()

    def forget_draft(self) -> None:
        """Forget what was half filled: it is booked."""
        if self._form is not None and self._form.holds_typing():
            self._form.forget()

    def offer_shift(self, shift: Shift) -> None:
        """Offer to shift the rest of a series after one of its sessions."""
        if self._shift is None:
            self._shift = ShiftOffer(self._desk)
            self._shift.accepted.connect(self.shift_wanted)
            self._shift.declined.connect(self._on_form_left)
            self._stack.addWidget(self._shift)
        self._shift.show_shift(shift)
        self._open(self._shift)

    def offer_waiting(self, entries: list[WaitingEntry], when: str, *, counter: bool) -> None:
        """Offer a freed place to those who wait for one."""
        if self._waiting is None:
            self._waiting = WaitingOffer(self._desk)
            self._waiting.chosen.connect(self.waiting_chosen)
            self._waiting.declined.connect(self._on_form_left)
            self._stack.addWidget(self._waiting)
        self._waiting.show_waiting(entries, when, counter=counter)
        self._open(self._waiting)

    def has_form(self) -> bool:
        """Whether the form is open."""
        return self._form is not None and self._stack.currentWidget() is self._form

    def is_wanted(self) -> bool:
        """Whether something was opened here on purpose."""
        return self.has_form() or self._opened

    def show_problem(self, problem: ClinicDeskError) -> None:
        """Say in the form what is in the way."""
        if self._form is not None:
            self._form.show_problem(problem)

    def close_form(self) -> None:
        """Put the form away."""
        self._opened = False
        self._stack.setCurrentWidget(self._beside)

    def _open_form(self) -> BookingForm:
        """Return the form, made when it is first wanted."""
        if self._form is None:
            self._form = BookingForm(self._desk)
            self._form.wanted.connect(self.wanted)
            self._form.cancelled.connect(self._on_form_left)
            self._form.registration_opened.connect(self.registration_opened)
            self._stack.addWidget(self._form)
        self._open(self._form)
        return self._form

    def _open(self, card: QWidget) -> None:
        self._opened = True
        self._stack.setCurrentWidget(card)
        self.show()

    def _on_form_left(self) -> None:
        self.close_form()
        self.closed.emit()

    def _on_escape(self) -> None:
        self.close_form()
        self.closed.emit()
