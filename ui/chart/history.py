"""The history tab: who did what in this chart, when, from where, what it was before, and what left the clinic of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk import formats
from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records import history
from clinicdesk.records.history import HistoryLine, Topic
from ui import theme
from ui.chart.disclosures import DisclosuresPanel
from ui.widgets.button import button
from ui.widgets.entry_changes import Changes
from ui.widgets.filters import Filters
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.words import label

AT_FIRST = 500
"""Entries read at first; a long chart has thousands, and the question is nearly always about the newest."""

_ALL = "all"
_LEFT = "left"


class HistoryTab(QWidget):
    """A tab of the chart. Whose role does not include the history sees what left the clinic, and nothing else.

    Signals:
        session_opened(str): Kept for all tabs alike; the history never sends it.
        paper_requested(object): A ``PaperRequest``.
    """

    session_opened = Signal(str)
    paper_requested = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = _("History") if desk.sees("history") else _("Left the clinic")
        self.setAccessibleName(self.title)
        self._desk = desk
        self._patient_id = ""
        self._limit: int | None = AT_FIRST
        self._lines: list[HistoryLine] = []
        self._build()
        self._filters.filter_chosen.connect(self._on_filter_chosen)
        self._table.row_selected.connect(self._on_row_selected)
        self._older.clicked.connect(self._on_older)
        self._who.activated.connect(self._on_who_chosen)
        self._print.clicked.connect(self._on_print)
        self._left.paper_requested.connect(self.paper_requested)

    def _build(self) -> None:
        self._filters = Filters(_("Kinds of entries"))
        self._table: RecordTable[HistoryLine] = RecordTable(
            _("History of the chart"), self._columns(), key=lambda line: line.entry_id
        )
        self._older = button(_("Show &older entries"), kind="quiet")
        self._print = button(_("&Print this list…"), icon="printer", kind="quiet")
        self._changes = Changes()
        self._left = DisclosuresPanel(self._desk)
        self._who = QComboBox()
        self._who.setAccessibleName(_("Who"))
        who = label(_("W&ho"))
        who.setBuddy(self._who)
        below = QHBoxLayout()
        below.setSpacing(theme.px("space_8"))
        below.addWidget(who)
        below.addWidget(self._who)
        below.addWidget(self._older)
        below.addStretch(1)
        below.addWidget(self._print)
        left = QVBoxLayout()
        left.setSpacing(theme.px("space_8"))
        left.addWidget(self._table, 1)
        left.addLayout(below)
        self._entries = QWidget()
        row = QHBoxLayout(self._entries)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("space_12"))
        row.addLayout(left, 3)
        row.addWidget(self._changes, 2)
        column = QVBoxLayout(self)
        edge = theme.px("space_16")
        column.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        column.addWidget(self._filters)
        column.addWidget(self._entries, 1)
        column.addWidget(self._left, 1)
        self._left.hide()

    def _columns(self) -> list[Column[HistoryLine]]:
        return [
            Column(_("When"), lambda line: formats.format_date_time(line.at), 18),
            Column(_("Who"), lambda line: line.staff_name, 14),
            Column(_("What"), lambda line: line.what, 20, stretch=True, strong=True),
            Column(_("Workstation"), lambda line: line.workstation, 11, priority=2),
        ]

    def show_patient(self, patient_id: str) -> None:
        """Show a patient's history."""
        if patient_id != self._patient_id:
            self._patient_id, self._limit = patient_id, AT_FIRST
            self._filters.choose(_ALL)
            self._who.setCurrentIndex(0)
            self._changes.show_line(None)
        self._reload()

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile."""
        if self._patient_id and changed.concerns(self._patient_id):
            self._reload()

    def _reload(self) -> None:
        left = self._left.show_patient(self._patient_id)
        if not self._desk.sees("history"):
            self._filters.hide()
            self._entries.hide()
            self._left.show()
            return
        self._lines = history.of_patient(self._desk, self._patient_id, self._limit)
        counts = {topic: sum(line.topic is topic for line in self._lines) for topic in Topic}
        shown = [(topic.value, history.topic_name(topic), count) for topic, count in counts.items() if count]
        everything = (_ALL, _("All"), len(self._lines))
        self._filters.show_filters([everything, *shown, (_LEFT, _("Left the clinic"), left)])
        self._older.setVisible(len(self._lines) == self._limit)
        self._show_people()
        self._show_lines()

    def _show_people(self) -> None:
        """Offer everybody who stands in the entries that are shown; whoever was chosen stays chosen."""
        chosen = self._who.currentData() or ""
        people = sorted({line.staff_id: line.staff_name for line in self._lines}.items(), key=lambda one: one[1])
        self._who.clear()
        for staff_id, name in [("", _("Everybody")), *people]:
            self._who.addItem(name, staff_id)
        self._who.setCurrentIndex(max(0, self._who.findData(chosen)))

    def _show_lines(self) -> None:
        chosen = self._filters.chosen()
        self._entries.setVisible(chosen != _LEFT)
        self._left.setVisible(chosen == _LEFT)
        staff_id = self._who.currentData() or ""
        shown = (line for line in self._lines if chosen in (_ALL, line.topic.value))
        self._table.show_rows([line for line in shown if staff_id in ("", line.staff_id)])

    def _on_filter_chosen(self, _key: str) -> None:
        self._show_lines()

    def _on_print(self) -> None:
        chosen = self._filters.chosen()
        subject = f"{self._patient_id} {chosen} {self._who.currentData() or ''}"
        self.paper_requested.emit(PaperRequest("history", subject.rstrip()))

    def _on_who_chosen(self, _index: int) -> None:
        self._show_lines()

    def _on_row_selected(self, line: HistoryLine | None) -> None:
        self._changes.show_line(line)

    def _on_older(self) -> None:
        self._limit = None
        self._reload()
