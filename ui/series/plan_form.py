"""The form that plans a series: protocol, first day and time, and the place it proposes for each session."""

from datetime import date, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _, ngettext
from clinicdesk.permissions import Role
from clinicdesk.records import adopted_protocols, chairs, chart_facts, opening_hours, protocols, series_booking, staff
from clinicdesk.records.series_booking import Place, Proposal
from clinicdesk.rules.dates import date_text, parse_date, parse_time
from clinicdesk.rules.protocol import Phase, Protocol
from clinicdesk.rules.spacing import phase_at, position_text
from ui import theme
from ui.series.place_field import PlaceField, hour_minute
from ui.series.weekdays import Weekdays
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import Field
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField, TextField
from ui.widgets.words import label

_COLUMNS = 2
_ANY = ""
"""The choice of any chair, or of anybody."""


class PlanForm(Card):
    """Plans a series and books its sessions.

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
        self._proposal: Proposal | None = None
        self._wished: tuple[object, ...] | None = None
        self._places: list[PlaceField] = []
        self._chairs: dict[str, str] = {}
        self._build()
        self._connect()

    def _build(self) -> None:
        self._protocol = ChoiceField(_("P&rotocol"), [], required=True)
        self._first: ParsedField[date] = ParsedField(_("First &day"), self._parse_day, date_text, required=True)
        self._time: ParsedField[time] = ParsedField(_("&Time"), parse_time, hour_minute)
        self._chair = ChoiceField(_("C&hair"), [])
        self._clinician = ChoiceField(_("Cli&nician"), [])
        self._indication = TextField(_("For (&indication)"))
        self._about = label("", "muted", wrap=True)
        self._weekdays = Weekdays(_("Possible weekdays"))
        self.add(self._top())
        self.add(self._weekdays)
        self.add(self._about)
        self.add(label(_("Dates"), "strong"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px("space_24"))
        self._grid.setVerticalSpacing(theme.px("space_4"))
        self.add(self._grid)
        self._broken, self._unplaced, self._problem = MessageStrip(), MessageStrip(), MessageStrip()
        for strip in (self._broken, self._unplaced, self._problem):
            self.add(strip)
        self._plan = button(_("&Plan series"), kind="primary", icon="calendar-days")
        self._cancel = button(_("Cancel"))
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._plan)
        row.addWidget(self._cancel)
        row.addStretch(1)
        self.add(row)
        self.body.addStretch(1)

    def _top(self) -> QGridLayout:
        top = QGridLayout()
        top.setHorizontalSpacing(theme.px("space_12"))
        top.addWidget(self._protocol, 0, 0, 1, 2)
        top.addWidget(self._indication, 0, 2, 1, 2)
        fields: tuple[Field, ...] = (self._first, self._time, self._chair, self._clinician)
        for column, field in enumerate(fields):
            top.addWidget(field, 1, column)
            top.setColumnStretch(column, 1)
        return top

    def _connect(self) -> None:
        for field in (self._protocol, self._first, self._time, self._chair, self._clinician):
            field.left.connect(self._propose)
        self._weekdays.changed.connect(self._propose)
        self._plan.clicked.connect(self._on_plan)
        self._cancel.clicked.connect(self.cancelled)
        for keys, slot in (("Esc", self._on_escape), ("Ctrl+S", self._on_plan)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _parse_day(self, text: str) -> date:
        return parse_date(text, self._desk.local(self._desk.now()).date())

    def start(self, patient_id: str) -> None:
        """Begin a plan for a patient: today, the patient's first indication, nothing chosen."""
        self._patient_id = patient_id
        problems = protocols.load_all()[1]
        self._protocols = {name: one.protocol for name, one in adopted_protocols.offered(self._desk).items()}
        self._protocol.set_choices([(name, protocol.title) for name, protocol in self._protocols.items()])
        self._first.set_value(self._desk.local(self._desk.now()).date())
        self._time.set_value(None)
        self._offer_places()
        self._weekdays.show_open(opening_hours.open_days(self._desk).weekdays)
        known = chart_facts.of(self._desk, patient_id).indications.items
        self._indication.set_text(known[0].name if known else "")
        self._about.setText("")
        self._proposal, self._wished = None, None
        self._show_places(())
        for strip in (self._broken, self._unplaced, self._problem):
            strip.clear()
        if problems:
            self._problem.show_message("warn", f"{problems[0].file}, {problems[0].line}: {problems[0].sentence}")
        self._protocol.combo.setFocus()

    def _offer_places(self) -> None:
        """Offer the chairs in use and the clinicians who work here; any chair and anybody at first."""
        usable = chairs.all(self._desk)
        self._chairs = {one.id: one.name for one in usable}
        self._chair.set_choices([(_ANY, _("Any chair")), *self._chairs.items()])
        clinicians = [
            (one.id, one.name)
            for one in staff.everybody(self._desk)
            if one.active and one.roles & {Role.NURSE, Role.PRESCRIBER}
        ]
        self._clinician.set_choices([(_ANY, _("Anybody")), *clinicians])
        self._chair.set_value(_ANY)
        self._clinician.set_value(_ANY)

    def _propose(self) -> None:
        """Propose a place for each session of what is chosen, once for each choice: what was typed after it stays."""
        protocol = self._chosen()
        if protocol is None or not (self._first.check() and self._time.check()):
            return
        chair, clinician = str(self._chair.value() or "") or None, str(self._clinician.value() or "") or None
        first, at = self._first.value(), self._time.value()
        weekdays = self._weekdays.chosen()
        wished = (protocol.id, first, at, chair, clinician, weekdays)
        if first is None or wished == self._wished:
            return
        self._wished = wished
        self._about.setText(_about(protocol))
        try:
            self._proposal = series_booking.propose(
                self._desk,
                patient_id=self._patient_id,
                protocol=protocol,
                first_day=first,
                time=at,
                chair_id=chair,
                staff_id=clinician,
                weekdays=weekdays,
            )
        except ClinicDeskError as problem:
            # What was proposed for another choice must not be planned by mistake.
            self._proposal = None
            self._show_places(())
            self._broken.clear()
            self._unplaced.clear()
            self._problem.show_message("danger", str(problem))
            return
        self._problem.clear()
        self._show_places(self._proposal.places)
        self._say_what_is_wrong()

    def _chosen(self) -> Protocol | None:
        return self._protocols.get(str(self._protocol.value()))

    def _show_places(self, places: tuple[Place, ...]) -> None:
        while len(self._places) > len(places):
            gone = self._places.pop()
            self._grid.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._places) < len(places):
            field = PlaceField(len(self._places) + 1, self._parse_day)
            field.left.connect(self._on_place_left)
            self._places.append(field)
            row, column = divmod(field.number - 1, _COLUMNS)
            self._grid.addWidget(field, row, column, Qt.AlignmentFlag.AlignTop)
        for place in places:
            self._show_place(place, None)

    def _show_place(self, place: Place, typed: time | None) -> None:
        slot = place.slot
        at = self._desk.local(slot.starts_at).time() if slot else typed
        chair = self._chairs.get(slot.chair_id or "", "") if slot else ""
        words = f"{formats.format_day(place.day)[:3]}, {position_text(place.number, len(self._places))}"
        protocol = self._chosen()
        if protocol is not None and len(protocol.phases) > 1:
            words += f", {phase_at(protocol.phases, place.number - 1)[0].name}"
        self._places[place.number - 1].show_place(place, at, words, chair)

    def _on_place_left(self, number: int) -> None:
        """Put one session where it was typed, or say why it cannot be there."""
        field = self._places[number - 1]
        day = field.day()
        if self._proposal is None or day is None or not field.is_good():
            return
        chair = str(self._chair.value() or "") or None
        self._proposal = series_booking.with_place(self._desk, self._proposal, number, day, field.time(), chair)
        self._show_place(self._proposal.places[number - 1], field.time())
        self._say_what_is_wrong()

    def _say_what_is_wrong(self) -> None:
        """Say which rules of the protocol the days break, and which sessions have no place; the planner decides."""
        assert self._proposal is not None
        if self._proposal.broken:
            self._broken.show_message("warn", " ".join(self._proposal.broken))
        else:
            self._broken.clear()
        numbers = [str(place.number) for place in self._proposal.unplaced]
        if not numbers:
            self._unplaced.clear()
            return
        words = ngettext(
            "Session {numbers} has no place yet. Planned like this it stays to be booked.",
            "Sessions {numbers} have no place yet. Planned like this they stay to be booked.",
            len(numbers),
        )
        self._unplaced.show_message("info", words.format(numbers=", ".join(numbers)))

    def _on_plan(self) -> None:
        try:
            if self._chosen() is None:
                self._protocol.set_error(_("Choose a protocol."))
                return
            if self._proposal is None:
                raise BadValue(self._problem.message() or _("Choose a first day."))
            if not all(field.is_good() for field in self._places):
                raise BadValue(_("Give every session a date."))
            series_id = series_booking.plan(
                self._desk, self._proposal, indication=self._indication.text(), leave_unplaced=True
            )
        except ClinicDeskError as problem:
            self._problem.show_message("danger", str(problem))
            return
        self.planned.emit(series_id)

    def _on_escape(self) -> None:
        self.cancelled.emit()


def _phase_words(phase: Phase, *, alone: bool) -> str:
    if phase.sessions > 1:
        days = phase.min_days_between
        words = ngettext(
            "{count} sessions, at least {days} day apart", "{count} sessions, at least {days} days apart", days
        ).format(count=phase.sessions, days=days)
    else:
        words = _("1 session")
    return words if alone else f"{phase.name}: {words}"


def _about(protocol: Protocol) -> str:
    """Return what the protocol asks for: rhythm, length of a visit, treatment."""
    phases = "; ".join(_phase_words(phase, alone=len(protocol.phases) == 1) for phase in protocol.phases)
    length = _("{length} each").format(length=formats.format_duration(protocol.visit_minutes))
    return f"{phases}, {length}. {protocol.treatment}."
