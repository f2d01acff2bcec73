"""Beside the schedule: the selected booking, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.appointments import Appointment, Stage
from clinicdesk.records.patients import format_record_number
from clinicdesk.records.today.row import HERE
from ui import theme
from ui.schedule import words
from ui.shell.visit_papers import VisitPapers
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.chip import Chip, ChipText
from ui.widgets.flow import FlowLayout
from ui.widgets.words import label

_EXPECTED = HERE | {Stage.BOOKED}
"""Where a visit still has to get its papers."""


class AppointmentPane(Card):
    """Shows one booking; says which button was pressed.

    Signals:
        asked(str): One of ``move change cancel no_show rebook chart session card``.
        consents_opened(str): Show the consents in this patient's chart.
    """

    asked = Signal(str)
    consents_opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setAccessibleName(_("Selected booking"))
        self._desk = desk
        self._build()

    def _build(self) -> None:
        self._name = label(role="h2", wrap=True)
        self._person = label(role="muted", wrap=True)
        self._chip = Chip()
        self._title = label(role="h3", wrap=True)
        self._when = label(wrap=True)
        self._where = label(wrap=True)
        self._remark = label(role="muted", wrap=True)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons = {
            "rebook": button(_("Book a&gain"), icon="calendar-days"),
            "move": button(_("&Move  M"), icon="calendar"),
            "change": button(_("Chang&e…"), icon="pencil"),
            "cancel": button(_("Ca&ncel visit…"), icon="x"),
            "no_show": button(_("No-&show…"), icon="circle-x"),
            "chart": button(_("Open c&hart"), icon="user"),
            "session": button(_("Open sess&ion"), icon="activity"),
            "card": button(_("Appointment card"), icon="printer"),
        }
        self._buttons["move"].setAccessibleName(_("Move"))
        row = FlowLayout(theme.px("space_8"), theme.px("space_8"))
        for key, made in self._buttons.items():
            made.setObjectName(key)
            made.clicked.connect(self._on_clicked)
            row.addWidget(made)
        self.add(self._name)
        self.add(self._person)
        self.add(top)
        for part in (self._when, self._where, self._remark):
            self.add(part)
        self.papers = VisitPapers(self._desk)
        self.papers.consents_opened.connect(self.consents_opened)
        self.add(self.papers)
        self.add(row)
        self.body.addStretch(1)

    def focus_first(self) -> None:
        """Put the focus on the first button there is."""
        for made in self._buttons.values():
            if not made.isHidden():
                made.setFocus()
                return

    def show_appointment(self, one: Appointment, *, counter: bool) -> None:
        """Show a booking; at the counter without name, date of birth, and what was remarked about the patient."""
        is_visit = one.patient_id is not None
        self._name.setText(words.who(one, counter=counter) if is_visit else one.title)
        self._person.setText("" if counter or not is_visit else self._person_words(one))
        self._person.setVisible(bool(self._person.text()))
        self._title.setText(one.title if is_visit else one.remark)
        self._chip.show_chip(ChipText(words.stage_words(one), words.kind_of(one)))
        self._chip.setVisible(is_visit)
        start, end = self._desk.local(one.starts_at), self._desk.local(one.ends_at)
        self._when.setText(
            f"{formats.format_day(start.date())}\n{formats.format_time(start)}–{formats.format_time(end)}"
            f" ({formats.format_duration(one.minutes)})"
        )
        self._where.setText("\n".join(part for part in (one.chair, one.staff) if part))
        self._where.setVisible(bool(self._where.text()))
        said = [one.remark, one.state_reason] if is_visit and not counter else []
        self._remark.setText("\n".join(part for part in said if part))
        self._remark.setVisible(bool(self._remark.text()))
        # Their titles tell what somebody is treated for: at the counter they are not shown.
        self.papers.show_visit(one.session_id if one.stage in _EXPECTED and not counter else None)
        self._show_buttons(one)

    def _person_words(self, one: Appointment) -> str:
        today = self._desk.local(self._desk.now()).date()
        lines = [_("Born {born}").format(born=formats.format_born(one.birth_date, today))]
        if one.record_number is not None:
            lines.append(_("Record no. {number}").format(number=format_record_number(one.record_number)))
        return "\n".join(lines)

    def _show_buttons(self, one: Appointment) -> None:
        may, is_visit = self._desk.may, one.patient_id is not None
        stands = words.can_move(one)
        lost = one.stage in (Stage.CANCELLED, Stage.NO_SHOW)
        shown = {
            "move": stands and may("appointment.change"),
            "change": stands and may("appointment.change"),
            "cancel": one.stage is Stage.BOOKED and may("appointment.cancel"),
            "no_show": is_visit
            and one.stage is Stage.BOOKED
            and one.starts_at <= self._desk.now()
            and may("appointment.no_show"),
            "rebook": lost and is_visit and may("appointment.book"),
            "chart": is_visit,
            "session": one.session_id is not None and self._desk.sees("clinical"),
            "card": is_visit and stands,
        }
        for key, made in self._buttons.items():
            made.setVisible(shown[key])
        self._buttons["cancel"].setText(_("Ca&ncel visit…") if is_visit else _("Free this time…"))

    def _on_clicked(self) -> None:
        self.asked.emit(self.sender().objectName())
