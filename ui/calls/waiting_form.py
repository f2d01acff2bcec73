"""Putting somebody on the waiting list."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import appointments, sessions, visit_types, waiting_list
from clinicdesk.rules.dates import date_text, parse_date, parse_time
from clinicdesk.rules.spacing import position_text
from clinicdesk.rules.timeline import Phase
from ui import theme
from ui.calls.waiting_words import WEEKDAYS
from ui.shell.patient_finder import PatientFinder
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import Field
from ui.widgets.flow import FlowLayout
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField, TextField
from ui.widgets.words import label


class WaitingForm(Card):
    """A wish: who, what for, and when it could be.

    Signals:
        edited: Something was filled in, or is gone.
        added(str): The wish was recorded; carries its id.
        left: The person does not add it.
    """

    edited = Signal()
    added = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Add to the waiting list"))
        self._desk = desk
        self._make_fields()
        self._build()
        self._connect()
        self.start()

    def _make_fields(self) -> None:
        def parse_day(text: str) -> date:
            return parse_date(text, self._desk.local(self._desk.now()).date())

        self._patient = PatientFinder(self._desk)
        self._kind = ChoiceField(_("&Visit"), [], required=True)
        self._minutes: ParsedField[int] = ParsedField(_("&Minutes"), _parse_minutes, str, required=True)
        self._earliest: ParsedField[date] = ParsedField(_("&From day"), parse_day, date_text)
        self._latest: ParsedField[date] = ParsedField(_("&Until day"), parse_day, date_text)
        self._from: ParsedField[time] = ParsedField(_("Not &before"), parse_time, _hour_minute)
        self._until: ParsedField[time] = ParsedField(_("&Over by"), parse_time, _hour_minute)
        self._days = [QCheckBox(name) for name in WEEKDAYS]
        self._remark = TextField(_("&Remark"), hint=_("Nothing clinical: reception reads it."))
        self._fields: dict[str, Field] = {
            "patient_id": self._patient,
            "kind": self._kind,
            "minutes": self._minutes,
            "earliest_on": self._earliest,
            "latest_on": self._latest,
            "from_time": self._from,
            "until_time": self._until,
        }

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._save = button(_("Add"), kind="primary", shortcut="Ctrl+S")
        self._cancel = button(_("&Discard"))
        days = QWidget()
        flow = FlowLayout(theme.px("space_12"), theme.px("space_4"), days)
        for box in self._days:
            flow.addWidget(box)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px("space_8"), 0)
        column.setSpacing(theme.px("space_4"))
        column.addWidget(self._strip)
        column.addWidget(self._patient)
        column.addLayout(_row((self._kind, 3), (self._minutes, 1)))
        column.addWidget(label(_("On which days (none marked: any)")))
        column.addWidget(days)
        column.addLayout(_row((self._from, 1), (self._until, 1)))
        column.addLayout(_row((self._earliest, 1), (self._latest, 1)))
        column.addWidget(self._remark)
        column.addStretch(1)
        self.add(ScrollArea(inside, see_through=True), 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        self.add(buttons)

    def _connect(self) -> None:
        self._patient.found.connect(self._on_patient)
        self._kind.edited.connect(self._take_usual_minutes)
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self._on_cancel)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._on_cancel)
        for field in (*self._fields.values(), self._remark):
            field.edited.connect(self.edited)
        for box in self._days:
            box.clicked.connect(self.edited)

    def start(self) -> None:
        """Begin with nothing filled in."""
        for field in (self._patient, self._kind, self._minutes, *self._fields.values(), self._remark):
            field.clear_message()
        self._patient.show_patient(None)
        for parsed in (self._minutes, self._earliest, self._latest, self._from, self._until):
            parsed.set_value(None)
        for box in self._days:
            box.setChecked(False)
        self._remark.set_text("")
        self._strip.clear()
        self._on_patient()

    def focus_first(self) -> None:
        """Put the cursor into the first field."""
        self._patient.setFocus()

    def is_begun(self) -> bool:
        """Whether something is filled in that would be lost."""
        return bool(self._patient.patient_id or self._patient.typed or self._remark.text())

    def typed(self) -> dict[str, Any] | None:
        """Return what is filled in, finished or not, for a draft; None where nothing would be lost."""
        if not self.is_begun():
            return None
        kind = self._kind.value()
        return {
            "patient": self._patient.patient_id,
            "kind": list(kind) if isinstance(kind, tuple) else None,
            "texts": {name: field.text() for name, field in self._texts().items()},
            "days": [box.isChecked() for box in self._days],
        }

    def show_typed(self, kept: dict[str, Any]) -> None:
        """Bring back what was filled in."""
        self._patient.show_patient(kept["patient"])
        self._on_patient()
        self._kind.set_value(tuple(kept["kind"]) if kept["kind"] else None)
        for name, field in self._texts().items():
            field.set_text(kept["texts"].get(name, ""))
        for box, checked in zip(self._days, kept["days"], strict=True):
            box.setChecked(checked)

    def _texts(self) -> dict[str, TextField]:
        texts = {name: field for name, field in self._fields.items() if isinstance(field, TextField)}
        return {**texts, "remark": self._remark}

    # Slots --------------------------------------------------------------------------------------------------------

    def _on_patient(self) -> None:
        """Offer the kinds of visit, and of the chosen patient the sessions that are still to come."""
        chosen = self._kind.value()
        choices: list[tuple[object, str]] = [
            ((one.id, None), one.title)
            for one in visit_types.types()
            if one.with_patient and one.id != visit_types.SESSION
        ]
        if self._patient.patient_id:
            for line in sessions.of_patient(self._desk, self._patient.patient_id):
                if line.phase is Phase.PLANNED:
                    words = _("Session {position}").format(position=position_text(line.number, line.count))
                    choices.append(((visit_types.SESSION, line.id), words))
        self._kind.set_choices(choices)
        self._kind.set_value(chosen)

    def _take_usual_minutes(self) -> None:
        chosen = self._kind.value()
        if isinstance(chosen, tuple):
            self._minutes.set_value(appointments.usual_minutes(self._desk, chosen[0], chosen[1]))

    def _on_save(self) -> None:
        parsed = (self._minutes, self._earliest, self._latest, self._from, self._until)
        if self._patient.patient_id is None:
            self._refuse(self._patient, _("Choose the patient from the list."))
            return
        chosen = self._kind.value()
        if not isinstance(chosen, tuple):
            self._refuse(self._kind, _("Choose what the patient waits for."))
            return
        wrong = [field for field in parsed if not field.check()]
        if wrong:
            wrong[0].setFocus()
            return
        minutes = self._minutes.value()
        if minutes is None:
            self._refuse(self._minutes, _("Say how long the visit is."))
            return
        try:
            entry_id = waiting_list.add(
                self._desk,
                patient_id=self._patient.patient_id,
                kind=chosen[0],
                minutes=minutes,
                session_id=chosen[1],
                earliest_on=self._earliest.value(),
                latest_on=self._latest.value(),
                weekdays=[day for day, box in enumerate(self._days) if box.isChecked()],
                from_time=self._from.value(),
                until_time=self._until.value(),
                remark=self._remark.text(),
            )
        except ClinicDeskError as problem:
            self._tell(problem)
            return
        self.start()
        self.edited.emit()
        self.added.emit(entry_id)

    def _tell(self, problem: ClinicDeskError) -> None:
        field = self._fields.get(problem.field or "") if isinstance(problem, BadValue) else None
        if field is not None:
            self._refuse(field, str(problem))
        else:
            self._strip.show_message("danger", str(problem))

    def _refuse(self, field: Field, sentence: str) -> None:
        field.set_error(sentence)
        field.setFocus()

    def _on_cancel(self) -> None:
        self.start()
        self.edited.emit()
        self.left.emit()


def _row(*fields: tuple[QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px("space_8"))
    for field, share in fields:
        row.addWidget(field, share)
    return row


def _hour_minute(at: time) -> str:
    return f"{at:%H:%M}"


def _parse_minutes(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 24 * 60:
        raise BadValue(_("Give the length in minutes, for example 45."))
    return int(text)
