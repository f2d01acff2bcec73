"""What was answered so far, the newest first."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.measures import Result, files
from ui import theme
from ui.measures import result_words
from ui.widgets.record_table import Column, RecordTable


class ResultsTable(QWidget):
    """Signals:
    result_opened(object): Show one ``Result``.
    """

    result_opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._sex = ""
        self._table: RecordTable[Result] = RecordTable(
            _("Questionnaires filled in"), self._columns(), lambda one: one.id, dense=True
        )
        self._table.set_empty_text(_("Nothing was filled in yet."))
        self._table.setMinimumHeight(theme.px("base") * 14)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._table)
        self.setFocusProxy(self._table)
        self._table.row_activated.connect(self.result_opened)

    def _columns(self) -> list[Column[Result]]:
        def closed(result: Result) -> bool:
            return not result.counts

        return [
            Column(_("Answered"), lambda one: result_words.when(self._desk, one), 17, quiet=closed),
            Column(_("Form"), self._title, 13, strong=True, quiet=closed),
            Column(
                _("Score"),
                lambda one: result_words.main_score(self._desk, one, self._sex),
                20,
                stretch=True,
                quiet=closed,
            ),
            Column(_("How"), result_words.way, 13, priority=3, quiet=closed),
            Column(_("By"), lambda one: one.recorded_by, 14, priority=4, quiet=closed),
        ]

    def show_results(self, results: Sequence[Result], sex: str) -> None:
        """Show results; ``sex`` at birth decides what a score is called where a form says so."""
        self._sex = sex
        self._table.show_rows(sorted(results, key=lambda one: (one.answered_at, one.id), reverse=True))

    def _title(self, result: Result) -> str:
        return files.of_file(self._desk, result.file_id).title
