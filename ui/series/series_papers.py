"""The button with the papers of a series: the report, that for the payer, and letters to who treats them too."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.printing.papers import PaperRequest
from clinicdesk.records.series import Series
from ui.paper.letter_dialog import LetterDialog
from ui.paper.paper_menu import PaperMenu
from ui.widgets.button import button

_REPORT, _PAYER, _LETTER = "series-report", "payer-report", "letter"


class SeriesPapers(QWidget):
    """There for who reads clinical text. The letter asks first to whom it goes.

    Signals:
        paper_requested(object): A ``PaperRequest``.
        letter_begun(str): The note that a letter is, to be written on.
    """

    paper_requested = Signal(object)
    letter_begun = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._series: Series | None = None
        self._button = button(_("Paper&s"), icon="printer")
        papers = ((_REPORT, _("Series &report")), (_PAYER, _("Report for the &payer")), (_LETTER, _("&Letter…")))
        menu = PaperMenu(papers, self._button)
        self._button.setMenu(menu)
        menu.chosen.connect(self._on_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._button)

    def show_series(self, series: Series | None) -> None:
        """Offer the papers of a series, or none."""
        self._series = series
        self._button.setEnabled(series is not None)

    def _on_chosen(self, kind: str) -> None:
        series = self._series
        if series is None:
            return
        if kind == _REPORT:
            self.paper_requested.emit(PaperRequest("series-report", series.id))
            return
        if kind == _PAYER:
            self.paper_requested.emit(PaperRequest("payer-report", series.id))
            return
        dialog = LetterDialog(self._desk, self, series.patient_id, series_id=series.id)
        dialog.letter_begun.connect(self.letter_begun)
        dialog.come_up()
