"""The table of outcomes: a row for each indication and protocol, each share on two lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from clinicdesk.language import _
from clinicdesk.records.outcome_words import (
    count_words,
    further_words,
    missing_words,
    percent_words,
    under_way_words,
)
from clinicdesk.records.outcomes import Outcomes, Row
from clinicdesk.rules.outcome_counts import Share
from ui import theme

_TALLEST = 10_000


class OutcomesTable(QTableWidget):
    """Read only; arrows walk through the cells, and a screen reader says each with its column."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Outcomes"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_outcomes(self, outcomes: Outcomes) -> None:
        """Show the rows; a column is left out where the measure has no such rule."""
        columns = _columns(outcomes.rows)
        self.clear()
        self.setColumnCount(len(columns))
        self.setRowCount(len(outcomes.rows))
        self.setHorizontalHeaderLabels([title for title, _cells in columns])
        for place, (title, cells) in enumerate(columns):
            for line, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title}: {words}".replace("\n", ", "))
                self.setItem(line, place, item)
        if outcomes.rows:
            self.setCurrentCell(0, 0)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give columns and rows what their words need in the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        header = self.horizontalHeader()
        self.setMinimumHeight(theme.px("base") * 18)
        for place in range(self.columnCount()):
            mode = QHeaderView.ResizeMode.Stretch if place == 0 else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(place, mode)
        if self.columnCount() and self.columnWidth(0) < theme.px("base") * 14:
            # There is too little room: the table scrolls sideways rather than take its first words apart.
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(0, theme.px("base") * 14)
        header.setMinimumSectionSize(theme.px("base") * 6)
        self._fit_rows()

    def _fit_rows(self) -> None:
        # Measured here: the table's own measure forgets the margins, and words of the first column are cut.
        metrics, margin = QFontMetrics(theme.font("body")), theme.px("space_12")
        for row in range(self.rowCount()):
            lines = 1
            for column in range(self.columnCount()):
                if item := self.item(row, column):
                    room = QRect(0, 0, max(self.columnWidth(column) - margin, 1), _TALLEST)
                    wrap = int(Qt.TextFlag.TextWordWrap) if column == 0 else 0
                    height = metrics.boundingRect(room, wrap, item.text()).height()
                    lines = max(lines, round(height / metrics.lineSpacing()))
            self.setRowHeight(row, lines * metrics.lineSpacing() + margin)


def _columns(rows: Sequence[Row]) -> list[tuple[str, list[str]]]:
    shares: list[tuple[str, list[Share | None]]] = [
        (_("Completed"), [row.counts.completed for row in rows]),
        (_("Response"), [row.counts.response for row in rows]),
        (_("Remission"), [row.counts.remission for row in rows]),
        (_("Response lost"), [row.counts.lost for row in rows]),
    ]
    known = [(title, cells) for title, cells in shares if any(share is not None for share in cells)]
    return [
        (_("Indication and protocol"), [_what(row) for row in rows]),
        (_("Started"), [_started(row) for row in rows]),
        *((title, [_share(share) for share in cells]) for title, cells in known),
        (_("Unwanted events"), [_events(row) for row in rows]),
        (_("Not judged"), [missing_words(row.counts) for row in rows]),
    ]


def _what(row: Row) -> str:
    return _lines(row.indication or _("Indication not recorded"), row.title)


def _started(row: Row) -> str:
    return _lines(str(row.counts.started), under_way_words(row.counts), further_words(row.further_series))


def _share(share: Share | None) -> str:
    return "" if share is None else _lines(count_words(share), percent_words(share))


def _events(row: Row) -> str:
    severe = _("severe: {count}").format(count=row.counts.severe.count)
    return _lines(_share(row.counts.adverse), severe)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
