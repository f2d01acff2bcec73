"""What a person does with bookings on the schedule: book, move, stretch, cancel, book again, take it back."""

from __future__ import annotations

from datetime import date, time, timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import appointments
from clinicdesk.records.appointments import Appointment, Stage, Unbooked
from ui.schedule import timetable, words
from ui.schedule.carried import Carried
from ui.schedule.following import Following
from ui.schedule.hanging import first_place, slot_of
from ui.schedule.reasons import Reasons
from ui.schedule.recording import Recorded, Recording
from ui.schedule.sheet import Sheet
from ui.schedule.side import Side
from ui.schedule.timetable import By
from ui.schedule.view_bar import ViewBar
from ui.schedule.wanted import Wanted

_LONG_AGO, _FAR_AHEAD = timedelta(days=366), timedelta(days=3 * 366)
"""Between these the planned sessions are that somebody may still want to book."""


class Bookings(QObject):
    """Stands between sheet, side and record. What was recorded comes back to the page as a change of the clinic.

    Signals:
        day_wanted(object): Something hangs over this ``date``: show it.
        told(str, str): Tone and sentence to show; an empty sentence takes the last one away.
        done(str, str, bool): A booking was recorded: its id, the sentence, and whether it can be taken back.
        side_changed: Another thing stands in the side now.
        refused: Nothing was recorded; what is shown may be old.
    """

    day_wanted = Signal(object)
    told = Signal(str, str)
    done = Signal(str, str, bool)
    side_changed = Signal()
    refused = Signal()

    def __init__(self, desk: Desk, over: QWidget, sheet: Sheet, side: Side, views: ViewBar) -> None:
        super().__init__(over)
        self._desk = desk
        self._sheet = sheet
        self._side = side
        self._views = views
        self._undo: Recorded | None = None
        self._dropped: Carried | None = None
        self._from_form = False
        self._recording = Recording(desk, over)
        self._reasons = Reasons(over, self._recording)
        self._following = Following(desk, side, self._recording)
        sheet.booking_asked.connect(self.begin)
        sheet.dropped.connect(self._on_dropped)
        sheet.put_back.connect(self._on_put_back)
        side.wanted.connect(self._on_wanted)
        side.session_taken.connect(self._on_session_taken)
        self._following.shifted.connect(self._on_shifted)
        self._following.refused.connect(self._on_refused)
        self._recording.recorded.connect(self._on_recorded)
        self._recording.refused.connect(self._on_refused)
        self._recording.left.connect(self._on_put_back)

    # What is asked ------------------------------------------------------------------------------------------------

    def begin(self, column: int, minute: int, patient_id: str = "") -> None:
        """Open the form for a place of the schedule, for a patient if one is given."""
        columns = self._sheet.table.columns
        if not columns or not self._desk.may("appointment.book"):
            return
        day, place = columns[column].day, columns[column].place.id
        chair_id, staff_id = (place, None) if self._views.by is By.CHAIR else (None, place)
        self.told.emit("", "")
        self._side.book_at(day, time(minute // 60, minute % 60), chair_id, staff_id, patient_id)
        self.side_changed.emit()

    def move(self) -> None:
        """Pick up the booking under the cursor."""
        self._sheet.setFocus()
        self._sheet.pick_up()

    def change(self) -> None:
        """Open the form for the booking under the cursor."""
        if (one := self._sheet.appointment()) is not None:
            self._side.change(one, counter=self._views.counter)
            self.side_changed.emit()

    def cancel(self) -> None:
        """Cancel the booking under the cursor."""
        one = self._sheet.appointment()
        if one is not None and one.stage is Stage.BOOKED and self._desk.may("appointment.cancel"):
            self._reasons.cancel(one, words.who(one, counter=self._views.counter))

    def no_show(self) -> None:
        """Record that the patient under the cursor did not come."""
        if (one := self._sheet.appointment()) is not None:
            self._reasons.no_show(one, words.who(one, counter=self._views.counter))

    def rebook(self) -> None:
        """Hang the cancelled or missed visit under the cursor over the schedule."""
        if (one := self._sheet.appointment()) is not None:
            self.carry_again(one)

    def undo(self) -> None:
        """Move back what was moved last."""
        if self._undo is None or self._undo.before is None:
            return
        before, self._undo = self._undo.before, None
        self._recording.move(appointments.get(self._desk, before.id), before.slot)

    # Hanging over the schedule ------------------------------------------------------------------------------------

    def carry_session(self, session_id: str) -> bool:
        """Hang a session over the schedule if it is to be booked; say whether it is."""
        today = self._today()
        for unbooked in appointments.unbooked_sessions(self._desk, today - _LONG_AGO, today + _FAR_AHEAD):
            if unbooked.session_id == session_id:
                self._on_session_taken(unbooked)
                return True
        return False

    def carry_again(self, old: Appointment) -> None:
        """Hang a booking that was cancelled or missed over the schedule, at its old time of day."""
        starts = self._desk.local(old.starts_at)
        self._hang(old.patient_name, starts.date(), starts.time(), old.minutes, old)

    def _on_session_taken(self, unbooked: Unbooked) -> None:
        """Hang a session near where it was planned."""
        minutes = appointments.usual_minutes(self._desk, "session", unbooked.session_id)
        self._hang(unbooked.patient_name, unbooked.planned_on, unbooked.planned_time, minutes, None, unbooked)

    def _hang(
        self,
        name: str,
        day: date,
        at: time | None,
        minutes: int,
        old: Appointment | None,
        subject: Unbooked | None = None,
    ) -> None:
        day = max(day, self._today())
        if day not in [column.day for column in self._sheet.table.columns]:
            self.day_wanted.emit(day)
        own = None if old is None else timetable.place_id(old, self._views.by)
        place = first_place(self._sheet.table, day, at, own)
        if place is None:
            return
        said = words.initials(name) if self._views.counter else name
        self.told.emit("info", _("Choose a place with the arrows or the mouse; Enter or a click books it."))
        self._sheet.carry(Carried(said, *place, minutes, old, subject))

    # Recording ----------------------------------------------------------------------------------------------------

    def _on_wanted(self, wanted: Wanted) -> None:
        self._from_form = True
        if wanted.changed is not None:
            self._recording.move(wanted.changed, wanted.slot, wanted.remark)
            return
        self._recording.book(
            patient_id=wanted.patient_id,
            kind=wanted.kind,
            slot=wanted.slot,
            session_id=wanted.session_id,
            remark=wanted.remark,
        )

    def _on_dropped(self, carried: Carried) -> None:
        self._dropped = carried
        try:
            slot = slot_of(self._desk, self._sheet.table, carried, self._views.by)
        except ClinicDeskError as problem:
            self._on_refused(problem)
            return
        one, unbooked = carried.appointment, carried.subject
        if one is not None and words.can_move(one):
            self._recording.move(one, slot)
        elif one is not None:
            self._recording.rebook(one, slot)
        elif isinstance(unbooked, Unbooked):
            session_id = unbooked.session_id
            self._recording.book(patient_id=unbooked.patient_id, kind="session", slot=slot, session_id=session_id)

    def _on_recorded(self, recorded: Recorded) -> None:
        self._undo = recorded if recorded.before is not None else None
        self._dropped = None
        if self._from_form:
            self._side.forget_draft()
        if self._from_form or not self._side.holds_typing():
            self._side.close_form()
        self._from_form = False
        self.told.emit("", "")
        self.done.emit(recorded.appointment_id, recorded.sentence, self._undo is not None)
        self._following.offer(recorded, counter=self._views.counter)
        self.side_changed.emit()

    def _on_shifted(self) -> None:
        self._undo = None
        self._side.close_form()
        self.done.emit("", _("The rest of the series is shifted."), False)
        self.side_changed.emit()

    def _on_refused(self, problem: ClinicDeskError) -> None:
        of_form, self._from_form = self._from_form, False
        self._following.forget()
        self.refused.emit()
        if of_form and self._side.has_form():
            self._side.show_problem(problem)
        else:
            self.told.emit("danger", str(problem))
            self._sheet.setFocus()
            self._try_again()

    def _on_put_back(self) -> None:
        of_form, self._from_form = self._from_form, False
        self._following.forget()
        self.told.emit("", "")
        if not of_form:
            self._sheet.setFocus()
            self._try_again()

    def _try_again(self) -> None:
        """What could not be put down hangs on; a booking is where it was, under the cursor, to be picked up again."""
        dropped, self._dropped = self._dropped, None
        if dropped is None:
            return
        if dropped.appointment is not None and words.can_move(dropped.appointment):
            self._sheet.select(dropped.appointment.id)
        else:
            self._sheet.carry(dropped)

    def _today(self) -> date:
        return self._desk.local(self._desk.now()).date()
