"""The opening hours of each weekday."""

from __future__ import annotations

from datetime import time, timedelta

from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.records import appointments, opening_hours
from clinicdesk.records.opening_hours import Hours
from clinicdesk.rules.dates import parse_time
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

_AHEAD = timedelta(days=182)
"""So far ahead visits are looked for that new hours leave outside."""

_USUAL = (time(8), time(17))


def weekday_names() -> tuple[str, ...]:
    """Return the weekdays, Monday first."""
    return (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


class WeekCard(Card):
    """Seven lines, saved together; others than administrators read them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Opening hours"))
        self._desk = desk
        self._may = desk.may("place.change")
        self._shown: dict[int, Hours | None] = {}
        self._is_changed = False
        self._strip = MessageStrip()
        self._lines = [_Line(name) for name in weekday_names()]
        self._save = button(_("&Save hours"), kind="primary")
        self._build()
        self.show_week()
        self._save.clicked.connect(self._on_save)
        for line in self._lines:
            line.open.clicked.connect(self._on_edited)
            line.opens.textEdited.connect(self._on_edited)
            line.closes.textEdited.connect(self._on_edited)

    def _build(self) -> None:
        if not self._may:
            self.set_note(_("An administrator can change this."))
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px("space_12"))
        grid.setVerticalSpacing(theme.px("space_4"))
        for row, line in enumerate(self._lines):
            grid.addWidget(line.open, row, 0)
            grid.addWidget(line.opens, row, 1)
            grid.addWidget(label(_("to")), row, 2)
            grid.addWidget(line.closes, row, 3)
            for part in (line.open, line.opens, line.closes):
                part.setEnabled(self._may)
        grid.setColumnStretch(4, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._save)
        buttons.addStretch(1)
        self.add(self._strip)
        self.add(grid)
        self.add(label(_("For a visit outside these hours the schedule asks first."), "small", wrap=True))
        self.add(buttons)
        self.body.addStretch(1)
        self._save.setVisible(self._may)

    def show_week(self) -> None:
        """Show the hours as recorded, unless something is being typed here."""
        if self._is_changed:
            return
        self._shown = opening_hours.week(self._desk)
        for weekday, line in enumerate(self._lines):
            line.show_hours(self._shown[weekday])
            line.follow(may=self._may)

    def _on_edited(self) -> None:
        self._is_changed = True
        for line in self._lines:
            line.follow(may=self._may)

    def _on_save(self) -> None:
        try:
            wanted = {weekday: line.hours() for weekday, line in enumerate(self._lines)}
            for weekday, hours in wanted.items():
                if hours != self._shown[weekday]:
                    opening_hours.set_day(self._desk, weekday, hours)
                    self._shown[weekday] = hours
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))
            return
        self._is_changed = False
        self.show_week()
        self._tell()

    def _tell(self) -> None:
        """Say what is booked outside the new hours: nothing moves by itself."""
        today = self._desk.local(self._desk.now()).date()
        count = len(appointments.outside_hours(self._desk, today, today + _AHEAD))
        said = _("The opening hours are saved.")
        if not count:
            self._strip.show_message("ok", said)
            return
        more = ngettext(
            "{count} visit is booked outside them: move it on the schedule.",
            "{count} visits are booked outside them: move them on the schedule.",
            count,
        ).format(count=count)
        self._strip.show_message("warn", f"{said} {more}")


class _Line:
    """One weekday: open or not, from, to."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.open = QCheckBox(name)
        self.opens = _field(_("{day} opens").format(day=name))
        self.closes = _field(_("{day} closes").format(day=name))

    def show_hours(self, hours: Hours | None) -> None:
        self.open.setChecked(hours is not None)
        for field, at in zip((self.opens, self.closes), hours or ("", ""), strict=True):
            field.setText(at.strftime("%H:%M") if isinstance(at, time) else "")
            theme.set_state(field, "state", "")

    def follow(self, *, may: bool) -> None:
        """Let times be typed only on a day that is open; a day opened anew begins with usual ones."""
        is_open = self.open.isChecked()
        for field, usual in zip((self.opens, self.closes), _USUAL, strict=True):
            field.setEnabled(may and is_open)
            if is_open and not field.text() and not field.hasFocus():
                field.setText(usual.strftime("%H:%M"))
            elif not is_open:
                field.clear()

    def hours(self) -> Hours | None:
        """Return what is typed. Raises ``BadValue``, naming the day."""
        if not self.open.isChecked():
            return None
        opens, closes = self._read(self.opens), self._read(self.closes)
        if opens >= closes:
            theme.set_state(self.closes, "state", "error")
            self.closes.setFocus()
            raise BadValue(_("{day}: the clinic must close after it opens.").format(day=self._name))
        return opens, closes

    def _read(self, field: QLineEdit) -> time:
        try:
            at = parse_time(field.text())
        except BadValue as problem:
            theme.set_state(field, "state", "error")
            field.setFocus()
            raise BadValue(_("{day}: {problem}").format(day=self._name, problem=str(problem))) from problem
        field.setText(at.strftime("%H:%M"))
        theme.set_state(field, "state", "")
        return at


def _field(name: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setFixedWidth(theme.px("base") * 6)
    return made
