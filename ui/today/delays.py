"""A visit that runs late: which later bookings it pushes, where they still fit today, and one key to move them."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records.appointments import Collision, PushedVisit, Stage
from ui.widgets.strip import MessageStrip

MINUTES_WORTH_TELLING = 10
"""A visit that ends this much later than booked is told. Our own choice: below it nobody moves anybody."""
_MOST_NAMED = 3
_KEY = "Ctrl+M"


class Delays(MessageStrip):
    """Tells the first collision of the day; hidden while there is none.

    Signals:
        move_wanted(object): The person wants what this ``Collision`` pushes to be moved.
        appointment_wanted(str): What is pushed fits nowhere today: the person wants to see it in the schedule.
    """

    move_wanted = Signal(object)
    appointment_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._collision: Collision | None = None
        self.action_taken.connect(self._on_move)
        QShortcut(QKeySequence(_KEY), self).activated.connect(self._on_move)

    def show_collisions(self, collisions: Sequence[Collision]) -> None:
        """Show the first of the collisions that are worth telling, and say how many more there are."""
        told = [one for one in collisions if one.minutes_over >= MINUTES_WORTH_TELLING]
        self._collision = None
        if not told:
            self.clear()
            return
        first, more = told[0], len(told) - 1
        lines = [self._late_words(first), "; ".join(self._pushed_words(first.pushed))]
        if more:
            lines[0] += " " + ngettext("{count} more visit runs late.", "{count} more visits run late.", more).format(
                count=more
            )
        self._collision = first if self._desk.may("appointment.change") else None
        keys = QKeySequence(_KEY).toString(QKeySequence.SequenceFormat.NativeText)
        words = _("&Move them") if _fits(first) else _("Show in the sche&dule")
        self.show_message("warn", "\n".join(lines), f"{words}  {keys}" if self._collision else "", icon="clock")

    def _late_words(self, collision: Collision) -> str:
        late = collision.late
        words = {
            "name": late.patient_name,
            "place": late.chair or late.staff,
            "end": self._time(collision.expected_end),
            "time": formats.format_duration(collision.minutes_over),
        }
        if late.stage is Stage.BOOKED:
            return _("{name} ({place}) has not come and would take until {end}, {time} longer than booked.").format(
                **words
            )
        return _("{name} ({place}) takes until {end}, {time} longer than booked.").format(**words)

    def _pushed_words(self, pushed: Sequence[PushedVisit]) -> list[str]:
        named = [
            _("{time} {name}: {answer}").format(
                time=self._time(one.appointment.starts_at),
                name=one.appointment.patient_name,
                answer=one.sentence.removesuffix("."),
            )
            for one in pushed[:_MOST_NAMED]
        ]
        more = max(len(pushed) - _MOST_NAMED, 0)
        return [*named, ngettext("and {count} more", "and {count} more", more).format(count=more)] if more else named

    def _time(self, at: datetime) -> str:
        return formats.format_time(self._desk.local(at))

    def _on_move(self) -> None:
        if self._collision is None or not self.isVisible():
            return
        if _fits(self._collision):
            self.move_wanted.emit(self._collision)
        else:
            self.appointment_wanted.emit(self._collision.pushed[0].appointment.id)


def _fits(collision: Collision) -> bool:
    """Tell whether anything of it can still be moved today."""
    return any(one.slot for one in collision.pushed)
