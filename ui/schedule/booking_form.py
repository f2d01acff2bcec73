"""The form that books a visit or blocks time, and changes a booking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import appointments, patients, visit_types
from clinicdesk.records.appointments import Appointment, Slot, Unbooked
from clinicdesk.rules.dates import date_text, parse_date, parse_time
from clinicdesk.rules.spacing import position_text
from ui import theme
from ui.schedule import words
from ui.schedule.timetable import By, places
from ui.shell.patient_finder import PatientFinder
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import Field
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import ParsedField, TextField

_NOBODY = ""
_AHEAD = timedelta(days=366)
_BEHIND = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form says: whom, what for, when and where; ``changed`` is the booking that is to be changed."""

    patient_id: str | None
    kind: str
    session_id: str | None
    slot: Slot
    remark: str
    changed: Appointment | None


class BookingForm(Card):
    """Filled from a place on the schedule, a booking, or a session to book.

    Signals:
        wanted(object): The person wants this (``Wanted``) recorded.
        cancelled: The person left it.
        registration_opened(str): Somebody who is not found is to be registered; carries what was typed.
    """

    wanted = Signal(object)
    cancelled = Signal()
    registration_opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Book a visit"))
        self._desk = desk
        self._changed: Appointment | None = None
        self._sessions: dict[str, Unbooked] = {}
        self._kind_chosen = False
        self._usual = 0
        self._make_fields()
        self._build()
        self._connect()

    def _make_fields(self) -> None:
        def parse_day(text: str) -> date:
            return parse_date(text, self._desk.local(self._desk.now()).date())

        self.patient = PatientFinder(self._desk)
        self._kind = ChoiceField(_("&Visit"), [], required=True)
        self._day: ParsedField[date] = ParsedField(_("D&ay"), parse_day, date_text, required=True)
        self._time: ParsedField[time] = ParsedField(_("&Time"), parse_time, _hour_minute, required=True)
        self._minutes: ParsedField[int] = ParsedField(_("&Minutes"), _parse_minutes, str, required=True)
        self._chair = ChoiceField(_("C&hair or room"), [])
        self._staff = ChoiceField(_("C&linician"), [])
        self._remark = TextField(_("R&emark"), hint=_("Nothing clinical: reception reads it."))

    def _build(self) -> None:
        self._strip = MessageStrip()
        self._save = button(_("Book &it"), kind="primary")
        self._leave = button(_("Cancel"))
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.px("space_8"), 0)
        column.setSpacing(theme.px("space_4"))
        column.addWidget(self.patient)
        column.addWidget(self._kind)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._day, 9)
        row.addWidget(self._time, 5)
        row.addWidget(self._minutes, 5)
        column.addLayout(row)
        for field in (self._chair, self._staff, self._remark):
            column.addWidget(field)
        column.addStretch(1)
        self.add(self._strip)
        self.add(ScrollArea(inside, see_through=True), 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._save)
        buttons.addWidget(self._leave)
        buttons.addStretch(1)
        self.add(buttons)

    def _connect(self) -> None:
        self.patient.found.connect(self._on_patient)
        self.patient.unknown.connect(self.registration_opened)
        self._kind.edited.connect(self._on_kind)
        self._time.left.connect(self._show_end)
        self._minutes.left.connect(self._show_end)
        self._save.clicked.connect(self._on_save)
        self._leave.clicked.connect(self.cancelled)
        for keys, slot in (("Esc", self._on_escape), ("Ctrl+S", self._on_save)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    # Beginning ----------------------------------------------------------------------------------------------------

    def book_at(self, day: date, at: time, chair_id: str | None, staff_id: str | None) -> None:
        """Begin a new booking at a place of the schedule, for whoever is typed."""
        self._begin(_("Book a visit"), _("Book &it"), None)
        self.patient.show_patient(None)
        self._show_place(day, at, chair_id, staff_id)
        self._show_kinds(None)
        self._kind.set_value("follow_up")
        self._take_usual_minutes()
        self.patient.setFocus()

    def book_for(self, patient_id: str, day: date, at: time, chair_id: str | None, staff_id: str | None) -> None:
        """Begin a new booking for a patient."""
        self.book_at(day, at, chair_id, staff_id)
        self.patient.show_patient(patient_id)
        self._on_patient()
        self._kind.setFocus()

    def change(self, one: Appointment, *, counter: bool) -> None:
        """Begin a change of a booking; the patient stays."""
        self._begin(_("Change the booking"), _("&Save"), one)
        starts = self._desk.local(one.starts_at)
        self.patient.show_patient(one.patient_id, shown=words.initials if counter else None)
        self._kind.set_choices([(one.kind, one.title)])
        self._kind.set_value(one.kind)
        self._show_place(starts.date(), starts.time(), one.chair_id, one.staff_id)
        self._minutes.set_value(one.minutes)
        self._remark.set_text(one.remark)
        self.patient.setVisible(one.patient_id is not None)
        self._show_end()
        self._day.setFocus()

    def show_problem(self, problem: ClinicDeskError) -> None:
        """Say what is in the way, at the field it belongs to."""
        fields: dict[str, Field] = {
            "patient_id": self.patient,
            "kind": self._kind,
            "starts_at": self._time,
            "minutes": self._minutes,
            "chair_id": self._chair,
            "staff_id": self._staff,
        }
        field = fields.get(problem.field or "") if isinstance(problem, BadValue) else None
        if field is None or not field.isVisible():
            self._strip.show_message("danger", str(problem))
            return
        field.set_error(str(problem))
        field.setFocus()

    def _begin(self, title: str, save: str, changed: Appointment | None) -> None:
        self._changed = changed
        self._kind_chosen = False
        self._sessions = {}
        self.set_title(title)
        self._save.setText(save)
        self._strip.clear()
        self._remark.set_text("")
        for field in (self._kind, self.patient):
            field.clear_message()
            field.setEnabled(changed is None)
        self.patient.show()
        self._offer_places(changed)

    def _offer_places(self, changed: Appointment | None) -> None:
        """Offer what is in use; a booking keeps the chair or clinician it has, also when they are no longer offered."""
        for field, by, none in (
            (self._chair, By.CHAIR, _("None")),
            (self._staff, By.CLINICIAN, _("Nobody")),
        ):
            choices: list[tuple[object, str]] = [(_NOBODY, none), *((p.id, p.name) for p in places(self._desk, by))]
            if changed is not None:
                kept, name = (changed.chair_id, changed.chair) if by is By.CHAIR else (changed.staff_id, changed.staff)
                if kept is not None and kept not in [value for value, _words in choices]:
                    choices.append((kept, name))
            field.set_choices(choices)

    def _show_place(self, day: date, at: time, chair_id: str | None, staff_id: str | None) -> None:
        self._day.set_value(day)
        self._time.set_value(at)
        self._chair.set_value(chair_id or _NOBODY)
        self._staff.set_value(staff_id or _NOBODY)

    # What depends on what -----------------------------------------------------------------------------------------

    def _show_kinds(self, patient_id: str | None) -> None:
        """Offer the kinds of visit; with a patient first the sessions that still need a booking."""
        self._sessions = {}
        if patient_id is not None:
            today = self._desk.local(self._desk.now()).date()
            unbooked = appointments.unbooked_sessions(self._desk, today - _BEHIND, today + _AHEAD)
            self._sessions = {one.session_id: one for one in unbooked if one.patient_id == patient_id}
        before = self._kind.value()
        choices: list[tuple[object, str]] = [(key, _session_words(one)) for key, one in self._sessions.items()]
        choices += [(one.id, one.title) for one in visit_types.types() if one.id != visit_types.SESSION]
        self._kind.set_choices(choices)
        self._kind.set_value(before)

    def _on_patient(self) -> None:
        self._show_kinds(self.patient.patient_id)
        if self._sessions:
            self._kind.set_value(next(iter(self._sessions)))
        elif self._kind.value() is None or not self._kind_chosen:
            self._kind.set_value("intake" if self._is_new_here() else "follow_up")
        self._take_usual_minutes()

    def _is_new_here(self) -> bool:
        """Tell whether the patient was never booked; who was brought in from another program has been here before."""
        patient_id = self.patient.patient_id
        if patient_id is None or patients.get(self._desk, patient_id).batch_id:
            return False
        return not appointments.of_patient(self._desk, patient_id)

    def _on_kind(self) -> None:
        self._kind_chosen = True
        kind = self._kind_id()
        with_patient = kind is None or visit_types.get(kind).with_patient
        self.patient.setVisible(with_patient)
        if not with_patient:
            self.patient.show_patient(None)
        self._take_usual_minutes()

    def _take_usual_minutes(self) -> None:
        """Put the usual length of the visit, unless the person has typed another."""
        kind = self._kind_id()
        if kind is None:
            return
        typed = self._minutes.text()
        if typed and typed != str(self._usual):
            return
        self._usual = appointments.usual_minutes(self._desk, kind, self._session_id())
        self._minutes.set_value(self._usual)
        self._show_end()

    def _show_end(self) -> None:
        try:
            at, minutes = self._time.value(), self._minutes.value()
        except ClinicDeskError:
            return
        if at is None or minutes is None:
            self._minutes.set_hint("")
            return
        end = (at.hour * 60 + at.minute + minutes) % (24 * 60)
        self._minutes.set_hint(_("until {time}").format(time=f"{end // 60:02d}:{end % 60:02d}"))

    def _session_id(self) -> str | None:
        value = str(self._kind.value() or "")
        return value if value in self._sessions else None

    def _kind_id(self) -> str | None:
        value = self._kind.value()
        return visit_types.SESSION if self._session_id() else str(value) if value else None

    # Out ----------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field saves, as Ctrl+S does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_save()
        else:
            super().keyPressEvent(event)

    def _on_save(self) -> None:
        self._strip.clear()
        try:
            wanted = self._read()
        except ClinicDeskError as problem:
            self.show_problem(problem)
            return
        self.wanted.emit(wanted)

    def _read(self) -> Wanted:
        kind = self._kind_id()
        if kind is None:
            raise BadValue(_("Choose the kind of visit."), "kind")
        with_patient = visit_types.get(kind).with_patient
        if with_patient and self.patient.patient_id is None and self._changed is None:
            raise BadValue(_("Type a name and choose the patient from the list."), "patient_id")
        if not (self._day.check() and self._time.check() and self._minutes.check()):
            raise BadValue(_("Mend what is marked."))
        day, at, minutes = self._day.value(), self._time.value(), self._minutes.value()
        if day is None or at is None or minutes is None:
            raise BadValue(_("Give the day, the time and the length."))
        slot = Slot(
            appointments.instant(self._desk, day, at),
            minutes,
            str(self._chair.value() or "") or None,
            str(self._staff.value() or "") or None,
        )
        patient_id = self.patient.patient_id if with_patient else None
        return Wanted(patient_id, kind, self._session_id(), slot, self._remark.text(), self._changed)

    def _on_escape(self) -> None:
        self.cancelled.emit()


def _session_words(one: Unbooked) -> str:
    day = date_text(one.planned_on)
    return _("Session {place}, planned {day}").format(place=position_text(one.number, one.count), day=day)


def _parse_minutes(text: str) -> int:
    """Read a length: ``90``, ``1:30``, ``1 h 30``, ``2h``."""
    plain = text.lower().replace("min", "").replace("h", ":").replace(" ", "")
    hours, colon, rest = plain.partition(":")
    parts = (hours or "0", rest or "0") if colon else ("0", hours)
    if not all(part.isdecimal() and len(part) <= 4 for part in parts):
        raise BadValue(_("Minutes, for example 90, or 1:30."), "minutes")
    minutes = int(parts[0]) * 60 + int(parts[1])
    if not 5 <= minutes <= 24 * 60:
        raise BadValue(_("5 minutes to 24 hours."), "minutes")
    return minutes


def _hour_minute(at: time) -> str:
    return at.strftime("%H:%M")
