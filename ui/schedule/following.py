"""What follows a booking that was moved or given up: the rest of its series, and whoever waits for the place."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import appointments, series_booking, waiting_list
from clinicdesk.records.appointments import Slot, State
from clinicdesk.records.series_booking import Shift
from clinicdesk.records.waiting_list import WaitingEntry
from ui.schedule.recording import Recorded, Recording
from ui.schedule.side import Side

_SHORTEST = timedelta(minutes=15)
"""What is left of a freed place and is shorter than this is offered to nobody."""


class Following(QObject):
    """Offers beside the schedule what may be done next; nothing happens by itself.

    Signals:
        shifted: The rest of a series was shifted.
        refused(object): A ``ClinicDeskError`` says why something could not be done.
    """

    shifted = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, side: Side, recording: Recording) -> None:
        super().__init__(side)
        self._desk = desk
        self._side = side
        self._recording = recording
        self._freed: Slot | None = None
        self._filling: WaitingEntry | None = None
        side.shift_wanted.connect(self._on_shift_wanted)
        side.waiting_chosen.connect(self._on_waiting_chosen)

    def offer(self, recorded: Recorded, *, counter: bool) -> bool:
        """Offer what follows, if anything does; say whether something is offered."""
        self._strike_off()
        shift = self._shift_after(recorded)
        if shift is not None and shift.sessions:
            self._side.offer_shift(shift)
            return True
        self._freed = freed_part(recorded.freed, recorded.now, self._desk.now())
        if self._freed is None or not self._desk.may("appointment.book"):
            return False
        waiting = waiting_list.fitting(self._desk, self._freed)
        if waiting:
            self._side.offer_waiting(waiting, self._recording.when(self._freed), counter=counter)
        return bool(waiting)

    def forget(self) -> None:
        """What was to be filled was not."""
        self._filling = None

    def _strike_off(self) -> None:
        """Take off the waiting list who has just been booked from it."""
        entry, self._filling = self._filling, None
        if entry is None:
            return
        try:
            waiting_list.close(self._desk, entry, reason=_("Took a freed place"))
        except ClinicDeskError as problem:
            self.refused.emit(problem)

    def _shift_after(self, recorded: Recorded) -> Shift | None:
        before = recorded.before
        if before is None or before.session_id is None or recorded.now is None or not self._desk.may("session.move"):
            return None
        moved = self._desk.local(recorded.now.starts_at).date() - self._desk.local(before.starts_at).date()
        return series_booking.shift_rest(self._desk, before.session_id, days=moved.days) if moved else None

    def _on_shift_wanted(self, shift: Shift) -> None:
        try:
            series_booking.apply_shift(self._desk, shift)
        except ClinicDeskError as problem:
            self.refused.emit(problem)
            return
        self.shifted.emit()

    def _on_waiting_chosen(self, entry: WaitingEntry) -> None:
        """Book somebody into the freed place; a session that has a later booking moves here."""
        if self._freed is None:
            return
        slot = waiting_list.place_in(self._desk, entry, self._freed)
        if slot is None:
            self.refused.emit(BadValue(_("This place does not suit any more. Choose somebody else.")))
            return
        self._filling = entry
        booked = appointments.of_session(self._desk, entry.session_id) if entry.session_id else None
        if booked is not None and booked.state is State.BOOKED:
            self._recording.move(booked, slot)
        else:
            self._recording.book(patient_id=entry.patient_id, kind=entry.kind, slot=slot, session_id=entry.session_id)


def freed_part(freed: Slot | None, now_there: Slot | None, now: datetime) -> Slot | None:
    """Return what others can have of a place that was left: not what its booking still takes, and not the past."""
    if freed is None:
        return None
    pieces = [(freed.starts_at, freed.span.end)]
    if now_there is not None and (now_there.chair_id, now_there.staff_id) == (freed.chair_id, freed.staff_id):
        pieces = [
            (freed.starts_at, min(freed.span.end, now_there.starts_at)),
            (max(freed.starts_at, now_there.span.end), freed.span.end),
        ]
    earliest = now + timedelta(minutes=5 - now.minute % 5)
    earliest = earliest.replace(second=0, microsecond=0)
    still = [(start if start >= now else earliest, end) for start, end in pieces]
    start, end = max(still, key=lambda piece: piece[1] - piece[0])
    if end - start < _SHORTEST:
        return None
    return Slot(start, (end - start) // timedelta(minutes=1), freed.chair_id, freed.staff_id)
