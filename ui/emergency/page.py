"""The one chart somebody was let into: its papers in a list, the chosen one beside it, and how long it stays open."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from clinicdesk import formats
from clinicdesk.desk import Desk
from clinicdesk.errors import ClinicDeskError
from clinicdesk.language import _
from clinicdesk.records import chart_copy
from clinicdesk.records.chart_copy import Contents, Part
from clinicdesk.records.emergency import EmergencyDesk
from ui import theme
from ui.shell.print_out import Entry, PrintOut
from ui.widgets.button import button
from ui.widgets.pdf_view import PdfPreview
from ui.widgets.record_table import Column, RecordTable
from ui.widgets.strip import MessageStrip
from ui.widgets.words import label

_SHEET = Part(chart_copy.Section.PERSON, "face-sheet", "emergency-sheet", _("Emergency sheet"))
"""The first line: what an ambulance needs. It alone can be printed."""


class EmergencyPage(QFrame):
    """Reads, prints the emergency sheet, and ends: when the person says so, goes elsewhere, or the time is up.

    Signals:
        closed: The access has ended.
    """

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAccessibleName(_("Emergency access"))
        self._desk = desk
        self._let_in: EmergencyDesk | None = None
        self._contents: Contents | None = None
        self._build()
        self._end.clicked.connect(self._on_end)
        self._sheet.clicked.connect(self._on_print)
        self._table.row_selected.connect(self._on_part)

    def _build(self) -> None:
        self._whose = label(role="h1", wrap=True)
        self._born = label(role="muted")
        self._strip = MessageStrip()
        self._problem = MessageStrip()
        self._sheet = button(_("&Print emergency sheet"), icon="printer", shortcut="Ctrl+P")
        self._end = button(_("&End access"), kind="primary", shortcut="Esc")
        columns: list[Column[Part]] = [
            Column(_("Paper"), lambda part: part.title, 30, stretch=True, strong=True),
            Column(_("Day"), _day, 11),
        ]
        self._table: RecordTable[Part] = RecordTable(_("Papers of the chart"), columns, key=_key, dense=True)
        self._table.setMinimumWidth(self._table.sizeHint().width() + theme.px("space_4"))
        self._paper = PdfPreview(alone=False, may_leave=False)
        edge = theme.px("space_16")
        column = QVBoxLayout(self)
        column.setContentsMargins(edge, theme.px("space_12"), edge, theme.px("space_12"))
        column.setSpacing(theme.px("space_8"))
        head = QHBoxLayout()
        whose = QVBoxLayout()
        whose.setSpacing(0)
        whose.addWidget(self._whose)
        whose.addWidget(self._born)
        head.addLayout(whose, 1)
        head.addWidget(self._sheet)
        head.addWidget(self._end)
        column.addLayout(head)
        column.addWidget(self._strip)
        column.addWidget(self._problem)
        row = QHBoxLayout()
        row.setSpacing(theme.px("space_16"))
        row.addWidget(self._table, 2)
        row.addWidget(self._paper, 3)
        column.addLayout(row, 1)
        self.setFocusProxy(self._table)

    def show_chart(self, let_in: EmergencyDesk) -> None:
        """Show the chart of an access that has begun; one that was open ends."""
        self.end()
        self._let_in = let_in
        self._sheet.show()
        try:
            self._contents = chart_copy.facts(let_in, let_in.patient_id)
        except ClinicDeskError as problem:
            self._problem.show_message("danger", str(problem))
            return
        patient = self._contents.patient
        born = formats.format_date(patient.birth_date) if patient.birth_date else _("not recorded")
        self._whose.setText(formats.format_name(patient.family_name, patient.given_name))
        self._born.setText(
            _("Born {day}, record no. {number}").format(
                day=born, number=formats.format_record_number(patient.record_number)
            )
        )
        until = formats.format_time(self._desk.local(let_in.ends_at))
        words = _("Emergency access until {time}, to this chart only. The administrators are told.")
        self._strip.show_message("warn", words.format(time=until))
        self._table.show_rows([_SHEET, *self._contents.parts])
        self._table.select_key(_key(_SHEET))

    def end(self) -> None:
        """End the access and take everything of the chart off the screen. Does nothing where none is open."""
        if self._let_in is None:
            return
        let_in, self._let_in, self._contents = self._let_in, None, None
        self._table.show_rows([])
        self._paper.clear()
        self._whose.setText("")
        self._born.setText("")
        self._problem.clear()
        self._sheet.hide()
        self._strip.show_message("info", _("The emergency access has ended."))
        let_in.close()

    def tick(self) -> None:
        """Once a second: end when the time is up."""
        if self._let_in is not None and self._let_in.is_over:
            self._on_end()

    def leave(self) -> None:
        """The person goes elsewhere, locks the window or signs out: the access ends."""
        self.end()

    def _on_part(self, part: Part | None) -> None:
        if part is None or self._let_in is None:
            return
        self._problem.clear()
        try:
            self._paper.show_pdf(self._content(part), part.title)
        except ClinicDeskError as problem:
            self._paper.clear()
            self._problem.show_message("danger", str(problem))

    def _content(self, part: Part) -> bytes:
        # Reportlab is slow to start.
        from clinicdesk.printing import chart_volume, emergency_sheet

        assert self._let_in is not None
        assert self._contents is not None
        if part is _SHEET:
            return emergency_sheet.build(self._let_in, self._let_in.patient_id)
        content, problem = chart_volume.shown(self._let_in, self._contents, part)
        if problem:
            self._problem.show_message("warn", problem)
        return content

    def _on_print(self) -> None:
        if self._let_in is None:
            return
        self._table.select_key(_key(_SHEET))
        out = PrintOut(self, note=self._note)
        out.failed.connect(self._on_failed)
        out.ask_printer(self._content(_SHEET))

    def _note(self, entry: Entry) -> None:
        if self._let_in is not None:
            entry(self._desk, paper="emergency-sheet", patient_id=self._let_in.patient_id)

    def _on_failed(self, sentence: str) -> None:
        self._problem.show_message("danger", sentence)

    def _on_end(self) -> None:
        self.end()
        self.closed.emit()


def _key(part: Part) -> str:
    return f"{part.kind} {part.subject_id}"


def _day(part: Part) -> str:
    return formats.format_date(part.day) if part.day else ""
