"""The register of requests: what waits, with its last day, and what was answered."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.formats import format_date, format_name
from clinicdesk.language import _
from clinicdesk.records import rights, rights_preset
from clinicdesk.records.rights import Line
from ui import theme
from ui.rights.due import tone
from ui.rights.step_dialog import StepDialog
from ui.widgets.button import button
from ui.widgets.chip import ChipText
from ui.widgets.filters import Filters
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

_WAITING, _ENDED = "waiting", "ended"


class RegisterPart(QWidget):
    """What is due first stands first.

    Signals:
        patient_opened(str): The chart of a patient is wanted.
    """

    patient_opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._filters = Filters(_("Requests"))
        self._table: RecordTable[Line] = RecordTable(
            _("Register of requests"), self._columns(), key=lambda one: one.request.id
        )
        self._table.set_empty_text(_("No requests. They are taken in the chart of the patient."))
        self._problem = MessageStrip()
        self._story = label("", "muted", wrap=True)
        self._step = button(_("&Work on it…"))
        self._open = button(_("&Open the chart"), icon="user")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px("space_12"), 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._problem)
        column.addWidget(self._filters)
        column.addWidget(self._table, 1)
        column.addWidget(self._story)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._open)
        row.addWidget(self._step)
        column.addLayout(row)
        self._filters.filter_chosen.connect(self._on_filter)
        self._table.row_selected.connect(self._on_selected)
        self._table.row_activated.connect(self._on_open)
        self._step.clicked.connect(self._on_step)
        self._open.clicked.connect(self._on_open)

    def _columns(self) -> list[Column[Line]]:
        return [
            Column(_("Due"), lambda one: format_date(one.request.due_on), 11),
            Column(_("Patient"), _patient, 20, strong=True, stretch=True),
            Column(_("What"), lambda one: rights.right_name(one.request.right), 18),
            Column(_("Asked by"), lambda one: one.request.asked_by, 16, priority=3),
            Column(_("Came in"), lambda one: format_date(one.request.received_on), 11, priority=2),
            Column(_("Status"), lambda one: self._chip(one).text, 14, chips=lambda one: (self._chip(one),)),
        ]

    def _chip(self, one: Line) -> ChipText:
        today = self._desk.local(self._desk.now()).date()
        kind = tone(one.request, today) or ("info" if one.request.is_open else "neutral")
        return ChipText(rights.due_words(one.request, today), kind)

    def showEvent(self, event: QShowEvent) -> None:
        """Read anew whenever somebody comes to look."""
        super().showEvent(event)
        if not event.spontaneous():
            self.show_part()

    def show_part(self) -> None:
        """Show the register."""
        waiting, ended = rights.register(self._desk), rights.register(self._desk, ended=True)
        chosen = self._filters.chosen() or _WAITING
        self._filters.show_filters([(_WAITING, _("Waiting"), len(waiting)), (_ENDED, _("Answered"), len(ended))])
        self._filters.choose(chosen)
        if problem := rights_preset.preset().problem:
            self._problem.show_message("warn", problem)
        self._table.show_rows(waiting if chosen == _WAITING else ended)
        self._on_selected(self._table.selected())

    def _on_filter(self, _key: str) -> None:
        self.show_part()

    def _on_selected(self, one: Line | None) -> None:
        self._open.setEnabled(one is not None)
        self._step.setEnabled(one is not None)
        self._story.setText(self._told(one) if one is not None else "")
        self._story.setVisible(bool(self._story.text()))

    def _told(self, one: Line) -> str:
        """Return what is known of a request, as lines."""
        request = one.request
        lines = [_("About: {what}").format(what=request.scope)] if request.scope else []
        known = request.identity or _("not written down yet")
        lines.append(_("How it was made sure who asks: {how}").format(how=known))
        for event in request.events:
            day = format_date(self._desk.local(event.at).date())
            words = _("{step}, {day}, {name}: {words}")
            step = rights.step_name(event.step)
            lines.append(words.format(step=step, day=day, name=event.staff_name, words=event.words))
        return "\n".join(lines)

    def _on_step(self) -> None:
        chosen = self._table.selected()
        if chosen is not None:
            dialog = StepDialog(self, self._desk, [chosen.request])
            dialog.written.connect(self.show_part)
            dialog.open()

    def _on_open(self) -> None:
        chosen = self._table.selected()
        if chosen is not None:
            self.patient_opened.emit(chosen.request.patient_id)


def _patient(one: Line) -> str:
    return format_name(one.family_name, one.given_name)


def _id_of(one: Line) -> str:
    return one.request.id
