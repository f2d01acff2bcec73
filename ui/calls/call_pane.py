"""Beside the list: the one to call now, the number, what to say, what was tried, and how this call ended."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.calls import CallLine, Outcome, outcome_name
from ui import theme
from ui.calls import words
from ui.calls.call_table import KEYS
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip, ChipText
from ui.widgets.flow import FlowLayout
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.text_field import TextField
from ui.widgets.words import label


class CallPane(Card):
    """Shows one line of the list.

    Attributes:
        remark: The field for what was said.

    Signals:
        ended(object): The person pressed the button of an ``Outcome``.
        booking_asked: A visit is to be booked, or the booking that stands is to be seen.
        chart_asked: The chart is wanted.
    """

    ended = Signal(object)
    booking_asked = Signal()
    chart_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setAccessibleName(_("Selected call"))
        self._desk = desk
        self._outcomes: dict[QPushButton, Outcome] = {}
        self._build()
        self._book.clicked.connect(self.booking_asked)
        self._chart.clicked.connect(self.chart_asked)

    def _build(self) -> None:
        self._name = label(role="h2", wrap=True)
        self._who = label(role="muted", wrap=True)
        self._phone = label(role="h1")
        self._phone.setAccessibleName(_("Number to call"))
        self._phone.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._rules = QWidget()
        self._chips = FlowLayout(theme.px("space_4"), theme.px("space_4"), self._rules)
        self._why = label(role="strong", wrap=True)
        self._say = label(wrap=True)
        self._leave_title = label(_("To leave as a message"), "muted")
        self._leave = label(wrap=True)
        self._tried_title = label(_("Tried before"), "muted")
        self._tried = label(wrap=True)
        self.remark = TextField(_("Remark"), placeholder=_("R to write, Enter to go back"))
        self._book = button("", icon="calendar-days")
        self._chart = button(_("Open c&hart"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px("space_4"), 0)
        column.setSpacing(theme.px("space_8"))
        for part in (self._name, self._who, self._phone, self._rules, self._why, label(_("To say"), "muted")):
            column.addWidget(part)
        for part in (self._say, self._leave_title, self._leave, self._tried_title, self._tried):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.remark)
        row = QHBoxLayout()
        row.addWidget(self._book)
        row.addWidget(self._chart)
        row.addStretch(1)
        column.addLayout(row)
        self._scroll = ScrollArea(inside, see_through=True)
        self.add(self._scroll, 1)
        # In a low window the words scroll; how the call ended is always in sight.
        self.add(self._build_outcomes())

    def _build_outcomes(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(theme.px("space_8"))
        for place, outcome in enumerate(KEYS):
            made = button(f"{place + 1}   {outcome_name(outcome)}", kind="primary" if place == 0 else "")
            made.setAccessibleName(outcome_name(outcome))
            made.clicked.connect(self._on_outcome)
            self._outcomes[made] = outcome
            grid.addWidget(made, place // 2, place % 2)
        return grid

    def show_line(self, line: CallLine) -> None:
        """Show one line to call."""
        self._name.setText(line.name)
        self._who.setText(words.who(self._desk, line))
        self._phone.setText(line.phone)
        self._show_rules(line)
        self._why.setText(line.due.why)
        booking = _("Show the booking") if line.due.stands else _("Book a visit")
        self._book.setText(f"{booking}  B")
        self._book.setAccessibleName(booking)
        self._say.setText(f"{_('May I speak to {name}?').format(name=line.ask_for)}\n{line.say}")
        self._leave.setText(line.message)
        for part in (self._leave_title, self._leave):
            part.setVisible(bool(line.message))
        self._tried.setText("\n".join(words.attempt(self._desk, one, line) for one in line.attempts))
        for part in (self._tried_title, self._tried):
            part.setVisible(bool(line.attempts))

    def write_remark(self) -> None:
        """Put the cursor into the remark."""
        self._scroll.ensureWidgetVisible(self.remark)
        self.remark.setFocus()

    def set_may_record(self, may: bool) -> None:
        """Let outcomes be recorded, or only read."""
        for made in self._outcomes:
            made.setEnabled(may)
        self._book.setEnabled(may)

    def _show_rules(self, line: CallLine) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        chips = [ChipText(_("Call first"), "danger")] if line.first else []
        chips += [ChipText(rule, "neutral" if line.may_leave_message else "warn", dot=False) for rule in line.rules]
        for one in chips:
            made = Chip()
            made.show_chip(one)
            self._chips.addWidget(made)
            made.show()
        self._rules.setVisible(bool(chips))

    def _on_outcome(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, QPushButton) and pressed in self._outcomes:
            self.ended.emit(self._outcomes[pressed])
