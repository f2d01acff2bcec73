"""What a person does to a visit from the board: the steps that need no form, and taking them back."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import appointments, today
from clinicdesk.records.appointments import Collision, PushedVisit, Stage
from clinicdesk.records.today import Action, BoardRow
from ui.today.paper_time import PaperTime
from ui.widgets.dialog import Question
from ui.widgets.toast import Toast

STEPS: dict[Action, Callable[..., str | None]] = {
    Action.ARRIVE: today.arrive,
    Action.COME: today.come_after_all,
    Action.BEGIN: today.begin,
    Action.LEAVE: today.leave,
}
"""The steps that are one press; each returns the key of another visit where it made one."""


class DeskSteps(QObject):
    """Takes the steps of one board. What they change comes back to it as everything that is recorded does.

    Signals:
        visit_made(str): The visit goes on as this one.
        told(str, str): A tone and a sentence for the strip; an empty sentence takes the last one away.
        refused: It was not recorded; what is shown may be out of date.
    """

    visit_made = Signal(str)
    told = Signal(str, str)
    refused = Signal()

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._toast = Toast(over)
        self._arrived = ""
        self._missed: BoardRow | None = None
        self._toast.action_taken.connect(self._on_toast_undo)
        self._rows: list[BoardRow] = []

    def know(self, rows: list[BoardRow]) -> None:
        """Know the visits as they are now, for the offer to take an arrival back."""
        self._rows = rows
        if not any(row.key == self._arrived and row.stage is Stage.ARRIVED for row in rows):
            self._toast.hide()

    def take(self, row: BoardRow, action: Action) -> None:
        """Take a step of ``STEPS``; typed in from paper it asks for its time before."""
        if not self._desk.transcribing:
            self._take(row, action, None)
            return
        ask = PaperTime(self._over, self._desk, row.day, row.next_step.label if row.next_step else "")
        self._on_paper = row, action
        ask.given.connect(self._on_time_given)
        ask.open()

    def _on_time_given(self, at: datetime) -> None:
        row, action = self._on_paper
        self._take(row, action, at)

    def _take(self, row: BoardRow, action: Action, occurred_at: datetime | None) -> None:
        """Record a step; an arrival can be taken back for some seconds where the eyes are."""
        made = ""

        def do() -> None:
            nonlocal made
            made = STEPS[action](self._desk, row, occurred_at=occurred_at) or ""

        if not self._done(do):
            return
        if made:
            self.visit_made.emit(made)
        if action in (Action.ARRIVE, Action.COME):
            self._arrived = made or row.key
            self._toast.show_toast(_("{name} is here.").format(name=row.patient_name), _("Undo"))

    def undo_arrival(self, row: BoardRow | None) -> None:
        """Take an arrival back; nothing happens for a visit that is not just arrived."""
        if row is not None and row.stage is Stage.ARRIVED and self._desk.may("visit.undo_arrival"):
            self._done(lambda: today.undo_arrival(self._desk, row))
            self._toast.hide()

    def ask_no_show(self, row: BoardRow) -> None:
        """Ask what is known of somebody who did not come, and record it."""
        question = Question(
            self._over,
            # The title of a window never holds a name.
            _("Did the patient not come?"),
            _("{name} goes to the list of people to call. Who comes after all is brought back with one key.").format(
                name=row.patient_name
            ),
            _("Mark as no-show"),
            reason=_("What you know, for example “Not reached yet”"),
        )
        self._missed = row
        question.confirmed.connect(self._on_no_show)
        question.open()

    def move_on(self, collision: Collision) -> None:
        """Move what a late visit pushes."""
        left: tuple[object, ...] = ()

        def do() -> None:
            nonlocal left
            left = appointments.move_on(self._desk, collision)

        if self._done(do):
            moved = [self._moved_words(one) for one in collision.pushed if one.slot is not None]
            words = ngettext("Moved: {list}. Tell the patient.", "Moved: {list}. Tell the patients.", len(moved))
            self.told.emit("warn" if left else "ok", words.format(list="; ".join(moved)))

    def _moved_words(self, one: PushedVisit) -> str:
        assert one.slot is not None
        time = formats.format_time(self._desk.local(one.slot.starts_at))
        return _("{name} to {time}").format(name=one.appointment.patient_name, time=time)

    def hush(self) -> None:
        """Take the offer to undo off the screen."""
        self._toast.hide()

    def _done(self, do: Callable[[], object]) -> bool:
        """Record something; return whether it is recorded, or tell why not."""
        try:
            do()
        except ClinicDeskError as problem:
            self.told.emit("danger", str(problem))
            self.refused.emit()
            return False
        self.told.emit("", "")
        return True

    def _on_toast_undo(self) -> None:
        self.undo_arrival(next((row for row in self._rows if row.key == self._arrived), None))

    def _on_no_show(self, reason: str) -> None:
        row, self._missed = self._missed, None
        if row is not None:
            self._done(lambda: today.did_not_come(self._desk, row, reason=reason))
