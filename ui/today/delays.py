"""A visit that runs late: which later bookings it pushes, where they still fit today, and one key to move them."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _, ngettext
from clinicdesk.records.appointments import Collision, PushedVisit, Stage
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.words import label

_MOST_LINES = 3


class Delays(Card):
    """Tells the first collision of the day; hidden while there is none.

    Signals:
        move_wanted(object): The person wants what this ``Collision`` pushes to be moved.
    """

    move_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("A visit runs late"), " ")
        self._desk = desk
        self._collision: Collision | None = None
        self._who = label("", "strong", wrap=True, tone="warn")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px("space_2"))
        self._move = button(_("&Move them"), shortcut="Ctrl+M")
        self.add_action(self._move)
        self.add(self._who)
        self.add(self._lines)
        self._move.clicked.connect(self._on_move)
        self.hide()

    def show_collisions(self, collisions: Sequence[Collision]) -> None:
        """Show the first of the collisions, and say how many more there are."""
        self._collision = first = collisions[0] if collisions else None
        self.setVisible(first is not None)
        if first is None:
            return
        more = len(collisions) - 1
        self.set_note(ngettext("and {count} more", "and {count} more", more).format(count=more) if more else "")
        self._who.setText(self._late_words(first))
        self._show_lines(first.pushed)
        fitting = any(one.slot for one in first.pushed)
        self._move.setVisible(fitting and self._desk.may("appointment.change"))

    def _late_words(self, collision: Collision) -> str:
        late = collision.late
        words = {
            "name": late.patient_name,
            "place": late.chair or late.staff,
            "end": self._time(collision.expected_end),
            "time": formats.format_duration(collision.minutes_over),
        }
        if late.stage is Stage.BOOKED:
            return _("{name} ({place}) has not come. Would take until {end}, {time} longer than booked.").format(
                **words
            )
        return _("{name} ({place}) takes until {end}, {time} longer than booked.").format(**words)

    def _show_lines(self, pushed: Sequence[PushedVisit]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for one in pushed[:_MOST_LINES]:
            words = _("{time} {name}: {answer}").format(
                time=self._time(one.appointment.starts_at), name=one.appointment.patient_name, answer=one.sentence
            )
            self._lines.addWidget(label(words, wrap=True, tone="" if one.slot else "danger"))
        if len(pushed) > _MOST_LINES:
            more = len(pushed) - _MOST_LINES
            words = ngettext("and {count} more visit", "and {count} more visits", more).format(count=more)
            self._lines.addWidget(label(words, "muted"))

    def _time(self, at: datetime) -> str:
        return formats.format_time(self._desk.local(at))

    def _on_move(self) -> None:
        if self._collision is not None:
            self.move_wanted.emit(self._collision)
