"""The calls of one patient: what was answered, who sees to it, and what was done about it."""

from __future__ import annotations

import json
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.errors import BadValue, ClinicDeskError
from clinicdesk.formats import format_born, format_date, format_date_time, format_record_number, format_time
from clinicdesk.language import _
from clinicdesk.records import patients
from clinicdesk.records.measures import alerts
from clinicdesk.records.measures.alerts import OpenAlert
from ui import theme
from ui.alerts.call_strip import TABLES
from ui.alerts.patient_calls import PatientCalls, Standing, by_patient, call_words
from ui.widgets.button import button
from ui.widgets.card import Card
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.strip import MessageStrip
from ui.widgets.text_field import TextAreaField
from ui.widgets.words import label


class CallSheet(QDialog):
    """For those who treat. Closing it settles nothing, and what is typed is kept. Deletes itself when closed.

    Signals:
        patient_opened(str): The patient's chart is wanted; the sheet has closed.
        crisis_wanted(str): The crisis card is wanted about this patient; the sheet has closed.
    """

    patient_opened = Signal(str)
    crisis_wanted = Signal(str)

    def __init__(self, over: QWidget, desk: Desk, patient_id: str) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(_("Call for a clinician"))
        self.setAccessibleName(_("Call for a clinician"))
        self._desk = desk
        self._patient_id = patient_id
        self._group: PatientCalls | None = None
        self._build()
        self._connect()
        self._restore_draft()
        self._show_calls()
        self.resize(min(theme.px("base") * 54, over.width() - 32), min(theme.px("base") * 36, over.height() - 32))
        desk.clinic.listen(self._on_changed)

    # Building -----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._title = label("", "h1", wrap=True)
        self._who = label("", "muted", wrap=True)
        self._strip = MessageStrip()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px("space_8"))
        answered = Card(_("What was answered"))
        answered.add(self._lines)
        self._what = label(
            _("Nothing is decided by this call. Talk with the patient; what you find and do is yours to judge."),
            "muted",
            wrap=True,
        )
        answered.add(self._what)
        self._done = TextAreaField(
            _("&What was done"),
            lines=4,
            required=True,
            placeholder=_("Who spoke with the patient, what was found, what was agreed, who else was told"),
        )
        inside = QWidget()
        inside.setProperty("role", "page_body")
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(theme.px("space_12"))
        body.addWidget(answered)
        body.addWidget(self._done)
        body.addStretch(1)
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, edge, edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._title)
        column.addWidget(self._who)
        column.addWidget(self._strip)
        column.addWidget(ScrollArea(inside, see_through=True), 1)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self._close = button(_("&Close"))
        self._chart = button(_("&Open chart"))
        self._crisis = button(_("Crisis c&ard"), shortcut="F8")
        self._take_over = button(_("&Take it over"))
        self._see_to = button(_("&I see to the call"), kind="danger")
        self._settle = button(_("&Record and close the call"), kind="primary", shortcut="Ctrl+Return")
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_8"))
        row.addWidget(self._close)
        row.addStretch(1)
        for made in (self._chart, self._crisis, self._take_over, self._see_to, self._settle):
            row.addWidget(made)
        return row

    def _connect(self) -> None:
        self._close.clicked.connect(self.reject)
        self._chart.clicked.connect(self._on_chart)
        self._crisis.clicked.connect(self._on_crisis)
        self._take_over.clicked.connect(self._on_take_over)
        self._see_to.clicked.connect(self._on_see_to)
        self._settle.clicked.connect(self._on_settle)
        self._done.edited.connect(self._keep_draft)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.reject)

    # Showing ------------------------------------------------------------------------------------------------------

    def _show_calls(self) -> None:
        """Show what is open of this patient; nothing any more closes the sheet."""
        before = self._group
        found = by_patient(self._desk, alerts.of_patient(self._desk, self._patient_id))
        self._group = found[0] if found else None
        if self._group is None:
            if before is not None:
                self._desk.drop_draft(self._place)
                self.accept()
            return
        self._title.setText(self._group.patient_name)
        self._who.setText(self._identity())
        self._show_lines(self._group)
        standing = self._group.standing
        mine = bool(self._group.taken_by_person(self._desk.person.id))
        self._see_to.setVisible(standing is Standing.NOBODY_YET)
        self._take_over.setVisible(bool(self._of_others(self._group)))
        self._settle.setVisible(mine)
        self._done.setVisible(mine)
        if before is not None and set(self._group.ids) - set(before.ids):
            self._strip.show_message("danger", _("Another answer of this patient calls for a clinician."))
        if standing is Standing.NOBODY_YET:
            self._see_to.setFocus()
        elif mine and (before is None or before.standing is not Standing.MINE):
            self._done.setFocus()

    def _identity(self) -> str:
        """Return what tells the patient from a namesake."""
        patient = patients.get(self._desk, self._patient_id)
        today = self._desk.local(self._desk.now()).date()
        born = _("Born {date}").format(date=format_born(patient.birth_date, today))
        number = _("Record no. {number}").format(number=format_record_number(patient.record_number))
        return f"{born}   {number}"

    def _of_others(self, group: PatientCalls) -> tuple[OpenAlert, ...]:
        return tuple(call for call in group.calls if call.taken_by_id not in ("", self._desk.person.id))

    def _show_lines(self, group: PatientCalls) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()
                old.deleteLater()
        for call in group.calls:
            for words, role in ((call_words(call), "strong"), (self._about(call), "muted")):
                self._lines.addWidget(label(words, role, wrap=True))

    def _about(self, call: OpenAlert) -> str:
        """Return when it was answered, who was told, and who sees to it."""
        recorded = _("Recorded at {time}, at the PC {where}.")
        parts = [recorded.format(time=self._time(call.raised_at), where=call.workstation)]
        answered = self._desk.local(call.answered_at).date()
        if answered != self._desk.local(call.raised_at).date():
            # A sheet of days ago: whoever is fetched has to know that it is not of this moment.
            parts.insert(0, _("Answered on {day}.").format(day=format_date(answered)))
        if call.called:
            parts.append(_("{name} called {called}.").format(name=call.shown_to, called=call.called))
        elif call.shown_to:
            parts.append(_("{name} was told at the desk.").format(name=call.shown_to))
        if call.taken_at is None:
            parts.append(_("Nobody sees to it yet."))
        else:
            at = self._time(call.taken_at)
            parts.append(_("{name} sees to it since {time}.").format(name=call.taken_by, time=at))
        return " ".join(parts)

    def _time(self, moment: datetime) -> str:
        """Return the time of day; of another day with that day."""
        local = self._desk.local(moment)
        is_today = local.date() == self._desk.local(self._desk.now()).date()
        return format_time(local) if is_today else format_date_time(local)

    # What happens -------------------------------------------------------------------------------------------------

    def done(self, result: int) -> None:
        """Stop listening, keep what is typed, and close."""
        self._desk.clinic.stop_listening(self._on_changed)
        super().done(result)

    def _on_changed(self, changed: Changed) -> None:
        if not isValid(self):
            self._desk.clinic.stop_listening(self._on_changed)
        elif changed.tables & TABLES:
            self._show_calls()

    def _on_see_to(self) -> None:
        if self._group is not None:
            self._try(alerts.take, *self._group.untaken)

    def _on_take_over(self) -> None:
        if self._group is None:
            return
        for call in self._of_others(self._group):
            self._try(alerts.take, call.id, over_from=call.taken_by_id)

    def _on_settle(self) -> None:
        if self._group is not None:
            self._try(alerts.settle, *self._group.taken_by_person(self._desk.person.id), done=self._done.text())

    def _try(self, act: object, *ids: str, **more: str) -> None:
        """Do something with calls, and say beside its field or above it all why it cannot be."""
        assert callable(act)
        self._strip.clear()
        try:
            act(self._desk, *ids, **more)
        except BadValue as problem:
            if problem.field == "done":
                self._done.set_error(str(problem))
                self._done.setFocus()
            else:
                self._strip.show_message("danger", str(problem))
                self._show_calls()
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))

    def _on_chart(self) -> None:
        self.accept()
        self.patient_opened.emit(self._patient_id)

    def _on_crisis(self) -> None:
        self.accept()
        self.crisis_wanted.emit(self._patient_id)

    # The draft ----------------------------------------------------------------------------------------------------

    @property
    def _place(self) -> str:
        return f"call {self._patient_id}"

    def _keep_draft(self) -> None:
        try:
            self._desk.keep_draft(self._place, {"done": self._done.text()})
        except ClinicDeskError as problem:
            self._strip.show_message("danger", str(problem))

    def _restore_draft(self) -> None:
        draft = self._desk.draft(self._place)
        if draft is not None:
            self._done.set_text(json.loads(draft.body)["done"])
