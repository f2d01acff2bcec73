"""The curves of a patient: one measure at a time, its curve, the same as a table, and what became of it in words."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from clinicdesk.clinic import Changed
from clinicdesk.desk import Desk
from clinicdesk.language import _
from clinicdesk.records.measures import courses
from clinicdesk.records.measures.course_words import recall_words
from clinicdesk.records.measures.courses import Followed, Span
from ui import theme
from ui.curve.all_curves import AllCurves
from ui.curve.course_told import CourseTold
from ui.curve.curve_table import CurveRow, CurveTable
from ui.curve.curve_view import CurveView
from ui.widgets.button import button
from ui.widgets.empty import EmptyState
from ui.widgets.filters import Filters
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.words import label

TABLES = frozenset(
    {"measure_results", "measure_events", "sessions", "session_events", "orders", "drugs_given", "merges", "patients"}
)
"""What a curve is made of."""
_ALL = "*"
_SIDE_BY_SIDE = 900
"""From this width on the table stands beside the curve."""


class CurvePanel(QWidget):
    """Every measure of a patient with a score to follow. Hidden for who reads nothing clinical.

    Signals:
        curve_wanted(str): Show the curve of this measure alone and large, for the patient to look at.
    """

    curve_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._patient_id = ""
        self._found: tuple[Followed, ...] = ()
        self.setAccessibleName(_("Curve"))
        self._build()
        self._connect()

    def _build(self) -> None:
        self._measures = Filters(_("Which measure"))
        self._large = button(_("Show &to the patient"), icon="maximize")
        self._large.setToolTip(QKeySequence("Ctrl+G").toString(QKeySequence.SequenceFormat.NativeText))
        self._about = label("", "muted", wrap=True)
        self._all_curves = AllCurves()
        self._view = CurveView(_("Curve of the scores"))
        self._table = CurveTable()
        self._table.setMinimumHeight(theme.px("row_dense") * 6)
        self._told = CourseTold()
        self._empty = EmptyState(_("Nothing with a score was answered yet. The curve begins with the first one."))
        top = QHBoxLayout()
        top.addWidget(self._measures, 1)
        top.addWidget(self._large)
        self._one = QWidget()
        self._parts = QGridLayout(self._one)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(theme.px("space_12"))
        self._parts.setColumnStretch(0, 5)
        self._beside = True
        content = _Column()
        content.setProperty("role", "page_body")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("space_8"))
        column.addLayout(top)
        column.addWidget(self._about)
        column.addWidget(self._one, 1)
        column.addWidget(self._all_curves, 1)
        self._all = ScrollArea(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._all, 1)
        outer.addWidget(self._empty)
        self._place(beside=True)
        if not self._desk.sees("clinical"):
            self.hide()

    def _connect(self) -> None:
        self._measures.filter_chosen.connect(self._on_measure_chosen)
        self._large.clicked.connect(self._on_large)
        self._view.mark_chosen.connect(self._on_mark_chosen)
        self._table.row_selected.connect(self._on_row_selected)

    @property
    def view(self) -> CurveView:
        """The curve."""
        return self._view

    def show_patient(self, patient_id: str) -> None:
        """Show the curves of a patient. Raises ``NotAllowed``."""
        self._patient_id = patient_id
        self._reload()

    def refresh(self, changed: Changed) -> None:
        """Show what was recorded meanwhile."""
        if self._patient_id and changed.concerns(self._patient_id) and changed.tables & TABLES:
            self._reload()

    def chosen(self) -> str:
        """Return the id of the measure that is shown, or an empty text."""
        return self._measures.chosen() if self._measures.chosen() != _ALL else ""

    def _reload(self) -> None:
        self._found = tuple(courses.followed(self._desk, self._patient_id)) if self._desk.sees("clinical") else ()
        self._all.setVisible(bool(self._found))
        self._empty.setVisible(not self._found and self._desk.sees("clinical"))
        self._measures.show_filters(_filters(self._found))
        self._show_measure()

    def _shown(self) -> Followed | None:
        return next((one for one in self._found if one.measure.id == self._measures.chosen()), None)

    def _show_measure(self) -> None:
        shown = self._shown()
        together = self._measures.chosen() == _ALL
        self._one.setVisible(not together)
        self._all_curves.setVisible(together)
        self._all_curves.show_all(self._found if together else ())
        # Made later than the rest, they would come last with Tab.
        for before, after in pairwise((self._large, *self._all_curves.views)):
            QWidget.setTabOrder(before, after)
        self._view.show_followed(shown)
        self._table.show_followed(shown)
        self._about.setText(_about(shown) if shown else _("Everything over the same time."))
        self._tell(shown.spans[-1] if shown and shown.spans else None)

    def _tell(self, span: Span | None) -> None:
        self._told.show_span(self._shown(), span)

    def _on_measure_chosen(self, _key: str) -> None:
        self._show_measure()

    def _on_mark_chosen(self, mark_id: str) -> None:
        self._table.select_key(mark_id)

    def _on_row_selected(self, row: CurveRow | None) -> None:
        shown = self._shown()
        if row is None or shown is None:
            return
        self._view.look_at(row.id)
        # Of several series the one is told about in which the person looks.
        following = next((span for span in shown.spans if span.since >= row.at), None)
        self._tell(shown.span_at(row.at) or following)

    def _on_large(self) -> None:
        self.curve_wanted.emit(self.chosen())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the table below the curve where there is no room beside it."""
        super().resizeEvent(event)
        beside = self.width() >= _SIDE_BY_SIDE * theme.px("base") / 13
        if beside != self._beside:
            self._beside = beside
            self._place(beside=beside)

    def _place(self, *, beside: bool) -> None:
        """Put the table beside the curve, or below what became of it: the sentences are read first."""
        for part in (self._view, self._table, self._told):
            self._parts.removeWidget(part)
        table, told = ((0, 1, 1, 1), (1, 0, 1, 2)) if beside else ((2, 0, 1, 1), (1, 0, 1, 1))
        self._parts.addWidget(self._view, 0, 0)
        self._parts.addWidget(self._table, *table)
        self._parts.addWidget(self._told, *told)
        self._parts.setColumnStretch(1, 4 if beside else 0)
        self._parts.setRowStretch(0, 1)


class _Column(QWidget):
    """As high as its words need at the width they have; a frame that scrolls goes by the least height, not by that."""

    def event(self, event: QEvent) -> bool:
        """Follow the width and the words."""
        told = super().event(event)
        column = self.layout()
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize) and column is not None:
            needed = column.totalMinimumHeightForWidth(self.width())
            if self.minimumHeight() != needed:
                self.setMinimumHeight(needed)
        return told


def _filters(found: Sequence[Followed]) -> list[tuple[str, str, int]]:
    each = [(one.measure.id, one.measure.title, len(one.results)) for one in found]
    return [*each, (_ALL, _("All"), len(found))] if len(found) > 1 else each


def _about(shown: Followed) -> str:
    return _("{title}. It asks about {recall}.").format(
        title=shown.measure.full_title, recall=recall_words(shown.measure.recall_hours)
    )
