"""The form that plans a series: protocol, first day, and the proposed dates, each of which can be changed."""

from datetime import date, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import chart_facts, protocols, series
from clinicdesk.rules.dates import date_text, parse_date, parse_time
from clinicdesk.rules.protocol import Protocol
from clinicdesk.rules.spacing import MONDAY_TO_FRIDAY, broken_rules, position_text
from ui import theme
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField, TextField
from ui.widgets.words import label

_COLUMNS = 3


class PlanForm(Card):
    """Plans a series.

    Signals:
        planned(str): The id of the planned series.
        cancelled: The person left it.
    """

    planned = Signal(str)
    cancelled = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Plan a series"))
        self._desk = desk
        self._patient_id = ""
        self._protocols: dict[str, Protocol] = {}
        self._dates: list[ParsedField[date]] = []
        self._build()
        self._connect()

    def _build(self) -> None:
        self._protocol = ChoiceField(_("P&rotocol"), [], required=True)
        self._first = self._date_field(_("First &day"), required=True)
        self._time: ParsedField[time] = ParsedField(_("&Time"), parse_time, _hour_minute)
        self._indication = TextField(_("For (&indication)"))
        top = QGridLayout()
        top.setHorizontalSpacing(theme.px("space_12"))
        top.addWidget(self._protocol, 0, 0, 1, 2)
        top.addWidget(self._indication, 0, 2)
        top.addWidget(self._first, 1, 0)
        top.addWidget(self._time, 1, 1)
        self._about = label("", "muted", wrap=True)
        top.addWidget(self._about, 1, 2, Qt.AlignmentFlag.AlignTop)
        self.add(top)
        self.add(label(_("Dates"), "strong"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px("space_12"))
        self.add(self._grid)
        self._broken = MessageStrip()
        self._problem = MessageStrip()
        self.add(self._broken)
        self.add(self._problem)
        self._plan = button(_("&Plan series"), kind="primary", icon="calendar-days")
        self._cancel = button(_("Cancel"))
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._plan)
        row.addWidget(self._cancel)
        row.addStretch(1)
        self.add(row)
        self.body.addStretch(1)

    def _connect(self) -> None:
        self._protocol.left.connect(self._propose)
        self._first.left.connect(self._propose)
        self._plan.clicked.connect(self._on_plan)
        self._cancel.clicked.connect(self.cancelled)
        for keys, slot in (("Esc", self._on_escape), ("Ctrl+S", self._on_plan)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _date_field(self, name: str, *, required: bool = False) -> ParsedField[date]:
        def parse(text: str) -> date:
            return parse_date(text, self._desk.local(self._desk.now()).date())

        return ParsedField(name, parse, date_text, required=required)

    def start(self, patient_id: str) -> None:
        """Begin a plan for a patient: today, the patient's first indication, nothing chosen."""
        self._patient_id = patient_id
        self._protocols, problems = protocols.load_all()
        self._protocol.set_choices([(name, protocol.title) for name, protocol in self._protocols.items()])
        self._first.set_value(self._desk.local(self._desk.now()).date())
        self._time.set_value(None)
        known = chart_facts.of(self._desk, patient_id).indications.items
        self._indication.set_text(known[0].name if known else "")
        self._about.setText("")
        self._show_dates(())
        self._broken.clear()
        self._problem.clear()
        if problems:
            self._problem.show_message("warn", f"{problems[0].file}, {problems[0].line}: {problems[0].sentence}")
        self._protocol.combo.setFocus()

    def _propose(self) -> None:
        """Propose dates for what is chosen."""
        protocol = self._chosen()
        if protocol is None or not self._first.check():
            return
        first = self._first.value()
        if first is None:
            return
        phases = ", ".join(
            _("{count} sessions, at least {days} days apart").format(count=p.sessions, days=p.min_days_between)
            if p.sessions > 1
            else _("1 session")
            for p in protocol.phases
        )
        self._about.setText(f"{phases}. {protocol.treatment}.")
        try:
            days = series.propose(self._desk, patient_id=self._patient_id, protocol=protocol, first_day=first)
        except ClinicDeskError as problem:
            self._problem.show_message("danger", str(problem))
            return
        self._problem.clear()
        self._show_dates(days)
        self._check_dates()

    def _chosen(self) -> Protocol | None:
        return self._protocols.get(str(self._protocol.value()))

    def _show_dates(self, days: tuple[date, ...]) -> None:
        while len(self._dates) > len(days):
            gone = self._dates.pop()
            self._grid.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._dates) < len(days):
            number = len(self._dates) + 1
            field = self._date_field(_("Session {number}").format(number=number), required=True)
            field.left.connect(self._check_dates)
            self._dates.append(field)
            self._grid.addWidget(field, (number - 1) // _COLUMNS, (number - 1) % _COLUMNS)
        for number, (field, day) in enumerate(zip(self._dates, days, strict=True), start=1):
            field.set_value(day)
            field.set_hint(self._hint(number, len(days), day))

    def _hint(self, number: int, count: int, day: date) -> str:
        return f"{formats.format_day(day)[:3]}, {position_text(number, count)}"

    def _check_dates(self) -> None:
        """Say which rules of the protocol the dates break; the planner decides."""
        protocol = self._chosen()
        days = [field.value() if field.check() else None for field in self._dates]
        if protocol is None or not days or None in days:
            return
        known = [day for day in days if day is not None]
        for number, (field, day) in enumerate(zip(self._dates, known, strict=True), start=1):
            field.set_hint(self._hint(number, len(known), day))
        before = series.last_session_before(self._desk, self._patient_id, known[0])
        broken = broken_rules(protocol.phases, known, MONDAY_TO_FRIDAY, before)
        if broken:
            self._broken.show_message("warn", " ".join(broken))
        else:
            self._broken.clear()

    def _on_plan(self) -> None:
        try:
            protocol = self._chosen()
            if protocol is None:
                self._protocol.set_error(_("Choose a protocol."))
                return
            days = [field.value() for field in self._dates]
            if None in days or not days:
                raise BadValue(_("Give every session a date."))
            series_id = series.plan(
                self._desk,
                patient_id=self._patient_id,
                protocol_name=protocol.id,
                days=[day for day in days if day is not None],
                time=self._time.value(),
                indication=self._indication.text(),
            )
        except ClinicDeskError as problem:
            self._problem.show_message("danger", str(problem))
            return
        self.planned.emit(series_id)

    def _on_escape(self) -> None:
        self.cancelled.emit()


def _hour_minute(at: time) -> str:
    return at.strftime("%H:%M")
