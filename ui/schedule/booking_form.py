"""The form that books a visit or blocks time, and changes a booking."""

from __future__ import annotations

from datetime import date, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records.appointments import Appointment
from ui.schedule.booking_fields import BookingFields
from ui.shell.form_draft import FormDraft
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip

DRAFT = "schedule:booking"


class BookingForm(Card):
    """Filled from a place on the schedule, a booking, or a session to book.

    A new booking that is half filled is kept as a draft until it is booked or cancelled.

    Signals:
        wanted(object): The person wants this (``Wanted``) recorded.
        cancelled: The person left it.
        registration_opened(str): Somebody who is not found is to be registered; carries what was typed.
    """

    wanted = Signal(object)
    cancelled = Signal()
    registration_opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Book a visit"))
        self._desk = desk
        self._changed: Appointment | None = None
        self._fields = BookingFields(desk)
        self._draft = FormDraft(desk, self._fields.typed, lambda: None, self)
        self._draft.place = DRAFT
        self._build()
        self._connect()

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._save = button(_("Book &it"), kind="primary")
        self._leave = button(_("Cancel"))
        self.add(self._strip)
        self.add(ScrollArea(self._fields, see_through=True), 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._save)
        buttons.addWidget(self._leave)
        buttons.addStretch(1)
        self.add(buttons)

    def _connect(self) -> None:
        self._fields.edited.connect(self._on_edited)
        self._fields.unknown.connect(self.registration_opened)
        self._save.clicked.connect(self._on_save)
        self._leave.clicked.connect(self._on_leave)
        self._strip.action_taken.connect(self._on_start_anew)
        for keys, slot in (("Esc", self._on_leave), ("Ctrl+S", self._on_save)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    # Beginning ----------------------------------------------------------------------------------------------------

    def book_at(self, day: date, at: time, chair_id: str | None, staff_id: str | None) -> None:
        """Begin a new booking at a place of the schedule, for whoever is typed."""
        self._begin(_("Book a visit"), _("Book &it"), None)
        self._fields.clear()
        self._fields.show_place(day, at, chair_id, staff_id)
        self._fields.patient.setFocus()

    def book_for(self, patient_id: str, day: date, at: time, chair_id: str | None, staff_id: str | None) -> None:
        """Begin a new booking for a patient."""
        self.book_at(day, at, chair_id, staff_id)
        self._fields.show_patient(patient_id)
        self._fields.focus_kind()

    def change(self, one: Appointment, *, counter: bool) -> None:
        """Begin a change of a booking; the patient stays."""
        self.keep_draft()
        self._begin(_("Change the booking"), _("&Save"), one)
        self._fields.show_booking(one, counter=counter)
        self._fields.focus_when()

    def take_place(self, day: date, at: time, chair_id: str | None, staff_id: str | None) -> None:
        """Go on with what is half filled, at another place of the schedule."""
        self._fields.show_place(day, at, chair_id, staff_id)
        self._draft.note_typing()
        self._fields.patient.setFocus()

    def show_problem(self, problem: ClinicDeskError) -> None:
        """Say what is in the way, at the field it belongs to."""
        field = self._fields.of_problem(problem.field) if isinstance(problem, BadValue) else None
        if field is None:
            self._strip.show_message("danger", str(problem))
            return
        field.set_error(str(problem))
        field.setFocus()

    def ask_to_finish(self) -> None:
        """Say that the booking that is half filled comes before another one."""
        self._strip.show_message("warn", _("This booking is half filled. Book it, or cancel it, then begin the next."))
        self._fields.patient.setFocus()

    def _begin(self, title: str, save: str, changed: Appointment | None) -> None:
        self._draft.typing = False
        self._changed = changed
        self.set_title(title)
        self._save.setText(save)
        self._strip.clear()

    # Out ----------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field saves, as Ctrl+S does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_save()
        else:
            super().keyPressEvent(event)

    def _on_save(self) -> None:
        self._strip.clear()
        try:
            wanted = self._fields.read(self._changed)
        except ClinicDeskError as problem:
            self.show_problem(problem)
            return
        self.wanted.emit(wanted)

    def _on_leave(self) -> None:
        if self._changed is None:
            self.forget()
        self.cancelled.emit()

    # The draft ----------------------------------------------------------------------------------------------------

    def holds_typing(self) -> bool:
        """Whether a new booking is half filled."""
        return self._changed is None and self._draft.typing

    def is_about(self, patient_id: str) -> bool:
        """Whether what is half filled may be for this patient, or for whoever it is (empty)."""
        return not patient_id or self._fields.patient.patient_id == patient_id

    def keep_draft(self) -> None:
        """Keep what is half filled before something else is shown."""
        if self.holds_typing():
            self._draft.keep()

    def forget(self) -> None:
        """Forget the draft: it is booked, or given up."""
        self._draft.drop()
        self._draft.typing = False

    def bring_back(self) -> bool:
        """Show the new booking that was half filled before; tell whether there is one."""
        found = self._draft.found()
        if found is None:
            return False
        draft, kept = found
        self._begin(_("Book a visit"), _("Book &it"), None)
        self._fields.show_typed(kept)
        self._draft.typing = True
        at = formats.format_time(self._desk.local(draft.saved_at))
        self._strip.show_message("info", _("This is what you were typing at {time}.").format(time=at), _("Start &anew"))
        return True

    def _on_edited(self) -> None:
        if self._changed is None:
            self._draft.note_typing()

    def _on_start_anew(self) -> None:
        """Empty the form; the place in the schedule stays."""
        self.forget()
        self._strip.clear()
        self._fields.clear(keep_place=True)
        self._fields.patient.setFocus()
