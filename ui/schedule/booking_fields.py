"""The fields of a booking, and what depends on what among them: the kind on the patient, the length on the kind."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import appointments, patients, visit_types
from clinicdesk.records.appointments import Appointment, Slot, Unbooked
from clinicdesk.rules.dates import date_text, parse_date, parse_time
from ui import theme
from ui.schedule import words
from ui.schedule.timetable import By, places
from ui.schedule.wanted import Wanted, hour_minute, parse_minutes, session_words
from ui.shell.patient_finder import PatientFinder
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field import Field
from ui.widgets.text_field import ParsedField, TextField

_NOBODY = ""
_AHEAD = timedelta(days=366)
_BEHIND = timedelta(days=92)


class BookingFields(QWidget):
    """Whom, what for, when and where.

    Signals:
        edited: Something was typed or chosen.
        unknown(str): Somebody who is not found is to be registered; carries what was typed.
    """

    edited = Signal()
    unknown = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._sessions: dict[str, Unbooked] = {}
        self._kind_chosen = False
        self._usual = 0
        self._make_fields()
        self._texts: dict[str, TextField] = {
            "day": self._day,
            "time": self._time,
            "minutes": self._minutes,
            "remark": self._remark,
        }
        self._choices: dict[str, ChoiceField] = {"kind": self._kind, "chair": self._chair, "staff": self._staff}
        self._build()
        self._connect()

    def _make_fields(self) -> None:
        def parse_day(text: str) -> date:
            return parse_date(text, self._desk.local(self._desk.now()).date())

        self.patient = PatientFinder(self._desk)
        self._kind = ChoiceField(_("&Visit"), [], required=True)
        self._day: ParsedField[date] = ParsedField(_("D&ay"), parse_day, date_text, required=True)
        self._time: ParsedField[time] = ParsedField(_("&Time"), parse_time, hour_minute, required=True)
        self._minutes: ParsedField[int] = ParsedField(_("&Minutes"), parse_minutes, str, required=True)
        self._chair = ChoiceField(_("C&hair or room"), [])
        self._staff = ChoiceField(_("C&linician"), [])
        self._remark = TextField(_("R&emark"), hint=_("Nothing clinical: reception reads it."))

    def _build(self) -> None:
        column = QVBoxLayout(self)
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

    def _connect(self) -> None:
        self.patient.found.connect(self._on_patient)
        self.patient.unknown.connect(self.unknown)
        self._kind.edited.connect(self._on_kind)
        self._time.left.connect(self._show_end)
        self._minutes.left.connect(self._show_end)
        for field in (self.patient, *self._texts.values(), *self._choices.values()):
            field.edited.connect(self.edited)

    # Beginning ----------------------------------------------------------------------------------------------------

    def clear(self, *, keep_place: bool = False) -> None:
        """Empty them for a new booking, for whoever is typed; the place in the schedule may stay."""
        self._open_for(None, keep_place=keep_place)
        self.patient.show_patient(None)
        self._minutes.set_text("")
        self._show_kinds(None)
        self._kind.set_value("follow_up")
        self._take_usual_minutes()

    def show_place(self, day: date, at: time, chair_id: str | None, staff_id: str | None) -> None:
        """Show when and where."""
        self._day.set_value(day)
        self._time.set_value(at)
        self._chair.set_value(chair_id or _NOBODY)
        self._staff.set_value(staff_id or _NOBODY)
        self._show_end()

    def show_patient(self, patient_id: str) -> None:
        """Show whom it is for, with the visit that is likely."""
        self.patient.show_patient(patient_id)
        self._on_patient()

    def show_booking(self, one: Appointment, *, counter: bool) -> None:
        """Show a booking to be changed; the patient and the kind stay."""
        self._open_for(one)
        starts = self._desk.local(one.starts_at)
        self.patient.show_patient(one.patient_id, shown=words.initials if counter else None)
        self._kind.set_choices([(one.kind, one.title)])
        self._kind.set_value(one.kind)
        self._minutes.set_value(one.minutes)
        self._remark.set_text(one.remark)
        self.patient.setVisible(one.patient_id is not None)
        self.show_place(starts.date(), starts.time(), one.chair_id, one.staff_id)

    def focus_when(self) -> None:
        """Put the cursor on the day."""
        self._day.setFocus()

    def focus_kind(self) -> None:
        """Put the cursor on the kind of visit."""
        self._kind.setFocus()

    def of_problem(self, name: str | None) -> Field | None:
        """Return the field that records call by a name, if it is shown."""
        fields: dict[str, Field] = {
            "patient_id": self.patient,
            "kind": self._kind,
            "starts_at": self._time,
            "minutes": self._minutes,
            "chair_id": self._chair,
            "staff_id": self._staff,
        }
        field = fields.get(name or "")
        return field if field is not None and field.isVisible() else None

    def _open_for(self, changed: Appointment | None, *, keep_place: bool = False) -> None:
        self._kind_chosen = False
        self._sessions = {}
        self._remark.set_text("")
        for field in (self._kind, self.patient):
            field.clear_message()
            field.setEnabled(changed is None)
        self.patient.show()
        if not keep_place:
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

    # What depends on what -----------------------------------------------------------------------------------------

    def _show_kinds(self, patient_id: str | None) -> None:
        """Offer the kinds of visit; with a patient first the sessions that still need a booking."""
        self._sessions = {}
        if patient_id is not None:
            today = self._desk.local(self._desk.now()).date()
            unbooked = appointments.unbooked_sessions(self._desk, today - _BEHIND, today + _AHEAD)
            self._sessions = {one.session_id: one for one in unbooked if one.patient_id == patient_id}
        before = self._kind.value()
        choices: list[tuple[object, str]] = [(key, session_words(one)) for key, one in self._sessions.items()]
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

    def read(self, changed: Appointment | None) -> Wanted:
        """Return what they say; ``changed`` is the booking that is to be changed. Raises ``BadValue``."""
        kind = self._kind_id()
        if kind is None:
            raise BadValue(_("Choose the kind of visit."), "kind")
        with_patient = visit_types.get(kind).with_patient
        if with_patient and self.patient.patient_id is None and changed is None:
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
        return Wanted(patient_id, kind, self._session_id(), slot, self._remark.text(), changed)

    def typed(self) -> dict[str, object]:
        """Return what stands in them, as text, to be kept."""
        body: dict[str, object] = {"patient": self.patient.patient_id, "name": self.patient.typed}
        body |= {name: field.text() for name, field in self._texts.items()}
        return body | {name: field.value() for name, field in self._choices.items()}

    def show_typed(self, kept: dict[str, Any]) -> None:
        """Show again what ``typed`` returned."""
        self._open_for(None)
        self.patient.show_patient(kept["patient"])
        if kept["name"]:
            self.patient.show_typed(kept["name"])
        self._show_kinds(self.patient.patient_id)
        for name, field in self._choices.items():
            field.set_value(kept[name])
        for name, line in self._texts.items():
            line.set_text(kept[name])
        kind = self._kind_id()
        self.patient.setVisible(kind is None or visit_types.get(kind).with_patient)
        self._kind_chosen = True
        self._show_end()
