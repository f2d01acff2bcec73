"""What the schedule records: booking, moving, cancelling. Where the clinic is closed it asks first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import appointments
from clinicdesk.records.appointments import Appointment, Slot, checking
from ui.widgets.dialog import Question

Act = Callable[[bool], str]
"""Records something, accepting a time outside the opening hours or not, and returns the booking's id."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was recorded: the booking, and what to say of it.

    ``before`` is the booking as it was, where it was moved; ``now`` where it is; ``freed`` the place it left.
    """

    appointment_id: str
    sentence: str
    before: Appointment | None = None
    now: Slot | None = None
    freed: Slot | None = None


class Recording(QObject):
    """Does one thing at a time.

    Signals:
        recorded(object): It is ``Recorded``.
        refused(object): It is not, and this ``ClinicDeskError`` says why; everything is as it was.
        left: The person was asked, and left it.
    """

    recorded = Signal(object)
    refused = Signal(object)
    left = Signal()

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._waiting: tuple[Act, Callable[[str], Recorded]] | None = None

    def move(self, before: Appointment, slot: Slot, remark: str | None = None) -> None:
        """Move a booking, stretch it, or give it another chair or clinician."""

        def act(outside_hours: bool) -> str:
            appointments.change(
                self._desk,
                before.id,
                slot=slot,
                based_on=before.version,
                remark=remark,
                outside_hours=outside_hours,
            )
            return before.id

        def told(appointment_id: str) -> Recorded:
            freed = None if before.slot.span.within(slot.span) and _same_place(before.slot, slot) else before.slot
            sentence = _("Now {when}.").format(when=self.when(slot))
            return Recorded(appointment_id, sentence, before, slot, freed)

        self._attempt(act, told, slot)

    def book(
        self, *, patient_id: str | None, kind: str, slot: Slot, session_id: str | None = None, remark: str = ""
    ) -> None:
        """Book a visit, or block time."""

        def act(outside_hours: bool) -> str:
            return appointments.book(
                self._desk,
                patient_id=patient_id,
                kind=kind,
                slot=slot,
                session_id=session_id,
                remark=remark,
                outside_hours=outside_hours,
            )

        self._attempt(act, self._booked(slot), slot)

    def rebook(self, old: Appointment, slot: Slot) -> None:
        """Book anew what was cancelled or missed."""

        def act(outside_hours: bool) -> str:
            return appointments.rebook(self._desk, old.id, slot=slot, outside_hours=outside_hours)

        self._attempt(act, self._booked(slot), slot)

    def cancel(self, one: Appointment, reason: str) -> None:
        """Cancel a booking."""

        def act(_outside_hours: bool) -> str:
            appointments.cancel(self._desk, one.id, reason=reason, based_on=one.version)
            return one.id

        def told(appointment_id: str) -> Recorded:
            return Recorded(appointment_id, _("Cancelled: {when}.").format(when=self.when(one.slot)), freed=one.slot)

        self._attempt(act, told, None)

    def no_show(self, one: Appointment, reason: str) -> None:
        """Record that the patient did not come."""

        def act(_outside_hours: bool) -> str:
            appointments.mark_no_show(self._desk, one.id, reason=reason, based_on=one.version)
            return one.id

        def told(appointment_id: str) -> Recorded:
            return Recorded(appointment_id, _("Recorded as a no-show. It is on the call list."), freed=one.slot)

        self._attempt(act, told, None)

    def when(self, slot: Slot) -> str:
        """Return ``Tue 09-Dec-2025, 09:15–11:15``."""
        start, end = self._desk.local(slot.starts_at), self._desk.local(slot.span.end)
        return f"{formats.format_day(start.date())}, {formats.format_time(start)}–{formats.format_time(end)}"

    def _booked(self, slot: Slot) -> Callable[[str], Recorded]:
        def told(appointment_id: str) -> Recorded:
            return Recorded(appointment_id, _("Booked: {when}.").format(when=self.when(slot)), now=slot)

        return told

    def _attempt(self, act: Act, told: Callable[[str], Recorded], slot: Slot | None) -> None:
        try:
            done = told(act(False))
        except ClinicDeskError as problem:
            if slot is not None and isinstance(problem, BadValue) and self._is_only_closed(slot):
                self._ask(act, told, str(problem))
            else:
                self.refused.emit(problem)
            return
        self.recorded.emit(done)

    def _is_only_closed(self, slot: Slot) -> bool:
        """Tell whether nothing but the opening hours speak against a slot."""
        try:
            checking.refuse_impossible(self._desk, slot, outside_hours=True)
        except BadValue:
            return False
        try:
            checking.refuse_impossible(self._desk, slot, outside_hours=False)
        except BadValue:
            return True
        return False

    def _ask(self, act: Act, told: Callable[[str], Recorded], sentence: str) -> None:
        self._waiting = (act, told)
        title = _("Outside the opening hours")
        asked = Question(self._over, title, sentence, _("&Book it anyway"), cancel=_("&Leave it"))
        asked.confirmed.connect(self._on_confirmed)
        asked.declined.connect(self._on_declined)
        asked.open()

    def _on_confirmed(self, _reason: str) -> None:
        assert self._waiting is not None
        (act, told), self._waiting = self._waiting, None
        try:
            done = told(act(True))
        except ClinicDeskError as problem:
            self.refused.emit(problem)
            return
        self.recorded.emit(done)

    def _on_declined(self) -> None:
        self._waiting = None
        self.left.emit()


def _same_place(one: Slot, other: Slot) -> bool:
    return (one.chair_id, one.staff_id) == (other.chair_id, other.staff_id)
